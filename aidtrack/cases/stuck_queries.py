"""Which cases are past the deadline of their state: how many in each ward, and with whom they lie."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, case, func, or_, select

from aidtrack.cases.deadlines import days_late
from aidtrack.cases.filter_queries import start_of
from aidtrack.cases.lifecycle import State
from aidtrack.cases.models import Case
from aidtrack.clock import day_of
from aidtrack.db import db, scoped
from aidtrack.people.models import Person
from aidtrack.rights import Actor

MOST = 200


@dataclass(frozen=True)
class Stuck:
    """Cases of one ward that stand in one state too long, and lie with one person ("" for nobody yet)."""

    place_id: str
    state: State
    person: str
    cases: int
    days: int
    """Days past the deadline of the one that is latest."""


def stuck(by: Actor, days: Mapping[State, int], *, today: date) -> Sequence[Stuck]:
    """The late cases in reach by ward, state and person, the latest first; at most `MOST` groups.

    What was sent back lies with whoever added the case, what is under review or on hold with whoever
    put it there, and what nobody has taken up with nobody.
    """
    since = Case.state_since
    late = or_(
        *(
            and_(Case.state == state.value, since < start_of(today, days_ago=allowed))
            for state, allowed in days.items()
        )
    )
    holder = case(
        (Case.state == State.NEEDS_MORE.value, Case.registered_by_id),
        (Case.state == State.REPORTED.value, None),
        else_=Case.state_by_id,
    )
    grouped = (
        select(
            Case.place_id,
            Case.state,
            holder.label("holder"),
            func.count().label("cases"),
            func.min(since).label("since"),
        )
        .where(scoped(Case, by, "cases.verify"), late)
        .group_by(Case.place_id, Case.state, holder)
        .order_by(func.min(since))
        .limit(MOST)
    )
    rows = db.session.execute(grouped).all()
    named = select(Person.id, Person.name).where(Person.id.in_({row.holder for row in rows if row.holder}))
    names = dict(db.session.execute(named).all())
    found = [
        Stuck(
            row.place_id,
            State(row.state),
            names.get(row.holder, ""),
            row.cases,
            days_late(row.state, day_of(row.since), today, days),
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (-one.days, one.place_id, one.state, one.person))
