"""What may become of a request, as one table of moves, and the reasons for which one is declined.

A request is no case. Whoever takes it up adds the case under their own name; another person verifies it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from aidtrack.errors import RuleBroken
from aidtrack.sentences import N_, say


class RequestState(StrEnum):
    """Where a request stands."""

    APART = "apart"
    WAITING = "waiting"
    TAKEN = "taken"
    DECLINED = "declined"
    SPAM = "spam"
    WITHDRAWN = "withdrawn"


STATE_LABELS: Mapping[RequestState, str] = {
    RequestState.APART: N_("In quarantine"),
    RequestState.WAITING: N_("Waits"),
    RequestState.TAKEN: N_("Taken up"),
    RequestState.DECLINED: N_("Not in this round"),
    RequestState.SPAM: N_("Discarded"),
    RequestState.WITHDRAWN: N_("Withdrawn by the resident"),
}
STATE_TONES: Mapping[RequestState, str] = {
    RequestState.APART: "son",
    RequestState.WAITING: "lua",
    RequestState.TAKEN: "ma",
    RequestState.DECLINED: "",
    RequestState.SPAM: "",
    RequestState.WITHDRAWN: "",
}

_A, _W, _T = RequestState.APART, RequestState.WAITING, RequestState.TAKEN
_D, _S, _X = RequestState.DECLINED, RequestState.SPAM, RequestState.WITHDRAWN
OPEN = frozenset({_A, _W})
"""States in which a request still waits for an answer."""
TO_ERASE = frozenset({_D, _S, _X})
"""States after which nobody needs to know who asked: what is personal is erased some days later."""


@dataclass(frozen=True)
class Answer:
    """One row of the policy: from where to where, and with which right (None: the resident's own move)."""

    starts: frozenset[RequestState]
    end: RequestState
    right: str | None


ANSWERS: Mapping[str, Answer] = {
    "take_up": Answer(OPEN, _T, "requests.take_up"),
    "link": Answer(OPEN, _T, "requests.take_up"),
    "decline": Answer(OPEN, _D, "requests.decline"),
    "discard": Answer(OPEN, _S, "requests.decline"),
    "restore": Answer(frozenset({_A, _D, _S}), _W, "requests.decline"),
    "withdraw": Answer(OPEN, _X, None),
}


def after(state: RequestState | str, answer: str) -> RequestState:
    """The state that an answer leads to; RuleBroken if it is not open from here."""
    row, here = ANSWERS[answer], RequestState(state)
    if here not in row.starts:
        raise RuleBroken(N_("This request was answered already: {state}."), state=say(STATE_LABELS[here]))
    return row.end


@dataclass(frozen=True)
class Reason:
    """Why a request is declined: as the office says it, and as the resident reads it."""

    label: str
    told: str
    text: bool = False


REASONS: Mapping[str, Reason] = {
    "elsewhere": Reason(
        N_("They live in another ward"),
        N_("The place lies in another ward or commune. Please send the request on that one's page."),
    ),
    "served": Reason(
        N_("They were helped a short while ago"), N_("This household was helped a short while ago.")
    ),
    "no_need": Reason(N_("They need no help now"), N_("We were told that no help is needed now.")),
    "unreachable": Reason(
        N_("Nobody answers after several calls"),
        N_("We called several times and reached nobody. Please send the request again with another number."),
    ),
    "other": Reason(
        N_("Another reason"), N_("Please call your ward: there somebody tells you more."), text=True
    ),
}
"""The table of reasons; what the office writes besides is never shown to residents."""


def check_reason(code: str, text: str) -> None:
    """RuleBroken if no reason is chosen, or the chosen one wants words and none are written."""
    if code not in REASONS:
        raise RuleBroken(N_("Choose a reason."), field="reason")
    if REASONS[code].text and not text.strip():
        raise RuleBroken(N_("Write the reason, so that the others understand it."), field="text")
