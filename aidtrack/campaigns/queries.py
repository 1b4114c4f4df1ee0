"""What may be asked of campaigns: which there are, their plans, and what waits to be delivered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import joinedload

from aidtrack.campaigns.entitlement import Norm as NormFacts
from aidtrack.campaigns.entitlement import Order, Per
from aidtrack.campaigns.lifecycle import PlanState, PortionState
from aidtrack.campaigns.models import Campaign, Norm, Plan, Portion, PortionLot
from aidtrack.cases.board_queries import kept_instead
from aidtrack.cases.lifecycle import State
from aidtrack.cases.models import Case
from aidtrack.db import db, overlapping, scoped, within
from aidtrack.errors import NotFound
from aidtrack.goods.models import Good
from aidtrack.goods.queries import facts_of
from aidtrack.rights import Actor
from aidtrack.sentences import N_

COVERED = (
    PortionState.RESERVED,
    PortionState.OUT,
    PortionState.GIVEN,
    PortionState.PARTIAL,
    PortionState.FAILED,
)
"""The states of a portion that an approved plan stands behind."""


def _seen(by: Actor, right: str = "campaigns.see") -> ColumnElement[bool]:
    """Campaigns that serve a place in the actor's reach."""
    return overlapping(Campaign.place_path, by.reach(right))


def index(by: Actor) -> Sequence[Campaign]:
    """All campaigns in reach, oldest first."""
    return db.session.scalars(select(Campaign).where(_seen(by)).order_by(Campaign.id)).all()


def get_campaign(code: str, *, by: Actor, right: str = "campaigns.see") -> Campaign:
    """A campaign by its code; NotFound outside the actor's reach."""
    found = db.session.scalar(select(Campaign).where(Campaign.code == code, _seen(by, right)))
    if found is None:
        raise NotFound(N_("There is no campaign “{code}” in your area."), code=code)
    return found


def get_plan(campaign: Campaign, number: int) -> Plan:
    """A plan of a campaign by its number; NotFound if there is none."""
    found = db.session.scalar(select(Plan).where(Plan.campaign_id == campaign.id, Plan.number == number))
    if found is None:
        raise NotFound(N_("This campaign has no plan number {number}."), number=number)
    return found


def newest_plan(campaign: Campaign, state: PlanState | None = None) -> Plan | None:
    """The newest plan, of a state if one is given."""
    wanted = select(Plan).where(Plan.campaign_id == campaign.id).order_by(Plan.id.desc()).limit(1)
    return db.session.scalar(wanted.where(Plan.state == state.value) if state else wanted)


def waiting_for(actor: Actor) -> int:
    """How many plans wait for this person's approval: proposed by somebody else, in reach."""
    if not actor.can("campaigns.approve"):
        return 0
    wanted = (
        select(func.count())
        .select_from(Plan)
        .join(Campaign, Campaign.id == Plan.campaign_id)
        .where(Plan.state == PlanState.PROPOSED.value)
        .where(within(Campaign.place_path, actor.reach("campaigns.approve")))
        .where(or_(Plan.proposed_by_id.is_(None), Plan.proposed_by_id != actor.id))
    )
    return int(db.session.scalar(wanted) or 0)


def waiting_plans(by: Actor) -> Sequence[Plan]:
    """The proposed plans in reach, with their campaigns, oldest first."""
    wanted = (
        select(Plan)
        .join(Campaign, Campaign.id == Plan.campaign_id)
        .where(Plan.state == PlanState.PROPOSED.value, _seen(by))
        .options(joinedload(Plan.campaign))
        .order_by(Plan.id)
    )
    return db.session.scalars(wanted).all()


def norm_facts(norm: Norm) -> NormFacts:
    """A kept norm as the ideas read it."""
    return NormFacts(
        facts_of(norm.good),
        norm.amount,
        per=Per(norm.per),
        floor=norm.floor,
        cap=norm.cap,
        whole_pack=norm.whole_pack,
        order=Order(norm.order),
        households=norm.households,
    )


def goods_of(campaign: Campaign) -> list[Good]:
    """The goods that a campaign gives, in the catalogue's order."""
    return sorted((norm.good for norm in campaign.norms), key=lambda good: good.position)


def people_covered(campaign: Campaign, *, by: Actor) -> int:
    """How many people's households in reach have a share in an approved plan."""
    kept = (
        select(Portion.case_id, func.max(Portion.people).label("people"))
        .join(Plan, Plan.id == Portion.plan_id)
        .join(Case, Case.id == Portion.case_id)
        .where(Plan.campaign_id == campaign.id, Portion.amount > 0)
        .where(Portion.state.in_([state.value for state in COVERED]), scoped(Case, by, "campaigns.see"))
        .group_by(Portion.case_id)
        .subquery()
    )
    return int(db.session.scalar(select(func.coalesce(func.sum(kept.c.people), 0))) or 0)


def shares_by_state(campaign: Campaign) -> dict[PortionState, int]:
    """How many households of approved plans have portions in which state; dropped ones are left out."""
    wanted = (
        select(Portion.state, func.count(Portion.case_id.distinct()))
        .join(Plan, Plan.id == Portion.plan_id)
        .where(Plan.campaign_id == campaign.id, Plan.state == PlanState.APPROVED.value)
        .where(Portion.amount > 0, Portion.state != PortionState.DROPPED.value)
        .group_by(Portion.state)
    )
    return {PortionState(state): int(count) for state, count in db.session.execute(wanted)}


def plans_of(campaign: Campaign) -> Sequence[Plan]:
    """The plans of a campaign, newest first."""
    return db.session.scalars(
        select(Plan).where(Plan.campaign_id == campaign.id).order_by(Plan.number.desc())
    ).all()


def portions_of_case(case: Case) -> Sequence[Portion]:
    """What a case was given a share of, newest plan first; proposals of others are left out."""
    wanted = (
        select(Portion)
        .join(Plan, Plan.id == Portion.plan_id)
        .where(Portion.case_id == case.id)
        .where(or_(Plan.state == PlanState.APPROVED.value, Plan.state == PlanState.PROPOSED.value))
        .options(joinedload(Portion.plan).joinedload(Plan.campaign), joinedload(Portion.good))
        .order_by(Portion.plan_id.desc(), Portion.id)
    )
    return db.session.scalars(wanted).all()


def covered_cases(campaign: Campaign) -> set[int]:
    """The cases that an approved plan of this campaign covers already, also under one merged into them."""
    wanted = (
        select(Portion.case_id)
        .join(Plan, Plan.id == Portion.plan_id)
        .where(Plan.campaign_id == campaign.id, Portion.amount > 0)
        .where(Portion.state.in_([state.value for state in COVERED]))
    )
    covered, kept = set(db.session.scalars(wanted)), kept_instead()
    return covered | {kept[one] for one in covered if one in kept}


def undelivered(campaign: Campaign, path: str | None = None) -> Sequence[Any]:
    """What is reserved for households that may be served, and has not gone out, by portion and lot.

    Columns: case_id, code, place_id, place_path, residential_group, address, people, portion_id,
    good_code, lot_id, reservation_id, amount (base units).
    """
    wanted = (
        select(
            Portion.case_id,
            Case.code,
            Case.place_id,
            Case.place_path,
            Case.residential_group,
            Case.address,
            Portion.people,
            PortionLot.portion_id,
            Portion.good_code,
            PortionLot.lot_id,
            PortionLot.reservation_id,
            PortionLot.amount,
        )
        .join(Portion, Portion.id == PortionLot.portion_id)
        .join(Plan, and_(Plan.id == Portion.plan_id, Plan.campaign_id == campaign.id))
        .join(Case, Case.id == Portion.case_id)
        .where(Plan.state == PlanState.APPROVED.value, Portion.state == PortionState.RESERVED.value)
        .where(Case.state == State.VERIFIED.value, Case.suspected.is_(False))
        .order_by(Portion.position, PortionLot.id)
    )
    if path is not None:
        wanted = wanted.where(within(Case.place_path, (path,)))
    return db.session.execute(wanted).all()
