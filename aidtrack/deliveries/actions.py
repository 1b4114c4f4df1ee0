"""What may be done with deliveries: plan trips by ward, send them out or cancel them, record doors, close.

What is not handed over goes back to the store in the same transaction as the outcome.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, insert, or_, select, update

from aidtrack.audit.actions import record as record_in_chain
from aidtrack.campaigns.actions import one_at_a_time
from aidtrack.campaigns.lifecycle import CampaignState, PortionState
from aidtrack.campaigns.models import Campaign, Portion
from aidtrack.campaigns.progress_actions import tell_progress
from aidtrack.campaigns.release_actions import let_go
from aidtrack.cases.lifecycle import State
from aidtrack.cases.models import Case
from aidtrack.db import db
from aidtrack.deliveries import queries
from aidtrack.deliveries.models import Stop, StopLine, Trip
from aidtrack.deliveries.recording_actions import deliver_again, record
from aidtrack.deliveries.route import Call, split
from aidtrack.deliveries.trips import TripState, after
from aidtrack.errors import Conflict, RuleBroken
from aidtrack.people import queries as people
from aidtrack.people.models import Person
from aidtrack.places import queries as places
from aidtrack.places.models import Place
from aidtrack.rights import Actor, require
from aidtrack.sentences import N_, say
from aidtrack.stock import papers
from aidtrack.stock.actions import open_vehicle, post
from aidtrack.stock.balance_actions import next_number
from aidtrack.stock.ledger import DocumentKind, Line
from aidtrack.stock.models import Balance
from aidtrack.vietnamese.folding import clean

__all__ = ["cancel", "close", "deliver_again", "plan", "record", "send_out"]


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
    _hold_open(campaign)
    if not campaign.distributes_from <= on <= campaign.distributes_to:
        raise RuleBroken(
            N_("{campaign} is given out from {begins} to {ends}. Choose a day within."),
            field="on",
            campaign=campaign.name,
            begins=campaign.distributes_from,
            ends=campaign.distributes_to,
        )
    rows = queries.not_yet_on_a_trip(campaign, path)
    if not rows:
        raise RuleBroken(N_("No share waits for a trip here. Approve a plan first."), field="place")
    by_ward: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        by_ward[row.place_id].append(row)
    _check_driver(driver_id, by_ward, on)
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


def _hold_open(campaign: Campaign) -> None:
    """Lock an open campaign, so that two people who plan at once do not send two trips to one door."""
    one_at_a_time(campaign)
    if campaign.state != CampaignState.OPEN.value:
        raise RuleBroken(N_("This campaign is closed. Open a new one."))


def _check_driver(driver_id: int | None, wards: Iterable[str], on: date) -> None:
    """A driver works in every ward of the trips on that day, else the trip would be out of their sight."""
    if driver_id is None:
        return
    driver = db.session.get(Person, driver_id)
    if driver is None or not driver.active:
        raise RuleBroken(N_("Choose a driver from the list."), field="driver")
    actor = people.actor_of(driver, on)
    for ward in sorted(wards):
        if not actor.can("deliveries.record", within=places.path_of(ward)):
            raise RuleBroken(
                N_("{name} has no assignment in {place} on that day. Choose another driver."),
                field="driver",
                name=driver.name,
                place=places.label_of(ward),
            )


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
    _fill(trip, stretch, rows)
    return trip


def _fill(trip: Trip, stretch: Sequence[Call], rows: Sequence[Any]) -> None:
    """The stops of a trip in their order, and what each carries."""
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


def send_out(trip: Trip, *, key: str, by: Actor, at: datetime) -> Trip:
    """Load the vehicle: an issue uses the reservations. Cases that may not be served any more stay behind."""
    require(by, "deliveries.send_out", within=trip.place_path)
    after(TripState(trip.state), "load")
    _leave_behind(trip, at)
    lines = db.session.scalars(
        select(StopLine).join(Stop, Stop.id == StopLine.stop_id).where(Stop.trip_id == trip.id)
    )
    carried = lines.all()
    if not carried:
        raise RuleBroken(N_("No household on this trip may be served any more. Plan another trip."))
    _move(trip, TripState.PLANNED, TripState.OUT, sent_out_at=at)
    load: dict[int, int] = defaultdict(int)
    for line in carried:
        load[line.lot_id] += line.planned
    issue = post(
        DocumentKind.ISSUE,
        [
            Line(lot_id, trip.campaign.store_id, trip.vehicle_id, amount)
            for lot_id, amount in sorted(load.items())
        ],
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
    tell_progress(
        cases,
        note={"campaign": trip.campaign.code, "name": trip.campaign.name, "trip": trip.code},
        said=say(N_("Went out with trip {trip}"), trip=trip.code),
        by=by,
        at=at,
    )
    _refuse_if_gone(cases)
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
    """Take off the trip whoever may not be served any more, and every share that is promised no longer.

    What was still promised to a household that stays behind becomes free.
    """
    stops = db.session.scalars(select(Stop).where(Stop.trip_id == trip.id)).unique().all()
    gone = {stop.id for stop in stops if stop.case.suspected or stop.case.state != State.VERIFIED.value}
    let_go(sorted({line.portion_id for stop in stops if stop.id in gone for line in stop.lines}), at=at)
    lines = select(StopLine.portion_id).join(Stop, Stop.id == StopLine.stop_id).where(Stop.trip_id == trip.id)
    reserved = select(Portion.id).where(Portion.id.in_(lines), Portion.state == PortionState.RESERVED.value)
    held = set(db.session.scalars(reserved))
    for stop in stops:
        _unload(stop, [line for line in stop.lines if line.portion_id not in held])
    db.session.flush()
    db.session.expire_all()


def _refuse_if_gone(case_ids: Sequence[int]) -> None:
    """Conflict if a case was put on hold, withdrawn or suspected while the trip was loaded.

    Asked once their rows are held: from now on the goods are on their way, and they cannot be.
    """
    gone = select(Case.code).where(
        Case.id.in_(case_ids), or_(Case.state != State.VERIFIED.value, Case.suspected.is_(True))
    )
    codes = db.session.scalars(gone.order_by(Case.code)).all()
    if codes:
        raise Conflict(
            N_("Somebody has just changed {cases}. Send the trip out again; they stay behind."), cases=codes
        )


def _unload(stop: Stop, gone: Sequence[StopLine]) -> None:
    """Take lines off a stop, and the stop off its trip when none is left."""
    if len(gone) == len(stop.lines):
        db.session.execute(delete(StopLine).where(StopLine.stop_id == stop.id))
        db.session.execute(delete(Stop).where(Stop.id == stop.id))
    elif gone:
        db.session.execute(delete(StopLine).where(StopLine.id.in_([line.id for line in gone])))


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
    left = db.session.scalar(
        select(Balance).where(Balance.location_id == trip.vehicle_id, Balance.on_hand > 0)
    )
    if left is not None:
        raise RuleBroken(
            N_("Something is still booked on the vehicle. Check the books before closing the trip.")
        )
    _move(trip, TripState.OUT, TripState.CLOSED, closed_at=at)
    record_in_chain("deliveries.close", f"trip:{trip.code}", by=by, at=at, path=trip.place_path)
    return trip


def cancel(trip: Trip, *, reason: str = "", by: Actor, at: datetime) -> Trip:
    """Give up a trip that has not gone out: its stops go, their shares stay held for another trip."""
    require(by, "deliveries.plan", within=trip.place_path)
    after(TripState(trip.state), "cancel")
    _move(trip, TripState.PLANNED, TripState.CANCELLED, closed_at=at)
    stops = select(Stop.id).where(Stop.trip_id == trip.id)
    codes = select(Case.code).join(Stop).where(Stop.trip_id == trip.id).order_by(Case.code)
    told = {"cases": db.session.scalars(codes).all(), "reason": clean(reason)}
    db.session.execute(delete(StopLine).where(StopLine.stop_id.in_(stops)))
    db.session.execute(delete(Stop).where(Stop.trip_id == trip.id))
    db.session.expire_all()
    record_in_chain("deliveries.cancel", f"trip:{trip.code}", by=by, at=at, path=trip.place_path, **told)
    return trip
