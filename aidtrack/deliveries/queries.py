"""What may be asked of deliveries: stops, what they carry, what waits for a trip. Trips: `trip_queries`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, and_, func, or_, select
from sqlalchemy import case as if_
from sqlalchemy.orm import joinedload, selectinload

from aidtrack.campaigns import queries as campaigns
from aidtrack.campaigns.lifecycle import PortionState
from aidtrack.campaigns.models import Campaign, Plan, Portion
from aidtrack.cases.models import Case
from aidtrack.db import db, scoped
from aidtrack.deliveries.models import Stop, StopLine, Trip
from aidtrack.deliveries.outcome_queries import Given, given_by_ward, outcomes, people_by_outcome
from aidtrack.deliveries.trip_queries import (
    PAGE,
    TripRow,
    get_trip,
    how_far,
    index,
    next_trip_of,
    on_vehicle,
    stands,
)
from aidtrack.deliveries.trips import OUTCOMES, Outcome, TripState
from aidtrack.errors import NotFound
from aidtrack.goods.models import Good
from aidtrack.rights import Actor
from aidtrack.sentences import N_

__all__ = [
    "PAGE",
    "Given",
    "TripRow",
    "allocated_by",
    "get_stop",
    "get_trip",
    "given_by_ward",
    "how_far",
    "index",
    "may_go_again",
    "moved_away",
    "next_stop",
    "next_trip_of",
    "not_yet_on_a_trip",
    "on_vehicle",
    "outcomes",
    "people_by_outcome",
    "shares",
    "stop_for",
    "stops_of",
    "stops_of_case",
    "waiting_by_ward",
]


def _of(trip: Trip) -> Select[Stop]:
    """The stops of a trip that stand."""
    joined = select(Stop).join(Trip, Trip.id == Stop.trip_id).join(Case, Case.id == Stop.case_id)
    return joined.where(Stop.trip_id == trip.id, stands())


def moved_away(trip: Trip) -> int:
    """How many households of a planned trip live in another ward now; they stay behind."""
    joined = select(func.count()).select_from(Stop).join(Trip, Trip.id == Stop.trip_id)
    wanted = joined.join(Case, Case.id == Stop.case_id).where(Stop.trip_id == trip.id, ~stands())
    return int(db.session.scalar(wanted) or 0)


def stops_of(trip: Trip) -> Sequence[Stop]:
    """The stops of a trip in their order, with what they carry and their receipts."""
    wanted = (
        _of(trip)
        .order_by(Stop.position)
        .options(joinedload(Stop.receipt), selectinload(Stop.lines))
    )
    return db.session.scalars(wanted).unique().all()


def get_stop(trip: Trip, position: int) -> Stop:
    """A stop of a trip by its place in the order; NotFound if there is none."""
    wanted = _of(trip).where(Stop.position == position).options(joinedload(Stop.receipt))
    found = db.session.scalars(wanted).unique().one_or_none()
    if found is None:
        raise NotFound(N_("This trip has no stop {position}."), position=position)
    return found


def next_stop(trip: Trip, after: int = 0) -> Stop | None:
    """The next stop without an outcome, going round; None when all have one."""
    wanted = _of(trip).where(Stop.outcome.is_(None)).order_by(Stop.position <= after, Stop.position)
    return db.session.scalar(wanted.limit(1))


def shares(stop: Stop) -> list[tuple[Good, int, int | None]]:
    """What a stop carries, by good: the good, what is planned and what was given (base units)."""
    planned: dict[str, int] = defaultdict(int)
    given: dict[str, int] = defaultdict(int)
    goods = {line.good_code: line.good for line in stop.lines}
    for line in stop.lines:
        planned[line.good_code] += line.planned
        given[line.good_code] += line.given or 0
    ordered = sorted(goods.values(), key=lambda good: good.position)
    return [(good, planned[good.code], given[good.code] if stop.outcome else None) for good in ordered]


def waiting_by_ward(campaign: Campaign, *, by: Actor) -> list[tuple[str, int, int]]:
    """Where shares wait for a trip, within reach: the ward's key, households and people, by ward."""
    wards: dict[str, dict[int, int]] = defaultdict(dict)
    for row in not_yet_on_a_trip(campaign):
        if by.can("deliveries.plan", within=row.place_path):
            wards[row.place_id][row.case_id] = row.people
    return [(ward, len(found), sum(found.values())) for ward, found in sorted(wards.items())]


def not_yet_on_a_trip(campaign: Campaign, path: str | None = None) -> list[Row[Any]]:
    """The reserved portions that no planned trip carries: rows as `campaigns.queries.undelivered`."""
    waiting = (
        select(StopLine.portion_id)
        .join(Stop, Stop.id == StopLine.stop_id)
        .join(Trip, Trip.id == Stop.trip_id)
        .join(Case, Case.id == Stop.case_id)
        .where(Stop.outcome.is_(None), stands())
    )
    taken = set(db.session.scalars(waiting))
    return [row for row in campaigns.undelivered(campaign, path) if row.portion_id not in taken]


def stop_for(code: str, *, by: Actor, campaign_code: str | None = None) -> Stop | None:
    """The stop of a household on a trip that is out, else its newest one; None if none is in reach."""
    wanted = (
        select(Stop)
        .join(Case, Case.id == Stop.case_id)
        .join(Trip, Trip.id == Stop.trip_id)
        .where(Case.code == code, stands(), scoped(Trip, by, "deliveries.see"))
        .order_by(
            if_((and_(Stop.outcome.is_(None), Trip.state == TripState.OUT.value), 0), else_=1), Stop.id.desc()
        )
        .limit(1)
    )
    if campaign_code is not None:
        wanted = wanted.join(Campaign, Campaign.id == Trip.campaign_id).where(Campaign.code == campaign_code)
    return db.session.scalar(wanted)


def may_go_again(stop: Stop) -> bool:
    """Whether the household was absent and its share was not promised anew since."""
    if stop.outcome is None or not OUTCOMES[Outcome(stop.outcome)].again:
        return False
    failed = select(Portion.id).where(
        Portion.id.in_([line.portion_id for line in stop.lines]), Portion.state == PortionState.FAILED.value
    )
    return db.session.scalar(failed.limit(1)) is not None


def allocated_by(stop: Stop, person_id: int | None) -> bool:
    """Whether somebody proposed or approved a share of this stop."""
    if person_id is None:
        return False
    plans = (
        select(Plan.id)
        .join(Portion, Portion.plan_id == Plan.id)
        .join(StopLine, StopLine.portion_id == Portion.id)
        .where(StopLine.stop_id == stop.id)
        .where(or_(Plan.proposed_by_id == person_id, Plan.decided_by_id == person_id))
    )
    return db.session.scalar(plans.limit(1)) is not None


def stops_of_case(case: Case) -> Sequence[Stop]:
    """Every stop at a household, newest first."""
    wanted = (
        select(Stop)
        .where(Stop.case_id == case.id)
        .order_by(Stop.id.desc())
        .options(
            joinedload(Stop.receipt),
            joinedload(Stop.trip).joinedload(Trip.campaign),
            selectinload(Stop.lines),
        )
    )
    return db.session.scalars(wanted).unique().all()
