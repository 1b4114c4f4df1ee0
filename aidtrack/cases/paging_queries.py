"""The walk through the list of cases: where each stands, and which come next, forwards or backwards."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Select, literal, select, tuple_

from aidtrack.cases.finding_queries import Conditions, Sought, among, next_found
from aidtrack.cases.models import Case
from aidtrack.cases.progress import HELPED, Progress
from aidtrack.db import db


@dataclass(frozen=True, order=True)
class Key:
    """Where a case stands in the list: its rank (see `Ranks`), then the oldest first. Of what a search finds
    only the rank and the id tell."""

    rank: int
    at: datetime
    id: int

    def __str__(self) -> str:
        return f"{self.rank}.{(self.at - _EPOCH) // timedelta(microseconds=1)}.{self.id}"

    @classmethod
    def read(cls, text: str | None, ranks: int) -> Key | None:
        """The key that `str` wrote, in a list of so many ranks; None for anything else."""
        if not re.fullmatch(r"[0-9]\.[0-9]{1,17}\.[0-9]{1,9}", text or ""):
            return None
        rank, micros, case_id = map(int, (text or "").split("."))
        return None if rank >= ranks else cls(rank, _EPOCH + timedelta(microseconds=micros), case_id)


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


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


AGE_ONLY: Ranks = [[()]]
"""Nothing decides before the age of a case."""


def next_keys(
    conditions: Conditions,
    ranks: Ranks,
    start: Key | None,
    most: int,
    backwards: bool,
    found: Sought | None = None,
    few: Sequence[tuple[int, int]] | None = None,
) -> list[Key]:
    """The next cases from a key on (None: from the end where one stands), in the order of the walk: that of
    the ranks, or with a search that of what it finds; `few` is all of that, if it is known."""
    if found is None:
        return _asked_for(conditions, ranks, start, most, backwards)
    place = (start.rank, start.id) if start else None
    walked = next_found(found, place, most, backwards) if few is None else among(few, place, most, backwards)
    return [Key(rank, _EPOCH, case_id) for rank, case_id in walked]
