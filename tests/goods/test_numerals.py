"""Numbers as people type them are read exactly, or asked back where a mark could mean two things."""

from __future__ import annotations

from fractions import Fraction

import pytest

from aidtrack.errors import RuleBroken
from aidtrack.goods.numerals import MOST_DIGITS, read_number


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12", 12),
        ("007", 7),
        ("4,5", Fraction(9, 2)),
        ("4.5", Fraction(9, 2)),
        ("4.000", 4000),
        ("4.500", 4500),
        ("4.125", 4125),
        ("1.234.567", 1234567),
        ("1.234,5", Fraction("1234.5")),
        ("1,234.5", Fraction("1234.5")),
        ("1,234,567", 1234567),
        ("0,500", Fraction(1, 2)),
        ("0.125", Fraction(1, 8)),
        ("4,1250", Fraction("4.125")),
    ],
)
def test_a_number_is_read_in_both_languages(typed: str, number: Fraction) -> None:
    assert read_number(typed) == number
    assert read_number(typed, "en") == number


def test_a_comma_before_three_digits_groups_in_english_and_is_asked_back_in_vietnamese() -> None:
    assert read_number("4,500", "en") == 4500
    with pytest.raises(RuleBroken, match="two ways"):
        read_number("4,500", "vi")


@pytest.mark.parametrize("typed", ["1234.567", "1234,567", "01.234,567"])
def test_three_decimals_behind_a_long_number_are_asked_back(typed: str) -> None:
    for language in ("vi", "en"):
        try:
            assert read_number(typed, language) is None
        except RuleBroken as refusal:
            assert "two ways" in str(refusal)


@pytest.mark.parametrize(
    "typed",
    ["", ".", "5.", ".5", "1.2.3", "12.34.567", "1,2,3", "1.234,567.8", "９", "1e3", "9" * (MOST_DIGITS + 1)],
)
def test_what_is_no_number_is_none(typed: str) -> None:
    assert read_number(typed) is None
