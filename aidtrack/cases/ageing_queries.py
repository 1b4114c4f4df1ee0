"""Which verifications have grown old, or will within days: somebody has to visit these households again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import and_, func, or_, select

from aidtrack.cases.filter_queries import start_of
from aidtrack.cases.lifecycle import State
from aidtrack.cases.models import Case
from aidtrack.cases.progress import Progress
from aidtrack.clock import day_of
from aidtrack.db import db, scoped
from aidtrack.rights import Actor


@dataclass(frozen=True)
class Ageing:
    """How many cases are to be verified again, and the day on which the first of them grows or grew old."""

    cases: int
    first: date | None


def to_verify_again(by: Actor, *, today: date, verification_days: int, ahead: int = 7) -> Ageing:
    """Cases in reach whose verification is too old, or will be in so many days; not those being served."""
    edge = start_of(today, days_ago=verification_days - ahead)
    old = and_(Case.state.in_([State.VERIFIED.value, State.UNDER_REVIEW.value]), Case.verified_at < edge)
    idle = or_(Case.progress == Progress.NONE.value, Case.state == State.UNDER_REVIEW.value)
    found = select(func.count(), func.min(Case.verified_at)).where(
        scoped(Case, by, "cases.verify"), old, idle
    )
    cases, first = db.session.execute(found).one()
    return Ageing(int(cases), day_of(first) + timedelta(days=verification_days) if first else None)
