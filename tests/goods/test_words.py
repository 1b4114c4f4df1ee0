"""Every good's words have one meaning each, also when the marks are left out."""

from __future__ import annotations

import pytest

from aidtrack.goods.catalogue import SEED
from aidtrack.goods.units import UNITS, GoodFacts
from aidtrack.goods.words import Meaning, first_words, lexicon
from aidtrack.vietnamese.folding import fold


@pytest.mark.parametrize("good", SEED, ids=lambda good: good.code)
def test_words_without_marks_stay_apart(good: GoodFacts) -> None:
    known = lexicon(good)
    for word, meaning in known.items():
        assert known[fold(word)] == meaning


def test_the_same_word_is_a_unit_of_one_good_and_a_pack_of_another() -> None:
    milk, masks = (next(good for good in SEED if good.code == code) for code in ("milk", "masks"))
    assert lexicon(milk)["hộp"] == Meaning(1)
    assert lexicon(masks)["hộp"] == Meaning(pack="box")


def test_the_words_to_offer_begin_with_what_the_good_is_counted_in() -> None:
    assert list(first_words(SEED[2])) == ["gói", "chục", "tá", "thùng"]
    assert list(first_words(SEED[0])) == ["g", "lạng", "kg", "yến", "tạ", "tấn", "bao", "túi"]


def test_no_word_stands_twice_in_one_unit() -> None:
    for unit in UNITS.values():
        words = unit.words.split("|")
        assert len(words) == len(set(words))
