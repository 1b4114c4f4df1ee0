"""What may be asked of visits: those of a case, who stands too near to vouch, what a case still lacks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from aidtrack.cases import visits
from aidtrack.cases.lifecycle import State
from aidtrack.cases.models import Case, CaseEvent
from aidtrack.cases.reasons import Missing
from aidtrack.cases.visit_models import CaseVisit, VisitPhoto
from aidtrack.cases.visits import Side
from aidtrack.db import db
from aidtrack.errors import NotFound
from aidtrack.people.models import Person
from aidtrack.rights import Actor
from aidtrack.sentences import N_


def visits_of(case: Case) -> Sequence[CaseVisit]:
    """The visits to a household, the last one first."""
    if case.visited_at is None:
        return ()
    found = select(CaseVisit).where(CaseVisit.case_id == case.id)
    return db.session.scalars(found.order_by(CaseVisit.visited_on.desc(), CaseVisit.id.desc())).all()


def get_visit(case: Case, visit_id: int) -> CaseVisit:
    """One visit of a case; NotFound if it has none of that number."""
    found = db.session.get(CaseVisit, visit_id)
    if found is None or found.case_id != case.id:
        raise NotFound(N_("There is no such visit."))
    return found


def get_photo(case: Case, photo_id: int) -> VisitPhoto:
    """One photo of a case that is still kept; NotFound otherwise."""
    found = db.session.get(VisitPhoto, photo_id)
    if found is None or found.visit.case_id != case.id or found.erased_at is not None:
        raise NotFound(N_("There is no such photo."))
    return found


def sides(case: Case, by: Actor) -> list[Side]:
    """Whose word a visit by somebody is to check, so that they cannot vouch: household, registrar, asker,
    visitor."""
    registrar = db.session.get(Person, case.registered_by_id) if case.registered_by_id else None
    visitor = db.session.get(Person, by.id) if by.id else None
    household = [case.name, *(member.name for member in case.members)]
    return [
        Side.of(visits.OF_HOUSEHOLD, household, [case.phone]),
        Side.of(visits.OF_REGISTRAR, [case.registered_by_name], [registrar.phone if registrar else None]),
        Side.of(visits.OF_ASKER, [case.asked_by_name], [case.asked_by_phone]),
        Side.of(visits.OF_VISITOR, [by.name], [visitor.phone if visitor else None]),
    ]


def rejected_by(case: Case) -> int | None:
    """Who rejected a case last."""
    told = (CaseEvent.case_id == case.id, CaseEvent.kind == "reject")
    return db.session.scalar(select(CaseEvent.by_id).where(*told).order_by(CaseEvent.id.desc()).limit(1))


def missing(case: Case) -> list[Missing]:
    """What a case was sent back for, item by item, and whether it is there by now."""
    if case.state != State.NEEDS_MORE or not case.reasons:
        return []
    told = (CaseEvent.case_id == case.id, CaseEvent.kind == "send_back")
    back = db.session.scalars(select(CaseEvent).where(*told).order_by(CaseEvent.id.desc())).first()
    if back is None:
        return []
    touched, since = _touched_since(back), _visits_since(case, back.at)
    return [Missing(code, _there(code, case, touched, since)) for code in case.reasons]


def _touched_since(back: CaseEvent) -> set[str]:
    """The fields that were changed since a line of the timeline, and "note" where one was written."""
    later = select(CaseEvent).where(CaseEvent.case_id == back.case_id, CaseEvent.id > back.id)
    found: set[str] = set()
    for event in db.session.scalars(later):
        found |= {change["field"] for change in event.said.get("changes", ())}
        found |= {"note"} if event.kind == "note" else set()
    return found - {"state"}


def _visits_since(case: Case, at: datetime) -> list[CaseVisit]:
    return [visit for visit in visits_of(case) if visit.at >= at]


def _there(code: str, case: Case, touched: set[str], since: Sequence[CaseVisit]) -> bool:
    if code == "citizen_id":
        return bool(case.citizen_id) or any(visit.vouched for visit in since)
    if code == "phone":
        return bool(case.phone)
    if code == "consent":
        return bool(case.consent_by)
    if code == "people":
        return "people" in touched or any(visit.people_found == case.people for visit in since)
    if code == "witness":
        return any(visit.witnesses for visit in since)
    if code == "photo":
        return any(photo.erased_at is None for visit in since for photo in visit.photos)
    if code == "address":
        return bool(touched & {"address", "residential_group"})
    return code in touched or (code == "other" and bool(touched or since))
