"""What a written place name says: its kind ("P.", "xã", "TT") and the bare name, as a folded key.

The kind is taken off with its marks on, else "Phường" eats the "Phương" of Phương Liên. Without
marks both readings are possible, so a text may have two, the likelier first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from aidtrack.vietnamese.folding import clean, fold

# Every kind of unit with the words that begin its official names; short forms stand below.
KIND_WORDS: dict[str, tuple[str, ...]] = {
    "province": ("Tỉnh", "Thành phố"),
    "district": ("Quận", "Huyện", "Thị xã", "Thành phố"),
    "ward": ("Phường",),
    "commune": ("Xã",),
    "township": ("Thị trấn",),
    "special": ("Đặc khu",),
}
WARD_KINDS = ("ward", "commune", "township", "special")
AREA_KINDS = ("district", "province")

_SHORT: dict[str, tuple[str, ...]] = {
    "province": ("t", "tp", "t.p"),
    "district": ("q", "h", "tx", "t.x", "tp", "t.p"),
    "ward": ("p", "ph", "f"),
    "commune": ("x",),
    "township": ("tt", "t.t", "t.tran"),
    "special": ("dk", "d.k"),
}


@dataclass(frozen=True)
class Reading:
    """One way to read a name: the kinds it may mean (none: any) and the key of its bare name."""

    kinds: frozenset[str]
    key: str


def _kinds_by_word() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for table in (KIND_WORDS, _SHORT):
        for kind, words in table.items():
            for word in words:
                found.setdefault(fold(word), set()).add(kind)
    return {word: frozenset(kinds) for word, kinds in found.items()}


_KINDS = _kinds_by_word()
_LONG = {fold(word): word.casefold() for words in KIND_WORDS.values() for word in words}
_PREFIX = re.compile(
    "(" + "|".join(re.escape(word) for word in sorted(_KINDS, key=len, reverse=True)) + r")"
    r"(?:\s*[.:]\s*|\s+|(?=[0-9]))(.+)"
)
_APOSTROPHES = re.compile("['’‘ʼ`´]")
_NO_WORD = re.compile(r"[^\w]+")
_LEADING_ZEROS = re.compile(r"\b0+(?=[0-9])")
_ANY = frozenset[str]()


@lru_cache(maxsize=8192)
def readings(text: str) -> tuple[Reading, ...]:
    """The ways to read a written name, the likelier first; empty if it holds no letter or digit."""
    folded = fold(text)
    whole = Reading(_ANY, _tidy(folded))
    match = _PREFIX.fullmatch(folded)
    if not match:
        return (whole,) if whole.key else ()
    word, rest = match.groups()
    stripped = Reading(_KINDS[word], _tidy(rest))
    if not stripped.key:
        return (whole,)
    if word in _LONG and not clean(text).casefold().startswith(_LONG[word]):
        return whole, stripped
    return stripped, whole


def name_key(bare: str) -> str:
    """The key of a bare name: folded, without punctuation, its numbers without leading zeros."""
    return _tidy(fold(bare))


def _tidy(folded: str) -> str:
    if not folded.replace(" ", "").isalpha():
        folded = _APOSTROPHES.sub("", folded)
        folded = _NO_WORD.sub(" ", folded).strip()
        folded = _LEADING_ZEROS.sub("", folded)
    return folded


_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5"}


def loose_key(key: str) -> str:
    """A last resort for two habits of spelling: "Mĩ Đình" for Mỹ Đình, and "II" for 2."""
    words = key.split()
    if len(words) > 1:
        words[-1] = _ROMAN.get(words[-1], words[-1])
    return " ".join(words).replace("y", "i")


def ward_kind(name: str) -> str | None:
    """The kind that an official name of the lowest level begins with; None for other names."""
    return next((kind for kind in WARD_KINDS if name.startswith(f"{KIND_WORDS[kind][0]} ")), None)


def bare_name(name: str, kind: str) -> str:
    """An official name without its kind: "Phường Phương Liên" is "Phương Liên"."""
    for word in KIND_WORDS[kind]:
        if name.startswith(word + " "):
            return name[len(word) + 1 :]
    return name
