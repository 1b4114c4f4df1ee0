"""The goods that a new deployment begins with, their packs, and about how much they weigh.

Factors and units are those of the relief campaigns of 2021; the shop's sizes differ, so every lot
carries its own. Administrators add goods on the page; this table is only the seed.
"""

from __future__ import annotations

from collections.abc import Mapping

from aidtrack.goods.units import GoodFacts, Pack

_KG = 1_000


def _packs(unit: str, *factors: int, usual: int | None = None) -> tuple[Pack, ...]:
    return tuple(Pack(unit, factor, factor == usual) for factor in factors)


SEED: tuple[GoodFacts, ...] = (
    GoodFacts(
        *("rice", "Gạo", "Rice", "g", "kg", _KG),
        packs=(*_packs("sack", 10 * _KG, 25 * _KG, 50 * _KG), *_packs("bag", 2 * _KG, 4 * _KG, 5 * _KG)),
    ),
    GoodFacts(*("peanuts", "Lạc", "Peanuts", "g", "kg", _KG), packs=_packs("bag", 500, _KG)),
    GoodFacts(
        *("noodles", "Mì tôm", "Instant noodles", "pack", "pack"),
        packs=_packs("carton", 24, 30, usual=30),
        perishable=True,
    ),
    GoodFacts(
        *("fish_sauce", "Nước mắm", "Fish sauce", "bottle", "bottle"),
        packs=_packs("carton", 12, 15, 24),
        perishable=True,
    ),
    GoodFacts(
        *("oil", "Dầu ăn", "Cooking oil", "bottle", "bottle"), packs=_packs("carton", 12), perishable=True
    ),
    GoodFacts(
        *("eggs", "Trứng", "Eggs", "egg", "egg"),
        packs=(*_packs("ten", 10), *_packs("tray", 10, 30)),
        perishable=True,
    ),
    GoodFacts(
        *("milk", "Sữa", "Milk", "box", "box"),
        packs=(*_packs("sleeve", 4), *_packs("carton", 48)),
        perishable=True,
    ),
    GoodFacts(*("masks", "Khẩu trang", "Face masks", "piece", "piece"), packs=_packs("box", 50)),
)
"""The goods in the order of lists and columns."""

BY_CODE: Mapping[str, GoodFacts] = {good.code: good for good in SEED}

GRAMS: Mapping[str, int] = {
    "rice": 1,
    "peanuts": 1,
    "noodles": 80,
    "fish_sauce": 900,
    "oil": 950,
    "eggs": 65,
    "milk": 200,
    "masks": 4,
}
"""About how much one base unit weighs with its packing: only to load vehicles, never to count."""
