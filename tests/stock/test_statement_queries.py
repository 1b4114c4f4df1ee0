"""The stock statement: every movement stands in its column, and what closes one period opens the next."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aidtrack.clock import moment_of
from aidtrack.db import transaction
from aidtrack.stock import actions, queries
from aidtrack.stock.ledger import DocumentKind, LocationKind
from aidtrack.stock.models import Location
from tests.stock.shelf import CHIEF, LIEN_NINH, NOW, Shelf, open_shelf

DAY = date(2021, 8, 14)


def row(shelf: Shelf, good: str = "rice", first: date = DAY, last: date = DAY) -> tuple[int | None, ...]:
    found = {one.good.code: one for one in queries.statement([shelf.store_id], first, last)}[good]
    moves = (found.opening, found.received, found.issued, found.returned, found.lost)
    return (*moves, found.closing, found.counted, found.difference)


@pytest.fixture
def car(shelf: Shelf) -> Location:
    """A vehicle of the ward."""
    with transaction():
        return actions.open_vehicle("XE-1", "Xe 1", LIEN_NINH)


def test_each_movement_stands_in_its_column(each_database: str, shelf: Shelf, car: Location) -> None:
    with transaction():
        rice = shelf.lot("rice", 4_000, at=NOW - timedelta(days=1))
        shelf.lot("rice", 500)
        shelf.post(DocumentKind.ISSUE, shelf.store, car, rice, 1_000)
        shelf.post(DocumentKind.GIVE, car, LocationKind.BENEFICIARY, rice, 900)
        shelf.post(DocumentKind.RETURN, car, shelf.store, rice, 100)
        shelf.give(rice, 40)
        shelf.post(DocumentKind.LOSS, shelf.store, LocationKind.LOSS, rice, 7)
    assert row(shelf) == (4_000, 500, 1_040, 100, 7, 3_553, None, 0)


def test_a_stock_take_shows_beside_the_closing_and_opens_the_next_day(shelf: Shelf) -> None:
    with transaction():
        noodles = shelf.lot("noodles", 63)
        actions.count(shelf.store, [(noodles.id, 63, 60)], key="c", by=CHIEF, at=NOW)
    assert row(shelf, "noodles") == (0, 63, 0, 0, 0, 63, 60, -3)
    tomorrow = DAY + timedelta(days=1)
    assert row(shelf, "noodles", tomorrow, tomorrow) == (60, 0, 0, 0, 0, 60, None, 0)


def test_a_stock_take_that_agrees_is_shown_as_counted(shelf: Shelf) -> None:
    with transaction():
        noodles = shelf.lot("noodles", 63)
        paper = actions.count(shelf.store, [(noodles.id, 63, 60)], key="c", by=CHIEF, at=NOW)
        actions.reverse(paper, reason="đếm nhầm", key="r", by=CHIEF, at=NOW)
    assert row(shelf, "noodles")[-2:] == (None, 0)
    with transaction():
        actions.count(shelf.store, [(noodles.id, 63, 63)], key="d", by=CHIEF, at=NOW)
    assert row(shelf, "noodles")[-2:] == (63, 0)


def test_a_mistake_and_its_correction_leave_no_trace_in_the_sums(shelf: Shelf, car: Location) -> None:
    with transaction():
        rice = shelf.lot("rice", 4_000)
        wrong = [
            shelf.post(DocumentKind.RECEIVE, LocationKind.DONOR, shelf.store, rice, 40_000),
            shelf.post(DocumentKind.ISSUE, shelf.store, car, rice, 30),
            shelf.post(DocumentKind.LOSS, shelf.store, LocationKind.LOSS, rice, 20),
        ]
        for paper in wrong:
            actions.reverse(paper, reason="nhầm", key=f"r{paper.id}", by=CHIEF, at=NOW)
    assert row(shelf) == (0, 4_000, 0, 0, 0, 4_000, None, 0)


def test_a_transfer_is_issued_here_received_there_and_nothing_between_both(shelf: Shelf) -> None:
    with transaction():
        rice, other = shelf.lot("rice", 4_000), open_shelf("Kho hai")
        sent = actions.transfer(
            shelf.store, other.store, [(rice.id, 100)], carrier="Anh Ba", key="t", by=CHIEF, at=NOW
        )
        begun = queries.transfer_of(sent)
        assert begun
        actions.arrive(begun, [(rice.id, 90)], key="a", by=CHIEF, at=NOW)
    assert row(shelf) == (0, 4_000, 100, 0, 0, 3_900, None, 0)
    assert row(other) == (0, 90, 0, 0, 0, 90, None, 0)
    both = queries.statement([shelf.store_id, other.store_id], DAY, DAY)
    assert [(one.received, one.issued, one.closing) for one in both] == [(4_090, 100, 3_990)]


def test_a_day_begins_and_ends_at_midnight_in_hanoi(shelf: Shelf) -> None:
    with transaction():
        shelf.lot("rice", 1, at=moment_of("2021-08-13T23:59:59"))
        shelf.lot("rice", 10, at=moment_of("2021-08-14T00:00"))
        shelf.lot("rice", 100, at=moment_of("2021-08-14T23:59:59"))
        shelf.lot("rice", 1_000, at=moment_of("2021-08-15T00:00"))
    assert row(shelf)[:2] == (1, 110)


def test_goods_come_in_the_order_of_lists_and_stores_without_stock_have_no_lines(shelf: Shelf) -> None:
    with transaction():
        for good in ("masks", "rice", "noodles"):
            shelf.lot(good, 10)
        empty = open_shelf("Kho trống")
    found = queries.statement([shelf.store_id], DAY, DAY)
    assert [one.good.code for one in found] == ["rice", "noodles", "masks"]
    assert queries.statement([empty.store_id], DAY, DAY) == []
    assert queries.statement([], DAY, DAY) == []


MOVES = st.lists(
    st.tuples(st.sampled_from(["give", "loss", "count", "receive"]), st.integers(1, 30), st.integers(0, 3)),
    max_size=12,
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(MOVES)
def test_what_closes_a_period_opens_the_next_and_the_last_is_what_lies_there(
    shelf: Shelf, moves: list[tuple[str, int, int]]
) -> None:
    with transaction():
        mine = open_shelf(shelf.key())
        mine.keys = shelf.keys
        lot = mine.lot("rice", 400)
        for kind, amount, days in moves:
            at, held = NOW + timedelta(days=days), mine.held(lot)[0]
            if kind == "receive":
                mine.post(DocumentKind.RECEIVE, LocationKind.DONOR, mine.store, lot, amount, at=at)
            elif kind == "count":
                actions.count(mine.store, [(lot.id, held, amount)], key=mine.key(), by=CHIEF, at=at)
            elif held >= amount:
                ends = {"give": LocationKind.BENEFICIARY, "loss": LocationKind.LOSS}
                mine.post(DocumentKind(kind), mine.store, ends[kind], lot, amount, at=at)
    days = [row(mine, "rice", DAY + timedelta(days=n), DAY + timedelta(days=n)) for n in range(4)]
    for today, tomorrow in pairwise(days):
        assert tomorrow[0] == (today[5] or 0) + (today[7] or 0)
    assert (days[-1][5] or 0) + (days[-1][7] or 0) == mine.held(lot)[0]
