"""The walk through the list of cases: where each stands, and which come next, forwards or backwards."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Select, and_, case, literal, not_, or_, select, tuple_

from aidtrack.cases.filter_queries import Conditions
from aidtrack.cases.models import Case
from aidtrack.cases.progress import HELPED, Progress
from aidtrack.cases.searching import Search
from aidtrack.db import db

MOST_FOUND = 1_000
"""Up to so many finds of a search are put in order at once; beyond that the walk stops early."""


@dataclass(frozen=True, order=True)
class Key:
    """Where a case stands in the list: its rank (see `Ranks`), then the oldest first."""

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
    (exact,), *_ = ranks_of(search)
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
    conditions: Conditions, ranks: Ranks, start: Key | None, most: int, backwards: bool
) -> list[Key]:
    """The keys of the next cases from a key on, walking forwards or backwards through the ranks."""
    walk = list(enumerate(ranks))
    if start:
        walk = walk[: start.rank + 1] if backwards else walk[start.rank :]
    found: list[Key] = []
    for rank, streams in reversed(walk) if backwards else walk:
        left = most - len(found)
        past = start if start and start.rank == rank else None
        keys = [
            Key(rank, at, case_id)
            for stream in streams
            for at, case_id in db.session.execute(_stretch([*conditions, *stream], past, left, backwards))
        ]
        found += sorted(keys, reverse=backwards)[:left]
        if len(found) >= most:
            break
    return found


def _stretch(conditions: Conditions, past: Key | None, most: int, backwards: bool) -> Select[datetime, int]:
    """Where the next cases of one rank stand, the oldest or the youngest first."""
    position = tuple_(Case.registered_at, Case.id)
    here = [*conditions]
    if past:
        key = tuple_(literal(past.at, Case.registered_at.type), literal(past.id))
        here.append(position < key if backwards else position > key)
    order = (Case.registered_at.desc(), Case.id.desc()) if backwards else (Case.registered_at, Case.id)
    return select(Case.registered_at, Case.id).where(*here).order_by(*order).limit(most)


Ranks = Sequence[Sequence[Conditions]]
"""What decides before the age of a case: conditions, rank by rank. The streams of one rank are walked
side by side, so that each can follow an index of its own."""

HELPED_LAST: Ranks = (
    [[Case.progress == one] for one in Progress if one not in HELPED],
    [[Case.progress == one] for one in sorted(HELPED)],
)


def ranks_of(search: Search | None) -> Ranks:
    """Without marks in the search all names are one rank; with marks those that have them come first."""
    if search is None or not search.marked:
        return [[()]]
    exact = [Case.name_sort.contains(word, autoescape=True) for word in search.marked]
    alike = not_(exact[0]) if len(exact) == 1 else or_(*map(not_, exact))
    return [[exact], [[alike]]]


def next_keys(
    conditions: Conditions,
    ranks: Ranks,
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
    return _asked_for(conditions, ranks, start, most, backwards)
