"""The stock statement (nhập – xuất – tồn): what came, went and is left of each good between two days.

Only what crosses the border of the stores asked for counts; a reversal takes away from the column of
what it reverses, so a mistake and its correction leave no trace in the sums.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import aliased

from aidtrack.clock import HANOI
from aidtrack.db import db
from aidtrack.goods.models import Good
from aidtrack.stock.ledger import DocumentKind
from aidtrack.stock.models import CountLine, Document, Lot, Movement

COLUMNS: dict[DocumentKind, tuple[str, str]] = {
    DocumentKind.RECEIVE: ("received", "received"),
    DocumentKind.TRANSFER: ("received", "issued"),
    DocumentKind.ISSUE: ("issued", "issued"),
    DocumentKind.GIVE: ("issued", "issued"),
    DocumentKind.RETURN: ("returned", "returned"),
    DocumentKind.LOSS: ("lost", "lost"),
    DocumentKind.COUNT: ("difference", "difference"),
}
"""The column of each kind of document: for what comes in, and for what goes out."""

OUTWARD = frozenset({"issued", "lost"})
"""Columns that are written as positive numbers though they take away."""


@dataclass
class StatementRow:
    """One good in a period, in base units. `closing` is what the papers say; a count found `difference` more.

    The next period opens with `closing + difference`, which is also `counted` where somebody counted.
    """

    good: Good
    opening: int = 0
    received: int = 0
    issued: int = 0
    returned: int = 0
    lost: int = 0
    difference: int = 0
    was_counted: bool = False

    @property
    def closing(self) -> int:
        """Opening + received − issued + returned − lost."""
        return self.opening + self.received - self.issued + self.returned - self.lost

    @property
    def counted(self) -> int | None:
        """What lies there by the stock-take; None where nobody counted in the period."""
        return self.closing + self.difference if self.was_counted else None


def statement(store_ids: Sequence[int], from_day: date, to_day: date) -> list[StatementRow]:
    """The goods that lay in the stores or moved from one day of Hanoi to another (both included)."""
    begins, ends = _begin_of(from_day), _begin_of(to_day + timedelta(days=1))
    rows: dict[str, StatementRow] = {}
    goods = {good.code: good for good in db.session.scalars(select(Good))}
    for good_code, kind, inward, undone, before, amount in _sums(store_ids, begins, ends):
        row = rows.setdefault(good_code, StatementRow(goods[good_code]))
        if before:
            row.opening += amount if inward else -amount
        else:
            _enter(row, DocumentKind(kind), bool(inward), bool(undone), amount)
    for good_code in _counted(store_ids, begins, ends):
        rows.setdefault(good_code, StatementRow(goods[good_code])).was_counted = True
    return sorted(rows.values(), key=lambda row: (row.good.position, row.good.code))


def _begin_of(day: date) -> datetime:
    return datetime.combine(day, time(), HANOI)


def _enter(row: StatementRow, kind: DocumentKind, inward: bool, undone: bool, amount: int) -> None:
    """Put a sum into its column; what is undone takes away from the column that it had stood in."""
    coming, going = COLUMNS[kind]
    forward_inward = inward != undone
    column = coming if forward_inward else going
    change = amount if inward else -amount
    setattr(row, column, getattr(row, column) + (-change if column in OUTWARD else change))


def _sums(
    store_ids: Collection[int], begins: datetime, ends: datetime
) -> Sequence[tuple[str, str, int, int, int, int]]:
    """Good, kind (of what a reversal reverses), inward, undone, before the period, amount."""
    undone = aliased(Document)
    inward = case((Movement.to_id.in_(store_ids), 1), else_=0).label("inward")
    kind = func.coalesce(undone.kind, Document.kind).label("kind")
    reverses = case((Document.reverses_id.is_not(None), 1), else_=0).label("undone")
    before = case((Document.at < begins, 1), else_=0).label("before")
    inside, outside = Movement.from_id.in_(store_ids), Movement.to_id.in_(store_ids)
    wanted = (
        select(Lot.good_code, kind, inward, reverses, before, func.sum(Movement.amount))
        .join(Document, Document.id == Movement.document_id)
        .join(Lot, Lot.id == Movement.lot_id)
        .outerjoin(undone, undone.id == Document.reverses_id)
        .where(Document.at < ends, or_(and_(inside, ~outside), and_(outside, ~inside)))
        .group_by(Lot.good_code, kind, inward, reverses, before)
    )
    found = db.session.execute(wanted)
    return [
        (code, kind, inward, undone, before, int(amount))
        for code, kind, inward, undone, before, amount in found
    ]


def _counted(store_ids: Collection[int], begins: datetime, ends: datetime) -> list[str]:
    """The goods that were counted in a period, by a stock-take that stands."""
    undo = aliased(Document)
    wanted = (
        select(Lot.good_code)
        .join(CountLine, CountLine.lot_id == Lot.id)
        .join(Document, Document.id == CountLine.document_id)
        .outerjoin(undo, undo.reverses_id == Document.id)
        .where(
            CountLine.location_id.in_(store_ids), Document.at >= begins, Document.at < ends, undo.id.is_(None)
        )
        .distinct()
    )
    return list(db.session.scalars(wanted))
