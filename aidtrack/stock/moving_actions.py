"""What people do in a store: send goods to another one, take them in, write off, count, take a paper back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from aidtrack import rights
from aidtrack.db import db
from aidtrack.errors import Conflict, RuleBroken
from aidtrack.goods.queries import facts_of
from aidtrack.goods.units import show_amount
from aidtrack.rights import Actor
from aidtrack.sentences import N_, say
from aidtrack.stock import queries
from aidtrack.stock.balance_actions import lock
from aidtrack.stock.ledger import KEEPS_BALANCE, DocumentKind, Line, LocationKind, check_reversal, reversal_of
from aidtrack.stock.models import CountLine, Document, Location
from aidtrack.stock.posting_actions import Counted, Draft, paper_with, post_all
from aidtrack.stock.transfer_actions import settle_after
from aidtrack.vietnamese.folding import clean

Amounts = Sequence[tuple[int, int]]
"""Lots with their amounts in base units."""


def write_off(
    store: Location, amounts: Amounts, *, reason: str, key: str, by: Actor, at: datetime
) -> Document:
    """Take spoiled, expired or lost goods off the books of a store or vehicle; the paper keeps the reason."""
    rights.require(by, "stock.write_off", within=store.place_path)
    reason = _said(reason, N_("Write why the goods are written off."))
    loss = queries.virtual(LocationKind.LOSS)
    lines = [Line(lot_id, store.id, loss.id, amount) for lot_id, amount in amounts]
    return post_all([Draft(DocumentKind.LOSS, lines, key, reason=reason)], by=by, at=at)[0]


def count(
    store: Location,
    counted: Sequence[tuple[int, int, int]],
    *,
    note: str = "",
    key: str,
    by: Actor,
    at: datetime,
) -> Document:
    """A stock-take: (lot, what the books said when it began, what was found), one paper for all of them.

    The difference moves to or from the location of differences; lots that agree are kept on the paper.
    Conflict if the books moved since the count began; RuleBroken if more is promised than was found.
    """
    rights.require(by, "stock.count", within=store.place_path)
    if not counted:
        raise RuleBroken(N_("Write what you counted of at least one lot."))
    found = [Counted(store.id, *row) for row in counted]
    other = queries.virtual(LocationKind.COUNT)
    lines = [_difference(one, other.id) for one in found if one.counted != one.expected]
    draft = Draft(DocumentKind.COUNT, lines, key, reason=clean(note), counted=found)
    if paper_with(key) is None:
        held = lock((one.location_id, one.lot_id) for one in found)
        for one in found:
            _check_count(one, *held[one.location_id, one.lot_id])
    return post_all([draft], by=by, at=at)[0]


def _difference(one: Counted, differences_id: int) -> Line:
    if one.counted > one.expected:
        return Line(one.lot_id, differences_id, one.location_id, one.counted - one.expected)
    return Line(one.lot_id, one.location_id, differences_id, one.expected - one.counted)


def _check_count(one: Counted, on_hand: int, reserved: int) -> None:
    if on_hand == one.expected and one.counted >= reserved:
        return
    lot = queries.get_lot(one.lot_id)
    good, field = facts_of(lot.good), f"lot_{lot.id}"
    if on_hand != one.expected:
        raise Conflict(
            N_("Lot {lot} moved while you counted: the books said {before}, now {now}. Count it again."),
            field=field,
            lot=lot.code,
            before=show_amount(one.expected, good),
            now=show_amount(on_hand, good),
        )
    raise RuleBroken(
        N_(
            "{reserved} of lot {lot} is promised to households. Free shares in the campaign's plan, under all"
            " households, then record the {counted}."
        ),
        field=field,
        lot=lot.code,
        reserved=show_amount(reserved, good),
        counted=show_amount(one.counted, good),
    )


def reverse(
    document: Document,
    *,
    reason: str,
    key: str,
    by: Actor,
    at: datetime,
    owner: str | None = None,
) -> Document:
    """Take a paper back by its mirror image: once, never a reversal, never behind a later stock-take.

    A paper that serves a donation, a trip or a stop is taken back by that topic, which passes the
    paper's subject as `owner` and mends its own rows; without it such a paper is refused.
    """
    rights.require(by, "stock.reverse", within=document.place_path)
    draft = taking_back(document, reason=reason, key=key, owner=owner)
    reversal = post_all([draft], by=by, at=at)[0]
    settle_after(document, at=at)
    return reversal


def taking_back(document: Document, *, reason: str, key: str, owner: str | None = None) -> Draft:
    """The mirror image of a paper, looked at and with its balances held, for a topic that writes it together
    with other papers. The caller has checked the right."""
    draft = Draft(
        DocumentKind.REVERSAL,
        reversal_of(Line(m.lot_id, m.from_id, m.to_id, m.amount) for m in document.movements),
        key,
        subject=document.subject,
        reason=_said(reason, N_("Write why the paper is taken back.")),
        reverses=document,
        place_path=document.place_path,
    )
    if paper_with(key) is None:
        _check_owner(document, owner)
        _check_reversal(document)
    return draft


def _check_owner(document: Document, owner: str | None) -> None:
    topic = document.subject.partition(":")[0]
    if topic not in ("", "transfer") and owner != document.subject:
        raise RuleBroken(
            N_("Paper {number} belongs to {owner}. Correct it there, so that both stay true."),
            number=document.number,
            owner=say(_OWNERS.get(topic, "{subject}"), subject=document.subject.partition(":")[2]),
        )


_OWNERS = {
    "donation": N_("donation {subject}"),
    "trip": N_("trip {subject}"),
    "stop": N_("a stop of a trip"),
}


def _check_reversal(document: Document) -> None:
    """Hold the paper and its balances, then look whether it may still be taken back."""
    db.session.execute(select(Document.id).where(Document.id == document.id).with_for_update())
    lock(_touched(document))
    check_reversal(
        DocumentKind(document.kind),
        reversed_already=queries.reversal_of(document) is not None,
        counted_since=counted_since(document) is not None,
    )
    if not document.movements:
        raise RuleBroken(N_("This stock-take found no difference; there is nothing to take back."))


def _touched(document: Document) -> set[tuple[int, int]]:
    """The balances (location, lot) that a paper changed."""
    kept = select(Location.id).where(Location.kind.in_([str(kind) for kind in KEEPS_BALANCE]))
    shelves = set(db.session.scalars(kept))
    moved = document.movements
    return {(place, one.lot_id) for one in moved for place in (one.from_id, one.to_id) if place in shelves}


def counted_since(document: Document, *, also: Iterable[tuple[int, int]] = ()) -> Document | None:
    """The newest stock-take behind a paper of what it moved, and of other balances (location, lot) that
    belong to it; one that was taken back is none."""
    undo = aliased(Document)
    found: list[Document] = []
    for location_id, lot_id in sorted({*_touched(document), *also}):
        later = (
            select(Document)
            .join(CountLine, CountLine.document_id == Document.id)
            .where(CountLine.location_id == location_id, CountLine.lot_id == lot_id)
            .where(Document.id > document.id, ~exists().where(undo.reverses_id == Document.id))
        )
        found += db.session.scalars(later.order_by(Document.id.desc()).limit(1))
    return max(found, key=lambda one: one.id, default=None)


def _said(reason: str, otherwise: str) -> str:
    reason = clean(reason)
    if not reason:
        raise RuleBroken(otherwise, field="reason")
    return reason
