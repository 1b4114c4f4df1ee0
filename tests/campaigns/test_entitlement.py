"""A norm gives a household so much for each person, between floor and cap, in whole packs if it says so."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from aidtrack.campaigns.entitlement import ORDER_LABELS, PER_LABELS, Norm, Order, Per
from aidtrack.errors import RuleBroken
from aidtrack.goods.catalogue import BY_CODE

RICE, NOODLES, MILK = BY_CODE["rice"], BY_CODE["noodles"], BY_CODE["milk"]


@pytest.mark.parametrize(
    ("norm", "by_people"),
    [
        (Norm(RICE, 4_000), {1: 4_000, 4: 16_000, 8: 32_000}),
        (Norm(MILK, 2, Per.HOUSEHOLD), {1: 2, 8: 2}),
        (Norm(RICE, 4_000, floor=8_000, cap=20_000), {1: 8_000, 2: 8_000, 3: 12_000, 5: 20_000, 8: 20_000}),
        (Norm(RICE, 4_000, whole_pack=5_000), {1: 5_000, 2: 10_000, 3: 10_000, 4: 15_000}),
        (Norm(RICE, 1_000, whole_pack=5_000), {1: 5_000, 2: 5_000, 7: 5_000, 8: 10_000}),
        (Norm(NOODLES, 9, whole_pack=30, cap=45), {1: 30, 4: 30, 8: 30}),
        (Norm(NOODLES, 9, whole_pack=30, floor=31), {1: 60, 8: 60}),
    ],
)
def test_what_a_household_is_to_get(norm: Norm, by_people: dict[int, int]) -> None:
    assert {people: norm.entitlement(people) for people in by_people} == by_people


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"amount": 0}, "amount"),
        ({"amount": -1}, "amount"),
        ({"amount": 1, "floor": -1}, "floor"),
        ({"amount": 1, "cap": 0}, "cap"),
        ({"amount": 1, "floor": 5, "cap": 4}, "cap"),
        ({"amount": 1, "households": 0}, "households"),
        ({"amount": 1, "whole_pack": 0}, "whole_pack"),
        ({"amount": 1, "step": 0}, "whole_pack"),
        ({"amount": 1, "whole_pack": 30, "cap": 29}, "whole_pack"),
        ({"amount": 1, "whole_pack": 30, "floor": 31, "cap": 59}, "whole_pack"),
    ],
)
def test_a_norm_that_nobody_could_keep_is_refused(facts: dict[str, Any], field: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        Norm(NOODLES, **facts)
    assert refusal.value.field == field


def test_a_household_has_somebody() -> None:
    with pytest.raises(RuleBroken):
        Norm(RICE, 4_000).entitlement(0)


def test_portions_differ_by_a_pack_or_a_shown_unit() -> None:
    assert Norm(RICE, 4_000).portion_step == 1_000
    assert Norm(RICE, 500).portion_step == 500
    assert Norm(RICE, 4_000, whole_pack=5_000).portion_step == 5_000
    assert Norm(RICE, 4_000, step=100).portion_step == 100
    assert Norm(NOODLES, 9).portion_step == 1


def test_evenness_is_measured_by_people_or_by_household() -> None:
    assert Norm(RICE, 4_000).weight(5) == 5
    assert Norm(MILK, 2, Per.HOUSEHOLD).weight(5) == 1


@given(
    st.integers(1, 50_000),
    st.sampled_from(Per),
    st.none() | st.integers(0, 100_000),
    st.none() | st.integers(1, 100_000),
    st.none() | st.integers(1, 30_000),
    st.integers(1, 20),
)
def test_floor_cap_and_whole_packs_are_respected(
    amount: int, per: Per, floor: int | None, cap: int | None, pack: int | None, people: int
) -> None:
    try:
        norm = Norm(RICE, amount, per, floor=floor, cap=cap, whole_pack=pack)
    except RuleBroken:
        assume(False)
    entitled = norm.entitlement(people)
    assert entitled > 0
    assert floor is None or entitled >= floor
    assert cap is None or entitled <= cap
    assert pack is None or entitled % pack == 0
    assert entitled <= norm.entitlement(people + 1)


def test_every_order_and_measure_has_words() -> None:
    assert set(ORDER_LABELS) == set(Order)
    assert set(PER_LABELS) == set(Per)
