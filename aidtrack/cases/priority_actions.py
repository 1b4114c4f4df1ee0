"""What may be done about a priority: raise or lower a household's score by hand, with the reason."""

from __future__ import annotations

from datetime import datetime

from aidtrack.audit.actions import record
from aidtrack.cases import priority_queries
from aidtrack.cases.models import Case
from aidtrack.cases.priority_models import PriorityChange
from aidtrack.cases.queries import refuse_own_household
from aidtrack.cases.row_actions import free_text, tell
from aidtrack.cases.scoring import check_by_hand
from aidtrack.clock import day_of
from aidtrack.db import db
from aidtrack.rights import Actor, require
from aidtrack.sentences import N_, say


def change_priority(case: Case, points: int, reason: str, *, by: Actor, at: datetime) -> PriorityChange:
    """Raise or lower a score by so many points altogether; it replaces what was changed by hand before.

    RuleBroken without a reason, or beyond the bounds; NotAllowed for one's own household.
    """
    require(by, "cases.prioritise", within=case.place_path)
    refuse_own_household(case.phone, by)
    reason = free_text(reason, "reason")
    check_by_hand(points, reason)
    score = priority_queries.score_today(case, today=day_of(at), hand=points)
    kept = {"points": points, "reason": reason, "score": score.points, "version": score.version}
    made = PriorityChange(case_id=case.id, at=at, by_id=by.id, by_name=by.name, **kept)
    db.session.add(made)
    raised, lowered = N_("Priority raised by hand"), N_("Priority lowered by hand")
    tell(case.id, "priority", say(raised if points > 0 else lowered), by=by, at=at, text=reason)
    record("cases.prioritise", f"case:{case.code}", by=by, at=at, path=case.place_path, **kept)
    return made
