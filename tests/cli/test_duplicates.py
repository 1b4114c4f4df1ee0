"""`aidtrack cases duplicates`: a line for each pair, and no database."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from aidtrack.cli.duplicates import MOST_PROBLEMS
from tests.cli.conftest import Line

HOUSEHOLD = {"name": "Lò Văn An", "birth_year": 1970, "phone": "0955000001", "address": "số 5 ngõ 9 Lĩnh Nam"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    told = [{"id": "a", **HOUSEHOLD}, {"id": "b", **HOUSEHOLD, "name": "An"}, {"id": "c", "name": "Vừ A Páo"}]
    path = tmp_path / "households.jsonl"
    path.write_text("\n".join(json.dumps(one) for one in told))
    return path


def test_each_pair_is_a_line_and_no_database_is_touched(type_line: Line, file: Path) -> None:
    answer = type_line("cases", "duplicates", file, "--json")
    assert (answer.code, answer.complaint) == (0, "")
    assert answer.told == {
        "a": "a",
        "b": "b",
        "score": answer.told["score"],
        "why": "same phone, same given name, same birth year, same address",
        "alert": True,
    }
    assert not Path(os.environ["AIDTRACK_VAR"]).exists()


def test_people_read_it_too(type_line: Line, file: Path) -> None:
    answer = type_line("cases", "duplicates", file)
    assert answer.code == 0 and answer.out.startswith("! ") and "a – b: same phone" in answer.out


def test_lines_that_cannot_be_read_are_named_and_counted(type_line: Line, file: Path) -> None:
    file.write_text(file.read_text() + "\n{" * (MOST_PROBLEMS + 2))
    answer = type_line("cases", "duplicates", file, "--json")
    assert answer.code == 1 and answer.told["alert"]
    said = answer.complaint.splitlines()
    assert said[0] == "Line 4: This line is no JSON." and said[-1] == "2 more lines were left out."


@pytest.mark.parametrize("path", ["nothing.jsonl", "."])
def test_a_file_that_is_not_there_is_wrong_usage(type_line: Line, tmp_path: Path, path: str) -> None:
    answer = type_line("cases", "duplicates", tmp_path / path, "--json")
    assert answer.code == 2 and "cannot be read" in answer.complaint and answer.out == ""
