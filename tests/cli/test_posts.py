"""`aidtrack cases read`: a line out for every post in, without any database."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Line, one_sentence

LINES = [
    {
        "id": "a",
        "text": "Em can gao, 0953456789, vc + 2 con",
        "posted_at": "2021-08-14T08:00:00+07:00",
        "group_ward": {"code": "00283", "name": "Phường Vĩnh Tuy"},
    },
    {"id": 7, "text": "Chợ nào mở ạ?", "group_ward": None},
]


def written(path: Path, *more: str) -> Path:
    path.write_text("\n".join([*(json.dumps(line) for line in LINES), *more]), encoding="utf-8")
    return path


def test_each_post_becomes_a_line(type_line: Line, tmp_path: Path) -> None:
    answer = type_line(
        "cases", "read", written(tmp_path / "posts.jsonl"), "--json", database="sqlite:////nowhere/x"
    )
    assert (answer.code, answer.complaint) == (0, "")
    first, second = map(json.loads, answer.out.splitlines())
    assert (first["id"], first["kind"], second["id"], second["kind"]) == ("a", "request", 7, "question")
    assert second["households"] == []
    home = first["households"][0]
    assert (home["phone"], home["people"], home["ward_code"], home["needs"]) == (
        "0953456789",
        4,
        "00283",
        ["rice"],
    )
    assert not (tmp_path / "var").exists()


def test_people_get_lines_too(type_line: Line, tmp_path: Path) -> None:
    answer = type_line("cases", "read", written(tmp_path / "posts.jsonl"))
    assert answer.out.splitlines() == ["a: request", "  0953456789, 4 people, 00283, rice", "7: question"]


def test_bad_lines_are_named_and_the_others_read(type_line: Line, tmp_path: Path) -> None:
    answer = type_line("cases", "read", written(tmp_path / "posts.jsonl", "no JSON", '{"id": 1}'), "--json")
    assert answer.code == 1 and len(answer.out.splitlines()) == 2
    assert answer.complaint.splitlines() == [
        "Line 3: This is no JSON object.",
        "Line 4: “text” is missing; it is a text.",
    ]


def test_a_file_that_is_not_there_is_said(type_line: Line, tmp_path: Path) -> None:
    answer = type_line("cases", "read", tmp_path / "nothing.jsonl", "--json")
    assert answer.code == 2 and "nothing.jsonl" in one_sentence(answer)
