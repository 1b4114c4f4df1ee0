"""The one place that commits: all or nothing, once for a key, the chain as the last step."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import StatementError

from aidtrack.audit import queries as audit
from aidtrack.audit.actions import record
from aidtrack.audit.models import Entry
from aidtrack.clock import moment_of
from aidtrack.db import (
    DoneAct,
    DoneAlready,
    KeptFact,
    db,
    keep_fact,
    kept_fact,
    read_as_one,
    rows_in,
    transaction,
    within,
)
from aidtrack.places.models import Place
from aidtrack.rights import Actor

pytestmark = pytest.mark.usefixtures("each_database")

OPERATOR = Actor(None, "operator", operator=True)
NOW = moment_of("2021-08-14T08:00")


def noted(what: str) -> None:
    record("test.note", what, by=OPERATOR, at=NOW)


def test_all_of_a_transaction_or_nothing_of_it(app: Flask) -> None:
    with app.app_context():
        with transaction() as act:
            keep_fact("a", "1")
        assert act.done and kept_fact("a") == "1"
        with pytest.raises(ZeroDivisionError), transaction():
            keep_fact("a", "2")
            keep_fact("b", "2")
            raise ZeroDivisionError
        assert (kept_fact("a"), kept_fact("b")) == ("1", None)


def test_a_trial_leaves_nothing(app: Flask) -> None:
    with app.app_context():
        with transaction() as act:
            act.keep = False
            keep_fact("a", "1")
            noted("trial")
            db.session.flush()
        assert not act.done and kept_fact("a") is None and rows_in(Entry) == 0
        with transaction():
            noted("real")
        assert audit.verify().rows == 1


def test_a_long_reading_sees_one_moment_while_others_write(app: Flask) -> None:
    def elsewhere(value: str) -> None:
        def write() -> None:
            with app.app_context(), transaction():
                keep_fact("a", value)

        other = threading.Thread(target=write)
        other.start()
        other.join()

    with app.app_context():
        elsewhere("1")
        read_as_one()
        assert kept_fact("a") == "1"
        elsewhere("2")
        db.session.expire_all()
        assert kept_fact("a") == "1"
        db.session.rollback()
        assert kept_fact("a") == "2"


def test_a_transaction_inside_a_transaction_is_a_fault(app: Flask) -> None:
    with app.app_context(), transaction():
        with pytest.raises(RuntimeError, match="inside"), transaction():
            pass


def test_an_entry_of_the_chain_needs_a_transaction(app: Flask) -> None:
    with app.app_context(), pytest.raises(RuntimeError, match="transaction"):
        noted("outside")


def test_an_act_with_a_key_is_done_once_and_tells_where_it_led(app: Flask) -> None:
    with app.app_context():
        with transaction(once="k") as act:
            keep_fact("count", "1")
            act.leads_to = "/cases/HN-1"
        with pytest.raises(DoneAlready) as told, transaction(once="k"):
            keep_fact("count", "2")
        assert (told.value.leads_to, kept_fact("count")) == ("/cases/HN-1", "1")


def test_a_key_of_an_act_that_failed_may_be_used_again(app: Flask) -> None:
    with app.app_context():
        with pytest.raises(ZeroDivisionError), transaction(once="k"):
            raise ZeroDivisionError
        with transaction(once="k"):
            keep_fact("count", "1")
        assert kept_fact("count") == "1" and rows_in(DoneAct) == 1


def test_a_rollback_leaves_no_hole_in_the_chain(app: Flask) -> None:
    with app.app_context():
        for number in range(6):
            try:
                with transaction():
                    noted(f"note {number}")
                    if number % 2:
                        raise ZeroDivisionError
            except ZeroDivisionError:
                continue
        assert list(db.session.scalars(select(Entry.subject).order_by(Entry.seq))) == [
            "note 0",
            "note 2",
            "note 4",
        ]
        assert list(db.session.scalars(select(Entry.seq).order_by(Entry.seq))) == [1, 2, 3]
        assert audit.verify().ok


def test_many_writers_number_the_chain_without_holes_and_a_key_acts_once(app: Flask) -> None:
    writers, rounds = 8, 6
    refused: list[str] = []

    def write(name: int) -> None:
        for number in range(rounds):
            with app.app_context():
                with transaction():
                    noted(f"{name}/{number}")
                try:
                    with transaction(once=f"round {number}"):
                        noted(f"round {number}")
                except DoneAlready:
                    refused.append(f"{name}/{number}")

    threads = [threading.Thread(target=write, args=(name,)) for name in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with app.app_context():
        verdict = audit.verify()
        assert verdict.ok and verdict.rows == writers * rounds + rounds
    assert len(refused) == (writers - 1) * rounds


def test_moments_are_aware_and_come_back_as_they_were(app: Flask) -> None:
    with app.app_context():
        with transaction():
            db.session.add(DoneAct(key="k", done_at=NOW))
        assert db.session.scalars(select(DoneAct.done_at)).one() == NOW
        with pytest.raises(StatementError, match="time zone"), transaction():
            db.session.add(DoneAct(key="bare", done_at=datetime(2021, 8, 14)))  # noqa: DTZ001
        assert datetime.now(UTC).tzinfo and rows_in(DoneAct) == 1


def test_a_fact_may_be_changed_and_forgotten(app: Flask) -> None:
    with app.app_context():
        for value in ("1", "2", None, None):
            with transaction():
                keep_fact("a", value)
            assert kept_fact("a") == value
        assert db.session.get(KeptFact, "a") is None


def test_a_place_reaches_what_lies_below_it_and_no_neighbour(app: Flask) -> None:
    with app.app_context():

        def found(*paths: str) -> set[str]:
            return set(db.session.scalars(select(Place.id).where(within(Place.path, paths))))

        assert found() == set()
        district = found("2021/01/020/")
        assert "2021:00682" in district and "2021:00661" in district and "2021:00001" not in district
        assert found("2021/01/020/", "2021/01/001/") == district | found("2021/01/001/")
        assert found("") > found("2021/01/") > district
