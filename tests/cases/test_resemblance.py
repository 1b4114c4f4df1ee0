"""How alike two written facts are, one comparison after the other."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidtrack.cases.resemblance import (
    WrittenAddress,
    WrittenName,
    addresses,
    birth_years,
    exactly,
    head_counts,
    names,
    numbers,
    origins,
)
from aidtrack.vietnamese.folding import fold
from tests.cases.lookalikes import FAMILIES, GIVEN_F, GIVEN_M, MIDDLES_F, MIDDLES_M

people = st.tuples(
    st.sampled_from(FAMILIES), st.sampled_from(MIDDLES_M + MIDDLES_F), st.sampled_from(GIVEN_M + GIVEN_F)
).map(" ".join)


def compared(a: str, b: str) -> str:
    return names(WrittenName.of(a), WrittenName.of(b))


@pytest.mark.parametrize(
    ("a", "b", "answer"),
    [
        ("Hồ Thế Thủy", "Hồ Thế Thuỷ", "same"),
        ("Trần Thanh Thảo", "TRẦN THANH THẢO", "same"),
        ("Đỗ Đức Tú", "Do Duc Tu", "unmarked"),
        ("Lý Thế Tuấn", "Lí Thế Tuấn", "spelling"),
        ("Nguyễn Thị Hoa", "NguyễnThị Hoa", "spelling"),
        ("Dương Đình Tú", "Dương Tú", "short"),
        ("Nguyễn Văn Tú", "N.V. Tú", "short"),
        ("Nguyễn V. Tú", "Nguyễn Văn Tú", "short"),
        ("Dương Đình Tú", "Tú", "given"),
        ("Tuấn Lý Thế", "Lý Thế Tuấn", "order"),
        ("Nguyễn Thị Hương", "Nguyễn Thị Hươn", "typo"),
        ("Nguyễn Thị Hương", "Nguyễn Thị Hường", "tones"),
        ("Nguyễn Thị Hoa", "Nguyễn Thị Hòa", "tones"),
        ("Nguyễn Thị Lan", "Nguyễn Thị Lam", "near"),
        ("Nguyễn Văn Tuấn", "Nguyễn Văn Toàn", "different"),
        ("Dương Đình Tú", "Dương Tứ", "different"),
        ("Nguyễn Văn Hùng", "Trần Văn Hùng", "different"),
        ("", "Nguyễn Văn Hùng", "unknown"),
    ],
)
def test_names_are_compared_as_people_write_them(a: str, b: str, answer: str) -> None:
    assert compared(a, b) == compared(b, a) == answer


@given(people)
def test_a_name_is_the_same_in_every_costume(name: str) -> None:
    assert compared(name, name.upper()) == "same"
    assert compared(name, unicodedata.normalize("NFD", name)) == "same"
    assert compared(name, fold(name)) in ("same", "unmarked")


@given(st.text(max_size=20), st.text(max_size=20))
def test_names_are_compared_alike_from_both_sides(a: str, b: str) -> None:
    assert compared(a, b) == compared(b, a)


@pytest.mark.parametrize(
    ("a", "b", "answer"),
    [
        ("036165000157", "036165000157", "same"),
        ("036165000157", "036165000175", "slip"),
        ("036165000157", "036165000158", "slip"),
        ("036165000157", "036165000268", "slips"),
        ("036165000157", "036165999999", "other"),
        ("036165000157", "012345678", "unknown"),
        (None, "036165000157", "unknown"),
    ],
)
def test_numbers_may_be_a_slip_apart(a: str | None, b: str | None, answer: str) -> None:
    if answer == "slips":
        b = "036165000175"[:-3] + "267"
    assert numbers(a, b) == numbers(b, a) == answer


@pytest.mark.parametrize(
    ("a", "b", "answer"),
    [(1976, 1976, "same"), (1976, 1977, "beside"), (1976, 1967, "slip"), (1976, 1986, "slip"),
     (1976, 1952, "other"), (None, 1976, "unknown")],
)  # fmt: skip
def test_birth_years_may_be_typed_wrong(a: int | None, b: int | None, answer: str) -> None:
    assert birth_years(a, b) == birth_years(b, a) == answer


def test_head_counts_and_keys() -> None:
    assert [head_counts(3, n) for n in (3, 4, 2, 9, None)] == ["same", "beside", "beside", "other", "unknown"]
    assert [exactly("a", b) for b in ("a", "b", None)] == ["same", "other", "unknown"]


@pytest.mark.parametrize(
    ("a", "b", "answer"),
    [
        ("số 103, ngõ 17 Phùng Khoang, tổ 26", "103 Ngõ 17 phung khoang", "same"),
        ("số 103, ngõ 17 Phùng Khoang, tổ 26", "103/17 Phùng Khoang", "same"),
        ("nhà số 96, xóm 6, thôn Yên Ngưu", "Số nhà 96 xóm 06 Yên Ngưu", "same"),
        ("số 103, ngõ 17 Phùng Khoang", "ngõ 17 Phùng Khoang", "alike"),
        ("phòng 3, số 5 ngõ 9 Lĩnh Nam", "số 5 ngõ 9 Lĩnh Nam", "alike"),
        ("phòng 3, số 5 ngõ 9 Lĩnh Nam", "phòng 4, số 5 ngõ 9 Lĩnh Nam", "neighbour"),
        ("số 103, ngõ 17 Phùng Khoang", "số 105, ngõ 17 Phùng Khoang", "neighbour"),
        ("nhà số 96, xóm 6, thôn Yên Ngưu", "nhà số 96, xóm 7, thôn Yên Ngưu", "neighbour"),
        ("số 103, ngõ 17 Phùng Khoang", "số 103, ngõ 17 Lĩnh Nam", "other"),
        ("xóm Chùa, thôn Nhị Châu", "xóm Chùa, thôn Nhị Châu", "alike"),
        ("", "số 103, ngõ 17 Phùng Khoang", "unknown"),
        ("tổ 5", "tổ 5", "unknown"),
    ],
)
def test_addresses_are_compared_by_their_numbers_and_names(a: str, b: str, answer: str) -> None:
    first, second = WrittenAddress.of(a), WrittenAddress.of(b)
    assert addresses(first, second) == addresses(second, first) == answer


@given(st.text(max_size=30), st.text(max_size=30))
def test_addresses_are_compared_alike_from_both_sides(a: str, b: str) -> None:
    first, second = WrittenAddress.of(a), WrittenAddress.of(b)
    assert addresses(first, second) == addresses(second, first)


@pytest.mark.parametrize(
    ("a", "b", "answer"),
    [
        ("Nam Định", "Ý Yên, Nam Định", "same"),
        ("Tỉnh Hòa Bình", "Hòa Bình", "same"),
        ("Thanh Hóa", "Hòa Bình", "other"),
        ("", "Hòa Bình", "unknown"),
    ],
)
def test_a_place_of_origin_may_be_written_at_more_length(a: str, b: str, answer: str) -> None:
    assert origins(a, b) == origins(b, a) == answer
