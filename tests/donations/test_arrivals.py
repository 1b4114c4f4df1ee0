"""Paper against count: what an arrival must say, and which state the amounts make."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidtrack.donations.arrivals import STATES, Arrival, check_arrivals, state_after
from aidtrack.errors import RuleBroken

DAY = date(2021, 8, 13)
NOODLES = Arrival("noodles", 9_000, 9_000, "carton", 30, date(2022, 2, 1))


def test_an_arrival_that_agrees_with_its_paper_needs_no_reason() -> None:
    check_arrivals([NOODLES], on=DAY)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"counted": 0}, "counted"),
        ({"counted": -1}, "counted"),
        ({"on_paper": -1}, "on_paper"),
        ({"counted": 8_940}, "difference_reason"),
        ({"counted": 8_940, "difference_reason": "  "}, "difference_reason"),
        ({"on_paper": 8_940}, "difference_reason"),
        ({"expires_on": date(2021, 8, 12)}, "expires_on"),
    ],
)
def test_what_cannot_be_names_the_field_to_mend(wrong: dict[str, object], field: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        check_arrivals([NOODLES, replace(NOODLES, **wrong)], on=DAY)  # type: ignore[arg-type]
    assert refused.value.field == field


def test_an_arrival_of_nothing_is_refused() -> None:
    with pytest.raises(RuleBroken):
        check_arrivals([], on=DAY)


def test_goods_are_usable_through_the_day_they_expire() -> None:
    check_arrivals([replace(NOODLES, expires_on=DAY)], on=DAY)


def test_a_shortage_with_its_reason_is_taken_in() -> None:
    check_arrivals([replace(NOODLES, counted=8_940, difference_reason="thiếu hai thùng")], on=DAY)


@given(st.lists(st.tuples(st.integers(1, 10**9), st.integers(0, 10**9)), min_size=1))
def test_the_state_says_whether_something_and_whether_all_has_come(lines: list[tuple[int, int]]) -> None:
    state = state_after(lines)
    assert state in STATES
    assert (state == "received") == all(got >= promised for promised, got in lines)
    assert (state == "promised") == all(got == 0 for _, got in lines)
