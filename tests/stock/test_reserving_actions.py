"""Promises of stock: all of them or none, the second reads how much is left, each ends exactly once."""

from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from aidtrack.audit import queries as audit
from aidtrack.db import db, transaction
from aidtrack.errors import AidtrackError, Conflict, RuleBroken
from aidtrack.stock import actions
from aidtrack.stock.models import Reservation
from tests.stock.shelf import NOW, Shelf

LATER = NOW + timedelta(days=7)


def test_promises_leave_less_that_is_free(each_database: str, shelf: Shelf) -> None:
    with transaction():
        rice, nuts = shelf.lot("rice", 100), shelf.lot("peanuts", 10)
        made = actions.reserve(
            [
                ("portion:2", shelf.store_id, nuts.id, 4),
                ("portion:1", shelf.store_id, rice.id, 30),
                ("portion:3", shelf.store_id, rice.id, 20),
            ],
            expires_at=LATER,
            at=NOW,
        )
    assert [(one.subject, one.amount, one.ended) for one in made] == [
        ("portion:2", 4, None),
        ("portion:1", 30, None),
        ("portion:3", 20, None),
    ]
    assert shelf.held(rice) == (100, 50)
    assert shelf.held(nuts) == (10, 4)


def test_if_one_promise_cannot_be_kept_none_is_made(each_database: str, shelf: Shelf) -> None:
    with transaction():
        rice, nuts = shelf.lot("rice", 100_000), shelf.lot("peanuts", 10_000)
    wanted = [("portion:1", shelf.store_id, rice.id, 30_000), ("portion:2", shelf.store_id, nuts.id, 10_500)]
    with pytest.raises(RuleBroken) as refusal, transaction():
        actions.reserve(wanted, expires_at=LATER, at=NOW)
    assert (
        refusal.value.sentence.render()
        == "Only 10 kg of Peanuts is free at Kho Liên Ninh; 10.5 kg is wanted."
    )
    assert shelf.held(rice) == (100_000, 0)
    assert db.session.scalars(select(Reservation)).all() == []


def test_an_expired_lot_is_not_promised(shelf: Shelf) -> None:
    with transaction():
        fish = shelf.lot("fish_sauce", 100, expires_on=date(2021, 8, 14))
        actions.reserve([("portion:1", shelf.store_id, fish.id, 1)], expires_at=None, at=NOW)
    with pytest.raises(RuleBroken, match="expired on"), transaction():
        actions.reserve(
            [("portion:1", shelf.store_id, fish.id, 1)], expires_at=None, at=NOW + timedelta(days=1)
        )


def test_nothing_is_no_promise(shelf: Shelf) -> None:
    with transaction():
        rice = shelf.lot("rice", 100)
    with pytest.raises(RuleBroken, match="above zero"), transaction():
        actions.reserve([("portion:1", shelf.store_id, rice.id, 0)], expires_at=None, at=NOW)


def test_a_promise_ends_exactly_once(each_database: str, shelf: Shelf) -> None:
    with transaction():
        rice = shelf.lot("rice", 100)
        one, two = actions.reserve(
            [("portion:1", shelf.store_id, rice.id, 30), ("portion:2", shelf.store_id, rice.id, 20)],
            expires_at=LATER,
            at=NOW,
        )
        actions.release([one.id], "released", at=NOW)
    assert shelf.held(rice) == (100, 20)
    with pytest.raises(Conflict, match="held no longer"), transaction():
        actions.release([two.id, one.id], "released", at=NOW)
    assert shelf.held(rice) == (100, 20)


def test_time_ends_promises(each_database: str, shelf: Shelf) -> None:
    with transaction():
        rice = shelf.lot("rice", 100)
        wanted = [(f"portion:{n}", shelf.store_id, rice.id, 10) for n in range(3)]
        actions.reserve(wanted[:2], expires_at=LATER, at=NOW)
        actions.reserve(wanted[2:], expires_at=LATER + timedelta(seconds=1), at=NOW)
    with transaction():
        assert actions.expire_reservations(LATER - timedelta(seconds=1)) == []
    with transaction():
        ended = actions.expire_reservations(LATER)
        assert [(one.subject, one.ended, one.ended_at) for one in ended] == [
            ("portion:0", "expired", LATER),
            ("portion:1", "expired", LATER),
        ]
    assert shelf.held(rice) == (100, 10)
    with transaction():
        assert actions.expire_reservations(LATER) == []
    (entry,) = audit.about("reservations")
    assert entry.detail and entry.detail.content
    assert entry.detail.content["count"] == 2


def test_a_thousand_portions_are_promised_in_one_go(each_database: str, shelf: Shelf) -> None:
    with transaction():
        rice = shelf.lot("rice", 4_000_000)
        wanted = [(f"portion:{n}", shelf.store_id, rice.id, 4_000) for n in range(1_000)]
        made = actions.reserve(wanted, expires_at=LATER, at=NOW)
        assert [one.subject for one in made] == [subject for subject, *_ in wanted]
        actions.release([one.id for one in made[:999]], "released", at=NOW)
    assert shelf.held(rice) == (4_000_000, 4_000)


def test_two_coordinators_promise_the_same_bag_and_one_reads_how_much_is_left(
    each_database: str, app: Flask, shelf: Shelf
) -> None:
    with transaction():
        rice = shelf.lot("rice", 100_000)
    store_id, lot_id = shelf.store_id, rice.id
    at_the_line, heard = threading.Barrier(2), []

    def approve(subject: str) -> None:
        with app.app_context():
            at_the_line.wait()
            try:
                with transaction():
                    actions.reserve([(subject, store_id, lot_id, 60_000)], expires_at=None, at=NOW)
                heard.append("promised")
            except AidtrackError as error:
                heard.append(error.sentence.render())

    both = [threading.Thread(target=approve, args=(f"portion:{n}",)) for n in (1, 2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert sorted(heard) == [
        "Only 40 kg of Rice is free at Kho Liên Ninh; 60 kg is wanted.",
        "promised",
    ]
    db.session.rollback()
    assert shelf.held(rice) == (100_000, 60_000)
