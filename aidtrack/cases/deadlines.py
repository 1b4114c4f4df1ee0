"""How long a case may stand in each state before somebody must look: a table, which a setting may change.

A deadline belongs to a state, not to a person; with whom a late case lies is told beside it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from aidtrack.cases.lifecycle import State
from aidtrack.errors import RuleBroken
from aidtrack.sentences import N_

DAYS: Mapping[State, int] = {
    State.REPORTED: 3,
    State.UNDER_REVIEW: 5,
    State.NEEDS_MORE: 7,
    State.ON_HOLD: 30,
}
"""Days by state where no setting says otherwise; the other states have no deadline."""

_PART = re.compile(r"([a-z_]+)\s*[:=]\s*([0-9]{1,3})")


def read(setting: str) -> Mapping[State, int]:
    """The deadlines with what a setting changes; RuleBroken for what cannot be read.

    >>> read("reported=2, on_hold=14")[State.REPORTED]
    2
    """
    found = dict(DAYS)
    for part in filter(None, re.split(r"[,;\s]+(?=[a-z])", setting.strip())):
        read_part = _PART.fullmatch(part.strip(" ,;"))
        if not read_part or read_part.group(1) not in DAYS or int(read_part.group(2)) < 1:
            raise RuleBroken(
                N_("AIDTRACK_DEADLINES must be written as “reported=3, under_review=5”, not “{found}”."),
                found=part[:40],
            )
        found[State(read_part.group(1))] = int(read_part.group(2))
    return found


def days_late(state: State | str, since: date, today: date, days: Mapping[State, int] = DAYS) -> int:
    """By how many days a case is past the deadline of its state; 0 if it is in time or has none."""
    allowed = days.get(State(state))
    return 0 if allowed is None else max(0, (today - since).days - allowed)
