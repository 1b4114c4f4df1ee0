"""What may be asked of deliveries: trips and their stops, what is on a vehicle, and how each share ended."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import case as if_
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from aidtrack.campaigns.models import Campaign, Plan, Portion
from aidtrack.cases.models import Case
from aidtrack.db import db, scoped, within
from aidtrack.deliveries.models import Receipt, Stop, StopLine, Trip
from aidtrack.deliveries.trips import TripState
from aidtrack.errors import NotFound
from aidtrack.goods.models import Good
from aidtrack.rights import Actor
from aidtrack.sentences import N_
from aidtrack.stock.models import Balance, Lot

PAGE = 50


@dataclass(frozen=True)
class TripRow:
    """A line of the list of trips: its stops, how many have an outcome, and how many of those failed."""

    trip: Trip
    stops: int
    done: int
    people: int


def index(
    by: Actor,
    *,
    state: TripState | None = None,
    campaign: Campaign | None = None,
    driver_id: int | None = None,
    before: int | None = None,
) -> list[TripRow]:
    """Trips in reach, newest first, 51 at most: one more than a page."""
    wanted = (
        select(Trip.id, func.count(Stop.id), func.count(Stop.outcome), func.coalesce(func.sum(Stop.people), 0))
        .outerjoin(Stop, Stop.trip_id == Trip.id)
        .where(scoped(Trip, by, "deliveries.see"))
        .group_by(Trip.id)
        .order_by(Trip.id.desc())
        .limit(PAGE + 1)
    )
    if state:
        wanted = wanted.where(Trip.state == state.value)
    if campaign:
        wanted = wanted.where(Trip.campaign_id == campaign.id)
    if driver_id is not None:
        wanted = wanted.where(Trip.driver_id == driver_id)
    if before is not None:
        wanted = wanted.where(Trip.id < before)
    rows = db.session.execute(wanted).all()
    whole = select(Trip).where(Trip.id.in_([row[0] for row in rows]))
    trips = {
        trip.id: trip
        for trip in db.session.scalars(whole.options(joinedload(Trip.driver), joinedload(Trip.campaign)))
    }
    return [TripRow(trips[row[0]], int(row[1]), int(row[2]), int(row[3])) for row in rows]


def get_trip(code: str, *, by: Actor, right: str = "deliveries.see") -> Trip:
    """A trip by its code; NotFound outside the actor's reach."""
    found = db.session.scalar(select(Trip).where(Trip.code == code, scoped(Trip, by, right)))
    if found is None:
        raise NotFound(N_("There is no trip “{code}” in your area."), code=code)
    return found


def stops_of(trip: Trip) -> Sequence[Stop]:
    """The stops of a trip in their order, with what they carry and their receipts."""
    wanted = (
        select(Stop)
        .where(Stop.trip_id == trip.id)
        .order_by(Stop.position)
        .options(joinedload(Stop.receipt), selectinload(Stop.lines))
    )
    return db.session.scalars(wanted).unique().all()


def get_stop(trip: Trip, position: int) -> Stop:
    """A stop of a trip by its place in the order; NotFound if there is none."""
    wanted = select(Stop).where(Stop.trip_id == trip.id, Stop.position == position).options(joinedload(Stop.receipt))
    found = db.session.scalars(wanted).unique().one_or_none()
    if found is None:
        raise NotFound(N_("This trip has no stop {position}."), position=position)
    return found


def next_stop(trip: Trip, after: int = 0) -> Stop | None:
    """The next stop without an outcome, going round; None when all have one."""
    wanted = (
        select(Stop)
        .where(Stop.trip_id == trip.id, Stop.outcome.is_(None))
        .order_by(Stop.position <= after, Stop.position)
        .limit(1)
    )
    return db.session.scalar(wanted)


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


def stops_of_case(case: Case) -> Sequence[Stop]:
    """Every stop at a household, newest first."""
    wanted = (
        select(Stop)
        .where(Stop.case_id == case.id)
        .order_by(Stop.id.desc())
        .options(joinedload(Stop.receipt), joinedload(Stop.trip).joinedload(Trip.campaign), selectinload(Stop.lines))
    )
    return db.session.scalars(wanted).unique().all()


@dataclass
class Given:
    """How one household's share of a campaign ended: amounts in base units by good's code."""

    case: Case
    position: int
    trip_code: str | None
    outcome: str | None
    received_by: str
    relation: str
    at: object | None
    planned: dict[str, int] = field(default_factory=dict)
    given: dict[str, int] = field(default_factory=dict)


def outcomes(campaign: Campaign, *, by: Actor, path: str | None = None, trip: Trip | None = None) -> list[Given]:
    """Every household with a share in an approved plan of a campaign, in the plan's order.

    `path` narrows it to a place, `trip` to one trip. The latest stop decides the outcome.
    """
    portions = (
        select(Portion.case_id, Portion.good_code, Portion.amount, Portion.position, Portion.id)
        .join(Plan, Plan.id == Portion.plan_id)
        .join(Case, Case.id == Portion.case_id)
        .where(Plan.campaign_id == campaign.id, Plan.state == "approved", Portion.amount > 0)
        .where(Portion.state.not_in(["dropped", "released"]))
        .where(within(Case.place_path, by.reach("reports.see")))
        .order_by(Plan.number, Portion.position)
    )
    if path is not None:
        portions = portions.where(within(Case.place_path, (path,)))
    if trip is not None:
        portions = portions.where(Portion.case_id.in_(select(Stop.case_id).where(Stop.trip_id == trip.id)))
    rows = db.session.execute(portions).all()
    cases = _cases({row.case_id for row in rows})
    found: dict[int, Given] = {}
    for row in rows:
        one = found.setdefault(row.case_id, Given(cases[row.case_id], row.position, None, None, "", "", None))
        one.planned[row.good_code] = one.planned.get(row.good_code, 0) + row.amount
    _tell_outcomes(campaign, found)
    return list(found.values())


def _cases(ids: set[int]) -> dict[int, Case]:
    found: dict[int, Case] = {}
    ordered = sorted(ids)
    for start in range(0, len(ordered), 500):
        for case in db.session.scalars(select(Case).where(Case.id.in_(ordered[start : start + 500]))):
            found[case.id] = case
    return found


def _tell_outcomes(campaign: Campaign, found: dict[int, Given]) -> None:
    """Fill in what happened at the door, a later stop over an earlier one."""
    told = (
        select(Stop.case_id, Stop.outcome, Trip.code, Receipt.received_by, Receipt.relation, Receipt.at, Stop.id)
        .join(Trip, Trip.id == Stop.trip_id)
        .outerjoin(Receipt, Receipt.stop_id == Stop.id)
        .where(Trip.campaign_id == campaign.id)
        .order_by(Stop.id)
    )
    latest: dict[int, int] = {}
    for row in db.session.execute(told):
        if one := found.get(row.case_id):
            one.outcome, one.trip_code, one.at = row.outcome, row.code, row.at
            one.received_by, one.relation = row.received_by or "", row.relation or ""
            latest[row.id] = row.case_id
    handed = (
        select(StopLine.stop_id, StopLine.good_code, func.sum(StopLine.given))
        .join(Stop, Stop.id == StopLine.stop_id)
        .join(Trip, Trip.id == Stop.trip_id)
        .where(Trip.campaign_id == campaign.id, StopLine.given > 0)
        .group_by(StopLine.stop_id, StopLine.good_code)
    )
    for stop_id, good_code, amount in db.session.execute(handed):
        if (case_id := latest.get(stop_id)) is not None:
            given = found[case_id].given
            given[good_code] = given.get(good_code, 0) + int(amount)


def given_by_ward(by: Actor, *, campaign: Campaign | None = None) -> dict[str, dict[str, int]]:
    """What was handed over, by the ward's key and the good's code (base units)."""
    wanted = (
        select(Case.place_id, StopLine.good_code, func.sum(StopLine.given))
        .join(Stop, Stop.id == StopLine.stop_id)
        .join(Case, Case.id == Stop.case_id)
        .where(StopLine.given > 0, scoped(Case, by, "deliveries.see"))
        .group_by(Case.place_id, StopLine.good_code)
    )
    if campaign is not None:
        wanted = wanted.join(Trip, Trip.id == Stop.trip_id).where(Trip.campaign_id == campaign.id)
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for place_id, good_code, amount in db.session.execute(wanted):
        found[place_id][good_code] = int(amount)
    return dict(found)


def people_by_outcome(campaign: Campaign) -> dict[str, int]:
    """How many people's households ended how, the latest stop of each counting."""
    latest = (
        select(func.max(Stop.id))
        .join(Trip, Trip.id == Stop.trip_id)
        .where(Trip.campaign_id == campaign.id)
        .group_by(Stop.case_id)
    )
    wanted = (
        select(if_((Stop.outcome.is_(None), "waiting"), else_=Stop.outcome), func.sum(Stop.people))
        .where(Stop.id.in_(latest))
        .group_by(Stop.outcome)
    )
    return {outcome: int(people) for outcome, people in db.session.execute(wanted)}
