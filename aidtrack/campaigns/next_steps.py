"""What to do next in a campaign: one step at a time, from its norms to its closing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from aidtrack.campaigns.lifecycle import CampaignState, PlanState, PortionState
from aidtrack.sentences import N_


class Step(StrEnum):
    """The next step, in the order in which they come."""

    SET_NORMS = "set_norms"
    DECIDE = "decide"
    DELIVER = "deliver"
    PROPOSE = "propose"
    RECEIVE = "receive"
    FOLLOW = "follow"
    VERIFY = "verify"
    CLOSE = "close"
    NOTHING = "nothing"


@dataclass(frozen=True)
class StepRow:
    """What a step's button says, and why it comes now."""

    label: str
    why: str


STEPS: Mapping[Step, StepRow] = {
    Step.SET_NORMS: StepRow(
        N_("Set the norms"), N_("A plan needs to know how much of each good is meant for whom.")
    ),
    Step.DECIDE: StepRow(N_("Look at the plan"), N_("A plan waits for a second person.")),
    Step.DELIVER: StepRow(N_("Plan trips"), N_("Goods are held for households and are not yet on a trip.")),
    Step.PROPOSE: StepRow(N_("Propose a plan"), N_("Verified households wait for a share.")),
    Step.RECEIVE: StepRow(
        N_("Receive goods"), N_("Verified households wait, and nothing of its goods is free in the store.")
    ),
    Step.FOLLOW: StepRow(N_("Follow the trips"), N_("The last shares are on their way.")),
    Step.VERIFY: StepRow(N_("Verify cases"), N_("No verified case waits for a share here.")),
    Step.CLOSE: StepRow(N_("Close the campaign"), N_("Every share has its outcome and nobody waits.")),
    Step.NOTHING: StepRow("", N_("This campaign is closed.")),
}
"""All steps with their words."""


def next_step(
    state: CampaignState,
    *,
    norms: bool,
    plan: PlanState | None,
    shares: Mapping[PortionState, int],
    waiting: int,
    stock: bool = True,
) -> Step:
    """The step that comes now: `plan` is the newest plan's state, `shares` the households of approved
    plans by the state of their portions, `waiting` the households that may be served and have none,
    `stock` whether anything of the campaign's goods is free to share."""
    if state is CampaignState.CLOSED:
        return Step.NOTHING
    if not norms:
        return Step.SET_NORMS
    if plan is PlanState.PROPOSED:
        return Step.DECIDE
    if shares.get(PortionState.RESERVED):
        return Step.DELIVER
    if waiting:
        return Step.PROPOSE if stock else Step.RECEIVE
    if shares.get(PortionState.OUT):
        return Step.FOLLOW
    return Step.CLOSE if shares else Step.VERIFY
