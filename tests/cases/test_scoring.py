"""Scores: the table's order, what raises a score, and the sentence that adds up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidtrack.cases.categories import CODES
from aidtrack.cases.scoring import CATEGORY_POINTS, VERSION, Situation, ages, check_by_hand, score_of
from aidtrack.errors import RuleBroken

TODAY = date(2021, 8, 14)
PLAIN = Situation((), 0, 0, TODAY)

SITUATIONS = st.builds(
    Situation,
    st.lists(st.sampled_from(CODES), unique=True).map(tuple),
    st.integers(0, 5),
    st.integers(0, 5),
    st.integers(0, 90).map(lambda days: TODAY - timedelta(days=days)),
    st.none() | st.integers(0, 90).map(lambda days: TODAY - timedelta(days=days)),
    st.integers(-20, 20),
)


def points(one: Situation) -> int:
    return score_of(one, today=TODAY).points


def test_the_table_keeps_the_order_of_attention() -> None:
    assert set(CATEGORY_POINTS) == set(CODES) - {"none"}
    order = [CATEGORY_POINTS[code] for code in CODES if code != "none"]
    assert all(first >= second for first, second in pairwise(order))


@given(SITUATIONS)
def test_a_score_is_the_sum_of_the_parts_that_its_sentence_names(one: Situation) -> None:
    score = score_of(one, today=TODAY)
    assert score.points == max(0, sum(part.points for part in score.parts)) and score.version == VERSION
    said = score.said.render()
    assert said.startswith(f"{score.points} points") and all(
        f"{part.label.render()} {part.points}" in said for part in score.parts
    )


@given(SITUATIONS)
def test_more_hardship_never_lowers_a_score(one: Situation) -> None:
    for more in (
        replace(one, children=one.children + 1),
        replace(one, elderly=one.elderly + 1),
        replace(one, helped_on=None),
        replace(one, registered_on=one.registered_on - timedelta(days=5)),
        replace(one, by_hand=one.by_hand + 1),
        replace(one, categories=tuple({*one.categories, "patient"})),
    ):
        assert points(more) >= points(one)


def test_the_example_of_the_table() -> None:
    family = replace(PLAIN, categories=("lost_job", "child"), children=2, registered_on=date(2021, 8, 4))
    said = score_of(family, today=TODAY).said.render()
    assert said.startswith("54 points: ") and said.endswith("days of waiting 5 (table 1)")
    assert points(family) == 22 + 3 + 8 + 6 + 10 + 5


def test_ages_come_from_birth_years_as_far_as_they_are_known() -> None:
    assert ages([2016, 2015, None, 1961, 1962], year=2021) == (1, 1)


@pytest.mark.parametrize(("change", "reason"), [(0, "vì sao"), (21, "vì sao"), (-21, "vì sao"), (5, "")])
def test_a_change_by_hand_has_bounds_and_a_reason(change: int, reason: str) -> None:
    with pytest.raises(RuleBroken):
        check_by_hand(change, reason)
    check_by_hand(-20, "đã có nơi khác giúp")
