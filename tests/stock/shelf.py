"""A store with goods in it, made by the actions that people use: what the tests of stock begin with."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count

from aidtrack.clock import day_of, moment_of
from aidtrack.db import transaction
from aidtrack.rights import Actor, Grant, Role
from aidtrack.stock import actions, queries
from aidtrack.stock.ledger import DocumentKind, Line, LocationKind
from aidtrack.stock.models import Document, Location, Lot

NOW = moment_of("2021-08-14T08:00")
CHIEF = Actor(None, "operator", operator=True)
LIEN_NINH = "2021/01/020/00682/"


def actor(role: Role, path: str = "") -> Actor:
    """Somebody with one role at one place, whom the table of people does not know."""
    return Actor(None, f"a {role}", (Grant(role, path),))


@dataclass
class Shelf:
    """One store and what the tests do with it; the keys of its papers run by themselves."""

    store: Location
    keys: count[int] = field(default_factory=lambda: count(1))

    @property
    def store_id(self) -> int:
        """The store's id."""
        return self.store.id

    def key(self) -> str:
        """A key that no paper has."""
        return f"test-{next(self.keys)}"

    def lot(
        self,
        good: str,
        amount: int,
        *,
        expires_on: date | None = None,
        pack: tuple[str, int] | None = None,
        at: datetime = NOW,
        store: Location | None = None,
    ) -> Lot:
        """So much of a new lot, given by a donor."""
        name, factor = pack or (None, None)
        lot = actions.new_lot(
            good, pack_name=name, pack_factor=factor, expires_on=expires_on, received_on=day_of(at)
        )
        self.post(DocumentKind.RECEIVE, LocationKind.DONOR, store or self.store, lot, amount, at=at)
        return lot

    def post(
        self,
        kind: DocumentKind,
        source: Location | LocationKind,
        target: Location | LocationKind,
        lot: Lot,
        amount: int,
        **more: object,
    ) -> Document:
        """A paper of one line."""
        ends = [queries.virtual(end) if isinstance(end, LocationKind) else end for end in (source, target)]
        line = Line(lot.id, ends[0].id, ends[1].id, amount)
        given = {"key": self.key(), "by": CHIEF, "at": NOW, **more}
        return actions.post(kind, [line], **given)  # type: ignore[arg-type]

    def give(self, lot: Lot, amount: int, **more: object) -> Document:
        """So much handed over to households at the store."""
        return self.post(DocumentKind.GIVE, self.store, LocationKind.BENEFICIARY, lot, amount, **more)

    def held(self, lot: Lot, store: Location | None = None) -> tuple[int, int]:
        """On hand and reserved of a lot."""
        place = store or self.store
        found = {one.lot_id: one for one in queries.lots_at([place.id], empty=True)}
        return (found[lot.id].on_hand, found[lot.id].reserved) if lot.id in found else (0, 0)


def open_shelf(name: str = "Kho Liên Ninh", place_id: str | None = "2021:00682") -> Shelf:
    """A store of its own, inside a transaction of the caller."""
    return Shelf(actions.open_store(name, place_id, by=CHIEF, at=NOW))


def fresh_shelf() -> Shelf:
    """A store of its own, in a transaction of its own."""
    with transaction():
        return open_shelf()
