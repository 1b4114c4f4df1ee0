"""Who may not vouch for a case because what is to be vouched for is their own word, and what must stand
behind a verification: consent, and what the last visit found."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists, select, true
from sqlalchemy.orm import aliased

from aidtrack.cases import visits
from aidtrack.cases.models import Case, CaseEvent
from aidtrack.cases.visit_models import CaseVisit
from aidtrack.db import db
from aidtrack.rights import Actor, two_persons
from aidtrack.sentences import N_

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


def refuse_old_judge(case: Case, by: Actor) -> None:
    """NotAllowed for whoever rejected what the household appealed against."""
    said = N_("You rejected this household before. Somebody else decides on its appeal.")
    two_persons(case.appealed_from_id, by, said)


def check_evidence(case: Case) -> None:
    """RuleBroken unless the household agreed, and the last visit, if there was one, carries it."""
    visits.check_consent(
        case.consent_by, asked_by=case.asked_by_name, from_list=case.import_id is not None
    )
    if case.visited_at is not None and (last := last_met(case.id)) is not None:
        found = visits.Standing(last.result, last.people_found, last.without_papers, last.vouched)
        visits.check_standing(found, case.people)


def last_met(case_id: int) -> CaseVisit | None:
    """The last visit that found out something."""
    told = (CaseVisit.case_id == case_id, CaseVisit.result != visits.NOBODY_IN)
    return db.session.scalars(
        select(CaseVisit).where(*told).order_by(CaseVisit.visited_on.desc(), CaseVisit.id.desc())
    ).first()
