"""A phone number is understood in all its costumes; a wrong one is refused with what to mend."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidtrack.errors import RuleBroken
from aidtrack.vietnamese.phone import mask_phone, parse_phone, show_phone

MOBILES = st.from_regex(r"0[35789][0-9]{8}", fullmatch=True)
LANDLINES = st.from_regex(r"024[0-9]{8}", fullmatch=True)


@pytest.mark.parametrize(
    "typed",
    [
        "0912345678",
        "0912 345 678",
        "0912.345.678",
        "0912-345-678",
        "+84912345678",
        "+84 912 345 678",
        "(+84) 0912 345 678",
        "84912345678",
        "840912345678",
        "0084912345678",
        "912345678",
        912345678,
        912345678.0,
        "912345678.0",
        "'0912345678",
        "\u200b0912\u00a0345\u2009678 ",
    ],
)
def test_one_mobile_number_is_read_in_every_form(typed: object) -> None:
    assert parse_phone(typed) == "+84912345678"


@pytest.mark.parametrize("start", ["03", "05", "07", "08", "09", "095"])
def test_every_mobile_prefix_is_accepted_also_that_of_a_closed_network(start: str) -> None:
    number = start.ljust(10, "1")
    assert parse_phone(number) == "+84" + number[1:]


@pytest.mark.parametrize(
    "typed", ["02438255678", "024 3825 5678", "(024) 38255678", "2438255678", 2438255678, "+84 24 3825 5678"]
)
def test_landlines_of_hanoi_are_accepted(typed: object) -> None:
    assert parse_phone(typed) == "+842438255678"


def test_a_lost_zero_before_84_is_not_taken_for_the_country() -> None:
    assert parse_phone(842345678) == "+84842345678"


def test_landlines_of_other_provinces_are_checked_with_the_tables() -> None:
    assert parse_phone("0225 3822 616") == "+842253822616"
    with pytest.raises(RuleBroken, match="begins with 029"):
        parse_phone("02953822616")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("091234567", "This number has 9 digits, it needs 10."),
        ("09123456789", "This number has 11 digits, it needs 10."),
        ("0243825567", "This number has 10 digits, it needs 11."),
        ("0612345678", "No phone number begins with 061; a mobile begins with 03, 05, 07, 08 or 09."),
        ("", "Write a phone number."),
        (None, "Write a phone number."),
        ("0912 345 678 / 0987 654 321", "Write one phone number only."),
        ("không có", "A phone number has only digits, such as 0912 345 678."),
        ("०९१२३४५६७८", "A phone number has only digits, such as 0912 345 678."),
        ("0012025550100", "Only phone numbers of Vietnam (+84) are kept here."),
        ("+1 202 555 0100", "Only phone numbers of Vietnam (+84) are kept here."),
    ],
)
def test_a_wrong_number_is_refused_with_what_to_mend(typed: object, sentence: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        parse_phone(typed)
    assert str(refusal.value) == sentence
    assert refusal.value.field == "phone"


@pytest.mark.parametrize(
    ("old", "today"),
    [
        ("01234567890", "0834 567 890"),
        ("0168 234 5678", "0382 345 678"),
        ("0120 234 5678", "0702 345 678"),
        ("+84 168 234 5678", "0382 345 678"),
        (1682345678, "0382 345 678"),
        ("04 3825 5678", "024 3825 5678"),
    ],
)
def test_a_number_of_the_old_form_is_refused_with_the_one_of_today(old: object, today: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        parse_phone(old)
    assert str(refusal.value) == f"This number has its old form; write the one of today: {today}."
    assert parse_phone(today).startswith("+84")


NEW_PREFIXES = (
    "0120 070 0121 079 0122 077 0126 076 0128 078 0123 083 0124 084 0125 085 0127 081 0129 082 "
    "0162 032 0163 033 0164 034 0165 035 0166 036 0167 037 0168 038 0169 039 0186 056 0188 058 0199 059"
).split()


@pytest.mark.parametrize(("old", "new"), list(zip(NEW_PREFIXES[::2], NEW_PREFIXES[1::2], strict=True)))
def test_every_old_prefix_has_its_new_one(old: str, new: str) -> None:
    with pytest.raises(RuleBroken, match=f"{new}2 345 678"):
        parse_phone(f"{old}2345678")


def test_the_field_to_mend_can_be_named() -> None:
    with pytest.raises(RuleBroken) as refusal:
        parse_phone("1", field="donor_phone")
    assert refusal.value.field == "donor_phone"


@given(st.one_of(MOBILES, LANDLINES))
def test_what_is_shown_is_read_back(digits: str) -> None:
    kept = "+84" + digits[1:]
    assert parse_phone(show_phone(kept)) == kept
    assert parse_phone(int(digits)) == kept


def test_numbers_are_shown_in_groups() -> None:
    assert show_phone("+84912345678") == "0912 345 678"
    assert show_phone("+842438255678") == "024 3825 5678"
    assert show_phone("+842253822616") == "0225 382 2616"
    assert show_phone(parse_phone("028 3822 6160")) == "028 3822 6160"
    assert show_phone("something else") == "something else"


def test_a_masked_number_hides_its_middle() -> None:
    assert mask_phone("+84912345678") == "0912 ••• 678"
    assert mask_phone("+842438255678") == "024 •••• 5678"
    assert mask_phone("0912") == "••••"
