"""The kept keys of look-alikes are made anew when the way to make them has changed."""

from __future__ import annotations

from sqlalchemy import delete, insert, select

from aidtrack.cases.blocking import VERSION, blocking_keys
from aidtrack.cases.models import Case, CaseBlock
from aidtrack.cases.resembling_queries import facts_kept
from aidtrack.db import db, keep_fact, kept_fact, transaction

FACT = "cases.blocks"
AT_ONCE = 2_000
"""Cases in one transaction."""


def refresh() -> int:
    """Make the keys of all cases anew unless they are of today's version; how many cases were done.

    Safe to repeat and to break off: until the last portion is done the version is not kept.
    """
    if kept_fact(FACT) == VERSION:
        return 0
    done, last = 0, 0
    while ids := list(
        db.session.scalars(select(Case.id).where(Case.id > last).order_by(Case.id).limit(AT_ONCE))
    ):
        with transaction():
            _renew(ids)
        done, last = done + len(ids), ids[-1]
    with transaction():
        keep_fact(FACT, VERSION)
    return done


def _ids_after(last: int) -> list[int]:
    return list(db.session.scalars(select(Case.id).where(Case.id > last).order_by(Case.id).limit(AT_ONCE)))


def _renew(ids: list[int]) -> None:
    known = facts_kept(set(ids))
    rows = [
        {"key": key, "case_id": id_} for id_, facts in known.items() for key in sorted(blocking_keys(facts))
    ]
    db.session.execute(delete(CaseBlock).where(CaseBlock.case_id.between(ids[0], ids[-1])))
    if rows:
        db.session.execute(insert(CaseBlock), rows)
