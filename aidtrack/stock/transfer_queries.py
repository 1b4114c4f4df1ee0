"""What may be asked of transfers: which are on their way, and what of them has not arrived yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import aliased

from aidtrack.db import db, within
from aidtrack.errors import NotFound
from aidtrack.rights import Actor
from aidtrack.sentences import N_
from aidtrack.stock.ledger import LocationKind
from aidtrack.stock.models import Document, Location, Lot, Movement, Transfer


@dataclass(frozen=True)
class OpenLine:
    """A lot of a transfer: what was sent, and what of it is still on its way (base units)."""

    lot: Lot
    sent: int
    open: int


def get_transfer(transfer_id: int, *, by: Actor) -> Transfer:
    """A transfer from or to a store within reach; NotFound otherwise."""
    found = db.session.scalar(_within_reach(by).where(Transfer.id == transfer_id))
    if found is None:
        raise NotFound(N_("There is no such transfer."))
    return found


def open_transfers(by: Actor) -> Sequence[Transfer]:
    """The transfers within reach of which something has not arrived, the oldest first."""
    return db.session.scalars(
        _within_reach(by).where(Transfer.closed_at.is_(None)).order_by(Transfer.id)
    ).all()


def _within_reach(by: Actor) -> Select[Transfer]:
    source, target = aliased(Location), aliased(Location)
    paths = by.reach("stock.see")
    return (
        select(Transfer)
        .join(source, source.id == Transfer.source_id)
        .join(target, target.id == Transfer.target_id)
        .where(or_(within(source.place_path, paths), within(target.place_path, paths)))
    )


def transfer_of(document: Document) -> Transfer | None:
    """The transfer that a paper belongs to, if it does."""
    topic, _, number = document.subject.partition(":")
    return db.session.get(Transfer, int(number)) if topic == "transfer" and number.isdecimal() else None


def open_lines(transfer: Transfer) -> list[OpenLine]:
    """What was sent of each lot and what is still on its way, summed from the transfer's papers."""
    into = aliased(Location)
    inwards = into.kind == LocationKind.TRANSIT.value
    sent = case((inwards & (Document.reverses_id.is_(None)), Movement.amount), else_=0)
    wanted = (
        select(
            Movement.lot_id,
            func.sum(sent),
            func.sum(case((inwards, Movement.amount), else_=-Movement.amount)),
        )
        .join(Document, Document.id == Movement.document_id)
        .join(into, into.id == Movement.to_id)
        .where(Document.subject == transfer.subject)
        .group_by(Movement.lot_id)
        .order_by(Movement.lot_id)
    )
    rows = [(lot_id, int(sent), int(left)) for lot_id, sent, left in db.session.execute(wanted)]
    lots = {
        lot.id: lot for lot in db.session.scalars(select(Lot).where(Lot.id.in_([row[0] for row in rows])))
    }
    return [OpenLine(lots[lot_id], sent, left) for lot_id, sent, left in rows]
