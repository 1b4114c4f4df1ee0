"""The goods of a new deployment are those of the field's table."""

from __future__ import annotations

import pytest

from aidtrack.goods.catalogue import BY_CODE, GRAMS, SEED
from aidtrack.goods.units import MEASURES, UNITS, GoodFacts

FIELD = {
    "rice": (
        "Gạo",
        "g",
        "kg",
        {
            ("sack", 10_000),
            ("sack", 25_000),
            ("sack", 50_000),
            ("bag", 2_000),
            ("bag", 4_000),
            ("bag", 5_000),
        },
    ),
    "peanuts": ("Lạc", "g", "kg", {("bag", 500), ("bag", 1_000)}),
    "noodles": ("Mì tôm", "pack", "pack", {("carton", 24), ("carton", 30)}),
    "fish_sauce": ("Nước mắm", "bottle", "bottle", {("carton", 12), ("carton", 15), ("carton", 24)}),
    "oil": ("Dầu ăn", "bottle", "bottle", {("carton", 12)}),
    "eggs": ("Trứng", "egg", "egg", {("ten", 10), ("tray", 10), ("tray", 30)}),
    "milk": ("Sữa", "box", "box", {("sleeve", 4), ("carton", 48)}),
    "masks": ("Khẩu trang", "piece", "piece", {("box", 50)}),
}


def test_the_seed_is_the_fields_table() -> None:
    found = {
        good.code: (good.name, good.base, good.shown, {(pack.unit, pack.factor) for pack in good.packs})
        for good in SEED
    }
    assert found == FIELD
    assert list(found) == list(FIELD)


@pytest.mark.parametrize("good", SEED, ids=lambda good: good.code)
def test_every_good_can_be_counted_shown_packed_and_weighed(good: GoodFacts) -> None:
    assert good.base in UNITS and good.shown in UNITS
    assert good.shown_factor == (MEASURES[good.base][good.shown] if good.weighed else 1)
    assert good.name_en and good.name
    for pack in good.packs:
        assert pack.unit in UNITS and pack.factor > 1
    assert GRAMS[good.code] > 0
    assert BY_CODE[good.code] is good


def test_at_most_one_size_of_a_pack_is_the_usual_one() -> None:
    for good in SEED:
        for unit in {pack.unit for pack in good.packs}:
            assert sum(pack.usual for pack in good.packs if pack.unit == unit) <= 1
