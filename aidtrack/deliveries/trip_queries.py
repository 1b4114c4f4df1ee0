"""What may be asked of trips: which there are, where a driver goes next, how far each is, what it carries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy import case as if_
from sqlalchemy.orm import joinedload

from aidtrack.campaigns.models import Campaign
from aidtrack.cases.models import Case
from aidtrack.db import db, scoped
from aidtrack.deliveries.models import Stop, Trip
from aidtrack.deliveries.trips import TripState
from aidtrack.errors import NotFound
from aidtrack.goods.models import Good
from aidtrack.rights import Actor
from aidtrack.sentences import N_
from aidtrack.stock.models import Balance, Lot

PAGE = 50


@dataclass(frozen=True)
class TripRow:
    """A line of the list of trips: its stops, how many have an outcome, and the people of all of them."""

    trip: Trip
    stops: int
    done: int
    people: int


def stands() -> ColumnElement[bool]:
    """Of a stop with its trip and case: the household lives where the trip goes, or the trip went already.

    Who moved to another ward after the planning stays behind, and is seen no more by the ward that they left.
    """
    return or_(Trip.state != TripState.PLANNED.value, Case.place_id == Trip.place_id)


def index(
    by: Actor,
    *,
    state: TripState | None = None,
    campaign: Campaign | None = None,
    driver_id: int | None = None,
    but_driver_id: int | None = None,
    before: int | None = None,
) -> list[TripRow]:
    """Trips in reach, newest first, 51 at most: one more than a page."""
    wanted = select(Trip.id).where(scoped(Trip, by, "deliveries.see")).order_by(Trip.id.desc())
    if state:
        wanted = wanted.where(Trip.state == state.value)
    if campaign:
        wanted = wanted.where(Trip.campaign_id == campaign.id)
    if driver_id is not None:
        wanted = wanted.where(Trip.driver_id == driver_id)
    if but_driver_id is not None:
        wanted = wanted.where(or_(Trip.driver_id.is_(None), Trip.driver_id != but_driver_id))
    if before is not None:
        wanted = wanted.where(Trip.id < before)
    return _rows(db.session.scalars(wanted.limit(PAGE + 1)).all())


def _rows(trip_ids: Sequence[int]) -> list[TripRow]:
    """The lines of these trips, in this order."""
    counted = (
        select(Stop.trip_id, func.count(), func.count(Stop.outcome), func.sum(Stop.people))
        .join(Trip, Trip.id == Stop.trip_id)
        .join(Case, Case.id == Stop.case_id)
        .where(stands(), Stop.trip_id.in_(trip_ids))
        .group_by(Stop.trip_id)
    )
    counts = {row[0]: (int(row[1]), int(row[2]), int(row[3])) for row in db.session.execute(counted)}
    whole = select(Trip).where(Trip.id.in_(trip_ids))
    found = db.session.scalars(whole.options(joinedload(Trip.driver), joinedload(Trip.campaign)))
    trips = {trip.id: trip for trip in found}
    return [TripRow(trips[one], *counts.get(one, (0, 0, 0))) for one in trip_ids]


def next_trip_of(driver: Actor, today: date) -> TripRow | None:
    """The trip that a driver goes on with: one that is out, else the next that is planned from today on."""
    ahead = and_(Trip.state == TripState.PLANNED.value, Trip.on >= today)
    wanted = (
        select(Trip.id)
        .where(Trip.driver_id == driver.id, scoped(Trip, driver, "deliveries.see"))
        .where(or_(Trip.state == TripState.OUT.value, ahead))
        .order_by(if_((ahead, 1), else_=0), Trip.on, Trip.id)
        .limit(1)
    )
    return next(iter(_rows(db.session.scalars(wanted).all())), None)


def get_trip(code: str, *, by: Actor, right: str = "deliveries.see") -> Trip:
    """A trip by its code; NotFound outside the actor's reach."""
    found = db.session.scalar(select(Trip).where(Trip.code == code, scoped(Trip, by, right)))
    if found is None:
        raise NotFound(N_("There is no trip “{code}” in your area."), code=code)
    return found


def on_vehicle(trip: Trip) -> list[tuple[Good, int]]:
    """What is still on a trip's vehicle, by good (base units)."""
    wanted = (
        select(Good, func.sum(Balance.on_hand))
        .join(Lot, Lot.good_code == Good.code)
        .join(Balance, Balance.lot_id == Lot.id)
        .where(Balance.location_id == trip.vehicle_id)
        .group_by(Good.code)
        .order_by(Good.position)
    )
    return [(good, int(amount)) for good, amount in db.session.execute(wanted) if amount]


def how_far(trips: Sequence[Trip]) -> dict[int, dict[str, int]]:
    """By trip the number of stops with each outcome; "" counts those that wait."""
    counted = (
        select(Stop.trip_id, func.coalesce(Stop.outcome, ""), func.count())
        .join(Trip, Trip.id == Stop.trip_id)
        .join(Case, Case.id == Stop.case_id)
        .where(stands(), Stop.trip_id.in_([trip.id for trip in trips]))
        .group_by(Stop.trip_id, Stop.outcome)
    )
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for trip_id, outcome, number in db.session.execute(counted):
        found[trip_id][outcome] = int(number)
    return dict(found)
