"""Amounts are shown in the units that people use, in both languages, and never so that they mislead."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidtrack.goods.catalogue import BY_CODE, SEED
from aidtrack.goods.units import (
    COUNTS,
    MEASURES,
    UNITS,
    GoodFacts,
    Pack,
    in_packs,
    in_shown,
    show_amount,
    show_average,
)
from aidtrack.languages import say_in
from aidtrack.sentences import Sentence

RICE, NOODLES, FISH_SAUCE = BY_CODE["rice"], BY_CODE["noodles"], BY_CODE["fish_sauce"]


@pytest.mark.parametrize(
    ("amount", "vietnamese", "english"),
    [
        (4_000_000, "4.000 kg", "4,000 kg"),
        (4_500, "4,5 kg", "4.5 kg"),
        (4_050, "4,05 kg", "4.05 kg"),
        (500, "0,5 kg", "0.5 kg"),
        (125, "125 g", "125 g"),
        (4_125, "4 kg 125 g", "4 kg 125 g"),
        (0, "0 kg", "0 kg"),
        (-4_500, "−4,5 kg", "−4.5 kg"),
    ],
)
def test_rice_is_shown_in_kilograms_with_at_most_two_decimals(
    amount: int, vietnamese: str, english: str
) -> None:
    assert say_in("vi", show_amount(amount, RICE)) == vietnamese
    assert say_in("en", show_amount(amount, RICE)) == english


def test_what_is_counted_is_shown_with_its_unit() -> None:
    assert say_in("vi", show_amount(9_000, NOODLES)) == "9.000 gói"
    assert say_in("en", show_amount(9_000, NOODLES)) == "9,000 packs"
    assert say_in("en", show_amount(1, NOODLES)) == "1 pack"
    assert say_in("vi", show_amount(1, FISH_SAUCE)) == "1 chai"


@pytest.mark.parametrize(
    ("amount", "good", "factor", "unit", "vietnamese", "english"),
    [
        (36, NOODLES, 30, "carton", "1 thùng 30 và 6 gói", "1 carton of 30 and 6 packs"),
        (60, NOODLES, 30, "carton", "2 thùng 30", "2 cartons of 30"),
        (6, NOODLES, 30, "carton", "6 gói", "6 packs"),
        (16_000, RICE, 5_000, "bag", "3 túi 5 kg và 1 kg", "3 bags of 5 kg and 1 kg"),
        (0, RICE, 5_000, "bag", "0 kg", "0 kg"),
    ],
)
def test_an_amount_is_said_in_packs_and_what_is_loose(
    amount: int, good: GoodFacts, factor: int, unit: str, vietnamese: str, english: str
) -> None:
    assert say_in("vi", in_packs(amount, good, factor, unit)) == vietnamese
    assert say_in("en", in_packs(amount, good, factor, unit)) == english


def test_an_average_is_rounded_to_one_decimal() -> None:
    assert say_in("vi", show_average(11_500, 8, RICE)) == "1,4 kg"
    assert say_in("vi", show_average(11_500, 1, RICE)) == "11,5 kg"
    assert say_in("vi", show_average(71, 8, NOODLES)) == "8,9 gói"
    assert say_in("vi", show_average(36, 4, NOODLES)) == "9 gói"


def test_a_spreadsheet_gets_the_exact_number_in_the_shown_unit() -> None:
    assert in_shown(4_125, RICE) == Decimal("4.125")
    assert in_shown(9_000, NOODLES) == 9_000


def test_a_good_has_its_name_in_both_languages_even_if_no_catalogue_knows_it() -> None:
    pumpkin = GoodFacts("pumpkin", "Bí đỏ {ngon}", "Pumpkins", "piece", "piece")
    assert say_in("vi", pumpkin.title) == "Bí đỏ {ngon}"
    assert say_in("en", pumpkin.title) == "Pumpkins"
    assert say_in("vi", RICE.title) == "Gạo"
    nameless = GoodFacts("salt", "Muối", "", "g", "kg", 1000)
    assert say_in("en", nameless.title) == "Muối"


def test_the_head_of_a_column_names_the_unit() -> None:
    assert [say_in("vi", good.unit) for good in SEED[:4]] == ["kg", "kg", "gói", "chai"]


def test_a_pack_has_a_usual_size_if_it_is_marked_or_the_only_one() -> None:
    assert NOODLES.usual_size("carton") == 30
    assert FISH_SAUCE.usual_size("carton") is None
    assert BY_CODE["masks"].usual_size("box") == 50
    assert RICE.usual_size("carton") is None
    assert FISH_SAUCE.sizes("carton") == (12, 15, 24)


@given(st.integers(0, 10**12), st.sampled_from(SEED))
def test_a_shown_amount_can_be_kept_and_said_again(amount: int, good: GoodFacts) -> None:
    said = show_amount(amount, good)
    assert say_in("vi", Sentence.from_plain(said.to_plain())) == say_in("vi", said)


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.sampled_from(SEED))
def test_two_amounts_are_never_shown_alike(first: int, second: int, good: GoodFacts) -> None:
    alike = say_in("vi", show_amount(first, good)) == say_in("vi", show_amount(second, good))
    assert alike == (first == second)


def test_every_unit_has_vietnamese_words_and_every_measure_is_known() -> None:
    for code, unit in UNITS.items():
        # "kg" and "g" are the same in both languages; what is counted is not.
        assert say_in("vi", unit.one) == say_in("vi", unit.many), code
        assert say_in("vi", unit.label) in unit.words.split("|"), code
    for base, measures in MEASURES.items():
        assert measures[base] == 1
        assert set(measures.values()).isdisjoint({0})
    assert COUNTS["ten"] == 10


def test_packs_of_a_good_may_be_written_in_any_order() -> None:
    good = GoodFacts("tea", "Chè", "Tea", "pack", "pack", packs=(Pack("carton", 40), Pack("carton", 20)))
    assert good.sizes("carton") == (20, 40)
