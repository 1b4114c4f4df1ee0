"""What a resident is told of a request: a stage derived from it and from its case, and nothing personal.

A request in quarantine, or one that was discarded as spam by mistake or not, reads like any other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from aidtrack.cases.lifecycle import State
from aidtrack.cases.progress import HELPED, OPEN, Progress
from aidtrack.community.answering import RequestState
from aidtrack.sentences import N_


class Stage(StrEnum):
    """How far a request has come, as the resident sees it."""

    RECEIVED = "received"
    LOOKED_AT = "looked_at"
    VISIT = "visit"
    ACCEPTED = "accepted"
    LISTED = "listed"
    GIVEN = "given"
    NOT_NOW = "not_now"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Told:
    """A stage in words: its title, and what it means for the resident."""

    title: str
    text: str


WORDS: Mapping[Stage, Told] = {
    Stage.RECEIVED: Told(N_("Received"), N_("The ward has your request. Somebody will call you.")),
    Stage.LOOKED_AT: Told(
        N_("Being looked at"), N_("Somebody of the ward has taken the request up and is looking at it.")
    ),
    Stage.VISIT: Told(N_("A visit is coming"), N_("Somebody will come to see you, or has come already.")),
    Stage.ACCEPTED: Told(
        N_("Accepted"), N_("The household is confirmed and waits for the next distribution.")
    ),
    Stage.LISTED: Told(
        N_("In the list of a distribution"), N_("A share is set aside. Somebody calls before it is brought.")
    ),
    Stage.GIVEN: Told(N_("Given"), N_("The share was handed over.")),
    Stage.NOT_NOW: Told(
        N_("Not part of this round yet"),
        N_("The request is not part of this round. You may ask your ward why."),
    ),
    Stage.WITHDRAWN: Told(
        N_("Withdrawn"), N_("The request was withdrawn. You can send a new one at any time.")
    ),
}
WAY: Sequence[Stage] = (
    Stage.RECEIVED,
    Stage.LOOKED_AT,
    Stage.VISIT,
    Stage.ACCEPTED,
    Stage.LISTED,
    Stage.GIVEN,
)
"""The usual way of a request, step by step."""

_OF_CASE: Mapping[State, Stage] = {
    State.REPORTED: Stage.LOOKED_AT,
    State.UNDER_REVIEW: Stage.VISIT,
    State.NEEDS_MORE: Stage.LOOKED_AT,
    State.VERIFIED: Stage.ACCEPTED,
    State.REJECTED: Stage.NOT_NOW,
    State.DUPLICATE: Stage.LOOKED_AT,
    State.ON_HOLD: Stage.LOOKED_AT,
    State.WITHDRAWN: Stage.WITHDRAWN,
}


def stage_of(
    state: RequestState | str, case_state: State | str | None = None, progress: Progress | str = Progress.NONE
) -> Stage:
    """The stage of a request; `case_state` and `progress` are of its case, or of the one that goes on."""
    here = RequestState(state)
    if here is RequestState.WITHDRAWN:
        return Stage.WITHDRAWN
    if here in (RequestState.DECLINED, RequestState.SPAM):
        return Stage.NOT_NOW
    if here is not RequestState.TAKEN or case_state is None:
        return Stage.RECEIVED
    how_far, case = Progress(progress), State(case_state)
    if how_far in HELPED and case is not State.DUPLICATE:
        return Stage.GIVEN
    return Stage.LISTED if case is State.VERIFIED and how_far in OPEN else _OF_CASE[case]


def walked(stage: Stage) -> list[Stage]:
    """The steps behind and including a stage, in their order; of an end off the way, the beginning and it."""
    if stage in WAY:
        return list(WAY[: WAY.index(stage) + 1])
    return [Stage.RECEIVED, stage]


def next_of(stage: Stage) -> Stage | None:
    """The step that usually follows; None at an end."""
    at = WAY.index(stage) + 1 if stage in WAY else len(WAY)
    return WAY[at] if at < len(WAY) else None
