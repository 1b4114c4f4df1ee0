"""What to offer in a picker while somebody types: every typed word begins a word of the label.

Marks need not be typed; who types them finds the marked names first. Names that begin with the
text come before names that hold it further on, then Vietnamese order decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from aidtrack.places.naming import Reading, name_key, readings
from aidtrack.vietnamese.folding import clean, sort_key

T = TypeVar("T")


@dataclass(frozen=True)
class Entry(Generic[T]):
    """One unit with its kind and what is searched: keys, marked words, bare key, place in the order."""

    unit: T
    kind: str
    keys: str
    words: tuple[tuple[str, str], ...]
    bare_key: str
    order: str


def entry(unit: T, kind: str, bare: str, names: Sequence[str]) -> Entry[T]:
    """What to search of a unit; `names` are its own full name and the names of the units above."""
    label = " ".join(names)
    return Entry(
        unit, kind, " " + name_key(label), _words(label), name_key(bare), sort_key(f"{bare} {label}")
    )


def in_order(entries: Iterable[Entry[T]]) -> list[Entry[T]]:
    """The entries in Vietnamese order, as `best` wants them."""
    return sorted(entries, key=lambda each: each.order)


def best(among: Sequence[Entry[T]], text: str) -> list[Entry[T]]:
    """All entries that fit the text, the best first; all of them, in their order, for no text."""
    ways = readings(text)
    if not ways:
        return [] if clean(text) else list(among)
    if ways[0].kinds:
        return _ranked(among, text, ways[:1]) or _ranked(among, text, ways)
    return _ranked(among, text, ways)


def _ranked(among: Sequence[Entry[T]], text: str, ways: Sequence[Reading]) -> list[Entry[T]]:
    marked = () if text.isascii() else _words(text)
    ranked = [
        (not _bears(each, marked), rank, each) for each in among if (rank := _rank(each, ways)) is not None
    ]
    # Sorting keeps the order of equals, so the Vietnamese order survives behind the two ranks.
    return [each for _, _, each in sorted(ranked, key=lambda found: found[:2])]


def _rank(each: Entry[T], ways: Sequence[Reading]) -> int | None:
    """0: the text is the bare name; 1: it begins it; 2: its words stand elsewhere; None: they do not."""
    fitting = [way.key for way in ways if _fits(each, way)]
    if not fitting:
        return None
    if each.bare_key in fitting:
        return 0
    return 1 if each.bare_key.startswith(tuple(fitting)) else 2


def _fits(each: Entry[T], way: Reading) -> bool:
    if way.kinds and each.kind not in way.kinds:
        return False
    return all(f" {word}" in each.keys for word in way.key.split())


def _bears(each: Entry[T], marked: tuple[tuple[str, str], ...]) -> bool:
    """Whether every typed word begins, with its marks, a word of the label."""
    return all(
        any(word.startswith(letters) and tone in ("0", its_tone) for word, its_tone in each.words)
        for letters, tone in marked
    )


def _words(text: str) -> tuple[tuple[str, str], ...]:
    return tuple(_letters_and_tone(word) for word in clean(text).split())


@lru_cache(maxsize=20_000)
def _letters_and_tone(word: str) -> tuple[str, str]:
    key = sort_key(word)
    return key[:-1], key[-1:]
