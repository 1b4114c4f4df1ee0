"""What several people do at one moment, each on a connection of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier, Event
from time import sleep
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from aidtrack.cases import actions, import_actions
from aidtrack.cases.models import Case, CaseImport, CasePair
from aidtrack.db import db, rows_in, transaction
from aidtrack.errors import AidtrackError
from aidtrack.rights import Role
from tests.cases.lists import sheet_with
from tests.cases.world import LYS, NOW, OPERATOR, household, registered, somebody

AT_ONCE = 6


@pytest.fixture
def inside(app: Flask) -> Iterator[Flask]:
    with app.app_context():
        yield app
        db.session.remove()


def together(app: Flask, act: Callable[[int], Any]) -> list[Any]:
    """What comes of an act that several threads do at one moment: its result, or the refusal."""
    ready = Barrier(AT_ONCE)

    def one(number: int) -> Any:
        with app.app_context():
            db.session.execute(select(1))
            db.session.rollback()
            ready.wait(timeout=20)
            try:
                with transaction():
                    return act(number)
            except AidtrackError as refused:
                return refused
            finally:
                db.session.remove()

    db.session.rollback()
    with ThreadPoolExecutor(AT_ONCE) as threads:
        return list(threads.map(one, range(AT_ONCE)))


def test_one_household_registered_by_many_at_one_moment_is_seen_as_one(
    inside: Flask, each_database: str
) -> None:
    registrars = [somebody(Role.VOLUNTEER) for _ in range(AT_ONCE)]

    def register(number: int) -> int:
        return actions.register(replace(LYS, remark=str(number)), by=registrars[number], at=NOW).id

    assert len(set(together(inside, register))) == AT_ONCE
    assert rows_in(CasePair) == AT_ONCE * (AT_ONCE - 1) // 2
    assert all(db.session.scalars(select(Case.suspected)))


def test_one_list_committed_by_many_at_one_moment_is_written_once(inside: Flask, each_database: str) -> None:
    head = ["STT", "Họ và tên", "Phường/xã", "Quận", "Số khẩu"]
    rows = [[number, f"Mùa {'abcdefgh'[number] * 4}", "Vĩnh Tuy", "Hai Bà Trưng", 3] for number in range(8)]
    thao = somebody(Role.VOLUNTEER)
    data = sheet_with([head, *rows])
    tokens = []
    for _ in range(AT_ONCE // 2):
        with transaction():
            staged = import_actions.stage_import(data, "x.xlsx", edition="2021", by=thao, at=NOW)
            tokens.append(staged.token)

    def commit(number: int) -> int:
        found = select(CaseImport).where(CaseImport.token == tokens[number % len(tokens)])
        return import_actions.commit_import(db.session.scalars(found).one(), by=thao, at=NOW).written

    assert sorted(set(together(inside, commit))) == [0, 8]
    assert rows_in(Case) == 8


def test_of_many_who_decide_at_one_moment_one_decides(inside: Flask, each_database: str) -> None:
    case_id = registered(household("Đặng Văn An"), by=somebody(Role.VOLUNTEER)).id
    deciders = [somebody(Role.COORDINATOR) for _ in range(AT_ONCE)]

    def decide(number: int) -> str:
        case = db.session.get_one(Case, case_id)
        name = ("verify", "reject", "send_back")[number % 3]
        return actions.move(case, name, reason="lý do", by=deciders[number], at=NOW).state

    done = [one for one in together(inside, decide) if not isinstance(one, AidtrackError)]
    case = db.session.get_one(Case, case_id, populate_existing=True)
    # Rejecting what was sent back is a move of the table as well; nothing else can follow.
    assert len(done) == 1 or sorted(done) == ["needs_more", "rejected"]
    assert case.state in done and case.version == 1 + len(done)


def merged_away_while_somebody_registers(app: Flask, register: Callable[[], Any], pair_id: int) -> None:
    """A pair is merged in a transaction that ends only once somebody else's has begun."""
    merged, begun = Event(), Event()

    def merge() -> None:
        with app.app_context():
            try:
                with transaction():
                    pair = db.session.get_one(CasePair, pair_id)
                    keep = pair.first
                    actions.decide_pair(pair, "same", keep=keep, by=OPERATOR, at=NOW)
                    db.session.flush()
                    merged.set()
                    begun.wait(timeout=20)
                    sleep(0.3)
            finally:
                merged.set()
                db.session.remove()

    def come_later() -> None:
        merged.wait(timeout=20)
        with app.app_context():
            try:
                begun.set()
                with transaction():
                    register()
            finally:
                db.session.remove()

    db.session.rollback()
    with ThreadPoolExecutor(2) as threads:
        for done in [threads.submit(merge), threads.submit(come_later)]:
            done.result()


def test_who_registers_while_two_are_merged_is_suspected_with_the_one_that_stays(
    inside: Flask, each_database: str
) -> None:
    quan = somebody(Role.VOLUNTEER)
    first, second = registered(LYS, by=quan), registered(replace(LYS, remark="lần nữa"), by=quan)
    [pair_id] = db.session.scalars(select(CasePair.id))
    third = replace(LYS, remark="lần thứ ba")
    merged_away_while_somebody_registers(inside, lambda: actions.register(third, by=quan, at=NOW), pair_id)
    open_pairs = db.session.scalars(select(CasePair).where(CasePair.decision.is_(None))).all()
    states = {case.state for pair in open_pairs for case in (pair.first, pair.second)}
    assert states == {"reported"}, "no pair waits for a case that was merged away"
    assert [first.id in (pair.first_id, pair.second_id) for pair in open_pairs] == [True]
    assert db.session.get_one(Case, second.id, populate_existing=True).merged_into_id == first.id


def test_of_two_who_merge_one_case_into_two_others_at_once_no_open_pair_is_left_behind(
    inside: Flask, each_database: str
) -> None:
    quan = somebody(Role.VOLUNTEER)
    cases = [registered(replace(LYS, remark=str(turn)), by=quan) for turn in range(3)]
    deciders = [somebody(Role.COORDINATOR) for _ in range(AT_ONCE)]
    pairs = [pair.id for pair in db.session.scalars(select(CasePair).order_by(CasePair.id))]

    def merge(number: int) -> Any:
        pair = db.session.get(CasePair, pairs[number % len(pairs)])
        return pair and actions.decide_pair(pair, "same", by=deciders[number], at=NOW)

    together(inside, merge)
    left = db.session.scalars(select(CasePair).where(CasePair.decision.is_(None))).all()
    assert "duplicate" not in {case.state for pair in left for case in (pair.first, pair.second)}
    for case in cases:
        now = db.session.get_one(Case, case.id, populate_existing=True)
        assert now.suspected is any(case.id in (pair.first_id, pair.second_id) for pair in left)
