"""Visits, consent, what is missing, appeals: what they bring about in a case, and who may not do them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from aidtrack.audit.models import Entry
from aidtrack.cases import actions, photo_files, queries, visit_actions, visit_queries
from aidtrack.cases.models import Case
from aidtrack.cases.photos import Photo
from aidtrack.cases.visit_models import CaseVisit
from aidtrack.cases.visits import AS_TOLD, DIFFERS, NOBODY_IN, NOT_KNOWN, VisitFacts, Witness
from aidtrack.db import db, transaction
from aidtrack.errors import Conflict, NotAllowed, NotFound, RuleBroken
from aidtrack.rights import Actor, Role
from tests.cases.world import (
    LIEN_NINH,
    LYS,
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

SEEN = VisitFacts(TODAY, AS_TOLD, people_found=4)
NGA = Witness("group_head", "Bùi Thị Nga", "0953 100 001")
SAU = Witness("landlord", "Đỗ Văn Sáu", None, "158, ngõ 108 Đê La Thành")
PICTURE = Photo(b"large", b"small", 16, 9)


def visited(case: Case, facts: VisitFacts = SEEN, *, by: Actor, **more: object) -> CaseVisit:
    with transaction():
        return visit_actions.record_visit(case, facts, by=by, at=NOW, **more)  # type: ignore[arg-type]


def entries(action: str) -> list[Entry]:
    return list(db.session.scalars(select(Entry).where(Entry.action == action)))


def refused(case: Case, move: str, by: Actor) -> str:
    said = queries.blocked(fresh(case), move, by)
    return said.render() if said else ""


def test_a_visit_takes_a_case_up_and_stands_on_its_timeline(each_database: str) -> None:
    quan, thao = somebody(Role.VOLUNTEER), somebody(Role.COORDINATOR)
    case = registered(LYS, by=quan)
    made = visited(case, replace(SEEN, witnesses=(NGA, SAU), findings="phòng trọ 12 m²"), by=quan, seen=1)
    assert (fresh(case).state, case.version, made.vouched) == ("under_review", 2, True)
    line = queries.timeline(case)[0]
    assert (line.kind, line.text) == ("visit", "phòng trọ 12 m²")
    assert line.said.render() == "Visited: As it is written; two independent witnesses vouch"
    assert [one.name for one in visit_queries.visits_of(case)[0].witnesses] == [NGA.name, SAU.name]
    [entry] = entries("cases.visit")
    assert entry.detail is not None and "phòng trọ" not in str(entry.detail.content)
    with pytest.raises(Conflict):
        visited(case, by=quan, seen=1)
    moved(case, "verify", by=thao)
    assert fresh(case).state == "verified"


def test_who_may_not_write_a_visit_down() -> None:
    case = registered(LYS, by=somebody(Role.VOLUNTEER))
    for other in (somebody(Role.AUDITOR), somebody(Role.VOLUNTEER, LIEN_NINH)):
        with pytest.raises(NotAllowed):
            visited(case, by=other)
    neighbour = somebody(Role.VOLUNTEER, phone="0953 509 991")
    with pytest.raises(NotAllowed, match="own household"):
        visited(case, by=neighbour)


def test_two_witnesses_who_are_too_near_do_not_stand_in_for_papers() -> None:
    quan, thao = somebody(Role.VOLUNTEER), somebody(Role.COORDINATOR)
    case = registered(LYS, by=quan)
    near = Witness("neighbour", "Ai Đó", LYS.phone)
    visited(case, replace(SEEN, without_papers=2, witnesses=(NGA, near)), by=quan)
    assert "2 people there have no papers" in refused(case, "verify", thao)
    himself = Witness("neighbour", quan.name, "0953 100 009")
    visited(fresh(case), replace(SEEN, without_papers=2, witnesses=(NGA, himself)), by=thao)
    assert refused(case, "verify", thao), "who added the case is no witness of it"
    visited(fresh(case), replace(SEEN, without_papers=2, witnesses=(NGA, near, SAU)), by=quan)
    assert not refused(case, "verify", thao)


def test_a_verification_says_what_the_last_visit_found() -> None:
    quan, thao = somebody(Role.VOLUNTEER), somebody(Role.COORDINATOR)
    case = registered(LYS, by=quan)
    visited(case, replace(SEEN, result=DIFFERS, people_found=3, findings="một con đã về quê"), by=quan)
    assert "counted 3 people, the case says 4" in refused(case, "verify", thao)
    facts = replace(queries.facts_of(case), people=3)
    with transaction():
        actions.edit(case, facts, version=case.version, by=quan, at=NOW)
    visited(fresh(case), replace(SEEN, result=NOBODY_IN), by=quan)
    assert not refused(case, "verify", thao), "a visit at which nobody was in says nothing"
    visited(fresh(case), replace(SEEN, result=NOT_KNOWN), by=quan)
    assert "nobody of that name" in refused(case, "verify", thao)
    with transaction():
        done, behind = actions.verify_many([fresh(case)], by=thao, at=NOW)
    assert not done and behind[0][0] == case.code


def test_who_asks_for_a_neighbour_does_not_agree_for_them() -> None:
    quan, thao = somebody(Role.VOLUNTEER), somebody(Role.COORDINATOR)
    told = household(asked_by_name="bà hoa", asked_by_phone="0953 100 777", asked_by_relation="hàng xóm")
    case = registered(replace(told, consent_by="bà Hoa"), by=quan)
    assert (case.asked_by_name, case.asked_by_phone, case.consent_by) == ("bà hoa", "+84953100777", "")
    assert "Ask the household itself" in refused(case, "verify", thao)
    asker = Witness("neighbour", "Bà Hoa", "0953 100 777")
    made = visited(case, replace(SEEN, witnesses=(asker, NGA), consent_by="anh Tuấn"), by=quan)
    assert not made.vouched and fresh(case).consent_by == "anh Tuấn" and case.consent_at == NOW
    assert not refused(case, "verify", thao)


def test_what_is_missing_is_brought_or_explained_before_a_case_is_sent_again(each_database: str) -> None:
    quan, thao = somebody(Role.VOLUNTEER), somebody(Role.COORDINATOR)
    case = registered(replace(LYS, phone=None), by=quan)
    with transaction():
        why = ["citizen_id", "people", "phone", "witness"]
        actions.move(case, "send_back", why=why, reason="", by=thao, at=NOW)
    said = queries.timeline(case)[0].said.render()
    assert said == "Sent back: ID number, Number of people, Phone number, A witness"
    assert [one.there for one in visit_queries.missing(fresh(case))] == [False] * 4
    with pytest.raises(
        RuleBroken, match="Still missing: ID number, Number of people, Phone number, A witness"
    ):
        moved(case, "resubmit", by=quan, reason="")
    later = NOW + timedelta(hours=1)
    with transaction():
        told = replace(queries.facts_of(case), phone="0953 509 991")
        actions.edit(fresh(case), told, version=case.version, by=quan, at=later)
    with transaction():
        visit_actions.record_visit(fresh(case), replace(SEEN, witnesses=(NGA,)), by=quan, at=later)
    lacking = [one.code for one in visit_queries.missing(fresh(case)) if not one.there]
    assert lacking == ["citizen_id"]
    moved(fresh(case), "resubmit", by=quan, reason="chưa từng làm căn cước")
    assert (fresh(case).state, case.reasons) == ("reported", [])


def test_an_appeal_goes_to_somebody_else_than_who_rejected() -> None:
    quan, thao, trang = somebody(Role.VOLUNTEER), somebody(Role.COORDINATOR), somebody(Role.COORDINATOR)
    case = registered(LYS, by=quan)
    with transaction():
        actions.move(case, "reject", why=["no_hardship"], by=thao, at=NOW)
    assert (fresh(case).reasons, queries.timeline(case)[0].said.render()) == (
        ["no_hardship"],
        "Rejected: The visit found no hardship that this aid is for",
    )
    moved(case, "appeal", by=quan, reason="Chồng mới mất việc hôm qua")
    assert queries.timeline(fresh(case))[0].text == "Chồng mới mất việc hôm qua"
    for move in ("verify", "reject", "hold"):
        assert "You rejected this household before" in refused(case, move, thao)
    with transaction():
        assert actions.verify_many([fresh(case)], by=thao, at=NOW)[0] == []
    moved(case, "verify", by=trang)
    assert fresh(case).appealed_from_id is None
    assert not refused(moved(fresh(case), "hold", by=thao), "resume", thao)


def test_every_look_at_a_photo_is_recorded_and_nobody_else_sees_it(tmp_path: Path) -> None:
    quan, thao, hanh = somebody(Role.VOLUNTEER), somebody(Role.COORDINATOR), somebody(Role.AUDITOR)
    case, other = registered(LYS, by=quan), registered(household("Lò Thị Mây"), by=quan)
    visit = visited(case, by=quan, photos=[PICTURE, PICTURE], folder=tmp_path)
    photo = visit.photos[0]
    with transaction():
        found = visit_actions.look_at_photos(case, visit, folder=tmp_path, by=hanh, at=NOW)
        assert [data for _photo, data in found] == [b"small", b"small"]
        assert visit_actions.look_at_photo(case, photo.id, folder=tmp_path, by=thao, at=NOW) == b"large"
    assert len(entries("cases.see_photo")) == 2
    for stranger in (quan, somebody(Role.COORDINATOR, LIEN_NINH)):
        with pytest.raises(NotAllowed), transaction():
            visit_actions.look_at_photo(case, photo.id, folder=tmp_path, by=stranger, at=NOW)
    with pytest.raises(NotFound), transaction():
        visit_actions.look_at_photo(other, photo.id, folder=tmp_path, by=thao, at=NOW)
    with pytest.raises(RuleBroken, match="At most 5"):
        visited(fresh(case), by=quan, photos=[PICTURE] * 6, folder=tmp_path)


def test_photos_are_erased_when_nobody_needs_them_any_more(tmp_path: Path) -> None:
    quan, thao = somebody(Role.VOLUNTEER), somebody(Role.COORDINATOR)
    closed, waits = registered(LYS, by=quan), registered(household("Lò Thị Mây"), by=quan)
    for case in (closed, waits):
        visited(case, by=quan, photos=[PICTURE], folder=tmp_path)
    moved(fresh(closed), "reject", by=thao)
    with transaction():
        assert visit_actions.erase_photos(NOW, by=OPERATOR, at=NOW) == [], "its last line is not old enough"
    later = NOW + timedelta(days=91)
    with transaction():
        [name] = visit_actions.erase_photos(later - timedelta(days=90), by=OPERATOR, at=later)
    assert visit_queries.visits_of(fresh(closed))[0].photos[0].name == name
    assert visit_queries.visits_of(fresh(waits))[0].photos[0].erased_at is None
    assert visit_actions.strays(tmp_path, later + timedelta(days=9999)) == [name]
    photo_files.erase(tmp_path, name)
    assert len(list(photo_files.files(tmp_path))) == 2
    with pytest.raises(NotFound):
        visit_queries.get_photo(closed, visit_queries.visits_of(closed)[0].photos[0].id)
