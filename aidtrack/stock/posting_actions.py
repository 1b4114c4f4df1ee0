"""Writing a paper of the ledger: numbered, once for its key, its movements and balances in one go.

The order of locks is the same for everybody, so that nobody waits in a circle: the keys, the
reservations, the balances by location and lot, the counters by name, and last the chain's head. Who
writes several papers in one transaction hands them over together (`post_all`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select

from aidtrack.audit.actions import record
from aidtrack.clock import day_of
from aidtrack.db import db
from aidtrack.errors import Conflict
from aidtrack.rights import Actor
from aidtrack.sentences import N_
from aidtrack.stock import papers
from aidtrack.stock.balance_actions import Change, change, claim, next_number
from aidtrack.stock.ledger import (
    KEEPS_BALANCE,
    DocumentKind,
    Line,
    LocationKind,
    check_lines,
    content_digest,
    deltas,
)
from aidtrack.stock.models import CountLine, Document, Location, Movement
from aidtrack.stock.reserving_actions import ended, refuse_expired


@dataclass(frozen=True)
class Counted:
    """One lot at a location as a stock-take found it: what the books said then, and what was counted."""

    location_id: int
    lot_id: int
    expected: int
    counted: int


@dataclass(frozen=True)
class Draft:
    """A paper to be written. `key` is the client's own name for it: the same key acts once."""

    kind: DocumentKind
    lines: Sequence[Line]
    key: str
    subject: str = ""
    reason: str = ""
    consume: Sequence[int] = ()
    counted: Sequence[Counted] = ()
    reverses: Document | None = None
    given_on: date | None = None
    """The day on which the goods changed hands, where that is not the day of writing."""
    place_path: str | None = None
    """Who may read it, where the stores and vehicles that it touches do not say so."""

    @property
    def digest(self) -> str:
        """What the paper says, as SHA-256; who sends it and when are no part of it."""
        facts: dict[str, Any] = {"subject": self.subject, "reason": self.reason}
        if self.reverses is not None:
            facts["reverses"] = self.reverses.number
        if self.counted:
            told = sorted(f"{c.location_id}/{c.lot_id}: {c.expected} → {c.counted}" for c in self.counted)
            facts["counted"] = "; ".join(told)
        return content_digest(self.kind, self.lines, **facts)


def post(
    kind: DocumentKind | str,
    lines: Sequence[Line],
    *,
    key: str,
    subject: str = "",
    reason: str = "",
    by: Actor,
    at: datetime,
    consume: Sequence[int] = (),
) -> Document:
    """Write one paper. The caller has checked the right.

    `consume` names reservations that it uses: they end "used", and what they promised goes down together
    with what lies there. The same key with the same content gives the same paper again; with another
    content it is a Conflict. RuleBroken where a way is not open, too little is free, or a lot that goes
    out has expired.
    """
    draft = Draft(DocumentKind(kind), lines, key, subject, reason, consume)
    return post_all([draft], by=by, at=at)[0]


def post_all(drafts: Sequence[Draft], *, by: Actor, at: datetime) -> list[Document]:
    """Write several papers in one go (a handing over and a return), in their order.

    Balances change by the sum of all of them, so what comes by one paper may go by the next.
    """
    written = {draft.key: _written_before(draft) for draft in sorted(drafts, key=lambda draft: draft.key)}
    fresh = [draft for draft in drafts if written[draft.key] is None]
    if fresh:
        kinds = _kinds(line for draft in fresh for line in draft.lines)
        for draft in fresh:
            _check(draft, kinds, at)
        _move(fresh, kinds, at)
        for draft, number in zip(fresh, _numbers(fresh), strict=True):
            written[draft.key] = _write(draft, number, by=by, at=at)
    return [document for draft in drafts if (document := written[draft.key])]


def paper_with(key: str) -> Document | None:
    """The paper that this key made, or None. A twin that is being written now is waited for."""
    claim(f"paper:{key}")
    return db.session.scalar(select(Document).where(Document.key == key))


def _written_before(draft: Draft) -> Document | None:
    """The paper that the draft's key made, if it says the same."""
    found = paper_with(draft.key)
    if found is not None and found.content_digest != draft.digest:
        raise Conflict(
            N_("Paper {number} was written with the same key and says something else. Begin again."),
            number=found.number,
        )
    return found


def _kinds(lines: Iterable[Line]) -> dict[int, LocationKind]:
    """The kind of every location that the lines name."""
    wanted = {place for line in lines for place in (line.from_id, line.to_id)}
    found = db.session.execute(select(Location.id, Location.kind).where(Location.id.in_(wanted)))
    return {location_id: LocationKind(kind) for location_id, kind in found}


def _check(draft: Draft, kinds: dict[int, LocationKind], at: datetime) -> None:
    if draft.lines or not draft.counted:  # a stock-take without differences moves nothing
        check_lines(draft.kind, draft.lines, kinds)
    if draft.kind in (DocumentKind.ISSUE, DocumentKind.GIVE):
        refuse_expired({line.lot_id for line in draft.lines}, draft.given_on or day_of(at))


def _move(drafts: Sequence[Draft], kinds: dict[int, LocationKind], at: datetime) -> None:
    """End the reservations that are used, and change the balances."""
    used = ended([one for draft in drafts for one in draft.consume], "used", at=at)
    shelves = {location_id for location_id, kind in kinds.items() if kind in KEEPS_BALANCE}
    lines = [line for draft in drafts for line in draft.lines]
    moved = [Change(delta.location_id, delta.lot_id, delta.change) for delta in deltas(lines, shelves)]
    change([*used, *moved])


def _numbers(drafts: Sequence[Draft]) -> list[str]:
    """A number for each paper; the counters are held in the order of their names."""
    prefixes = [papers.PREFIXES[draft.kind] for draft in drafts]
    given: dict[int, str] = {}
    for place in sorted(range(len(drafts)), key=lambda place: prefixes[place]):
        given[place] = papers.numbered(prefixes[place], next_number(prefixes[place]))
    return [given[place] for place in range(len(drafts))]


def _write(draft: Draft, number: str, *, by: Actor, at: datetime) -> Document:
    path = _place_of(draft)
    document = Document(
        number=number,
        kind=draft.kind.value,
        at=at,
        by_id=by.id,
        by_name=by.name,
        subject=draft.subject,
        reason=draft.reason,
        key=draft.key,
        content_digest=draft.digest,
        reverses_id=draft.reverses.id if draft.reverses else None,
        place_path=path,
    )
    db.session.add(document)
    db.session.flush()
    _write_lines(draft, document.id)
    digest, serves = document.content_digest, {"serves": draft.subject} if draft.subject else {}
    record(
        f"stock.{draft.kind}",
        f"paper:{number}",
        by=by,
        at=at,
        path=path,
        reason=draft.reason,
        digest=digest,
        **serves,
    )
    return document


def _write_lines(draft: Draft, document_id: int) -> None:
    if draft.lines:
        db.session.execute(
            insert(Movement), [{"document_id": document_id, **line._asdict()} for line in draft.lines]
        )
    if draft.counted:
        rows = [{"document_id": document_id, **vars(counted)} for counted in draft.counted]
        db.session.execute(insert(CountLine), rows)


def _place_of(draft: Draft) -> str:
    """The smallest place that holds the stores and vehicles of a paper."""
    if draft.place_path is not None:
        return draft.place_path
    touched = {place for line in draft.lines for place in (line.from_id, line.to_id)}
    touched |= {counted.location_id for counted in draft.counted}
    shelves = select(Location.place_path).where(
        Location.id.in_(touched), Location.kind.in_(("store", "vehicle"))
    )
    return papers.smallest_place(db.session.scalars(shelves))
