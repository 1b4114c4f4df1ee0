"""What may be asked of the books: whether all that must hold does, computed anew from the movements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, text

from aidtrack.audit.models import Entry
from aidtrack.books.invariants import ALTERED, INVARIANTS, Difference, Invariant
from aidtrack.db import Base, db
from aidtrack.goods.models import Good
from aidtrack.rights import Actor, require
from aidtrack.stock.ledger import DocumentKind, Line
from aidtrack.stock.models import CountLine, Document, Lot, Movement
from aidtrack.stock.posting_actions import Counted, Draft

AT_ONCE = 500


@dataclass(frozen=True)
class Checked:
    """One invariant with the rows that break it; none means that it holds. `rows`: how many there are."""

    invariant: Invariant
    differences: Sequence[Difference]
    rows: int = 0


def check() -> list[Difference]:
    """Every row that breaks an invariant; [] when the books are right."""
    return [difference for checked in check_each() for difference in checked.differences]


def check_each() -> list[Checked]:
    """Each invariant with its differences, in the auditor's order."""
    asked = [Checked(one, _broken(one), _rows(one)) for one in INVARIANTS]
    return [*asked, Checked(ALTERED, list(_altered()), _rows(ALTERED))]


def check_for(by: Actor) -> list[Checked]:
    """The check for a page: only for those who may check the books everywhere they reach."""
    require(by, "books.check")
    return check_each()


@dataclass(frozen=True)
class LastCheck:
    """The last check that somebody made under their name, and what it said of the chain."""

    at: datetime
    by_name: str
    ok: bool
    chain: bool
    entries: int
    head: str


def last_check() -> LastCheck | None:
    """The newest recorded check; None if nobody has made one."""
    wanted = select(Entry).where(Entry.subject == "books").order_by(Entry.seq.desc()).limit(1)
    entry = db.session.scalars(wanted).unique().one_or_none()
    if entry is None or entry.detail is None or entry.detail.content is None:
        return None
    told = entry.detail.content
    return LastCheck(
        entry.at, entry.detail.actor_name, told["ok"], told["chain"], told["entries"], told["head"]
    )


def movements_counted() -> int:
    """How many movements the check went through."""
    return int(db.session.scalar(select(func.count()).select_from(Movement)) or 0)


def good_of(difference: Difference) -> Good | None:
    """The good in whose base units a difference counts; None where it counts something else."""
    name = difference.id.rpartition(" · ")[2]
    if difference.check in ("balance", "reserved"):
        lot = db.session.scalar(select(Lot).where(Lot.code == name))
        return lot.good if lot else None
    return db.session.get(Good, name) if difference.check == "donations" else None


def _rows(one: Invariant) -> int:
    table = Base.metadata.tables[one.table]
    return int(db.session.scalar(select(func.count()).select_from(table)) or 0)


def _broken(one: Invariant) -> list[Difference]:
    return [
        Difference(one.code, one.table, str(row[0]), str(row[1]), str(row[2]))
        for row in db.session.execute(text(one.sql))
    ]


def _altered() -> Iterator[Difference]:
    """The documents whose digest, made anew from what they say today, is another than the one kept."""
    last = 0
    while True:
        wanted = select(Document).where(Document.id > last).order_by(Document.id).limit(AT_ONCE)
        documents = db.session.scalars(wanted).all()
        if not documents:
            return
        last = documents[-1].id
        for draft, document in zip(_drafts_of(documents), documents, strict=True):
            if draft.digest != document.content_digest:
                expected, found = document.content_digest[:16], draft.digest[:16]
                yield Difference(ALTERED.code, ALTERED.table, document.number, expected, found)


def _drafts_of(documents: Sequence[Document]) -> Iterator[Draft]:
    """The documents as if they were written now, from their rows."""
    ids = [document.id for document in documents]
    lines: dict[int, list[Line]] = defaultdict(list)
    moved = select(Movement.document_id, Movement.lot_id, Movement.from_id, Movement.to_id, Movement.amount)
    for document_id, *line in db.session.execute(moved.where(Movement.document_id.in_(ids))):
        lines[document_id].append(Line(*line))
    counted: dict[int, list[Counted]] = defaultdict(list)
    told = select(
        CountLine.document_id, CountLine.location_id, CountLine.lot_id, CountLine.expected, CountLine.counted
    )
    for document_id, *count in db.session.execute(told.where(CountLine.document_id.in_(ids))):
        counted[document_id].append(Counted(*count))
    for one in documents:
        yield Draft(
            DocumentKind(one.kind),
            lines[one.id],
            one.key,
            one.subject,
            one.reason,
            counted=counted[one.id],
            reverses=db.session.get(Document, one.reverses_id) if one.reverses_id else None,
        )
