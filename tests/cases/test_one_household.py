"""Which lines are people of the household above them."""

from __future__ import annotations

import pytest

from aidtrack.cases.heading import find_head
from aidtrack.cases.one_household import OneHousehold, is_head
from aidtrack.cases.sheet import Cell, SheetCells

TITLES: list[Cell] = ["STT", "Họ và tên", "Quan hệ với chủ hộ", "Năm sinh", "Số khẩu", "Phường"]
AN: list[Cell] = [1, "Lò Văn An", "Chủ hộ", 1970, 3, "Vĩnh Tuy"]


def household(*rows: list[Cell], titles: list[Cell] = TITLES) -> OneHousehold:
    sheet = SheetCells("DS", (tuple(titles), *map(tuple, rows)))
    head = find_head(sheet)
    assert head
    return OneHousehold(head, sheet)


@pytest.mark.parametrize(
    ("line", "taken"),
    [
        ([None, "Lò Thị Ba", "Vợ", 1972], True),
        ([2, "Lò Thị Ba", "vợ", 1972], True),
        ([None, "Lò Thị Ba", "Vợ", 1972, 3], True),  # the household's count again
        ([None, "Lò Thị Ba", "Vợ", 1972, 2], False),  # a count of its own
        ([2, "Lò Thị Ba", "Chủ hộ", 1972], False),
        ([2, "Lò Thị Ba", None, 1972], False),
        ([None, "Lò Thị Ba"], True),
        ([None, "đã nhận quà đợt 1"], False),
        ([None, None, "Con", 2001], False),
    ],
)
def test_a_line_is_taken_by_its_relation_or_by_its_empty_number(line: list[Cell], taken: bool) -> None:
    one = household(AN, line)
    one.opens(tuple(AN))
    assert one.takes(tuple(line)) is taken


def test_no_more_people_are_taken_without_a_relation_than_the_head_counts() -> None:
    one = household(AN)
    one.opens(tuple(AN))
    line = (None, "Lò Thị Ba")
    assert [one.takes(line) for _ in range(3)] == [True, True, False]


def test_a_list_where_nobody_is_called_head_has_relations_of_other_kinds() -> None:
    line: list[Cell] = [2, "Lò Thị Ba", "cháu tổ trưởng", 1972, None]
    one = household([1, "Lò Văn An", "người quen", 1970, 3], line)
    one.opens((1, "Lò Văn An", "người quen", 1970, 3))
    assert not one.takes(tuple(line))


def test_after_a_section_nobody_belongs_to_the_household_above() -> None:
    one = household(AN)
    assert not one.takes((None, "Lò Thị Ba", "Vợ"))
    one.opens(tuple(AN))
    one.closes()
    assert not one.takes((None, "Lò Thị Ba", "Vợ"))


def test_the_head_is_known_by_many_words() -> None:
    assert all(map(is_head, ("Chủ hộ", "CH", "bản thân", "Đại diện hộ")))
    assert not any(map(is_head, ("", "Vợ", "Con", "Chồng")))
