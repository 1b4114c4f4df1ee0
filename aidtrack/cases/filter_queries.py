"""What the views, filters and searches of the list of cases mean, as conditions within one's scope."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Text, and_, cast, false, func, literal, not_, or_, select

from aidtrack.cases.finding_queries import Conditions, Sought
from aidtrack.cases.lifecycle import WAITING_STATES, State
from aidtrack.cases.models import Case, CaseCategory
from aidtrack.cases.searching import read_search
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
    (a ward, or a district for all of its wards), `search` what was typed, `added_by` "me" or "others",
    `since` and `until` the first and last day of the registration, `need` a good's code.
    """

    view: str = "all"
    state: str = ""
    category: str = ""
    place_id: str = ""
    search: str = ""
    added_by: str = ""
    since: date | None = None
    until: date | None = None
    need: str = ""


def wanted(by: Actor, filters: CaseFilters, today: date) -> Conditions:
    """What a case must fulfil to stand in the list, besides what is searched for (`finding_queries`)."""
    found = [scoped(Case, by, "cases.see"), *VIEW_CONDITIONS.get(filters.view, _everything)(by, today)]
    if filters.state:
        found.append(
            Case.state == filters.state if filters.state in _STATES else Case.progress == filters.state
        )
    if filters.place_id:
        found.append(within(Case.place_path, _reach(filters.place_id)))
    if filters.category:
        found.append(_in_category(filters.category))
    return [*found, *_added(by, filters), *_needed(filters.need)]


def _added(by: Actor, filters: CaseFilters) -> Iterator[ColumnElement[bool]]:
    """By whom and when."""
    if filters.added_by in ("me", "others"):
        mine = and_(Case.registered_by_id.is_not(None), Case.registered_by_id == by.id)
        yield mine if filters.added_by == "me" else not_(mine)
    if filters.since:
        yield Case.registered_at >= start_of(filters.since)
    if filters.until:
        yield Case.registered_at < start_of(filters.until, days_ago=-1)


def _needed(good: str) -> Iterator[ColumnElement[bool]]:
    """What a household needs is kept as a list of codes and words: the code as a whole stands in quotes."""
    if good:
        yield cast(Case.needs, Text).contains(f'"{good}"', autoescape=True)


def sought(by: Actor, filters: CaseFilters, conditions: Conditions) -> Sought | None:
    """What is searched for within the conditions of the list; None where nothing was typed."""
    search = read_search(filters.search)
    if search is None:
        return None
    around = [by.reach("cases.see")]
    return Sought(search, conditions, [*around, _reach(filters.place_id)] if filters.place_id else around)


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
