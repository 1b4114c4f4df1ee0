"""What may be asked of the books: whether all that must hold does, computed anew from the movements."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select, text, true
from sqlalchemy.orm import InstrumentedAttribute

from aidtrack.audit import queries as audit
from aidtrack.audit.queries import Verdict
from aidtrack.books.invariants import ALTERED, INVARIANTS, Difference, Invariant
from aidtrack.cases.models import Case
from aidtrack.db import Base, db, kept_fact, read_as_one
from aidtrack.goods.models import Good
from aidtrack.rights import Actor
from aidtrack.stock.ledger import DocumentKind, Line
from aidtrack.stock.models import CountLine, Document, Location, Lot, Movement
from aidtrack.stock.posting_actions import Counted, Draft

AT_ONCE = 500
ANSWER = "books.answer"
"""Where the newest answer is kept."""

_PLACED = ((Case.place_path, true()), (Location.place_path, Location.kind == "store"))


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
    """Each invariant with its differences, in the auditor's order; all of them at one moment."""
    read_as_one()
    asked = [Checked(one, _broken(one), _rows(one)) for one in INVARIANTS]
    return [*asked, Checked(ALTERED, list(_altered()), _rows(ALTERED))]


@dataclass(frozen=True)
class Examined:
    """The whole answer of a check: each invariant, how many movements were gone through up to which
    document, and whether the chain holds."""

    checks: Sequence[Checked]
    movements: int
    last_document: int
    chain: Verdict

    @property
    def differences(self) -> int:
        """How many rows differ."""
        return sum(len(one.differences) for one in self.checks)

    @property
    def ok(self) -> bool:
        """Whether all of it holds."""
        return not self.differences and self.chain.ok


def examine() -> Examined:
    """Go through all books and the chain. On long books it takes its time: before the transaction that
    keeps the answer (`actions.keep`), because on SQLite all who write would wait."""
    checks = check_each()
    movements = int(db.session.scalar(select(func.count()).select_from(Movement)) or 0)
    return Examined(checks, movements, _last_document(), audit.verify())


def _last_document() -> int:
    return int(db.session.scalar(select(func.max(Document.id))) or 0)


def documents_since(number: int) -> int:
    """How many documents were written after the one that a check went up to."""
    return int(db.session.scalar(select(func.count()).where(Document.id > number)) or 0)


def last_answer() -> Mapping[str, Any] | None:
    """The newest answer as `actions.keep` wrote it; None if the books were never checked."""
    kept = kept_fact(ANSWER)
    return json.loads(kept) if kept else None


def sees_all(by: Actor) -> bool:
    """Whether somebody reaches every store and every case: the rows that differ are shown to no others,
    because a check goes through the whole deployment."""
    ends = [path for placed in _PLACED for path in _ends(*placed)]
    return any(all(end.startswith(path) for end in ends) for path in by.reach("books.check"))


def _ends(path: InstrumentedAttribute[str], which: ColumnElement[bool]) -> Iterator[str]:
    """The first and the last path of a table: what lies between them lies in every place that holds both."""
    for order in (path, path.desc()):
        yield from db.session.scalars(select(path).where(which).order_by(order).limit(1))


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
