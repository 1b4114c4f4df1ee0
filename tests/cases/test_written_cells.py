"""Facts taken out of cells in which more stands."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidtrack.cases.written_cells import born, identity_in, phones_in, says_none, written
from aidtrack.errors import RuleBroken
from aidtrack.vietnamese.phone import parse_phone


@pytest.mark.parametrize(
    ("cell", "birth"),
    [
        (1985, (1985, None)),
        ("1985 (36t)", (1985, None)),
        ("~1940", (1940, None)),
        ("khoảng 1940", (1940, None)),
        ("'1985", (1985, None)),
        ("1985.", (1985, None)),
        ("1985/5/4", (1985, date(1985, 5, 4))),
        ("04-05-1990", (1990, date(1990, 5, 4))),
        (date(1905, 6, 7), (1985, None)),  # the number 1985 in a cell that shows dates
        (date(1985, 5, 4), (1985, date(1985, 5, 4))),
    ],
)
def test_a_birth_is_read_out_of_what_stands_around_it(cell: object, birth: tuple[int, date | None]) -> None:
    assert born(cell) == birth


def test_an_age_is_no_birth_year() -> None:
    with pytest.raises(RuleBroken):
        born("36 tuổi")


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        (955000048, ["+84955000048"]),
        ("ĐT: 0955 000 048", ["+84955000048"]),
        ("0955000048 (con)", ["+84955000048"]),
        ("0955000048 / 0955000049", ["+84955000048", "+84955000049"]),
        ("0955000048 0955000049", ["+84955000048", "+84955000049"]),
        ("0955.000.048 - 0955.000.049", ["+84955000048", "+84955000049"]),
        ("+84 955 000 048", ["+84955000048"]),
        ("không có", []),
        ("-", []),
        (None, []),
    ],
)
def test_all_phones_of_a_cell_are_found(cell: object, numbers: list[str]) -> None:
    assert [parse_phone(part) for part, _ in phones_in(cell)] == numbers


@pytest.mark.parametrize(
    ("cell", "number", "more"),
    [
        ("001080000001", "001080000001", False),
        ("001 080 000 001", "001 080 000 001", False),
        ("001080000001, cấp ngày 12/3/2020", "001080000001", True),
        ("CMND: 012345678", "012345678", True),
        ("012345678 / 001080000001", "001080000001", True),
        (1080000001, 1080000001, False),
        ("chưa làm", "chưa làm", False),
    ],
)
def test_the_identity_number_is_found_among_dates_and_words(cell: object, number: object, more: bool) -> None:
    assert identity_in(cell) == (number, more)


def test_that_there_is_none_is_said_in_many_ways() -> None:
    assert all(map(says_none, (None, "", "Không có", "ko", "-", "chưa có.")))
    assert not says_none("0955000048")


@given(st.none() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text() | st.dates())
def test_any_cell_has_a_text_and_is_searched_without_breaking(cell: object) -> None:
    assert isinstance(written(cell), str)
    assert isinstance(phones_in(cell), list) and len(identity_in(cell)) == 2
