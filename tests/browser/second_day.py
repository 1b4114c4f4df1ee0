"""The second campaign of the demo, carried on by the actions: its goods arrive and a trip goes out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from flask import Flask
from sqlalchemy import select

from aidtrack.campaigns import actions as campaigns
from aidtrack.campaigns import queries
from aidtrack.campaigns.models import Campaign
from aidtrack.clock import day_of, moment_of
from aidtrack.db import db, transaction
from aidtrack.deliveries import actions as deliveries
from aidtrack.deliveries import queries as trips
from aidtrack.deliveries.models import Trip
from aidtrack.deliveries.trips import Outcome
from aidtrack.demo.cast import CAST
from aidtrack.donations import actions as donations
from aidtrack.donations.arrivals import Arrival
from aidtrack.people.models import Person
from aidtrack.people.queries import actor_of
from aidtrack.vietnamese.phone import parse_phone

MORNING = "2021-08-22T08:00"
LIEN_NINH = "2021:00682"
GOODS = {"rice": 5_000_000, "eggs": 10_000, "milk": 4_000}
"""What the 1,000 people of the list need, in base units."""


@contextmanager
def act(key: str, moment: str) -> Iterator[dict[str, Any]]:
    """`by=` and `at=` of one player of the demo, in a transaction."""
    phone = next(player.phone for player in CAST if player.key == key)
    with transaction():
        person = db.session.scalars(select(Person).where(Person.phone == parse_phone(phone))).one()
        yield {"by": actor_of(person, day_of(moment_of(moment))), "at": moment_of(moment)}


def plan_proposed(app: Flask) -> None:
    """Everything has arrived, and Hùng has proposed a plan."""
    with app.app_context():
        with act("trang", "2021-08-18T15:00") as how:
            donor = donations.add_donor("Hợp tác xã Bờ Bãi (giả lập)", place_path="2021/01/", **how)
            gift = donations.pledge(donor, list(GOODS.items()), place_path="2021/01/", **how)
            arrivals = [Arrival(code, amount, amount) for code, amount in GOODS.items()]
            donations.receive(gift, arrivals, store=_campaign().store, key="second-day", **how)
        with act("hung", "2021-08-21T16:00") as how:
            norms = [queries.norm_facts(norm) for norm in _campaign().norms]
            campaigns.set_norms(_campaign(), norms, rest_days=0, **how)  # here everybody receives again
            campaigns.propose(_campaign(), **how)
        db.session.remove()


def trip_out(app: Flask, doors: int = 0) -> str:
    """The code of a trip of thirteen stops in Liên Ninh that Quân drives, with its first doors behind it."""
    plan_proposed(app)
    with app.app_context():
        with act("trang", "2021-08-21T17:00") as how:
            plan = queries.get_plan(_campaign(), 1)
            campaigns.approve(plan, no_relatives=True, **how)
        with act("trang", "2021-08-22T06:30") as how:
            quan = db.session.scalars(select(Person.id).where(Person.name == "Vũ Minh Quân")).one()
            first = deliveries.plan(
                _campaign(), LIEN_NINH, on=date(2021, 8, 22), driver_id=quan, most_stops=14, **how
            )[0].code
        with act("trang", "2021-08-22T07:00") as how:
            deliveries.send_out(_trip(first), key="second-day", **how)
        for position in range(1, doors + 1):
            with act("quan", f"2021-08-22T07:{10 + 6 * position}") as how:
                stop = trips.get_stop(_trip(first), position)
                deliveries.record(stop, Outcome.RECEIVED, key=f"door-{position}", **how)
        db.session.remove()
    return first


def _campaign() -> Campaign:
    return db.session.scalars(select(Campaign).where(Campaign.code == "DOT-22-8")).one()


def _trip(code: str) -> Trip:
    return db.session.scalars(select(Trip).where(Trip.code == code)).one()
