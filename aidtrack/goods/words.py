"""Which words measure a good: the same "hộp" is a box of milk and a pack of fifty masks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from aidtrack.goods.units import COUNTS, MEASURES, UNITS, GoodFacts
from aidtrack.vietnamese.folding import fold


@dataclass(frozen=True)
class Meaning:
    """What a unit's word stands for: so many base units, or a pack whose size must be found."""

    factor: int = 0
    pack: str | None = None


def _spoken(good: GoodFacts) -> Iterator[tuple[str, Meaning]]:
    """The spellings of every unit of a good, measures before packs."""
    measures = (
        MEASURES[good.base] if good.weighed else {good.base: 1, good.shown: good.shown_factor, **COUNTS}
    )
    for key, factor in measures.items():
        yield UNITS[key].words if key in UNITS else key, Meaning(factor)
    for pack in good.packs:
        yield UNITS[pack.unit].words, Meaning(pack=pack.unit)


@lru_cache(maxsize=512)
def lexicon(good: GoodFacts) -> dict[str, Meaning]:
    """What each spelling means for a good; right marks win over left-out ones."""
    known: dict[str, Meaning] = {}
    spoken = [(words.split("|"), meaning) for words, meaning in _spoken(good)]
    for words, meaning in spoken:
        for word in words:
            known.setdefault(word, meaning)
    for words, meaning in spoken:
        for word in words:
            known.setdefault(fold(word), meaning)
    return known


def first_words(good: GoodFacts) -> Iterable[str]:
    """The units of a good as a sentence lists them."""
    return dict.fromkeys(words.split("|")[0] for words, _ in _spoken(good))
