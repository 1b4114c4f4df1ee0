"""The terms under which a case is found, and those that a search asks for: one idea for both databases.

A term is a short text without spaces. `ng` says that a word begins so, `~guy` that these letters stand in a
word (trigrams, and longer ones: a meeting of six trigrams is ten times as dear to ask as one term),
`=n0g0u0y0e1n03` that a word is written with these very marks, `+9123` that the phone begins so, and
`2021/01/007/` that the case lies there (SQLite only; a trigger adds those). The databases only look for cases
that have all of some terms: SQLite in a full-text table (FTS5), which walks where they meet in the order of
the cases and stops once a page is full, PostgreSQL in an array with a GIN index.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from aidtrack.cases.searching import PART, Search
from aidtrack.vietnamese.folding import fold, sort_key

LONGEST = 7
"""Beginnings and parts are kept up to so many letters: the longest Vietnamese syllable, "nghiêng"."""
LONGEST_WORD = 24
MOST_WORDS = 60
"""Words of one text that can be found; an address of more is no address."""
PHONE_STEPS = (1, 2, 3, 4, 6, 8)
"""The lengths of a phone's beginnings that are kept, behind the country code."""
NATION = "+84"
PLACE_CUTS = (5, 8, 12)
"""Where a path is cut for the terms of the places around a case, beside the path itself."""
_PATH_LENGTHS = (*PLACE_CUTS, 14, 18)
_WORDS = re.compile(r"[^\W_]+")


def words_of(text: str) -> list[str]:
    """The folded words of a text.

    >>> words_of("158, ngõ 108 Đê La Thành")
    ['158', 'ngo', '108', 'de', 'la', 'thanh']
    """
    return [word[:LONGEST_WORD] for word in _WORDS.findall(fold(text))]


def terms_of(*texts: str, phone: str | None = None) -> tuple[str, ...]:
    """All terms of a case: of the words of its name and address, and of its phone (E.164)."""
    found: dict[str, None] = {}
    for text in texts:
        for word in _WORDS.findall(text)[:MOST_WORDS]:
            found.update(_terms_of_word(word))
    found.update(dict.fromkeys(_beginnings_of_phone(phone or "")))
    return tuple(found)


@lru_cache(maxsize=65_536)
def _terms_of_word(written: str) -> dict[str, None]:
    found: dict[str, None] = {}
    for word in words_of(written):
        kept = range(1, min(len(word), LONGEST) + 1)
        found.update(dict.fromkeys(word[:length] for length in kept))
        found[word] = None
        found.update(dict.fromkeys(_parts(word)))
    found.update(dict.fromkeys(_marked(written)))
    return found


def _parts(word: str) -> Iterable[str]:
    lengths = range(PART, min(len(word), LONGEST) + 1)
    return (f"~{word[at : at + length]}" for length in lengths for at in range(len(word) - length + 1))


def _marked(written: str) -> list[str]:
    key = sort_key(written[:LONGEST_WORD])
    return [f"={key}"] if key else []


def _beginnings_of_phone(phone: str) -> list[str]:
    national = phone.removeprefix(NATION)
    steps = PHONE_STEPS if phone.startswith(NATION) else ()
    return [f"+{national[:step]}" for step in steps if len(national) >= step]


@dataclass(frozen=True)
class Rank:
    """One rank of what a search finds: cases that have all `terms`, but not those that have all of `but`.

    Each of `letters` must also stand in one piece in a term: of a very long word terms tell only sevens.
    """

    terms: tuple[str, ...]
    but: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()


def ranks(search: Search) -> list[Rank]:
    """What a search by words finds, rank by rank: the very marks that were typed; words that begin so; words
    that have the letters anywhere, where three or more were typed."""
    begin = _together(_beginning(word) for word in search.words)
    long = tuple(word for word in search.words if len(word) > LONGEST)
    found = [Rank(begin, letters=long)]
    if marks := _together(_marked(word) for word in search.marked):
        exact = _together((begin, marks))
        found = [Rank(exact, letters=long), Rank(begin, but=marks, letters=long)]
    if any(len(word) >= PART for word in search.words):
        anywhere = _together(_anywhere(word) for word in search.words)
        found.append(Rank(anywhere, but=begin, letters=long))
    return found


def _beginning(word: str) -> Iterable[str]:
    return [word[:LONGEST], *(_sevens(word) if len(word) > LONGEST else ())]


def _anywhere(word: str) -> Iterable[str]:
    if len(word) < PART:
        return [word]
    return _sevens(word) if len(word) > LONGEST else [f"~{word}"]


def _sevens(word: str) -> Iterable[str]:
    return (f"~{word[at : at + LONGEST]}" for at in range(len(word) - LONGEST + 1))


def _together(terms: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(term for some in terms for term in some))


def phone_terms(begins: str) -> tuple[str, ...]:
    """The longest term of a phone's beginning (E.164); none if it says nothing."""
    return tuple(_beginnings_of_phone(begins)[-1:])


def place_terms(paths: Sequence[str]) -> tuple[str, ...]:
    """Terms of which a case has one if it lies in one of the places; () where terms cannot tell."""
    return tuple(paths) if paths and all(len(path) in _PATH_LENGTHS for path in paths) else ()


def expression(rank: Rank, places: Iterable[Sequence[str]] = ()) -> str:
    """A rank as FTS5 asks for it, within one of each group of places.

    >>> expression(Rank(("nguyen", "t"), but=("=t0",)), [("2021/01/007/",)])
    '("nguyen" AND "t" AND ("2021/01/007/")) NOT ("=t0")'
    """
    wanted = [f'"{term}"' for term in rank.terms]
    wanted += [f"({' OR '.join(_quoted(group))})" for group in places if group]
    meeting = " AND ".join(wanted)
    return f"({meeting}) NOT ({' AND '.join(_quoted(rank.but))})" if rank.but else meeting


def _quoted(terms: Iterable[str]) -> list[str]:
    return [f'"{term}"' for term in terms]
