"""Promises of stock: made in one transaction for all that ask, ended exactly once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import select, update

from aidtrack.audit.actions import record
from aidtrack.audit.chain import digest_of_rows
from aidtrack.clock import day_of
from aidtrack.db import db
from aidtrack.errors import Conflict, RuleBroken
from aidtrack.goods.expiry import usable
from aidtrack.rights import Actor
from aidtrack.sentences import N_
from aidtrack.stock.balance_actions import Change, change
from aidtrack.stock.models import Lot, Reservation

Wanted = tuple[str, int, int, int]
"""Subject ("portion:17"), location, lot, base units."""

AT_ONCE = 1000
"""Ids in one statement; the databases take more, but not without limit."""

JOB = Actor(None, "operator", operator=True)
"""Who lets promises expire: nobody does, time does."""


def reserve(wanted: Sequence[Wanted], *, expires_at: datetime | None, at: datetime) -> list[Reservation]:
    """Promise amounts of lots at locations, all of them or none; the reservations in the order asked.

    Each (location, lot) is taken by one guarded update, in sorted order. RuleBroken says how much is
    free where it is too little, or which lot has expired. The caller has checked the right.
    """
    if any(amount <= 0 for *_, amount in wanted):
        raise RuleBroken(N_("The amount to take must be above zero."), field="amount")
    refuse_expired({lot_id for _, _, lot_id, _ in wanted}, day_of(at))
    change(Change(location_id, lot_id, 0, amount) for _, location_id, lot_id, amount in wanted)
    made = [
        Reservation(
            subject=subject,
            location_id=location_id,
            lot_id=lot_id,
            amount=amount,
            made_at=at,
            expires_at=expires_at,
        )
        for subject, location_id, lot_id, amount in wanted
    ]
    db.session.add_all(made)
    db.session.flush()
    return made


def release(reservation_ids: Iterable[int], how: Literal["released", "expired"], *, at: datetime) -> None:
    """End promises, so that the goods are free again. Conflict if one of them has ended already."""
    change(ended(reservation_ids, how, at=at))


def expire_reservations(at: datetime) -> list[Reservation]:
    """End all promises whose time is over, as a nightly job does; those that ended, with their subjects.

    They are one entry of the chain. At most 500 at a time: call again while it returns that many.
    """
    due = select(Reservation).where(Reservation.ended.is_(None), Reservation.expires_at <= at)
    found = list(db.session.scalars(due.order_by(Reservation.id).limit(500).with_for_update()))
    if found:
        release([one.id for one in found], "expired", at=at)
        rows = [[one.id, one.subject, one.location_id, one.lot_id, one.amount] for one in found]
        record("stock.expire", "reservations", by=JOB, at=at, count=len(rows), digest=digest_of_rows(rows))
        for one in found:
            db.session.refresh(one)
    return found


def ended(reservation_ids: Iterable[int], how: str, *, at: datetime) -> list[Change]:
    """End promises and tell what that changes in the balances. Conflict if one has ended already."""
    kept: Any = Reservation.__table__.c
    changes: list[Change] = []
    for ids in _chunks(sorted(set(reservation_ids))):
        # Held in the order of their ids, so that two who end the same ones never wait in a circle.
        open_ones = (
            select(kept.location_id, kept.lot_id, kept.amount)
            .where(kept.id.in_(ids), kept.ended.is_(None))
            .order_by(kept.id)
            .with_for_update()
        )
        found = db.session.execute(open_ones).all()
        done = db.session.execute(
            update(Reservation.__table__)  # type: ignore[arg-type]
            .where(kept.id.in_(ids), kept.ended.is_(None))
            .values(ended=how, ended_at=at)
        )
        if not len(found) == done.rowcount == len(ids):  # type: ignore[attr-defined]
            raise Conflict(N_("Goods that were held for this are held no longer; reload and look again."))
        changes += [Change(location_id, lot_id, 0, -amount) for location_id, lot_id, amount in found]
    return changes


def refuse_expired(lot_ids: Iterable[int], on: date) -> None:
    """RuleBroken if one of the lots may no longer be given on the day."""
    for ids in _chunks(sorted(set(lot_ids))):
        wanted = select(Lot.code, Lot.expires_on).where(Lot.id.in_(ids), Lot.expires_on.is_not(None))
        for code, expires_on in db.session.execute(wanted):
            if not usable(expires_on, on):
                raise RuleBroken(
                    N_("Lot {lot} expired on {day}; it may no longer be given. Write it off."),
                    lot=code,
                    day=expires_on,
                )


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))
