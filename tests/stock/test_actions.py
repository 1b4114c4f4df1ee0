"""Opening stores and vehicles, making lots, and the locations that are no shelf."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from aidtrack.audit import queries as audit
from aidtrack.db import transaction
from aidtrack.errors import NotAllowed, NotFound, RuleBroken
from aidtrack.rights import Role
from aidtrack.stock import actions, queries
from tests.stock.shelf import CHIEF, LIEN_NINH, NOW, Shelf, actor

DAY = date(2021, 8, 14)


def test_loading_twice_makes_nothing_new(each_database: str, session: Session) -> None:
    with transaction():
        assert actions.load() == 0  # the database of the tests is made ready as init leaves it
    assert {queries.virtual(kind).place_path for kind in actions.VIRTUAL} == {""}


def test_a_store_gets_a_code_and_serves_a_place(session: Session) -> None:
    keeper = actor(Role.COORDINATOR, LIEN_NINH)
    with transaction():
        first = actions.open_store(" Kho  xã Liên Ninh ", "2021:00682", by=keeper, at=NOW)
        second = actions.open_store("Kho thành phố", None, by=CHIEF, at=NOW)
    assert (first.code, first.name, first.place_path) == ("KHO-0001", "Kho xã Liên Ninh", LIEN_NINH)
    assert (second.code, second.place_path) == ("KHO-0002", "")
    (entry,) = audit.about("store:KHO-0001")
    assert entry.action == "stock.open_store"


@pytest.mark.parametrize(
    "stranger",
    [actor(Role.VOLUNTEER), actor(Role.AUDITOR), actor(Role.COORDINATOR, "2021/01/001/")],
    ids=["volunteer", "auditor", "coordinator elsewhere"],
)
def test_only_the_office_of_the_place_opens_a_store(session: Session, stranger: object) -> None:
    with pytest.raises(NotAllowed), transaction():
        actions.open_store("Kho", "2021:00682", by=stranger, at=NOW)  # type: ignore[arg-type]


def test_a_store_needs_a_name_of_its_own(shelf: Shelf) -> None:
    for name, said in (("​ ", "Write the store's name"), ("kho liên  ninh", "already")):
        with pytest.raises(RuleBroken, match=said) as refusal, transaction():
            actions.open_store(name, "2021:00682", by=CHIEF, at=NOW)
        assert refusal.value.field == "name"
    with transaction():
        actions.open_store("Kho Liên Ninh", "2021:00679", by=CHIEF, at=NOW)


def test_lots_carry_their_own_pack_and_expiry(shelf: Shelf) -> None:
    with transaction():
        noodles = actions.new_lot(
            "noodles", pack_name="carton", pack_factor=24, expires_on=DAY, received_on=DAY
        )
        rice = actions.new_lot("rice", received_on=DAY)
    assert (noodles.code, noodles.pack_factor, noodles.expires_on) == ("MÌ-TÔM-0814-1", 24, DAY)
    assert (rice.code, rice.pack_name, rice.expires_on) == ("GẠO-0814-2", None, None)
    assert queries.get_lot(rice.id).good.code == "rice"


def test_a_pack_is_named_and_sized_or_not_there(session: Session) -> None:
    with transaction():
        lot = actions.new_lot("noodles", pack_factor=30, received_on=DAY)
        assert (lot.pack_name, lot.pack_factor) == (None, None)
    with pytest.raises(RuleBroken) as refusal, transaction():
        actions.new_lot("noodles", pack_name="carton", pack_factor=0, received_on=DAY)
    assert refusal.value.field == "pack_factor"


def test_what_expired_before_it_came_is_not_taken_in(session: Session) -> None:
    with pytest.raises(RuleBroken, match="before they arrived") as refusal, transaction():
        actions.new_lot("noodles", expires_on=date(2021, 8, 13), received_on=DAY)
    assert refusal.value.field == "expires_on"
    with pytest.raises(NotFound), transaction():
        actions.new_lot("gold", received_on=DAY)
    with pytest.raises(NotFound):
        queries.get_lot(77)
