"""What may be asked of priorities: a household's score today, and who changed it by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, func, select

from aidtrack.cases.models import Case
from aidtrack.cases.priority_models import PriorityChange
from aidtrack.cases.scoring import Score, Situation, ages, score_of
from aidtrack.clock import day_of
from aidtrack.db import db


def changes_of(case: Case) -> Sequence[PriorityChange]:
    """The changes by hand of one case, the last one first."""
    found = select(PriorityChange).where(PriorityChange.case_id == case.id)
    return db.session.scalars(found.order_by(PriorityChange.id.desc())).all()


def by_hand(*which: ColumnElement[bool]) -> dict[int, int]:
    """By how much scores were changed by hand, by the ids of cases; `which` are conditions on `Case`."""
    last = select(func.max(PriorityChange.id)).group_by(PriorityChange.case_id)
    found = select(PriorityChange.case_id, PriorityChange.points).where(PriorityChange.id.in_(last))
    return dict(db.session.execute(found.join(Case, Case.id == PriorityChange.case_id).where(*which)).all())


def score_today(case: Case, *, today: date, hand: int | None = None) -> Score:
    """The score of a case; `hand` tries another change than the kept one."""
    if hand is None:
        hand = by_hand(Case.id == case.id).get(case.id, 0)
    born = [case.birth_year, *(member.birth_year for member in case.members)]
    children, elderly = ages(born, year=today.year)
    situation = Situation(
        categories=tuple(one.code for one in case.categories),
        children=max(case.young or 0, children),
        elderly=max(case.old or 0, elderly),
        registered_on=day_of(case.registered_at),
        helped_on=day_of(case.served_at) if case.served_at else None,
        by_hand=hand,
    )
    return score_of(situation, today=today)
