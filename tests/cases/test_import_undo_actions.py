"""A list is taken back as a whole while nobody has gone on with a case of it, and can then come in again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from aidtrack.audit import queries as audit
from aidtrack.audit.models import Entry
from aidtrack.cases import actions, import_undo_actions, pair_actions, row_actions
from aidtrack.cases.facts import CaseFacts
from aidtrack.cases.import_fates import COMMITTED, UNDONE
from aidtrack.cases.import_models import StagedRow, WithdrawnCode
from aidtrack.cases.import_undo_queries import moved_on, others
from aidtrack.cases.models import Case, CaseBlock, CaseCategory, CaseEvent, CaseImport, CasePair, WaitingRow
from aidtrack.db import db, rows_in, transaction
from aidtrack.errors import NotFound, RuleBroken
from aidtrack.rights import Actor, Role
from tests.cases.test_import_actions import AN, MAY, TUAN, committed, staged
from tests.cases.world import LYS_AGAIN, NOW, moved, registered, somebody

pytestmark = pytest.mark.usefixtures("session")

AGAIN = [2, "Ly The Tuan", *TUAN[2:]]
LATER = NOW + timedelta(hours=1)


def taken_back(one: CaseImport, by: Actor) -> CaseImport:
    with transaction():
        return import_undo_actions.undo(one, by=by, at=LATER)


def test_nothing_of_it_is_left_and_it_can_come_in_again(each_database: str) -> None:
    thao = somebody(Role.VOLUNTEER)
    there = registered(replace(LYS_AGAIN, name="Hoàng Văn Tám", phone=None), by=thao)
    one = committed(staged(thao, TUAN, MAY, AGAIN), thao)
    codes = set(db.session.scalars(select(Case.code).where(Case.import_id == one.id)))
    assert (one.written, rows_in(WaitingRow), len(codes)) == (2, 1, 2)
    taken_back(one, thao)
    assert (one.state, one.done, one.undone_by_name) == (UNDONE, 2, thao.name)
    assert list(db.session.scalars(select(Case.id))) == [there.id]
    assert {case_id for table in (CaseBlock, CaseCategory, CaseEvent) for case_id in _cases_in(table)} <= {
        there.id
    }
    assert (rows_in(WaitingRow), rows_in(StagedRow)) == (0, 0)
    assert set(db.session.scalars(select(WithdrawnCode.code))) == codes
    [entry] = db.session.scalars(select(Entry).where(Entry.action == "cases.undo_import"))
    assert entry.detail and entry.detail.content and entry.detail.content["count"] == 2
    assert audit.verify().ok
    again = committed(staged(thao, TUAN, MAY, AGAIN), thao)
    assert (again.written, again.already, rows_in(WaitingRow)) == (2, 0, 1)


def _cases_in(table: type[CaseBlock | CaseCategory | CaseEvent]) -> set[int]:
    return set(db.session.scalars(select(table.case_id)))


def test_taken_back_twice_it_changes_nothing() -> None:
    thao = somebody(Role.VOLUNTEER)
    one = committed(staged(thao, TUAN), thao)
    taken_back(one, thao)
    before = audit.verify().rows
    assert (taken_back(one, thao).state, audit.verify().rows) == (UNDONE, before)


def test_only_who_brought_it_in_takes_it_back() -> None:
    thao, quan = somebody(Role.VOLUNTEER), somebody(Role.ADMIN)
    one = committed(staged(thao, TUAN), thao)
    with pytest.raises(NotFound):
        taken_back(one, quan)
    assert rows_in(Case) == 1


def verified(case: Case) -> None:
    moved(case, "verify", by=somebody(Role.COORDINATOR))


def edited(case: Case) -> None:
    trang, facts = somebody(Role.COORDINATOR), CaseFacts(case.name, case.place_id, 6)
    with transaction():
        actions.edit(case, facts, version=case.version, by=trang, at=NOW)


def noted(case: Case) -> None:
    trang = somebody(Role.COORDINATOR)
    with transaction():
        actions.note(case, "gọi hai lần, chưa gặp", by=trang, at=NOW)


def planned(case: Case) -> None:
    with transaction():
        actions.note_progress([case.id], "planned", note={})


def merged_into(case: Case) -> None:
    trang, quan = somebody(Role.COORDINATOR), somebody(Role.COORDINATOR)
    facts = replace(LYS_AGAIN, name="Vừ A Páo", phone="0958 111 222", address="", birth_year=1950)
    other = registered(facts, by=quan)
    with transaction():
        actions.merge(other, into=case, by=trang, at=NOW)


def looked_like(case: Case) -> None:
    """A row of another list waits beside it."""
    quan = somebody(Role.VOLUNTEER)
    committed(staged(quan, [9, "Ly The Tuan", *TUAN[2:-1], 5]), quan)
    assert db.session.scalars(select(WaitingRow.of_case_id)).one() == case.id


def told_apart(case: Case) -> None:
    """Somebody decided that it and another case are two households."""
    registered(LYS_AGAIN, by=somebody(Role.VOLUNTEER))
    pair, trang = db.session.scalars(select(CasePair)).one(), somebody(Role.COORDINATOR)
    with transaction():
        pair_actions.decide_pair(pair, "different", by=trang, at=NOW)


@pytest.mark.parametrize(
    "gone_on",
    [verified, edited, noted, planned, merged_into, looked_like, told_apart],
    ids=lambda act: act.__name__,
)
def test_what_has_moved_on_holds_the_whole_list(gone_on: Callable[[Case], None]) -> None:
    thao, trang = somebody(Role.VOLUNTEER), somebody(Role.COORDINATOR)
    one = committed(staged(thao, TUAN, MAY), thao)
    case = db.session.scalars(select(Case).order_by(Case.id)).first()
    assert case
    gone_on(case)
    with pytest.raises(RuleBroken, match="gone on"):
        taken_back(one, thao)
    db.session.expire_all()
    assert (one.state, one.undone_at) == (COMMITTED, None)
    assert db.session.get(Case, case.id)
    count, told = moved_on(one, by=trang)
    assert (count, [(found.code, found.name) for found in told]) == (1, [(case.code, case.name)])
    assert told[0].why.render()


def test_whoever_looks_like_a_case_that_goes_is_no_longer_suspected() -> None:
    thao = somebody(Role.VOLUNTEER)
    one = committed(staged(thao, TUAN), thao)
    other = registered(LYS_AGAIN, by=somebody(Role.VOLUNTEER))
    assert other.suspected
    taken_back(one, thao)
    db.session.refresh(other)
    assert (other.suspected, rows_in(CasePair), rows_in(Case)) == (False, 0, 1)


def test_a_code_that_was_taken_back_is_never_given_again(monkeypatch: pytest.MonkeyPatch) -> None:
    thao = somebody(Role.VOLUNTEER)
    one = committed(staged(thao, TUAN), thao)
    [gone] = db.session.scalars(select(Case.code))
    taken_back(one, thao)
    drawn = iter([gone, gone, "HN-7F3K2QA"])
    monkeypatch.setattr(row_actions, "new_code", lambda: next(drawn))
    assert registered(by=thao).code == "HN-7F3K2QA"


def test_of_a_case_outside_the_assignment_only_the_reason_is_told() -> None:
    thao = somebody(Role.VOLUNTEER)
    one = committed(staged(thao, AN), thao)
    verified(db.session.scalars(select(Case)).one())
    count, [told] = moved_on(one, by=somebody(Role.COORDINATOR, "2021:007"))
    assert (count, told.code, told.name) == (1, None, "")


def test_every_table_that_refers_to_cases_is_thought_of() -> None:
    """A table of any topic whose rows stand for somebody's work holds a list back."""
    names = {table.name for table, _ in others()}
    assert {"portions", "stops"} <= names
    assert not names & {"cases", "case_blocks", "case_events", "case_members", "case_categories"}


def test_a_long_list_is_taken_back_by_the_worker_who_looks_again() -> None:
    thao = somebody(Role.VOLUNTEER)
    one = committed(staged(thao, TUAN, MAY), thao)
    with transaction():
        import_undo_actions.undo(one, by=thao, at=LATER, at_once=False)
    verified(db.session.scalars(select(Case).order_by(Case.id)).all()[1])
    with transaction():
        import_undo_actions.take_away(one)
    assert (one.state, bool(one.refused), rows_in(Case)) == (COMMITTED, True, 2)


def test_an_empty_list_is_taken_back_too() -> None:
    thao = somebody(Role.VOLUNTEER)
    first = committed(staged(thao, TUAN), thao)
    second = committed(staged(thao, TUAN), thao)
    assert (second.written, taken_back(second, thao).state, rows_in(Case)) == (0, UNDONE, 1)
    assert first.state == COMMITTED
