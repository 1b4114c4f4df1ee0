"""The longest list that is taken is brought in whole within bounds of time and memory.

The list is generated: invented households, some written a second time, some that nobody can accept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from time import monotonic
from typing import Any

import pytest
from flask import Flask

from aidtrack.audit import queries as audit
from aidtrack.cases import blocking, import_actions, import_pairing, import_queries
from aidtrack.cases.facts import CaseFacts
from aidtrack.cases.models import Case
from aidtrack.cases.sheet import MOST_ROWS
from aidtrack.db import rows_in, transaction
from aidtrack.errors import RuleBroken
from aidtrack.places import queries as places
from aidtrack.rights import Role
from aidtrack.vietnamese.phone import show_phone
from tests.benchmarks.cases import households
from tests.cases.lists import sheet_with
from tests.cases.test_sheet import memory_watched
from tests.cases.world import NOW, somebody

pytestmark = [pytest.mark.torture, pytest.mark.usefixtures("session")]

HEAD = "STT|Họ và tên|Năm sinh|Số CCCD|Điện thoại|Nơi ở hiện nay|Phường/xã|Quận/huyện|Số khẩu".split("|")
EACH_ROW, MOST_MEMORY = 0.006, 600_000_000
"""Seconds for reading, comparing and writing one row; bytes for all of them."""


def the_list(rows: int) -> Iterator[list[Any]]:
    """So many rows of a sheet, its head among them: every 100th written again, every 250th without people."""
    yield HEAD
    wards = places.gazetteer("2021")
    written: list[Any] = []
    for number, facts in zip(range(1, rows), households(rows), strict=False):
        if number % 100 == 0:
            yield [number, *written[1:]]
            continue
        written = [number, *row_of(facts, wards)]
        yield written[:-1] if number % 250 == 7 else written


def row_of(facts: CaseFacts, wards: Any) -> list[Any]:
    """A household as an office writes it."""
    ward = wards.get(facts.place_id)
    return [
        facts.name,
        facts.birth_year,
        facts.citizen_id,
        show_phone(facts.phone) if facts.phone else None,
        facts.address,
        ward.label,
        wards.get(ward.parent).label,
        facts.people,
    ]


@dataclass(frozen=True)
class Brought:
    """What bringing a list in cost, and what was said of it."""

    rows: int
    seconds: float
    memory: int
    report: dict[str, Any]

    def bounded(self) -> bool:
        """Whether it cost no more than its rows may cost."""
        return self.seconds < 1 + EACH_ROW * self.rows and self.memory < MOST_MEMORY


def bring_in(rows: int) -> Brought:
    """Read, stage and commit a list as its page does."""
    by, data = somebody(Role.COORDINATOR), sheet_with(the_list(rows))
    with memory_watched() as most:
        started = monotonic()
        with transaction():
            staged = import_actions.stage_import(data, "dài.xlsx", edition="2021", by=by, at=NOW)
        with transaction():
            brought = import_actions.commit_import(staged, by=by, at=NOW, at_once=True)
            report = import_queries.import_report(brought, by=by)
        seconds = monotonic() - started
    return Brought(rows, seconds, most[0], report)


def test_the_longest_list_comes_in_whole_within_its_bounds(each_database: str, app: Flask) -> None:
    brought = bring_in(MOST_ROWS)
    report = brought.report
    print(f"{each_database}: {brought.seconds:.0f} s, {brought.memory / 1e6:.0f} MB")
    lines, unread = range(1, MOST_ROWS), {n for n in range(1, MOST_ROWS) if n % 250 == 7}
    assert report["rows"] == len(lines)
    assert {problem["stt"] for problem in report["problems"]} == unread
    again = {n for n in lines if n % 100 == 0 and n - 1 not in unread}
    assert again <= {pair["stt"] for pair in report["duplicates"]} | {
        pair["of_stt"] for pair in report["duplicates"]
    }
    assert report["written"] == report["households"] == rows_in(Case)
    assert report["written"] + len(report["duplicates"]) + len(unread) == len(lines)
    assert audit.verify().ok
    assert brought.bounded(), brought


def test_one_row_more_is_refused_by_name(app: Flask) -> None:
    with pytest.raises(RuleBroken, match="Send the list in parts"):
        bring_in(MOST_ROWS + 1)


def test_the_bounds_catch_who_compares_everybody_with_everybody(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blocking, "keys_of", lambda one: iter(["all:0"]))
    monkeypatch.setattr(import_pairing, "LARGEST_BLOCK", MOST_ROWS)
    assert not bring_in(1_500).bounded()
