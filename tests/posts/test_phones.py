"""Telephone numbers in all their costumes; accounts, IDs and dates are none."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aidtrack.posts.phones import find_phones
from aidtrack.posts.written import write_as_typed


def numbers(text: str) -> list[str]:
    return [one.number for one in find_phones(write_as_typed(text))]


@pytest.mark.parametrize(
    "text",
    [
        "sđt 0953456789",
        "0953.456.789",
        "0953 456 789 2 người",
        "095-3456-789.",
        "+84 953 456 789",
        "(+84)953456789",
        "84953456789",
        "o953456789",
        "O953.456.789",
        "sdt 953 456 789",
        "lh 953456789 gặp Lan",
        "không chín năm ba bốn năm sáu bảy tám chín",
        "ko 9 năm ba 456 bảy tám chín",
        "khong chin nam ba bon nam sau bay tam chin",
        "0️⃣9️⃣5️⃣3️⃣ 456 789",
        "sđt0953456789",
        "gọi 0953456789a Hùng",
        "０９５３４５６７８９",
        "tk mb 12345678, sđt 0953456789",
    ],
)
def test_a_number_is_read_in_every_costume(text: str) -> None:
    assert numbers(text) == ["+84953456789"]


@pytest.mark.parametrize(
    "text",
    [
        "stk 0953456789 mb bank",
        "tài khoản: 0953456789 vietcombank",
        "CCCD 001090012345",
        "cmnd 095345678",
        "sinh ngày 03.05.1990 12 người",
        "lúc 09:53 45 67 89",
        "953456789",
        "0953456",
        "09534567890123",
        "095.345.xxx.9",
        "500.000.000đ",
        "ngõ 09/53 tổ 45",
    ],
)
def test_other_numbers_are_no_telephones(text: str) -> None:
    assert numbers(text) == []


def test_landlines_old_numbers_and_two_numbers_are_read() -> None:
    assert numbers("máy bàn 024.3858.7712") == ["+842438587712"]
    assert numbers("01681234567") == ["+84381234567"]
    assert numbers("0953456789/0958765432") == ["+84953456789", "+84958765432"]


DIGITS = st.text(alphabet="0123456789", min_size=8, max_size=8)


@given(
    st.sampled_from("35789"),
    DIGITS,
    st.lists(st.sampled_from(["", " ", ".", "-", " . "]), min_size=9, max_size=9),
)
@settings(max_examples=100, deadline=None)
def test_any_number_survives_any_separators_and_forms(second: str, rest: str, between: list[str]) -> None:
    digits = "0" + second + rest
    written = digits[0] + "".join(gap + digit for gap, digit in zip(between, digits[1:], strict=True))
    text = f"em xin gạo ạ, số của em: {written} nhé"
    assert numbers(text) == numbers(unicodedata.normalize("NFD", text)) == ["+84" + digits[1:]]
