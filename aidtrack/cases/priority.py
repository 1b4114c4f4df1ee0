"""Who comes first: the class of a household by its most pressing category, and the order of ties.

Ties are broken as in the campaign of August 2021: class, score, children under six or elderly people,
illness, earlier verification, earlier registration, code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from aidtrack.cases.categories import BY_CODE, LAST_CLASS
from aidtrack.sentences import N_, Sentence, say

CHILD_BELOW = 6
ELDERLY_FROM = 60
"""A person is elderly from sixty on (Law on the Elderly, 2009, article 2)."""

TIE_BREAKERS: tuple[str, ...] = (
    N_("class of priority"),
    N_("score"),
    N_("children under 6 or elderly people"),
    N_("illness"),
    N_("earlier verification"),
    N_("earlier registration"),
    N_("code"),
)
"""What decides between equals, in this order; printed with the plan."""

_NEVER = datetime.max.replace(tzinfo=UTC)


def class_of(categories: Iterable[str], classes: Mapping[str, int] | None = None) -> int:
    """The class of a household, 1 the most pressing to 5; `classes` are a campaign's own for some codes."""
    own = classes or {}
    return min((own.get(code, BY_CODE[code].klass) for code in categories), default=LAST_CLASS)


def is_ill(categories: Iterable[str]) -> bool:
    """Whether one of the categories means an illness in the household."""
    return any(BY_CODE[code].ill for code in categories)


def has_young_or_old(birth_years: Iterable[int | None], *, year: int) -> bool:
    """Whether somebody is under six or sixty and over in that year, as far as birth years are known."""
    ages = [year - born for born in birth_years if born is not None]
    return any(age < CHILD_BELOW or age >= ELDERLY_FROM for age in ages)


@dataclass(frozen=True)
class Standing:
    """What decides a household's turn; `position` orders those that were registered at one moment."""

    code: str
    klass: int
    registered_at: datetime
    position: int = 0
    score: int = 0
    young_or_old: bool = False
    ill: bool = False
    verified_at: datetime | None = None


TieBreakKey = tuple[int, int, bool, bool, datetime, datetime, int, str]


def tie_break_key(standing: Standing) -> TieBreakKey:
    """The key that sorts the most pressing first; no two households have the same one."""
    return (
        standing.klass,
        -standing.score,
        not standing.young_or_old,
        not standing.ill,
        standing.verified_at or _NEVER,
        standing.registered_at,
        standing.position,
        standing.code,
    )


def why_first(standing: Standing, other: Standing) -> Sentence:
    """What puts one of two households before the other, in words that name no score and no illness.

    The reason can be read by neighbours, so the sensitive ones stay general.
    """
    mine, theirs = tie_break_key(standing), tie_break_key(other)
    first = next((at for at, (a, b) in enumerate(zip(mine, theirs, strict=True)) if a != b), len(mine) - 1)
    return say(_OPEN_REASONS[first])


_OPEN_REASONS = (
    N_("a more pressing class of priority"),
    N_("a more pressing situation"),
    N_("a more pressing situation"),
    N_("a more pressing situation"),
    N_("verified earlier"),
    N_("registered earlier"),
    N_("registered earlier"),
    N_("the order of the codes"),
)
