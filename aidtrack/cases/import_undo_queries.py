"""Whether a list that came in can be undone: which of its cases have moved on since, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, Table, exists, or_, select
from sqlalchemy.orm import aliased

from aidtrack.cases.import_queries import portions
from aidtrack.cases.lifecycle import State
from aidtrack.cases.models import (
    Case,
    CaseBlock,
    CaseCategory,
    CaseEvent,
    CaseImport,
    CasePair,
    Member,
    WaitingRow,
)
from aidtrack.cases.progress import Progress
from aidtrack.db import Base, db
from aidtrack.rights import Actor
from aidtrack.sentences import N_, Sentence, say

OF_THE_CASE: tuple[Any, ...] = (CaseCategory, CaseBlock, Member, CaseEvent)
"""What hangs on a case and goes with it."""
GOES_WITH_CASE = "goes with case"
"""Of other tables that refer to cases, those whose `info` says this go with them too. A row of any other
table means that somebody has gone on with the case."""

BY_ITSELF = ("import", "suspect")
"""Lines of a timeline that nobody wrote about this very case."""


@dataclass(frozen=True)
class MovedOn:
    """A case of a list with which somebody has gone on. `code` and `name` as far as the reader may see it."""

    code: str | None
    name: str
    why: Sentence


def moved_on(staged: CaseImport, *, by: Actor, size: int = 50) -> tuple[int, Sequence[MovedOn]]:
    """How many cases of a list have moved on, and the first of them with the reason."""
    why: dict[int, str] = {}
    for sentence, ids in reasons(staged.id):
        for case_id in db.session.scalars(ids):
            why.setdefault(case_id, sentence)
    return len(why), [_told(case, why[case.id], by) for case in _cases(sorted(why)[:size])]


def anything_moved(import_id: int) -> bool:
    """Whether any case of a list has moved on."""
    return any(db.session.scalar(ids.limit(1)) is not None for _, ids in reasons(import_id))


def reasons(import_id: int) -> Iterator[tuple[str, Select[Any]]]:
    """Each way in which a case moves on, and the cases of a list to which it happened."""
    mine = select(Case.id).where(Case.import_id == import_id)
    yield N_("its state has changed"), mine.where(Case.state != State.REPORTED)
    yield N_("goods are promised to it or were given"), mine.where(Case.progress != Progress.NONE)
    yield N_("it was changed"), mine.where(Case.version > 1)
    merged = aliased(Case)
    yield N_("another case was merged into it"), mine.where(exists().where(merged.merged_into_id == Case.id))
    pair = or_(CasePair.first_id == Case.id, CasePair.second_id == Case.id)
    decided = exists().where(pair, CasePair.decision.is_not(None))
    yield N_("somebody decided whether it is another household"), mine.where(decided)
    row = exists().where(WaitingRow.of_case_id == Case.id)
    other = row.where(or_(WaitingRow.import_id != import_id, WaitingRow.decision.is_not(None)))
    yield N_("a line of a list was compared with it"), mine.where(other)
    written = exists().where(CaseEvent.case_id == Case.id, CaseEvent.kind.not_in(BY_ITSELF))
    yield N_("something was written on its timeline"), mine.where(written)
    for _table, column in others():
        refers = exists().where(column == Case.id).correlate(Case.__table__)
        yield N_("somebody has gone on with it"), mine.where(refers)


def others() -> Iterator[tuple[Table, Any]]:
    """The tables of all topics that refer to cases, apart from what hangs on a case or is asked for above."""
    known = {model.__table__ for model in (*OF_THE_CASE, Case, CasePair, WaitingRow)}
    for table, column in _references():
        if table not in known and not table.info.get(GOES_WITH_CASE):
            yield table, column


def going_with() -> Iterator[tuple[Table, Any]]:
    """The tables that say themselves that they go with a case."""
    return ((table, column) for table, column in _references() if table.info.get(GOES_WITH_CASE))


def _references() -> Iterator[tuple[Table, Any]]:
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column is Case.__table__.c.id:
                yield table, key.parent


def _cases(ids: Sequence[int]) -> Iterator[Any]:
    wanted = select(Case.id, Case.code, Case.name, Case.place_path).order_by(Case.id)
    for some in portions(ids):
        yield from db.session.execute(wanted.where(Case.id.in_(some)))


def _told(case: Any, why: str, by: Actor) -> MovedOn:
    seen = by.can("cases.see", within=case.place_path)
    return MovedOn(case.code if seen else None, case.name if seen else "", say(why))
