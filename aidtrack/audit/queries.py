"""What may be asked of the chain: its head, its pages, and whether it holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from aidtrack.audit import chain
from aidtrack.audit.models import Detail, Entry, Head
from aidtrack.db import db, within
from aidtrack.rights import Actor

PAGE = 50


@dataclass(frozen=True)
class Verdict:
    """The answer of `verify`: rows read, the head (hex), the first entry that is wrong."""

    ok: bool
    rows: int
    head: str
    first_bad: int | None


def head() -> str:
    """The hash of the last entry (hex, 64 characters), printed on every exported list."""
    return db.session.scalar(select(Head.hash).where(Head.id == 1)) or chain.GENESIS


def page(
    actor: Actor, *, before: int | None = None, subjects: Sequence[str] | None = None, act: str | None = None
) -> Sequence[Entry]:
    """The newest entries that the actor may read, 50 and one more: about any of some subjects, of one act.

    `before` is the keyset.
    """
    wanted = select(Entry).join(Detail, Detail.seq == Entry.seq)
    paths = actor.reach("audit.see")
    if "" not in paths:
        wanted = wanted.where(within(Detail.place_path, paths))
    if before is not None:
        wanted = wanted.where(Entry.seq < before)
    if subjects:
        wanted = wanted.where(Entry.subject.in_(subjects))
    if act:
        wanted = wanted.where(Entry.action == act)
    return db.session.scalars(wanted.order_by(Entry.seq.desc()).limit(PAGE + 1)).unique().all()


def about(subject: str) -> Sequence[Entry]:
    """Every entry about one thing, oldest first."""
    return (
        db.session.scalars(select(Entry).where(Entry.subject == subject).order_by(Entry.seq)).unique().all()
    )


def verify() -> Verdict:
    """Walk the whole chain: hashes, numbers, the details' digests, and the head."""
    rows = 0
    wrong: list[int] = []
    last = chain.GENESIS
    # The head is read first: what others append while we walk lies behind it and is left for the next time.
    ends_at = db.session.execute(select(Head.seq, Head.hash).where(Head.id == 1)).one_or_none()

    def links() -> Iterator[chain.Link]:
        nonlocal rows, last
        found = select(Entry).order_by(Entry.seq).execution_options(yield_per=1000)
        if ends_at is not None and not _longer_than_its_head():
            found = found.where(Entry.seq <= ends_at.seq)
        for entry in db.session.scalars(found):
            rows, last = rows + 1, entry.hash
            kept = entry.detail
            if kept is None or (kept.erased_at is None and entry.digest != _digest_of(kept)):
                wrong.append(entry.seq)
            yield chain.Link(entry.seq, entry.covered, entry.hash)

    walked = links()
    broken = chain.first_bad(walked)
    for _ in walked:  # to the end, for the count and the details behind the break
        continue
    if ends_at is None or (ends_at.seq, ends_at.hash) != (rows, last):
        wrong.append(rows + 1 if ends_at is None or ends_at.seq >= rows else ends_at.seq + 1)
    first = min([*wrong, *([broken] if broken is not None else [])], default=None)
    return Verdict(ok=first is None, rows=rows, head=last, first_bad=first)


def _longer_than_its_head() -> bool:
    """Whether there are entries behind the head, in one look at both."""
    newest = select(func.max(Entry.seq)).scalar_subquery()
    return bool(db.session.scalar(select(newest > Head.seq).where(Head.id == 1)))


def _digest_of(kept: Detail) -> str:
    return chain.digest([kept.salt, kept.actor_name, kept.place_path, kept.content])
