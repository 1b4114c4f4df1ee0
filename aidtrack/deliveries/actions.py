"""What may be done with deliveries: plan trips by ward, send them out, record each door, close them.

What is not handed over goes back to the store in the same transaction as the outcome.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, insert, select, update

from aidtrack.audit.actions import record as record_in_chain
from aidtrack.campaigns import queries as campaigns
from aidtrack.campaigns.lifecycle import PortionState
from aidtrack.campaigns.models import Campaign, Portion
from aidtrack.cases.actions import note_progress
from aidtrack.cases.models import Case
from aidtrack.db import db
from aidtrack.deliveries.models import Stop, StopLine, Trip
from aidtrack.deliveries.recording_actions import deliver_again, record
from aidtrack.deliveries.route import Call, split
from aidtrack.deliveries.trips import TripState, after
from aidtrack.errors import Conflict, RuleBroken
from aidtrack.people.models import Person
from aidtrack.places import queries as places
from aidtrack.places.models import Place
from aidtrack.rights import Actor, require
from aidtrack.sentences import N_, say
from aidtrack.stock import papers
from aidtrack.stock.actions import open_vehicle, post, release
from aidtrack.stock.balance_actions import next_number
from aidtrack.stock.ledger import DocumentKind, Line
from aidtrack.stock.models import Balance

__all__ = ["close", "deliver_again", "plan", "record", "send_out"]


def plan(
    campaign: Campaign,
    place_id: str,
    *,
    on: date,
    driver_id: int | None = None,
    most_stops: int = 40,
    by: Actor,
    at: datetime,
) -> list[Trip]:
    """Trips for all shares of a place that wait: one ward each, at most so many stops.

    RuleBroken if nothing waits there or the day lies outside the campaign's window.
    """
    path = places.path_of(place_id)
    require(by, "deliveries.plan", within=path)
    if not campaign.distributes_from <= on <= campaign.distributes_to:
        raise RuleBroken(
            N_("{campaign} is given out from {begins} to {ends}. Choose a day within."),
            field="on",
            campaign=campaign.name,
            begins=campaign.distributes_from,
            ends=campaign.distributes_to,
        )
    _check_driver(driver_id)
    rows = _not_yet_on_a_trip(campaign, path)
    if not rows:
        raise RuleBroken(N_("No share waits for a trip here. Approve a plan first."), field="place")
    by_ward: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        by_ward[row.place_id].append(row)
    made = [
        _trip(campaign, ward, stretch, by_ward[ward], on=on, driver_id=driver_id, by=by, at=at)
        for ward in sorted(by_ward)
        for stretch in split(_calls(by_ward[ward]), most_calls=most_stops)
    ]
    record_in_chain(
        "deliveries.plan",
        f"campaign:{campaign.code}",
        by=by,
        at=at,
        path=path,
        trips=[trip.code for trip in made],
        stops=len({row.case_id for row in rows}),
    )
    return made


def _check_driver(driver_id: int | None) -> None:
    if driver_id is not None:
        driver = db.session.get(Person, driver_id)
        if driver is None or not driver.active:
            raise RuleBroken(N_("Choose a driver from the list."), field="driver")


def _not_yet_on_a_trip(campaign: Campaign, path: str) -> list[Any]:
    """The reserved portions that no planned trip carries."""
    waiting = select(StopLine.portion_id).join(Stop, Stop.id == StopLine.stop_id).where(Stop.outcome.is_(None))
    taken = set(db.session.scalars(waiting))
    return [row for row in campaigns.undelivered(campaign, path) if row.portion_id not in taken]


def _calls(rows: Sequence[Any]) -> list[Call]:
    first = {row.case_id: row for row in reversed(rows)}
    return [Call(row.case_id, row.code, row.residential_group, row.address) for row in first.values()]


def _trip(
    campaign: Campaign,
    ward: str,
    stretch: Sequence[Call],
    rows: Sequence[Any],
    *,
    on: date,
    driver_id: int | None,
    by: Actor,
    at: datetime,
) -> Trip:
    """One trip with its stops and what each carries; its vehicle is a place of the ledger."""
    code = papers.numbered("CHUYEN", next_number("CHUYEN"))
    path = places.path_of(ward)
    place = db.session.get_one(Place, ward)
    trip = Trip(
        code=code,
        campaign_id=campaign.id,
        place_id=ward,
        place_path=path,
        state=TripState.PLANNED.value,
        on=on,
        driver_id=driver_id,
        vehicle_id=open_vehicle(f"XE-{code}", f"{code}, {place.name}", path).id,
        planned_by_id=by.id,
        planned_at=at,
        version=1,
    )
    db.session.add(trip)
    db.session.flush()
    people = {row.case_id: row.people for row in rows}
    stops = [
        Stop(trip_id=trip.id, case_id=call.case_id, position=position, people=people[call.case_id], version=1)
        for position, call in enumerate(stretch, start=1)
    ]
    db.session.add_all(stops)
    db.session.flush()
    stop_of = {stop.case_id: stop.id for stop in stops}
    lines = [
        {
            "stop_id": stop_of[row.case_id],
            "portion_id": row.portion_id,
            "good_code": row.good_code,
            "lot_id": row.lot_id,
            "reservation_id": row.reservation_id,
            "planned": row.amount,
        }
        for row in rows
        if row.case_id in stop_of
    ]
    db.session.execute(insert(StopLine), lines)
    return trip


def send_out(trip: Trip, *, key: str, by: Actor, at: datetime) -> Trip:
    """Load the vehicle: an issue uses the reservations. Cases that may not be served any more stay behind."""
    require(by, "deliveries.send_out", within=trip.place_path)
    after(TripState(trip.state), "load")
    _leave_behind(trip, at)
    lines = db.session.scalars(select(StopLine).join(Stop, Stop.id == StopLine.stop_id).where(Stop.trip_id == trip.id))
    carried = lines.all()
    if not carried:
        raise RuleBroken(N_("No household on this trip may be served any more. Plan another trip."))
    _move(trip, TripState.PLANNED, TripState.OUT, sent_out_at=at)
    load: dict[int, int] = defaultdict(int)
    for line in carried:
        load[line.lot_id] += line.planned
    issue = post(
        DocumentKind.ISSUE,
        [Line(lot_id, trip.campaign.store_id, trip.vehicle_id, amount) for lot_id, amount in sorted(load.items())],
        key=f"{key}:issue",
        subject=f"trip:{trip.code}",
        consume=[line.reservation_id for line in carried],
        by=by,
        at=at,
    )
    trip.issue_id = issue.id
    portions = sorted({line.portion_id for line in carried})
    db.session.execute(update(Portion), [{"id": one, "state": PortionState.OUT.value} for one in portions])
    cases = sorted(db.session.scalars(select(Stop.case_id).where(Stop.trip_id == trip.id)))
    note_progress(
        cases,
        "out",
        note={"campaign": trip.campaign.code, "name": trip.campaign.name, "trip": trip.code},
        said=say(N_("Went out with trip {trip}"), trip=trip.code),
        by=by,
        at=at,
    )
    record_in_chain(
        "deliveries.send_out",
        f"trip:{trip.code}",
        by=by,
        at=at,
        path=trip.place_path,
        issue=issue.number,
        stops=len(cases),
    )
    return trip


def _leave_behind(trip: Trip, at: datetime) -> None:
    """Take off the trip whoever is suspected or no longer verified; their goods become free."""
    gone = db.session.scalars(
        select(Stop)
        .join(Case, Case.id == Stop.case_id)
        .where(Stop.trip_id == trip.id, (Case.state != "verified") | Case.suspected)
    ).unique()
    for stop in gone.all():
        release([line.reservation_id for line in stop.lines], "released", at=at)
        portions = [{"id": line.portion_id, "state": PortionState.RELEASED.value} for line in stop.lines]
        db.session.execute(update(Portion), portions)
        db.session.execute(delete(StopLine).where(StopLine.stop_id == stop.id))
        note_progress([stop.case_id], "none", note={})
        db.session.delete(stop)
    db.session.flush()
    db.session.expire(trip, ["stops"])


def _move(trip: Trip, here: TripState, there: TripState, **changed: Any) -> None:
    """The guarded move of a trip."""
    moved = db.session.execute(
        update(Trip)
        .where(Trip.id == trip.id, Trip.state == here.value)
        .values(state=there.value, version=Trip.version + 1, **changed)
    )
    if moved.rowcount == 0:  # type: ignore[attr-defined]
        raise Conflict(N_("Somebody else moved this trip meanwhile. Reload the page."))
    db.session.refresh(trip)


def close(trip: Trip, *, by: Actor, at: datetime) -> Trip:
    """End a trip: every stop has its outcome, and nothing is left on the vehicle."""
    require(by, "deliveries.close", within=trip.place_path)
    after(TripState(trip.state), "close")
    waiting = [stop.position for stop in trip.stops if stop.outcome is None]
    if waiting:
        raise RuleBroken(
            N_("Stops without an outcome: {stops}. Record each of them first."), field="stops", stops=waiting
        )
    left = db.session.scalar(select(Balance).where(Balance.location_id == trip.vehicle_id, Balance.on_hand > 0))
    if left is not None:
        raise RuleBroken(N_("Something is still booked on the vehicle. Check the books before closing the trip."))
    _move(trip, TripState.OUT, TripState.CLOSED, closed_at=at)
    record_in_chain("deliveries.close", f"trip:{trip.code}", by=by, at=at, path=trip.place_path)
    return trip

