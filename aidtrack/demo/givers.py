"""13 and 14 August: what was given, who got it, and how each door ended."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import select

from aidtrack.campaigns import actions as campaigns
from aidtrack.campaigns.entitlement import Norm, Order, Per
from aidtrack.campaigns.models import Campaign
from aidtrack.cases.models import Case
from aidtrack.clock import moment_of
from aidtrack.db import db, transaction
from aidtrack.deliveries import actions as deliveries
from aidtrack.deliveries import queries as trips
from aidtrack.deliveries.models import Stop, Trip
from aidtrack.deliveries.trips import Outcome
from aidtrack.demo.outcomes import Door, endings
from aidtrack.demo.stage import Stage
from aidtrack.donations import actions as donations
from aidtrack.donations.arrivals import Arrival
from aidtrack.donations.models import Donation
from aidtrack.goods.queries import facts_of, get_good
from aidtrack.goods.units import GoodFacts
from aidtrack.rights import Actor
from aidtrack.stock import actions as stock
from aidtrack.stock.models import Location

KG = 1000
CODE, NAME = "DOT-14-8", "đợt 14/8"

ARRIVALS = (
    ("2021-08-13T08:20", "Hội Chữ thập đỏ (giả lập)", Arrival("rice", 4000 * KG, 4000 * KG, "sack", 25 * KG)),
    (
        "2021-08-13T09:05",
        "Hợp tác xã lạc Nghi Lộc (giả lập)",
        Arrival("peanuts", 1000 * KG, 1000 * KG, "bag", KG, date(2022, 2, 28)),
    ),
    (
        "2021-08-13T10:40",
        "Công ty thực phẩm Bình An (giả lập)",
        Arrival(
            "noodles", 9000, 8940, "carton", 30, date(2021, 12, 31), "thiếu 2 thùng, hẹn giao bù sáng 14/8"
        ),
    ),
    (
        "2021-08-13T11:15",
        "Nhà hảo tâm phố Hàng Mắm (giả lập)",
        Arrival("fish_sauce", 100, 100, None, None, date(2022, 8, 1)),
    ),
)
"""The four receipts of 13 August: when, from whom, and what (base units). The fifth follows on the 14th."""

REST = Arrival("noodles", 60, 60, "carton", 30, date(2021, 12, 31))


def play(stage: Stage) -> None:
    """Receipts, campaign, plan, trips and doors."""
    store_id = _receipts(stage)
    _campaign(stage, store_id)
    with stage.act("hung", "2021-08-14T06:15") as (by, at):
        plan = campaigns.propose(_kept(), by=by, at=at)
    with stage.act("trang", "2021-08-14T06:35") as (by, at):
        campaigns.approve(plan, no_relatives=True, by=by, at=at)
    codes = _trips(stage)
    _doors(stage, codes)


def _receipts(stage: Stage) -> int:
    with stage.act("hung", "2021-08-12T14:00") as (by, at):
        store = stock.open_store("Kho Thanh Trì", "2021:01", by=by, at=at)
    store_id = store.id
    for moment, giver, arrival in ARRIVALS:
        with stage.act("hung", "2021-08-12T15:00") as (by, at):
            path = "2021/01/"
            donor = donations.add_donor(giver, place_path=path, by=by, at=at)
            donation = donations.pledge(
                donor, [(arrival.good_code, arrival.on_paper)], place_path=path, by=by, at=at
            )
        with stage.act("hung", moment) as (by, at):
            _receive(donation, arrival, store_id, by=by, at=at)
    with stage.act("hung", "2021-08-14T06:00") as (by, at):
        short = db.session.scalars(select(Donation).where(Donation.state == "part")).one()
        _receive(short, REST, store_id, by=by, at=at)
    return store_id


def _receive(
    donation: Donation, arrival: Arrival, store_id: int, *, by: Actor, at: datetime
) -> None:
    donations.receive(
        donation,
        [arrival],
        store=db.session.get_one(Location, store_id),
        handed_over_by=donation.donor.name,
        key=f"demo:{donation.code}:{at:%d%H%M}",
        by=by,
        at=at,
    )


def _campaign(stage: Stage, store_id: int) -> None:
    with stage.act("hung", "2021-08-12T16:00") as (by, at):
        campaign = campaigns.open_campaign(
            CODE,
            NAME,
            place_id="2021:01",
            store=db.session.get_one(Location, store_id),
            receives_from=date(2021, 7, 30),
            receives_to=date(2021, 8, 14),
            distributes_from=date(2021, 8, 14),
            distributes_to=date(2021, 8, 20),
            purpose="Hỗ trợ lao động ngoại tỉnh bị mắc kẹt tại Hà Nội",
            by=by,
            at=at,
        )
        campaigns.set_norms(
            campaign,
            [
                Norm(good("rice"), 4 * KG),
                Norm(good("peanuts"), KG),
                Norm(good("noodles"), 9),
                Norm(good("fish_sauce"), 1, per=Per.HOUSEHOLD, order=Order.LARGEST, households=100),
            ],
            by=by,
            at=at,
        )


def good(code: str) -> GoodFacts:
    """What a norm needs to know of a good."""
    return facts_of(get_good(code))


def _kept() -> Campaign:
    return db.session.scalars(select(Campaign).where(Campaign.code == CODE)).one()


def _trips(stage: Stage) -> list[str]:
    """Trang plans the trips of every ward in the morning and sends them out one after the other."""
    made: list[str] = []
    with stage.act("trang", "2021-08-14T06:45") as (by, at):
        wards = list(db.session.scalars(select(Case.place_id).where(Case.progress == "allocated").distinct()))
        for turn, ward in enumerate(sorted(wards)):
            driver = stage.ids[
                "quan" if ward in ("2021:00682", "2021:00661", "2021:00658") else ("dat", "thao")[turn % 2]
            ]
            trips_of_ward = deliveries.plan(
                _kept(), ward, on=date(2021, 8, 14), driver_id=driver, by=by, at=at
            )
            made += [trip.code for trip in trips_of_ward]
    for turn, code in enumerate(made):
        moment = moment_of("2021-08-14T07:15") + timedelta(minutes=turn)
        with transaction():
            deliveries.send_out(_trip(code), key=f"demo:{code}", by=stage.actor("trang", moment), at=moment)
    return made


def _trip(code: str) -> Trip:
    return db.session.scalars(select(Trip).where(Trip.code == code)).one()


def _doors(stage: Stage, codes: list[str]) -> None:
    """Each household, five minutes apart on its trip; then the trips are closed."""
    doors = [
        Door(stop.case_id, stop.people, any(line.good_code == "fish_sauce" for line in stop.lines))
        for code in codes
        for stop in trips.stops_of(_trip(code))
    ]
    ends = endings(doors)
    for code in codes:
        for position in range(1, len(trips.stops_of(_trip(code))) + 1):
            moment = moment_of("2021-08-14T08:00") + timedelta(minutes=5 * position)
            with transaction():
                stop = trips.get_stop(_trip(code), position)
                _knock(stage, stop, ends[stop.case_id], moment)
        with stage.act("trang", "2021-08-14T17:30") as (by, at):
            deliveries.close(_trip(code), by=by, at=at)


def _knock(stage: Stage, stop: Stop, outcome: Outcome, moment: datetime) -> None:
    names: dict[int | None, str] = {stage.ids[key]: key for key in ("quan", "dat", "thao")}
    neighbour = outcome is Outcome.RECEIVED_FOR
    deliveries.record(
        stop,
        outcome,
        received_by="bà Ngô Thị Mùi" if neighbour else "",
        relation="hàng xóm" if neighbour else "",
        key=f"demo:{stop.trip.code}:{stop.position}",
        by=stage.actor(names[stop.trip.driver_id], moment),
        at=moment,
    )
