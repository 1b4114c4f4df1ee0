"""Goods are shared by class and fairly within it; August 2021 comes out to the packet."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from aidtrack.campaigns.entitlement import Norm, Order, Per
from aidtrack.campaigns.fairness import Household, Proposal, share
from aidtrack.cases.priority import Standing, tie_break_key
from aidtrack.errors import RuleBroken
from aidtrack.goods.catalogue import BY_CODE
from aidtrack.languages import say_in
from tests.campaigns.the_list_of_august import DAY, HOUSEHOLDS, NORMS, SUPPLIES

RICE, NOODLES, FISH_SAUCE, MILK = (BY_CODE[code] for code in ("rice", "noodles", "fish_sauce", "milk"))


def amounts(proposal: Proposal, good: str) -> dict[int, int]:
    return {portion.case_id: portion.amount for portion in proposal.portions if portion.good == good}


def short(proposal: Proposal, good: str) -> dict[int, int]:
    """By household, what is missing of its entitlement."""
    return {
        portion.case_id: portion.entitled - portion.amount
        for portion in (*proposal.portions, *proposal.without)
        if portion.good == good and portion.amount < portion.entitled
    }


PEOPLE = {household.case_id: household.people for household in HOUSEHOLDS}


def test_august_2021_comes_out_to_the_packet() -> None:
    proposal = share(HOUSEHOLDS, SUPPLIES, NORMS)
    assert (proposal.households, proposal.people) == (347, 1000)
    assert {good: tally.given for good, tally in proposal.tallies.items()} == SUPPLIES
    assert all(tally.left == tally.missing == 0 for tally in proposal.tallies.values())
    for good, each in (("rice", 4_000), ("peanuts", 1_000), ("noodles", 9)):
        assert amounts(proposal, good) == {case: each * people for case, people in PEOPLE.items()}


def test_the_bottles_go_to_the_56_households_of_five_and_more_and_44_of_the_60_with_four() -> None:
    bottles = amounts(share(HOUSEHOLDS, SUPPLIES, NORMS), "fish_sauce")
    assert set(bottles.values()) == {1}
    sizes = Counter(min(PEOPLE[case], 5) for case in bottles)
    assert sizes == {5: 56, 4: 44}
    # Among equals in size the more pressing class comes first, then the list's order.
    fours = [household for household in HOUSEHOLDS if household.people == 4]
    first = sorted(fours, key=lambda household: tie_break_key(household.standing))[:44]
    assert {case for case in bottles if PEOPLE[case] == 4} == {household.case_id for household in first}


def test_the_60_missing_packs_come_off_one_each_from_the_largest_households() -> None:
    proposal = share(HOUSEHOLDS, {**SUPPLIES, "noodles": 8_940}, NORMS)
    missing = short(proposal, "noodles")
    assert set(missing.values()) == {1}
    assert Counter(min(PEOPLE[case], 5) for case in missing) == {5: 56, 4: 4}
    fours = [household for household in HOUSEHOLDS if household.people == 4]
    last = sorted(fours, key=lambda household: tie_break_key(household.standing))[-4:]
    assert {case for case in missing if PEOPLE[case] == 4} == {household.case_id for household in last}
    assert proposal.tallies["noodles"].missing == 60
    assert proposal.tallies["noodles"].left == 0
    assert proposal.tallies["rice"].given == 4_000_000


def test_a_large_shortage_goes_by_class() -> None:
    proposal = share(HOUSEHOLDS, {**SUPPLIES, "rice": 2_000_000}, NORMS)
    short_by = Counter[int]()
    for household in HOUSEHOLDS:
        given_out = amounts(proposal, "rice").get(household.case_id, 0)
        short_by[household.standing.klass] += 4_000 * household.people - given_out > 1_000
    # The first class lacks no more than a step each, the second is cut, the last two get nothing.
    assert short_by[1] == 0 and short_by[2] > 0
    none = {portion.case_id for portion in proposal.without if portion.good == "rice"}
    assert none == {household.case_id for household in HOUSEHOLDS if household.standing.klass > 2}


def test_reasons_are_the_fields_own_words() -> None:
    proposal = share(HOUSEHOLDS, {**SUPPLIES, "noodles": 8_940}, NORMS)
    said: dict[tuple[str, int, bool], set[str]] = {}
    for portion in (*proposal.portions, *proposal.without):
        key = (portion.good, portion.people, portion.amount == portion.entitled and portion.amount > 0)
        said.setdefault(key, set()).add(say_in("vi", portion.reason))
    assert said["rice", 4, True] == {"4 khẩu × 4 kg"}
    assert said["noodles", 8, False] == {
        "8 khẩu × 9 gói; cả đợt thiếu 60 gói: 60 hộ đông người nhất bớt mỗi hộ 1 gói"
    }
    assert said["fish_sauce", 8, True] == {"8 khẩu, hạng 1 trong 100 hộ đông người nhất"}
    tie = said["fish_sauce", 4, True] | said["fish_sauce", 4, False]
    assert tie == {
        f"60 hộ cùng 4 khẩu, còn 44 chai: thứ {place} theo thứ tự in kèm phương án" for place in range(1, 61)
    }
    assert said["fish_sauce", 3, False] == {"3 khẩu; 100 hộ đông người nhất có từ 4 khẩu trở lên"}


def test_portions_stand_in_the_plans_order() -> None:
    proposal = share(HOUSEHOLDS, SUPPLIES, NORMS)
    assert [portion.good for portion in proposal.portions[:3]] == ["rice", "peanuts", "noodles"]
    positions = [portion.position for portion in proposal.portions]
    assert positions == sorted(positions) and set(positions) == set(range(1, 348))
    by_case = {household.case_id: household for household in HOUSEHOLDS}
    keys = [tie_break_key(by_case[portion.case_id].standing) for portion in proposal.portions]
    assert keys == sorted(keys)
    assert len(proposal.portions) == 3 * 347 + 100 and len(proposal.without) == 247


def test_the_order_in_which_households_are_given_does_not_matter() -> None:
    mixed = Random(14).sample(HOUSEHOLDS, len(HOUSEHOLDS))
    for noodles in (9_000, 8_940, 5_000):
        supplies = {**SUPPLIES, "noodles": noodles}
        assert share(mixed, supplies, NORMS) == share(HOUSEHOLDS, supplies, NORMS)


def test_ties_are_broken_in_the_fields_order() -> None:
    plain = Standing("HN-9", 2, DAY, position=9)
    turns = [
        replace(plain, klass=1),
        replace(plain, score=5),
        replace(plain, young_or_old=True),
        replace(plain, ill=True),
        replace(plain, verified_at=DAY),
        replace(plain, registered_at=DAY - timedelta(hours=1)),
        replace(plain, position=1),
        replace(plain, code="HN-1"),
        plain,
    ]
    households = [Household(place, 4, standing) for place, standing in enumerate(turns)]
    norm = Norm(FISH_SAUCE, 1, Per.HOUSEHOLD, order=Order.LARGEST)
    for bottles in range(len(turns) + 1):
        served = amounts(share(households[::-1], {"fish_sauce": bottles}, [norm]), "fish_sauce")
        assert set(served) == set(range(bottles))


def test_a_number_of_households_may_be_set_for_any_order() -> None:
    norm = Norm(MILK, 2, Per.HOUSEHOLD, households=10)
    proposal = share(HOUSEHOLDS, {"milk": 100}, [norm])
    assert [portion.position for portion in proposal.portions] == list(range(1, 11))
    assert proposal.tallies["milk"].needed == 20 and proposal.tallies["milk"].left == 80
    words = say_in("vi", proposal.portions[0].reason)
    assert words == "thứ 1 trong 10 hộ đầu theo thứ tự in kèm phương án"
    beyond = say_in("vi", proposal.without[0].reason)
    assert beyond == "thứ 11 theo thứ tự in kèm phương án; hàng dành cho 10 hộ đầu"


def test_a_good_that_reaches_all_needs_no_place() -> None:
    norm = Norm(FISH_SAUCE, 1, Per.HOUSEHOLD, order=Order.LARGEST)
    proposal = share(HOUSEHOLDS, {"fish_sauce": 400}, [norm])
    assert {say_in("vi", portion.reason) for portion in proposal.portions} == {"mỗi hộ 1 chai"}


def test_without_stock_everybody_reads_why() -> None:
    proposal = share(HOUSEHOLDS, {}, NORMS)
    assert proposal.portions == ()
    assert len(proposal.without) == 4 * 347
    assert all(say_in("vi", portion.reason) for portion in proposal.without)
    rice = next(portion for portion in proposal.without if portion.good == "rice")
    assert say_in("vi", rice.reason).startswith("cả đợt thiếu 4.000 kg")


def test_nobody_and_nothing_make_an_empty_proposal() -> None:
    assert share([], SUPPLIES, NORMS).portions == ()
    empty = share(HOUSEHOLDS, SUPPLIES, [])
    assert empty.portions == empty.without == () and empty.people == 1000


def test_what_stands_twice_or_is_below_zero_is_refused() -> None:
    with pytest.raises(RuleBroken, match="HN-0001 stands twice"):
        share([*HOUSEHOLDS, HOUSEHOLDS[0]], SUPPLIES, NORMS)
    with pytest.raises(RuleBroken, match="two norms"):
        share(HOUSEHOLDS, SUPPLIES, [*NORMS, NORMS[0]])
    with pytest.raises(RuleBroken, match="below zero"):
        share(HOUSEHOLDS, {**SUPPLIES, "rice": -1}, NORMS)


household_lists = st.lists(
    st.builds(
        lambda people, klass, score, ill: (people, klass, score, ill),
        st.integers(1, 9),
        st.integers(1, 5),
        st.integers(0, 3),
        st.booleans(),
    ),
    min_size=1,
    max_size=25,
).map(
    lambda rows: [
        Household(place, people, Standing(f"HN-{place}", klass, DAY, place, score, ill=ill))
        for place, (people, klass, score, ill) in enumerate(rows)
    ]
)
plain_norms = st.builds(
    Norm,
    st.just(NOODLES),
    st.integers(1, 12),
    st.sampled_from(Per),
    order=st.sampled_from(Order),
    households=st.none() | st.integers(1, 30),
)


@st.composite
def any_norms(draw: st.DrawFn) -> Norm:
    try:
        return Norm(
            NOODLES,
            draw(st.integers(1, 12)),
            draw(st.sampled_from(Per)),
            floor=draw(st.none() | st.integers(0, 30)),
            cap=draw(st.none() | st.integers(1, 80)),
            whole_pack=draw(st.none() | st.integers(1, 10)),
            order=draw(st.sampled_from(Order)),
            households=draw(st.none() | st.integers(1, 30)),
        )
    except RuleBroken:
        assume(False)
        raise


@given(household_lists, any_norms(), st.integers(0, 1500), st.randoms())
def test_no_plan_gives_more_than_there_is_or_than_anybody_is_entitled_to(
    households: list[Household], norm: Norm, supply: int, random: Random
) -> None:
    proposal = share(random.sample(households, len(households)), {"noodles": supply}, [norm])
    tally = proposal.tallies["noodles"]
    assert tally.given == sum(portion.amount for portion in proposal.portions) <= supply
    assert tally.given <= tally.needed
    assert len(proposal.portions) + len(proposal.without) == len(households)
    assert tally.households == len(proposal.portions) <= (norm.households or len(households))
    for portion in proposal.portions:
        assert 0 < portion.amount <= portion.entitled == norm.entitlement(portion.people)
        assert portion.amount >= (norm.floor or 0)
        assert norm.cap is None or portion.amount <= norm.cap
        assert norm.whole_pack is None or portion.amount % norm.whole_pack == 0
    for portion in (*proposal.portions, *proposal.without):
        assert say_in("vi", portion.reason) != say_in("en", portion.reason)
    if supply >= tally.needed:
        assert tally.given == tally.needed
    assert proposal == share(households, {"noodles": supply}, [norm])


@given(household_lists, any_norms(), st.integers(0, 600), st.integers(0, 60))
def test_more_supply_leaves_nobody_with_less(
    households: list[Household], norm: Norm, supply: int, more: int
) -> None:
    less = amounts(share(households, {"noodles": supply}, [norm]), "noodles")
    richer = amounts(share(households, {"noodles": supply + more}, [norm]), "noodles")
    assert all(amount <= richer.get(case, 0) for case, amount in less.items())


@given(household_lists, any_norms(), st.integers(0, 600))
def test_nobody_gets_before_a_more_pressing_class_has_its_minimum(
    households: list[Household], norm: Norm, supply: int
) -> None:
    assume(norm.order is Order.PRIORITY and norm.households is None)
    got = amounts(share(households, {"noodles": supply}, [norm]), "noodles")
    floor = norm.floor or 0
    for high in households:
        for low in households:
            if high.standing.klass < low.standing.klass and got.get(low.case_id):
                entitled = norm.entitlement(high.people)
                assert got.get(high.case_id, 0) >= (floor or min(entitled, entitled - norm.portion_step))
                if got[low.case_id] >= floor + norm.portion_step:
                    assert got.get(high.case_id, 0) >= entitled - norm.portion_step


@given(household_lists, st.integers(1, 12), st.sampled_from(Per), st.integers(0, 600))
def test_within_a_class_nobody_is_ahead_by_more_than_a_step(
    households: list[Household], amount: int, per: Per, supply: int
) -> None:
    norm = Norm(NOODLES, amount, per)
    got = amounts(share(households, {"noodles": supply}, [norm]), "noodles")
    for one in households:
        for other in households:
            mine, theirs = got.get(one.case_id, 0), got.get(other.case_id, 0)
            if one.standing.klass == other.standing.klass and mine < norm.entitlement(one.people):
                # For each person theirs is at most mine and a step for the smaller of the two.
                weight, their_weight = norm.weight(one.people), norm.weight(other.people)
                ahead = Fraction(theirs, their_weight) - Fraction(mine, weight)
                assert ahead <= Fraction(norm.portion_step, min(weight, their_weight))


@given(household_lists, plain_norms, st.integers(0, 600))
def test_nothing_usable_is_left_while_somebody_goes_short(
    households: list[Household], norm: Norm, supply: int
) -> None:
    tally = share(households, {"noodles": supply}, [norm]).tallies["noodles"]
    assert tally.given == min(supply, tally.needed)


@given(household_lists, st.integers(0, 200), st.integers(1, 3))
def test_the_largest_come_first_where_the_norm_says_so(
    households: list[Household], supply: int, each: int
) -> None:
    norm = Norm(MILK, each, Per.HOUSEHOLD, order=Order.LARGEST)
    got = amounts(share(households, {"milk": supply}, [norm]), "milk")
    for one in households:
        for other in households:
            if one.people > other.people and got.get(other.case_id):
                assert got[one.case_id] == each


def many(households: int) -> list[Household]:
    """So many households with the sizes and classes of the list."""
    random = Random(2021)
    patterns = random.choices(HOUSEHOLDS, k=households)
    return [
        Household(place, like.people, replace(like.standing, code=f"HN-{place:06}", position=place))
        for place, like in enumerate(patterns)
    ]


def seconds(households: list[Household], portion_of_need: float) -> float:
    people = sum(household.people for household in households)
    supplies = {"rice": 4_000 * people, "peanuts": 1_000 * people, "noodles": 9 * people}
    scarce = {good: int(amount * portion_of_need) for good, amount in supplies.items()}
    begun = time.process_time()
    share(households, {**scarce, "fish_sauce": 100}, NORMS)
    return time.process_time() - begun


def test_a_thousand_people_take_less_than_a_tenth_of_a_second() -> None:
    for part in (1.0, 0.99, 0.6):
        assert min(seconds(HOUSEHOLDS, part) for _ in range(3)) < 0.1


def test_a_hundred_thousand_households_take_less_than_five_seconds() -> None:
    assert seconds(many(100_000), 0.7) < 5
