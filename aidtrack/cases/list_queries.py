"""The list of cases: views, filters and search within one's scope, paged by key, never by number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from aidtrack.cases.progress import Badge
from aidtrack.rights import Actor
from aidtrack.sentences import N_, Sentence

PAGE = 50
MOST_COUNTED = 10_000
"""Counting stops here: "10.000" on a tab means that many or more."""
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

    `state` is a state of the lifecycle, `category` a code, `place_id` a unit (a ward, or a
    district for all of its wards), `search` words as typed.
    """

    view: str = "all"
    state: str = ""
    category: str = ""
    place_id: str = ""
    search: str = ""


@dataclass(frozen=True)
class CaseRow:
    """One line of the list. `waits_days` counts from the registration while nobody decided, else None.

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


@dataclass(frozen=True)
class CasePage:
    """A page of the list: `before` and `after` are the keys of the neighbouring pages (None: there is none).

    `count` stops at `MOST_COUNTED`; `said` says it with the order, "12 cases, longest wait first".
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
    size: int = PAGE,
) -> CasePage:
    """A page of the cases that the actor may see, longest wait first; with a search, names that have the
    very marks that were typed come first.

    `after` and `before` are keys out of another page; `before="end"` is the last page. A key that
    nobody could have got is as none.
    """
    raise NotImplementedError


def counts(by: Actor, *, today: date) -> ViewCounts:
    """How many cases each view holds within the actor's scope."""
    raise NotImplementedError


def waiting_for(actor: Actor) -> int:
    """How many cases wait for this very person (the view "waiting"), for the menu."""
    return 0
