"""What may be done with a list that is brought in: read and stage it, commit it once, forget a stale one."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import delete, insert, update

from aidtrack.audit import chain
from aidtrack.audit.actions import record
from aidtrack.cases import import_queries
from aidtrack.cases.facts import CaseFacts
from aidtrack.cases.import_preview import LikeCase, Staged, kept_inside
from aidtrack.cases.intake import read_list
from aidtrack.cases.listing import HouseholdRow, ListReading
from aidtrack.cases.models import CaseImport, WaitingRow
from aidtrack.cases.row_actions import NewCase, Origin, common_path, insert_cases, one_at_a_time
from aidtrack.db import db
from aidtrack.errors import NotAllowed, NotFound, RuleBroken
from aidtrack.places import queries as places
from aidtrack.rights import Actor, require
from aidtrack.sentences import N_, Sentence, say
from aidtrack.vietnamese.folding import clean

AREAS = {"2025": "2025:01"}
"""Of today's units only Hanoi's: the table holds the whole country's, where the names repeat."""


def read(data: bytes, *, edition: str | None = None, by: Actor) -> ListReading:
    """Read a spreadsheet in a child process; RuleBroken (field "file" or "edition") if it cannot be read.

    Touches no database: a page calls it before its transaction, so that nobody waits for the reading.
    """
    require(by, "cases.import")
    gazetteers = {name: places.gazetteer(name) for name in places.EDITIONS}
    return read_list(data, gazetteers=gazetteers, edition=edition, areas=AREAS)


def stage_import(
    data: bytes,
    file_name: str,
    *,
    edition: str | None = None,
    by: Actor,
    at: datetime,
    reading: ListReading | None = None,
) -> CaseImport:
    """Stage a list for its preview: read (unless `reading` was read before), wards outside the importer's
    assignment made problems, compared with the cases that are there. Writes no case.

    `staged.token` names it in the address of its pages; see `import_queries` for what it says.
    """
    reading = reading or read(data, edition=edition, by=by)
    inside = kept_inside(reading, lambda unit: _refusal(unit, by))
    staged = CaseImport(
        token=secrets.token_urlsafe(16),
        file_name=clean(file_name)[:200],
        file_digest=sha256(data).hexdigest(),
        edition=inside.edition,
        by_id=by.id,
        by_name=by.name,
        at=at,
        reading=import_queries.beside_cases(inside, by=by).to_plain(),
        written=0,
        already=0,
    )
    db.session.add(staged)
    db.session.flush()
    return staged


def _refusal(unit: str, by: Actor) -> Sentence | None:
    if by.can("cases.import", within=places.path_of(unit)):
        return None
    return say(
        N_("{place} lies outside the area of your assignment. Ask its coordinator."),
        place=places.label_of(unit),
    )


def commit_import(staged: CaseImport, *, by: Actor, at: datetime) -> CaseImport:
    """Write the households of a staged list as cases, all or nothing; look-alikes wait for a decision.

    Afterwards `written` and `already` are set. A second time it changes nothing. What was
    written meanwhile by others is looked at again. Only who staged it may commit it.
    """
    require(by, "cases.import")
    if staged.by_id != by.id:
        raise NotFound(N_("There is no such list of yours. Choose the file again."))
    one_at_a_time()
    first = update(CaseImport).where(CaseImport.id == staged.id, CaseImport.committed_at.is_(None))
    done = db.session.execute(first.values(committed_at=at))
    db.session.refresh(staged)
    if done.rowcount == 1:  # type: ignore[attr-defined]
        _write(staged, by, at)
    return staged


def _write(staged: CaseImport, by: Actor, at: datetime) -> None:
    reading = ListReading.from_plain(staged.reading)
    if any(_refusal(row.unit, by) for row in (*reading.households, *reading.waiting)):
        raise RuleBroken(N_("Your assignment has changed since this list was read. Choose the file again."))
    found = import_queries.beside_cases(reading, by=by)
    origin = Origin(
        by.id, by.name, at, "import", say(N_("Brought in with the list {file}"), file=staged.file_name)
    )
    new = [
        NewCase(CaseFacts.of_row(row), key=row.key, import_id=staged.id, list_position=row.row)
        for row in found.fresh
    ]
    insert_cases(new, origin)
    waits = _waiting_rows(found, staged)
    if waits:
        db.session.execute(insert(WaitingRow), waits)
    staged.reading, staged.written, staged.already = found.to_plain(), len(new), found.already
    _record(staged, found.fresh, waits, by, at)


def _waiting_rows(found: Staged, staged: CaseImport) -> list[dict[str, Any]]:
    """The rows that wait for a decision, each with the case it looks like, except those that wait already."""
    rows = {row.row: row for row in (*found.reading.households, *found.reading.waiting)}
    known = import_queries.waiting_by_key(row.key for row in rows.values()).keys() | found.there
    cases = import_queries.cases_by_key(row.key for row in rows.values())
    like = dict(found.like)
    for pair in found.reading.duplicates:
        twin = _case_of(rows[pair.of], cases, like)
        if twin is not None:
            like[pair.row] = LikeCase(twin, None, pair.why, pair.why)
    return [
        _waiting_row(rows[number], one, staged)
        for number, one in sorted(like.items())
        if rows[number].key not in known
    ]


def _case_of(row: HouseholdRow, cases: Mapping[str, int], like: Mapping[int, LikeCase]) -> int | None:
    """The case that a row of the list became, or that it waits for itself."""
    return cases.get(row.key) or (like[row.row].case_id if row.row in like else None)


def _waiting_row(row: HouseholdRow, like: LikeCase, staged: CaseImport) -> dict[str, Any]:
    return {
        "import_id": staged.id,
        "import_key": row.key,
        "row": row.row,
        "facts": CaseFacts.of_row(row).to_plain(),
        "place_path": places.path_of(row.unit),
        "of_case_id": like.case_id,
        "why": like.why.to_plain(),
    }


def _record(
    staged: CaseImport,
    fresh: Sequence[HouseholdRow],
    waits: Sequence[Mapping[str, Any]],
    by: Actor,
    at: datetime,
) -> None:
    paths = [*(places.path_of(row.unit) for row in fresh), *(row["place_path"] for row in waits)]
    record(
        "cases.import",
        f"import:{staged.id}",
        by=by,
        at=at,
        path=common_path(paths),
        file=staged.file_name,
        file_digest=staged.file_digest,
        count=len(fresh),
        waiting=len(waits),
        digest=chain.digest_of_rows(row.to_plain() for row in fresh),
    )


def drop_stale(before: datetime, *, by: Actor) -> int:
    """Forget lists that were staged before a moment and never committed; how many. The nightly job's."""
    if not by.operator:
        raise NotAllowed(N_("Only the program itself does this."))
    stale = delete(CaseImport).where(CaseImport.committed_at.is_(None), CaseImport.at < before)
    return int(db.session.execute(stale).rowcount)  # type: ignore[attr-defined]
