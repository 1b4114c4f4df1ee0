"""Numbers are said and written as on Vietnamese papers, and read back without loss."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidtrack.errors import RuleBroken
from aidtrack.vietnamese.numbers import in_words, parse_number, quantity_in_words, show_number


@pytest.mark.parametrize(
    ("n", "words"),
    [
        (0, "không"),
        (1, "một"),
        (4, "bốn"),
        (5, "năm"),
        (10, "mười"),
        (11, "mười một"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (25, "hai mươi lăm"),
        (44, "bốn mươi tư"),
        (55, "năm mươi lăm"),
        (91, "chín mươi mốt"),
        (100, "một trăm"),
        (101, "một trăm linh một"),
        (104, "một trăm linh bốn"),
        (105, "một trăm linh năm"),
        (110, "một trăm mười"),
        (111, "một trăm mười một"),
        (115, "một trăm mười lăm"),
        (121, "một trăm hai mươi mốt"),
        (124, "một trăm hai mươi tư"),
        (555, "năm trăm năm mươi lăm"),
        (1000, "một nghìn"),
        (1001, "một nghìn không trăm linh một"),
        (1005, "một nghìn không trăm linh năm"),
        (1010, "một nghìn không trăm mười"),
        (1015, "một nghìn không trăm mười lăm"),
        (1100, "một nghìn một trăm"),
        (3972, "ba nghìn chín trăm bảy mươi hai"),
        (8937, "tám nghìn chín trăm ba mươi bảy"),
        (10_000, "mười nghìn"),
        (21_021, "hai mươi mốt nghìn không trăm hai mươi mốt"),
        (101_001, "một trăm linh một nghìn không trăm linh một"),
        (1_000_000, "một triệu"),
        (1_000_001, "một triệu không trăm linh một"),
        (1_000_021, "một triệu không trăm hai mươi mốt"),
        (1_000_099, "một triệu không trăm chín mươi chín"),
        (1_000_100, "một triệu không nghìn một trăm"),
        (1_000_999, "một triệu không nghìn chín trăm chín mươi chín"),
        (1_000_500, "một triệu không nghìn năm trăm"),
        (1_001_000, "một triệu không trăm linh một nghìn"),
        (1_500_000, "một triệu năm trăm nghìn"),
        (5_025_110, "năm triệu không trăm hai mươi lăm nghìn một trăm mười"),
        (15_000_000, "mười lăm triệu"),
        (1_000_000_000, "một tỷ"),
        (1_000_000_001, "một tỷ không trăm linh một"),
        (1_005_000_000, "một tỷ không trăm linh năm triệu"),
        (1_505_555_005, "một tỷ năm trăm linh năm triệu năm trăm năm mươi lăm nghìn không trăm linh năm"),
        (10**12, "một nghìn tỷ"),
        (1_001 * 10**9, "một nghìn không trăm linh một tỷ"),
        (10**18, "một tỷ tỷ"),
        (-21, "âm hai mươi mốt"),
    ],
)
def test_whole_numbers_in_words(n: int, words: str) -> None:
    assert in_words(n) == words


VALUES = {w: i for i, w in enumerate("không một hai ba bốn năm sáu bảy tám chín".split())}
VALUES |= {"mười": 10, "mốt": 1, "tư": 4, "lăm": 5}


def heard(words: str) -> int:
    """An independent listener: what the words say, group by group."""
    total = group = 0
    for word in words.split():
        if word in ("nghìn", "triệu"):
            total += group * {"nghìn": 1000, "triệu": 1_000_000}[word]
            group = 0
        elif word == "tỷ":
            total, group = (total + group) * 1_000_000_000, 0
        elif word == "trăm":
            group *= 100
        elif word == "mươi":
            group += group % 10 * 9
        elif word != "linh":
            group += VALUES[word]
    return total + group


@given(st.integers(0, 10**15))
def test_a_listener_hears_the_same_number(n: int) -> None:
    head, billions, rest = in_words(n).rpartition("tỷ")
    assert heard(head + billions) + heard(rest) == n


@given(st.integers(1, 10**15))
def test_the_traps_are_never_stepped_into(n: int) -> None:
    words = f" {in_words(n)} "
    for wrong in ("mươi một ", "mươi năm ", "mười năm ", "mươi bốn ", "mười mốt ", "mười tư ", "một mươi "):
        assert f" {wrong}" not in words
    assert "  " not in words
    assert " không mươi " not in words


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (Decimal("4.5"), "bốn phẩy năm"),
        (Decimal("4.50"), "bốn phẩy năm"),
        (Decimal("4.05"), "bốn phẩy không năm"),
        (Decimal("12.25"), "mười hai phẩy hai mươi lăm"),
        (Decimal("0.125"), "không phẩy một trăm hai mươi lăm"),
        (Decimal("1.0001"), "một phẩy không không không một"),
        (Decimal("1.2345"), "một phẩy hai ba bốn năm"),
        (Decimal("4000"), "bốn nghìn"),
        (Decimal("4E+3"), "bốn nghìn"),
        (Decimal("3.000"), "ba"),
        (Decimal("-0.5"), "âm không phẩy năm"),
        (28, "hai mươi tám"),
    ],
)
def test_quantities_in_words(amount: Decimal | int, words: str) -> None:
    assert quantity_in_words(amount) == words


@pytest.mark.parametrize(
    ("number", "vietnamese", "english"),
    [
        (Decimal("1234.5"), "1.234,5", "1,234.5"),
        (1234567, "1.234.567", "1,234,567"),
        (999, "999", "999"),
        (0, "0", "0"),
        (Decimal("0.50"), "0,5", "0.5"),
        (Decimal("-1234.5"), "-1.234,5", "-1,234.5"),
        (Decimal("-0.0"), "0", "0"),
        (Decimal("1E+3"), "1.000", "1,000"),
    ],
)
def test_numbers_are_written_the_way_of_the_language(
    number: Decimal | int, vietnamese: str, english: str
) -> None:
    assert show_number(number) == vietnamese
    assert show_number(number, "en") == english


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1.234,5", "1234.5"),
        ("1234,5", "1234.5"),
        ("1.234", "1234"),
        ("1,234", "1.234"),
        ("12.345.678", "12345678"),
        ("1 234,5", "1234.5"),
        ("1\u00a0234", "1234"),
        ("4,5", "4.5"),
        ("4.5", "4.5"),
        ("0.500", "0.5"),
        ("1,234,567", "1234567"),
        ("1,234.5", "1234.5"),
        ("007", "7"),
        ("-3", "-3"),
        ("\N{MINUS SIGN}3,5", "-3.5"),
        ("+3", "3"),
        ("9" * 30, "9" * 30),
        (1234, "1234"),
        (0.1, "0.1"),
        (Decimal("1.234"), "1.234"),
    ],
)
def test_typed_numbers_are_read_the_vietnamese_way(typed: object, number: str) -> None:
    assert parse_number(typed) == Decimal(number)


@pytest.mark.parametrize(
    ("typed", "number"), [("1,234", "1234"), ("1.234", "1.234"), ("4,5", "4.5"), ("1.234,5", "1234.5")]
)
def test_typed_numbers_are_read_the_english_way(typed: str, number: str) -> None:
    assert parse_number(typed, "en") == Decimal(number)


@pytest.mark.parametrize(
    "typed",
    ["", "ba", "1.23.456", "1,2,3", "1.234.56", "12 34", "1e5", "--3", "+-3", "3-", "NaN", "٣", "²", "1.234,",
     float("nan"), float("inf"), True, None, "9" * 31],
)  # fmt: skip
def test_what_is_no_number_is_refused_with_an_example(typed: object) -> None:
    with pytest.raises(RuleBroken, match=r"is not a number; write it like 1\.234,5\."):
        parse_number(typed)


def test_the_refusal_names_the_field_and_speaks_the_language() -> None:
    with pytest.raises(RuleBroken, match=r"like 1,234\.5\.") as refusal:
        parse_number("x", "en", field="amount")
    assert refusal.value.field == "amount"


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=3), st.sampled_from(["vi", "en"]))
def test_what_is_shown_is_read_back(number: Decimal, language: str) -> None:
    assert parse_number(show_number(number, language), language) == number
