"""Many cases at once: one entry of the chain for all, a line on each timeline, what changed stays behind."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from aidtrack.audit import queries as audit
from aidtrack.audit.models import Entry
from aidtrack.cases import actions, bulk_actions, queries
from aidtrack.cases.models import Case
from aidtrack.db import db, transaction
from aidtrack.errors import Conflict, NotAllowed
from aidtrack.rights import Role
from aidtrack.sentences import say
from tests.cases.world import (
    LIEN_NINH,
    LYS,
    LYS_AGAIN,
    NOW,
    OPERATOR,
    TODAY,
    fresh,
    household,
    moved,
    registered,
    somebody,
)

pytestmark = pytest.mark.usefixtures("session")

NAMES = ("Lò Thị Mây", "Đặng Văn An", "Vũ Thị Lụa")


def entries(action: str) -> list[Entry]:
    return list(db.session.scalars(select(Entry).where(Entry.action == action)))


def test_what_can_be_verified_is_and_the_rest_is_named_with_its_reason(each_database: str) -> None:
    quan, thao = somebody(Role.VOLUNTEER), somebody(Role.COORDINATOR)
    good = [registered(household(name), by=quan) for name in NAMES]
    own = registered(household("Hoàng Văn Tám"), by=thao)
    alike = [registered(LYS, by=quan), registered(LYS_AGAIN, by=quan)]
    done = registered(household("Mùa A Tủa"), by=quan)
    moved(done, "verify", by=thao)
    with transaction():
        verified, refused = actions.verify_many([*good, own, *alike, done], by=thao, at=NOW)
    assert [case.code for case in verified] == [case.code for case in good]
    assert {code: said.template.partition(".")[0] for code, said in refused} == {
        own.code: "You registered this case",
        alike[0].code: "This case may be a duplicate",
        alike[1].code: "This case may be a duplicate",
        done.code: "A case in the state “{state}” cannot be moved by “{move}”",
    }
    for case in good:
        assert (fresh(case).state, case.verified_by_id, case.version) == ("verified", thao.id, 2)
        assert queries.timeline(case)[0].said.render() == "Verified"
    [entry] = entries("cases.verify_many")
    assert entry.detail and entry.detail.content and entry.detail.content["count"] == 3
    assert entry.detail.place_path == "2021/01/007/00283/"
    assert audit.verify().ok


def test_nothing_to_verify_is_no_entry() -> None:
    with transaction():
        assert actions.verify_many([], by=OPERATOR, at=NOW) == ([], [])
    assert entries("cases.verify_many") == []


def test_verifying_many_is_a_right() -> None:
    volunteer = somebody(Role.VOLUNTEER)
    with pytest.raises(NotAllowed), transaction():
        actions.verify_many([], by=volunteer, at=NOW)


def test_one_case_that_changed_meanwhile_stays_behind_by_name_and_the_rest_go_through(
    each_database: str,
) -> None:
    quan, thao = somebody(Role.VOLUNTEER), somebody(Role.COORDINATOR)
    cases = [registered(household(name), by=quan) for name in NAMES]
    with transaction():
        for case in cases:
            db.session.refresh(case)
        change = Case.__table__.update().where(Case.id == cases[1].id)  # type: ignore[attr-defined]
        db.session.execute(change.values(version=7))
        verified, refused = actions.verify_many(cases, by=thao, at=NOW)
    assert [case.code for case in verified] == [cases[0].code, cases[2].code]
    assert [(code, why.template) for code, why in refused] == [(cases[1].code, bulk_actions.CHANGED)]
    assert [fresh(case).state for case in cases] == ["verified", "reported", "verified"]
    [entry] = entries("cases.verify_many")
    assert entry.detail and entry.detail.content and entry.detail.content["count"] == 2


def test_who_verifies_many_vouches_for_what_they_saw_of_each() -> None:
    quan, thao = somebody(Role.VOLUNTEER), somebody(Role.COORDINATOR)
    cases = [registered(household(name), by=quan) for name in NAMES]
    seen = {case.code: case.version for case in cases[:2]}
    with transaction():
        facts = replace(queries.facts_of(cases[0]), people=9)
        actions.edit(cases[0], facts, version=1, by=quan, at=NOW)
    with transaction():
        verified, refused = actions.verify_many(cases, seen=seen, by=thao, at=NOW)
    assert [case.code for case in verified] == [cases[1].code]
    assert [code for code, _ in refused] == [cases[0].code, cases[2].code], "changed, and never seen"


def test_progress_is_noted_with_a_line_where_there_is_one_to_say() -> None:
    quan = somebody(Role.VOLUNTEER)
    cases = [registered(household(name), by=quan) for name in NAMES]
    with transaction():
        actions.note_progress([cases[0].id, cases[1].id], "allocated", note={"campaign": "14-8"})
    with transaction():
        actions.note_progress(
            [cases[0].id], "served", note={}, served_at=NOW, said=say("Received 16 kg"), by=quan, at=NOW
        )
    found = [fresh(case) for case in cases]
    assert [case.progress for case in found] == ["served", "allocated", "none"]
    assert [case.served_at for case in found] == [NOW, None, None]
    assert found[1].progress_note == {"campaign": "14-8"}
    assert [len(queries.timeline(case)) for case in found] == [2, 1, 1]
    assert queries.timeline(found[0])[0].kind == "progress"
    with pytest.raises(ValueError, match="nonsense"), transaction():
        actions.note_progress([cases[0].id], "nonsense", note={})


def test_an_old_verification_goes_back_to_review_unless_goods_are_under_way(each_database: str) -> None:
    quan, thao = somebody(Role.VOLUNTEER), somebody(Role.COORDINATOR)
    old, under_way, young, waiting = (
        registered(household(name), by=quan, at=NOW - timedelta(days=200)) for name in (*NAMES, "Mùa A Tủa")
    )
    moved(old, "verify", by=thao, at=NOW - timedelta(days=91))
    moved(under_way, "verify", by=thao, at=NOW - timedelta(days=91))
    moved(young, "verify", by=thao, at=NOW - timedelta(days=90))
    with transaction():
        actions.note_progress([under_way.id], "out", note={})
    with transaction():
        assert actions.expire_old(TODAY, 90, by=OPERATOR, at=NOW) == 1
    states = [fresh(case).state for case in (old, under_way, young, waiting)]
    assert states == ["under_review", "verified", "verified", "reported"]
    assert queries.timeline(old)[0].said.render() == "Verification grew old"
    with transaction():
        assert actions.expire_old(TODAY, 90, by=OPERATOR, at=NOW) == 0
    assert len(entries("cases.expire_many")) == 1


def test_old_verifications_end_in_small_portions() -> None:
    quan, thao = somebody(Role.VOLUNTEER), somebody(Role.COORDINATOR)
    for name in NAMES:
        moved(
            registered(household(name, LIEN_NINH), by=quan), "verify", by=thao, at=NOW - timedelta(days=300)
        )
    ended = []
    for _ in range(3):
        with transaction():
            ended.append(actions.expire_old(TODAY, 90, by=OPERATOR, at=NOW, most=2))
    assert ended == [2, 1, 0]


def test_people_do_not_let_verifications_grow_old() -> None:
    admin = somebody(Role.ADMIN)
    with pytest.raises(NotAllowed), transaction():
        actions.expire_old(TODAY, 90, by=admin, at=NOW)


def test_an_editor_reads_that_a_verification_grew_old() -> None:
    quan, thao = somebody(Role.VOLUNTEER), somebody(Role.COORDINATOR)
    case = registered(LYS, by=quan)
    moved(case, "verify", by=thao, at=NOW - timedelta(days=91))
    with transaction():
        actions.expire_old(TODAY, 90, by=OPERATOR, at=NOW)
    with pytest.raises(Conflict, match="State"), transaction():
        actions.edit(case, replace(LYS, people=5), version=2, by=quan, at=NOW)
