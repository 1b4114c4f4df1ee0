"""Two written names, compared as people write them: each comparison answers with a word.

Marks may be missing or placed in the other style, a name may be shortened, begin with "Bà" or end with a
remark; whatever is said of it here is worth nothing until the table of `weights` gives it points.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from sys import intern

from rapidfuzz.distance import OSA

from aidtrack.vietnamese.folding import clean, fold

UNKNOWN = "unknown"

AGREEING = frozenset({"same", "unmarked", "spelling", "short", "order", "typo", "tones", "near", "given"})
"""The answers that leave one person possible."""

_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]|\(.*$")
_TITLES = frozenset(
    "ông bà anh chị em cô chú bác cụ dì mẹ bố cháu hộ gđ vợ chồng ong ba chi co chu bac cu di ho gd".split()
)
_FEMALE_MIDDLE = frozenset("thị thi diệu mỹ bích kim thuỳ thùy hồng phương thu tuyết ánh quỳnh".split())
_MALE_MIDDLE = frozenset(
    "văn van đức mạnh quốc bá đăng tiến huy viết hữu công đình trọng thế quang duy".split()
)
_FEMALE = frozenset(
    "hương lan hoa mai hằng nga thuý thúy yến oanh quỳnh trâm tuyết thơm bích nguyệt loan duyên hiền huệ"
    " nhung trang thảo phượng liên hạnh ngân thuỷ thủy đào dung hường diệp lụa gấm cúc sen nhàn thêu".split()
)
_MALE = frozenset(
    "hùng dũng tuấn cường sơn long thành đức mạnh kiên chiến thắng quân tùng hiếu trung đạt toàn việt hưng"
    " phong phúc lộc huy nam cảnh duy quyết vinh thịnh lực luân toản trường khoa tú hậu nghĩa tuyên".split()
)


@dataclass(frozen=True, slots=True)
class WrittenName:
    """A name prepared for comparison: its words folded, with their marks, and as typed."""

    words: tuple[str, ...]
    marked: tuple[str, ...]
    spelled: str
    plain: bool

    @classmethod
    def of(cls, name: str) -> WrittenName:
        """Read a name; titles before it and remarks in brackets are no part of it."""
        spelled = _BRACKETS.sub(" ", clean(name)).casefold().replace(".", ". ").split()
        while len(spelled) > 1 and spelled[0].rstrip(".:") in _TITLES and not _is_family(spelled):
            spelled = spelled[1:]
        folded = fold(" ".join(spelled)).replace(".", "").split()
        text = " ".join(spelled)
        words, marked = (tuple(map(intern, each)) for each in (folded, map(_marks_apart, spelled)))
        return cls(words, words if words == marked else marked, text, text.isascii())

    @property
    def folded(self) -> str:
        """The folded words as one text."""
        return " ".join(self.words)

    @property
    def given(self) -> str:
        """The last word, by which people are called."""
        return self.words[-1] if self.words else ""

    @property
    def family(self) -> str:
        """The first word."""
        return self.words[0] if self.words else ""

    @property
    def sex(self) -> str | None:
        """ "m" or "f" where the middle or the given name tells it."""
        spelled = self.spelled.split()
        for words, female, male in (
            (spelled[1:-1], _FEMALE_MIDDLE, _MALE_MIDDLE),
            (spelled[-1:], _FEMALE, _MALE),
        ):
            if sexes := {"f" if word in female else "m" for word in words if word in female or word in male}:
                return sexes.pop() if len(sexes) == 1 else None
        return None


def _is_family(spelled: list[str]) -> bool:
    # Chu and Cù are families as well as titles; with three words the first is the family.
    return spelled[0] in ("chu", "cu", "ông", "ong", "ba", "di", "ho") and len(spelled) > 2


def _marks_apart(word: str) -> str:
    """The letters, then the marks in a fixed order: both styles of placing the tone become one."""
    if word.isascii():
        return word
    decomposed = unicodedata.normalize("NFD", word.replace("ð", "đ"))
    letters = [c for c in decomposed if not unicodedata.combining(c)]
    return "".join(letters + sorted(c for c in decomposed if unicodedata.combining(c)))


def names(a: WrittenName, b: WrittenName) -> str:
    """same, unmarked, spelling, tones, order, short, given, typo, near, middle, different or unknown."""
    if not a.words or not b.words:
        return UNKNOWN
    if a.marked == b.marked:
        return "same"
    if a.words == b.words:
        return "unmarked" if a.plain or b.plain else "tones"
    first, second = "".join(a.words), "".join(b.words)
    if first.replace("y", "i") == second.replace("y", "i"):
        return "spelling"
    if len(first) == len(second) and sorted(a.words) == sorted(b.words):
        return "order"
    return _short_form(a, b) or _typed_wrong(a, b) or _middle(a, b) or "different"


def _short_form(a: WrittenName, b: WrittenName) -> str | None:
    if a.words[-1] != b.words[-1]:
        return None
    short, full = sorted((a, b), key=lambda name: (len(name.words), sum(map(len, name.words))))
    if len(short.words) == len(full.words) and not any(len(word) <= 2 for word in short.words):
        return None
    if not _tones_agree(short, full) or not _abbreviates(short.words[:-1], full.words[:-1]):
        return None
    return "short" if len(short.words) > 1 else "given"


def _tones_agree(a: WrittenName, b: WrittenName) -> bool:
    """Whether the given names are one, unless both are written with marks and the marks differ."""
    return a.plain or b.plain or a.marked[-1] == b.marked[-1]


def _abbreviates(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    rest = iter(full)
    return all(
        any(word == other or (len(word) <= 2 and other.startswith(word)) for other in rest) for word in short
    )


def _typed_wrong(a: WrittenName, b: WrittenName) -> str | None:
    bare = a.plain or b.plain
    first, second = ("".join(a.words), "".join(b.words)) if bare else (a.spelled, b.spelled)
    first, second = first.replace(" ", ""), second.replace(" ", "")
    if first == second:
        return "spelling"
    if min(len(first), len(second)) < 5 or OSA.distance(first, second, score_cutoff=1) > 1:
        return None
    # Lan and Lam are two people more often than one; Hương and Hươg are not.
    return "near" if a.given != b.given and min(len(a.given), len(b.given)) < 4 else "typo"


def _middle(a: WrittenName, b: WrittenName) -> str | None:
    one = a.words[0] == b.words[0] and a.words[-1] == b.words[-1]
    return "middle" if one and _tones_agree(a, b) else None
