"""An appeal receives for ninety days at most and has given everything twenty days later (Decree 93/2021)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidtrack.campaigns.windows import (
    Limits,
    Windows,
    check_distributing,
    check_receiving,
    check_windows,
    days_to_distribute,
    deadlines,
    is_distributing,
    is_receiving,
    promised_until,
)
from aidtrack.errors import RuleBroken
from aidtrack.languages import say_in

AUGUST = Windows(date(2021, 8, 9), date(2021, 8, 14), date(2021, 8, 14), date(2021, 8, 16))


def test_the_windows_of_august_2021_are_in_order() -> None:
    check_windows(AUGUST)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"receives_to": date(2021, 8, 8)}, "receives_to"),
        ({"receives_to": date(2021, 11, 8)}, "receives_to"),
        ({"distributes_from": date(2021, 8, 8)}, "distributes_from"),
        ({"distributes_to": date(2021, 8, 13)}, "distributes_to"),
        ({"distributes_to": date(2021, 9, 4)}, "distributes_to"),
    ],
)
def test_windows_out_of_order_or_too_long_name_the_field(change: dict[str, date], field: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        check_windows(replace(AUGUST, **change))
    assert refusal.value.field == field


def test_the_last_days_are_the_ninetieth_and_the_twentieth_after() -> None:
    check_windows(replace(AUGUST, receives_to=date(2021, 11, 7)))
    check_windows(replace(AUGUST, distributes_to=date(2021, 9, 3)))
    with pytest.raises(RuleBroken) as refusal:
        check_windows(replace(AUGUST, receives_to=date(2021, 11, 8)))
    said = say_in("vi", refusal.value.sentence)
    assert said == "Đợt vận động tiếp nhận nhiều nhất 90 ngày: đến hết 07/11/2021."


def test_a_deployment_may_set_other_limits() -> None:
    strict = Limits(receive_days=3)
    with pytest.raises(RuleBroken):
        check_windows(AUGUST, strict)
    check_windows(replace(AUGUST, receives_to=date(2021, 8, 12)), strict)


def test_what_must_be_published_has_its_days() -> None:
    found = deadlines(AUGUST)
    assert found.distribute == date(2021, 9, 3)
    assert found.publish_received == date(2021, 8, 29)
    assert found.publish_given == date(2021, 9, 15)


@given(st.integers(-5, 15))
def test_the_first_and_the_last_day_belong_to_a_window(offset: int) -> None:
    on = AUGUST.receives_from + timedelta(days=offset)
    assert is_receiving(AUGUST, on) == (0 <= offset <= 5)
    assert is_distributing(AUGUST, on) == (5 <= offset <= 7)
    assert (days_to_distribute(AUGUST, on) >= 0) == (offset <= 7)
    for check, open_ in ((check_receiving, is_receiving), (check_distributing, is_distributing)):
        if open_(AUGUST, on):
            check(AUGUST, on)
        else:
            with pytest.raises(RuleBroken):
                check(AUGUST, on)


def test_goods_stay_promised_to_the_end_of_distribution_and_so_many_days_at_least() -> None:
    windows = Windows(date(2021, 8, 15), date(2021, 8, 21), date(2021, 8, 22), date(2021, 9, 5))
    assert promised_until(windows, date(2021, 8, 15), 7) == date(2021, 9, 5), "not 22/8, the first trip's day"
    assert promised_until(windows, date(2021, 9, 4), 7) == date(2021, 9, 11)
    assert promised_until(windows, date(2021, 9, 5), 0) == date(2021, 9, 5)
