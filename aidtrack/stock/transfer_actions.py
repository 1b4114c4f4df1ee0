"""Goods between two stores: sent into transit, taken in where they arrive, under a carrier's name meanwhile.

What does not arrive stays open under that name until it arrives after all or is written off.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from aidtrack import rights
from aidtrack.db import db
from aidtrack.errors import RuleBroken
from aidtrack.goods.queries import facts_of
from aidtrack.goods.units import show_amount
from aidtrack.rights import Actor
from aidtrack.sentences import N_
from aidtrack.stock import papers, queries
from aidtrack.stock.ledger import DocumentKind, Line, LocationKind
from aidtrack.stock.models import Document, Location, Transfer
from aidtrack.stock.posting_actions import Draft, paper_with, post_all
from aidtrack.vietnamese.folding import clean


def transfer(
    source: Location,
    target: Location,
    amounts: Sequence[tuple[int, int]],
    *,
    carrier: str,
    note: str = "",
    key: str,
    by: Actor,
    at: datetime,
) -> Document:
    """The first half: (lot, amount) out of a store into transit, under the carrier's name.

    Right "stock.move" where the goods lie; the target must lie within the sender's sight. A transfer
    with the same key is the same transfer.
    """
    rights.require(by, "stock.move", within=source.place_path)
    rights.require(by, "stock.see", within=target.place_path)
    carrier = clean(carrier)
    if not carrier:
        raise RuleBroken(
            N_("Write who carries the goods; what does not arrive stays open under that name."),
            field="carrier",
        )
    if source.id == target.id:
        raise RuleBroken(N_("Choose another store than the one the goods lie in."), field="target")
    again = paper_with(key)
    begun = queries.transfer_of(again) if again else None
    if begun is None:
        begun = Transfer(source_id=source.id, target_id=target.id, carrier=carrier, begun_at=at)
        db.session.add(begun)
        db.session.flush()
    lines = [Line(lot_id, source.id, _transit(), amount) for lot_id, amount in amounts]
    draft = Draft(DocumentKind.TRANSFER, lines, key, subject=begun.subject, reason=clean(note))
    return post_all([draft], by=by, at=at)[0]


def arrive(
    transfer: Transfer,
    counted: Sequence[tuple[int, int]],
    *,
    note: str = "",
    key: str,
    by: Actor,
    at: datetime,
) -> Document:
    """The second half: what was counted of each lot at the target; what is missing stays open.

    Right "stock.move" at the target. RuleBroken if more arrives than was sent.
    """
    rights.require(by, "stock.move", within=transfer.target.place_path)
    lines = [Line(lot_id, _transit(), transfer.target_id, amount) for lot_id, amount in counted if amount]
    return _out_of_transit(transfer, DocumentKind.TRANSFER, lines, clean(note), key, by, at)


def give_up(transfer: Transfer, *, reason: str, key: str, by: Actor, at: datetime) -> Document:
    """Write off what a transfer has left open: it will not arrive any more."""
    path = papers.smallest_place([transfer.source.place_path, transfer.target.place_path])
    rights.require(by, "stock.write_off", within=transfer.target.place_path)
    if not (reason := clean(reason)):
        raise RuleBroken(N_("Write why the goods are written off."), field="reason")
    loss = queries.virtual(LocationKind.LOSS).id
    again = paper_with(key)
    if again is not None:
        lines = [Line(m.lot_id, m.from_id, m.to_id, m.amount) for m in again.movements]
    else:
        _hold(transfer)
        lines = [Line(o.lot.id, _transit(), loss, o.open) for o in queries.open_lines(transfer) if o.open]
    return _out_of_transit(transfer, DocumentKind.LOSS, lines, reason, key, by, at, path)


def settle_after(document: Document, *, at: datetime) -> None:
    """See whether the transfer of a paper is closed now, or open again."""
    begun = queries.transfer_of(document)
    if begun is None:
        return
    _hold(begun)
    lines = queries.open_lines(begun)
    if any(line.open < 0 for line in lines):
        raise RuleBroken(N_("These goods have arrived already. Take back the arrival first."))
    if any(line.open for line in lines):
        begun.closed_at = None
    else:
        begun.closed_at = begun.closed_at or at
    db.session.flush()


def _out_of_transit(
    transfer: Transfer,
    kind: DocumentKind,
    lines: Sequence[Line],
    reason: str,
    key: str,
    by: Actor,
    at: datetime,
    path: str | None = None,
) -> Document:
    if not any(line.amount for line in lines):
        raise RuleBroken(N_("Write what has arrived of at least one lot."))
    _hold(transfer)
    if paper_with(key) is None:
        _check_open(transfer, lines)
    draft = Draft(kind, lines, key, subject=transfer.subject, reason=reason, place_path=path)
    document = post_all([draft], by=by, at=at)[0]
    settle_after(document, at=at)
    return document


def _check_open(transfer: Transfer, lines: Sequence[Line]) -> None:
    left = {one.lot.id: one for one in queries.open_lines(transfer)}
    for line in lines:
        one = left.get(line.lot_id)
        if one is None or line.amount > one.open:
            lot = one.lot if one else queries.get_lot(line.lot_id)
            raise RuleBroken(
                N_(
                    "Only {open} of lot {lot} is on its way; count again, or record the rest as a stock-take."
                ),
                field=f"lot_{line.lot_id}",
                open=show_amount(one.open if one else 0, facts_of(lot.good)),
                lot=lot.code,
            )


def _hold(transfer: Transfer) -> None:
    """Let nobody else take in or write off goods of this transfer until the transaction ends."""
    db.session.execute(select(Transfer.id).where(Transfer.id == transfer.id).with_for_update())


def _transit() -> int:
    return queries.virtual(LocationKind.TRANSIT).id
