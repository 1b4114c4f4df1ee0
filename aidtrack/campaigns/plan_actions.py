"""What may be done with plans: propose who gets what, approve it by a second person, or send it back.

Approval reserves the lots of all portions in one transaction, first expired first out.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update

from aidtrack.audit import chain
from aidtrack.audit.actions import record
from aidtrack.campaigns import plan_queries
from aidtrack.campaigns.explanation import figures
from aidtrack.campaigns.fairness import Household, Proposal, share
from aidtrack.campaigns.holding_actions import hold, move_portions, one_at_a_time, promise_ends
from aidtrack.campaigns.lifecycle import CampaignState, PlanState, PortionState
from aidtrack.campaigns.models import Campaign, Plan, Portion
from aidtrack.campaigns.need_queries import norms_left, who_waits
from aidtrack.campaigns.progress_actions import tell_progress
from aidtrack.campaigns.release_actions import release_gone
from aidtrack.campaigns.windows import Windows, check_distributing
from aidtrack.cases import row_actions
from aidtrack.cases.board_queries import EligibleCase
from aidtrack.cases.priority import Standing, class_of
from aidtrack.clock import day_of
from aidtrack.db import db
from aidtrack.errors import Conflict, NotAllowed, RuleBroken
from aidtrack.rights import Actor, require, two_persons
from aidtrack.sentences import N_, Sentence, say
from aidtrack.stock.queries import free_totals


def propose(campaign: Campaign, *, verification_days: int = 90, by: Actor, at: datetime) -> Plan:
    """A plan from free stock for every household that may be served, is not yet covered and does not rest.

    RuleBroken if there is no norm, nobody to serve, nothing at all to share, or the windows are over. A
    proposal that waited is outdated by the new one.
    """
    require(by, "campaigns.propose", within=campaign.place_path)
    one_at_a_time(campaign)
    _check_open(campaign, at)
    release_gone(campaign, by=by, at=at)
    if not campaign.norms:
        raise RuleBroken(N_("Set the norms first: so much of each good for a person or a household."))
    waiting, resting = who_waits(campaign, today=day_of(at), verification_days=verification_days)
    if not waiting:
        raise RuleBroken(_nobody_waits(campaign, len(resting)))
    norms = norms_left(campaign)
    if not norms:
        raise RuleBroken(N_("Every good of this campaign has reached the number of households it is for."))
    households = [_household(case, campaign) for case in waiting]
    proposal = share(households, free_totals(campaign.store_id, on=day_of(at)), norms)
    if not proposal.portions:
        raise RuleBroken(
            N_("{store} has nothing free to share out of {goods}. Receive goods there first."),
            store=campaign.store.name,
            goods=[norm.good.title for norm in norms],
        )
    outdate(campaign)
    plan = _written(campaign, proposal, len(resting), by=by, at=at)
    record(
        "campaigns.propose",
        f"campaign:{campaign.code}",
        by=by,
        at=at,
        path=campaign.place_path,
        plan=plan.number,
        households=plan.households,
        digest=plan.digest,
    )
    return plan


def _nobody_waits(campaign: Campaign, resting: int) -> Sentence:
    if not resting:
        return say(N_("No verified case waits for a share here. Verify cases first."))
    return say(
        N_("Nobody waits for a share here: {households} households received less than {days} days before."),
        households=resting,
        days=campaign.rest_days,
    )


def _check_open(campaign: Campaign, at: datetime) -> None:
    if campaign.state != CampaignState.OPEN.value:
        raise RuleBroken(N_("This campaign is closed. Open a new one."))
    if day_of(at) >= campaign.distributes_from:
        check_distributing(Windows.of(campaign), day_of(at))


def _household(case: EligibleCase, campaign: Campaign) -> Household:
    return Household(
        case.id,
        case.people,
        Standing(
            code=case.code,
            klass=class_of(case.categories, campaign.classes),
            registered_at=case.registered_at,
            position=case.list_position or 0,
            score=case.score,
            young_or_old=case.child_or_elderly,
            ill=case.ill,
            verified_at=case.verified_at,
        ),
    )


def outdate(campaign: Campaign) -> None:
    """Proposals that were not decided make room for what comes."""
    db.session.execute(
        update(Plan)
        .where(Plan.campaign_id == campaign.id, Plan.state == PlanState.PROPOSED.value)
        .values(state=PlanState.OUTDATED.value)
    )


def _written(campaign: Campaign, proposal: Proposal, resting: int, *, by: Actor, at: datetime) -> Plan:
    """The proposal as a plan with its portions, also those of nothing: they carry their reason."""
    number = (
        db.session.scalar(select(func.max(Plan.number)).where(Plan.campaign_id == campaign.id)) or 0
    ) + 1
    portions = sorted((*proposal.portions, *proposal.without), key=lambda one: (one.position, one.good))
    plan = Plan(
        campaign_id=campaign.id,
        number=number,
        state=PlanState.PROPOSED.value,
        proposed_by_id=by.id,
        proposed_by_name=by.name,
        proposed_at=at,
        households=proposal.households,
        people=proposal.people,
        resting=resting,
        figures=_figures(proposal),
        digest=chain.digest_of_rows([one.case_id, one.good, one.amount] for one in portions),
        version=1,
    )
    db.session.add(plan)
    db.session.flush()
    rows = [
        {
            "plan_id": plan.id,
            "case_id": one.case_id,
            "good_code": one.good,
            "position": one.position,
            "people": one.people,
            "entitled": one.entitled,
            "amount": one.amount,
            "why": one.reason.to_plain(),
            "state": PortionState.PROPOSED.value,
        }
        for one in portions
    ]
    db.session.execute(insert(Portion), rows)
    return plan


def _figures(proposal: Proposal) -> dict[str, Any]:
    """What the plan's page shows: sums by good, and how even each good lies over the people."""
    shown: dict[str, Any] = {}
    for code, tally in proposal.tallies.items():
        of_good = [one for one in (*proposal.portions, *proposal.without) if one.good == code]
        even = figures((one.people, one.amount) for one in of_good)
        shown[code] = {
            "supply": tally.supply,
            "needed": tally.needed,
            "given": tally.given,
            "left": tally.left,
            "households": tally.households,
            "least": even.least,
            "most": even.most,
            "half": even.half,
            "curve": even.curve,
        }
    return shown


def approve(
    plan: Plan,
    *,
    no_relatives: bool,
    reservation_days: int = 7,
    verification_days: int = 90,
    by: Actor,
    at: datetime,
) -> Plan:
    """Approve by a second person: every portion's lots are reserved, or nothing at all.

    They stay held to the end of the distribution window, and for so many days at least. RuleBroken says
    how much is free where somebody else was quicker. Portions of cases that may no longer be served, or
    received meanwhile, are dropped.
    """
    campaign = plan.campaign
    require(by, "campaigns.approve", within=campaign.place_path)
    _check_approver(plan, by, no_relatives)
    one_at_a_time(campaign)
    # else another campaign could promise to the same households at this moment, or one be found suspect
    row_actions.one_at_a_time()
    _check_open(campaign, at)
    _decide(plan, PlanState.APPROVED, by=by, at=at)
    plan.no_relatives = True
    kept = _drop_ineligible(plan, verification_days, at)
    hold(campaign, kept, expires_at=promise_ends(campaign, reservation_days, at=at), at=at)
    tell_progress(
        sorted({portion.case_id for portion in kept}),
        note={"campaign": campaign.code, "name": campaign.name, "plan": plan.number},
        said=say(N_("A share in “{campaign}” was approved"), campaign=campaign.name),
        by=by,
        at=at,
    )
    record(
        "campaigns.approve",
        f"campaign:{campaign.code}",
        by=by,
        at=at,
        path=campaign.place_path,
        plan=plan.number,
        portions=len(kept),
        digest=plan.digest,
    )
    return plan


def _check_approver(plan: Plan, by: Actor, no_relatives: bool) -> None:
    """The second person: not the proposer, without family in the list."""
    two_persons(
        plan.proposed_by_id,
        by,
        N_("You proposed this plan, so somebody else approves it: two people, never one."),
    )
    if not no_relatives:
        raise RuleBroken(
            N_("Confirm that nobody of your family stands in this list, or let somebody else approve it."),
            field="no_relatives",
        )
    if plan_queries.own_household_in(plan, by):
        raise NotAllowed(N_("Your own household stands in this plan, so somebody else decides on it."))


def _decide(plan: Plan, state: PlanState, *, by: Actor, at: datetime, reason: str = "") -> None:
    """The guarded move of a plan: only one decision counts."""
    moved = db.session.execute(
        update(Plan)
        .where(Plan.id == plan.id, Plan.state == PlanState.PROPOSED.value)
        .values(
            state=state.value,
            decided_by_id=by.id,
            decided_by_name=by.name,
            decided_at=at,
            decision_reason=reason,
            version=Plan.version + 1,
        )
    )
    if moved.rowcount == 0:  # type: ignore[attr-defined]
        raise Conflict(N_("This plan was decided or replaced meanwhile. Reload the page."))
    db.session.refresh(plan)


def _drop_ineligible(plan: Plan, verification_days: int, at: datetime) -> list[Portion]:
    """The portions that can be given; those of cases that changed meanwhile, and empty ones, are dropped."""
    waiting, _ = who_waits(plan.campaign, today=day_of(at), verification_days=verification_days)
    fit = {case.id for case in waiting}
    kept: list[Portion] = []
    dropped: list[Portion] = []
    for portion in db.session.scalars(select(Portion).where(Portion.plan_id == plan.id).order_by(Portion.id)):
        (kept if portion.case_id in fit and portion.amount else dropped).append(portion)
    move_portions(dropped, PortionState.DROPPED)
    if not kept:
        raise RuleBroken(N_("None of these cases may be served any more. Propose a new plan."))
    return kept


def send_back(plan: Plan, reason: str, *, by: Actor, at: datetime) -> Plan:
    """Return a plan with a reason; the proposer makes a new one."""
    require(by, "campaigns.approve", within=plan.campaign.place_path)
    if not reason.strip():
        raise RuleBroken(N_("Write why the plan is sent back."), field="reason")
    _decide(plan, PlanState.RETURNED, by=by, at=at, reason=reason.strip())
    record(
        "campaigns.send_back",
        f"campaign:{plan.campaign.code}",
        by=by,
        at=at,
        path=plan.campaign.place_path,
        plan=plan.number,
        reason=plan.decision_reason,
    )
    return plan
