"""What may be asked of lists whose sample is called back: which are open, whom to call, what was answered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import func, or_, select

from aidtrack.cases.models import Case
from aidtrack.cases.sampling import Count
from aidtrack.cases.visit_models import CallList, CallListCase
from aidtrack.db import db, scoped
from aidtrack.errors import NotFound
from aidtrack.rights import Actor
from aidtrack.sentences import N_, Sentence, say

RIGHT = "cases.verify"
_AT_ONCE = 500


def get_list(list_id: int, *, by: Actor) -> CallList:
    """A list that lies within the actor's reach as a whole; NotFound otherwise."""
    found = db.session.scalar(select(CallList).where(CallList.id == list_id, scoped(CallList, by, RIGHT)))
    if found is None:
        raise NotFound(N_("There is no such list."))
    return found


def lists(by: Actor, *, most: int = 50) -> Sequence[tuple[CallList, int, Count]]:
    """The lists in reach, open ones first, then the newest; with their cases and how the calls stand."""
    wanted = select(CallList).where(scoped(CallList, by, RIGHT))
    rows = db.session.scalars(wanted.order_by(CallList.outcome != "", CallList.id.desc()).limit(most)).all()
    ids = [one.id for one in rows]
    sizes = select(CallListCase.list_id, func.count()).where(CallListCase.list_id.in_(ids))
    sizes_of = dict(db.session.execute(sizes.group_by(CallListCase.list_id)).all())
    return [(one, sizes_of.get(one.id, 0), count_of(one)) for one in rows]


def calls_of(one: CallList) -> Sequence[CallListCase]:
    """Whom to call, in the order of their lots."""
    drawn = (CallListCase.list_id == one.id, CallListCase.lot.is_not(None))
    return db.session.scalars(select(CallListCase).where(*drawn).order_by(CallListCase.lot)).all()


def count_of(one: CallList) -> Count:
    """How the calls of a list stand."""
    drawn = (CallListCase.list_id == one.id, CallListCase.lot.is_not(None))
    return Count.of(db.session.scalars(select(CallListCase.answer).where(*drawn)).all())


def call_to(one: CallList, case: Case) -> CallListCase:
    """The call to one household of a list's sample; NotFound if it was not drawn."""
    found = db.session.get(CallListCase, (one.id, case.id))
    if found is None or found.lot is None:
        raise NotFound(N_("This household was not drawn."))
    return found


def left_of(one: CallList) -> Sequence[Case]:
    """The cases of a decided list that were not verified with it."""
    wanted = select(Case).join(CallListCase, CallListCase.case_id == Case.id)
    still = (CallListCase.list_id == one.id, Case.state.in_(["reported", "under_review"]))
    return db.session.scalars(wanted.where(*still).order_by(Case.registered_at, Case.id)).all()


def held(cases: Iterable[Case]) -> dict[int, Sentence]:
    """Cases that another list holds, by their ids: it is open, or its answers refused it and nobody has
    visited since."""
    by_id = {case.id: case for case in cases}
    ids, found = sorted(by_id), {}
    for at in range(0, len(ids), _AT_ONCE):
        told = (
            select(CallListCase.case_id, CallList.id, CallList.outcome, CallList.decided_at)
            .join(CallList, CallList.id == CallListCase.list_id)
            .where(CallListCase.case_id.in_(ids[at : at + _AT_ONCE]))
            .where(or_(CallList.outcome == "", CallList.outcome == "refused"))
        )
        for case_id, list_id, outcome, decided_at in db.session.execute(told):
            visited = by_id[case_id].visited_at
            if not outcome:
                said = N_("Stands in list no. {number}, whose sample is being called.")
                found[case_id] = say(said, number=str(list_id))
            elif visited is None or (decided_at is not None and visited < decided_at):
                said = N_("Its list no. {number} was refused after calls. Visit this household first.")
                found[case_id] = say(said, number=str(list_id))
    return found
