"""The balances: changed only by guarded statements, one row each, in the order of location and lot.

Nothing here reads a balance, computes and writes it back: two people who draw at once would both get
what only one can have. The database does the sum and the check in one statement, and the count of
changed rows says whether it was allowed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import Table, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from aidtrack.clock import real_now
from aidtrack.db import DoneAct, db
from aidtrack.errors import RuleBroken
from aidtrack.goods.queries import facts_of
from aidtrack.goods.units import show_amount
from aidtrack.sentences import N_
from aidtrack.stock.models import Balance, Counter, Location, Lot


class Change(NamedTuple):
    """By how much a balance and what is promised of it change (base units, either sign)."""

    location_id: int
    lot_id: int
    on_hand: int = 0
    reserved: int = 0


def netted(changes: Iterable[Change]) -> list[Change]:
    """One change for each balance, in the order to lock the rows in; those that cancel out are gone."""
    sums: dict[tuple[int, int], tuple[int, int]] = {}
    for location_id, lot_id, on_hand, reserved in changes:
        before = sums.get((location_id, lot_id), (0, 0))
        sums[location_id, lot_id] = (before[0] + on_hand, before[1] + reserved)
    return [Change(*key, *sums[key]) for key in sorted(sums) if sums[key] != (0, 0)]


def change(changes: Iterable[Change]) -> None:
    """Change balances, all of them or, by the caller's rollback, none.

    RuleBroken says how much is free where more would be taken or promised than is there.
    """
    kept: Any = Balance.__table__.c
    for one in netted(changes):
        if one.on_hand > 0:
            _make_room(one)
        done = db.session.execute(
            update(Balance.__table__)  # type: ignore[arg-type]
            .where(kept.location_id == one.location_id, kept.lot_id == one.lot_id)
            .where(
                kept.on_hand + one.on_hand >= kept.reserved + one.reserved, kept.reserved + one.reserved >= 0
            )
            .values(on_hand=kept.on_hand + one.on_hand, reserved=kept.reserved + one.reserved)
        )
        if done.rowcount != 1:  # type: ignore[attr-defined]
            raise _refusal(one)


def _make_room(one: Change) -> None:
    """See to it that the row is there, also when two arrivals of one lot meet."""
    row = {"location_id": one.location_id, "lot_id": one.lot_id, "on_hand": 0, "reserved": 0}
    db.session.execute(_insert(Balance.__table__).values(row).on_conflict_do_nothing())


def next_number(name: str) -> int:
    """The next running number under a name; the counter stays locked until the transaction ends, so that
    a rollback leaves no hole."""
    counters = Counter.__table__
    first = _insert(counters).values(name=name, last=1)
    onward = first.on_conflict_do_update(index_elements=["name"], set_={"last": counters.c.last + 1})
    return int(db.session.scalar(onward.returning(counters.c.last)))


def claim(key: str) -> None:
    """Take a key: whoever takes the same one at the same time waits until the first is done."""
    row = {"key": key, "done_at": real_now()}
    db.session.execute(_insert(DoneAct.__table__).values(row).on_conflict_do_nothing())


def _insert(table: Any) -> Any:
    """An INSERT that knows what to do about a row that is there already."""
    on_sqlite = db.session.get_bind().dialect.name == "sqlite"
    return sqlite_insert(table) if on_sqlite else pg_insert(table)


def lock(keys: Iterable[tuple[int, int]]) -> dict[tuple[int, int], tuple[int, int]]:
    """Hold balances (location, lot) in sorted order until the transaction ends; on hand and reserved of each.

    For the few acts that must look before they write: a stock-take and a reversal.
    """
    kept: Table = Balance.__table__  # type: ignore[assignment]
    held: dict[tuple[int, int], tuple[int, int]] = {}
    for key in sorted(set(keys)):
        row = db.session.execute(
            select(kept.c.on_hand, kept.c.reserved)
            .where(kept.c.location_id == key[0], kept.c.lot_id == key[1])
            .with_for_update()
        ).one_or_none()
        held[key] = (row.on_hand, row.reserved) if row else (0, 0)
    return held


def _refusal(one: Change) -> RuleBroken:
    """Why a change was not allowed: how much is free, and how much was wanted."""
    kept: Any = Balance.__table__.c
    held = select(kept.on_hand - kept.reserved).where(
        kept.location_id == one.location_id, kept.lot_id == one.lot_id
    )
    free = db.session.scalar(held) or 0
    lot = db.session.get(Lot, one.lot_id)
    place = db.session.get(Location, one.location_id)
    if lot is None or place is None:
        return RuleBroken(N_("There is no such lot."))
    good = facts_of(lot.good)
    # What a drawing had promised to itself is free for it.
    free += -one.reserved if one.on_hand < 0 else 0
    return RuleBroken(
        N_("Only {free} of {item} is free at {location}; {wanted} is wanted."),
        field="amount",
        free=show_amount(free, good),
        item=good.title,
        location=place.name,
        wanted=show_amount(max(-one.on_hand, one.reserved), good),
    )
