"""Lists that wait to be read, written or undone: done piece by piece, each in a transaction of its own.

What a piece did stays done: a worker that was killed goes on where the last piece ended, and a list that
was half read is read anew.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator

from aidtrack.cases import import_actions, import_queries
from aidtrack.cases.import_fates import READING, UNDOING, WRITING
from aidtrack.cases.import_staging_actions import TakenOver, staging
from aidtrack.cases.import_undo_actions import take_away
from aidtrack.cases.import_writing_actions import writing
from aidtrack.cases.listing import ColumnsUnclear
from aidtrack.cases.models import CaseImport
from aidtrack.clock import Clock
from aidtrack.db import db, transaction
from aidtrack.errors import AidtrackError
from aidtrack.people import queries as people
from aidtrack.people.models import Person
from aidtrack.rights import Actor

log = logging.getLogger("aidtrack.jobs")

Told = Callable[[CaseImport], None]


def go_on_with_all(clock: Clock) -> int:
    """Go on with every list that waits for it; how many were ended."""
    ended = 0
    while ids := import_queries.wanted():
        before = ended
        for import_id in ids:
            try:
                ended += go_on(import_id, clock)
            except Exception:  # one list that cannot be gone on with does not stop the others
                log.exception("list %s could not be gone on with", import_id)
        if ended == before:  # somebody else is at them
            break
    return ended


def go_on(import_id: int, clock: Clock, *, by: Actor | None = None, told: Told | None = None) -> bool:
    """Do what a list waits for; False if somebody else is at it.

    `by` is the importer (looked up if not given). With `told` it is a command that works, so that the worker
    keeps away; it is told after every piece.
    """
    db.session.rollback()
    staged = db.session.get_one(CaseImport, import_id)
    try:
        if staged.state == READING:
            _read(staged, by or _importer(staged, clock), told)
        elif staged.state == WRITING:
            _do(import_id, writing(staged), told)
        elif staged.state == UNDOING:
            _do(import_id, iter([lambda: take_away(db.session.get_one(CaseImport, import_id))]), told)
    except TakenOver:
        log.info("list %s: somebody else is working on it", import_id)
        return False
    finally:
        db.session.rollback()
    return True


def _importer(staged: CaseImport, clock: Clock) -> Actor:
    """Who brought it, with the rights of today."""
    if staged.by_id is None:
        return Actor(None, staged.by_name, operator=True)
    return people.actor_of(db.session.get_one(Person, staged.by_id), clock.today())


def _read(staged: CaseImport, by: Actor, told: Told | None) -> None:
    import_id, name, asked = staged.id, staged.file_name, staged.reading.get("asked")
    data = import_queries.file_of(staged)
    db.session.rollback()
    try:
        opened = import_actions.read(data, file_name=name, edition=asked, by=by, patience=True)
    except AidtrackError as error:
        with transaction():
            staged = db.session.get_one(CaseImport, import_id)
            if isinstance(error, ColumnsUnclear):
                import_actions.keep_unclear(staged, error)
            else:
                import_actions.refuse(staged, error)
        return
    pieces = staging(import_id, opened, by=by)
    del data, opened  # the pieces let go of the list's cells when they have read them
    _do(import_id, pieces, told)


def _do(import_id: int, pieces: Iterator[Callable[[], None]], told: Told | None) -> None:
    for piece in pieces:
        with transaction():
            piece()
            if told:
                import_actions.claim(db.session.get_one(CaseImport, import_id))
        if told:
            told(db.session.get_one(CaseImport, import_id))
            db.session.rollback()
