"""How alike two written facts are: each comparison answers with a word, such as "same", "short" or "slip".

A word is worth nothing here; what it weighs is decided by the table of `duplicates`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from aidtrack.vietnamese.folding import clean, fold

UNKNOWN = "unknown"


@dataclass(frozen=True)
class WrittenName:
    """A name prepared for comparison: its words folded, with their marks, and as typed."""

    words: tuple[str, ...]
    marked: tuple[str, ...]
    spelled: str
    plain: bool

    @classmethod
    def of(cls, name: str) -> WrittenName:
        spelled = clean(name.replace(".", ". ")).casefold()
        folded = fold(spelled).replace(".", "").split()
        return cls(tuple(folded), tuple(map(_marks_apart, spelled.split())), spelled, spelled.isascii())

    @property
    def given(self) -> str:
        return self.words[-1] if self.words else ""

    @property
    def family(self) -> str:
        return self.words[0] if self.words else ""


def _marks_apart(word: str) -> str:
    """The letters, then the marks in a fixed order: both styles of placing the tone become one."""
    decomposed = unicodedata.normalize("NFD", word.replace("ð", "đ"))
    letters = [c for c in decomposed if not unicodedata.combining(c)]
    return "".join(letters + sorted(c for c in decomposed if unicodedata.combining(c)))


def names(a: WrittenName, b: WrittenName) -> str:
    """same, unmarked, spelling, tones, order, short, given, typo, near, different or unknown."""
    if not a.words or not b.words:
        return UNKNOWN
    if a.marked == b.marked:
        return "same"
    if a.words == b.words:
        return "unmarked" if a.plain or b.plain else "tones"
    if _one_letter_habit(a.words) == _one_letter_habit(b.words):
        return "spelling"
    if sorted(a.words) == sorted(b.words):
        return "order"
    return _short_form(a, b) or _typed_wrong(a, b) or "different"


def _one_letter_habit(words: tuple[str, ...]) -> str:
    return "".join(words).replace("y", "i")


def _short_form(a: WrittenName, b: WrittenName) -> str | None:
    short, full = sorted((a, b), key=lambda name: (len(name.words), sum(map(len, name.words))))
    if len(short.words) == len(full.words) and not any(len(word) == 1 for word in a.words + b.words):
        return None
    if not _tones_agree(short, full) or not _abbreviates(short.words[:-1], full.words[:-1]):
        return None
    return "short" if len(short.words) > 1 else "given"


def _tones_agree(a: WrittenName, b: WrittenName) -> bool:
    """Whether the given names are one, unless both are written with marks and the marks differ."""
    return a.given == b.given and (a.plain or b.plain or a.marked[-1] == b.marked[-1])


def _abbreviates(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    rest = iter(full)
    return all(
        any(word == other or (len(word) == 1 and other[0] == word) for other in rest) for word in short
    )


def _typed_wrong(a: WrittenName, b: WrittenName) -> str | None:
    first, second = (
        (a.spelled, b.spelled) if not (a.plain or b.plain) else (" ".join(a.words), " ".join(b.words))
    )
    if min(len(first), len(second)) < 6:
        return None
    if first.replace(" ", "") == second.replace(" ", ""):
        return "spelling"
    if OSA.distance(first, second, score_cutoff=1) > 1:
        return None
    # Lan and Lam are two people more often than one; Hương and Hươg are not.
    return "near" if a.given != b.given and min(len(a.given), len(b.given)) < 4 else "typo"


def numbers(a: str | None, b: str | None) -> str:
    """Identity or phone numbers: same, slip (a digit wrong or two swapped), slips (two such), other, unknown.

    An old card's 9 digits and a new one's 12 tell nothing about each other.
    """
    if not a or not b or len(a) != len(b):
        return UNKNOWN
    if a == b:
        return "same"
    return {1: "slip", 2: "slips"}.get(OSA.distance(a, b, score_cutoff=2), "other")


def birth_years(a: int | None, b: int | None) -> str:
    """same, beside (one year off), slip (a digit wrong or two swapped), other or unknown."""
    if a is None or b is None:
        return UNKNOWN
    if a == b:
        return "same"
    if abs(a - b) == 1:
        return "beside"
    return "slip" if OSA.distance(str(a), str(b), score_cutoff=1) == 1 else "other"


def head_counts(a: int | None, b: int | None) -> str:
    """same, beside (one person more or less), other or unknown."""
    if a is None or b is None:
        return UNKNOWN
    return "same" if a == b else "beside" if abs(a - b) == 1 else "other"


def exactly(a: str | None, b: str | None) -> str:
    """same, other or unknown."""
    return UNKNOWN if not a or not b else "same" if a == b else "other"


_GROUP = re.compile(r"\b(?:to|tdp|xom|doi|cum|kdc|khu)\s*(?:so\s*)?(\d+\w?)")
_ROOM = re.compile(r"\bphong\s*(?:tro\s*)?(?:so\s*)?(\d+\w?|[a-z]\d+)")
_DOOR = re.compile(r"\b(?:\d+[a-z]?\d*|[a-z]\d+)\b")
_NO_NAME = re.compile(
    r"\b(?:ha noi|viet nam|thanh pho|thi tran|thi xa|dan pho|tap the|nha tro|phong tro|xom tro"
    r"|khu tro|chung cu|so|nha|ngo|ngach|hem|kiet|duong|pho|thon|lang|ap|xom|to|tdp|cum|kdc|xa|phuong"
    r"|quan|huyen|tinh|tp|hn|p|q|h|x|tt|ng|sn|phong|tro|o|tai|khu|day|dc|dia chi)\b"
)


@dataclass(frozen=True)
class WrittenAddress:
    """An address prepared for comparison: house, lane and room numbers, the group's number, the names."""

    doors: tuple[str, ...]
    rooms: tuple[str, ...]
    groups: tuple[str, ...]
    street: str

    @classmethod
    def of(cls, address: str) -> WrittenAddress:
        rest = re.sub(r"[^\w]+", " ", fold(address).replace("dan pho", ""))
        rest, groups = _taken(_GROUP, rest)
        rest, rooms = _taken(_ROOM, rest)
        rest, doors = _taken(_DOOR, rest)
        return cls(doors, rooms, groups, " ".join(_NO_NAME.sub(" ", rest).split()))


def _taken(pattern: re.Pattern[str], text: str) -> tuple[str, tuple[str, ...]]:
    """The text without what a pattern finds, and the numbers found, sorted and without leading zeros."""
    return pattern.sub(" ", text), tuple(sorted(found.lstrip("0") for found in pattern.findall(text)))


def addresses(a: WrittenAddress, b: WrittenAddress) -> str:
    """same, alike (a part is missing), neighbour (only the street or hamlet), other or unknown."""
    if not (a.doors or a.street) or not (b.doors or b.street):
        return UNKNOWN
    if a.street and b.street and not _one_street(a.street, b.street):
        return "other"
    if _contradict(a.doors, b.doors) or _contradict(a.rooms, b.rooms) or _contradict(a.groups, b.groups):
        return "neighbour"
    if not (a.street and b.street):
        return "alike" if len(a.doors) > 1 and a.doors == b.doors else UNKNOWN
    if not a.doors and not b.doors and a.groups != b.groups:
        return UNKNOWN
    return "same" if a.doors == b.doors and a.rooms == b.rooms and (a.doors or a.groups) else "alike"


def _one_street(a: str, b: str) -> bool:
    # A street's name may stand inside the other text, among a landmark or a hamlet's name.
    return fuzz.ratio(a, b) >= 80 or (min(len(a), len(b)) >= 5 and fuzz.partial_ratio(a, b) >= 92)


def _contradict(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether both name numbers and neither set lies in the other."""
    return bool(a and b and Counter(a) - Counter(b) and Counter(b) - Counter(a))


def origins(a: str, b: str) -> str:
    """Two places of permanent residence: same (one may be written at more length), other or unknown."""
    first, second = (set(_OFFICE.sub(" ", fold(text)).split()) for text in (a, b))
    if not first or not second:
        return UNKNOWN
    return "same" if first <= second or second <= first else "other"


_OFFICE = re.compile(r"\b(?:tinh|thanh pho|tp|huyen|quan|thi xa|xa|phuong)\b|[^\w]+")
