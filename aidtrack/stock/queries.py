"""What may be asked of stock: where things can lie, what lies there, and what of it is free."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from aidtrack.db import db, scoped, within
from aidtrack.errors import NotFound
from aidtrack.goods.expiry import expires_soon, turn, usable
from aidtrack.goods.models import Good
from aidtrack.rights import Actor
from aidtrack.sentences import N_
from aidtrack.stock.document_queries import (
    DocumentPage,
    DocumentRow,
    PaperLine,
    documents,
    get_document,
    paper_lines,
    reversal_of,
)
from aidtrack.stock.ledger import LocationKind
from aidtrack.stock.models import Balance, Location, Lot
from aidtrack.stock.picking import FreeLot
from aidtrack.stock.statement_queries import StatementRow, statement
from aidtrack.stock.transfer_queries import OpenLine, get_transfer, open_lines, open_transfers, transfer_of

__all__ = [
    "DocumentPage",
    "DocumentRow",
    "GoodOnHand",
    "LotOnHand",
    "OpenLine",
    "PaperLine",
    "StatementRow",
    "documents",
    "free_lots",
    "free_totals",
    "get_document",
    "get_location",
    "get_lot",
    "get_transfer",
    "lots_at",
    "on_hand",
    "open_lines",
    "open_transfers",
    "paper_lines",
    "reversal_of",
    "statement",
    "stores",
    "transfer_of",
    "vehicles",
    "virtual",
]


@dataclass(frozen=True)
class LotOnHand:
    """A lot at a location: how much lies there and how much of it is promised, in base units."""

    lot_id: int
    code: str
    good_code: str
    pack_name: str | None
    pack_factor: int | None
    expires_on: date | None
    received_on: date
    location_id: int
    location: str
    on_hand: int
    reserved: int

    @property
    def free(self) -> int:
        """On hand and not promised."""
        return self.on_hand - self.reserved

    def expired(self, on: date) -> bool:
        """Whether it may no longer be given on a day."""
        return not usable(self.expires_on, on)

    def expiring(self, on: date) -> bool:
        """Whether it must be given soon."""
        return expires_soon(self.expires_on, on)


@dataclass(frozen=True)
class GoodOnHand:
    """All lots of a good that lie in the stores asked for, first to expire first."""

    good: Good
    lots: tuple[LotOnHand, ...]

    @property
    def on_hand(self) -> int:
        """The sum that lies there, expired or not."""
        return sum(lot.on_hand for lot in self.lots)

    @property
    def reserved(self) -> int:
        """The sum that is promised."""
        return sum(lot.reserved for lot in self.lots)

    def free(self, on: date) -> int:
        """What may still be promised on a day: neither promised nor expired."""
        return sum(lot.free for lot in self.lots if not lot.expired(on))

    def expired(self, on: date) -> int:
        """What lies there and may no longer be given."""
        return sum(lot.on_hand for lot in self.lots if lot.expired(on))


def virtual(kind: LocationKind | str) -> Location:
    """The one location of a kind that is no shelf: donor, beneficiary, loss, count, transit."""
    found = db.session.scalar(select(Location).where(Location.code == str(LocationKind(kind))))
    if found is None:
        raise NotFound(N_("The ledger has no location “{kind}”; run aidtrack init."), kind=str(kind))
    return found


def get_location(code_or_id: str | int, *, by: Actor, right: str = "stock.see") -> Location:
    """A store or vehicle within the actor's reach, by code or id; NotFound otherwise."""
    wanted = select(Location).where(scoped(Location, by, right), Location.kind.in_(("store", "vehicle")))
    by_id = isinstance(code_or_id, int)
    wanted = wanted.where(Location.id == code_or_id if by_id else Location.code == code_or_id)
    found = db.session.scalar(wanted)
    if found is None:
        raise NotFound(N_("There is no such store."))
    return found


def stores(by: Actor, *, right: str = "stock.see") -> Sequence[Location]:
    """The stores within the actor's reach, the oldest first."""
    wanted = select(Location).where(scoped(Location, by, right), Location.kind == "store")
    return db.session.scalars(wanted.order_by(Location.id)).all()


def vehicles(by: Actor) -> Sequence[Location]:
    """The vehicles within the actor's reach on which something lies."""
    loaded = select(Balance.location_id).where(Balance.on_hand > 0)
    wanted = select(Location).where(scoped(Location, by, "stock.see"), Location.kind == "vehicle")
    return db.session.scalars(wanted.where(Location.id.in_(loaded)).order_by(Location.id)).all()


def get_lot(lot_id: int) -> Lot:
    """A lot with its good; NotFound if there is none."""
    lot = db.session.get(Lot, lot_id)
    if lot is None:
        raise NotFound(N_("There is no such lot."))
    return lot


def free_lots(store_id: int, good_code: str, *, on: date) -> list[FreeLot]:
    """The lots of a good that may be promised at a store on a day, first to expire first."""
    wanted = (
        select(
            Balance.lot_id,
            (Balance.on_hand - Balance.reserved).label("free"),
            Lot.expires_on,
            Lot.received_on,
        )
        .join(Lot, Lot.id == Balance.lot_id)
        .where(
            Balance.location_id == store_id, Lot.good_code == good_code, Balance.on_hand > Balance.reserved
        )
    )
    found = [FreeLot(*row) for row in db.session.execute(wanted)]
    fit = [lot for lot in found if usable(lot.expires_on, on)]
    return sorted(fit, key=lambda lot: turn(lot.expires_on, lot.received_on, lot.lot_id))


def free_totals(store_id: int, *, on: date) -> dict[str, int]:
    """How much of each good may be promised at a store on a day, in base units; without those of none."""
    totals: dict[str, int] = {}
    for lot in lots_at([store_id]):
        if lot.free and not lot.expired(on):
            totals[lot.good_code] = totals.get(lot.good_code, 0) + lot.free
    return totals


def lots_at(
    location_ids: Iterable[int], *, good_code: str | None = None, empty: bool = False
) -> list[LotOnHand]:
    """What lies at locations, by good, first to expire first, expired lots too; `empty`: and lots of zero."""
    wanted = (
        select(
            Lot.id,
            Lot.code,
            Lot.good_code,
            Lot.pack_name,
            Lot.pack_factor,
            Lot.expires_on,
            Lot.received_on,
            Location.id,
            Location.name,
            Balance.on_hand,
            Balance.reserved,
        )
        .join(Lot, Lot.id == Balance.lot_id)
        .join(Good, Good.code == Lot.good_code)
        .join(Location, Location.id == Balance.location_id)
        .order_by(Good.position, Good.code)
        .where(Balance.location_id.in_(list(location_ids)))
    )
    if good_code is not None:
        wanted = wanted.where(Lot.good_code == good_code)
    if not empty:
        wanted = wanted.where(Balance.on_hand > 0)
    found = [LotOnHand(*row) for row in db.session.execute(wanted)]
    goods = {code: place for place, code in enumerate(dict.fromkeys(lot.good_code for lot in found))}
    return sorted(
        found,
        key=lambda lot: (
            goods[lot.good_code],
            turn(lot.expires_on, lot.received_on, lot.lot_id),
            lot.location_id,
        ),
    )


def on_hand(by: Actor, *, store_id: int | None = None) -> list[GoodOnHand]:
    """What lies in the stores within reach, or in one of them, good by good in the order of lists."""
    reach = within(Location.place_path, by.reach("stock.see"))
    wanted = select(Location.id).where(reach, Location.kind == "store")
    if store_id is not None:
        wanted = wanted.where(Location.id == store_id)
    lots: dict[str, list[LotOnHand]] = {}
    for lot in lots_at(db.session.scalars(wanted)):
        lots.setdefault(lot.good_code, []).append(lot)
    found = db.session.scalars(select(Good).where(Good.code.in_(lots)).order_by(Good.position, Good.code))
    return [GoodOnHand(good, tuple(lots[good.code])) for good in found]
