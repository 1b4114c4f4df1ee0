"""A good that runs short is handed out in one fixed order of steps, whatever the supply."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from aidtrack.campaigns.pouring import Claim, claim, pour_by_priority, pour_in_turn


def claims_of(rows: list[tuple[int, int, int]], floor: int, step: int) -> list[Claim]:
    """Claims from (class, weight, amount for each), ranked by class."""
    ranked = sorted(rows, key=lambda row: row[0])
    return [
        claim(rank, klass, weight=weight, entitled=max(floor, weight * each), floor=floor, step=step)
        for rank, (klass, weight, each) in enumerate(ranked)
    ]


def step_by_step(claims: list[Claim], supply: int, *, floors: bool) -> dict[int, int]:
    """The order as it is told, one step after the other: slow and plain."""
    steps: list[tuple[tuple[int, int, Fraction, int], int, int]] = []
    for each in claims:
        had = 0
        while had < each.entitled:
            more = each.first if had == 0 else each.step
            if floors and had == 0:
                turn = (1, 0, Fraction(0), each.rank)
            elif had >= each.trimmed:
                turn = (3, 0, Fraction(had, each.weight), each.rank)
            else:
                turn = (2, each.klass, Fraction(had, each.weight), each.rank)
            steps.append((turn, each.rank, more))
            had += more
    given_out = {each.rank: 0 for each in claims}
    for _, rank, more in sorted(steps):
        if more > supply:
            break
        given_out[rank] += more
        supply -= more
    return given_out


rows = st.lists(st.tuples(st.integers(1, 4), st.integers(1, 9), st.integers(1, 12)), max_size=12)


@given(rows, st.integers(0, 20), st.integers(1, 5), st.integers(0, 500))
def test_the_quick_way_gives_what_the_plain_way_gives(
    facts: list[tuple[int, int, int]], floor: int, step: int, supply: int
) -> None:
    claims = claims_of(facts, floor, step)
    expected = step_by_step(claims, supply, floors=bool(floor))
    if sum(each.entitled for each in claims) <= supply:
        expected = {each.rank: each.entitled for each in claims}
    assert pour_by_priority(claims, supply, floors=bool(floor)) == expected


@given(rows, st.integers(0, 20), st.integers(1, 5), st.integers(0, 300), st.booleans())
def test_more_supply_takes_from_nobody(
    facts: list[tuple[int, int, int]], floor: int, step: int, supply: int, in_turn: bool
) -> None:
    claims = claims_of(facts, floor, step)
    pour = pour_in_turn if in_turn else pour_by_priority
    less = pour(claims, supply, floors=bool(floor))
    more = pour(claims, supply + 1, floors=bool(floor))
    assert all(less[rank] <= more[rank] for rank in less)
    assert sum(less.values()) <= supply


@given(rows, st.integers(0, 20), st.integers(1, 5), st.integers(0, 300))
def test_in_turn_each_is_served_whole_before_the_next(
    facts: list[tuple[int, int, int]], floor: int, step: int, supply: int
) -> None:
    claims = claims_of(facts, floor, step)
    amounts = pour_in_turn(claims, supply, floors=bool(floor))
    full = [amounts[each.rank] == each.entitled for each in claims]
    above_floor = [amounts[each.rank] > (each.first if floor else 0) for each in claims]
    for before, after in zip(full, above_floor[1:], strict=False):
        assert before or not after


@given(st.integers(1, 200), st.integers(0, 200), st.integers(1, 30))
def test_a_first_portion_covers_the_floor_and_leaves_whole_steps(
    entitled: int, floor: int, step: int
) -> None:
    floor = min(floor, entitled)
    made = claim(1, 1, weight=1, entitled=entitled, floor=floor, step=step)
    assert max(1, floor) <= made.first <= made.trimmed <= made.entitled
    assert (made.entitled - made.first) % step == 0
    assert made.first - floor < step if floor else made.first <= step
    assert made.trimmed == (entitled if made.first == entitled else entitled - step)


def test_floors_come_before_anybody_gets_more() -> None:
    claims = claims_of([(1, 2, 10), (2, 2, 10)], floor=6, step=1)
    assert pour_by_priority(claims, 12, floors=True) == {0: 6, 1: 6}
    assert pour_by_priority(claims, 11, floors=True) == {0: 6, 1: 0}
    assert pour_by_priority(claims, 15, floors=True) == {0: 9, 1: 6}


def test_the_last_step_is_missed_by_the_largest_first_then_the_least_pressing_class_goes_short() -> None:
    claims = claims_of([(1, 5, 4), (1, 1, 4), (2, 3, 4)], floor=0, step=1)
    assert pour_by_priority(claims, 36, floors=False) == {0: 20, 1: 4, 2: 12}
    assert pour_by_priority(claims, 35, floors=False) == {0: 19, 1: 4, 2: 12}
    assert pour_by_priority(claims, 34, floors=False) == {0: 19, 1: 4, 2: 11}
    assert pour_by_priority(claims, 33, floors=False) == {0: 19, 1: 3, 2: 11}
    assert pour_by_priority(claims, 30, floors=False) == {0: 19, 1: 3, 2: 8}
    assert pour_by_priority(claims, 22, floors=False) == {0: 19, 1: 3, 2: 0}
    assert pour_by_priority(claims, 12, floors=False) == {0: 10, 1: 2, 2: 0}
    assert pour_by_priority(claims, 0, floors=False) == {0: 0, 1: 0, 2: 0}
    assert pour_by_priority([], 10, floors=False) == {}
