"""When a campaign may receive and when it must have given: the windows of Decree 93/2021.

An appeal receives for at most 90 days from the day it is called, that day not counted (Civil Code 2015,
article 147), and everything is distributed within 20 days after. Both numbers, and the deadlines for
publishing, are settings that an official should confirm.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from aidtrack.errors import RuleBroken
from aidtrack.sentences import N_


@dataclass(frozen=True)
class Limits:
    """Days that the law allows; each may be set by a deployment."""

    receive_days: int = 90
    distribute_days: int = 20
    publish_received_days: int = 15
    publish_given_days: int = 30


@dataclass(frozen=True)
class Windows:
    """The first and last days, both included, of receiving and of distributing."""

    receives_from: date
    receives_to: date
    distributes_from: date
    distributes_to: date

    @classmethod
    def of(cls, kept: Any) -> Windows:
        """The windows of whatever has its four days."""
        return cls(kept.receives_from, kept.receives_to, kept.distributes_from, kept.distributes_to)


@dataclass(frozen=True)
class Deadlines:
    """The last days on which things must be done."""

    distribute: date
    publish_received: date
    publish_given: date


def deadlines(windows: Windows, limits: Limits = Limits()) -> Deadlines:
    """Until when to have distributed, and to have published what was received and what was given."""
    return Deadlines(
        distribute=windows.receives_to + timedelta(days=limits.distribute_days),
        publish_received=windows.receives_to + timedelta(days=limits.publish_received_days),
        publish_given=windows.distributes_to + timedelta(days=limits.publish_given_days),
    )


def check_windows(windows: Windows, limits: Limits = Limits()) -> None:
    """RuleBroken, with the field to mend, unless the windows are in order and within the limits."""
    if windows.receives_to < windows.receives_from:
        raise RuleBroken(N_("Receiving cannot end before it begins."), field="receives_to")
    if windows.receives_to > (last := windows.receives_from + timedelta(days=limits.receive_days)):
        raise RuleBroken(
            N_("An appeal receives for at most {days} days: until {last}."),
            field="receives_to",
            days=limits.receive_days,
            last=last,
        )
    if windows.distributes_from < windows.receives_from:
        raise RuleBroken(N_("Distributing cannot begin before receiving does."), field="distributes_from")
    if windows.distributes_to < windows.distributes_from:
        raise RuleBroken(N_("Distributing cannot end before it begins."), field="distributes_to")
    if windows.distributes_to > (last := deadlines(windows, limits).distribute):
        raise RuleBroken(
            N_("Everything is distributed within {days} days after receiving ends: until {last}."),
            field="distributes_to",
            days=limits.distribute_days,
            last=last,
        )


def is_receiving(windows: Windows, on: date) -> bool:
    """Whether donations may come in on a day."""
    return windows.receives_from <= on <= windows.receives_to


def is_distributing(windows: Windows, on: date) -> bool:
    """Whether goods may be given on a day."""
    return windows.distributes_from <= on <= windows.distributes_to


def check_receiving(windows: Windows, on: date) -> None:
    """RuleBroken if the campaign does not receive on a day."""
    if not is_receiving(windows, on):
        raise RuleBroken(
            N_("This campaign receives from {first} to {last}."),
            field="received_on",
            first=windows.receives_from,
            last=windows.receives_to,
        )


def check_distributing(windows: Windows, on: date) -> None:
    """RuleBroken if the campaign does not distribute on a day."""
    if not is_distributing(windows, on):
        raise RuleBroken(
            N_("This campaign distributes from {first} to {last}."),
            field="on",
            first=windows.distributes_from,
            last=windows.distributes_to,
        )


def days_to_distribute(windows: Windows, on: date) -> int:
    """Days left after this one until distributing ends; below zero when it is over."""
    return (windows.distributes_to - on).days


def promised_until(windows: Windows, on: date, days: int) -> date:
    """The last day, it included, on which goods promised on a day stay held.

    So many days, and never less than the distribution window: a plan approved a week before the first
    trip would lose its goods on the way there.
    """
    return max(on + timedelta(days=days), windows.distributes_to)
