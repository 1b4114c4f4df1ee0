"""Undoing a list as a whole, while nobody has gone on with any case of it: as if it had never come in.

The cases, what hangs on them and the lines that wait are taken away in one transaction, with one entry in
the chain over their codes. A code that was given once is never given again.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, literal, or_, select, update

from aidtrack.audit import chain
from aidtrack.audit.actions import record
from aidtrack.cases.import_fates import COMMITTED, UNDOING, UNDONE
from aidtrack.cases.import_models import StagedRow, WithdrawnCode
from aidtrack.cases.import_staging_actions import moved_on as changed
from aidtrack.cases.import_undo_queries import OF_THE_CASE, anything_moved, going_with
from aidtrack.cases.models import Case, CaseImport, CasePair, WaitingRow
from aidtrack.cases.row_actions import common_path, one_at_a_time
from aidtrack.cases.suspicion_actions import recompute_suspicion
from aidtrack.db import Moment, db
from aidtrack.errors import NotFound, RuleBroken
from aidtrack.rights import Actor, require
from aidtrack.sentences import N_

AT_ONCE = 1_000
"""Cases that are taken away while the page waits."""

_MOVED = N_("Somebody has gone on with cases of this list, so it can no longer be undone as a whole.")


def undo(staged: CaseImport, *, by: Actor, at: datetime, at_once: bool | None = None) -> CaseImport:
    """Take a list back as a whole. RuleBroken if a case of it has moved on. A long one is the worker's.

    Only who brought it in may. A second time it changes nothing.
    """
    require(by, "cases.import")
    if staged.by_id != by.id:
        raise NotFound(N_("There is no such list of yours. Choose the file again."))
    first = update(CaseImport).where(CaseImport.id == staged.id, CaseImport.state == COMMITTED)
    values: dict[str, Any] = {"state": UNDOING, "undone_at": at, "undone_by_name": by.name, "done": 0}
    begun = db.session.execute(first.values(**values, todo=staged.written, refused=None))
    db.session.refresh(staged)
    if begun.rowcount != 1:  # type: ignore[attr-defined]
        return staged
    if anything_moved(staged.id):
        raise RuleBroken(_MOVED)
    if staged.written <= AT_ONCE if at_once is None else at_once:
        take_away(staged)
    return staged


def take_away(staged: CaseImport) -> None:
    """Do what `undo` began; if somebody was quicker, the list stays as it is, and says so."""
    one_at_a_time()
    changed(staged.id, UNDOING, step="taking")
    if anything_moved(staged.id):
        values = {"state": COMMITTED, "undone_at": None, "undone_by_name": "", "step": ""}
        changed(staged.id, UNDOING, **values, refused={"say": _MOVED, "with": {}})
        db.session.refresh(staged)
        return
    at, by = staged.undone_at or staged.at, Actor(staged.by_id, staged.undone_by_name)
    mine = select(Case.id).where(Case.import_id == staged.id)
    told = select(Case.code, Case.import_key, Case.place_path).where(Case.import_id == staged.id)
    cases = db.session.execute(told.order_by(Case.id)).all()
    waiting = db.session.scalars(select(WaitingRow.place_path).where(WaitingRow.import_id == staged.id)).all()
    record(
        "cases.undo_import",
        f"import:{staged.id}",
        by=by,
        at=at,
        path=common_path({*(case.place_path for case in cases), *waiting}),
        file=staged.file_name,
        count=len(cases),
        waiting=len(waiting),
        digest=chain.digest_of_rows([case.code, case.import_key] for case in cases),
    )
    codes = select(Case.code, literal(at, Moment)).where(Case.import_id == staged.id)
    db.session.execute(insert(WithdrawnCode).from_select(["code", "at"], codes))
    partners = _part(staged.id)
    db.session.execute(delete(WaitingRow).where(WaitingRow.import_id == staged.id))
    for model in OF_THE_CASE:
        _delete(delete(model).where(model.case_id.in_(mine)))
    for table, column in going_with():
        _delete(delete(table).where(column.in_(mine)))
    _delete(delete(Case).where(Case.import_id == staged.id))
    recompute_suspicion(partners)
    _delete(delete(StagedRow).where(StagedRow.import_id == staged.id))
    changed(staged.id, UNDOING, state=UNDONE, step="", done=len(cases))
    db.session.expire_all()


def _part(import_id: int) -> set[int]:
    """Forget the open pairs of a list's cases; the cases on the other side."""
    mine = select(Case.id).where(Case.import_id == import_id)
    pairs = or_(CasePair.first_id.in_(mine), CasePair.second_id.in_(mine))
    found = db.session.execute(select(CasePair.first_id, CasePair.second_id).where(pairs)).all()
    _delete(delete(CasePair).where(pairs))
    own = set(db.session.scalars(mine))
    return {case_id for pair in found for case_id in pair} - own


def _delete(statement: Any) -> None:
    db.session.execute(statement.execution_options(synchronize_session=False))


def undoing(staged: CaseImport) -> Iterator[Any]:
    """The one piece of work that undoing is."""
    yield lambda: take_away(staged)
