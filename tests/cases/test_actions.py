"""Registering, editing, moving and noting a case: who may, what is refused, what is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from aidtrack.audit import queries as audit
from aidtrack.cases import actions, queries
from aidtrack.cases.changes import Change, ChangedMeanwhile
from aidtrack.cases.codes import parse_code
from aidtrack.cases.facts import MemberFacts
from aidtrack.cases.lifecycle import MOVES
from aidtrack.cases.models import Case, CasePair
from aidtrack.db import db, rows_in, transaction
from aidtrack.errors import Conflict, NotAllowed, NotFound, RuleBroken
from aidtrack.people.models import Person
from aidtrack.rights import Role
from aidtrack.sentences import say
from tests.cases.world import (
    HAI_BA_TRUNG,
    LIEN_NINH,
    LYS,
    LYS_AGAIN,
    NOW,
    OPERATOR,
    THANH_NHAN,
    VINH_TUY,
    fresh,
    household,
    moved,
    registered,
    somebody,
)

pytestmark = pytest.mark.usefixtures("session")


# Registering


def test_a_registered_household_waits_with_everything_that_was_told(each_database: str) -> None:
    quan = somebody(Role.VOLUNTEER, VINH_TUY)
    told = replace(
        LYS,
        citizen_id="002077000084",
        categories=("lost_job", "child"),
        needs=("rice", "sữa"),
        members=(
            MemberFacts("Vàng Thu Phượng", 1981, "vợ"),
            MemberFacts("Lý Thanh Lan", 2019, "con", "cần sữa"),
        ),
        consent_by="ông Tuấn",
        residence="none",
    )
    case = registered(told, by=quan)
    assert (case.state, case.version, case.suspected, case.progress) == ("reported", 1, False, "none")
    assert parse_code(case.code) == case.code
    assert case.place_path == "2021/01/007/00283/"
    assert (case.consent_by, case.consent_at) == ("ông Tuấn", NOW)
    assert (case.registered_by_id, case.registered_by_name, case.registered_at) == (quan.id, quan.name, NOW)
    assert queries.facts_of(case) == replace(told, phone="+84953509991")
    assert [entry.said.render() for entry in queries.timeline(case)] == ["Case added"]
    assert audit.about(f"case:{case.code}")[0].action == "cases.register"
    assert audit.verify().ok


def test_a_registrar_writes_only_in_the_wards_of_the_assignment() -> None:
    quan = somebody(Role.VOLUNTEER, HAI_BA_TRUNG)
    registered(household(place_id=THANH_NHAN), by=quan)
    with pytest.raises(RuleBroken, match="Xã Liên Ninh lies outside") as refused:
        registered(household(place_id=LIEN_NINH), by=quan)
    assert refused.value.field == "place_id"
    assert rows_in(Case) == 1


@pytest.mark.parametrize("place_id", ["2021:99999", "1999:00283", "", "x", HAI_BA_TRUNG, "2021:01"])
def test_a_household_lives_in_a_ward(place_id: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        registered(household(place_id=place_id), by=somebody(Role.COORDINATOR))
    assert refused.value.field == "place_id"


@pytest.mark.parametrize("role", [Role.AUDITOR, None])
def test_who_only_reads_registers_nobody(role: Role | None) -> None:
    with pytest.raises(NotAllowed):
        registered(by=somebody(role))


def test_nobody_is_registered_without_consent() -> None:
    with pytest.raises(RuleBroken) as refused:
        registered(household(consent_by=""), by=somebody(Role.VOLUNTEER))
    assert refused.value.field == "consent_by"
    assert rows_in(Case) == 0


def test_a_phone_that_sends_twice_registers_once(each_database: str) -> None:
    quan, thao = somebody(Role.VOLUNTEER), somebody(Role.VOLUNTEER)
    with transaction():
        first = actions.register(LYS, by=quan, at=NOW, key="phone-7")
    with transaction():
        again = actions.register(replace(LYS, people=5), by=quan, at=NOW, key="phone-7")
    assert (again.id, again.people, rows_in(Case)) == (first.id, 4, 1)
    with pytest.raises(Conflict), transaction():
        actions.register(LYS, by=thao, at=NOW, key="phone-7")


def test_a_look_alike_makes_a_pair_and_both_suspected(each_database: str) -> None:
    first = registered(LYS, by=somebody(Role.VOLUNTEER))
    other = registered(household("Đặng Văn An", phone="0953 000 111"), by=somebody(Role.VOLUNTEER))
    second = registered(LYS_AGAIN, by=somebody(Role.VOLUNTEER))
    pair = db.session.scalars(select(CasePair)).one()
    assert (pair.first_id, pair.second_id, pair.decision) == (first.id, second.id, None)
    assert (fresh(first).suspected, fresh(second).suspected, fresh(other).suspected) == (True, True, False)
    assert queries.timeline(first)[0].said.render() == f"Looks like {second.code}"
    assert queries.timeline(second)[0].said.render() == f"Looks like {first.code}"


def test_a_timeline_names_no_case_of_another_ward() -> None:
    first = registered(replace(LYS, citizen_id="002077000084"), by=somebody(Role.VOLUNTEER))
    second = registered(
        replace(LYS, citizen_id="002077000084", place_id=LIEN_NINH), by=somebody(Role.VOLUNTEER)
    )
    assert fresh(first).suspected and fresh(second).suspected
    said = [entry.said.render() for case in (first, second) for entry in queries.timeline(case)]
    assert "Looks like a case in Xã Liên Ninh" in said and "Looks like a case in Phường Vĩnh Tuy" in said
    assert not any(first.code in words or second.code in words for words in said)


# Editing


def test_an_edit_changes_what_is_told_and_says_so(each_database: str) -> None:
    quan = somebody(Role.VOLUNTEER)
    case = registered(LYS, by=quan)
    with transaction():
        actions.edit(
            case,
            replace(
                queries.facts_of(case),
                people=5,
                categories=("student",),
                members=(MemberFacts("Lý Minh Quý"),),
            ),
            version=1,
            by=quan,
            at=NOW,
        )
    case = fresh(case)
    assert (case.people, case.version, [one.code for one in case.categories]) == (5, 2, ["student"])
    assert [member.name for member in case.members] == ["Lý Minh Quý"]
    assert queries.timeline(case)[0].said.render() == "Changed: Number of people, Category, Members"
    detail = audit.about(f"case:{case.code}")[-1].detail
    assert detail and detail.content
    assert detail.content["values"] == {"people": [4, 5], "categories": [[], ["student"]]}
    assert "Lý Minh Quý" not in str(detail.content)


def test_an_edit_without_a_change_leaves_no_trace() -> None:
    quan = somebody(Role.VOLUNTEER)
    case = registered(LYS, by=quan)
    with transaction():
        actions.edit(
            case, replace(LYS, phone="+84 953 509 991", name="Lý Thế  Tuấn"), version=1, by=quan, at=NOW
        )
    assert (fresh(case).version, len(queries.timeline(case))) == (1, 1)


def test_the_second_editor_reads_what_changed_and_nothing_is_lost(each_database: str) -> None:
    quan, thao = somebody(Role.VOLUNTEER), somebody(Role.COORDINATOR)
    case = registered(LYS, by=quan)
    begun = queries.facts_of(case)
    with transaction():
        actions.edit(case, replace(begun, people=5, remark="con nhỏ"), version=1, by=quan, at=NOW)
    with transaction():
        actions.edit(case, replace(begun, people=6, remark="con nhỏ"), version=2, by=quan, at=NOW)
    with pytest.raises(ChangedMeanwhile) as refused, transaction():
        actions.edit(case, replace(begun, people=3, phone="0953 509 990"), version=1, by=thao, at=NOW)
    assert refused.value.version == 3
    assert refused.value.by_name == quan.name
    assert refused.value.changes == (
        Change("people", 4, 6, typed=3),
        Change("remark", "", "con nhỏ", typed=""),
    )
    assert [change.clashes for change in refused.value.changes] == [True, False]
    with transaction():
        chosen = replace(begun, people=3, remark="con nhỏ", phone="0953 509 990")
        actions.edit(case, chosen, version=refused.value.version, by=thao, at=NOW)
    assert (fresh(case).people, fresh(case).remark, fresh(case).phone) == (3, "con nhỏ", "+84953509990")


def test_a_change_that_was_taken_back_meanwhile_is_no_conflict() -> None:
    quan = somebody(Role.VOLUNTEER)
    case = registered(LYS, by=quan)
    begun = queries.facts_of(case)
    for people, version in ((5, 1), (4, 2)):
        with transaction():
            actions.edit(case, replace(begun, people=people), version=version, by=quan, at=NOW)
    with transaction():
        actions.edit(case, replace(begun, remark="ghi"), version=1, by=quan, at=NOW)
    assert fresh(case).remark == "ghi"


def test_an_editor_learns_that_the_case_was_verified_meanwhile() -> None:
    quan, thao = somebody(Role.VOLUNTEER), somebody(Role.COORDINATOR)
    case = registered(LYS, by=quan)
    moved(case, "verify", by=thao)
    with pytest.raises(ChangedMeanwhile) as refused, transaction():
        actions.edit(case, replace(LYS, people=5), version=1, by=quan, at=NOW)
    assert [(one.field, one.old, one.new) for one in refused.value.changes] == [
        ("state", "reported", "verified")
    ]


WEIGHTY = {
    "people": 9,
    "place_id": THANH_NHAN,
    "address": "ngõ 5 Kim Ngưu",
    "phone": "0953 509 990",
    "citizen_id": "001077000084",
    "categories": ("child",),
    "members": (MemberFacts("Lý Minh Quý", 2019),),
    "name": "Lý Thế Tú",
    "birth_year": 1951,
}


@pytest.mark.parametrize("field", WEIGHTY)
def test_whoever_changes_what_was_verified_sends_the_case_back_to_review(field: str) -> None:
    quan, thao, trang = somebody(Role.VOLUNTEER), somebody(Role.COORDINATOR), somebody(Role.COORDINATOR)
    case = registered(LYS, by=quan)
    moved(case, "verify", by=thao)
    light = replace(LYS, remark="nhà có chó", circumstances="mất việc", needs=("rice",))
    with transaction():
        actions.edit(case, light, version=2, by=trang, at=NOW)
    assert fresh(case).state == "verified"
    with transaction():
        actions.edit(case, replace(light, **{field: WEIGHTY[field]}), version=3, by=trang, at=NOW)
    case = fresh(case)
    assert (case.state, case.verified_at, case.verified_by_id) == ("under_review", None, None)
    told = queries.timeline(case)[0]
    assert told.kind == "correct" and told.said.render().endswith("; to be verified again")


def test_who_changed_what_counts_does_not_verify_it_themselves(each_database: str) -> None:
    quan, thao, trang = somebody(Role.VOLUNTEER), somebody(Role.COORDINATOR), somebody(Role.COORDINATOR)
    case = registered(LYS, by=quan)
    moved(case, "verify", by=thao)
    with transaction():
        actions.edit(case, replace(LYS, people=9), version=2, by=trang, at=NOW)
    with transaction():
        actions.edit(case, replace(LYS, people=9, address="ngõ 5"), version=3, by=quan, at=NOW)
    with pytest.raises(NotAllowed, match="You changed what is to be verified"):
        moved(case, "verify", by=trang)
    moved(case, "verify", by=thao)
    with transaction():
        actions.edit(case, replace(LYS, people=8, address="ngõ 5"), version=5, by=thao, at=NOW)
    moved(case, "verify", by=trang)
    assert fresh(case).verified_by_id == trang.id, "what somebody else verified since is no longer their word"


def test_a_reported_case_is_not_verified_by_who_corrected_it() -> None:
    quan, thao = somebody(Role.VOLUNTEER), somebody(Role.COORDINATOR)
    case = registered(LYS, by=quan)
    with transaction():
        actions.edit(case, replace(LYS, people=9), version=1, by=thao, at=NOW)
    assert fresh(case).state == "reported"
    with pytest.raises(NotAllowed, match="You changed what is to be verified"):
        moved(case, "verify", by=thao)
    moved(case, "send_back", by=thao)


@pytest.mark.parametrize(
    ("progress", "state"),
    [
        ("planned", "under_review"),
        ("allocated", "under_review"),
        ("failed", "under_review"),
        ("served", "under_review"),
        ("partial", "under_review"),
        ("out", "verified"),
    ],
)
def test_an_edit_leaves_how_far_help_has_come_and_waits_for_goods_on_their_way(
    progress: str, state: str
) -> None:
    quan, thao = somebody(Role.VOLUNTEER), somebody(Role.COORDINATOR)
    case = registered(LYS, by=quan)
    moved(case, "verify", by=thao)
    with transaction():
        actions.note_progress([case.id], progress, note={})
    with transaction():
        actions.edit(case, replace(LYS, people=9), version=2, by=quan, at=NOW)
    case = fresh(case)
    assert (case.people, case.state, case.progress) == (9, state, progress)
    stays = queries.timeline(case)[0].said.render().endswith("afterwards to be verified again")
    assert stays is (state == "verified") is (case.verified_by_id == thao.id)


@pytest.mark.parametrize("progress", ["served", "partial", "failed", "allocated"])
def test_what_was_changed_while_goods_were_on_their_way_is_verified_again_afterwards(
    each_database: str, progress: str
) -> None:
    quan, thao, nga = somebody(Role.VOLUNTEER), somebody(Role.COORDINATOR), somebody(Role.COORDINATOR)
    case = registered(LYS, by=quan)
    other = registered(household("Đặng Văn An", phone="0953 000 111"), by=quan)
    for one in (case, other):
        moved(one, "verify", by=thao)
    with transaction():
        actions.note_progress([case.id, other.id], "out", note={})
    with transaction():
        actions.edit(fresh(case), replace(LYS, people=9), version=2, by=thao, at=NOW)
    with transaction():
        said = say("Signed for")
        actions.note_progress([case.id, other.id], progress, note={}, said=said, by=quan, at=NOW)
    case, other = fresh(case), fresh(other)
    assert (case.state, case.progress, case.verified_by_id) == ("under_review", progress, None)
    assert (other.state, other.progress, other.verified_by_id) == ("verified", progress, thao.id)
    with pytest.raises(NotAllowed, match="You changed what is to be verified"):
        moved(case, "verify", by=thao)
    moved(case, "verify", by=nga)
    with transaction():
        actions.note_progress([case.id], progress, note={}, said=said, by=quan, at=NOW)
    assert fresh(case).state == "verified", "whoever looked at it vouches for it"


def test_goods_that_arrive_at_the_very_moment_of_an_edit_are_noticed(each_database: str) -> None:
    quan, thao = somebody(Role.VOLUNTEER), somebody(Role.COORDINATOR)
    case = registered(LYS, by=quan)
    moved(case, "verify", by=thao)
    with transaction():
        actions.note_progress([case.id], "out", note={})
    with pytest.raises(Conflict), transaction():
        case = fresh(case)
        db.session.execute(Case.__table__.update().values(progress="served"))  # type: ignore[attr-defined]
        actions.edit(case, replace(LYS, people=9), version=2, by=quan, at=NOW)
    assert fresh(case).people == 4


def test_goods_that_go_out_at_the_very_moment_of_an_edit_are_noticed(each_database: str) -> None:
    quan, thao = somebody(Role.VOLUNTEER), somebody(Role.COORDINATOR)
    case = registered(LYS, by=quan)
    moved(case, "verify", by=thao)
    with pytest.raises(Conflict), transaction():
        db.session.refresh(case)
        db.session.execute(Case.__table__.update().values(progress="out"))  # type: ignore[attr-defined]
        actions.edit(case, replace(LYS, people=9), version=2, by=quan, at=NOW)
    assert fresh(case).people == 4


def test_a_household_moves_only_into_a_ward_of_the_editor() -> None:
    quan = somebody(Role.VOLUNTEER, HAI_BA_TRUNG)
    case = registered(LYS, by=quan)
    with pytest.raises(RuleBroken) as refused, transaction():
        actions.edit(case, replace(LYS, place_id=LIEN_NINH), version=1, by=quan, at=NOW)
    assert refused.value.field == "place_id"
    with transaction():
        actions.edit(case, replace(LYS, place_id=THANH_NHAN), version=1, by=quan, at=NOW)
    assert fresh(case).place_path == "2021/01/007/00271/"


def test_an_edit_that_makes_two_alike_makes_a_pair() -> None:
    quan = somebody(Role.VOLUNTEER)
    registered(LYS, by=quan)
    other = registered(household("Đặng Văn An", phone="0953 000 111"), by=quan)
    with transaction():
        actions.edit(other, LYS_AGAIN, version=1, by=quan, at=NOW)
    assert fresh(other).suspected and rows_in(CasePair) == 1


def test_consent_given_later_is_kept_with_its_moment() -> None:
    thao = somebody(Role.COORDINATOR)
    case = registered(LYS, by=thao)
    later = NOW + timedelta(hours=2)
    with transaction():
        actions.edit(case, replace(LYS, consent_by="bà Phượng, vợ"), version=1, by=thao, at=later)
    assert (fresh(case).consent_by, fresh(case).consent_at) == ("bà Phượng, vợ", later)


# Moves


def test_who_registers_does_not_verify(each_database: str) -> None:
    thao, quan = somebody(Role.COORDINATOR), somebody(Role.COORDINATOR)
    case = registered(LYS, by=thao)
    with pytest.raises(NotAllowed, match="You registered this case"):
        moved(case, "verify", by=thao)
    moved(case, "verify", by=quan)
    case = fresh(case)
    assert (case.state, case.verified_by_id, case.verified_at, case.version) == ("verified", quan.id, NOW, 2)


def test_nobody_decides_on_their_own_household() -> None:
    thao = somebody(Role.COORDINATOR, phone="0953 777 111")
    case = registered(replace(LYS, phone="0953777111"), by=somebody(Role.VOLUNTEER))
    for move in ("verify", "reject", "send_back", "hold"):
        with pytest.raises(NotAllowed, match="your own household"):
            moved(case, move, by=thao)
    moved(case, "withdraw", by=thao)


def test_a_suspected_duplicate_is_not_verified() -> None:
    thao = somebody(Role.COORDINATOR)
    first = registered(LYS, by=somebody(Role.VOLUNTEER))
    second = registered(LYS_AGAIN, by=somebody(Role.VOLUNTEER))
    for case in (first, second):
        with pytest.raises(RuleBroken, match="may be a duplicate"):
            moved(case, "verify", by=thao)


def test_a_pair_found_at_the_very_moment_of_verifying_wins(each_database: str) -> None:
    case = registered(LYS, by=somebody(Role.VOLUNTEER))
    thao = somebody(Role.COORDINATOR)
    with pytest.raises(Conflict, match="just changed"), transaction():
        db.session.refresh(case)
        db.session.execute(Case.__table__.update().values(suspected=True))  # type: ignore[attr-defined]
        actions.verify(case, by=thao, at=NOW)


def test_a_reason_is_asked_for_and_kept() -> None:
    thao = somebody(Role.COORDINATOR)
    case = registered(LYS, by=somebody(Role.VOLUNTEER))
    with pytest.raises(RuleBroken) as refused:
        moved(case, "reject", by=thao, reason="  ")
    assert refused.value.field == "reason"
    moved(case, "reject", by=thao, reason="không có ai ở đây")
    assert (fresh(case).state, fresh(case).state_reason) == ("rejected", "không có ai ở đây")
    assert queries.timeline(case)[0].text == "không có ai ở đây"
    moved(case, "appeal", by=somebody(Role.VOLUNTEER), reason="có người mất việc")
    assert (fresh(case).state, fresh(case).state_reason) == ("under_review", "có người mất việc")


def test_somebody_who_was_quicker_is_noticed(each_database: str) -> None:
    thao = somebody(Role.COORDINATOR)
    case = registered(LYS, by=somebody(Role.VOLUNTEER))
    with pytest.raises(Conflict, match="just changed"), transaction():
        db.session.refresh(case)
        db.session.execute(Case.__table__.update().values(version=9))  # type: ignore[attr-defined]
        actions.verify(case, by=thao, at=NOW)
    assert fresh(case).state == "reported"


def test_every_move_of_the_table_is_a_right_and_the_scope_holds() -> None:
    outside = somebody(Role.ADMIN, LIEN_NINH)
    case = registered(LYS, by=somebody(Role.VOLUNTEER))
    for name in MOVES:
        with pytest.raises(NotAllowed):
            moved(case, name, by=outside)
    assert fresh(case).version == 1


def test_only_the_program_lets_a_verification_grow_old() -> None:
    case = registered(LYS, by=somebody(Role.VOLUNTEER))
    moved(case, "verify", by=somebody(Role.COORDINATOR))
    with pytest.raises(NotAllowed):
        moved(case, "expire", by=somebody(Role.ADMIN))
    moved(case, "expire", by=OPERATOR)
    assert fresh(case).state == "under_review"


def test_a_household_whose_goods_are_on_their_way_is_not_put_on_hold() -> None:
    thao = somebody(Role.COORDINATOR)
    case = registered(LYS, by=somebody(Role.VOLUNTEER))
    moved(case, "verify", by=thao)
    with transaction():
        actions.note_progress([case.id], "out", note={})
    with pytest.raises(RuleBroken, match="on their way"):
        moved(case, "hold", by=thao)


@pytest.mark.parametrize("move", ["hold", "withdraw"])
def test_goods_that_leave_at_the_very_moment_of_withdrawing_win(each_database: str, move: str) -> None:
    thao = somebody(Role.COORDINATOR)
    case = registered(LYS, by=somebody(Role.VOLUNTEER))
    moved(case, "verify", by=thao)
    with pytest.raises(Conflict, match="just changed"), transaction():
        db.session.refresh(case)
        db.session.execute(Case.__table__.update().values(progress="out"))  # type: ignore[attr-defined]
        actions.move(case, move, reason="đã về quê", by=thao, at=NOW)


def test_nobody_vouches_for_what_was_changed_behind_their_back() -> None:
    quan, thao = somebody(Role.VOLUNTEER), somebody(Role.COORDINATOR)
    case = registered(LYS, by=quan)
    seen = case.version
    with transaction():
        actions.edit(case, replace(LYS, people=9), version=seen, by=quan, at=NOW)
    with pytest.raises(Conflict, match="since you opened it"), transaction():
        actions.move(case, "verify", seen=seen, by=thao, at=NOW)
    with transaction():
        actions.move(case, "verify", seen=case.version, by=thao, at=NOW)
    assert fresh(case).state == "verified"


# Notes and reveals


def test_a_note_stands_on_the_timeline_and_its_words_stay_out_of_the_chain() -> None:
    quan = somebody(Role.VOLUNTEER)
    case = registered(LYS, by=quan)
    with transaction():
        actions.note(case, "  Chủ trọ gửi lời\n cảm ơn ", by=quan, at=NOW)
    newest = queries.timeline(case)[0]
    assert (newest.kind, newest.text) == ("note", "Chủ trọ gửi lời\ncảm ơn")
    details = [entry.detail for entry in audit.about(f"case:{case.code}")]
    assert "cảm ơn" not in str([detail.content for detail in details if detail])


@pytest.mark.parametrize("text", ["", " \u200b ", "x" * 2001])
def test_an_empty_or_endless_note_is_refused(text: str) -> None:
    quan = somebody(Role.VOLUNTEER)
    case = registered(LYS, by=quan)
    with pytest.raises(RuleBroken) as refused, transaction():
        actions.note(case, text, by=quan, at=NOW)
    assert refused.value.field == "text"


def test_showing_an_id_number_is_a_right_and_recorded() -> None:
    auditor, volunteer = somebody(Role.AUDITOR), somebody(Role.VOLUNTEER)
    case = registered(replace(LYS, citizen_id="002077000084"), by=volunteer)
    with transaction():
        assert actions.reveal(case, "citizen_id", by=auditor, at=NOW) == "002077000084"
    assert audit.about(f"case:{case.code}")[-1].action == "cases.reveal"
    with pytest.raises(NotAllowed), transaction():
        actions.reveal(case, "citizen_id", by=volunteer, at=NOW)
    for field in ("phone", "name"):
        with pytest.raises(NotFound), transaction():
            actions.reveal(case, field, by=auditor, at=NOW)


def test_whatever_fails_leaves_nothing_behind(session: Session) -> None:
    quan = somebody(Role.VOLUNTEER)
    before = audit.head()
    with pytest.raises(ZeroDivisionError), transaction():
        actions.register(LYS, by=quan, at=NOW)
        _ = 1 / 0
    assert (rows_in(Case), audit.head(), session.scalar(select(Person.id).limit(1))) == (0, before, quan.id)
