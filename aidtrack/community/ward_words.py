"""How a ward is written in the address of its page: "2021-00682" for ever, "xa-lien-ninh" to be dictated.

The first form is edition and code, so it means one place whatever happens to names. The second is the ward's
name without marks, with its district where names repeat.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from aidtrack.places import tables
from aidtrack.places.hierarchy import Gazetteer, Unit
from aidtrack.vietnamese.folding import fold

_KEY = re.compile(r"(\d{4})-(\d{5})")


def in_address(key: str) -> str:
    """The lasting form of a unit's key: "2021:00682" is "2021-00682"."""
    return key.replace(":", "-")


def key_in(word: str) -> str | None:
    """The unit's key that a word of the lasting form names; None for other words."""
    found = _KEY.fullmatch(word)
    return f"{found[1]}:{found[2]}" if found else None


def short(unit: Unit, book: Gazetteer) -> str:
    """The form that can be dictated: "xa-lien-ninh", "phuong-minh-khai-quan-hai-ba-trung"."""
    return _hyphenated(book.label_in(unit))


def meant(word: str, edition: str) -> list[Unit]:
    """The wards of an edition that a dictated word may mean; several if the district was left out."""
    return list(_by_word(edition).get(_hyphenated(word), ()))


def _hyphenated(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")


@cache
def _by_word(edition: str) -> Mapping[str, tuple[Unit, ...]]:
    book = tables.gazetteer(edition)
    found: dict[str, tuple[Unit, ...]] = {}
    for unit in book.wards():
        for word in {_hyphenated(unit.label), _hyphenated(book.label_in(unit))}:
            found[word] = (*found.get(word, ()), unit)
    return found
