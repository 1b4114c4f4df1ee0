"""What a campaign still needs: shares that wait for a trip, and the norms of households without a plan."""

from __future__ import annotations

from collections import Counter
from datetime import date

from sqlalchemy import func, select

from aidtrack.campaigns.entitlement import Order
from aidtrack.campaigns.models import Campaign, Norm, Plan, Portion
from aidtrack.campaigns.queries import COVERED, covered_cases, norm_facts, undelivered
from aidtrack.cases.board_queries import EligibleCase, eligible
from aidtrack.db import db


def need(campaign: Campaign, *, today: date, verification_days: int) -> dict[str, int]:
    """By good what is still to be given, in base units; every good with a norm is there, also at zero."""
    wanted: Counter[str] = Counter({norm.good_code: 0 for norm in campaign.norms})
    for row in undelivered(campaign):
        wanted[row.good_code] += row.amount
    covered = covered_cases(campaign)
    fit = eligible(campaign.place_path, today=today, verification_days=verification_days)
    waiting = [case for case in fit if case.id not in covered]
    for norm in campaign.norms:
        wanted[norm.good_code] += _entitled(norm, waiting)
    return dict(wanted)


def _entitled(norm: Norm, waiting: list[EligibleCase]) -> int:
    """What the norm gives to those who wait; to so many of them at most, if it says so."""
    facts = norm_facts(norm)
    sizes = [case.people for case in waiting]
    if norm.households is not None:
        if facts.order is Order.LARGEST:
            sizes.sort(reverse=True)
        sizes = sizes[: max(0, norm.households - _households_with(norm))]
    return sum(facts.entitlement(size) for size in sizes)


def _households_with(norm: Norm) -> int:
    """How many households an approved plan gives this good to."""
    counted = (
        select(func.count(Portion.case_id.distinct()))
        .join(Plan, Plan.id == Portion.plan_id)
        .where(Plan.campaign_id == norm.campaign_id, Portion.good_code == norm.good_code, Portion.amount > 0)
        .where(Portion.state.in_([state.value for state in COVERED]))
    )
    return int(db.session.scalar(counted) or 0)
