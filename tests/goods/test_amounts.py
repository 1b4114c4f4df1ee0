"""Amounts as people type them become whole base units, or a sentence that says how to mend them."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from aidtrack.errors import RuleBroken
from aidtrack.goods.amounts import MOST, parse_amount
from aidtrack.goods.catalogue import BY_CODE, SEED
from aidtrack.goods.units import GoodFacts, Pack, in_packs, show_amount
from aidtrack.languages import say_in
from aidtrack.vietnamese.folding import fold

RICE, NOODLES, EGGS, MILK = BY_CODE["rice"], BY_CODE["noodles"], BY_CODE["eggs"], BY_CODE["milk"]
MASKS, FISH_SAUCE = BY_CODE["masks"], BY_CODE["fish_sauce"]


@pytest.mark.parametrize(
    ("good", "typed", "amount"),
    [
        ("rice", "2 tạ", 200_000),
        ("rice", "2 ta", 200_000),
        ("rice", "2 TẠ", 200_000),
        ("rice", "2 tạ gạo", 200_000),
        ("rice", "2 tạ rưỡi", 250_000),
        ("rice", "1 tạ 20 kg", 120_000),
        ("rice", "2 tấn 5 tạ", 2_500_000),
        ("rice", "3 yến", 30_000),
        ("rice", "5 lạng", 500),
        ("rice", "2 cân", 2_000),
        ("rice", "2 ki-lô-gam", 2_000),
        ("rice", "4,5 kg", 4_500),
        ("rice", "4.5 kg", 4_500),
        ("rice", "4,5", 4_500),
        ("rice", "4.000 kg", 4_000_000),
        ("rice", "4 000 kg", 4_000_000),
        ("rice", "4.500", 4_500_000),
        ("rice", "0,5kg", 500),
        ("rice", "1 kg 125 g", 1_125),
        ("rice", "2 bao 25 kg", 50_000),
        ("rice", "2 bao 25", 50_000),
        ("rice", "2 sacks of 25 kg", 50_000),
        ("rice", "2 bao 25 kg lẻ 3 kg", 53_000),
        ("rice", "2 bao 25 kg và 3", 53_000),
        ("rice", "12", 12_000),
        ("rice", " 12\u200b kg. ", 12_000),
        ("noodles", "12", 12),
        ("noodles", "3 thùng lẻ 5 gói", 95),
        ("noodles", "3 thung le 5 goi", 95),
        ("noodles", "3 thùng 5 gói", 95),
        ("noodles", "3 thùng, 5 gói", 95),
        ("noodles", "3 thùng lẻ 5", 95),
        ("noodles", "3 thùng mì", 90),
        ("noodles", "3 cartons and 5 packs", 95),
        ("noodles", "2 cartons", 60),
        ("noodles", "2 thùng 24", 48),
        ("noodles", "2 thùng loại 24 gói", 48),
        ("noodles", "2 thùng loại 24 lẻ 3 gói", 51),
        ("noodles", "3 thùng lẻ 35 gói", 125),
        ("noodles", "0,5 thùng", 15),
        ("noodles", "2 chục gói", 20),
        ("fish_sauce", "2 thùng 15", 30),
        ("eggs", "2 chục", 20),
        ("eggs", "2 chục quả trứng", 20),
        ("eggs", "1 tá", 12),
        ("eggs", "2 vỉ 30", 60),
        ("milk", "2 thùng 3 lốc 1 hộp", 109),
        ("masks", "2 hộp lẻ 3 cái", 103),
        ("oil", "1 thung", 12),
        ("rice", "２ tạ", 200_000),
        ("rice", "５００ｇ", 500),
        ("rice", "nửa cân", 500),
        ("rice", "nua yen", 5_000),
        ("rice", "hai tạ rưỡi", 250_000),
        ("rice", "một tạ và nửa yến", 105_000),
        ("noodles", "nửa thùng", 15),
        ("noodles", "1 thùng rưỡi", 45),
        ("noodles", "ba thùng lẻ năm gói", 95),
    ],
)
def test_what_people_type_is_understood(good: str, typed: str, amount: int) -> None:
    assert parse_amount(typed, BY_CODE[good]) == amount


@pytest.mark.parametrize(
    ("good", "typed", "remedy"),
    [
        ("rice", "", "Write an amount"),
        ("rice", "\u200b", "Write an amount"),
        ("rice", "-5", "below zero"),
        ("rice", "− 5 kg", "below zero"),
        ("rice", "0", "zero"),
        ("rice", "0 kg", "zero"),
        ("rice", "nhiều", "is not an amount"),
        ("rice", "kg", "is not an amount"),
        ("rice", "5 kg và", "is not an amount"),
        ("rice", "10**13", "is not an amount"),
        ("rice", "½ kg", "is not an amount"),
        ("rice", "3 – 5 kg", "is not an amount"),
        ("rice", "5 kg -3 kg", "is not an amount"),
        ("rice", "=2+3", "is not an amount"),
        ("rice", "1e3", "is not measured in “e”"),
        ("rice", "2 tá", "is not measured in “tá”"),
        ("rice", "2 tả", "is not measured in “tả”"),
        ("rice", "2 tạ lạc", "is not measured in “lạc”"),
        ("rice", "3 thùng", "is not measured in “thùng”"),
        ("rice", "2 lít", "is not measured in “lít”"),
        ("noodles", "2 kg", "is not measured in “kg”"),
        ("noodles", "2 tạ", "is not measured in “tạ”"),
        ("rice", "hai mươi cân", "“hai mươi cân” is not an amount"),
        ("rice", "mười một cân", "“mười một cân” is not an amount"),
        ("rice", "hai", "is not an amount"),
        ("rice", "rưỡi tạ", "is not an amount"),
        ("rice", "1 tạ hai", "is not measured in “hai”"),
        ("rice", "10x25kg", "Say the unit"),
        ("fish_sauce", "1 thùng 15 rưỡi", "rưỡi"),
        ("rice", "5 5", "Say the unit"),
        ("rice", "1 tạ 2", "Say the unit"),
        ("rice", "2 kg loại 5", "Say the unit"),
        ("rice", "5 kg 5 kg", "larger unit first"),
        ("rice", "20 kg 1 tạ", "larger unit first"),
        ("rice", "2 bao", "the known sizes of a sack are 10 kg, 25 kg, 50 kg"),
        ("rice", "2 bao lẻ 5 kg", "the known sizes"),
        ("rice", "2 bao 30 kg", "the known sizes"),
        ("fish_sauce", "2 thùng", "the known sizes of a carton are 12 bottles"),
        ("eggs", "2 vỉ", "the known sizes"),
        ("noodles", "3 thùng 5", "the known sizes"),
        ("rice", "1 tạ 200 kg", "two ways"),
        ("rice", "4,500 kg", "two ways"),
        ("noodles", "3 thùng 30 gói", "two ways"),
        ("noodles", "3 thùng 24 gói", "two ways"),
        ("milk", "2 thùng 13 lốc", "two ways"),
        ("noodles", "4,5 gói", "leaves a fraction; the smallest part is 1 pack"),
        ("rice", "0,0005 kg", "leaves a fraction; the smallest part is 1 g"),
        ("rice", "1.000.001 tấn", "more than the books can hold"),
        ("noodles", "9" * 30, "more than the books can hold"),
        ("noodles", "9" * 3000, "is not an amount"),
    ],
)
def test_what_is_wrong_or_could_mean_two_amounts_is_asked_back(good: str, typed: str, remedy: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        parse_amount(typed, BY_CODE[good])
    assert remedy in str(refusal.value)
    assert refusal.value.field == "amount"
    assert len(str(refusal.value)) < 250
    assert say_in("vi", refusal.value.sentence) != say_in("en", refusal.value.sentence)


def test_the_form_says_which_field_it_was() -> None:
    with pytest.raises(RuleBroken) as refusal:
        parse_amount("4,500", RICE, field="counted")
    assert refusal.value.field == "counted"


def test_a_count_may_be_zero_where_it_is_allowed() -> None:
    assert parse_amount("0", NOODLES, zero_ok=True) == 0


def test_the_size_of_a_pack_is_the_lots_own() -> None:
    assert parse_amount("3 thùng lẻ 5 gói", NOODLES, 24) == 77
    assert parse_amount("3 thùng 20 gói", NOODLES, 24) == 92
    assert parse_amount("2 bao lẻ 5 kg", RICE, 25_000) == 55_000
    assert parse_amount("2 thùng", FISH_SAUCE, 15) == 30
    assert parse_amount("2 thùng 40", NOODLES, 40) == 80


def test_a_size_that_is_not_the_lots_is_asked_back() -> None:
    for typed, factor in (("2 thùng 24", 30), ("2 thùng loại 24 gói", 30), ("3 thùng 24 gói", 24)):
        with pytest.raises(RuleBroken):
            parse_amount(typed, NOODLES, factor)
    with pytest.raises(RuleBroken, match="known sizes of a sack are 25 kg"):
        parse_amount("2 bao 10 kg", RICE, 25_000)


def test_the_lots_size_leaves_other_packs_alone() -> None:
    assert parse_amount("2 chục", EGGS, 30, pack="tray") == 20
    assert parse_amount("2 vỉ", EGGS, 30, pack="tray") == 60
    assert parse_amount("1 thùng 2 lốc", MILK, 24, pack="carton") == 32
    assert parse_amount("2 hộp", MASKS, 40) == 80


def test_english_groups_thousands_with_commas() -> None:
    assert parse_amount("4,000 kg", RICE, language="en") == 4_000_000
    assert parse_amount("1,234.5 kg", RICE, language="en") == 1_234_500
    # A dot before exactly three digits stays a group: the field's hands write it so.
    assert parse_amount("4.500 kg", RICE, language="en") == 4_500_000


@given(st.integers(1, MOST), st.sampled_from(SEED), st.sampled_from(["vi", "en"]))
def test_what_is_shown_can_be_typed_again(amount: int, good: GoodFacts, language: str) -> None:
    shown = say_in(language, show_amount(amount, good))
    assert parse_amount(shown, good, language=language) == amount


@given(st.integers(1, 10**9), st.sampled_from(SEED), st.sampled_from(["vi", "en"]), st.data())
def test_what_is_shown_in_packs_can_be_typed_again(
    amount: int, good: GoodFacts, language: str, data: st.DataObject
) -> None:
    pack = data.draw(st.sampled_from([pack for pack in good.packs if pack.unit != "ten"]))
    # A bag of half a kilogram may stand before grams only where its loose rest is smaller than itself.
    shown = say_in(language, in_packs(amount, good, pack.factor, pack.unit))
    assert parse_amount(shown, good, pack.factor, pack=pack.unit, language=language) == amount
    assert parse_amount(shown, good, language=language) == amount


@given(st.integers(1, MOST), st.sampled_from(SEED))
def test_marks_may_be_left_out(amount: int, good: GoodFacts) -> None:
    shown = fold(say_in("vi", show_amount(amount, good)))
    assert parse_amount(shown, good) == amount


@given(st.text(max_size=30), st.sampled_from(SEED))
def test_any_text_is_an_amount_or_a_refusal(typed: str, good: GoodFacts) -> None:
    try:
        assert 0 < parse_amount(typed, good) <= MOST
    except RuleBroken as refusal:
        assert refusal.field == "amount"
        assert say_in("vi", refusal.sentence)


@given(
    st.lists(
        st.sampled_from(
            ["3", "4,5", "25", "30", "1.000", "thùng", "bao", "kg", "tạ", "gói", "lẻ", "và", "loại", "rưỡi"]
        ),
        max_size=6,
    ),
    st.sampled_from(SEED),
)
def test_any_words_of_the_field_are_an_amount_or_a_refusal(words: list[str], good: GoodFacts) -> None:
    try:
        amount = parse_amount(" ".join(words), good)
    except RuleBroken:
        return
    assert amount > 0
    assert parse_amount("  ".join(words).upper(), good) == amount


@given(st.integers(1, 999), st.integers(1, 999))
def test_a_carton_and_loose_packs_add_up(cartons: int, loose: int) -> None:
    assert parse_amount(f"{cartons} thùng lẻ {loose} gói", NOODLES, 30) == 30 * cartons + loose


@given(st.integers(1, 99), st.integers(1, 60))
def test_without_a_word_between_a_remainder_is_smaller_than_any_carton(cartons: int, loose: int) -> None:
    assume(loose >= 24)
    with pytest.raises(RuleBroken, match="two ways"):
        parse_amount(f"{cartons} thùng {loose} gói", NOODLES)


def test_a_good_of_a_deployment_is_measured_like_any_other() -> None:
    oil = GoodFacts("oil5", "Dầu can", "Oil in cans", "ml", "l", 1000, (Pack("can", 5_000),))
    assert parse_amount("2 lít", oil) == 2_000
    assert parse_amount("2 can", oil) == parse_amount("2 lon", oil) == 10_000
    assert parse_amount("250 ml", oil) == 250
