"""What somebody looks for in the list of cases: words of a name, a code, a phone or an ID number.

Marks need not be typed; where they are, the names that have the very same come first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from aidtrack.cases.codes import LENGTH, PREFIX, check_character, plain_code
from aidtrack.vietnamese.folding import clean, fold, sort_key

MOST_WORDS = 6
LONGEST = 100


@dataclass(frozen=True)
class Search:
    """How to look: names that have all `words` at the beginning of their words, or a
    number or code.

    `marked` are the same words as sort keys, marks and all, empty where no marks were typed.
    `phone` (E.164) and `code` are beginnings, `citizen_id` a whole number.
    """

    words: tuple[str, ...] = ()
    marked: tuple[str, ...] = ()
    phone: str = ""
    citizen_id: str = ""
    code: str = ""

    @property
    def by_name(self) -> bool:
        """Whether names are looked through."""
        return bool(self.words)


def read_search(text: str) -> Search | None:
    """What a typed text looks for; None if it says nothing."""
    typed = clean(text)[:LONGEST]
    digits = re.sub(r"[\s.\-()]+", "", typed)
    if re.fullmatch(r"\+?[0-9]{2,}", digits):
        return _number(digits)
    if code := _code(typed):
        return Search(code=code)
    words = tuple(dict.fromkeys(re.findall(r"\w+", fold(typed))))[:MOST_WORDS]
    if not words:
        return None
    plain = typed.casefold() == fold(typed)
    marked = () if plain else tuple(filter(None, map(sort_key, typed.split()[:MOST_WORDS])))
    return Search(words=words, marked=marked)


def _number(digits: str) -> Search:
    national = re.sub(r"^(?:\+84|0084|84(?=[235789])|0)", "", digits)
    code = "" if "0" in digits or "1" in digits else PREFIX + digits
    return Search(
        phone=f"+84{national}",
        citizen_id=digits if len(digits) in (9, 12) else "",
        code=code if len(code) > 5 else "",
    )


def _code(typed: str) -> str:
    """The beginning of a code: with its prefix, with a digit in it, or whole."""
    body = plain_code(typed)
    if body is None:
        return ""
    prefixed = re.match(r"hn\s*[\-–]", typed.casefold()) is not None
    whole = len(body) == LENGTH + 1 and check_character(body[:LENGTH]) == body[LENGTH]
    numbered = len(body) >= 3 and any(sign.isdigit() for sign in typed)
    return PREFIX + body if prefixed or whole or numbered else ""


def marks_in(name: str, search: Search | None) -> tuple[tuple[int, int], ...]:
    """The parts of a name that a search found, as (start, end)."""
    found = []
    for word in re.finditer(r"\w+", name) if search else ():
        folded = fold(word.group())
        hits = [sought for sought in search.words if folded.startswith(sought)] if search else []
        if hits:
            length = max(map(len, hits)) if len(folded) == len(word.group()) else len(word.group())
            found.append((word.start(), word.start() + length))
    return tuple(found)
