"""Who may vouch for whom, and what a visit must tell before a verification can stand on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidtrack.cases.visits import (
    AS_TOLD,
    DIFFERS,
    NOBODY_IN,
    NOT_KNOWN,
    OF_HOUSEHOLD,
    OF_REGISTRAR,
    RESULTS,
    ROLES,
    Side,
    Standing,
    VisitFacts,
    Witness,
    check_consent,
    check_standing,
    doubts,
    independent,
    tidied,
    why_inside,
    why_related,
)
from aidtrack.errors import RuleBroken
from aidtrack.vietnamese.folding import fold

TODAY = date(2021, 8, 14)
FACTS = VisitFacts(TODAY, AS_TOLD, people_found=4)
HEAD = Witness("group_head", "Bùi Thị Nga", "0953 000 001")
LANDLORD = Witness("landlord", "Đỗ Văn Sáu", "0953 000 002", "158, ngõ 108 Đê La Thành")
SIDES = [
    Side.of(OF_HOUSEHOLD, ["Lý Thế Tuấn", "Lý Thị Hoa"], ["+84953509991"]),
    Side.of(OF_REGISTRAR, ["Lò Hồng Thảo"], ["+84952000106"]),
]

WITNESSES = st.builds(
    Witness,
    st.sampled_from(sorted(ROLES)),
    st.sampled_from(["Bùi Thị Nga", "BÙI THỊ NGA", "Đỗ Văn Sáu", "Lý Thị Hoà", "Lò Hồng Thảo", "Trần Bá"]),
    st.sampled_from([None, "+84953000001", "+84953000002", "+84953509991"]),
    st.sampled_from(["", "số 5, tổ 2", "Số 5 - tổ 2", "số 7, tổ 2"]),
)


@given(WITNESSES, WITNESSES)
def test_independence_is_the_same_from_both_sides(one: Witness, other: Witness) -> None:
    assert (why_related(one, other) is None) is (why_related(other, one) is None)
    assert why_related(one, one) is not None


@given(st.lists(WITNESSES, max_size=6))
def test_two_who_suffice_share_nothing_and_stand_outside(told: list[Witness]) -> None:
    found = independent(told, SIDES)
    assert len(found) in (0, 2)
    if found:
        one, other = found
        assert fold(one.name) != fold(other.name) and not (one.phone and one.phone == other.phone)
        for witness in found:
            assert fold(witness.name) not in {"ly the tuan", "ly thi hoa", "lo hong thao"}
            assert witness.phone not in {"+84953509991", "+84952000106"}


@given(st.lists(WITNESSES, max_size=6))
def test_the_order_in_which_witnesses_are_told_decides_nothing(told: list[Witness]) -> None:
    assert bool(independent(told, SIDES)) is bool(independent(told[::-1], SIDES))


@given(st.lists(WITNESSES, max_size=5), WITNESSES)
def test_another_witness_never_takes_anything_away(told: list[Witness], more: Witness) -> None:
    assert not independent(told, SIDES) or independent([*told, more], SIDES)


def test_who_is_too_near_is_named_with_the_cause() -> None:
    same_home = replace(HEAD, address="158 ngõ 108, Đê La Thành", phone=None)
    told = [same_home, LANDLORD, Witness("neighbour", "Lý Thị Hòa", "+84953000009")]
    assert [said.render() for said in doubts(told, SIDES)] == [
        "Lý Thị Hòa is of the household itself.",
        "Bùi Thị Nga and Đỗ Văn Sáu live in one home.",
    ]
    assert why_inside(Witness("neighbour", "Ai Đó", "+84952000106"), SIDES) is not None
    assert doubts([HEAD, LANDLORD], SIDES) == []


def test_a_visit_is_cleaned_and_its_phones_are_read() -> None:
    made = tidied(replace(FACTS, witnesses=(HEAD,), findings=" nhà trọ\u200b "), today=TODAY)
    assert made.findings == "nhà trọ" and made.witnesses[0].phone == "+84953000001"


def test_where_nobody_was_met_nobody_was_counted_and_nobody_agreed() -> None:
    told = replace(FACTS, result=NOBODY_IN, without_papers=3, consent_by="chủ hộ")
    made = tidied(told, today=TODAY)
    assert (made.people_found, made.without_papers, made.consent_by) == (None, 0, "")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"visited_on": TODAY + timedelta(days=1)}, "visited_on"),
        ({"visited_on": TODAY - timedelta(days=91)}, "visited_on"),
        ({"result": "perhaps"}, "result"),
        ({"people_found": None}, "people_found"),
        ({"people_found": 0}, "people_found"),
        ({"without_papers": 5}, "without_papers"),
        ({"result": DIFFERS}, "findings"),
        ({"witnesses": (replace(HEAD, role="king"),)}, "witnesses"),
        ({"witnesses": (replace(HEAD, name="?"),)}, "witnesses"),
        ({"witnesses": (replace(HEAD, phone=None),)}, "witnesses"),
        ({"witnesses": (HEAD,) * 7}, "witnesses"),
        ({"findings": "x" * 2001}, "findings"),
    ],
)
def test_what_is_wrong_is_named_by_its_field(change: dict[str, object], field: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        tidied(replace(FACTS, **change), today=TODAY)  # type: ignore[arg-type]
    assert refused.value.field == field


@given(
    st.sampled_from(sorted(RESULTS)), st.integers(1, 9), st.integers(0, 3), st.booleans(), st.integers(1, 9)
)
def test_a_visit_carries_a_verification_only_if_it_found_what_is_written(
    result: str, found: int, without: int, vouched: bool, people: int
) -> None:
    standing = Standing(result, found, without, vouched)
    carries = result != NOT_KNOWN and found == people and (vouched or not without)
    if carries:
        check_standing(standing, people)
    else:
        with pytest.raises(RuleBroken):
            check_standing(standing, people)


@pytest.mark.parametrize(
    ("consent_by", "asked_by", "from_list", "enough"),
    [
        ("chủ hộ", "", False, True),
        ("", "", True, True),
        ("", "", False, False),
        ("", "bà Hoa", False, False),
        ("", "bà Hoa", True, False),
        ("chị Lan", "bà Hoa", False, True),
    ],
)
def test_the_household_itself_must_have_agreed(
    consent_by: str, asked_by: str, from_list: bool, enough: bool
) -> None:
    if enough:
        check_consent(consent_by, asked_by=asked_by, from_list=from_list)
    else:
        with pytest.raises(RuleBroken, match=asked_by or "agreed"):
            check_consent(consent_by, asked_by=asked_by, from_list=from_list)
