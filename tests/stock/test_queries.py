"""What lies where, and what of it may be promised; nobody sees a store outside their places."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from aidtrack.db import db, transaction
from aidtrack.errors import NotFound
from aidtrack.rights import Actor, Role
from aidtrack.stock import actions, queries
from aidtrack.stock.ledger import DocumentKind, LocationKind
from tests.stock.shelf import CHIEF, LIEN_NINH, NOW, Shelf, actor, open_shelf

DAY = date(2021, 8, 14)


def test_free_is_neither_promised_nor_expired(each_database: str, shelf: Shelf) -> None:
    with transaction():
        old = shelf.lot("fish_sauce", 10, expires_on=DAY - timedelta(days=0), at=NOW - timedelta(days=3))
        new = shelf.lot("fish_sauce", 20, expires_on=DAY + timedelta(days=90))
        rice = shelf.lot("rice", 100)
        actions.reserve([("portion:1", shelf.store_id, new.id, 5)], expires_at=None, at=NOW)
    assert queries.free_totals(shelf.store_id, on=DAY) == {"fish_sauce": 25, "rice": 100}
    assert queries.free_totals(shelf.store_id, on=DAY + timedelta(days=1)) == {"fish_sauce": 15, "rice": 100}
    lots = queries.free_lots(shelf.store_id, "fish_sauce", on=DAY)
    assert [(lot.lot_id, lot.free) for lot in lots] == [(old.id, 10), (new.id, 15)]
    assert [lot.lot_id for lot in queries.free_lots(shelf.store_id, "rice", on=DAY)] == [rice.id]


def test_lots_come_first_expired_first(shelf: Shelf) -> None:
    with transaction():
        keeps = shelf.lot("noodles", 1)
        late = shelf.lot("noodles", 1, expires_on=DAY + timedelta(days=60))
        soon = shelf.lot("noodles", 1, expires_on=DAY + timedelta(days=2))
    found = queries.free_lots(shelf.store_id, "noodles", on=DAY)
    assert [lot.lot_id for lot in found] == [soon.id, late.id, keeps.id]


def test_lots_stand_in_the_order_of_goods(shelf: Shelf) -> None:
    with transaction():
        for good in ("masks", "noodles", "rice", "fish_sauce", "rice"):
            shelf.lot(good, 1)
    lots = queries.lots_at([shelf.store_id])
    assert [lot.good_code for lot in lots] == ["rice", "rice", "noodles", "fish_sauce", "masks"]
    assert queries.lots_at([shelf.store_id], good_code="rice") == lots[:2]
    assert queries.lots_at([]) == []


def test_the_stock_page_adds_up_good_by_good(shelf: Shelf) -> None:
    with transaction():
        shelf.lot("noodles", 45, pack=("carton", 30), expires_on=DAY + timedelta(days=10))
        stale = shelf.lot("noodles", 6, expires_on=DAY, at=NOW - timedelta(days=9))
        shelf.lot("rice", 100)
        actions.reserve([("portion:1", shelf.store_id, stale.id, 2)], expires_at=None, at=NOW)
    rice, noodles = queries.on_hand(CHIEF)
    tomorrow = DAY + timedelta(days=1)
    assert (rice.good.code, rice.on_hand, rice.free(DAY)) == ("rice", 100, 100)
    assert (noodles.on_hand, noodles.reserved, noodles.free(DAY)) == (51, 2, 49)
    assert (noodles.free(tomorrow), noodles.expired(tomorrow)) == (45, 6)
    assert [lot.expired(tomorrow) for lot in noodles.lots] == [True, False]
    assert [lot.expiring(DAY) for lot in noodles.lots] == [True, True]


def test_nobody_sees_a_store_outside_their_places(each_database: str, shelf: Shelf) -> None:
    with transaction():
        shelf.lot("rice", 100)
    code, insiders = shelf.store.code, (CHIEF, actor(Role.COORDINATOR, LIEN_NINH), actor(Role.AUDITOR))
    for by in insiders:
        assert queries.get_location(code, by=by).id == shelf.store_id
        assert [store.code for store in queries.stores(by)] == [code]
        assert len(queries.on_hand(by)) == len(queries.documents(by).rows) == 1
    outsiders = (
        actor(Role.COORDINATOR, "2021/01/020/00640/"),
        actor(Role.COORDINATOR, LIEN_NINH + "x/"),
        actor(Role.VOLUNTEER, LIEN_NINH),
        Actor(None, "nobody"),
    )
    for by in outsiders:
        for look in (
            lambda by: queries.get_location(code, by=by),
            lambda by: queries.get_location(shelf.store_id, by=by),
            lambda by: queries.get_document("PNK-0001", by=by),
        ):
            with pytest.raises(NotFound):
                look(by)
        assert (list(queries.stores(by)), queries.on_hand(by), queries.documents(by).rows) == ([], [], ())


def test_locations_that_are_no_shelf_are_not_looked_up_as_stores(shelf: Shelf) -> None:
    for kind in ("donor", "beneficiary", "loss", "count", "transit"):
        assert queries.virtual(kind).kind == kind
        with pytest.raises(NotFound):
            queries.get_location(kind, by=CHIEF)
    with pytest.raises(NotFound):
        queries.virtual(LocationKind.STORE)


def test_pages_of_papers_follow_each_other_without_gap_or_repeat(shelf: Shelf) -> None:
    with transaction():
        rice = shelf.lot("rice", 1_000)
        for number in range(11):
            shelf.give(rice, 1, subject="stop:1" if number % 2 else "stop:2")
    seen: list[str] = []
    before: int | None = None
    while True:
        page = queries.documents(CHIEF, before=before, limit=5)
        seen += [row.number for row in page.rows]
        if page.after is None:
            break
        before = page.after
    assert seen == [f"PTT-{n:04}" for n in range(11, 0, -1)] + ["PNK-0001"]
    assert len(queries.documents(CHIEF, kind="receive").rows) == 1
    assert len(queries.documents(CHIEF, subject="stop:1").rows) == 5
    assert queries.documents(CHIEF, limit=12).after is None
    way = queries.documents(CHIEF, kind="receive").rows[0].ways
    assert way == (("donor", "Donors", "store", "Kho Liên Ninh"),)


def test_vehicles_are_listed_while_something_lies_on_them(shelf: Shelf) -> None:
    with transaction():
        rice = shelf.lot("rice", 100)
        car = actions.open_vehicle("XE-1", "Xe 1", LIEN_NINH)
        actions.open_vehicle("XE-2", "Xe 2", LIEN_NINH)
        shelf.post(DocumentKind.ISSUE, shelf.store, car, rice, 10)
    assert [one.code for one in queries.vehicles(CHIEF)] == ["XE-1"]
    assert queries.get_location("XE-1", by=CHIEF).id == car.id
    assert list(queries.vehicles(actor(Role.COORDINATOR, "2021/01/001/"))) == []


def test_a_store_of_everybody_is_seen_by_those_with_rights_everywhere(shelf: Shelf) -> None:
    with transaction():
        open_shelf("Kho thành phố", None)
    assert len(queries.stores(actor(Role.COORDINATOR))) == 2
    assert len(queries.stores(actor(Role.COORDINATOR, LIEN_NINH))) == 1
    db.session.rollback()
