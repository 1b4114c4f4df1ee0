"""Who received lately waits for a later campaign; who was passed over does not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from aidtrack.campaigns.resting import rests
from aidtrack.cases.progress import Progress

FIRST = date(2021, 8, 22)


@pytest.mark.parametrize(
    ("ago", "rested"), [(0, True), (8, True), (13, True), (14, False), (15, False), (-1, True)]
)
def test_two_gifts_lie_so_many_days_apart_at_least(ago: int, rested: bool) -> None:
    served = FIRST - timedelta(days=ago)
    assert rests(Progress.SERVED, served, rest_days=14, first_day=FIRST) is rested
    assert rests(Progress.PARTIAL, served, rest_days=14, first_day=FIRST) is rested


@pytest.mark.parametrize("progress", Progress)
def test_without_a_number_of_days_nobody_rests(progress: Progress) -> None:
    assert not rests(progress, FIRST, rest_days=0, first_day=FIRST)


def test_who_is_about_to_receive_rests_and_who_was_absent_does_not() -> None:
    resting = {one for one in Progress if rests(one, None, rest_days=1, first_day=FIRST)}
    assert resting == {Progress.ALLOCATED, Progress.OUT}
