"""The replayed campaign: the figures of 14 August 2021 come out to the packet, on both databases."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from aidtrack.audit import queries as audit
from aidtrack.books import queries as books
from aidtrack.campaigns import queries as campaigns
from aidtrack.campaigns.models import Campaign, Portion
from aidtrack.campaigns.need_queries import who_waits
from aidtrack.cases.models import Case
from aidtrack.db import db, rows_in
from aidtrack.deliveries import queries as deliveries
from aidtrack.deliveries.models import Trip
from aidtrack.deliveries.trips import Outcome
from aidtrack.demo.outcomes import Door, endings, exactly
from aidtrack.demo.story import OPERATOR
from aidtrack.donations.models import DonationReceipt
from aidtrack.stock.models import Balance, Document, Location, Lot

pytestmark = pytest.mark.usefixtures("each_database")


def stored() -> dict[str, int]:
    """What lies in the stores, by good, in base units."""
    found = db.session.execute(
        select(Lot.good_code, func.sum(Balance.on_hand))
        .join(Lot, Lot.id == Balance.lot_id)
        .join(Location, Location.id == Balance.location_id)
        .where(Location.kind == "store")
        .group_by(Lot.good_code)
    )
    return {code: int(amount) for code, amount in found}


def test_the_books_close_with_28_kg_7_kg_and_63_packs_left(demo_app: Flask) -> None:
    with demo_app.app_context():
        assert stored() == {"rice": 28_000, "peanuts": 7_000, "noodles": 63, "fish_sauce": 0}
        assert books.check() == []
        assert audit.verify().ok
        assert db.session.scalar(select(func.sum(Balance.reserved))) == 0


def test_962_people_signed_31_were_received_for_5_were_absent_and_2_declined(demo_app: Flask) -> None:
    with demo_app.app_context():
        campaign = db.session.scalars(select(Campaign).order_by(Campaign.id)).first()
        assert campaign and deliveries.people_by_outcome(campaign, by=OPERATOR) == {
            "received": 962,
            "received_for": 31,
            "absent": 5,
            "declined": 2,
        }


def test_the_norm_of_2021_comes_out_to_the_packet(demo_app: Flask) -> None:
    with demo_app.app_context():
        portions = select(Portion.good_code, func.sum(Portion.amount), func.count()).where(Portion.amount > 0)
        found = {
            code: (int(amount), count)
            for code, amount, count in db.session.execute(portions.group_by(Portion.good_code))
        }
        assert found == {
            "rice": (4_000_000, 347),
            "peanuts": (1_000_000, 347),
            "noodles": (9_000, 347),
            "fish_sauce": (100, 100),
        }
        small = select(func.min(Case.people)).join(Portion, Portion.case_id == Case.id)
        assert db.session.scalar(small.where(Portion.good_code == "fish_sauce", Portion.amount > 0)) == 4


def test_five_receipts_keep_what_stood_on_paper_and_what_was_counted(demo_app: Flask) -> None:
    with demo_app.app_context():
        kept = db.session.execute(
            select(DonationReceipt.on_paper, DonationReceipt.counted).order_by(DonationReceipt.id)
        )
        assert [tuple(row) for row in kept] == [
            (4_000_000, 4_000_000),
            (1_000_000, 1_000_000),
            (9_000, 8_940),
            (100, 100),
            (60, 60),
        ]


def test_every_trip_is_closed_and_every_ward_was_reached(demo_app: Flask) -> None:
    with demo_app.app_context():
        assert set(db.session.scalars(select(Trip.state))) == {"closed"}
        assert len(set(db.session.scalars(select(Trip.place_id)))) == 24
        issued = select(func.count()).select_from(Document).where(Document.kind == "issue")
        assert db.session.scalar(issued) == rows_in(Trip)


def test_work_is_left_that_touches_no_closed_balance(demo_app: Flask) -> None:
    with demo_app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Case).where(Case.state == "reported")) == 5
        assert db.session.scalar(select(func.count()).select_from(Case).where(Case.suspected)) == 2
        second = db.session.scalars(select(Campaign).order_by(Campaign.id)).all()[1]
        assert second.code == "DOT-22-8" and campaigns.newest_plan(second) is None
        waiting, resting = who_waits(second, today=date(2021, 8, 15), verification_days=90)
        assert sum(one.people for one in waiting) == 5 + 2, "who was absent or declined on the 14th"
        assert {one.progress for one in waiting} == {"failed"}
        assert sum(one.people for one in resting) == 962 + 31
        empty = select(func.count()).select_from(Balance).where(Balance.location_id == second.store_id)
        assert db.session.scalar(empty) == 0


def test_the_days_outcomes_add_up_and_spare_the_bottles() -> None:
    doors = [Door(number, 1 + number * 7919 % 13 % 5, number % 3 == 0) for number in range(300)]
    ends = endings(doors)
    people = {door.case_id: door.people for door in doors}
    for outcome, total in ((Outcome.RECEIVED_FOR, 31), (Outcome.ABSENT, 5), (Outcome.DECLINED, 2)):
        assert sum(people[one] for one, end in ends.items() if end is outcome) == total
    bottles = {door.case_id for door in doors if door.bottle}
    assert not bottles & {one for one, end in ends.items() if end in (Outcome.ABSENT, Outcome.DECLINED)}
    with pytest.raises(ValueError, match="no households of together 7 people"):
        exactly(7, [Door(1, 3, False), Door(2, 5, False)])
