"""What somebody looks for in the list of cases: words of a name or address, a code, a phone or an ID number.

Marks need not be typed; where they are, the cases that have the very same come first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from aidtrack.cases.codes import LENGTH, PREFIX, check_character, plain_code
from aidtrack.vietnamese.folding import clean, fold

MOST_WORDS = 6
LONGEST = 100
LONGEST_HOUSE_NUMBER = 4
PART = 3
"""From so many letters on the middle of a word is found too."""


@dataclass(frozen=True)
class Search:
    """How to look: cases whose name and address have all `words` (folded), or a number or code.

    `marked` are those of the typed words that bear marks. `phone` (E.164) and `code` are beginnings,
    `citizen_id` a whole number.
    """

    words: tuple[str, ...] = ()
    marked: tuple[str, ...] = ()
    phone: str = ""
    citizen_id: str = ""
    code: str = ""

    @property
    def by_name(self) -> bool:
        """Whether names and addresses are looked through."""
        return bool(self.words)


def read_search(text: str) -> Search | None:
    """What a typed text looks for; None if it says nothing."""
    typed = clean(text)[:LONGEST]
    digits = re.sub(r"[\s.\-()]+", "", typed)
    if re.fullmatch(r"\+?[0-9]{2,}", digits):
        house = digits == typed and len(digits) <= LONGEST_HOUSE_NUMBER
        return replace(_number(digits), words=(digits,) if house else ())
    code, prefixed = _code(typed)
    if code and prefixed:
        return Search(code=code)
    written = tuple(dict.fromkeys(_WORDS.findall(typed.casefold())))[:MOST_WORDS]
    words = tuple(dict.fromkeys(word for one in written for word in _WORDS.findall(fold(one))))
    marked = tuple(one for one in written if one != fold(one))
    return Search(words=words, marked=marked, code=code) if words else None


_WORDS = re.compile(r"[^\W_]+")


def _number(digits: str) -> Search:
    national = re.sub(r"^(?:\+84|0084|84(?=[235789])|0)", "", digits)
    code = "" if "0" in digits or "1" in digits else PREFIX + digits
    return Search(
        phone=f"+84{national}",
        citizen_id=digits if len(digits) in (9, 12) else "",
        code=code if len(code) > 5 else "",
    )


def _code(typed: str) -> tuple[str, bool]:
    """The beginning of a code, with its prefix, with a digit in it, or whole; and whether it can be nothing
    else: a few letters with a digit may be a house's number too."""
    body = plain_code(typed)
    if body is None:
        return "", False
    prefixed = re.match(r"hn\s*[\-–]|hn\s+\S*[0-9]", typed.casefold()) is not None
    whole = len(body) == LENGTH + 1 and check_character(body[:LENGTH]) == body[LENGTH]
    numbered = len(body) >= 3 and " " not in typed and any(sign.isdigit() for sign in typed)
    return (PREFIX + body if prefixed or whole or numbered else ""), prefixed or whole


def marks_in(name: str, search: Search | None) -> tuple[tuple[int, int], ...]:
    """The parts of a name that a search found, as (start, end)."""
    found = []
    for word in _WORDS.finditer(name) if search else ():
        folded = fold(word.group())
        hits = [hit for sought in search.words if (hit := _hit(folded, sought))] if search else []
        if hits:
            whole = len(folded) != len(word.group())
            start, end = (0, len(word.group())) if whole else min(hits, key=lambda hit: (hit[0], -hit[1]))
            found.append((word.start() + start, word.start() + end))
    return tuple(found)


def _hit(word: str, sought: str) -> tuple[int, int] | None:
    """Where a sought word stands in another: at its beginning, or from three letters on anywhere."""
    at = 0 if word.startswith(sought) else word.find(sought) if len(sought) >= PART else -1
    return (at, at + len(sought)) if at >= 0 else None
