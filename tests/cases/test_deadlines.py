"""Deadlines by state: what a setting changes, and when a case is late."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidtrack.cases.deadlines import DAYS, days_late, read
from aidtrack.cases.lifecycle import State
from aidtrack.errors import RuleBroken

TODAY = date(2021, 8, 14)


def test_a_setting_changes_what_it_names_and_nothing_else() -> None:
    assert read("") == DAYS
    assert read("reported=2, on_hold: 14;needs_more=1") == {
        **DAYS,
        State.REPORTED: 2,
        State.ON_HOLD: 14,
        State.NEEDS_MORE: 1,
    }


@pytest.mark.parametrize("setting", ["3", "reported", "reported=0", "reported=-1", "verified=3", "x=9999"])
def test_a_setting_that_cannot_be_read_is_refused_with_an_example(setting: str) -> None:
    with pytest.raises(RuleBroken, match="reported=3, under_review=5"):
        read(setting)


@given(st.sampled_from(State), st.integers(0, 400))
def test_a_case_is_late_by_the_days_beyond_its_deadline(state: State, days: int) -> None:
    late = days_late(state, TODAY - timedelta(days=days), TODAY)
    assert late == (max(0, days - DAYS[state]) if state in DAYS else 0)
