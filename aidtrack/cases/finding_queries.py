"""Which cases a search finds, rank by rank, within one's scope; in each rank in the order they were added.

Direct finds come first (the phone, ID number or code that was typed), then what `finding.ranks` says. Every
question stops early: of few finds all are ranked at once, of many only a page is walked to.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    and_,
    case,
    func,
    literal,
    not_,
    or_,
    select,
    type_coerce,
)

from aidtrack.cases import finding
from aidtrack.cases.finding import Rank
from aidtrack.cases.finding_models import CaseWords, FirstThen
from aidtrack.cases.models import Case
from aidtrack.cases.searching import Search
from aidtrack.db import db
from aidtrack.rights import EVERYWHERE
from aidtrack.schema import CASE_WORDS

MOST_PLACES = 40
"""Places that a question names as terms; of more only the rows themselves tell."""

Conditions = Sequence[ColumnElement[bool]]


@dataclass(frozen=True)
class Stream:
    """Cases that are found in one way: by terms, by a column (`also`), or by both."""

    rank: Rank | None
    also: Conditions = ()


@dataclass(frozen=True)
class Sought:
    """A search with all that narrows it: conditions on the cases, and the places in which all of them lie,
    group by group (each case lies in one place of every group)."""

    search: Search
    conditions: Conditions
    places: Sequence[tuple[str, ...]] = ()

    @cached_property
    def direct(self) -> list[Stream]:
        """The ways to the very number or code that was typed."""
        return list(_direct(self.search))

    @cached_property
    def streams(self) -> list[list[Stream]]:
        """The ways by rank."""
        direct = self.direct
        rest: Conditions = [not_(or_(*(and_(*one.also) for one in direct)))] if direct else ()
        by_name = [[Stream(rank, rest)] for rank in finding.ranks(self.search)] if self.search.by_name else []
        return ([direct] if direct else []) + by_name


def _direct(search: Search) -> Iterator[Stream]:
    # An ID number is found whole or not at all: else it could be learned digit by digit.
    if search.citizen_id:
        yield Stream(None, [Case.citizen_id == search.citizen_id])
    if search.phone:
        terms = finding.phone_terms(search.phone)
        begins = and_(Case.phone.is_not(None), _begins(Case.phone, search.phone))
        yield Stream(Rank(terms) if terms else None, [begins])
    if search.code:
        yield Stream(None, [_begins(Case.code, search.code)])


def _begins(column: Any, start: str) -> ColumnElement[bool]:
    # A range, so that the index is used in every collation.
    return and_(column >= start, column < start[:-1] + chr(ord(start[-1]) + 1))


def few_found(sought: Sought, most: int) -> list[tuple[int, int]] | None:
    """All that a search finds, in order, each as its rank and its case's id; None for more than `most`.

    One question over the widest rank is enough: the rank of each find is told by its own terms.
    """
    streams, ranks = sought.streams, finding.ranks(sought.search) if sought.search.by_name else []
    found: dict[int, int] = {}
    for stream in sought.direct:
        wanted = _of(sought, stream, Case.id).limit(most + 1)
        found.update(dict.fromkeys(db.session.scalars(wanted), 0))
    if ranks:
        [last] = streams[-1]
        widest = Stream(replace(ranks[-1], but=()), last.also)
        first = len(streams) - len(ranks)
        steps = [(_has_all(one.terms), number) for number, one in enumerate(ranks[:-1], first)]
        rank = case(*steps, else_=len(streams) - 1) if steps else literal(first)
        asked = _of(sought, widest, Case.id, rank).limit(most + 1)
        found.update(dict(db.session.execute(asked).all()))
    return sorted((rank, case_id) for case_id, rank in found.items()) if len(found) <= most else None


def next_found(
    sought: Sought, start: tuple[int, int] | None, most: int, backwards: bool
) -> list[tuple[int, int]]:
    """The next finds from one on (None: from the end where one stands): rank and id of each case."""
    walk = list(enumerate(sought.streams))
    if start:
        walk = walk[: start[0] + 1] if backwards else walk[start[0] :]
    found: list[tuple[int, int]] = []
    for rank, streams in reversed(walk) if backwards else walk:
        left = most - len(found)
        past = start[1] if start and start[0] == rank else None
        ids = {
            case_id
            for stream in streams
            for case_id in db.session.scalars(_stretch(sought, stream, past, left, backwards))
        }
        found += [(rank, case_id) for case_id in sorted(ids, reverse=backwards)[:left]]
        if len(found) >= most:
            break
    return found


def among(
    few: Sequence[tuple[int, int]], start: tuple[int, int] | None, most: int, backwards: bool
) -> list[tuple[int, int]]:
    """The next finds out of all, as `next_found` would walk to them."""
    if backwards:
        return [one for one in reversed(few) if start is None or one < start][:most]
    return [one for one in few if start is None or one > start][:most]


def count_found(sought: Sought, most: int) -> int:
    """How many cases a search finds, counting no further than `most`."""
    count = 0
    for stream in (stream for streams in sought.streams for stream in streams):
        some = _of(sought, stream, literal(1)).limit(most - count).subquery()
        count += int(db.session.scalar(select(func.count()).select_from(some)) or 0)
        if count >= most:
            break
    return count


def _stretch(sought: Sought, stream: Stream, past: int | None, most: int, backwards: bool) -> Select[int]:
    at: Any = CaseWords.c.rowid if stream.rank and _on_sqlite() else Case.id
    wanted = _of(sought, stream, Case.id)
    if past is not None:
        wanted = wanted.where(at < past if backwards else at > past)
    return wanted.order_by(at.desc() if backwards else at).limit(most)


def _of(sought: Sought, stream: Stream, *what: Any) -> Select[Any]:
    """The cases of one way within all that narrows them."""
    wanted = select(*what).where(*sought.conditions, *stream.also)
    if stream.rank is None:
        return wanted.select_from(Case)
    terms: Any = Case.finds
    if _on_sqlite():
        near = [places for places in map(_as_terms, sought.places) if places]
        meeting = finding.expression(stream.rank, near)
        wanted = wanted.select_from(_WORDS_FIRST)
        wanted = wanted.where(CaseWords.c[CASE_WORDS].op("MATCH")(meeting))
        text: Any = type_coerce(terms, Text)
    else:
        wanted = wanted.select_from(Case).where(_has_all(stream.rank.terms))
        if stream.rank.but:
            wanted = wanted.where(not_(_has_all(stream.rank.but)))
        text = func.array_to_string(terms, " ")
    return wanted.where(*(text.contains(letters) for letters in stream.rank.letters))


_WORDS_FIRST = FirstThen(CaseWords, Case.__table__, Case.__table__.c.id == CaseWords.c.rowid)


def _has_all(terms: Sequence[str]) -> ColumnElement[bool]:
    """That a case has all of some terms, asked of its own row."""
    if not _on_sqlite():
        return Case.finds.op("@>", is_comparison=True)(terms)
    kept = literal(" ").concat(type_coerce(Case.finds, Text)).concat(" ")
    return and_(*(func.instr(kept, f" {term} ") > 0 for term in terms))


def _as_terms(paths: tuple[str, ...]) -> tuple[str, ...]:
    """The terms of some places; none where they narrow nothing, or are too many to be named."""
    if EVERYWHERE in paths or len(paths) > MOST_PLACES:
        return ()
    return finding.place_terms(paths)


def _on_sqlite() -> bool:
    return db.session.get_bind().dialect.name == "sqlite"
