"""Cases by ward, and the cases that a plan may serve."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select

from aidtrack.cases.filter_queries import start_of
from aidtrack.cases.lifecycle import OPEN_STATES, WAITING_STATES, State
from aidtrack.cases.models import Case, CaseCategory, Member
from aidtrack.cases.priority import has_young_or_old, is_ill
from aidtrack.cases.priority_queries import by_hand
from aidtrack.cases.progress import Progress
from aidtrack.cases.scoring import Situation, ages, score_of
from aidtrack.clock import day_of
from aidtrack.db import db, scoped, within
from aidtrack.places import queries as places
from aidtrack.rights import Actor
from aidtrack.vietnamese.folding import sort_key

DAYS = 14
"""Days of registrations that the board shows."""


@dataclass(frozen=True)
class WardRow:
    """A ward on the board: how many cases stand at each step (each case at one), and their people.

    `reported` are those not yet verified, `allocated` those in an approved plan or with goods
    reserved, `served` those that received all or a part, `per_day` the cases registered on each of the
    last 14 days, the oldest day first.
    """

    place_id: str
    label: str
    reported: int
    verified: int
    allocated: int
    out: int
    served: int
    failed: int
    people: int
    oldest_wait_days: int | None
    per_day: tuple[int, ...]

    @property
    def cases(self) -> int:
        """All cases on the board."""
        return self.reported + self.verified + self.allocated + self.out + self.served + self.failed


@dataclass(frozen=True)
class EligibleCase:
    """A case that a plan may serve, with what decides its turn."""

    id: int
    code: str
    place_id: str
    place_path: str
    people: int
    categories: tuple[str, ...]
    child_or_elderly: bool
    ill: bool
    verified_at: datetime
    registered_at: datetime
    list_position: int | None
    progress: str
    served_at: datetime | None
    score: int = 0
    """How pressing the situation is, by `cases.scoring`."""


STEPS: Mapping[Progress, str] = {
    Progress.PLANNED: "allocated",
    Progress.ALLOCATED: "allocated",
    Progress.OUT: "out",
    Progress.SERVED: "served",
    Progress.PARTIAL: "served",
    Progress.FAILED: "failed",
}
"""At which step of the board a case stands once help is under way; before that its state decides."""


def _step(state: str, progress: str) -> str | None:
    """The step of a case, None if it is not on the board (rejected, merged, withdrawn)."""
    if state == State.DUPLICATE:
        return None
    if progress != Progress.NONE:
        return STEPS[Progress(progress)]
    if state == State.VERIFIED:
        return "verified"
    return "reported" if state in OPEN_STATES else None


def board(by: Actor, *, today: date, place_path: str = "") -> Sequence[WardRow]:
    """The wards with cases that the actor may see, by name; `place_path` narrows it to a place."""
    scope = (scoped(Case, by, "cases.see"), within(Case.place_path, (place_path,)))
    grouped = (
        select(
            Case.place_path,
            Case.state,
            Case.progress,
            func.count(),
            func.sum(Case.people),
            func.min(Case.registered_at),
        )
        .where(*scope)
        .group_by(Case.place_path, Case.state, Case.progress)
    )
    steps: dict[str, dict[str, int]] = {}
    oldest: dict[str, datetime] = {}
    for path, state, progress, cases, people, first in db.session.execute(grouped):
        step = _step(state, progress)
        if step is None:
            continue
        ward = steps.setdefault(path, {})
        ward[step] = ward.get(step, 0) + cases
        ward["people"] = ward.get("people", 0) + people
        if state in WAITING_STATES and step == "reported":
            oldest[path] = min(first, oldest.get(path, first))
    days = _per_day(scope, today)
    rows = [
        _ward(path, found, oldest.get(path), days.get(path, (0,) * DAYS), today)
        for path, found in steps.items()
    ]
    return sorted(rows, key=lambda row: (sort_key(places.get_unit(row.place_id).bare), row.place_id))


def _per_day(scope: tuple[ColumnElement[bool], ...], today: date) -> dict[str, tuple[int, ...]]:
    """By ward the cases registered on each of the last days, the oldest day first."""
    starts = [start_of(today, days_ago=ago) for ago in range(DAYS - 1, -2, -1)]
    counted = [
        func.sum(case((and_(Case.registered_at >= begin, Case.registered_at < end), 1), else_=0))
        for begin, end in pairwise(starts)
    ]
    recent = select(Case.place_path, *counted).where(*scope, Case.registered_at >= starts[0])
    return {
        path: tuple(map(int, numbers))
        for path, *numbers in db.session.execute(recent.group_by(Case.place_path))
    }


def _ward(
    path: str, found: Mapping[str, int], first: datetime | None, days: tuple[int, ...], today: date
) -> WardRow:
    edition, *_, code = path.strip("/").split("/")
    place_id = f"{edition}:{code}"
    return WardRow(
        place_id=place_id,
        label=places.label_of(place_id),
        reported=found.get("reported", 0),
        verified=found.get("verified", 0),
        allocated=found.get("allocated", 0),
        out=found.get("out", 0),
        served=found.get("served", 0),
        failed=found.get("failed", 0),
        people=found["people"],
        oldest_wait_days=(today - day_of(first)).days if first else None,
        per_day=days,
    )


def _last(*moments: datetime | None) -> datetime | None:
    return max(filter(None, moments), default=None)


def _score(
    row: Any,
    categories: Mapping[int, Sequence[str]],
    born: Mapping[int, Sequence[int | None]],
    served: datetime | None,
    hand: Mapping[int, int],
    today: date,
) -> int:
    children, elderly = ages([row.birth_year, *born.get(row.id, ())], year=today.year)
    situation = Situation(
        tuple(categories.get(row.id, ())),
        max(row.young or 0, children),
        max(row.old or 0, elderly),
        day_of(row.registered_at),
        day_of(served) if served else None,
        hand.get(row.id, 0),
    )
    return score_of(situation, today=today).points


def eligible(path: str, *, today: date, verification_days: int) -> list[EligibleCase]:
    """The cases at a place that may be served: verified, not suspected, not grown old.

    Asks for no right: the campaign's action has checked its own. `progress` tells whether another
    plan already serves a case, `served_at` when the household last got something, also under a case
    that was merged into this one.
    """
    chosen = and_(
        within(Case.place_path, (path,)),
        Case.state == State.VERIFIED,
        Case.suspected.is_(False),
        Case.verified_at >= start_of(today, days_ago=verification_days),
    )
    codes = select(CaseCategory.case_id, CaseCategory.code).join(Case).where(chosen)
    categories = _lists(codes.order_by(CaseCategory.case_id, CaseCategory.position))
    born = _lists(select(Member.case_id, Member.birth_year).join(Case).where(chosen))
    columns = (
        *(Case.id, Case.code, Case.place_id, Case.place_path, Case.people),
        *(Case.birth_year, Case.young, Case.old),
        *(Case.verified_at, Case.registered_at, Case.list_position, Case.progress, Case.served_at),
    )
    found = db.session.execute(select(*columns).where(chosen).order_by(Case.registered_at, Case.id))
    served, hand = _served_before_the_merge(), by_hand(chosen)
    return [
        EligibleCase(
            id=row.id,
            code=row.code,
            place_id=row.place_id,
            place_path=row.place_path,
            people=row.people,
            categories=tuple(categories.get(row.id, ())),
            child_or_elderly=bool(row.young or row.old)
            or has_young_or_old([row.birth_year, *born.get(row.id, ())], year=today.year),
            ill=is_ill(categories.get(row.id, ())),
            verified_at=row.verified_at,
            registered_at=row.registered_at,
            list_position=row.list_position,
            progress=row.progress,
            served_at=_last(row.served_at, served.get(row.id)),
            score=_score(row, categories, born, _last(row.served_at, served.get(row.id)), hand, today),
        )
        for row in found
    ]


def kept_instead() -> dict[int, int]:
    """For each merged case the one that stands for its household now, over however many merges."""
    merged = select(Case.id, Case.merged_into_id).where(Case.state == State.DUPLICATE)
    into = {case_id: kept for case_id, kept in db.session.execute(merged) if kept is not None}
    found = {}
    for case_id, kept in into.items():
        while kept in into:
            kept = into[kept]
        found[case_id] = kept
    return found


def same_household(case_id: int) -> set[int]:
    """The cases that tell of one household, by merges: the one that stays and those that went into it."""
    kept = kept_instead()
    stays = kept.get(case_id, case_id)
    return {case_id, stays, *(one for one, into in kept.items() if into == stays)}


def _served_before_the_merge() -> dict[int, datetime]:
    """When households last got something under a case that was merged, by the case that stands for them."""
    kept, latest = kept_instead(), dict[int, datetime]()
    wanted = select(Case.id, Case.served_at).where(Case.state == State.DUPLICATE, Case.served_at.is_not(None))
    for case_id, served_at in db.session.execute(wanted.order_by(Case.served_at)):
        if served_at is not None and case_id in kept:
            latest[kept[case_id]] = served_at
    return latest


def _lists(pairs: Select[int, Any]) -> dict[int, list[Any]]:
    """The values that belong to each case."""
    found: dict[int, list[Any]] = {}
    for case_id, value in db.session.execute(pairs):
        found.setdefault(case_id, []).append(value)
    return found
