"""How many requests are taken and how many codes may be tried: doors, counted by windows of time.

Behind one address of a mobile network stand many people, so numbers are generous. Windows begin at full hours
or days of real time, so that the refusal can say from when on one may try again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from aidtrack.errors import RuleBroken
from aidtrack.sentences import Sentence

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
_MIDNIGHT = timedelta(hours=17)
"""When a day begins in Hanoi, by the clock of Greenwich."""


@dataclass(frozen=True)
class Door:
    """Something that is counted: its name, the length of its window, and how often it opens in one."""

    name: str
    window: timedelta
    most: int


class TooMany(RuleBroken):
    """A door that stays shut until `until` (real time)."""

    def __init__(self, sentence: Sentence, until: datetime) -> None:
        super().__init__(sentence)
        self.until = until


def begins(door: Door, now: datetime) -> datetime:
    """When the window began in which a moment lies: the full hour, or midnight in Hanoi."""
    hour = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    if door.window < DAY:
        return hour
    return hour - timedelta(hours=(hour - _MIDNIGHT).hour)


def ends(door: Door, now: datetime) -> datetime:
    """From when on the door opens again."""
    return begins(door, now) + door.window
