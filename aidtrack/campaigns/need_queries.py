"""What a campaign still needs: who waits for a share of it, and what the norms give to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func, select

from aidtrack.campaigns.entitlement import Norm as NormFacts
from aidtrack.campaigns.models import Campaign, Norm, Plan, Portion
from aidtrack.campaigns.queries import COVERED, covered_cases, norm_facts, undelivered
from aidtrack.campaigns.resting import rests
from aidtrack.cases.board_queries import EligibleCase, eligible
from aidtrack.cases.progress import Progress
from aidtrack.clock import day_of
from aidtrack.db import db
from aidtrack.rights import Actor
from aidtrack.stock.queries import free_totals


def who_waits(
    campaign: Campaign, *, today: date, verification_days: int
) -> tuple[list[EligibleCase], list[EligibleCase]]:
    """The households that may be served and have no approved share yet: those who wait, those who rest."""
    covered = covered_cases(campaign)
    waiting: list[EligibleCase] = []
    resting: list[EligibleCase] = []
    for case in eligible(campaign.place_path, today=today, verification_days=verification_days):
        if case.id not in covered:
            (resting if _rests(case, campaign) else waiting).append(case)
    return waiting, resting


def _rests(case: EligibleCase, campaign: Campaign) -> bool:
    served_on = day_of(case.served_at) if case.served_at else None
    return rests(
        Progress(case.progress),
        served_on,
        rest_days=campaign.rest_days,
        first_day=campaign.distributes_from,
    )


@dataclass(frozen=True)
class Need:
    """A good of a campaign: its norm, what is free of it, and what those who wait would get in full."""

    norm: Norm
    have: int
    need: int


@dataclass(frozen=True)
class Waiting:
    """Who may be served and is in no approved plan yet, and what that takes of each good.

    `resting` counts the households that are left out because they received lately, `anywhere` all that
    wait, also beyond the actor's reach.
    """

    households: int
    people: int
    resting: int
    anywhere: int
    needs: tuple[Need, ...]


def waiting(campaign: Campaign, *, today: date, verification_days: int, by: Actor) -> Waiting:
    """Households that wait for a share, as far as the actor sees them, against what is free in the store."""
    found = who_waits(campaign, today=today, verification_days=verification_days)
    fit, resting = ([case for case in some if by.can("campaigns.see", case.place_path)] for some in found)
    wanted = _entitled(campaign, fit)
    free = free_totals(campaign.store_id, on=today)
    needs = [
        Need(norm, free.get(norm.good_code, 0), wanted[norm.good_code])
        for norm in sorted(campaign.norms, key=lambda norm: norm.good.position)
    ]
    return Waiting(len(fit), sum(case.people for case in fit), len(resting), len(found[0]), tuple(needs))


def need(campaign: Campaign, *, today: date, verification_days: int) -> dict[str, int]:
    """By good what is still to be given, in base units; every good with a norm is there, also at zero."""
    fit, _resting = who_waits(campaign, today=today, verification_days=verification_days)
    wanted = _entitled(campaign, fit)
    for row in undelivered(campaign):
        wanted[row.good_code] += row.amount
    return dict(wanted)


def _entitled(campaign: Campaign, fit: Sequence[EligibleCase]) -> Counter[str]:
    """By good what households would get in full; where it is not for all, the largest count, so that a
    plan never asks for more."""
    sizes = sorted((case.people for case in fit), reverse=True)
    wanted = Counter({norm.good_code: 0 for norm in campaign.norms})
    for norm in norms_left(campaign):
        wanted[norm.good.code] = sum(map(norm.entitlement, sizes[: norm.households]))
    return wanted


def norms_left(campaign: Campaign) -> list[NormFacts]:
    """The norms as a further plan must read them: so many households less as approved plans serve already."""
    served = select(Portion.good_code, func.count(Portion.case_id.distinct())).join(Plan)
    served = served.where(Plan.campaign_id == campaign.id, Portion.amount > 0)
    served = served.where(Portion.state.in_([state.value for state in COVERED])).group_by(Portion.good_code)
    counts: dict[str, int] = {code: int(count) for code, count in db.session.execute(served)}
    found = []
    for facts in map(norm_facts, campaign.norms):
        left = None if facts.households is None else facts.households - counts.get(facts.good.code, 0)
        if left is None or left > 0:
            found.append(replace(facts, households=left))
    return found
