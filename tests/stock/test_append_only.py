"""What the ledger has written stays written: through the application's own connections, by whatever trick."""

from __future__ import annotations

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import DBAPIError

from aidtrack.db import db, transaction
from aidtrack.stock import actions
from aidtrack.stock.models import CountLine, Document, Movement
from tests.stock.shelf import CHIEF, NOW, Shelf

TRICKS = (
    "UPDATE {table} SET id = id + 1000",
    "UPDATE {table} SET id = id",
    "DELETE FROM {table}",
    "DELETE FROM {table} WHERE id = (SELECT max(id) FROM {table})",
)
ON_SQLITE = (
    "INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
    "REPLACE INTO {table} SELECT * FROM {table}",
    "UPDATE OR REPLACE {table} SET id = 1",
)
ON_POSTGRES = ("TRUNCATE {table} CASCADE", "TRUNCATE {table} RESTART IDENTITY CASCADE")


@pytest.mark.parametrize("model", [Document, Movement, CountLine])
def test_no_statement_changes_or_empties_the_ledger(
    each_database: str, shelf: Shelf, model: type[Document]
) -> None:
    with transaction():
        rice = shelf.lot("rice", 100)
        actions.count(shelf.store, [(rice.id, 100, 90)], key="c", by=CHIEF, at=NOW)
    table = model.__tablename__
    before = db.session.execute(text(f"SELECT * FROM {table} ORDER BY id")).all()
    for trick in TRICKS + (ON_SQLITE if each_database == "sqlite" else ON_POSTGRES):
        with pytest.raises(DBAPIError, match="only grows"), transaction():
            db.session.execute(text(trick.format(table=table)))
    assert before
    assert db.session.execute(text(f"SELECT * FROM {table} ORDER BY id")).all() == before


def test_a_number_cannot_be_taken_over_by_a_new_paper(shelf: Shelf) -> None:
    with transaction():
        shelf.lot("rice", 100)
    taking_over = text(
        "REPLACE INTO stock_documents "
        "(number, kind, at, by_name, subject, reason, key, content_digest, place_path) "
        "SELECT number, 'loss', at, by_name, subject, reason, 'new', '', place_path FROM stock_documents"
    )
    with pytest.raises(DBAPIError, match="only grows"), transaction():
        db.session.execute(taking_over)


def test_objects_that_were_loaded_cannot_be_changed_either(each_database: str, shelf: Shelf) -> None:
    with transaction():
        shelf.lot("rice", 100)
    with pytest.raises(DBAPIError, match="only grows"), transaction():
        db.session.query(Document).one().reason = "another"
    with pytest.raises(DBAPIError, match="only grows"), transaction():
        db.session.execute(update(Movement).values(amount=1))
    assert shelf.held(db.session.query(Movement).one().lot) == (100, 0)
