"""What the views, filters and searches of the list of cases mean, as conditions within one's scope."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, literal, not_, or_, select

from aidtrack.cases.lifecycle import WAITING_STATES, State
from aidtrack.cases.models import Case, CaseCategory
from aidtrack.cases.searching import Search
from aidtrack.cases.vouching_queries import corrected_by
from aidtrack.clock import HANOI
from aidtrack.db import db, scoped, within
from aidtrack.errors import NotFound
from aidtrack.places import queries as places
from aidtrack.rights import Actor
from aidtrack.sentences import N_

RARE = 2_000
"""Up to so many cases of a category are looked up one by one."""
OVERDUE_AFTER = 3
"""Days after which a case that nobody visited is overdue."""

VIEWS: Mapping[str, str] = {
    "waiting": N_("Waiting for me"),
    "suspected": N_("Possible duplicates"),
    "overdue": N_("Overdue"),
    "all": N_("All"),
}
"""The saved views: key in the address and label."""


@dataclass(frozen=True)
class CaseFilters:
    """What the list shows: a view and filters, each empty for "all".

    `state` is a state of the lifecycle or a progress ("served"), `category` a code, `place_id` a unit
    (a ward, or a district for all of its wards), `search` what was typed.
    """

    view: str = "all"
    state: str = ""
    category: str = ""
    place_id: str = ""
    search: str = ""


Conditions = Sequence[ColumnElement[bool]]


def wanted(by: Actor, filters: CaseFilters, search: Search | None, today: date) -> Conditions:
    """What a case must fulfil to stand in the list; `search` is the filters' own, read."""
    found = [scoped(Case, by, "cases.see"), *VIEW_CONDITIONS.get(filters.view, _everything)(by, today)]
    if filters.state:
        found.append(
            Case.state == filters.state if filters.state in _STATES else Case.progress == filters.state
        )
    if filters.place_id:
        found.append(within(Case.place_path, _reach(filters.place_id)))
    if filters.category:
        found.append(_in_category(filters.category))
    if search:
        found.append(_sought(search))
    return found


_STATES = frozenset(State)


def _reach(place_id: str) -> tuple[str, ...]:
    try:
        return places.reach(place_id)
    except NotFound:
        return ()


def _in_category(code: str) -> ColumnElement[bool]:
    """Few cases are looked up from their category, many are met soon enough on the way through the list."""
    of_category = select(CaseCategory.case_id).where(CaseCategory.code == code)
    if up_to(RARE, CaseCategory.code == code) < RARE:
        return Case.id.in_(list(db.session.scalars(of_category)))
    return of_category.where(CaseCategory.case_id == Case.id).exists()


def _sought(search: Search) -> ColumnElement[bool]:
    if search.by_name:
        padded = literal(" ") + Case.name_folded
        return and_(*(padded.contains(f" {word}", autoescape=True) for word in search.words))
    # An ID number is found whole or not at all: else it could be learned digit by digit.
    ways = [Case.citizen_id == search.citizen_id] if search.citizen_id else []
    begins = ((Case.phone, search.phone), (Case.code, search.code))
    return or_(*ways, *(_begins(column, start) for column, start in begins if start))


def _begins(column: Any, start: str) -> ColumnElement[bool]:
    # A range, so that the index is used in every collation.
    return and_(column >= start, column < start[:-1] + chr(ord(start[-1]) + 1))


def _everything(_by: Actor, _today: date) -> Conditions:
    return ()


def _suspected(_by: Actor, _today: date) -> Conditions:
    return (and_(Case.suspected),)


def _overdue(_by: Actor, today: date) -> Conditions:
    late = start_of(today, days_ago=OVERDUE_AFTER)
    return (Case.state.in_(sorted(WAITING_STATES)), Case.registered_at < late)


def waiting(by: Actor, _today: date | None = None) -> Conditions:
    """Who may verify waits for cases that are others' word; who may not, for what was sent back."""
    if by.reach("cases.verify"):
        waits = and_(Case.state.in_(sorted(WAITING_STATES)), Case.suspected.is_(False))
        by_others = or_(Case.registered_by_id.is_(None), Case.registered_by_id != by.id)
        own_word = (by_others, not_(corrected_by(by.id))) if by.id else ()
        return (scoped(Case, by, "cases.verify"), waits, *own_word)
    if by.reach("cases.resubmit"):
        return (scoped(Case, by, "cases.resubmit"), Case.state == State.NEEDS_MORE)
    return (false(),)


VIEW_CONDITIONS: Mapping[str, Callable[[Actor, date], Conditions]] = {
    "waiting": waiting,
    "suspected": _suspected,
    "overdue": _overdue,
    "all": _everything,
}
"""What each view holds."""


def start_of(day: date, *, days_ago: int = 0) -> datetime:
    """The moment at which a day, or the day so many days before it, begins in Hanoi."""
    return datetime.combine(day - timedelta(days=days_ago), time(), HANOI).astimezone(UTC)


def up_to(most: int, *wanted: ColumnElement[bool]) -> int:
    """How many rows fulfil the conditions, counting no further than `most`."""
    some = select(literal(1)).where(*wanted).limit(most).subquery()
    return int(db.session.scalar(select(func.count()).select_from(some)) or 0)
