"""The walk through the list of cases: where each stands, and which come next, forwards or backwards."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import and_, case, literal, not_, or_, select, tuple_

from aidtrack.cases.filter_queries import Conditions
from aidtrack.cases.models import Case
from aidtrack.cases.searching import Search
from aidtrack.db import db

MOST_FOUND = 1_000
"""Up to so many finds of a search are put in order at once; beyond that the walk stops early."""


@dataclass(frozen=True, order=True)
class Key:
    """Where a case stands in the list: the rank of its name in a search, then the oldest first."""

    rank: int
    at: datetime
    id: int

    def __str__(self) -> str:
        return f"{self.rank}.{(self.at - _EPOCH) // timedelta(microseconds=1)}.{self.id}"

    @classmethod
    def read(cls, text: str | None) -> Key | None:
        """The key that `str` wrote; None for anything else."""
        if not re.fullmatch(r"[01]\.[0-9]{1,17}\.[0-9]{1,9}", text or ""):
            return None
        rank, micros, case_id = map(int, (text or "").split("."))
        return cls(rank, _EPOCH + timedelta(microseconds=micros), case_id)


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def few_found(conditions: Conditions, search: Search) -> list[Key] | None:
    """All that a search finds, in order, if it is not too much: then one look at the names is enough."""
    exact, *_ = _ranks(search)
    rank = case((and_(*exact), 0), else_=1) if exact else literal(0)
    found = db.session.execute(select(rank, Case.registered_at, Case.id).where(*conditions).limit(MOST_FOUND))
    keys = sorted(Key(*row) for row in found)
    return keys if len(keys) < MOST_FOUND else None


def _among(keys: Sequence[Key], start: Key | None, most: int, backwards: bool) -> list[Key]:
    """The next keys out of all, in the order in which they are walked."""
    if backwards:
        return [key for key in reversed(keys) if start is None or key < start][:most]
    return [key for key in keys if start is None or key > start][:most]


def _asked_for(
    conditions: Conditions, search: Search | None, start: Key | None, most: int, backwards: bool
) -> list[Key]:
    """The keys of the next cases from a key on, walking forwards or backwards through the ranks."""
    ranks = list(enumerate(_ranks(search)))
    if start:
        ranks = ranks[: start.rank + 1] if backwards else ranks[start.rank :]
    found: list[Key] = []
    for rank, names in reversed(ranks) if backwards else ranks:
        position = tuple_(Case.registered_at, Case.id)
        here = [*conditions, *names]
        if start and rank == start.rank:
            key = tuple_(literal(start.at, Case.registered_at.type), literal(start.id))
            here.append(position < key if backwards else position > key)
        order = (Case.registered_at.desc(), Case.id.desc()) if backwards else (Case.registered_at, Case.id)
        keys = select(Case.registered_at, Case.id).where(*here).order_by(*order).limit(most - len(found))
        found += [Key(rank, at, case_id) for at, case_id in db.session.execute(keys)]
        if len(found) >= most:
            break
    return found


def _ranks(search: Search | None) -> list[Conditions]:
    """Without marks in the search all names are one rank; with marks those that have them come first."""
    if search is None or not search.marked:
        return [()]
    exact = [Case.name_sort.contains(word, autoescape=True) for word in search.marked]
    alike = not_(exact[0]) if len(exact) == 1 else or_(*map(not_, exact))
    return [exact, [alike]]


def next_keys(
    conditions: Conditions,
    search: Search | None,
    few: Sequence[Key] | None,
    start: Key | None,
    most: int,
    backwards: bool,
) -> list[Key]:
    """The next cases from a key on (None: from the end where one stands), in the order of the walk.

    `few` are all that there are, if they are known.
    """
    if few is not None:
        return _among(few, start, most, backwards)
    return _asked_for(conditions, search, start, most, backwards)
