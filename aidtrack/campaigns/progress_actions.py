"""How far help has come, told to the cases: derived from all portions of a household, of whatever plan.

One campaign's outcome does not hide that another one's goods are still on their way to the same door.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from aidtrack.campaigns.lifecycle import PlanState, PortionState
from aidtrack.campaigns.models import Plan, Portion
from aidtrack.cases.actions import note_progress
from aidtrack.cases.progress import Portion as Part
from aidtrack.cases.progress import Progress, derive
from aidtrack.clock import day_of
from aidtrack.db import db
from aidtrack.rights import Actor
from aidtrack.sentences import Sentence

AT_ONCE = 400
"""Cases in one question to the database."""


def tell_progress(
    case_ids: Sequence[int],
    *,
    note: Mapping[str, Any],
    served_at: datetime | None = None,
    said: Sentence | None = None,
    by: Actor | None = None,
    at: datetime | None = None,
) -> None:
    """Write to each case how far help has come by its portions; see `cases.actions.note_progress`."""
    reached: dict[Progress, list[int]] = defaultdict(list)
    for start in range(0, len(case_ids), AT_ONCE):
        some = case_ids[start : start + AT_ONCE]
        found = _progress_of(some)
        for case_id in some:
            reached[found.get(case_id, Progress.NONE)].append(case_id)
    for progress in sorted(reached):
        note_progress(reached[progress], progress, note=note, served_at=served_at, said=said, by=by, at=at)


def _progress_of(case_ids: Sequence[int]) -> dict[int, Progress]:
    db.session.flush()
    rows = db.session.execute(
        select(Portion.case_id, Portion.plan_id, Plan.decided_at, Portion.state)
        .join(Plan, Plan.id == Portion.plan_id)
        .where(Portion.case_id.in_(case_ids), Portion.amount > 0, Plan.state == PlanState.APPROVED.value)
    )
    states: dict[int, dict[tuple[int, date], set[PortionState]]] = defaultdict(lambda: defaultdict(set))
    for case_id, plan_id, decided_at, state in rows:
        if decided_at is not None:
            states[case_id][plan_id, day_of(decided_at)].add(PortionState(state))
    return {
        case_id: derive(Part(of_plan(found), day) for (_, day), found in plans.items())
        for case_id, plans in states.items()
    }


def of_plan(states: Iterable[PortionState]) -> Progress:
    """How far a household's share of one plan has come, by the states of its portions."""
    found = set(states) - {PortionState.DROPPED, PortionState.RELEASED, PortionState.PROPOSED}
    if PortionState.OUT in found:
        return Progress.OUT
    if PortionState.RESERVED in found:
        return Progress.ALLOCATED
    if found == {PortionState.GIVEN}:
        return Progress.SERVED
    if found & {PortionState.GIVEN, PortionState.PARTIAL}:
        return Progress.PARTIAL
    return Progress.FAILED if found else Progress.NONE
