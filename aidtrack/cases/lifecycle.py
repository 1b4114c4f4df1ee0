"""The life of a case as one table: which move leads from where to where, and who may make it.

Buttons, checks, tests and help are drawn from `MOVES`. What a case was given (allocated, on its way,
received) is no state: it is derived from its portions, see `progress`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from aidtrack.errors import RuleBroken
from aidtrack.sentences import N_, say


class State(StrEnum):
    """Where a case stands."""

    REPORTED = "reported"
    UNDER_REVIEW = "under_review"
    NEEDS_MORE = "needs_more"
    VERIFIED = "verified"
    REJECTED = "rejected"
    DUPLICATE = "duplicate"
    ON_HOLD = "on_hold"
    WITHDRAWN = "withdrawn"


STATE_LABELS: Mapping[State, str] = {
    State.REPORTED: N_("Waiting for verification"),
    State.UNDER_REVIEW: N_("Under review"),
    State.NEEDS_MORE: N_("Sent back for more"),
    State.VERIFIED: N_("Verified"),
    State.REJECTED: N_("Rejected"),
    State.DUPLICATE: N_("Merged into another case"),
    State.ON_HOLD: N_("On hold"),
    State.WITHDRAWN: N_("Withdrawn"),
}


@dataclass(frozen=True)
class Move:
    """One row of the policy.

    `right` is None where only the system moves. `reason` says that a reason must be given,
    `other_person` that the registrar may not make this move, `fresh_eyes` that nobody may who changed
    what it vouches for since it was made last, `decided_pair` that no suspected duplicate may be open,
    `at_rest` that no goods may be on their way to the household, `other_judge` that nobody may who
    rejected what the household appealed against, `evidence` that consent and the last visit must carry it.
    """

    name: str
    label: str
    done: str
    starts: frozenset[State]
    end: State
    right: str | None
    reason: bool = False
    other_person: bool = False
    fresh_eyes: bool = False
    decided_pair: bool = False
    at_rest: bool = False
    other_judge: bool = False
    evidence: bool = False


_R, _U, _N, _V = State.REPORTED, State.UNDER_REVIEW, State.NEEDS_MORE, State.VERIFIED
_X, _D, _H, _W = State.REJECTED, State.DUPLICATE, State.ON_HOLD, State.WITHDRAWN


def _move(
    name: str,
    label: str,
    done: str,
    starts: tuple[State, ...],
    end: State,
    right: str | None,
    *needs: str,
) -> Move:
    return Move(name, label, done, frozenset(starts), end, right, **dict.fromkeys(needs, True))


_TABLE: tuple[Move, ...] = (
    _move("take_up", N_("Take up"), N_("Taken up"), (_R,), _U, "cases.take_up"),
    _move(
        "verify",
        N_("Verify"),
        N_("Verified"),
        (_R, _U),
        _V,
        "cases.verify",
        "other_person",
        "fresh_eyes",
        "decided_pair",
        "other_judge",
        "evidence",
    ),
    _move("send_back", N_("Send back"), N_("Sent back"), (_R, _U), _N, "cases.send_back", "reason"),
    _move("resubmit", N_("Send again"), N_("Sent again"), (_N,), _R, "cases.resubmit"),
    _move(
        "reject",
        N_("Reject"),
        N_("Rejected"),
        (_R, _U, _N),
        _X,
        "cases.reject",
        "reason",
        "other_person",
        "other_judge",
    ),
    _move("appeal", N_("Appeal"), N_("Appealed"), (_X,), _U, "cases.appeal", "reason"),
    _move(
        "hold",
        N_("Put on hold"),
        N_("Was put on hold"),
        (_R, _U, _N, _V),
        _H,
        "cases.hold",
        "reason",
        "at_rest",
        "other_judge",
    ),
    _move("resume", N_("Resume"), N_("Resumed"), (_H,), _U, "cases.resume"),
    _move(
        "withdraw",
        N_("Withdraw"),
        N_("Withdrawn"),
        (_R, _U, _N, _V, _H),
        _W,
        "cases.withdraw",
        "reason",
        "at_rest",
    ),
    _move("reopen", N_("Reopen"), N_("Reopened"), (_X, _W), _R, "cases.reopen"),
    _move(
        "mark_duplicate",
        N_("Merge"),
        N_("Merged"),
        (_R, _U, _N, _V, _X, _H, _W),
        _D,
        "cases.compare",
    ),
    _move("unmark", N_("Undo the merge"), N_("Merge undone"), (_D,), _U, "cases.compare"),
    _move("expire", N_("Verification has grown old"), N_("Verification grew old"), (_V,), _U, None),
    _move("recheck", N_("Verify again"), N_("To be verified again"), (_V,), _U, None, "at_rest"),
)

MOVES: Mapping[str, Move] = {move.name: move for move in _TABLE}
OPEN_STATES = frozenset({_R, _U, _N, _V, _H})
"""The states in which a household still waits for something."""
WAITING_STATES = frozenset({_R, _U})
"""The states in which somebody should visit."""


def move_named(name: str) -> Move:
    """The row of a move; RuleBroken if there is none of that name."""
    try:
        return MOVES[name]
    except KeyError:
        raise RuleBroken(N_("There is no move called “{move}”."), field="move", move=name) from None


def after(state: State | str, move: str) -> State:
    """The state that a move leads to; RuleBroken if the move is not open from here."""
    row = move_named(move)
    here = State(state)
    if here not in row.starts:
        raise RuleBroken(
            N_("A case in the state “{state}” cannot be moved by “{move}”."),
            field="move",
            state=say(STATE_LABELS[here]),
            move=say(row.label),
        )
    return row.end


def moves_from(state: State | str) -> list[Move]:
    """The moves that people may be offered as buttons from here, in the table's order."""
    here = State(state)
    return [move for move in _TABLE if here in move.starts and move.right is not None]


def check_reason(move: str, reason: str) -> None:
    """RuleBroken if the move must give a reason and none is given."""
    if move_named(move).reason and not reason.strip():
        raise RuleBroken(N_("Write the reason, so that the others understand it."), field="reason")


def check_suspicion(move: str, suspected: bool) -> None:
    """RuleBroken if the move waits for the decision on a suspected duplicate."""
    if suspected and move_named(move).decided_pair:
        raise RuleBroken(
            N_("This case may be a duplicate. First compare the two and decide: one household or two.")
        )


def has_grown_old(verified_at: datetime | None, *, now: datetime, days: int) -> bool:
    """Whether a verification is older than so many days, so that the case asks to be verified again."""
    return verified_at is not None and now - verified_at > timedelta(days=days)
