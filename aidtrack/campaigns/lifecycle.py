"""The states of campaigns, plans and portions, and the moves between them, each as one table."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from aidtrack.errors import RuleBroken
from aidtrack.sentences import N_, say


class CampaignState(StrEnum):
    """Where a campaign stands."""

    OPEN = "open"
    CLOSED = "closed"


class PlanState(StrEnum):
    """Where a plan stands: approved and returned ones stay as they are, a newer one outdates a proposal."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    RETURNED = "returned"
    OUTDATED = "outdated"


class PortionState(StrEnum):
    """Where a household's portion stands."""

    PROPOSED = "proposed"
    DROPPED = "dropped"
    RESERVED = "reserved"
    OUT = "out"
    GIVEN = "given"
    PARTIAL = "partial"
    FAILED = "failed"
    RELEASED = "released"


CAMPAIGN_LABELS: Mapping[CampaignState, str] = {
    CampaignState.OPEN: N_("Open campaign"),
    CampaignState.CLOSED: N_("Closed campaign"),
}

PLAN_LABELS: Mapping[PlanState, str] = {
    PlanState.PROPOSED: N_("Waiting for approval"),
    PlanState.APPROVED: N_("Approved plan"),
    PlanState.RETURNED: N_("Plan sent back"),
    PlanState.OUTDATED: N_("Replaced by a newer plan"),
}

PORTION_LABELS: Mapping[PortionState, str] = {
    PortionState.PROPOSED: N_("Share proposed"),
    PortionState.DROPPED: N_("Share dropped"),
    PortionState.RESERVED: N_("Share held in stock"),
    PortionState.OUT: N_("Share on its way"),
    PortionState.GIVEN: N_("Share given"),
    PortionState.PARTIAL: N_("Share given in part"),
    PortionState.FAILED: N_("Share not delivered"),
    PortionState.RELEASED: N_("Share released"),
}

CAMPAIGN_MOVES: Mapping[tuple[CampaignState, str], CampaignState] = {
    (CampaignState.OPEN, "close"): CampaignState.CLOSED,
    (CampaignState.CLOSED, "reopen"): CampaignState.OPEN,
}

PLAN_MOVES: Mapping[tuple[PlanState, str], PlanState] = {
    (PlanState.PROPOSED, "approve"): PlanState.APPROVED,
    (PlanState.PROPOSED, "send_back"): PlanState.RETURNED,
    (PlanState.PROPOSED, "replace"): PlanState.OUTDATED,
}

PORTION_MOVES: Mapping[tuple[PortionState, str], PortionState] = {
    (PortionState.PROPOSED, "drop"): PortionState.DROPPED,
    (PortionState.PROPOSED, "reserve"): PortionState.RESERVED,
    (PortionState.RESERVED, "send_out"): PortionState.OUT,
    (PortionState.RESERVED, "release"): PortionState.RELEASED,
    (PortionState.OUT, "give"): PortionState.GIVEN,
    (PortionState.OUT, "give_part"): PortionState.PARTIAL,
    (PortionState.OUT, "fail"): PortionState.FAILED,
    # The household stays in the campaign: its goods are held again for another trip, or let go.
    (PortionState.FAILED, "reserve"): PortionState.RESERVED,
    (PortionState.FAILED, "release"): PortionState.RELEASED,
}

S = TypeVar("S", CampaignState, PlanState, PortionState)


def label_of(state: CampaignState | PlanState | PortionState) -> str:
    """A state's words."""
    # By type: states of different tables with the same name are equal as text.
    if isinstance(state, CampaignState):
        return CAMPAIGN_LABELS[state]
    return PLAN_LABELS[state] if isinstance(state, PlanState) else PORTION_LABELS[state]


def after(state: S, move: str, moves: Mapping[tuple[S, str], S]) -> S:
    """The state that a move of a table leads to; RuleBroken if it is not open from here."""
    try:
        return moves[state, move]
    except KeyError:
        raise RuleBroken(N_("That cannot be done any more: {state}."), state=say(label_of(state))) from None


def moves_from(state: S, moves: Mapping[tuple[S, str], S]) -> list[str]:
    """The moves to offer."""
    return [move for here, move in moves if here is state]
