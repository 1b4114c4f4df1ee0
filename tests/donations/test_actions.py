"""Donations through their actions: promised, received by count, withdrawn, taken back."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from aidtrack.books import queries as books
from aidtrack.db import db, transaction
from aidtrack.donations import actions, queries
from aidtrack.donations.arrivals import Arrival
from aidtrack.donations.models import Donation, DonationReceipt
from aidtrack.errors import AidtrackError, Conflict, NotAllowed, NotFound, RuleBroken
from aidtrack.rights import Actor, Grant, Role
from aidtrack.stock import actions as stock
from aidtrack.stock import queries as stores
from aidtrack.stock.models import Document, Location
from tests.stock.shelf import CHIEF, LIEN_NINH, NOW, actor

HANOI = "2021/01/"
KEEPER = actor(Role.COORDINATOR, HANOI)
NOODLES = Arrival("noodles", 9_000, 8_940, "carton", 30, date(2022, 2, 1), "thiếu hai thùng")


@pytest.fixture
def store(session: Session) -> Location:
    """A store at Liên Ninh."""
    with transaction():
        return stock.open_store("Kho Liên Ninh", "2021:00682", by=CHIEF, at=NOW)


@pytest.fixture
def pledge(session: Session) -> Donation:
    """300 cartons of noodles and 4 t of rice, promised."""
    with transaction():
        donor = actions.add_donor("  Công ty Hảo Tâm ", place_path=HANOI, by=KEEPER, at=NOW)
        return actions.pledge(
            donor, [("noodles", 9_000), ("rice", 4_000_000)], place_path=HANOI, by=KEEPER, at=NOW
        )


def receive(
    pledge: Donation, store: Location, *arrivals: Arrival, key: str = "k", by: Actor = KEEPER
) -> Document:
    with transaction():
        return actions.receive(
            pledge, arrivals, store=store, handed_over_by="tài xế Hùng", key=key, by=by, at=NOW
        )


def amounts_of(pledge: Donation) -> dict[str, tuple[int, int]]:
    """Promised and received by good."""
    return {line.good_code: (line.promised, line.received) for line in pledge.lines}


def free(store: Location) -> dict[str, int]:
    return stores.free_totals(store.id, on=NOW.date())


def test_a_pledge_is_numbered_and_sums_a_good_that_stands_twice(session: Session) -> None:
    with transaction():
        donor = actions.add_donor("Bếp Hồng", phone="0952 000 111", place_path=HANOI, by=KEEPER, at=NOW)
        made = actions.pledge(donor, [("rice", 1_000), ("rice", 2_000)], place_path=HANOI, by=KEEPER, at=NOW)
    assert donor.phone == "+84952000111"
    assert [(line.good_code, line.promised, line.received) for line in made.lines] == [("rice", 3_000, 0)]
    assert made.state == "promised" and made.code.startswith("UH")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"lines": []}, "amount"),
        ({"lines": [("rice", 0)]}, "amount"),
        ({"expected_on": date(2021, 8, 1)}, "expected_on"),
    ],
)
def test_a_pledge_that_cannot_be_names_the_field(session: Session, wrong: dict, field: str) -> None:  # type: ignore[type-arg]
    with transaction():
        donor = actions.add_donor("Bếp Hồng", place_path=HANOI, by=KEEPER, at=NOW)
    told = {"lines": [("rice", 1)], **wrong}
    with pytest.raises(RuleBroken) as refused, transaction():
        actions.pledge(donor, told.pop("lines"), place_path=HANOI, by=KEEPER, at=NOW, **told)
    assert refused.value.field == field


def test_only_what_was_counted_comes_into_stock(pledge: Donation, store: Location) -> None:
    paper = receive(pledge, store, NOODLES)
    assert free(store) == {"noodles": 8_940}
    assert pledge.state == "part"
    kept = queries.arrivals_on(paper)
    assert [(one.on_paper, one.counted, one.difference_reason, one.handed_over_by) for one in kept] == [
        (9_000, 8_940, "thiếu hai thùng", "tài xế Hùng")
    ]
    assert kept[0].lot.pack_factor == 30 and kept[0].lot.expires_on == date(2022, 2, 1)
    assert [one.id for one in queries.short(KEEPER)] == [kept[0].id]


def test_the_rest_makes_a_pledge_complete(pledge: Donation, store: Location) -> None:
    receive(pledge, store, NOODLES, Arrival("rice", 4_000_000, 4_000_000))
    assert pledge.state == "part"
    receive(pledge, store, Arrival("noodles", 60, 60), key="k2")
    assert pledge.state == "received"
    assert {line.good_code: line.received for line in pledge.lines} == {"noodles": 9_000, "rice": 4_000_000}
    assert books.check() == []


def test_a_good_that_nobody_promised_gets_its_own_line(pledge: Donation, store: Location) -> None:
    receive(pledge, store, Arrival("fish_sauce", 100, 100))
    assert amounts_of(pledge)["fish_sauce"] == (0, 100)
    assert pledge.state == "part"


def test_of_a_good_that_nobody_promised_nothing_is_missing_once_it_is_taken_back(
    pledge: Donation, store: Location
) -> None:
    paper = receive(pledge, store, NOODLES, Arrival("rice", 4_000_000, 4_000_000), Arrival("oil", 12, 12))
    receive(pledge, store, Arrival("noodles", 60, 60), Arrival("oil", 5, 5), key="k2")
    assert pledge.state == "received"
    with transaction():
        actions.take_back(pledge, paper, "ghi nhầm", key="back", by=KEEPER, at=NOW)
    assert amounts_of(pledge) == {"noodles": (9_000, 60), "rice": (4_000_000, 0), "oil": (0, 5)}
    again = receive(
        pledge, store, NOODLES, Arrival("rice", 4_000_000, 4_000_000), Arrival("eggs", 30, 30), key="k3"
    )
    assert pledge.state == "received", "the five bottles that are left are short of nothing"
    with transaction():
        actions.take_back(pledge, again, "ghi nhầm", key="back-2", by=KEEPER, at=NOW)
    assert "eggs" not in amounts_of(pledge) and books.check() == []


def test_what_was_taken_back_neither_arrived_nor_is_short(pledge: Donation, store: Location) -> None:
    paper = receive(pledge, store, NOODLES)
    receive(pledge, store, Arrival("rice", 4_000, 3_000, difference_reason="bao rách"), key="k2")
    with transaction():
        actions.take_back(pledge, paper, "ghi nhầm kho", key="back", by=KEEPER, at=NOW)
    day = NOW.date()
    assert [one.lot.good_code for one in queries.arrivals_between(KEEPER, day, day)] == ["rice"]
    assert [one.lot.good_code for one in queries.short(KEEPER)] == ["rice"]


def test_the_same_key_receives_once(pledge: Donation, store: Location) -> None:
    first, second = receive(pledge, store, NOODLES), receive(pledge, store, NOODLES)
    assert first.number == second.number
    assert free(store) == {"noodles": 8_940}


def test_the_same_key_with_another_count_is_refused(pledge: Donation, store: Location) -> None:
    receive(pledge, store, NOODLES)
    with pytest.raises(Conflict):
        receive(pledge, store, replace(NOODLES, counted=8_970))
    assert free(store) == {"noodles": 8_940}


def test_a_difference_without_its_reason_books_nothing(pledge: Donation, store: Location) -> None:
    with pytest.raises(RuleBroken) as refused:
        receive(pledge, store, replace(NOODLES, difference_reason=""))
    assert refused.value.field == "difference_reason" and free(store) == {}
    assert pledge.state == "promised"


def test_a_withdrawn_pledge_receives_nothing_more(pledge: Donation, store: Location) -> None:
    receive(pledge, store, NOODLES)
    with pytest.raises(RuleBroken), transaction():
        actions.withdraw(pledge, " ", by=KEEPER, at=NOW)
    with transaction():
        actions.withdraw(pledge, "hết hàng", by=KEEPER, at=NOW)
    assert pledge.state == "withdrawn" and free(store) == {"noodles": 8_940}, "what has arrived stays"
    with pytest.raises(RuleBroken, match="withdrawn"):
        receive(pledge, store, Arrival("rice", 1, 1), key="k2")
    with pytest.raises(Conflict), transaction():
        actions.withdraw(pledge, "lần nữa", by=KEEPER, at=NOW)


def test_rights_and_places_are_asked(pledge: Donation, store: Location) -> None:
    for role in (Role.VOLUNTEER, Role.AUDITOR):
        with pytest.raises(NotAllowed):
            receive(pledge, store, NOODLES, by=actor(role, HANOI))
        with pytest.raises(NotAllowed), transaction():
            actions.withdraw(pledge, "x", by=actor(role, HANOI), at=NOW)
    elsewhere = actor(Role.COORDINATOR, "2021/01/006/")
    with pytest.raises(NotAllowed):
        receive(pledge, store, NOODLES, by=elsewhere)
    with pytest.raises(NotFound):
        queries.get_donation(pledge.code, by=actor(Role.COORDINATOR, "2021/79/"))
    assert queries.index(actor(Role.VOLUNTEER, HANOI)) == []


def test_who_gave_is_read_where_it_was_written_down_and_where_it_arrived(
    pledge: Donation, store: Location
) -> None:
    ward, next_door = actor(Role.COORDINATOR, LIEN_NINH), actor(Role.COORDINATOR, "2021/01/020/00640/")
    district, day = actor(Role.COORDINATOR, "2021/01/020/"), NOW.date()
    for one in (ward, next_door, district):
        assert queries.index(one) == [] and queries.donors(one) == []
        assert queries.donor_named("Công ty Hảo Tâm", by=one) is None
    receive(pledge, store, NOODLES)
    for one in (ward, district):
        assert [found.code for found in queries.index(one)] == [pledge.code]
        assert queries.get_donation(pledge.code, by=one).id == pledge.id
        assert len(queries.arrivals_between(one, day, day)) == len(queries.short(one)) == 1
    assert queries.index(next_door) == [] and queries.arrivals_between(next_door, day, day) == []
    with pytest.raises(NotFound):
        queries.get_donation(pledge.code, by=next_door)
    assert [found.name for found in queries.donors(KEEPER)] == ["Công ty Hảo Tâm"]


def test_an_arrival_that_was_booked_wrongly_is_taken_back(pledge: Donation, store: Location) -> None:
    paper = receive(pledge, store, NOODLES)
    with transaction():
        again = actions.take_back(pledge, paper, "ghi nhầm kho", key="back", by=KEEPER, at=NOW)
        assert actions.take_back(pledge, paper, "ghi nhầm kho", key="back", by=KEEPER, at=NOW) is again
    assert free(store) == {} and pledge.state == "promised"
    assert queries.taken_back(pledge) == {paper.id}
    assert {line.received for line in pledge.lines} == {0}
    assert books.check() == []
    with pytest.raises(RuleBroken), transaction():
        actions.take_back(pledge, paper, "lần nữa", key="back-2", by=KEEPER, at=NOW)
    with pytest.raises(NotFound), transaction():
        actions.take_back(pledge, again, "một bút đảo", key="back-3", by=KEEPER, at=NOW)


def test_an_arrival_whose_goods_are_promised_is_not_taken_back(pledge: Donation, store: Location) -> None:
    paper = receive(pledge, store, NOODLES)
    lot = paper.movements[0].lot_id
    with transaction():
        stock.reserve([("portion:1", store.id, lot, 8_940)], expires_at=NOW + timedelta(days=1), at=NOW)
    with pytest.raises(AidtrackError), transaction():
        actions.take_back(pledge, paper, "ghi nhầm", key="back", by=KEEPER, at=NOW)
    assert pledge.state == "part" and queries.taken_back(pledge) == set()


def test_what_is_withdrawn_and_then_taken_back_stays_withdrawn(pledge: Donation, store: Location) -> None:
    paper = receive(pledge, store, NOODLES)
    with transaction():
        actions.withdraw(pledge, "hết hàng", by=KEEPER, at=NOW)
        actions.take_back(pledge, paper, "ghi nhầm", key="back", by=KEEPER, at=NOW)
    assert pledge.state == "withdrawn"


def test_own_pledges_are_written_where_the_keeper_may_write() -> None:
    assert queries.own_place(KEEPER) == HANOI
    assert queries.own_place(CHIEF) == ""
    both = Actor(
        None, "x", (Grant(Role.COORDINATOR, "2021/01/006/"), Grant(Role.COORDINATOR, "2021/01/001/"))
    )
    assert queries.own_place(both) == "2021/01/001/"


def test_the_same_arrival_sent_twice_at_one_moment_is_booked_once(
    app: Flask, pledge: Donation, store: Location, each_database: str
) -> None:
    ready, numbers = threading.Barrier(2), []
    pledge_id, store_id = pledge.id, store.id
    db.session.rollback()

    def run() -> None:
        with app.app_context():
            ready.wait()
            found, where = db.session.get_one(Donation, pledge_id), db.session.get_one(Location, store_id)
            numbers.append(receive(found, where, NOODLES).number)
            db.session.remove()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(numbers) == 2 and len(set(numbers)) == 1
    assert db.session.scalar(select(func.count()).select_from(DonationReceipt)) == 1
    assert free(store) == {"noodles": 8_940}
