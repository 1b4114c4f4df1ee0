"""What a post of a community group says: its kind, the households it is about, and the words that said so.

Rules and tables only: no network, no model. The reading is a proposal; a person confirms it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeVar

from aidtrack.places.hierarchy import Gazetteer, Unit
from aidtrack.posts.addresses import find_address
from aidtrack.posts.circumstances import find_categories
from aidtrack.posts.counting import count_people
from aidtrack.posts.kinds import Evidence, judge
from aidtrack.posts.needs import Found, find_needs
from aidtrack.posts.people_names import find_names
from aidtrack.posts.phones import FoundPhone, find_phones
from aidtrack.posts.splitting import split_households, split_posts
from aidtrack.posts.urgency import find_urgency
from aidtrack.posts.wards import FoundWard, find_wards
from aidtrack.posts.written import Written, write, write_as_typed

__all__ = ["FIELDS", "KINDS", "NEEDS", "Household", "Reading", "Span", "read", "split_posts"]

KINDS = (
    "request",
    "offer",
    "missing_person",
    "rumour",
    "violation",
    "thanks",
    "question",
    "other",
    "served",
)
NEEDS = (
    "rice",
    "noodles",
    "peanuts",
    "fish_sauce",
    "oil",
    "eggs",
    "milk",
    "masks",
    "vegetables",
    "meat",
    "water",
    "medicine",
    "diapers",
    "gas",
    "money",
    "transport",
    "food",
    "other",
)
WITH_HOUSEHOLDS = ("request", "served")
"""Kinds of posts that tell of households; in all others nobody asks."""

FIELDS = ("name", "phone", "people", "address", "ward", "category", "need", "urgency", "kind")


@dataclass(frozen=True)
class Household:
    """What one household is said to be; None or empty where the post says nothing."""

    name: str | None = None
    phone: str | None = None
    people: int | None = None
    address: str | None = None
    ward_code: str | None = None
    categories: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    urgency: str = "normal"


@dataclass(frozen=True)
class Span:
    """A piece of the original text from which a field was read; `household` counts from 0."""

    start: int
    end: int
    field: str
    household: int | None = None


@dataclass(frozen=True)
class Reading:
    """A post as the rules understand it."""

    kind: str
    households: tuple[Household, ...] = ()
    spans: tuple[Span, ...] = ()


def read(
    text: str,
    *,
    posted_at: datetime | None = None,
    group_ward: Unit | None = None,
    gazetteer: Gazetteer,
) -> Reading:
    """Read one post; `group_ward` is the ward of the group in which it stood."""
    typed = write_as_typed(text)
    written = write(typed)
    phones = _in_written(find_phones(typed), typed, written)
    parts = split_households(written, phones) if written.plain else []
    places = _Places(gazetteer, group_ward)
    around = _Part(_around(written, parts))
    drafts = [
        _household(_Part(written.part(a, b), a), around, phones, places, len(parts) > 1) for a, b in parts
    ]
    verdict = judge(written, _evidence(written, phones, drafts))
    spans = [Span(*written.where(*place), "kind") for place in verdict.words]
    if verdict.kind not in WITH_HOUSEHOLDS or not drafts:
        return Reading(verdict.kind, (), tuple(sorted(spans, key=_in_order)))
    for number, draft in enumerate(drafts):
        spans += [Span(a, b, field, number) for a, b, field in draft.places]
    return Reading(
        verdict.kind, tuple(draft.household for draft in drafts), tuple(sorted(set(spans), key=_in_order))
    )


MOST_AROUND = 1_000
"""So much of what stands around several households is read for all of them."""


def _around(text: Written, parts: list[tuple[int, int]]) -> Written:
    """What stands before, between and behind the parts that tell of one household each."""
    ends = [0, *(end for _, end in parts)]
    starts = [*(start for start, _ in parts), len(text.plain)]
    return Written.joined(
        [text.part(0, 0), *(text.part(a, b) for a, b in zip(ends, starts, strict=True) if a < b)]
    )


def _in_order(span: Span) -> tuple[int, int, str, int]:
    return (span.start, span.end, span.field, -1 if span.household is None else span.household)


@dataclass(frozen=True)
class _Places:
    gazetteer: Gazetteer
    group: Unit | None

    def find(self, text: Written) -> list[FoundWard]:
        """The wards that a text names."""
        return find_wards(text, self.gazetteer, self.group)


class _Placed(Protocol):
    """Anything that was found at a place."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


F = TypeVar("F", bound=_Placed)


@dataclass(frozen=True)
class _Part:
    """One household's piece of the post, and where it begins there."""

    text: Written
    start: int = 0
    read: dict[object, list[Any]] = field(default_factory=dict, compare=False)
    """What was found in it, for whoever asks again."""

    def holds(self, phone: FoundPhone) -> bool:
        """Whether a telephone number stands in it."""
        return self.start <= phone.start < self.start + len(self.text.plain)

    def said(
        self, find: Callable[[Written], list[F]], around: _Part, several: bool
    ) -> tuple[list[F], Written]:
        """What the part itself says; else, of several households, what the text around says of all."""
        own = find(self.text)
        if own or not several:
            return own, self.text
        if find not in around.read:
            around.read[find] = find(around.text)
        return around.read[find], around.text


@dataclass(frozen=True)
class _Draft:
    household: Household
    places: tuple[tuple[int, int, str], ...]


def _in_written(phones: list[FoundPhone], typed: Written, written: Written) -> list[FoundPhone]:
    """The numbers with their places in the text whose teencode is spelled out."""
    found: list[FoundPhone] = []
    for phone in phones:
        start, end = typed.where(phone.start, phone.end)
        first, last = bisect_left(written.starts, start), bisect_left(written.ends, end)
        if first <= last < len(written.ends):
            found.append(FoundPhone(phone.number, first, last + 1))
    return found


def _household(
    part: _Part, around: _Part, phones: list[FoundPhone], places: _Places, several: bool
) -> _Draft:
    """What one part says, and what it takes over from the text around where several households stand."""
    own = part.text
    mine = [FoundPhone(p.number, p.start - part.start, p.end - part.start) for p in phones if part.holds(p)]
    taken = [(one.start, one.end) for one in mine]
    wards, of_wards = part.said(places.find, around, several)
    own_wards = [(one.start, one.end) for one in wards] if of_wards is own else []
    address, people, names = (
        find_address(own, [*taken, *own_wards]),
        count_people(own),
        find_names(own, taken),
    )
    needs, of_needs = part.said(find_needs, around, several)
    categories, of_categories = part.said(find_categories, around, several)
    urgent = find_urgency(own)
    unit = wards[0].unit if wards else places.group
    household = Household(
        name=names[0].name if names else None,
        phone=mine[0].number if mine else None,
        people=people.people if people else None,
        address=own.cased[address.start : address.end].strip(" ,.-") if address else None,
        ward_code=unit.code if unit else None,
        categories=_codes(categories),
        needs=_codes(needs),
        urgency="high" if urgent else "normal",
    )
    said: list[tuple[str, Written, Sequence[_Placed]]] = [
        ("phone", own, mine[:1]),
        ("name", own, names[:1]),
        ("people", own, [people] if people else []),
        ("address", own, [address] if address else []),
        ("ward", of_wards, wards[:1]),
        ("category", of_categories, categories),
        ("need", of_needs, needs),
        ("urgency", own, urgent),
    ]
    return _Draft(
        household,
        tuple((*text.where(one.start, one.end), field) for field, text, found in said for one in found),
    )


def _codes(found: list[Found]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.code for one in found))


def _evidence(text: Written, phones: list[FoundPhone], drafts: list[_Draft]) -> Evidence:
    households = [draft.household for draft in drafts]
    return Evidence(
        phones=len(phones),
        people=any(one.people for one in households),
        needs=max((len(one.needs) for one in households), default=0),
        urgent=sum(one.urgency == "high" for one in households),
        categories=max((len(one.categories) for one in households), default=0),
        address=any(one.address for one in households),
    )
