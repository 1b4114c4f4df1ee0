"""Lists that were brought in: the staged one by its token, its preview, and the report of the command."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import func, select

from aidtrack.cases.facts import CaseFacts
from aidtrack.cases.import_preview import LikeCase, Resembling, Staged
from aidtrack.cases.listing import HouseholdRow, ListReading, RowNote
from aidtrack.cases.models import Case, CaseImport, WaitingRow
from aidtrack.cases.pair_queries import ask
from aidtrack.cases.resembling_queries import alike_many
from aidtrack.db import db
from aidtrack.errors import NotFound
from aidtrack.places import queries as places
from aidtrack.rights import Actor
from aidtrack.sentences import N_, Sentence

__all__ = ["Resembling", "Staged", "beside_cases", "get_import", "import_report", "imports_of", "preview"]

_AT_ONCE = 500
"""Values in one question to the database."""


def get_import(token: str, *, by: Actor) -> CaseImport:
    """A staged or committed list of the actor's own; NotFound for anybody else's, and for a list of wards
    in which the actor works no longer."""
    found = db.session.scalar(select(CaseImport).where(CaseImport.token == token))
    if found is None or found.by_id != by.id:
        raise NotFound(N_("There is no such list of yours. Choose the file again."))
    wards = {row["unit"] for kind in ("households", "waiting") for row in found.reading[kind]}
    if not all(by.can("cases.import", within=places.path_of(ward)) for ward in wards):
        raise NotFound(N_("Your assignment has changed since this list was read. Choose the file again."))
    return found


def imports_of(by: Actor, *, size: int = 20) -> Sequence[CaseImport]:
    """The lists that the actor committed, newest first."""
    own = CaseImport.by_id == by.id if by.id is not None else CaseImport.by_id.is_(None)
    wanted = select(CaseImport).where(own, CaseImport.committed_at.is_not(None))
    return db.session.scalars(
        wanted.order_by(CaseImport.committed_at.desc(), CaseImport.id.desc()).limit(size)
    ).all()


def preview(staged: CaseImport) -> Staged:
    """What a staged list says, for its page: `reading` (columns, problems, warnings), `duplicates`,
    `staying` and `people`, `fresh` (what "Nhập … hồ sơ" would write) and `already`.
    """
    return Staged.from_plain(staged.reading)


def import_report(
    staged: CaseImport, *, spoken: Callable[[Sentence], str] = Sentence.render
) -> dict[str, Any]:
    """What a list says as the command's JSON: edition, rows, households, people, duplicates, problems,
    warnings, and written and already once it was committed. `spoken` renders sentences in a language.

    It says what stands in the file, so a pair is listed also when somebody has decided on it before.
    """
    said = preview(staged)

    def notes(found: Iterable[RowNote]) -> list[dict[str, Any]]:
        return [
            {
                "row": note.row,
                "stt": note.stt,
                "column": note.column,
                "field": note.field,
                "message": spoken(note.sentence),
            }
            for note in found
        ]

    report = {
        "edition": staged.edition,
        "rows": said.reading.rows,
        "households": len(said.staying),
        "people": said.people,
        "duplicates": [
            {
                "row": pair.row,
                "stt": pair.stt,
                "of": pair.of,
                "of_stt": pair.of_stt,
                "of_case": pair.of_case,
                "why": spoken(pair.why),
            }
            for pair in said.alike
        ],
        "problems": notes(said.reading.problems),
        "warnings": notes(said.reading.warnings),
    }
    if staged.committed_at is not None:
        report |= {"written": staged.written, "already": staged.already}
    return report


def beside_cases(reading: ListReading, *, by: Actor) -> Staged:
    """The reading beside the cases that are there: which rows came in before, which look like a case."""
    rows = [*reading.households, *reading.waiting]
    there = cases_by_key(row.key for row in rows)
    waiting = waiting_by_key(row.key for row in rows)
    dropped = {key for key, row in waiting.items() if row.decision == "same"}
    known = there.keys() | dropped
    new = [row for row in rows if row.key not in known]
    like: dict[int, tuple[int, Sentence]] = _like_cases([row for row in new if row.key not in waiting])
    undecided = waiting.keys() - known
    still = {row.row: waiting[row.key] for row in reading.households if row.key in undecided}
    like |= {number: (row.of_case_id, Sentence.from_plain(row.why)) for number, row in still.items()}
    return Staged(reading, frozenset(known), _told(like, by))


def cases_by_key(keys: Iterable[str]) -> dict[str, int]:
    """The cases that rows of lists became, by the rows' keys; of a merged one the case that it went into."""
    known = select(Case.import_key, func.coalesce(Case.merged_into_id, Case.id))
    found = (db.session.execute(known.where(Case.import_key.in_(some))) for some in _portions(keys))
    return {key: case_id for pairs in found for key, case_id in pairs if key}


def waiting_by_key(keys: Iterable[str]) -> dict[str, WaitingRow]:
    """The rows that wait or waited already, by their keys."""
    known = select(WaitingRow)
    found = (db.session.scalars(known.where(WaitingRow.import_key.in_(some))) for some in _portions(keys))
    return {row.import_key: row for rows in found for row in rows}


def _portions(keys: Iterable[str]) -> Iterable[list[str]]:
    every = list(keys)
    return (every[at : at + _AT_ONCE] for at in range(0, len(every), _AT_ONCE))


def _like_cases(rows: Sequence[HouseholdRow]) -> dict[int, tuple[int, Sentence]]:
    """The case that each row looks like most, and why, by the row's number."""
    found = alike_many([CaseFacts.of_row(row).compared for row in rows])
    best = {row.row: alike[0] for row, alike in zip(rows, found, strict=True) if alike}
    return {number: (one.case_id, one.likeness.why) for number, one in best.items()}


def _told(like: Mapping[int, tuple[int, Sentence]], by: Actor) -> dict[int, LikeCase]:
    """What the importer may be told of the cases that rows look like."""
    ids = [case_id for case_id, _ in like.values()]
    wanted = select(Case.id, Case.code, Case.place_id, Case.place_path).where(Case.id.in_(ids))
    cases = {case.id: case for case in db.session.execute(wanted)}
    told = {}
    for number, (case_id, why) in like.items():
        case = cases[case_id]
        seen = by.can("cases.see", within=case.place_path)
        shown = why if seen else ask(places.label_of(case.place_id))
        told[number] = LikeCase(case_id, case.code if seen else None, why, shown)
    return told
