"""Planning trips: the shares that wait at a place become trips, one ward each, their stops along the way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert

from aidtrack.audit.actions import record as record_in_chain
from aidtrack.campaigns.actions import one_at_a_time
from aidtrack.campaigns.lifecycle import CampaignState
from aidtrack.campaigns.models import Campaign
from aidtrack.db import db
from aidtrack.deliveries import queries
from aidtrack.deliveries.models import Stop, StopLine, Trip
from aidtrack.deliveries.route import Call, split
from aidtrack.deliveries.trips import TripState
from aidtrack.errors import RuleBroken
from aidtrack.people import queries as people
from aidtrack.people.models import Person
from aidtrack.places import queries as places
from aidtrack.places.models import Place
from aidtrack.rights import Actor, require
from aidtrack.sentences import N_
from aidtrack.stock import papers
from aidtrack.stock.actions import open_vehicle
from aidtrack.stock.balance_actions import next_number


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
