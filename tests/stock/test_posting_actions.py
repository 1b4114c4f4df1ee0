"""Papers of the ledger: numbered, written once for their key, whole or not at all."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from aidtrack.audit import queries as audit
from aidtrack.db import db, rows_in, transaction
from aidtrack.errors import Conflict, RuleBroken
from aidtrack.stock import actions, queries
from aidtrack.stock.ledger import DocumentKind, Line, LocationKind
from aidtrack.stock.models import Balance, Document, Movement, Reservation
from tests.stock.shelf import CHIEF, LIEN_NINH, NOW, Shelf, open_shelf

DONOR, TAKERS, LOSS = LocationKind.DONOR, LocationKind.BENEFICIARY, LocationKind.LOSS
RECEIVE, GIVE = DocumentKind.RECEIVE, DocumentKind.GIVE


def test_what_a_donor_gives_lies_in_the_store_on_both_databases(each_database: str, shelf: Shelf) -> None:
    with transaction():
        rice = shelf.lot("rice", 4_000_000)
    assert shelf.held(rice) == (4_000_000, 0)
    paper = queries.documents(CHIEF).rows[0]
    assert (paper.number, paper.kind, paper.goods) == ("PNK-0001", "receive", (("rice", 4_000_000),))
    assert queries.get_document("PNK-0001", by=CHIEF).place_path == LIEN_NINH


def test_each_kind_has_running_numbers_of_its_own(shelf: Shelf) -> None:
    with transaction():
        rice = shelf.lot("rice", 100)
        shelf.lot("peanuts", 100)
        shelf.give(rice, 10)
        shelf.give(rice, 10)
    assert [row.number for row in queries.documents(CHIEF).rows] == [
        "PTT-0002",
        "PTT-0001",
        "PNK-0002",
        "PNK-0001",
    ]


def test_a_refused_paper_leaves_nothing_and_no_hole_in_the_numbers(each_database: str, shelf: Shelf) -> None:
    with transaction():
        rice = shelf.lot("rice", 20_000)
    with pytest.raises(RuleBroken) as refusal, transaction():
        shelf.give(rice, 5_000)
        shelf.give(rice, 15_001)
    said = refusal.value.sentence.render()
    assert said == "Only 15 kg of Rice is free at Kho Liên Ninh; 15 kg 1 g is wanted."
    assert shelf.held(rice) == (20_000, 0)
    with transaction():
        assert shelf.give(rice, 1).number == "PTT-0001"


def test_the_same_key_and_content_give_the_same_paper_again(each_database: str, shelf: Shelf) -> None:
    with transaction():
        rice = shelf.lot("rice", 100)
        first = shelf.give(rice, 40, key="once", at=NOW)
    with transaction():
        again = shelf.give(rice, 40, key="once", at=NOW + timedelta(hours=3))
        assert again.number == first.number
    assert shelf.held(rice) == (60, 0)
    assert rows_in(Document) == 2


def test_the_same_key_with_other_content_is_a_conflict(shelf: Shelf) -> None:
    with transaction():
        rice = shelf.lot("rice", 100)
        shelf.give(rice, 40, key="once")
    for amount, more in ((41, {}), (40, {"reason": "another"}), (40, {"subject": "trip:1"})):
        with pytest.raises(Conflict, match="PTT-0001"), transaction():
            shelf.give(rice, amount, key="once", **more)
    assert shelf.held(rice) == (60, 0)


def test_a_way_that_is_not_open_is_refused(shelf: Shelf) -> None:
    with transaction():
        rice = shelf.lot("rice", 100)
    with pytest.raises(RuleBroken, match="cannot lead"), transaction():
        shelf.post(RECEIVE, shelf.store, TAKERS, rice, 10)
    with pytest.raises(RuleBroken, match="at least one line"), transaction():
        actions.post(GIVE, [], key="empty", by=CHIEF, at=NOW)


def test_a_paper_uses_what_was_reserved_for_it(each_database: str, shelf: Shelf) -> None:
    with transaction():
        rice = shelf.lot("rice", 100)
        held, other = actions.reserve(
            [("portion:1", shelf.store_id, rice.id, 60), ("portion:2", shelf.store_id, rice.id, 40)],
            expires_at=None,
            at=NOW,
        )
    with pytest.raises(RuleBroken, match="Only 0"), transaction():
        shelf.give(rice, 1)
    with transaction():
        shelf.give(rice, 60, consume=[held.id])
    assert shelf.held(rice) == (40, 40)
    ended = {one.id: one.ended for one in db.session.scalars(select(Reservation))}
    assert ended == {held.id: "used", other.id: None}


def test_a_reservation_is_used_once(shelf: Shelf) -> None:
    with transaction():
        rice = shelf.lot("rice", 100)
        (held,) = actions.reserve([("portion:1", shelf.store_id, rice.id, 40)], expires_at=None, at=NOW)
        shelf.give(rice, 40, consume=[held.id])
    with pytest.raises(Conflict, match="held no longer"), transaction():
        shelf.give(rice, 40, consume=[held.id])
    assert shelf.held(rice) == (60, 0)


def test_what_is_promised_to_one_does_not_cover_more_for_another(shelf: Shelf) -> None:
    with transaction():
        rice = shelf.lot("rice", 100)
        mine, _ = actions.reserve(
            [("portion:1", shelf.store_id, rice.id, 60), ("portion:2", shelf.store_id, rice.id, 30)],
            expires_at=None,
            at=NOW,
        )
    with pytest.raises(RuleBroken) as refusal, transaction():
        shelf.give(rice, 71, consume=[mine.id])
    assert refusal.value.sentence.values["free"].render() == "0.07 kg"


def test_several_papers_are_one_act(each_database: str, shelf: Shelf) -> None:
    with transaction():
        rice = shelf.lot("rice", 100)
        car = actions.open_vehicle("XE-1", "Xe 1", LIEN_NINH)
        shelf.post(DocumentKind.ISSUE, shelf.store, car, rice, 50)
    takers = queries.virtual(TAKERS).id
    drafts = [
        actions.Draft(GIVE, [Line(rice.id, car.id, takers, 30)], "stop-1/give", subject="stop:1"),
        actions.Draft(DocumentKind.RETURN, [Line(rice.id, car.id, shelf.store_id, 20)], "stop-1/return"),
    ]
    with transaction():
        given, returned = actions.post_all(drafts, by=CHIEF, at=NOW)
    assert (given.number, returned.number) == ("PTT-0001", "PNL-0001")
    assert shelf.held(rice) == (70, 0)
    assert shelf.held(rice, car) == (0, 0)
    with transaction():
        assert [one.number for one in actions.post_all(drafts, by=CHIEF, at=NOW)] == ["PTT-0001", "PNL-0001"]
    assert rows_in(Document) == 4


def test_a_lot_goes_out_through_its_last_day_and_not_after(shelf: Shelf) -> None:
    with transaction():
        fish = shelf.lot("fish_sauce", 100, expires_on=date(2021, 8, 15))
        shelf.give(fish, 1, at=NOW + timedelta(days=1))
    with pytest.raises(RuleBroken, match="expired on 2021-08-15"), transaction():
        shelf.give(fish, 1, at=NOW + timedelta(days=2))
    with transaction():
        shelf.post(DocumentKind.LOSS, shelf.store, LOSS, fish, 99, at=NOW + timedelta(days=2))
    assert shelf.held(fish) == (0, 0)


def test_every_paper_stands_in_the_chain_with_its_digest(shelf: Shelf) -> None:
    with transaction():
        shelf.lot("rice", 100)
    (entry,) = audit.about("paper:PNK-0001")
    paper = queries.get_document("PNK-0001", by=CHIEF)
    assert entry.action == "stock.receive"
    assert entry.detail and entry.detail.content
    assert entry.detail.content["digest"] == paper.content_digest
    assert entry.detail.place_path == LIEN_NINH
    assert audit.verify().ok


def test_each_lot_sums_to_zero_over_all_locations(shelf: Shelf) -> None:
    with transaction():
        rice = shelf.lot("rice", 100)
        other = open_shelf("Kho hai")
        shelf.give(rice, 30)
        actions.transfer(
            shelf.store, other.store, [(rice.id, 20)], carrier="Anh Ba", key="t", by=CHIEF, at=NOW
        )
    moved = db.session.execute(select(Movement.from_id, Movement.to_id, Movement.amount)).all()
    sums: dict[int, int] = {}
    for source, target, amount in moved:
        sums[source] = sums.get(source, 0) - amount
        sums[target] = sums.get(target, 0) + amount
    assert sum(sums.values()) == 0
    kept = {row.location_id: row.on_hand for row in db.session.scalars(select(Balance))}
    assert kept == {place: amount for place, amount in sums.items() if place in kept}
    assert sums[queries.virtual(DONOR).id] == -100
