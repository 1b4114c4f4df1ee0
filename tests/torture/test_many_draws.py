"""Forty hands draw a thousand times from three hundred, round after round, on both databases.

One round is a test of every day; what a race needs to show itself may come once in many.
AIDTRACK_TORTURE_ROUNDS rounds on each database, 25 if not set.
"""

from __future__ import annotations

import os

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from aidtrack.books import queries as books
from aidtrack.db import db, rows_in
from aidtrack.stock.models import Counter, Document
from tests.stock.shelf import fresh_shelf
from tests.stock.test_balance_actions import (
    THERE,
    draw_all_at_once,
    draw_by_reading_first,
    draw_by_the_ledger,
)

pytestmark = pytest.mark.torture

ROUNDS = int(os.environ.get("AIDTRACK_TORTURE_ROUNDS", "25"))


def test_no_round_of_draws_gives_out_what_is_not_there(
    each_database: str, app: Flask, session: Session
) -> None:
    shelf = fresh_shelf()
    for played in range(1, ROUNDS + 1):
        assert draw_all_at_once(app, shelf, draw_by_the_ledger) == (THERE, 0, 0), f"round {played}"
        numbers = db.session.scalar(select(Counter.last).where(Counter.name == "PTT"))
        assert numbers == played * THERE, f"round {played}: a refused draw took a number"
    assert rows_in(Document) == ROUNDS * (THERE + 1)
    assert books.check() == []


@pytest.mark.postgres
def test_the_rounds_catch_who_reads_first_and_writes_then(app: Flask, session: Session) -> None:
    shelf = fresh_shelf()
    assert any(draw_all_at_once(app, shelf, draw_by_reading_first)[0] > THERE for _ in range(3))
    assert {one.check for one in books.check()} >= {"balance"}
