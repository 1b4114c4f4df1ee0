"""What may be done with deliveries: plan trips by ward, send them out or cancel them, record doors, close.

What is not handed over goes back to the store in the same transaction as the outcome.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select, update

from aidtrack.audit.actions import record as record_in_chain
from aidtrack.campaigns.lifecycle import PortionState
from aidtrack.campaigns.models import Portion
from aidtrack.campaigns.progress_actions import tell_progress
from aidtrack.campaigns.release_actions import GONE, let_go
from aidtrack.cases.lifecycle import State
from aidtrack.cases.models import Case
from aidtrack.clock import day_of
from aidtrack.db import db
from aidtrack.deliveries.correcting_actions import correct, why_not_corrected
from aidtrack.deliveries.models import Stop, StopLine, Trip
from aidtrack.deliveries.planning_actions import plan
from aidtrack.deliveries.recording_actions import record
from aidtrack.deliveries.revisiting_actions import deliver_again
from aidtrack.deliveries.trips import TripState, after, check_day_out
from aidtrack.errors import Conflict, RuleBroken
from aidtrack.rights import Actor, require
from aidtrack.sentences import N_, say
from aidtrack.stock.actions import post
from aidtrack.stock.ledger import DocumentKind, Line
from aidtrack.stock.models import Balance
from aidtrack.vietnamese.folding import clean

__all__ = ["cancel", "close", "correct", "deliver_again", "plan", "record", "send_out", "why_not_corrected"]


def send_out(trip: Trip, *, key: str, another_day: bool = False, by: Actor, at: datetime) -> Trip:
    """Load the vehicle: an issue uses the reservations. Cases that may not be served any more stay behind.

    A trip of a later day, or of a campaign whose last day is over, goes out only if `another_day` confirms
    it; the day on which it goes out is its day from then on.
    """
    require(by, "deliveries.send_out", within=trip.place_path)
    after(TripState(trip.state), "load")
    today, campaign = day_of(at), trip.campaign
    check_day_out(
        today,
        planned=trip.on,
        begins=campaign.distributes_from,
        ends=campaign.distributes_to,
        another_day=another_day,
    )
    _leave_behind(trip, at)
    carried = db.session.scalars(
        select(StopLine).join(Stop, Stop.id == StopLine.stop_id).where(Stop.trip_id == trip.id)
    ).all()
    if not carried:
        raise RuleBroken(N_("No household on this trip may be served any more. Plan another trip."))
    _move(trip, TripState.PLANNED, TripState.OUT, sent_out_at=at, on=today)
    trip.issue_id = _load(trip, carried, key, by=by, at=at)
    cases = sorted(db.session.scalars(select(Stop.case_id).where(Stop.trip_id == trip.id)))
    tell_progress(
        cases,
        note={"campaign": campaign.code, "name": campaign.name, "trip": trip.code},
        said=say(N_("Went out with trip {trip}"), trip=trip.code),
        by=by,
        at=at,
    )
    _refuse_if_gone(cases)
    told = {"issue": trip.issue.number if trip.issue else "", "stops": len(cases)}
    record_in_chain(
        "deliveries.send_out", f"trip:{trip.code}", by=by, at=at, path=trip.place_path, **told
    )
    return trip


def _load(trip: Trip, carried: Sequence[StopLine], key: str, *, by: Actor, at: datetime) -> int:
    """Move what the stops carry from the store to the vehicle, by the promises for it; the paper's id."""
    load: dict[int, int] = defaultdict(int)
    for line in carried:
        load[line.lot_id] += line.planned
    store = trip.campaign.store_id
    issue = post(
        DocumentKind.ISSUE,
        [Line(lot_id, store, trip.vehicle_id, amount) for lot_id, amount in sorted(load.items())],
        key=f"{key}:issue",
        subject=f"trip:{trip.code}",
        consume=[line.reservation_id for line in carried],
        by=by,
        at=at,
    )
    portions = sorted({line.portion_id for line in carried})
    db.session.execute(update(Portion), [{"id": one, "state": PortionState.OUT.value} for one in portions])
    return issue.id


def _leave_behind(trip: Trip, at: datetime) -> None:
    """Take off the trip whoever may not be served any more, and every share that is promised no longer.

    What was still promised to a household that is served no more becomes free. Who is on hold, has to be
    verified again or moved to another ward stays behind too, but keeps the share: a later trip takes it.
    """
    stops = db.session.scalars(select(Stop).where(Stop.trip_id == trip.id)).unique().all()
    gone = {stop.id for stop in stops if stop.case.suspected or stop.case.state in GONE}
    unready = {stop.id for stop in stops if stop.case.state != State.VERIFIED.value}
    later = (unready | {stop.id for stop in stops if stop.case.place_id != trip.place_id}) - gone
    let_go(sorted({line.portion_id for stop in stops if stop.id in gone for line in stop.lines}), at=at)
    lines = select(StopLine.portion_id).join(Stop, Stop.id == StopLine.stop_id).where(Stop.trip_id == trip.id)
    reserved = select(Portion.id).where(Portion.id.in_(lines), Portion.state == PortionState.RESERVED.value)
    held = set(db.session.scalars(reserved))
    for stop in stops:
        _unload(stop, [line for line in stop.lines if line.portion_id not in held or stop.id in later])
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
