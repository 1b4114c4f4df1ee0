"""The list of cases: views, filters and search within one's scope, paged by key, never by number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from aidtrack.cases.filter_queries import (
    OVERDUE_AFTER,
    VIEW_CONDITIONS,
    VIEWS,
    CaseFilters,
    sought,
    up_to,
    waiting,
    wanted,
)
from aidtrack.cases.finding_queries import count_found, few_found
from aidtrack.cases.lifecycle import OPEN_STATES, WAITING_STATES
from aidtrack.cases.models import Case, CaseCategory
from aidtrack.cases.paging_queries import AGE_ONLY, HELPED_LAST, Key, next_keys
from aidtrack.cases.progress import HELPED, Badge, badge
from aidtrack.cases.searching import Search, marks_in, read_search
from aidtrack.clock import day_of
from aidtrack.db import db, scoped, within
from aidtrack.places import queries as places
from aidtrack.rights import Actor
from aidtrack.sentences import N_, Sentence, say

__all__ = [
    "OVERDUE_AFTER",
    "VIEWS",
    "CaseFilters",
    "CasePage",
    "CaseRow",
    "ViewCounts",
    "codes_to_verify",
    "counts",
    "how_many",
    "page",
    "waiting_for",
    "walk",
]

PAGE = 50
MOST_COUNTED = 10_000
"""Counting stops here: "10.000" on a tab means that many or more."""
MOST_FOUND = 1_000
"""So far the cases of a category are counted."""
MOST_SOUGHT = 200
"""So far the finds of a search are counted."""
END = "end"
"""The key before which the last page lies."""


@dataclass(frozen=True)
class CaseRow:
    """One line of the list. `waits_days` counts from the registration until the goods are there.

    `name_marks` are the parts of the name that a search found, as (start, end) positions.
    """

    id: int
    code: str
    name: str
    birth_year: int | None
    phone: str | None
    address: str
    place_id: str
    place: str
    people: int
    categories: tuple[str, ...]
    state: str
    suspected: bool
    progress: str
    badge: Badge
    registered_at: datetime
    registered_by_name: str
    waits_days: int | None
    overdue: bool
    name_marks: tuple[tuple[int, int], ...] = ()
    place_path: str = ""
    citizen_id: str | None = None
    residential_group: str = ""
    home_address: str = ""
    needs: tuple[str, ...] = ()
    circumstances: str = ""
    verified_at: datetime | None = None


@dataclass(frozen=True)
class CasePage:
    """A page of the list: `before` and `after` are the keys of the neighbouring pages (None: there is none).

    `count` stops at `MOST_COUNTED` (or `MOST_FOUND`, `MOST_SOUGHT`); `said` says it with the list's order.
    """

    rows: Sequence[CaseRow]
    after: str | None
    before: str | None
    count: int
    said: Sentence


@dataclass(frozen=True)
class ViewCounts:
    """How many cases each view holds, counting at most to `MOST_COUNTED`."""

    waiting: int
    suspected: int
    overdue: int
    all: int

    def of(self, view: str) -> int:
        """The count of a view by its key."""
        return int(getattr(self, view))


def page(
    by: Actor,
    filters: CaseFilters,
    after: str | None = None,
    before: str | None = None,
    *,
    today: date,
    verification_days: int = 90,
    size: int = PAGE,
) -> CasePage:
    """A page of the cases that the actor may see, the oldest first: where all are shown, after those that
    have no goods yet come those that have; with a search, names that have the very marks that were typed
    come first.

    `verification_days` is the setting after which a verification has grown old. `after` and `before` are keys
    out of another page; `before="end"` is the last page. A key that nobody could have got is as none.
    """
    conditions = wanted(by, filters, today)
    found = sought(by, filters, conditions)
    ranks = HELPED_LAST if _shows_all(filters) else AGE_ONLY
    start = Key.read(before or after, len(found.streams if found else ranks))
    backwards = before == END or bool(before and start)
    few = few_found(found, MOST_SOUGHT) if found else None
    keys = next_keys(conditions, ranks, start, size + 1, backwards, found, few)
    more, keys = len(keys) > size, keys[:size]
    if backwards:
        keys.reverse()
        if not more and start:
            # The beginning is reached: a whole first page.
            return page(by, filters, today=today, verification_days=verification_days, size=size)
    most = MOST_SOUGHT if found else MOST_FOUND if filters.category else MOST_COUNTED
    if found:
        count = most if few is None else len(few)
    else:
        count = len(keys) if not more and start is None and not backwards else up_to(most, *conditions)
    onwards = more if not backwards else before != END
    back = more if backwards else start is not None
    return CasePage(
        rows=_rows([key.id for key in keys], found.search if found else None, today, verification_days),
        after=str(keys[-1]) if keys and onwards else None,
        before=(str(keys[0]) if keys else END) if back else None,
        count=count,
        said=_said(count, most, filters),
    )


def walk(
    by: Actor, filters: CaseFilters, *, today: date, verification_days: int = 90, size: int = 1_000
) -> Iterator[CaseRow]:
    """Every case that the filters leave, in the list's own order; however many, they take little room."""
    conditions = wanted(by, filters, today)
    found = sought(by, filters, conditions)
    ranks = HELPED_LAST if _shows_all(filters) else AGE_ONLY
    last: Key | None = None
    while keys := next_keys(conditions, ranks, last, size, False, found):
        last = keys[-1]
        yield from _rows([key.id for key in keys], None, today, verification_days)
        if len(keys) < size:
            return


def how_many(by: Actor, filters: CaseFilters, *, today: date, most: int) -> int:
    """How many cases the filters leave, counting no further than `most`."""
    conditions = wanted(by, filters, today)
    found = sought(by, filters, conditions)
    return count_found(found, most) if found else up_to(most, *conditions)


def _shows_all(filters: CaseFilters) -> bool:
    """Whether served and unserved cases stand side by side, and nothing else orders them."""
    return filters.view not in _WAITING and not (filters.state or read_search(filters.search))


_WAITING = frozenset(VIEWS) - {"all"}


def _rows(ids: Sequence[int], search: Search | None, today: date, days: int) -> list[CaseRow]:
    """The lines of some cases, in the order of their ids in the argument."""
    columns = (
        *(
            Case.id,
            Case.code,
            Case.name,
            Case.birth_year,
            Case.phone,
            Case.address,
            Case.place_id,
            Case.people,
        ),
        *(Case.state, Case.suspected, Case.progress, Case.verified_at),
        *(Case.registered_at, Case.registered_by_name),
        *(Case.place_path, Case.citizen_id, Case.residential_group, Case.home_address),
        *(Case.needs, Case.circumstances),
    )
    found = {row.id: row for row in db.session.execute(select(*columns).where(Case.id.in_(ids)))}
    codes: dict[int, list[str]] = {}
    of_cases = select(CaseCategory.case_id, CaseCategory.code).where(CaseCategory.case_id.in_(ids))
    in_order = of_cases.order_by(CaseCategory.case_id, CaseCategory.position)
    for case_id, code in db.session.execute(in_order):
        codes.setdefault(case_id, []).append(code)
    rows = (found[case_id] for case_id in ids)
    return [_row(row, tuple(codes.get(row.id, ())), search, today, days) for row in rows]


def _row(row: Any, categories: tuple[str, ...], search: Search | None, today: date, days: int) -> CaseRow:
    since = day_of(row.registered_at)
    waits = row.state in OPEN_STATES and row.progress not in HELPED
    return CaseRow(
        id=row.id,
        code=row.code,
        name=row.name,
        birth_year=row.birth_year,
        phone=row.phone,
        address=row.address,
        place_id=row.place_id,
        place=places.label_of(row.place_id),
        people=row.people,
        categories=categories,
        state=row.state,
        suspected=row.suspected,
        progress=row.progress,
        badge=badge(
            row.state,
            suspected=row.suspected,
            verified_at=day_of(row.verified_at) if row.verified_at else None,
            progress=row.progress,
            today=today,
            waiting_since=since,
            grows_old_after=days,
            overdue_after=OVERDUE_AFTER,
        ),
        registered_at=row.registered_at,
        registered_by_name=row.registered_by_name,
        waits_days=(today - since).days if waits else None,
        overdue=row.state in WAITING_STATES and (today - since).days > OVERDUE_AFTER,
        name_marks=marks_in(row.name, search),
        place_path=row.place_path,
        citizen_id=row.citizen_id,
        residential_group=row.residential_group,
        home_address=row.home_address,
        needs=tuple(map(str, row.needs)),
        circumstances=row.circumstances,
        verified_at=row.verified_at,
    )


def _said(count: int, most: int, filters: CaseFilters) -> Sentence:
    """How many, and in which order they really stand."""
    if read_search(filters.search):
        said = N_("{count} cases match"), N_("{count} cases or more match")
    elif _shows_all(filters):
        said = (
            N_("{count} cases, those without goods first, then the oldest first"),
            N_("{count} cases or more, those without goods first, then the oldest first"),
        )
    elif filters.view in ("waiting", "overdue"):
        said = N_("{count} cases, longest wait first"), N_("{count} cases or more, longest wait first")
    else:
        said = N_("{count} cases, the oldest first"), N_("{count} cases or more, the oldest first")
    return say(said[count >= most], count=count)


def counts(by: Actor, *, today: date) -> ViewCounts:
    """How many cases each view holds within the actor's scope."""
    seen = scoped(Case, by, "cases.see")
    found = {view: up_to(MOST_COUNTED, seen, *held(by, today)) for view, held in VIEW_CONDITIONS.items()}
    return ViewCounts(**found)


def waiting_for(actor: Actor) -> int:
    """How many cases wait for this very person (the view "waiting"), for the menu."""
    return up_to(MOST_FOUND, scoped(Case, actor, "cases.see"), *waiting(actor))


def codes_to_verify(by: Actor, *, place_id: str = "") -> Sequence[str]:
    """The codes of all cases that wait for this person's verification, longest wait first; those of one
    place if it is given."""
    if not by.reach("cases.verify"):
        return ()
    inside = [within(Case.place_path, places.reach(place_id))] if place_id else []
    wanted = select(Case.code).where(scoped(Case, by, "cases.see"), *waiting(by), *inside)
    return db.session.scalars(wanted.order_by(Case.registered_at, Case.id)).all()
