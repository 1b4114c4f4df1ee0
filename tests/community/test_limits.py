"""Windows of time in which knocks are counted: full hours, and days of Hanoi."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from aidtrack.clock import HANOI
from aidtrack.community.limits import DAY, HOUR, Door, begins, ends

moments = st.integers(1_600_000_000, 1_900_000_000).map(lambda second: datetime.fromtimestamp(second, UTC))


@given(moments, st.sampled_from([HOUR, DAY]))
def test_every_moment_lies_in_one_window_that_ends_soon(now: datetime, window: timedelta) -> None:
    door = Door("a door", window, 1)
    since, until = begins(door, now), ends(door, now)
    assert since <= now < until and until - since == window
    assert begins(door, since) == since and begins(door, until) == until


@given(moments)
def test_a_day_begins_at_midnight_in_hanoi(now: datetime) -> None:
    since = begins(Door("a door", DAY, 1), now).astimezone(HANOI)
    assert (since.hour, since.minute) == (0, 0) and since.date() == now.astimezone(HANOI).date()
