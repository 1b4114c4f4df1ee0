"""How alike two told facts are: each comparison answers with a word, such as "same", "short" or "slip".

A word is worth nothing here; what it weighs is decided by the table of `weights`. Names and addresses
have comparisons of their own (`written_names`, `written_addresses`).
"""

from __future__ import annotations

import re

from rapidfuzz.distance import OSA

from aidtrack.cases.written_addresses import WrittenAddress, addresses
from aidtrack.cases.written_names import UNKNOWN, WrittenName, names
from aidtrack.vietnamese.folding import fold

__all__ = [
    "UNKNOWN",
    "WrittenAddress",
    "WrittenName",
    "addresses",
    "birth_years",
    "couples",
    "exactly",
    "head_counts",
    "members",
    "names",
    "numbers",
    "origins",
]


def numbers(a: str | None, b: str | None) -> str:
    """Identity or phone numbers: same, slip (a digit wrong, two swapped, one lost), slips, other, unknown.

    An old card's 9 digits and a new one's 12 tell nothing about each other.
    """
    if not a or not b or abs(len(a) - len(b)) > 1:
        return UNKNOWN
    if a == b:
        return "same"
    return {1: "slip", 2: "slips"}.get(OSA.distance(a, b, score_cutoff=2), "other")


def birth_years(a: int | None, b: int | None) -> str:
    """same, beside (one year off), slip (a digit wrong or two swapped), close (a few), other, unknown."""
    if a is None or b is None:
        return UNKNOWN
    if a == b:
        return "same"
    apart = abs(a - b)
    if apart == 1:
        return "beside"
    if apart >= _A_TYPED_GAP and OSA.distance(str(a), str(b), score_cutoff=1) == 1:
        return "slip"
    return "close" if apart <= _A_FEW_YEARS else "other"


_A_FEW_YEARS = 4
_A_TYPED_GAP = 6
"""Two or three years apart are brothers more often than a wrong last digit."""


def couples(sexes: tuple[str | None, str | None], years: tuple[int | None, int | None], kin: bool) -> str:
    """likely, perhaps (a sex is not known), kin (of one family name), none: are they husband and wife?"""
    if sexes[0] == sexes[1]:
        return "none"
    if None not in years and abs((years[0] or 0) - (years[1] or 0)) > _OF_LIKE_AGE:
        return "none"
    return "kin" if kin else "perhaps" if None in sexes else "likely"


_OF_LIKE_AGE = 14


def head_counts(a: int | None, b: int | None) -> str:
    """same, beside (one person more or less), other or unknown."""
    if a is None or b is None:
        return UNKNOWN
    return "same" if a == b else "beside" if abs(a - b) == 1 else "other"


def members(a: frozenset[str], b: frozenset[str], head_of_a: str, head_of_b: str) -> str:
    """Lists of folded names: named (a head stands in the other's list), shared, apart or unknown."""
    if head_of_a in b or head_of_b in a:
        return "named"
    if not a or not b:
        return UNKNOWN
    return "shared" if a & b else "apart"


def exactly(a: str | None, b: str | None) -> str:
    """same, other or unknown."""
    return UNKNOWN if not a or not b else "same" if a == b else "other"


def origins(a: str, b: str) -> str:
    """Two places of permanent residence: same (one may be written at more length), other or unknown."""
    return _one_within(words_of_place(a), words_of_place(b))


def words_of_place(text: str) -> frozenset[str]:
    """The words of a place without those for its kind."""
    return frozenset(_OFFICE.sub(" ", fold(text)).split()) if text else frozenset()


def _one_within(first: frozenset[str], second: frozenset[str]) -> str:
    if not first or not second:
        return UNKNOWN
    return "same" if first <= second or second <= first else "other"


same_place = _one_within

_OFFICE = re.compile(r"\b(?:tinh|thanh pho|tp|huyen|quan|thi xa|xa|phuong)\b|[^\w]+")
