"""Deliveries at the command line: plan trips, send them out, record each door."""

from __future__ import annotations

import secrets

import click

from aidtrack.campaigns import queries as campaigns
from aidtrack.cli.session import Session, as_person, json_option, say, show
from aidtrack.clock import moment_of
from aidtrack.db import transaction
from aidtrack.deliveries import actions, queries
from aidtrack.deliveries.trips import Outcome
from aidtrack.errors import RuleBroken
from aidtrack.goods import queries as goods
from aidtrack.goods.amounts import parse_amount
from aidtrack.people import queries as people
from aidtrack.sentences import N_
from aidtrack.vietnamese.dates import parse_date


@click.group()
def deliveries() -> None:
    """Trips and their stops."""


@deliveries.command("plan")
@click.option("--campaign", "code", required=True)
@click.option("--ward", required=True, metavar="EDITION:CODE", help="A ward, or a district or province around wards.")
@click.option("--on", "day", help="Such as 14/8/2021; by default today.")
@click.option("--driver", metavar="PHONE")
@click.option("--most-stops", type=click.IntRange(1, 500), default=40, show_default=True)
@json_option
@as_person
def plan(session: Session, code: str, ward: str, day: str | None, driver: str | None, most_stops: int, as_json: bool) -> None:
    """Make trips for all shares that wait at a place."""
    with transaction():
        campaign = campaigns.get_campaign(code, by=session.by)
        person = people.by_phone(driver) if driver else None
        if driver and person is None:
            raise RuleBroken(N_("Choose a driver from the list."), field="driver")
        made = actions.plan(
            campaign,
            ward,
            on=parse_date(day) if day else session.today,
            driver_id=person.id if person else None,
            most_stops=most_stops,
            by=session.by,
            at=session.at,
        )
        rows = [{"trip": trip.code, "ward": trip.place_id, "stops": len(queries.stops_of(trip))} for trip in made]
    show(rows, as_json, lambda found: (f"{one['trip']}  {one['ward']}  {one['stops']}" for one in found))


@deliveries.command("send-out")
@click.argument("trip")
@json_option
@as_person
def send_out(session: Session, trip: str, as_json: bool) -> None:
    """Load a trip's vehicle and let it go."""
    with transaction():
        found = queries.get_trip(trip, by=session.by)
        actions.send_out(found, key=f"send-out:{found.code}", by=session.by, at=session.at)
        answer = {"trip": found.code, "state": found.state}
    show(answer, as_json, lambda one: iter([f"{one['trip']}  {one['state']}"]))


@deliveries.command("record")
@click.argument("trip")
@click.argument("stop", type=int)
@click.option("--outcome", required=True, type=click.Choice([outcome.value for outcome in Outcome]))
@click.option("--received-by", default="", help="Who received it for the household.")
@click.option("--relation", default="")
@click.option("--given", multiple=True, metavar="GOOD=AMOUNT", help="For “partial”, such as rice=8kg.")
@click.option("--note", default="")
@click.option("--at", "moment", help="When it happened, such as 2021-08-14T09:41; by default now.")
@click.option("--key", help="The same key records once.")
@json_option
@as_person
def record(
    session: Session,
    trip: str,
    stop: int,
    outcome: str,
    received_by: str,
    relation: str,
    given: tuple[str, ...],
    note: str,
    moment: str | None,
    key: str | None,
    as_json: bool,
) -> None:
    """Record what happened at a stop."""
    with transaction():
        found = queries.get_stop(queries.get_trip(trip, by=session.by, right="deliveries.record"), stop)
        receipt = actions.record(
            found,
            Outcome(outcome),
            received_by=received_by,
            relation=relation,
            given=dict(_amount(one) for one in given),
            note=note,
            key=key or secrets.token_hex(8),
            by=session.by,
            at=_moment(moment) if moment else session.at,
        )
        answer = {"trip": trip, "stop": stop, "outcome": receipt.outcome, "at": receipt.at}
    show(answer, as_json, lambda one: iter([f"{one['trip']} {one['stop']}: {one['outcome']}"]))


def _moment(text: str):  # type: ignore[no-untyped-def]
    try:
        return moment_of(text)
    except ValueError:
        raise click.BadParameter(say(N_("Write a moment such as 2021-08-14T09:41."))) from None


def _amount(text: str) -> tuple[str, int]:
    code, _sign, amount = text.partition("=")
    return code, parse_amount(amount, goods.facts_of(goods.get_good(code)))


@deliveries.command("close")
@click.argument("trip")
@json_option
@as_person
def close(session: Session, trip: str, as_json: bool) -> None:
    """End a trip whose stops all have an outcome."""
    with transaction():
        found = actions.close(queries.get_trip(trip, by=session.by), by=session.by, at=session.at)
        answer = {"trip": found.code, "state": found.state}
    show(answer, as_json, lambda one: iter([f"{one['trip']}  {one['state']}"]))


COMMANDS = (deliveries,)
