"""How far a household's help has come, derived from its portions, and the badge that shows a case's state.

Five squares (lập, xác minh, duyệt, phân bổ, nhận) and words: a colour never speaks alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from aidtrack.cases.lifecycle import STATE_LABELS, WAITING_STATES, State
from aidtrack.sentences import N_


class Progress(StrEnum):
    """What a case's row keeps; higher topics write it through `cases.actions.note_progress`."""

    NONE = "none"
    PLANNED = "planned"
    ALLOCATED = "allocated"
    OUT = "out"
    SERVED = "served"
    PARTIAL = "partial"
    FAILED = "failed"


OPEN = (Progress.OUT, Progress.ALLOCATED, Progress.PLANNED)
"""Portions still under way, the furthest first: while there is one, the case shows it."""
HELPED = frozenset({Progress.SERVED, Progress.PARTIAL})
"""The household has goods."""


@dataclass(frozen=True)
class Portion:
    """One household's part of one plan: how far it came, and since which day."""

    progress: Progress
    since: date


def derive(portions: Iterable[Portion]) -> Progress:
    """The progress of a case: the furthest portion under way, else how the latest one ended."""
    found = [portion for portion in portions if portion.progress is not Progress.NONE]
    for progress in OPEN:
        if any(portion.progress is progress for portion in found):
            return progress
    # Of two that ended on one day the better end counts: the household has its goods.
    ended = sorted(found, key=lambda portion: (portion.since, _ENDS.index(portion.progress)))
    return ended[-1].progress if ended else Progress.NONE


_ENDS = (Progress.FAILED, Progress.PARTIAL, Progress.SERVED)

SQUARES: tuple[str, ...] = (N_("added"), N_("verified"), N_("approved"), N_("allocated"), N_("received"))
"""The names of the five squares."""


@dataclass(frozen=True)
class Badge:
    """Words, a colour class of the theme (mute, lua, son, bien, ma) and how many squares are filled."""

    words: str
    colour: str
    squares: int


PROGRESS_BADGES: dict[Progress, Badge] = {
    Progress.PLANNED: Badge(N_("Approved"), "bien", 3),
    Progress.ALLOCATED: Badge(N_("Allocated"), "bien", 4),
    Progress.OUT: Badge(N_("On its way"), "bien", 4),
    Progress.SERVED: Badge(N_("Received"), "ma", 5),
    Progress.PARTIAL: Badge(N_("Received in part"), "ma", 5),
    Progress.FAILED: Badge(N_("Not delivered"), "lua", 4),
}

STATE_BADGES: dict[State, Badge] = {
    State.REPORTED: Badge(STATE_LABELS[State.REPORTED], "lua", 1),
    State.UNDER_REVIEW: Badge(STATE_LABELS[State.UNDER_REVIEW], "lua", 1),
    State.NEEDS_MORE: Badge(STATE_LABELS[State.NEEDS_MORE], "lua", 1),
    State.VERIFIED: Badge(STATE_LABELS[State.VERIFIED], "bien", 2),
    State.REJECTED: Badge(STATE_LABELS[State.REJECTED], "mute", 2),
    State.DUPLICATE: Badge(STATE_LABELS[State.DUPLICATE], "mute", 1),
    State.ON_HOLD: Badge(STATE_LABELS[State.ON_HOLD], "lua", 1),
    State.WITHDRAWN: Badge(STATE_LABELS[State.WITHDRAWN], "mute", 1),
}

SUSPECTED = Badge(N_("Possible duplicate"), "son", 1)
VERIFY_AGAIN = Badge(N_("Verify again"), "son", 1)
OVERDUE = Badge(N_("Overdue for verification"), "son", 1)


def badge(
    state: State | str,
    *,
    suspected: bool = False,
    verified_at: date | None = None,
    progress: Progress | str = Progress.NONE,
    today: date,
    waiting_since: date | None = None,
    grows_old_after: int = 90,
    overdue_after: int = 3,
) -> Badge:
    """The badge of a case on a day; ages and deadlines in days.

    What must be decided first is shown first: an open pair, then where the goods are, then an old
    verification or a late visit, then the state.
    """
    here, how_far = State(state), Progress(progress)
    if suspected and here not in (State.DUPLICATE, State.WITHDRAWN, State.REJECTED):
        return SUSPECTED
    if how_far is not Progress.NONE and here is State.VERIFIED:
        return PROGRESS_BADGES[how_far]
    if here in (State.VERIFIED, State.UNDER_REVIEW) and _older(verified_at, grows_old_after, today):
        return VERIFY_AGAIN
    if here in WAITING_STATES and _older(waiting_since, overdue_after, today):
        return OVERDUE
    return STATE_BADGES[here]


def _older(day: date | None, days: int, today: date) -> bool:
    return day is not None and today - day > timedelta(days=days)
