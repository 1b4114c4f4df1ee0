"""Trips at the command line: plan them, send them out, close them; what happened at a door is in `doors`."""

from __future__ import annotations

from typing import Any

import click

from aidtrack.campaigns import queries as campaigns
from aidtrack.cli import doors
from aidtrack.cli.session import Session, as_person, json_option, reading, say, show
from aidtrack.cli.spoken_help import SpokenGroup
from aidtrack.cli.typed import day_typed, key_of_place
from aidtrack.db import transaction
from aidtrack.deliveries import actions, queries
from aidtrack.deliveries.models import Stop
from aidtrack.deliveries.trips import TRIP_LABELS, TripState
from aidtrack.errors import RuleBroken
from aidtrack.people import queries as people
from aidtrack.places.queries import label_of
from aidtrack.sentences import N_
from aidtrack.sentences import say as sentence


@click.group(cls=SpokenGroup)
def deliveries() -> None:
    """Trips and their stops."""


@deliveries.command("list")
@click.option("--campaign", "code", metavar="CODE", help="Only the trips of this campaign.")
@json_option
@as_person
def list_trips(session: Session, code: str | None, as_json: bool) -> None:
    """The newest fifty trips with their stops."""
    campaign = campaigns.get_campaign(code, by=session.by) if code else None
    rows = [
        {
            "trip": row.trip.code,
            "campaign": row.trip.campaign.code,
            "ward": row.trip.place_id,
            "state": row.trip.state,
            "stops": row.stops,
            "done": row.done,
        }
        for row in queries.index(session.by, campaign=campaign)[: queries.PAGE]
    ]
    show(
        rows,
        as_json,
        lambda found: (
            f"{one['trip']}  {label_of(one['ward'])}  {_state(one)}  {one['done']}/{one['stops']}"
            for one in found
        ),
    )


@deliveries.command("stops")
@click.argument("trip")
@json_option
@as_person
def list_stops(session: Session, trip: str, as_json: bool) -> None:
    """The stops of a trip in their order, with what each household is to get (base units)."""
    rows = [
        {
            "stop": stop.position,
            "case": stop.case.code,
            "people": stop.people,
            "goods": _planned(stop),
            "outcome": stop.outcome,
        }
        for stop in queries.stops_of(queries.get_trip(trip, by=session.by))
    ]
    show(
        rows,
        as_json,
        lambda found: (
            say(
                sentence(
                    N_("{stop}. {case}, people: {people}. {outcome}"),
                    stop=str(one["stop"]),
                    case=one["case"],
                    people=one["people"],
                    outcome=doors.happened(one["outcome"]),
                )
            )
            for one in found
        ),
    )


def _state(one: dict[str, Any]) -> str:
    return say(TRIP_LABELS[TripState(one["state"])])


def _planned(stop: Stop) -> dict[str, int]:
    goods: dict[str, int] = {}
    for line in stop.lines:
        goods[line.good_code] = goods.get(line.good_code, 0) + line.planned
    return goods


@deliveries.command("plan")
@click.option("--campaign", "code", required=True, metavar="CODE", help="The campaign's code.")
@click.option(
    "--ward", required=True, metavar="EDITION:CODE", help="A ward, or a district or province around wards."
)
@click.option("--on", "day", help="Such as 14/8/2021; by default today.")
@click.option("--driver", metavar="PHONE", help="Who drives.")
@click.option(
    "--most-stops", type=click.IntRange(1, 500), default=40, show_default=True, help="Stops of one trip."
)
@json_option
@as_person
def plan(
    session: Session,
    code: str,
    ward: str,
    day: str | None,
    driver: str | None,
    most_stops: int,
    as_json: bool,
) -> None:
    """Make trips for all shares that wait at a place."""
    with transaction():
        campaign = campaigns.get_campaign(code, by=session.by)
        with reading("--driver"):
            person = people.by_phone(driver) if driver else None
        if driver and person is None:
            raise RuleBroken(N_("Choose a driver from the list."), field="driver")
        made = actions.plan(
            campaign,
            key_of_place(ward),
            on=day_typed(day, "--on") if day else session.today,
            driver_id=person.id if person else None,
            most_stops=most_stops,
            by=session.by,
            at=session.at,
        )
        rows = [
            {"trip": trip.code, "ward": trip.place_id, "stops": len(queries.stops_of(trip))} for trip in made
        ]
    words = N_("{trip}, {ward}: {stops} stops.")
    show(
        rows,
        as_json,
        lambda found: (say(sentence(words, **{**one, "ward": label_of(one["ward"])})) for one in found),
    )


@deliveries.command("send-out")
@click.argument("trip")
@click.option("--another-day", is_flag=True, help="Also before its day, or after the campaign's last.")
@json_option
@as_person
def send_out(session: Session, trip: str, another_day: bool, as_json: bool) -> None:
    """Load a trip's vehicle and let it go."""
    with transaction():
        found = queries.get_trip(trip, by=session.by)
        key = f"send-out:{found.code}"
        actions.send_out(found, key=key, another_day=another_day, by=session.by, at=session.at)
        answer = {"trip": found.code, "state": found.state}
    show(answer, as_json, lambda one: iter([f"{one['trip']}: {_state(one)}."]))


@deliveries.command("cancel")
@click.argument("trip")
@click.option("--reason", default="", help="Why.")
@json_option
@as_person
def cancel(session: Session, trip: str, reason: str, as_json: bool) -> None:
    """Give up a trip that has not gone out; its shares stay held for another one."""
    with transaction():
        found = queries.get_trip(trip, by=session.by)
        actions.cancel(found, reason=reason, by=session.by, at=session.at)
        answer = {"trip": found.code, "state": found.state}
    show(answer, as_json, lambda one: iter([f"{one['trip']}: {_state(one)}."]))


@deliveries.command("close")
@click.argument("trip")
@json_option
@as_person
def close(session: Session, trip: str, as_json: bool) -> None:
    """End a trip whose stops all have an outcome."""
    with transaction():
        found = actions.close(queries.get_trip(trip, by=session.by), by=session.by, at=session.at)
        answer = {"trip": found.code, "state": found.state}
    show(answer, as_json, lambda one: iter([f"{one['trip']}: {_state(one)}."]))


for at_the_door in (doors.record, doors.correct):
    deliveries.add_command(at_the_door)

COMMANDS = (deliveries,)
