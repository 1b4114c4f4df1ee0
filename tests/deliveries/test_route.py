"""A ward's households are parted into trips along its streets."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidtrack.deliveries.route import Call, in_order, split
from aidtrack.errors import RuleBroken


def call(number: int, address: str = "", group: str = "", grams: int = 0) -> Call:
    return Call(number, f"HN-{number:03}", group, address, grams)


def test_calls_go_by_group_street_lane_and_door_numbers_by_their_value() -> None:
    way = [
        call(1, "số 9, ngõ 5 Minh Khai", "Tổ 7"),
        call(2, "nhà số 13, ngõ 5 Minh Khai", "Tổ 7"),
        call(3, "103, ngõ 17 Minh Khai", "Tổ 7"),
        call(4, "số 2, ngõ 108 Minh Khai", "Tổ 7"),
        call(5, "số 1, ngõ 1 Trần Cung", "Tổ 7"),
        call(6, "số 1, ngõ 1 Đại La", "Tổ 26"),
        call(7, "số 1, ngõ 1 Trần Cung", "Tổ 26"),
        call(8, "số 1, ngõ 1 Trần Cung", "Tổ 26"),
    ]
    assert in_order(Random(1).sample(way, len(way))) == way


def test_the_group_may_stand_in_the_address() -> None:
    way = [call(1, "số 158, ngõ 108 Đê La Thành, tổ 7"), call(2, "số 11, ngõ 25 Phùng Khoang, tổ 17")]
    assert in_order(way[::-1]) == way


def test_trips_are_as_few_as_possible_and_about_equal() -> None:
    calls = [call(number, f"số {number}") for number in range(1, 26)]
    trips = split(calls, most_calls=12)
    assert [len(trip) for trip in trips] == [9, 9, 7]
    assert [each for trip in trips for each in trip] == calls
    assert split(calls) == [calls]
    assert split([]) == []


def test_a_vehicle_is_not_overloaded() -> None:
    calls = [
        call(number, f"số {number}", grams=grams) for number, grams in enumerate((400, 300, 300, 700), 1)
    ]
    assert [[each.case_id for each in trip] for trip in split(calls, most_grams=1_000)] == [[1, 2], [3, 4]]


def test_a_share_too_heavy_for_any_trip_is_named() -> None:
    with pytest.raises(RuleBroken, match="HN-002"):
        split([call(1, grams=5), call(2, grams=11)], most_grams=10)
    for limits in ({"most_calls": 0}, {"most_grams": 0}):
        with pytest.raises(RuleBroken, match="at least one household"):
            split([call(1)], **limits)


@given(
    st.lists(st.tuples(st.integers(1, 60), st.integers(1, 9), st.integers(0, 90)), max_size=40),
    st.integers(1, 15),
    st.integers(90, 400),
)
def test_every_household_is_on_exactly_one_trip_within_the_limits(
    facts: list[tuple[int, int, int]], most_calls: int, most_grams: int
) -> None:
    calls = [
        call(number, f"số {door}, ngõ {lane} Minh Khai", grams=grams)
        for number, (door, lane, grams) in enumerate(facts)
    ]
    trips = split(Random(3).sample(calls, len(calls)), most_calls=most_calls, most_grams=most_grams)
    assert [each for trip in trips for each in trip] == in_order(calls)
    assert all(0 < len(trip) <= most_calls for trip in trips)
    assert all(sum(each.grams for each in trip) <= most_grams for trip in trips)
