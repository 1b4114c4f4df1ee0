"""Suspected pairs: decided the same (merged, with a trace, and undone again) or different (remembered)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from aidtrack.audit import queries as audit
from aidtrack.cases import actions, import_actions, pair_actions, pair_queries, queries
from aidtrack.cases.models import Case, CasePair, WaitingRow
from aidtrack.db import db, rows_in, transaction
from aidtrack.errors import Conflict, NotAllowed, NotFound, RuleBroken
from aidtrack.rights import Actor, Role
from tests.cases.lists import sheet_with
from tests.cases.world import (
    LIEN_NINH,
    LYS,
    LYS_AGAIN,
    NOW,
    VINH_TUY,
    fresh,
    household,
    moved,
    registered,
    somebody,
    the_pair,
)

pytestmark = pytest.mark.usefixtures("session")


def two_alike(place_id: str = VINH_TUY) -> tuple[Case, Case, Actor]:
    """A suspected pair, and a coordinator who may decide."""
    quan = somebody(Role.VOLUNTEER)
    first = registered(LYS, by=quan)
    second = registered(replace(LYS_AGAIN, citizen_id=None, place_id=place_id), by=quan)
    return first, second, somebody(Role.COORDINATOR)


def decided(decision: str, by: Actor, keep: Case | None = None) -> Case | None:
    pair = the_pair(by)
    with transaction():
        return pair_actions.decide_pair(pair, decision, keep=keep, by=by, at=NOW)


def test_two_households_are_remembered_as_two(each_database: str) -> None:
    first, second, thao = two_alike()
    assert decided("different", thao) is None
    assert not fresh(first).suspected and not fresh(second).suspected
    assert queries.timeline(first)[0].said.render() == f"Compared with {second.code}: two households"
    with transaction():
        actions.edit(
            second, replace(queries.facts_of(second), phone="0953 509 993"), version=1, by=thao, at=NOW
        )
    assert not fresh(second).suspected
    moved(first, "verify", by=thao)


def test_one_household_is_merged_with_a_trace(each_database: str) -> None:
    first, second, thao = two_alike()
    with transaction():
        actions.note(second, "chủ trọ nhắn", by=thao, at=NOW)
    kept = decided("same", thao, keep=first)
    first, second = fresh(first), fresh(second)
    assert kept is not None and kept.id == first.id
    assert (second.state, second.merged_into_id, second.suspected) == ("duplicate", first.id, False)
    assert (first.state, first.suspected) == ("reported", False)
    said = [entry.said.render() for entry in queries.timeline(first)]
    assert f"{second.code} was merged into this case" in said
    assert not [line for line in said if first.code in line], "nobody looks like themselves, or merges so"
    assert f"Merged into {first.code}" in [entry.said.render() for entry in queries.timeline(second)]
    assert {entry.of for entry in queries.timeline(first) if entry.text} == {second.code}
    assert "chủ trọ nhắn" in [entry.text for entry in queries.timeline(first)]
    assert audit.about(f"case:{second.code}")[-1].action == "cases.merge"
    with pytest.raises(RuleBroken, match="merged into another"), transaction():
        actions.edit(second, LYS, version=second.version, by=thao, at=NOW)


def test_without_a_choice_the_case_that_matters_more_stays() -> None:
    first, second, thao = two_alike()
    with transaction():
        actions.note_progress([first.id], "failed", note={})
    assert decided("same", thao) == second, "the one that tells more"

    first, second, thao = two_alike(LIEN_NINH)
    db.session.execute(select(1))
    with transaction():
        db.session.refresh(first)
        actions.note_progress([first.id], "served", note={})
    pair = next(one for one in pair_queries.pairs_open(thao, of=first))
    with transaction():
        kept = pair_actions.decide_pair(pair_queries.kept_pair(pair.id, by=thao), "same", by=thao, at=NOW)
    assert kept == first, "the one that was helped"


@pytest.mark.parametrize("progress", ["planned", "allocated", "out", "served", "partial"])
def test_a_case_with_goods_is_not_merged_away(progress: str) -> None:
    first, second, thao = two_alike()
    with transaction():
        actions.note_progress([second.id], progress, note={})
    with pytest.raises(RuleBroken, match="goods under way") as refused:
        decided("same", thao, keep=first)
    assert refused.value.field == "keep"
    assert fresh(first).suspected and rows_in(CasePair) == 1
    assert decided("same", thao) == second


@pytest.mark.parametrize("kept_has", ["served", "partial", "allocated", "out"])
@pytest.mark.parametrize("other_has", ["served", "partial"])
def test_one_household_that_was_served_twice_is_merged_and_the_auditors_learn_of_it(
    kept_has: str, other_has: str
) -> None:
    first, second, thao = two_alike()
    with transaction():
        actions.note_progress([first.id], kept_has, note={})
        actions.note_progress([second.id], other_has, note={})
    assert decided("same", thao, keep=first) == first
    first, second = fresh(first), fresh(second)
    assert (second.state, second.merged_into_id, second.progress) == ("duplicate", first.id, other_has)
    assert not first.suspected
    said = [entry.said.render() for entry in queries.timeline(first)]
    under_each = "one household that has a share under each of them"
    assert f"{second.code} was merged into this case: {under_each}" in said
    assert audit.about(f"case:{second.code}")[-1].action == "cases.merge_served"
    assert queries.merged_into(first) == [second]


def test_two_shares_under_way_are_not_merged_and_the_way_out_is_told() -> None:
    first, second, thao = two_alike()
    with transaction():
        actions.note_progress([first.id, second.id], "allocated", note={})
    with pytest.raises(RuleBroken, match="First withdraw one"):
        decided("same", thao, keep=first)


def test_a_merge_can_be_undone_and_is_decided_anew(each_database: str) -> None:
    first, second, thao = two_alike()
    decided("same", thao, keep=first)
    moved(second, "unmark", by=thao)
    first, second = fresh(first), fresh(second)
    assert (second.state, second.merged_into_id) == ("under_review", None)
    assert first.suspected and second.suspected
    decided("different", thao)
    assert not fresh(second).suspected


def test_a_merge_stays_once_the_household_has_received_goods() -> None:
    first, second, thao = two_alike()
    decided("same", thao, keep=first)
    with transaction():
        fresh(first).served_at = NOW + timedelta(hours=1)
    with pytest.raises(RuleBroken, match="received goods since"):
        moved(second, "unmark", by=thao)
    assert fresh(second).state == "duplicate"
    with transaction():
        fresh(first).served_at = NOW - timedelta(days=1)
    assert moved(second, "unmark", by=thao).state == "under_review"


def test_a_third_look_alike_is_handed_over_to_the_case_that_stays() -> None:
    quan, thao = somebody(Role.VOLUNTEER), somebody(Role.COORDINATOR)
    cases = [registered(replace(LYS, remark=str(turn)), by=quan) for turn in range(3)]
    assert len(pair_queries.pairs_open(thao)) == 3
    pairs = {(one.first.code, one.second.code): one.id for one in pair_queries.pairs_open(thao)}
    with transaction():
        pair = pair_queries.kept_pair(pairs[cases[0].code, cases[1].code], by=thao)
        pair_actions.decide_pair(pair, "same", keep=cases[0], by=thao, at=NOW)
    assert [fresh(case).suspected for case in cases] == [True, False, True]
    [left] = pair_queries.pairs_open(thao)
    assert {left.first.code, left.second.code} == {cases[0].code, cases[2].code}
    assert decided("different", thao) is None
    assert [fresh(case).suspected for case in cases] == [False, False, False]


def test_whoever_looks_like_a_merged_case_is_suspected_with_the_kept_one() -> None:
    first, _, thao = two_alike()
    decided("same", thao, keep=first)
    third = registered(replace(LYS_AGAIN, remark="lần nữa"), by=somebody(Role.VOLUNTEER))
    [pair] = pair_queries.pairs_open(thao)
    assert {pair.first.code, pair.second.code} == {first.code, third.code}


def test_two_cases_that_nobody_suspected_can_be_merged_by_hand() -> None:
    quan, thao = somebody(Role.VOLUNTEER), somebody(Role.COORDINATOR)
    first = registered(LYS, by=quan)
    second = registered(household("Đặng Văn An", LIEN_NINH), by=quan)
    with transaction():
        pair_actions.merge(second, into=first, by=thao, at=NOW)
    assert fresh(second).merged_into_id == first.id
    for wrong in (lambda: pair_actions.merge(first, into=first, by=thao, at=NOW),):
        with pytest.raises(RuleBroken), transaction():
            wrong()
    with pytest.raises(Conflict), transaction():
        third = registered_in_here(quan)
        pair_actions.merge(third, into=second, by=thao, at=NOW)


def registered_in_here(by: Actor) -> Case:
    return actions.register(household("Hoàng Văn Tám"), by=by, at=NOW)


def test_a_merge_across_wards_names_no_case_of_the_other_ward() -> None:
    quan, thao = somebody(Role.VOLUNTEER), somebody(Role.COORDINATOR)
    near, far = registered(LYS, by=quan), registered(household("Đặng Văn An", LIEN_NINH), by=quan)
    with transaction():
        pair_actions.merge(far, into=near, by=thao, at=NOW)
    moved(far, "unmark", by=thao)
    for case, other, place in ((near, far, "Xã Liên Ninh"), (far, near, "Phường Vĩnh Tuy")):
        said = " ".join(entry.said.render() for entry in queries.timeline(case))
        assert other.code not in said and place in said


def test_a_move_alone_merges_nothing() -> None:
    first, _, thao = two_alike()
    with pytest.raises(RuleBroken, match="compare the two"):
        moved(first, "mark_duplicate", by=thao)


def test_who_decides_must_reach_both_and_live_in_neither() -> None:
    _, second, _ = two_alike(LIEN_NINH)
    assert second.suspected
    near = somebody(Role.COORDINATOR, VINH_TUY)
    [pair] = pair_queries.pairs_open(near)
    for decision in ("same", "different"):
        with pytest.raises(NotAllowed):
            decided(decision, near)
    with pytest.raises(NotAllowed):
        decided("same", somebody(Role.VOLUNTEER))
    with pytest.raises(NotAllowed, match="own household"):
        decided("same", somebody(Role.COORDINATOR, phone="0953 509 992"))
    assert rows_in(CasePair) == 1 and fresh(second).state == "reported" and pair.id


def test_a_pair_is_decided_once() -> None:
    _, _, thao = two_alike()
    pair = the_pair(thao)
    db.session.refresh(pair)
    with transaction():
        pair_actions.decide_pair(pair, "different", by=thao, at=NOW)
    with pytest.raises(Conflict), transaction():
        pair_actions.decide_pair(pair, "same", by=thao, at=NOW)
    with pytest.raises(NotFound):
        pair_queries.get_pair(pair.id, by=thao)


@pytest.mark.parametrize("decision", ["", "maybe"])
def test_a_decision_is_one_of_two_words(decision: str) -> None:
    _, _, thao = two_alike()
    with pytest.raises(RuleBroken) as refused:
        decided(decision, thao)
    assert refused.value.field == "decision"


def test_the_kept_case_is_one_of_the_two() -> None:
    _, _, thao = two_alike()
    stranger = registered(household("Đặng Văn An", LIEN_NINH), by=somebody(Role.VOLUNTEER))
    with pytest.raises(RuleBroken) as refused:
        decided("same", thao, keep=stranger)
    assert refused.value.field == "keep"


# Rows of lists that wait

HEAD = ["STT", "Họ và tên", "Năm sinh", "Điện thoại", "Nơi ở hiện nay", "Phường/xã", "Số khẩu"]
TUAN = [1, "Lý Thế Tuấn", 1977, "0953509991", "158, ngõ 108 Đê La Thành", "Vĩnh Tuy", 4]
TUAN_AGAIN = [2, "Ly The Tuan", 1977, "0953509991", "158 ngõ 108 Đê La Thành", "Vĩnh Tuy", 4]


def one_row_waits(by: Actor) -> WaitingRow:
    """A list of two look-alikes is brought in: the fuller is a case, the other waits."""
    with transaction():
        data = sheet_with([HEAD, TUAN, TUAN_AGAIN])
        staged = import_actions.stage_import(data, "tổ 7.xlsx", edition="2021", by=by, at=NOW)
        import_actions.commit_import(staged, by=by, at=NOW)
    return db.session.scalars(select(WaitingRow)).one()


def test_a_row_of_the_same_household_is_dropped_with_a_trace(each_database: str) -> None:
    row, thao = one_row_waits(somebody(Role.VOLUNTEER)), somebody(Role.COORDINATOR)
    with transaction():
        assert (
            pair_actions.decide_row(pair_queries.kept_row(row.id, by=thao), "same", by=thao, at=NOW) is None
        )
    case = db.session.scalars(select(Case)).one()
    said = queries.timeline(case)[0].said.render()
    assert said == "Row 3 of the list tổ 7.xlsx was found to be this household"
    assert not pair_queries.waiting_rows_open(thao)


def test_a_row_of_another_household_becomes_a_case_in_its_turn(each_database: str) -> None:
    quan, thao = somebody(Role.VOLUNTEER), somebody(Role.COORDINATOR)
    row = one_row_waits(quan)
    with transaction():
        case = pair_actions.decide_row(row, "different", by=thao, at=NOW)
    assert case is not None
    case = fresh(case)
    assert (case.name, case.state, case.suspected, case.list_position) == (
        "Ly The Tuan",
        "reported",
        False,
        3,
    )
    assert (case.registered_by_id, case.registered_at, case.import_key) == (quan.id, NOW, row.import_key)
    with pytest.raises(NotAllowed):
        moved(case, "verify", by=quan)
    moved(case, "verify", by=thao)
    with pytest.raises(Conflict), transaction():
        pair_actions.decide_row(row, "same", by=thao, at=NOW)


def test_a_row_is_decided_by_who_reaches_it_and_is_not_of_the_household() -> None:
    row = one_row_waits(somebody(Role.VOLUNTEER))
    for by in (somebody(Role.VOLUNTEER), somebody(Role.COORDINATOR, LIEN_NINH)):
        with pytest.raises(NotAllowed), transaction():
            pair_actions.decide_row(row, "same", by=by, at=NOW)
    relative = somebody(Role.COORDINATOR, phone="0953 509 991")
    with pytest.raises(NotAllowed, match="own household"), transaction():
        pair_actions.decide_row(row, "different", by=relative, at=NOW)


def test_a_row_that_waits_for_a_merged_case_waits_for_the_kept_one() -> None:
    quan, thao = somebody(Role.VOLUNTEER), somebody(Role.COORDINATOR)
    row = one_row_waits(quan)
    merged = db.session.scalars(select(Case)).one()
    other = registered(household("Đặng Văn An", LIEN_NINH), by=quan)
    with transaction():
        pair_actions.merge(merged, into=other, by=thao, at=NOW)
    db.session.refresh(row)
    assert row.of_case_id == other.id
