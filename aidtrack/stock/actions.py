"""What may be done with stock: open stores and vehicles, make lots, write papers, promise goods.

This module is the door; the deeds lie beside it: papers in `posting_actions`, promises in
`reserving_actions`, transfers in `transfer_actions`, other work in a store in `moving_actions`.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from aidtrack import rights
from aidtrack.audit.actions import record
from aidtrack.db import db
from aidtrack.errors import RuleBroken
from aidtrack.goods import queries as goods
from aidtrack.places import queries as places
from aidtrack.rights import EVERYWHERE, Actor
from aidtrack.sentences import N_
from aidtrack.stock import papers
from aidtrack.stock.balance_actions import next_number
from aidtrack.stock.ledger import LOCATION_LABELS, LocationKind
from aidtrack.stock.models import Location, Lot
from aidtrack.stock.moving_actions import count, reverse, write_off
from aidtrack.stock.posting_actions import Counted, Draft, post, post_all
from aidtrack.stock.reserving_actions import expire_reservations, release, reserve
from aidtrack.stock.transfer_actions import arrive, give_up, transfer
from aidtrack.vietnamese.folding import clean, fold

__all__ = [
    "Counted",
    "Draft",
    "arrive",
    "count",
    "expire_reservations",
    "give_up",
    "load",
    "new_lot",
    "open_store",
    "open_vehicle",
    "post",
    "post_all",
    "release",
    "reserve",
    "reverse",
    "transfer",
    "write_off",
]

VIRTUAL = (
    LocationKind.DONOR,
    LocationKind.BENEFICIARY,
    LocationKind.LOSS,
    LocationKind.COUNT,
    LocationKind.TRANSIT,
)
"""The locations that are no shelf; one of each, its code is its kind."""


def load() -> int:
    """Put the locations that are no shelf into the database, safe to repeat; the number of new ones."""
    known = set(db.session.scalars(select(Location.code)))
    missing = [kind for kind in VIRTUAL if kind.value not in known]
    for kind in missing:
        db.session.add(
            Location(code=kind.value, name=LOCATION_LABELS[kind], kind=kind.value, place_path=EVERYWHERE)
        )
        db.session.flush()
    return len(missing)


def open_store(name: str, place_id: str | None, *, by: Actor, at: datetime) -> Location:
    """A new store that serves a place (None: all of them); its code is given, "KHO-0001".

    Right "stock.locations" at the place. RuleBroken if a store of that name serves the same place.
    """
    path = places.path_of(place_id) if place_id else EVERYWHERE
    rights.require(by, "stock.locations", within=path)
    name = clean(name)
    if not name:
        raise RuleBroken(N_("Write the store's name."), field="name")
    namesakes = select(Location.name).where(Location.kind == "store", Location.place_path == path)
    if any(fold(other) == fold(name) for other in db.session.scalars(namesakes)):
        raise RuleBroken(N_("A store of this name serves the same place already."), field="name")
    store = Location(
        code=papers.numbered("KHO", next_number("KHO")),
        name=name,
        kind=LocationKind.STORE.value,
        place_path=path,
    )
    db.session.add(store)
    db.session.flush()
    record("stock.open_store", f"store:{store.code}", by=by, at=at, path=path, name=name)
    return store


def open_vehicle(code: str, name: str, path: str) -> Location:
    """The vehicle of a trip, as a location that keeps a balance. The caller has checked the right."""
    vehicle = Location(code=code, name=name, kind=LocationKind.VEHICLE.value, place_path=path)
    db.session.add(vehicle)
    db.session.flush()
    return vehicle


def new_lot(
    good_code: str,
    *,
    pack_name: str | None = None,
    pack_factor: int | None = None,
    expires_on: date | None = None,
    received_on: date,
) -> Lot:
    """A lot for goods that arrive together; `pack_name`: a unit's code ("carton"), `pack_factor`: base units.

    The caller has checked the right and posts the arrival. RuleBroken if it expired before it came.
    """
    good = goods.get_good(good_code)
    if pack_factor is not None and pack_factor <= 0:
        raise RuleBroken(N_("A pack holds at least one unit."), field="pack_factor")
    if expires_on is not None and expires_on < received_on:
        raise RuleBroken(
            N_("These goods expired before they arrived; they cannot be taken in."), field="expires_on"
        )
    lot = Lot(
        code=papers.lot_code(good.name, received_on, next_number("LOT")),
        good_code=good.code,
        pack_name=pack_name if pack_factor else None,
        pack_factor=pack_factor if pack_name else None,
        expires_on=expires_on,
        received_on=received_on,
    )
    db.session.add(lot)
    db.session.flush()
    return lot
