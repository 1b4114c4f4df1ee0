"""What may be asked of the ledger's papers: one by its number, pages of them, and what stands on one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, selectinload

from aidtrack.db import db, scoped
from aidtrack.errors import NotFound
from aidtrack.rights import Actor
from aidtrack.sentences import N_
from aidtrack.stock.models import CountLine, Document, Location, Lot, Movement

PAGE = 50


@dataclass(frozen=True)
class DocumentRow:
    """A paper in a list, with what it moved of each good (base units) from where to where."""

    id: int
    number: str
    kind: str
    at: datetime
    by_name: str
    subject: str
    reason: str
    reversed_by: str | None
    goods: tuple[tuple[str, int], ...] = ()
    ways: tuple[tuple[str, str, str, str], ...] = ()
    """Kind and name of the source, kind and name of the target."""


@dataclass(frozen=True)
class DocumentPage:
    """Papers, the newest first; `after` is the id to ask the next page with (`before=`), None at the end."""

    rows: tuple[DocumentRow, ...]
    after: int | None


@dataclass(frozen=True)
class PaperLine:
    """One lot on a paper, all its movements as one: what the paper says and what was counted (base units)."""

    lot: Lot
    source: Location
    target: Location
    on_paper: int
    counted: int


def get_document(number: str, *, by: Actor) -> Document:
    """A paper with its movements, by number; NotFound outside the actor's reach."""
    wanted = select(Document).where(Document.number == number, scoped(Document, by, "stock.see"))
    options = (
        selectinload(Document.movements).joinedload(Movement.source),
        selectinload(Document.movements).joinedload(Movement.target),
        selectinload(Document.counted).joinedload(CountLine.location),
    )
    found = db.session.scalar(wanted.options(*options))
    if found is None:
        raise NotFound(N_("There is no paper {number}."), number=number)
    return found


def reversal_of(document: Document) -> Document | None:
    """The paper that took this one back, if one did."""
    return db.session.scalar(select(Document).where(Document.reverses_id == document.id))


def documents(
    by: Actor,
    *,
    before: int | None = None,
    kind: str | None = None,
    subject: str | None = None,
    limit: int = PAGE,
) -> DocumentPage:
    """The newest papers within reach; `before` is the keyset, `kind` and `subject` narrow it."""
    undo = aliased(Document)
    wanted = (
        select(
            Document.id,
            Document.number,
            Document.kind,
            Document.at,
            Document.by_name,
            Document.subject,
            Document.reason,
            undo.number,
        )
        .outerjoin(undo, undo.reverses_id == Document.id)
        .where(scoped(Document, by, "stock.see"))
        .order_by(Document.id.desc())
        .limit(limit + 1)
    )
    for column, value in ((Document.kind, kind), (Document.subject, subject)):
        if value is not None:
            wanted = wanted.where(column == value)
    if before is not None:
        wanted = wanted.where(Document.id < before)
    rows = db.session.execute(wanted).all()
    goods, ways = _moved([row.id for row in rows[:limit]])
    shown = tuple(
        DocumentRow(*row, tuple(goods.get(row.id, ())), tuple(ways.get(row.id, ()))) for row in rows[:limit]
    )
    return DocumentPage(shown, shown[-1].id if len(rows) > limit else None)


Goods = dict[int, list[tuple[str, int]]]
Ways = dict[int, list[tuple[str, str, str, str]]]


def _moved(document_ids: Sequence[int]) -> tuple[Goods, Ways]:
    """What papers moved of each good, and from where to where."""
    source, target = aliased(Location), aliased(Location)
    wanted = (
        select(
            Movement.document_id,
            Lot.good_code,
            func.sum(Movement.amount),
            source.kind,
            source.name,
            target.kind,
            target.name,
        )
        .join(Lot, Lot.id == Movement.lot_id)
        .join(source, source.id == Movement.from_id)
        .join(target, target.id == Movement.to_id)
        .where(Movement.document_id.in_(document_ids))
        .group_by(Movement.document_id, Lot.good_code, source.kind, source.name, target.kind, target.name)
        .order_by(Movement.document_id, Lot.good_code)
    )
    sums: dict[int, dict[str, int]] = {}
    ways: Ways = {}
    for document_id, good_code, amount, *way in db.session.execute(wanted):
        mine = sums.setdefault(document_id, {})
        mine[good_code] = mine.get(good_code, 0) + int(amount)
        named = ways.setdefault(document_id, [])
        if tuple(way) not in named:
            named.append((way[0], way[1], way[2], way[3]))
    return {document_id: list(mine.items()) for document_id, mine in sums.items()}, ways


def paper_lines(document: Document) -> list[PaperLine]:
    """What stands on a paper, lot by lot.

    A stock-take shows what the books said and what was found; the other papers of the ledger move what
    they say (what a donor's paper said instead, the donation knows).
    """
    if document.counted:
        return [
            PaperLine(line.lot, line.location, line.location, line.expected, line.counted)
            for line in document.counted
        ]
    merged: dict[tuple[int, int, int], PaperLine] = {}
    for movement in document.movements:
        way = (movement.lot_id, movement.from_id, movement.to_id)
        amount = movement.amount + (merged[way].counted if way in merged else 0)
        merged[way] = PaperLine(movement.lot, movement.source, movement.target, amount, amount)
    return sorted(merged.values(), key=lambda line: (line.lot.good.position, line.lot.code))
