"""Lists that were brought in: one by its token, its lines page by page, the report of the command."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from aidtrack.cases.import_fates import (
    ALIKE,
    AT_WORK,
    COMMITTED,
    DECIDED,
    PASSED,
    PROBLEM,
    WAITS,
    Counts,
    counts_of,
)
from aidtrack.cases.import_models import ImportFile, ImportLayout, StagedRow
from aidtrack.cases.import_preview import Faulty, Noted, Resembling, row_of
from aidtrack.cases.listing import Corrections, ReadSheet, RowNote
from aidtrack.cases.models import Case, CaseImport
from aidtrack.cases.pair_queries import ask
from aidtrack.clock import real_now
from aidtrack.db import db
from aidtrack.errors import NotFound
from aidtrack.places import queries as places
from aidtrack.rights import EVERYWHERE, Actor
from aidtrack.sentences import N_, Sentence

PAGE = 50


def get_import(token: str, *, by: Actor) -> CaseImport:
    """A list of the actor's own; NotFound for anybody else's, and for a list of wards in which the actor
    works no longer."""
    found = db.session.scalar(select(CaseImport).where(CaseImport.token == token))
    if found is None or found.by_id != by.id:
        raise NotFound(N_("There is no such list of yours. Choose the file again."))
    if not all(
        by.can("cases.import", within=places.path_of(ward)) for ward in found.reading.get("units", ())
    ):
        raise NotFound(N_("Your assignment has changed since this list was read. Choose the file again."))
    return found


def one(import_id: int) -> CaseImport:
    """A list by its number, for who works on it."""
    return db.session.get_one(CaseImport, import_id, populate_existing=True)


def imports_of(by: Actor, *, size: int = 20) -> Sequence[CaseImport]:
    """The actor's lists that came in or are worked on, newest first."""
    own = CaseImport.by_id == by.id if by.id is not None else CaseImport.by_id.is_(None)
    begun = CaseImport.committed_at.is_not(None) | CaseImport.state.in_(AT_WORK)
    when = func.coalesce(CaseImport.committed_at, CaseImport.at)
    return db.session.scalars(
        select(CaseImport).where(own, begun).order_by(when.desc(), CaseImport.id.desc()).limit(size)
    ).all()


def file_of(staged: CaseImport) -> bytes:
    """The bytes of a list that is not written yet; NotFound once they are gone."""
    data = db.session.scalar(select(ImportFile.data).where(ImportFile.import_id == staged.id))
    if data is None:
        raise NotFound(N_("There is no such list of yours. Choose the file again."))
    return data


def wanted() -> Sequence[int]:
    """The lists that the worker should go on with, oldest first, those left out that a command is at."""
    free = CaseImport.claimed_until.is_(None) | (CaseImport.claimed_until < real_now())
    jobs = select(CaseImport.id).where(CaseImport.state.in_(AT_WORK), free)
    return db.session.scalars(jobs.order_by(CaseImport.id)).all()


def sheets_of(staged: CaseImport) -> Sequence[ReadSheet]:
    """The sheets that were read, with their columns."""
    return [ReadSheet.from_plain(sheet) for sheet in staged.reading.get("sheets", ())]


def remembered(by: Actor) -> Corrections:
    """What people said of columns, as far as it holds in the actor's area; of two the nearer one's."""
    area = area_of(by)
    around = [area[: at + 1] for at, sign in enumerate(area) if sign == "/"]
    kept = select(ImportLayout).where(ImportLayout.place_path.in_(["", *around]))
    rows = db.session.scalars(kept.order_by(func.length(ImportLayout.place_path))).all()
    return {row.layout: row.columns for row in rows}


def area_of(by: Actor) -> str:
    """The smallest place that holds all wards into which the actor may bring lists; "" for everywhere."""
    paths = by.reach("cases.import")
    if EVERYWHERE in paths or not paths:
        return ""
    parts = [path.rstrip("/").split("/") for path in paths]
    shared = []
    for level in zip(*parts, strict=False):
        if len(set(level)) > 1:
            break
        shared.append(level[0])
    return "/".join(shared) + "/" if shared else ""


# Its lines


def noted(staged: CaseImport, kind: str, *, after: int = 0, size: int = PAGE) -> Sequence[Noted]:
    """The lines with problems (kind "problems") or with warnings ("odd"), in the list's order."""
    notes = StagedRow.problems if kind == "problems" else StagedRow.warnings
    chosen = StagedRow.fate == PROBLEM if kind == "problems" else StagedRow.warnings.is_not(None)
    lines = select(StagedRow.no, StagedRow.row, StagedRow.sheet, notes).where(
        StagedRow.import_id == staged.id, StagedRow.no > after, chosen
    )
    rows = db.session.execute(lines.order_by(StagedRow.no).limit(size)).all()
    return [Noted(no, row, sheet, _notes(found)) for no, row, sheet, found in rows]


def _notes(kept: Iterable[Mapping[str, Any]] | None) -> tuple[RowNote, ...]:
    return tuple(RowNote.from_plain(note) for note in kept or ())


def alike(
    staged: CaseImport, *, by: Actor, after: int = 0, size: int | None = PAGE, decided: bool = False
) -> Sequence[Resembling]:
    """The lines that look like another household, in the list's order; with `decided` also those about
    which somebody has decided."""
    other = aliased(StagedRow)
    lines = (
        select(StagedRow, other)
        .outerjoin(other, (other.import_id == StagedRow.import_id) & (other.no == StagedRow.of_no))
        .where(StagedRow.import_id == staged.id, StagedRow.no > after)
        .where(StagedRow.fate.in_(ALIKE if decided else WAITS))
        .order_by(StagedRow.no)
    )
    pairs = db.session.execute(lines.limit(size) if size else lines).all()
    cases = _cases({line.like_case_id for line, of in pairs if of is None} - {None}, by)
    return [_resembling(line, of, cases) for line, of in pairs]


def _resembling(
    line: StagedRow, of: StagedRow | None, cases: Mapping[int, tuple[str | None, Sentence | None]]
) -> Resembling:
    this, that = row_of(line.facts or ""), row_of(of.facts) if of and of.facts else None
    code, shown = cases.get(line.like_case_id or 0, (None, None)) if that is None else (None, None)
    return Resembling(
        no=line.no,
        row=line.row,
        stt=this.stt,
        of=that.row if that else None,
        of_stt=that.stt if that else None,
        of_case=code,
        why=shown or Sentence.from_plain(line.why or {"say": "", "with": {}}),
        name=this.name,
        of_name=that.name if that else "",
        sheet=line.sheet,
        of_sheet=that.sheet if that else "",
        decided=line.fate == DECIDED,
    )


def _cases(ids: Iterable[int | None], by: Actor) -> dict[int, tuple[str | None, Sentence | None]]:
    """What the reader may be told of cases: the code, or only whom to ask."""
    wanted = select(Case.id, Case.code, Case.place_id, Case.place_path)
    told: dict[int, tuple[str | None, Sentence | None]] = {}
    for some in portions(sorted(filter(None, ids))):
        for case in db.session.execute(wanted.where(Case.id.in_(some))):
            seen = by.can("cases.see", within=case.place_path)
            told[case.id] = (case.code, None) if seen else (None, ask(places.label_of(case.place_id)))
    return told


def staged_facts(import_id: int, nos: Iterable[int]) -> Iterator[tuple[int, str]]:
    """Some lines with their households' JSON."""
    lines = select(StagedRow.no, StagedRow.facts).where(StagedRow.import_id == import_id)
    for some in portions(nos):
        for no, facts in db.session.execute(lines.where(StagedRow.no.in_(some))):
            yield no, facts or ""


def faulty(staged: CaseImport) -> Iterator[Faulty]:
    """The lines that nobody can accept, with their cells as they stood in the file."""
    mine = (StagedRow.import_id == staged.id, StagedRow.fate == PROBLEM)
    lines = select(StagedRow.sheet, StagedRow.row, StagedRow.cells, StagedRow.problems).where(*mine)
    for sheet, row, kept, notes in db.session.execute(lines.order_by(StagedRow.no)):
        unit, *cells = kept or (None,)
        yield Faulty(sheet, row, tuple(cells), _notes(notes), unit)


def tally(import_id: int) -> Counts:
    """The lines counted anew, by their fates."""
    mine = StagedRow.import_id == import_id
    lines = select(StagedRow.fate, func.count(), func.sum(StagedRow.people)).where(mine)
    warned = select(func.count()).where(mine, StagedRow.warnings.is_not(None), StagedRow.fate != PASSED)
    rows = db.session.execute(lines.group_by(StagedRow.fate)).all()
    return Counts.of(((fate, count, people or 0) for fate, count, people in rows), _number(warned))


def _number(wanted: Select[Any]) -> int:
    return int(db.session.scalar(wanted) or 0)


def import_report(
    staged: CaseImport, *, by: Actor, spoken: Callable[[Sentence], str] = Sentence.render
) -> dict[str, Any]:
    """What a list says as the command's JSON: edition, rows, households, people, duplicates, problems,
    warnings, and written and already once it was committed. `spoken` renders sentences in a language.

    It says what stands in the file, so a pair is listed also when somebody has decided on it before.
    """
    counts = counts_of(staged.reading)
    report: dict[str, Any] = {
        "edition": staged.edition,
        "rows": counts.rows,
        "households": counts.households,
        "people": counts.people,
        "duplicates": [_pair_told(pair, spoken) for pair in alike(staged, by=by, size=None, decided=True)],
        "problems": _notes_told(staged, StagedRow.problems, spoken),
        "warnings": _notes_told(staged, StagedRow.warnings, spoken),
    }
    if staged.state == COMMITTED:
        report |= {"written": staged.written, "already": staged.already}
    return report


def _pair_told(pair: Resembling, spoken: Callable[[Sentence], str]) -> dict[str, Any]:
    told = {name: getattr(pair, name) for name in ("row", "stt", "of", "of_stt", "of_case")}
    sheets = {name: value for name in ("sheet", "of_sheet") if (value := getattr(pair, name))}
    return {**told, "why": spoken(pair.why), **sheets}


def _notes_told(staged: CaseImport, column: Any, spoken: Callable[[Sentence], str]) -> list[dict[str, Any]]:
    kept = select(column).where(StagedRow.import_id == staged.id, column.is_not(None))
    every = [note for notes in db.session.scalars(kept.order_by(StagedRow.no)) for note in notes]
    return [
        {
            **{name: note[name] for name in ("row", "stt", "column", "field")},
            "message": spoken(Sentence.from_plain(note["sentence"])),
            **({"sheet": note["sheet"]} if note.get("sheet") else {}),
        }
        for note in sorted(every, key=lambda note: note["row"])
    ]


def portions(values: Iterable[Any], size: int = 500) -> Iterator[list[Any]]:
    """The values, so many at once as one question to the database takes."""
    every = list(values)
    return (every[at : at + size] for at in range(0, len(every), size))
