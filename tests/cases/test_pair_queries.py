"""What waits for a decision, what may be said of the other side, and hints while somebody types."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aidtrack.cases import pair_queries
from aidtrack.cases.facts import CaseFacts
from aidtrack.errors import NotFound
from aidtrack.rights import Role
from tests.cases.world import (
    HAI_BA_TRUNG,
    LIEN_NINH,
    LYS,
    VINH_TUY,
    household,
    registered,
    somebody,
    the_pair,
)

pytestmark = pytest.mark.usefixtures("session")

WITH_ID = replace(LYS, citizen_id="002077000084")


def test_a_pair_shows_both_sides_to_who_sees_both() -> None:
    first = registered(LYS, by=somebody(Role.VOLUNTEER))
    second = registered(replace(LYS, phone="0953 509 992"), by=somebody(Role.VOLUNTEER))
    thao = somebody(Role.COORDINATOR, HAI_BA_TRUNG)
    [pair] = pair_queries.pairs_open(thao)
    assert (pair.first.code, pair.second.code, pair.decidable) == (first.code, second.code, True)
    assert pair.first.facts and pair.second.facts and pair.first.facts.name == "Lý Thế Tuấn"
    assert "phone numbers one slip apart" in pair.why.render() and pair.score > 0
    assert pair_queries.get_pair(pair.id, by=thao) == pair
    assert [one.id for one in pair_queries.pairs_open(thao, of=second)] == [pair.id]
    assert not pair_queries.pairs_open(thao, after=pair.id)
    [seen] = pair_queries.pairs_open(somebody(Role.VOLUNTEER))
    assert not seen.decidable


def test_of_the_side_outside_the_scope_only_the_ward_is_told(each_database: str) -> None:
    near = registered(WITH_ID, by=somebody(Role.VOLUNTEER))
    far = registered(replace(WITH_ID, place_id=LIEN_NINH, name="Lý Văn Mật"), by=somebody(Role.VOLUNTEER))
    [pair] = pair_queries.pairs_open(somebody(Role.COORDINATOR, VINH_TUY))
    assert (pair.first.code, pair.second.code, pair.second.name, pair.second.facts) == (
        near.code,
        None,
        None,
        None,
    )
    assert (pair.second.place, pair.score, pair.decidable) == ("Xã Liên Ninh", 0, False)
    assert pair.why.render() == "This may be there already: ask the coordinator of Xã Liên Ninh."
    assert far.code not in repr(pair) and "Mật" not in repr(pair)


def test_a_pair_of_others_is_as_good_as_none() -> None:
    for facts in (LYS, replace(LYS, phone="0953 509 992")):
        registered(facts, by=somebody(Role.VOLUNTEER))
    pair = the_pair(somebody(Role.COORDINATOR))
    for by in (somebody(Role.ADMIN, LIEN_NINH), somebody(None)):
        assert not pair_queries.pairs_open(by)
        for pair_id in (pair.id, 10**6):
            with pytest.raises(NotFound):
                pair_queries.get_pair(pair_id, by=by)


def test_a_hint_names_the_case_that_is_there() -> None:
    case = registered(LYS, by=somebody(Role.VOLUNTEER))
    quan = somebody(Role.VOLUNTEER, VINH_TUY)
    [hint] = pair_queries.hints(replace(LYS, phone="0953509992"), by=quan)
    assert (hint.code, hint.name, hint.birth_year, hint.people) == (case.code, "Lý Thế Tuấn", 1977, 4)
    assert hint.place == "Phường Vĩnh Tuy" and "same name" in hint.said.render()
    assert not pair_queries.hints(LYS, by=quan, but=case)


def test_a_hint_from_outside_the_scope_only_tells_whom_to_ask() -> None:
    hidden = [
        registered(replace(WITH_ID, place_id=LIEN_NINH, remark=str(turn)), by=somebody(Role.VOLUNTEER))
        for turn in range(2)
    ]
    quan = somebody(Role.VOLUNTEER, VINH_TUY)
    [hint] = pair_queries.hints(replace(WITH_ID, place_id=VINH_TUY), by=quan)
    assert hint.said.render() == "This may be there already: ask the coordinator of Xã Liên Ninh."
    assert (hint.code, hint.name, hint.birth_year, hint.people) == (None, None, None, None)
    assert not any(case.code in repr(hint) for case in hidden)


def test_a_phone_alone_is_no_hint_and_half_typed_numbers_are_left_out() -> None:
    registered(WITH_ID, by=somebody(Role.VOLUNTEER))
    quan = somebody(Role.VOLUNTEER)
    assert not pair_queries.hints(CaseFacts(name="", place_id="", people=0, phone="0953 509 991"), by=quan)
    assert not pair_queries.hints(household("Đặng Văn An", phone="0953 509 991"), by=quan)
    [hint] = pair_queries.hints(replace(LYS, phone="0953 5", citizen_id="00207"), by=quan)
    assert hint.code


def test_at_most_five_hints_are_given() -> None:
    quan = somebody(Role.VOLUNTEER)
    for turn in range(7):
        registered(replace(LYS, remark=str(turn)), by=quan)
    assert len(pair_queries.hints(LYS, by=quan)) == 5


def test_rows_outside_the_scope_are_as_good_as_none() -> None:
    for row_id in (1, 10**6):
        with pytest.raises(NotFound):
            pair_queries.get_row(row_id, by=somebody(Role.ADMIN))
