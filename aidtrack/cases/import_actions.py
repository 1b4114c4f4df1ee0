"""What may be done with a list that comes in: take it, say what its columns hold, commit it once, forget it.

Long lists are read and written by the worker: an action only leaves the list in a state in which it is a
job (see `import_fates.AT_WORK`), and `import_staging_actions`, `import_writing_actions` and
`import_undo_actions` do the rest piece by piece.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import delete, exists, insert, select, update

from aidtrack.cases import import_queries
from aidtrack.cases.columns import CHOICES
from aidtrack.cases.import_fates import (
    COMMITTED,
    READING,
    REFUSED,
    STAGED,
    UNCLEAR,
    UNDONE,
    WRITING,
    counts_of,
)
from aidtrack.cases.import_models import ImportFile, ImportLayout, StagedRow
from aidtrack.cases.import_staging_actions import moved_on, refusal, staging
from aidtrack.cases.import_writing_actions import HOUSEHOLDS, writing
from aidtrack.cases.intake import OpenedList, open_list
from aidtrack.cases.listing import ColumnsUnclear, Corrections
from aidtrack.cases.models import CaseImport
from aidtrack.clock import real_now
from aidtrack.db import db
from aidtrack.errors import AidtrackError, NotAllowed, NotFound, RuleBroken
from aidtrack.places import queries as places
from aidtrack.rights import Actor, require
from aidtrack.sentences import N_
from aidtrack.vietnamese.folding import clean

AREAS = {"2025": "2025:01"}
"""Of today's units only Hanoi's: the table holds the whole country's, where the names repeat."""

CLAIM = timedelta(seconds=60)
"""For so long the worker leaves a list alone of which a command has told nothing."""

AT_ONCE = 1_000
"""Lines of a list that are written while the page waits; more are the worker's."""


def read(
    data: bytes,
    *,
    file_name: str | None = None,
    edition: str | None = None,
    by: Actor,
    patience: bool = False,
    said: Corrections | None = None,
) -> OpenedList:
    """Open a spreadsheet in a child process; RuleBroken (field "file" or "edition") if it cannot be read:
    `sheet.TooLong` if only with `patience`, `ColumnsUnclear` if somebody must say what its columns hold.

    Only asks what was said of columns before (`said` goes before that): a page calls it before its
    transaction.
    """
    require(by, "cases.import")
    known = import_queries.remembered(by)
    for layout, columns in (said or {}).items():
        known = {**known, layout: {**known.get(layout, {}), **columns}}
    return open_list(
        data,
        gazetteers={name: places.gazetteer(name) for name in places.EDITIONS},
        edition=edition,
        areas=AREAS,
        file_name=file_name,
        corrections=known,
        patience=patience,
    )


def receive(
    data: bytes, file_name: str, *, edition: str | None = None, by: Actor, at: datetime
) -> CaseImport:
    """Take a list that is read afterwards, in pieces. `token` names it in the address of its pages."""
    require(by, "cases.import")
    staged = CaseImport(
        token=secrets.token_urlsafe(16),
        file_name=clean(file_name)[:200],
        file_digest=sha256(data).hexdigest(),
        edition="",
        by_id=by.id,
        by_name=by.name,
        at=at,
        reading={"asked": edition} if edition else {},
        state=READING,
        written=0,
        already=0,
    )
    db.session.add(staged)
    db.session.flush()
    db.session.execute(insert(ImportFile).values(import_id=staged.id, data=data))
    return staged


def stage_import(
    data: bytes,
    file_name: str,
    *,
    edition: str | None = None,
    by: Actor,
    at: datetime,
    reading: OpenedList | None = None,
) -> CaseImport:
    """Stage a short list for its preview at once: read (unless `reading` was opened before), wards outside
    the importer's assignment made problems, compared with the cases that are there. Writes no case."""
    opened = reading or read(data, edition=edition, by=by)
    staged = receive(data, file_name, edition=edition, by=by, at=at)
    for piece in staging(staged.id, opened, by=by):
        piece()
    return staged


def keep_unclear(staged: CaseImport, error: ColumnsUnclear) -> CaseImport:
    """The list waits for somebody who says what its columns hold."""
    sheets = [sheet.to_plain() for sheet in error.sheets]
    reading = {**staged.reading, "sheets": sheets}
    refused = error.sentence.to_plain()
    moved_on(staged.id, READING, state=UNCLEAR, reading=reading, refused=refused, claimed_until=None)
    db.session.refresh(staged)
    return staged


def refuse(staged: CaseImport, error: AidtrackError) -> CaseImport:
    """The list cannot be read, with the remedy."""
    db.session.execute(delete(ImportFile).where(ImportFile.import_id == staged.id))
    values = {"state": REFUSED, "refused": error.sentence.to_plain(), "claimed_until": None}
    moved_on(staged.id, READING, **values)
    db.session.refresh(staged)
    return staged


def correct(
    staged: CaseImport,
    columns: Corrections,
    *,
    opened: OpenedList | None = None,
    by: Actor,
    at: datetime,
) -> CaseImport:
    """Say what the columns of a list hold (by layout and letter); it is remembered for such lists in the
    actor's area, and the list is staged again: at once if it was `opened` with them, else by the worker.

    RuleBroken (field "columns") for what no column can hold."""
    _own(staged, by)
    area = import_queries.area_of(by)
    for layout, said in columns.items():
        if not {field for field in said.values() if field} <= CHOICES.keys():
            raise RuleBroken(N_("This is none of the choices. Choose one of the list."), field="columns")
        known = db.session.get(ImportLayout, (layout, area))
        if known is None:
            known = ImportLayout(layout=layout, place_path=area, columns={}, by_name=by.name, at=at)
            db.session.add(known)
        known.columns, known.by_name, known.at = {**known.columns, **said}, by.name, at
    again = update(CaseImport).where(CaseImport.id == staged.id, CaseImport.state.in_((STAGED, UNCLEAR)))
    done = db.session.execute(again.values(state=READING, cursor=0, done=0, todo=0, step="", refused=None))
    if done.rowcount != 1:  # type: ignore[attr-defined]
        raise RuleBroken(N_("The cases of this list are written already. Undo that first."))
    db.session.flush()
    for piece in staging(staged.id, opened, by=by) if opened else ():
        piece()
    db.session.refresh(staged)
    return staged


def _own(staged: CaseImport, by: Actor) -> None:
    require(by, "cases.import")
    if staged.by_id != by.id:
        raise NotFound(N_("There is no such list of yours. Choose the file again."))


def commit_import(staged: CaseImport, *, by: Actor, at: datetime, at_once: bool | None = None) -> CaseImport:
    """Have the households of a staged list written as cases; look-alikes wait for a decision.

    A short list is written at once, all or nothing; a long one by the worker (`at_once` says otherwise).
    Afterwards `written` and `already` are set. A second time it changes nothing. What was written
    meanwhile by others is looked at again. Only who staged it may commit it.
    """
    _own(staged, by)
    wards = staged.reading.get("units", ())
    if staged.state == STAGED and any(refusal(ward, by) for ward in wards):
        raise RuleBroken(N_("Your assignment has changed since this list was read. Choose the file again."))
    counts = counts_of(staged.reading)
    lines = counts.fresh + counts.waiting
    begun = {"state": WRITING, "step": HOUSEHOLDS, "cursor": 0, "done": 0, "todo": lines}
    first = update(CaseImport).where(CaseImport.id == staged.id, CaseImport.state == STAGED)
    done = db.session.execute(first.values(committed_at=at, **begun))
    db.session.refresh(staged)
    if done.rowcount == 1 and (lines <= AT_ONCE if at_once is None else at_once):  # type: ignore[attr-defined]
        for piece in writing(staged):
            piece()
        db.session.refresh(staged)
    return staged


def claim(staged: CaseImport) -> None:
    """Keep the worker away from a list for a while: a command is at it."""
    staged.claimed_until = real_now() + CLAIM
    db.session.flush()


def forget_unwritten(import_id: int) -> None:
    """Forget a list, unless something of it was written."""
    mine = CaseImport.id == import_id, CaseImport.committed_at.is_(None)
    if db.session.scalar(select(exists().where(*mine))):
        _drop([import_id])


def drop_stale(before: datetime, *, by: Actor) -> int:
    """Forget lists that were staged before a moment and never committed; how many. Of lists that came in
    by then the lines are forgotten, for they are cases. The nightly job's."""
    if not by.operator:
        raise NotAllowed(N_("Only the program itself does this."))
    stale = select(CaseImport.id).where(CaseImport.committed_at.is_(None), CaseImport.at < before)
    ids = list(db.session.scalars(stale))
    _drop(ids)
    over = select(CaseImport.id).where(
        CaseImport.state.in_((COMMITTED, UNDONE)), CaseImport.committed_at < before
    )
    db.session.execute(delete(StagedRow).where(StagedRow.import_id.in_(over)))
    return len(ids)


def _drop(ids: list[int]) -> None:
    for model in (StagedRow, ImportFile):
        db.session.execute(delete(model).where(_import_of(model).in_(ids)))
    db.session.execute(delete(CaseImport).where(CaseImport.id.in_(ids)))


def _import_of(model: Any) -> Any:
    return model.import_id
