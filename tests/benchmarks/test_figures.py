"""The frame of the benchmarks: a missed figure is seen, in the table, in the JSON and in the exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.benchmarks import __main__ as frame
from tests.benchmarks.figure import Figure, milliseconds

FAST = Figure("a page of 50 cases", 12.34, "ms", asked=30)
SLOW = Figure("registering a case", 77, "ms", asked=50)


def test_a_figure_is_kept_up_to_and_including_its_bound() -> None:
    assert Figure("x", 30, "ms", asked=30).kept()
    assert not Figure("x", 30.1, "ms", asked=30).kept()
    assert Figure("x", 30, "pairs/s", asked=30, better="more").kept()
    assert not Figure("x", 29, "pairs/s", asked=30, better="more").kept()
    assert Figure("x", 1e9, "rows").kept()


def test_the_table_shows_value_bound_and_verdict() -> None:
    head, fast, slow = frame.table([FAST, SLOW]).splitlines()
    assert head.split() == ["figure", "measured", "asked"]
    assert fast.endswith("12.3 ms  ≤ 30 ms  kept")
    assert slow.endswith("77 ms  ≤ 50 ms  MISSED")


def test_a_missed_figure_fails_the_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(frame, "modules", lambda names: ["pages"])
    monkeypatch.setattr(frame, "measure", lambda names: [FAST, SLOW])
    assert frame.main(["--json", str(tmp_path / "figures.json")]) == 1
    printed = json.loads(capsys.readouterr().out)
    assert [row["kept"] for row in printed["figures"]] == [True, False]
    assert json.loads((tmp_path / "figures.json").read_text()) == printed


def test_an_unknown_benchmark_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert frame.main(["nonsense"]) == 2
    assert "nonsense" in capsys.readouterr().err


def test_time_is_measured_after_a_first_run_that_does_not_count() -> None:
    runs: list[int] = []
    assert milliseconds(lambda: runs.append(1), times=3) < 1000
    assert len(runs) == 4
