"""Who may not vouch for a case, because what is to be vouched for is their own word."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists, true
from sqlalchemy.orm import aliased

from aidtrack.cases.models import Case, CaseEvent
from aidtrack.db import db
from aidtrack.rights import Actor

CORRECTED = "correct"
"""The kind of a timeline's line about an edit of what a verification vouches for (`changes.WEIGHTY`)."""


def corrected_by(person_id: int | None = None) -> ColumnElement[bool]:
    """Whether somebody (None: anybody) corrected a case and nobody has verified it since."""
    own, vouched = aliased(CaseEvent), aliased(CaseEvent)
    since = exists().where(vouched.case_id == own.case_id, vouched.id > own.id, vouched.kind == "verify")
    by = own.by_id == person_id if person_id is not None else true()
    own_word = (own.case_id == Case.id, own.kind == CORRECTED, by)
    # A case that was never changed is known by its version: most need no look at their timelines.
    return and_(Case.version > 1, exists().where(*own_word, ~since))


def is_own_word(case: Case, by: Actor) -> bool:
    """Whether the actor would vouch for what they corrected themselves."""
    if by.id is None or case.version == 1:
        return False
    return bool(db.session.query(exists().where(Case.id == case.id, corrected_by(by.id))).scalar())
