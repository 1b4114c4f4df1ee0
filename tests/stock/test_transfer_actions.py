"""Goods between two stores: two papers, and what does not arrive stays open under a name."""

from __future__ import annotations

from datetime import timedelta

import pytest

from aidtrack.db import db, transaction
from aidtrack.errors import NotAllowed, NotFound, RuleBroken
from aidtrack.rights import Role
from aidtrack.stock import actions, queries
from aidtrack.stock.models import Document, Location, Lot, Transfer
from tests.stock.shelf import CHIEF, LIEN_NINH, NOW, Shelf, actor, open_shelf

LATER = NOW + timedelta(hours=2)


@pytest.fixture
def target(shelf: Shelf) -> Location:
    """A second store, in another ward of the district."""
    with transaction():
        return open_shelf("Kho Đại Áng", "2021:00679").store


@pytest.fixture
def rice(shelf: Shelf) -> Lot:
    """100 kg of rice in the first store."""
    with transaction():
        return shelf.lot("rice", 100_000)


def send(shelf: Shelf, target: Location, *amounts: tuple[int, int], **more: object) -> Document:
    given = {"carrier": "Anh Ba", "key": shelf.key(), "by": CHIEF, "at": NOW, **more}
    return actions.transfer(shelf.store, target, amounts, **given)  # type: ignore[arg-type]


def arrive(shelf: Shelf, sent: Document, *counted: tuple[int, int], **more: object) -> Document:
    given = {"key": shelf.key(), "by": CHIEF, "at": LATER, **more}
    return actions.arrive(on_its_way(sent), counted, **given)  # type: ignore[arg-type]


def on_its_way(sent: Document) -> Transfer:
    found = queries.transfer_of(sent)
    assert found
    return found


def test_a_transfer_is_two_papers(each_database: str, shelf: Shelf, target: Location, rice: Lot) -> None:
    with transaction():
        sent = send(shelf, target, (rice.id, 40_000))
    assert (shelf.held(rice), shelf.held(rice, target)) == ((60_000, 0), (0, 0))
    assert [one.carrier for one in queries.open_transfers(CHIEF)] == ["Anh Ba"]
    with transaction():
        came = arrive(shelf, sent, (rice.id, 40_000))
    assert (sent.number, came.number) == ("PCK-0001", "PCK-0002")
    assert (shelf.held(rice), shelf.held(rice, target)) == ((60_000, 0), (40_000, 0))
    assert queries.open_transfers(CHIEF) == []


def test_what_is_missing_stays_open_until_it_arrives_or_is_given_up(
    shelf: Shelf, target: Location, rice: Lot
) -> None:
    with transaction():
        sent = send(shelf, target, (rice.id, 40_000))
        arrive(shelf, sent, (rice.id, 30_000))
    (begun,) = queries.open_transfers(CHIEF)
    assert [(line.sent, line.open) for line in queries.open_lines(begun)] == [(40_000, 10_000)]
    with transaction():
        arrive(shelf, sent, (rice.id, 4_000))
    assert [line.open for line in queries.open_lines(on_its_way(sent))] == [6_000]
    with transaction():
        lost = actions.give_up(on_its_way(sent), reason="rơi dọc đường", key="lost", by=CHIEF, at=LATER)
    assert (lost.number, lost.place_path) == ("PHH-0001", "2021/01/020/")
    assert queries.open_transfers(CHIEF) == []
    with transaction():
        again = actions.give_up(on_its_way(sent), reason="rơi dọc đường", key="lost", by=CHIEF, at=LATER)
    assert again.id == lost.id


def test_more_than_was_sent_cannot_arrive(
    each_database: str, shelf: Shelf, target: Location, rice: Lot
) -> None:
    with transaction():
        sent, other = send(shelf, target, (rice.id, 10_000)), send(shelf, target, (rice.id, 20_000))
    with pytest.raises(RuleBroken, match="Only 10 kg") as refusal, transaction():
        arrive(shelf, sent, (rice.id, 10_001))
    assert refusal.value.field == f"lot_{rice.id}"
    with pytest.raises(RuleBroken, match="at least one lot"), transaction():
        arrive(shelf, sent, (rice.id, 0))
    with transaction():
        arrive(shelf, other, (rice.id, 20_000))
    assert [one.id for one in queries.open_transfers(CHIEF)] == [on_its_way(sent).id]


def test_sent_twice_it_is_one_transfer(each_database: str, shelf: Shelf, target: Location, rice: Lot) -> None:
    for _ in range(2):
        with transaction():
            sent = send(shelf, target, (rice.id, 40_000), key="t")
            arrive(shelf, sent, (rice.id, 39_000), key="a")
    assert (shelf.held(rice), shelf.held(rice, target)) == ((60_000, 0), (39_000, 0))
    assert len(queries.open_transfers(CHIEF)) == 1


def test_an_arrival_that_is_taken_back_opens_the_transfer_again(
    shelf: Shelf, target: Location, rice: Lot
) -> None:
    with transaction():
        sent = send(shelf, target, (rice.id, 40_000))
        came = arrive(shelf, sent, (rice.id, 40_000))
    with pytest.raises(RuleBroken), transaction():
        actions.reverse(sent, reason="nhầm kho", key="r1", by=CHIEF, at=LATER)
    with transaction():
        actions.reverse(came, reason="nhầm kho", key="r2", by=CHIEF, at=LATER)
    assert len(queries.open_transfers(CHIEF)) == 1
    with transaction():
        actions.reverse(sent, reason="nhầm kho", key="r3", by=CHIEF, at=LATER)
    assert queries.open_transfers(CHIEF) == []
    assert shelf.held(rice) == (100_000, 0)


def test_what_another_transfer_carries_does_not_pay_for_one_that_arrived(
    shelf: Shelf, target: Location, rice: Lot
) -> None:
    with transaction():
        sent = send(shelf, target, (rice.id, 10_000))
        arrive(shelf, sent, (rice.id, 10_000))
        send(shelf, target, (rice.id, 10_000))
    with pytest.raises(RuleBroken, match="arrived already"), transaction():
        actions.reverse(sent, reason="nhầm", key="r", by=CHIEF, at=LATER)


def test_a_transfer_needs_a_carrier_and_another_store(shelf: Shelf, target: Location, rice: Lot) -> None:
    with pytest.raises(RuleBroken) as refusal, transaction():
        send(shelf, target, (rice.id, 1), carrier=" ")
    assert refusal.value.field == "carrier"
    with pytest.raises(RuleBroken) as refusal, transaction():
        send(shelf, shelf.store, (rice.id, 1))
    assert refusal.value.field == "target"


def test_who_sends_holds_the_source_and_who_takes_in_the_target(
    shelf: Shelf, target: Location, rice: Lot
) -> None:
    here, there = actor(Role.COORDINATOR, LIEN_NINH), actor(Role.COORDINATOR, target.place_path)
    district = actor(Role.COORDINATOR, "2021/01/020/")
    with pytest.raises(NotAllowed), transaction():
        send(shelf, target, (rice.id, 1_000), by=here)
    with transaction():
        sent = send(shelf, target, (rice.id, 1_000), by=district)
    begun = on_its_way(sent)
    for by in (here, there):
        assert queries.get_transfer(begun.id, by=by)
    with pytest.raises(NotFound):
        queries.get_transfer(begun.id, by=actor(Role.COORDINATOR, "2021/01/001/"))
    with pytest.raises(NotAllowed), transaction():
        arrive(shelf, sent, (rice.id, 1_000), by=here)
    with transaction():
        arrive(shelf, sent, (rice.id, 1_000), by=there)
    db.session.rollback()
    assert shelf.held(rice, target) == (1_000, 0)
