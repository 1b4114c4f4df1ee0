"""A post made easy to read by rules, with a way back: every letter knows where it stood in the original.

Three strings of one length: as typed (`cased`), in small letters (`marked`), and without marks
(`plain`). Unicode is composed, pictures become words or spaces, and teencode is spelled out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from aidtrack.posts.teencode import PICTURES, is_short_form, spelled_out
from aidtrack.vietnamese.folding import fold

MOST_READ = 8_000
"""Further letters of a post are not looked at; the longest requests have some two thousand."""

LEAST_MARKED = 0.95
_MOST_MARKS = 6
_WORD = re.compile(r"[^\W\d_]+")
_DOTTED = re.compile(r"[^\W\d_]{1,4}[./][^\W\d_]{1,5}(?![^\W\d_])")
_IN_NAME = re.compile(r"[A-ZĐÀ-Ỹ][^\W\d_]{2,7} [AY]$")
_DRAWN_OUT = re.compile(r"(.)\1{2,}")
_BESIDE_DIGIT = frozenset("k h t n g m đ e p".split())


@dataclass(frozen=True)
class Letter:
    """One letter as typed, and the piece of the original that it was read from."""

    cased: str
    start: int
    end: int


@dataclass(frozen=True)
class Written:
    """A post in three spellings of one length, and for each letter its place in the original."""

    original: str
    cased: str
    marked: str
    plain: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    has_marks: bool
    """Whether whoever wrote it uses marks at all; a few words may lack them."""

    def where(self, start: int, end: int) -> tuple[int, int]:
        """The piece of the original from which the letters start … end were read; never empty."""
        while end > start + 1 and self.plain[end - 1].isspace():
            end -= 1
        while start < end - 1 and self.plain[start].isspace():
            start += 1
        return self.starts[start], self.ends[end - 1]

    def part(self, start: int, end: int) -> Written:
        """The letters start … end as a text of their own; places still lead into the whole original."""
        return Written(
            self.original,
            self.cased[start:end],
            self.marked[start:end],
            self.plain[start:end],
            self.starts[start:end],
            self.ends[start:end],
            self.has_marks,
        )

    @classmethod
    def joined(cls, parts: list[Written]) -> Written:
        """Several parts of one original behind each other, each on a line of its own."""
        letters = [
            Letter(char, start, end)
            for part in parts
            for char, start, end in [
                *zip(part.cased, part.starts, part.ends, strict=True),
                *((("\n", part.ends[-1], part.ends[-1]),) if part.ends else ()),
            ]
        ]
        return _gathered(parts[0].original, letters, any(part.has_marks for part in parts))


def write(text: str | Written) -> Written:
    """The post, ready for the rules, teencode spelled out; from its text or from what is read as typed."""
    typed = write_as_typed(text) if isinstance(text, str) else text
    return _gathered(typed.original, list(_spelled(typed)), typed.has_marks)


def write_as_typed(text: str) -> Written:
    """The post without spelling teencode out: for numbers, in which "o" may be a zero."""
    return _gathered(text, list(_letters(text[:MOST_READ])))


def _gathered(original: str, letters: list[Letter], has_marks: bool | None = None) -> Written:
    cased = "".join(letter.cased for letter in letters)
    marked, plain = "".join(map(_small, cased)), "".join(map(_plain, cased))
    return Written(
        original,
        cased,
        marked,
        plain,
        tuple(letter.start for letter in letters),
        tuple(letter.end for letter in letters),
        _bears_marks(marked, plain) if has_marks is None else has_marks,
    )


def _bears_marks(marked: str, plain: str) -> bool:
    """Whether more than one letter in twenty has a mark; in marked prose it is one in four."""
    bare = sum(a == b for a, b in zip(marked, plain, strict=True) if a.isalpha())
    return bare < LEAST_MARKED * sum(map(str.isalpha, marked))


@lru_cache(maxsize=4096)
def _small(char: str) -> str:
    return char.lower() if len(char.lower()) == 1 else char


@lru_cache(maxsize=4096)
def _plain(char: str) -> str:
    if char.isspace():
        return char
    return (fold(char) or char)[0]


def _letters(text: str) -> Iterator[Letter]:
    """Letters with their marks composed; white space collapsed, what cannot be seen left out."""
    last = "\n"
    for start, end in _clusters(text):
        for char in _shown(text[start : min(end, start + _MOST_MARKS)]):
            if char.isspace():
                char = "\n" if char in "\n\r\v\f\x85\u2028\u2029" else " "
                if char == " " and last in " \n":
                    continue
            yield Letter(char, start, end)
            last = char


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Where each letter with the marks behind it begins and ends."""
    start = 0
    for at, char in enumerate(text):
        if at > start and not (char >= "\u0300" and _is_mark(char)):
            yield start, at
            start = at
    if text:
        yield start, len(text)


@lru_cache(maxsize=4096)
def _is_mark(char: str) -> bool:
    return unicodedata.category(char)[0] == "M"


@lru_cache(maxsize=8192)
def _shown(cluster: str) -> str:
    """What a letter with its marks shows: composed, pictures as words, the invisible as nothing."""
    if cluster in PICTURES or cluster[0] in PICTURES:
        return PICTURES.get(cluster) or PICTURES[cluster[0]]
    composed = unicodedata.normalize("NFKC", cluster)
    shown = "".join(_visible(char) for char in composed)
    return shown[:1] if cluster[0].isalnum() and len(shown) > 3 else shown


def _visible(char: str) -> str:
    if char.isspace():
        return char
    category = unicodedata.category(char)
    if category in ("Cf", "Mn", "Me", "Mc", "Cc"):
        return ""
    return " " if category in ("So", "Sk", "Cs", "Co", "Cn") else char


def _spelled(typed: Written) -> Iterator[Letter]:
    """The letters again, short forms spelled out and drawn-out words shortened."""
    at = 0
    for start, end in _words(typed.marked):
        yield from _as_they_are(typed, at, start)
        at = end
        after_digit = typed.plain[start - 1 : start].isdigit()
        if after_digit and _stands_apart(typed.plain[start:end]):
            yield Letter(" ", typed.starts[start], typed.starts[start])
        word = _DRAWN_OUT.sub(r"\1", typed.marked[start:end])
        stuck = after_digit and not _stands_apart(typed.plain[start:end])
        stuck = stuck or (
            end - start == 1 and _IN_NAME.search(typed.cased, max(0, start - 9), end) is not None
        )
        spelling = (
            None
            if stuck
            else spelled_out(word, typed.plain[max(0, start - 8) : start], typed.cased[end : end + 12])
        )
        if spelling is None and len(word) == end - start:
            yield from _as_they_are(typed, start, end)
            continue
        spelling = spelling or word
        if typed.cased[start].isupper() and not after_digit:
            spelling = spelling[0].upper() + spelling[1:]
        yield from (Letter(char, typed.starts[start], typed.ends[end - 1]) for char in spelling)
    yield from _as_they_are(typed, at, len(typed.cased))


def _words(marked: str) -> Iterator[tuple[int, int]]:
    """Where each word begins and ends; short forms with a dot inside count as one."""
    at = 0
    while found := _WORD.search(marked, at):
        dotted = _DOTTED.match(marked, found.start())
        at = dotted.end() if dotted and is_short_form(dotted.group()) else found.end()
        yield found.start(), at


def _stands_apart(word: str) -> bool:
    """Whether letters right behind digits are a word of their own: "5ae", "500k", not the A of "12A"."""
    return len(word) > 1 or word in _BESIDE_DIGIT


def _as_they_are(typed: Written, start: int, end: int) -> Iterator[Letter]:
    return map(Letter, typed.cased[start:end], typed.starts[start:end], typed.ends[start:end])
