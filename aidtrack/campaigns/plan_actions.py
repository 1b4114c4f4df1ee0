"""What may be done with plans: propose who gets what, approve it by a second person, or send it back.

Approval reserves the lots of all portions in one transaction, first expired first out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, select, update

from aidtrack.audit import chain
from aidtrack.audit.actions import record
from aidtrack.campaigns import plan_queries, queries
from aidtrack.campaigns.explanation import figures
from aidtrack.campaigns.fairness import Household, Proposal, share
from aidtrack.campaigns.lifecycle import CampaignState, PlanState, PortionState
from aidtrack.campaigns.models import Campaign, Plan, Portion, PortionLot
from aidtrack.campaigns.progress_actions import tell_progress
from aidtrack.campaigns.release_actions import release_gone
from aidtrack.campaigns.windows import Windows, check_distributing
from aidtrack.cases.board_queries import EligibleCase, eligible
from aidtrack.cases.priority import Standing, class_of
from aidtrack.clock import day_of
from aidtrack.db import db
from aidtrack.errors import Conflict, NotAllowed, RuleBroken
from aidtrack.goods.queries import facts_of
from aidtrack.rights import Actor, require, two_persons
from aidtrack.sentences import N_, say
from aidtrack.stock import queries as stock
from aidtrack.stock.actions import reserve
from aidtrack.stock.picking import parcel_out, pick


def propose(campaign: Campaign, *, verification_days: int = 90, by: Actor, at: datetime) -> Plan:
    """A plan from free stock for every household that may be served and is not yet covered.

    RuleBroken if there is no norm, nobody to serve, or the windows are over. A proposal that waited
    is outdated by the new one.
    """
    require(by, "campaigns.propose", within=campaign.place_path)
    one_at_a_time(campaign)
    _check_open(campaign, at)
    release_gone(campaign, by=by, at=at)
    if not campaign.norms:
        raise RuleBroken(N_("Set the norms first: so much of each good for a person or a household."))
    covered = queries.covered_cases(campaign)
    waiting = [
        case
        for case in eligible(campaign.place_path, today=day_of(at), verification_days=verification_days)
        if case.id not in covered
    ]
    if not waiting:
        raise RuleBroken(N_("No verified case waits for a share here. Verify cases first."))
    norms = queries.norms_left(campaign)
    if not norms:
        raise RuleBroken(N_("Every good of this campaign has reached the number of households it is for."))
    households = [_household(case, campaign) for case in waiting]
    proposal = share(households, stock.free_totals(campaign.store_id, on=day_of(at)), norms)
    outdate(campaign)
    plan = _written(campaign, proposal, by=by, at=at)
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


def one_at_a_time(campaign: Campaign) -> None:
    """Hold the campaign's row: who proposes, approves or changes norms waits for whoever is doing it now."""
    db.session.refresh(campaign, with_for_update=True)


def _check_open(campaign: Campaign, at: datetime) -> None:
    if campaign.state != CampaignState.OPEN.value:
        raise RuleBroken(N_("This campaign is closed. Open a new one."))
    windows = Windows(
        campaign.receives_from, campaign.receives_to, campaign.distributes_from, campaign.distributes_to
    )
    if day_of(at) >= campaign.distributes_from:
        check_distributing(windows, day_of(at))


def _household(case: EligibleCase, campaign: Campaign) -> Household:
    return Household(
        case.id,
        case.people,
        Standing(
            code=case.code,
            klass=class_of(case.categories, campaign.classes),
            registered_at=case.registered_at,
            position=case.list_position or 0,
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


def _written(campaign: Campaign, proposal: Proposal, *, by: Actor, at: datetime) -> Plan:
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

    RuleBroken says how much is free where somebody else was quicker. Portions of cases that may no
    longer be served are dropped.
    """
    campaign = plan.campaign
    require(by, "campaigns.approve", within=campaign.place_path)
    _check_approver(plan, by, no_relatives)
    one_at_a_time(campaign)
    _check_open(campaign, at)
    _decide(plan, PlanState.APPROVED, by=by, at=at)
    plan.no_relatives = True
    kept = _drop_ineligible(plan, verification_days, at)
    _hold(plan, kept, expires_at=at + timedelta(days=reservation_days), at=at)
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
    fit = {
        case.id
        for case in eligible(plan.campaign.place_path, today=day_of(at), verification_days=verification_days)
    }
    kept: list[Portion] = []
    dropped: list[Portion] = []
    for portion in db.session.scalars(select(Portion).where(Portion.plan_id == plan.id).order_by(Portion.id)):
        (kept if portion.case_id in fit and portion.amount else dropped).append(portion)
    _move_portions(dropped, PortionState.DROPPED)
    if not kept:
        raise RuleBroken(N_("None of these cases may be served any more. Propose a new plan."))
    return kept


def _move_portions(portions: Iterable[Portion], state: PortionState) -> None:
    rows = [{"id": portion.id, "state": state.value} for portion in portions]
    if rows:
        db.session.execute(update(Portion), rows)


def _hold(plan: Plan, portions: Sequence[Portion], *, expires_at: datetime, at: datetime) -> None:
    """Reserve the lots of the portions, first expired first out, in the plan's order."""
    by_good: dict[str, list[Portion]] = defaultdict(list)
    for portion in portions:
        by_good[portion.good_code].append(portion)
    store = plan.campaign.store
    parcels: list[tuple[Portion, int, int]] = []
    for good_code in sorted(by_good):
        wanted = sorted(by_good[good_code], key=lambda one: one.position)
        picked = pick(
            stock.free_lots(store.id, good_code, on=day_of(at)),
            sum(one.amount for one in wanted),
            on=day_of(at),
            good=facts_of(wanted[0].good),
            location=store.name,
        )
        parcels += parcel_out([(one, one.amount) for one in wanted], picked)
    made = reserve(
        [(f"portion:{portion.id}", store.id, lot_id, amount) for portion, lot_id, amount in parcels],
        expires_at=expires_at,
        at=at,
    )
    rows = [
        {"portion_id": portion.id, "lot_id": lot_id, "reservation_id": held.id, "amount": amount}
        for (portion, lot_id, amount), held in zip(parcels, made, strict=True)
    ]
    db.session.execute(insert(PortionLot), rows)
    _move_portions(portions, PortionState.RESERVED)


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
