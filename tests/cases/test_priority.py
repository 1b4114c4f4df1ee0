"""Who comes first among households."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidtrack.cases.categories import CODES
from aidtrack.cases.priority import (
    TIE_BREAKERS,
    Standing,
    class_of,
    has_young_or_old,
    is_ill,
    tie_break_key,
    why_first,
)

DAY = datetime(2021, 8, 13, tzinfo=UTC)
PLAIN = Standing("HN-000000", 3, DAY, verified_at=DAY)


def test_the_most_pressing_category_decides_the_class() -> None:
    assert class_of(["disabled", "student"]) == 1
    assert class_of(["lost_job", "policy"]) == 2
    assert class_of([]) == 5


def test_a_campaign_may_set_its_own_classes() -> None:
    assert class_of(["disabled", "policy"], {"disabled": 1}) == 1


@given(st.lists(st.sampled_from(CODES)), st.sampled_from(CODES))
def test_another_category_never_makes_a_household_less_pressing(codes: list[str], more: str) -> None:
    assert class_of([*codes, more]) <= class_of(codes)


@pytest.mark.parametrize(
    "ahead",
    [
        {"klass": 2},
        {"score": 1},
        {"young_or_old": True},
        {"ill": True},
        {"verified_at": DAY - timedelta(hours=1)},
        {"registered_at": DAY - timedelta(hours=1)},
        {"position": -1},
        {"code": "HM-999999"},
    ],
    ids=lambda ahead: next(iter(ahead)),
)
def test_each_tie_breaker_decides_between_equals_and_never_against_an_earlier_one(
    ahead: dict[str, Any],
) -> None:
    names = ["klass", "score", "young_or_old", "ill", "verified_at", "registered_at", "position", "code"]
    worse: dict[str, Any] = {
        "score": 9,
        "young_or_old": True,
        "ill": True,
        "verified_at": DAY - timedelta(days=9),
        "registered_at": DAY - timedelta(days=9),
        "position": -9,
        "code": "AA-000000",
    }
    later = names[names.index(next(iter(ahead))) + 1 :]
    rival = replace(PLAIN, **{name: worse[name] for name in later})
    assert tie_break_key(replace(PLAIN, **ahead)) < tie_break_key(rival)


def test_a_case_that_was_never_verified_comes_last_of_equals() -> None:
    assert tie_break_key(PLAIN) < tie_break_key(replace(PLAIN, verified_at=None))


@given(st.permutations([replace(PLAIN, code=f"HN-{n}", position=n % 3, klass=n % 2) for n in range(6)]))
def test_the_order_does_not_depend_on_how_the_list_was_shuffled(shuffled: list[Standing]) -> None:
    ordered = sorted(shuffled, key=tie_break_key)
    assert [standing.code for standing in ordered] == ["HN-0", "HN-4", "HN-2", "HN-3", "HN-1", "HN-5"]


def test_the_reason_names_neither_illness_nor_children_nor_a_score() -> None:
    ill = replace(PLAIN, ill=True, score=4, young_or_old=True)
    said = {
        why_first(replace(PLAIN, **{name: getattr(ill, name)}), PLAIN).template for name in ("ill", "score")
    }
    assert said == {"a more pressing situation"}
    assert why_first(replace(PLAIN, klass=1), PLAIN).template == "a more pressing class of priority"
    assert why_first(replace(PLAIN, position=-1), PLAIN).template == "registered earlier"


def test_illness_comes_from_the_categories_and_ages_from_the_birth_years() -> None:
    assert is_ill(["patient", "student"]) and not is_ill(["patient_relative"])
    assert has_young_or_old([1990, 2016], year=2021)
    assert not has_young_or_old([1990, 2015, None], year=2021)
    assert has_young_or_old([1961], year=2021) and not has_young_or_old([1962], year=2021)


def test_the_tie_breakers_are_printed_in_the_order_that_decides() -> None:
    assert TIE_BREAKERS[0] == "class of priority" and TIE_BREAKERS[-1] == "code" and len(TIE_BREAKERS) == 7
