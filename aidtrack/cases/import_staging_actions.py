"""How a list that was opened becomes staged lines: in portions, so that nobody waits for the whole of it.

`staging` hands out one piece of writing after the other. Whoever runs it does each piece in a transaction:
all in one for a short list, each in its own for a long one.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import islice
from typing import Any

from sqlalchemy import case, delete, insert, update

from aidtrack.cases import import_queries
from aidtrack.cases.blocking import VERSION, blocking_keys
from aidtrack.cases.household_facts import Prepared
from aidtrack.cases.household_line import ReadLine
from aidtrack.cases.import_beside_queries import Beside, Seen, beside, seen
from aidtrack.cases.import_fates import DECIDED, FRESH, LIKE, PASSED, PROBLEM, READING, STAGED, THERE, TWIN
from aidtrack.cases.import_models import ImportLayout, StagedRow
from aidtrack.cases.import_pairing import Lines
from aidtrack.cases.import_preview import (
    chosen,
    columns_back,
    outside,
    plain_of,
    row_of,
    titles_back,
)
from aidtrack.cases.intake import OpenedList
from aidtrack.cases.layouts import layout_of
from aidtrack.cases.listing import MappedColumn, ReadSheet, RowNote
from aidtrack.cases.models import CaseImport
from aidtrack.db import db
from aidtrack.errors import Conflict
from aidtrack.places import queries as places
from aidtrack.rights import Actor
from aidtrack.sentences import N_, Sentence, say

Write = Callable[[], None]
PORTION = 500


class TakenOver(Conflict):
    """Somebody else goes on with this list."""


def moved_on(import_id: int, state: str, /, *still: Any, **values: Any) -> None:
    """Change a list that is worked on, if nobody else has; TakenOver otherwise."""
    mine = (CaseImport.id == import_id, CaseImport.state == state, *still)
    change = update(CaseImport).where(*mine).values(**values)
    done = db.session.execute(change.execution_options(synchronize_session=False))
    if done.rowcount != 1:  # type: ignore[attr-defined]
        raise TakenOver(N_("Somebody else is working on this list. Look at it again in a moment."))


@dataclass
class _Passed:
    """What is remembered of the lines that were read: enough to compare them with each other."""

    by: Actor
    edition: str
    sheets: tuple[ReadSheet, ...]
    seen: Seen
    lines: Lines = field(default_factory=Lines)
    fullness: bytearray = field(default_factory=bytearray)
    nos: array[int] = field(default_factory=lambda: array("q"))
    units: dict[str, Sentence | None] = field(default_factory=dict)

    def refusal(self, unit: str) -> Sentence | None:
        """Why the importer may not write into a ward."""
        if unit not in self.units:
            self.units[unit] = refusal(unit, self.by)
        return self.units[unit]


def refusal(unit: str, by: Actor) -> Sentence | None:
    """Why somebody may not bring a list into a ward; None if they may."""
    if by.can("cases.import", within=places.path_of(unit)):
        return None
    return say(
        N_("{place} lies outside the area of your assignment. Ask its coordinator."),
        place=places.label_of(unit),
    )


def staging(import_id: int, opened: OpenedList, *, by: Actor) -> Iterator[Write]:
    """Stage all lines of a list, from the first one on; what was staged of it before is forgotten."""
    passed = _Passed(by, opened.edition, opened.sheets, seen())
    yield partial(_begin, import_id, opened.edition, opened.rows)
    no, lines = 0, opened.lines()
    while some := list(islice(lines, PORTION)):
        yield partial(_append, import_id, no, _records(import_id, no, some, passed))
        no += len(some)
    notes = [_note(import_id, no + turn, note) for turn, note in enumerate(opened.notes, start=1)]
    del opened, lines, some  # a long list's cells need not be held while its lines are compared
    for at in range(0, len(notes), PORTION):
        yield partial(_insert, notes[at : at + PORTION])
    twins = _twins(import_id, passed)
    for at in range(0, len(twins), PORTION):
        yield partial(_mark_twins, import_id, twins[at : at + PORTION])
    yield partial(_finish, import_id, passed)


def _begin(import_id: int, edition: str, rows: int) -> None:
    moved_on(import_id, READING, cursor=0, done=0, todo=rows, edition=edition)
    db.session.execute(delete(StagedRow).where(StagedRow.import_id == import_id))


def _append(import_id: int, cursor: int, records: list[dict[str, Any]]) -> None:
    far = cursor + len(records)
    moved_on(import_id, READING, CaseImport.cursor == cursor, cursor=far, done=far)
    _insert(records)


def _insert(records: list[dict[str, Any]]) -> None:
    if records:
        db.session.execute(insert(StagedRow), records)


def _records(import_id: int, before: int, lines: Sequence[ReadLine], passed: _Passed) -> list[dict[str, Any]]:
    good = [
        line.household
        for line in lines
        if line.household is not None and passed.refusal(line.household.unit) is None
    ]
    facts = {row.key: row.facts for row in good}
    blocks = {key: blocking_keys(told) for key, told in facts.items()}
    known = beside(good, facts, blocks)
    for row in good:
        passed.lines.add(facts[row.key].prepared, blocks[row.key])
    return [
        _record(import_id, no, line, known, blocks, passed) for no, line in enumerate(lines, start=before + 1)
    ]


def _record(
    import_id: int,
    no: int,
    line: ReadLine,
    known: Beside,
    blocks: Mapping[str, set[str]],
    passed: _Passed,
) -> dict[str, Any]:
    household, problems = line.household, list(line.problems)
    why = passed.refusal(household.unit) if household else None
    if household and why:
        problems.append(outside(household, _columns(passed.sheets, household.sheet), why))
    record: dict[str, Any] = {
        "import_id": import_id,
        "no": no,
        "sheet": line.sheet,
        "row": line.row,
        "fate": PROBLEM,
        "key": None,
        "people": 0,
        "facts": None,
        "blocks": None,
        "problems": _plain(problems),
        "warnings": _plain(line.warnings),
        "cells": None,
        "of_no": None,
        "like_case_id": None,
        "why": None,
    }
    if household is None or why:
        return {**record, "cells": [line.unit, *map(_plain_cell, line.cells)]}
    passed.fullness.append(min(household.fullness, 255))
    passed.nos.append(no)
    like = known.like.get(household.key)
    return {
        **record,
        "fate": THERE if household.key in known.there else LIKE if like else FRESH,
        "key": household.key,
        "people": household.people,
        "facts": plain_of(household),
        "blocks": " ".join(blocks[household.key]),
        "like_case_id": like.case_id if like else None,
        "why": like.why.to_plain() if like else None,
    }


def _columns(sheets: Sequence[ReadSheet], sheet: str) -> Sequence[MappedColumn]:
    named = (one for one in sheets if not sheet or one.name == sheet)
    return next((one.columns for one in named), ())


def _plain(notes: Sequence[RowNote]) -> list[dict[str, Any]] | None:
    return [note.to_plain() for note in notes] or None


def _plain_cell(cell: object) -> object:
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    return cell if isinstance(cell, (str, int, float, bool, type(None))) else str(cell)


def _note(import_id: int, no: int, note: RowNote) -> dict[str, Any]:
    return {
        "import_id": import_id,
        "no": no,
        "sheet": note.sheet,
        "row": note.row,
        "fate": PASSED,
        "people": 0,
        "warnings": [note.to_plain()],
    }


def _twins(import_id: int, passed: _Passed) -> list[dict[str, Any]]:
    """The lines that look like another one of the list, and wait for it."""

    def fetch(positions: Iterable[int]) -> dict[int, Prepared]:
        at = {passed.nos[position]: position for position in positions}
        lines = import_queries.staged_facts(import_id, at)
        return {at[no]: row_of(facts).facts.prepared for no, facts in lines}

    pairs = passed.lines.pairs(fetch)
    return [
        {"line": passed.nos[at], "of": passed.nos[of], "because": pair.likeness.why.to_plain()}
        for at, (of, pair) in chosen(pairs, passed.fullness).items()
    ]


def _mark_twins(import_id: int, twins: Sequence[dict[str, Any]]) -> None:
    moved_on(import_id, READING, step="twins")
    fate = case((StagedRow.fate == THERE, DECIDED), else_=TWIN)
    for twin in twins:
        line = update(StagedRow).where(StagedRow.import_id == import_id, StagedRow.no == twin["line"])
        values = {"fate": fate, "of_no": twin["of"], "why": twin["because"]}
        db.session.execute(line.values(**values).execution_options(synchronize_session=False))


def _finish(import_id: int, passed: _Passed) -> None:
    staged = db.session.get_one(CaseImport, import_id)
    reading = {
        **staged.reading,
        "edition": passed.edition,
        "sheets": [sheet.to_plain() for sheet in passed.sheets],
        "units": sorted(unit for unit, why in passed.units.items() if why is None),
        "counts": import_queries.tally(import_id).to_plain(),
        "seen": [passed.seen.event, passed.seen.undone],
        "keys": VERSION,
    }
    if reading["counts"]["problems"]:
        _remember_what_goes_back(staged, passed)
    moved_on(import_id, READING, reading=reading, state=STAGED, step="", cursor=0)
    db.session.refresh(staged)


def _remember_what_goes_back(staged: CaseImport, passed: _Passed) -> None:
    """The lines that are given back are read as this list was, however its columns were explained."""
    area, by = import_queries.area_of(passed.by), passed.by
    for sheet in passed.sheets:
        layout = layout_of(titles_back(sheet))
        kept = db.session.get(ImportLayout, (layout, area))
        if kept is None:
            kept = ImportLayout(layout=layout, place_path=area, by_name=by.name, at=staged.at)
            db.session.add(kept)
        kept.columns = columns_back(sheet)
    db.session.flush()
