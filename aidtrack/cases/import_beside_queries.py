"""Lines of a list beside the cases that are there: which came in before, which look like a case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select

from aidtrack.cases.household_facts import Facts
from aidtrack.cases.import_fates import UNDONE
from aidtrack.cases.import_queries import portions
from aidtrack.cases.listing import HouseholdRow
from aidtrack.cases.models import Case, CaseEvent, CaseImport, WaitingRow
from aidtrack.cases.resembling_queries import alike_many
from aidtrack.db import db
from aidtrack.sentences import Sentence


@dataclass(frozen=True)
class LikeCase:
    """What a line is found to look like: a case, and why."""

    case_id: int
    why: Sentence


@dataclass(frozen=True)
class Beside:
    """By the keys of lines: those that are cases already (or were found to be one), what others look like.

    `waits` are those that wait already, put up by another list.
    """

    there: frozenset[str]
    waits: frozenset[str]
    like: dict[str, LikeCase]


def beside(
    rows: Sequence[HouseholdRow],
    facts: Mapping[str, Facts],
    blocks: Mapping[str, set[str]] | None = None,
    *,
    compare: bool = True,
    but: int | None = None,
) -> Beside:
    """Lines beside the cases; without `compare` only by their keys. `facts` are what is compared of each, by
    its key, and `blocks` under which keys; `but` leaves a list's own cases out."""
    keys = [row.key for row in rows]
    cases, waiting = cases_by_key(keys), waiting_by_key(keys)
    dropped = {key for key, row in waiting.items() if row.decision == "same"}
    there = frozenset(cases.keys() | dropped)
    undecided = frozenset(waiting.keys() - there)
    like = {
        key: LikeCase(waiting[key].of_case_id, Sentence.from_plain(waiting[key].why)) for key in undecided
    }
    if compare:
        known = there | undecided
        new = {row.key: facts[row.key] for row in rows if row.key not in known}
        like |= like_cases(new, blocks, but)
    return Beside(there, undecided, like)


def like_cases(
    facts: Mapping[str, Facts], blocks: Mapping[str, set[str]] | None, but: int | None = None
) -> dict[str, LikeCase]:
    """The case that each line looks like most, by its key; `but` is a list whose cases do not count."""
    keys = [blocks[key] for key in facts] if blocks else None
    found = alike_many(list(facts.values()), keys) if facts else []
    own = _cases_of(but, {one.case_id for alike in found for one in alike}) if but else frozenset()
    best: dict[str, LikeCase] = {}
    for key, alike in zip(facts, found, strict=True):
        other = next((one for one in alike if one.case_id not in own), None)
        if other:
            best[key] = LikeCase(other.case_id, other.likeness.why)
    return best


def _cases_of(import_id: int, ids: Iterable[int]) -> frozenset[int]:
    of_list = select(Case.id).where(Case.import_id == import_id)
    found = (db.session.scalars(of_list.where(Case.id.in_(some))) for some in portions(ids))
    return frozenset(case_id for cases in found for case_id in cases)


def cases_by_key(keys: Iterable[str]) -> dict[str, int]:
    """The cases that lines of lists became, by their keys; of a merged one the case that it went into."""
    known = select(Case.import_key, func.coalesce(Case.merged_into_id, Case.id))
    found = (db.session.execute(known.where(Case.import_key.in_(some))) for some in portions(keys))
    return {key: case_id for pairs in found for key, case_id in pairs if key}


def waiting_by_key(keys: Iterable[str]) -> dict[str, WaitingRow]:
    """The lines that wait or waited already, by their keys."""
    known = select(WaitingRow)
    found = (db.session.scalars(known.where(WaitingRow.import_key.in_(some))) for some in portions(keys))
    return {row.import_key: row for rows in found for row in rows}


@dataclass(frozen=True)
class Seen:
    """Up to where the cases' timelines were known at a moment, and how many lists had been undone."""

    event: int
    undone: int


def seen() -> Seen:
    """How far it is now. Every new case, and every change of what is compared, has its line on a timeline."""
    event = db.session.scalar(select(func.max(CaseEvent.id))) or 0
    undone = select(func.count()).select_from(CaseImport).where(CaseImport.state == UNDONE)
    return Seen(event, int(db.session.scalar(undone) or 0))


def touched_since(event: int, but: int) -> bool:
    """Whether any timeline got a line since, other than by the list `but` itself."""
    others = or_(CaseEvent.kind != "import", Case.import_id.is_(None), Case.import_id != but)
    found = select(CaseEvent.id).join(Case, Case.id == CaseEvent.case_id)
    return db.session.scalar(found.where(CaseEvent.id > event, others).limit(1)) is not None
