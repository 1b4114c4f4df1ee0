"""Business time: at a kept distance from real time, or held still by tests; days are Hanoi's."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from aidtrack.clock import Clock, day_of, moment_of, real_now
from aidtrack.db import clock_of_business, keep_fact, transaction


def test_a_day_begins_at_midnight_in_hanoi() -> None:
    assert day_of(datetime(2021, 8, 13, 16, 59, tzinfo=UTC)) == date(2021, 8, 13)
    assert day_of(datetime(2021, 8, 13, 17, 0, tzinfo=UTC)) == date(2021, 8, 14)


def test_a_moment_without_a_zone_is_hanois() -> None:
    assert moment_of("2021-08-14T08:00") == datetime(2021, 8, 14, 1, 0, tzinfo=UTC)
    assert moment_of("2021-08-14T08:00+00:00") == datetime(2021, 8, 14, 8, 0, tzinfo=UTC)
    with pytest.raises(ValueError):
        moment_of("noon")


def test_business_time_runs_beside_real_time() -> None:
    clock = Clock(timedelta(days=-1000))
    first = clock.now()
    assert timedelta(days=1000) <= real_now() - first < timedelta(days=1000, seconds=5)
    assert clock.now() >= first
    assert clock.today() == day_of(first)


def test_a_held_clock_stands_still() -> None:
    noon = moment_of("2021-08-14T12:00")
    clock = Clock(timedelta(days=9), noon)
    assert clock.now() == noon and clock.today() == date(2021, 8, 14)


@pytest.mark.usefixtures("each_database")
def test_every_process_shares_the_distance_that_the_database_keeps(app: Flask) -> None:
    with app.app_context():
        assert abs(clock_of_business().now() - real_now()) < timedelta(seconds=5)
        with transaction():
            keep_fact("clock.distance", "-86400.5")
    with app.app_context():
        behind = real_now() - clock_of_business().now()
        assert timedelta(days=1) < behind < timedelta(days=1, seconds=5)
        held = moment_of("2021-08-14T08:00")
        assert clock_of_business(held).now() == held


def test_the_demo_goes_on_from_the_morning_of_15_august(demo_app: Flask) -> None:
    with demo_app.app_context():
        begun = clock_of_business().now()
        assert begun >= moment_of("2021-08-15T08:00")
        assert clock_of_business().now() >= begun
