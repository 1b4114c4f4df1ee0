"""The only place that looks at a clock: real time, and business time at a kept distance from it.

Business time is what cases, lots and windows are dated with; the demo goes on from August 2021.
Sessions, rate limits and chain entries carry real time.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def real_now() -> datetime:
    """Real time, UTC."""
    return datetime.now(UTC)


def day_of(moment: datetime) -> date:
    """The calendar day in Hanoi of a moment."""
    return moment.astimezone(HANOI).date()


def moment_of(text: str) -> datetime:
    """A moment from ISO text; without a zone it is Hanoi time. ValueError if it is none."""
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=HANOI)).astimezone(UTC)


class Clock:
    """Business time: real time moved by a distance, or standing still in tests (`fixed`)."""

    def __init__(self, distance: timedelta = timedelta(0), fixed: datetime | None = None) -> None:
        self.distance = distance
        self.fixed = fixed

    def now(self) -> datetime:
        """Business time, UTC."""
        return self.fixed or real_now() + self.distance

    def today(self) -> date:
        """Business day in Hanoi."""
        return day_of(self.now())
