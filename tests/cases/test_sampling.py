"""The sample of a list: how many, whom, and what their answers allow."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidtrack.cases.sampling import (
    CONFIRMED,
    LEAST,
    MOST,
    NOT_REACHED,
    WRONG,
    WRONG_IN,
    Count,
    check,
    drawn,
    size_for,
)
from aidtrack.errors import RuleBroken

CODES = [f"HN-{number:05}" for number in range(347)]
ANSWERS = st.sampled_from([CONFIRMED, WRONG, NOT_REACHED, None])


@given(st.integers(0, 20_000))
def test_the_size_is_five_percent_within_its_bounds(count: int) -> None:
    size = size_for(count)
    assert size <= count and size <= MOST
    assert size == count or size >= LEAST
    assert size in (count, LEAST, MOST) or 20 * (size - 1) < count <= 20 * size
    assert size_for(count + 1) >= size


@given(st.sets(st.sampled_from(CODES)), st.text(), st.randoms())
def test_the_same_seed_draws_the_same_whatever_the_order(codes: set[str], seed: str, chance: object) -> None:
    shuffled = sorted(codes)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    found = drawn(shuffled, seed)
    assert found == drawn(sorted(codes), seed)
    assert len(set(found)) == len(found) == size_for(len(codes)) and set(found) <= codes


def test_the_lot_falls_on_everybody_alike() -> None:
    """Over 2,000 seeds each of 40 codes is drawn about 150 times (3 of 40); a lot that preferred some,
    as the order of the list would, strays far beyond."""
    times = dict.fromkeys(CODES[:40], 0)
    for seed in range(2_000):
        for code in drawn(CODES[:40], str(seed)):
            times[code] += 1
    assert sum(times.values()) == 6_000
    assert min(times.values()) > 90 and max(times.values()) < 210


def test_the_draw_of_the_day_can_be_repeated() -> None:
    assert drawn(CODES[:40], "2021-08-14") == ["HN-00013", "HN-00011", "HN-00021"]


@given(st.lists(ANSWERS, min_size=1, max_size=70))
def test_a_list_is_carried_only_by_enough_right_answers(answers: list[str | None]) -> None:
    count, size = Count.of(answers), len(answers)
    right, wrong = answers.count(CONFIRMED), answers.count(WRONG)
    carried = None not in answers and wrong * WRONG_IN <= right + wrong and 2 * (right + wrong) >= size
    if carried:
        check(count)
        assert right > 0
    else:
        with pytest.raises(RuleBroken):
            check(count)


@given(st.lists(ANSWERS, min_size=1, max_size=40))
def test_a_refused_list_could_not_be_saved_by_the_calls_that_are_left(answers: list[str | None]) -> None:
    if Count.of(answers).refused:
        best = [answer or CONFIRMED for answer in answers]
        with pytest.raises(RuleBroken):
            check(Count.of(best))


def test_one_wrong_in_eighteen_is_borne_and_two_are_not() -> None:
    check(Count.of([CONFIRMED] * 17 + [WRONG]))
    with pytest.raises(RuleBroken, match="2 of 18"):
        check(Count.of([CONFIRMED] * 16 + [WRONG] * 2))
