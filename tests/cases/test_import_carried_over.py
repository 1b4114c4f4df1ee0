"""Lists that came in before there were staged lines still show what became of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from aidtrack import schema
from aidtrack.app import create_app
from aidtrack.cases import import_queries
from aidtrack.cases.import_fates import COMMITTED, counts_of
from aidtrack.db import db
from aidtrack.rights import Actor
from aidtrack.settings import Settings
from tests.conftest import let_go
from tests.databases import SECRET

OPERATOR = Actor(None, "operator", operator=True)


def household(row: int, key: str, people: int) -> dict[str, Any]:
    """A line as it was kept then, as far as anybody looks at it."""
    return {"row": row, "stt": row, "key": key, "name": "Lý Thế Tuấn", "unit": "2021:00283", "people": people}


def note(row: int, column: str) -> dict[str, Any]:
    """What was wrong, as it was kept then."""
    sentence = {"say": "{year} cannot be a birth year.", "with": {"year": "nhiều"}}
    return {
        "row": row,
        "stt": row,
        "column": column,
        "field": "people",
        "sentence": sentence,
        "found": "nhiều",
    }


OLD = {
    "edition": "2021",
    "sheet": "Danh sách",
    "head_rows": [7, 8],
    "columns": [{"letter": "B", "title": "Họ và tên", "field": "name", "example": "Lý Thế Tuấn"}],
    "rows": 6,
    "households": [household(9, "a", 4), household(10, "b", 3), household(11, "c", 2)],
    "waiting": [household(12, "d", 4)],
    "duplicates": [],
    "problems": [note(13, "H"), note(13, "I"), note(14, "H")],
    "warnings": [note(9, "D")],
    "there": ["b"],
    "like": {"11": {"case_id": 1, "code": None, "why": {}, "shown": {}}},
}


@pytest.fixture
def old_app(empty_database_url: str) -> Iterator[Flask]:
    """The application on a database of the version before, with one list that came in and one preview."""
    made = create_app(Settings(database_url=empty_database_url, secret_key=SECRET))
    with made.app_context():
        schema.upgrade(db.engine, "0008")
        kept = (
            "INSERT INTO case_imports (token, file_name, file_digest, edition, by_name, at, reading,"
            " committed_at, written, already)"
            " VALUES (:token, 'cũ.xlsx', 'x', '2021', 'x', :at, :old, :then, 1, 1)"
        )
        at = {"at": "2021-08-13 00:00:00", "old": json.dumps(OLD)}
        with db.engine.begin() as connection:
            connection.execute(text(kept), {"token": "came", "then": "2021-08-13 00:00:00", **at})
            connection.execute(text(kept), {"token": "seen", "then": None, **at})
    yield made
    let_go(made)


def test_a_list_of_the_version_before_keeps_its_counts_and_its_problems(
    each_database: str, old_app: Flask
) -> None:
    with old_app.app_context():
        schema.upgrade(db.engine)
        [one] = import_queries.imports_of(OPERATOR)
        assert (one.token, one.state, one.written, one.already) == ("came", COMMITTED, 1, 1)
        counts = counts_of(one.reading)
        assert (counts.rows, counts.fresh, counts.there, counts.like, counts.twins, counts.problems) == (
            6,
            1,
            1,
            1,
            1,
            2,
        )
        assert (counts.people, counts.warned) == (7, 1)
        told = import_queries.noted(one, "problems")
        assert [(line.row, len(line.notes)) for line in told] == [(13, 2), (14, 1)]
        [sheet] = import_queries.sheets_of(one)
        assert (sheet.name, sheet.head_rows, sheet.columns[0].field) == ("Danh sách", (7, 8), "name")


def test_it_goes_back_and_forth_with_data_in_it(old_app: Flask) -> None:
    with old_app.app_context():
        schema.upgrade(db.engine)
        schema.downgrade(db.engine, "0008")
        with db.engine.connect() as connection:
            kept = connection.execute(text("SELECT token, reading FROM case_imports")).all()
        assert [(token, json.loads(reading)["households"]) for token, reading in kept] == [("came", [])]
        schema.upgrade(db.engine)
        assert [one.token for one in import_queries.imports_of(OPERATOR)] == ["came"]
