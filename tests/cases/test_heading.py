"""Where the titles of a sheet's columns stand, and what the columns hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidtrack.cases.heading import Head, find_head, letter_of
from aidtrack.cases.sheet import Cell, SheetCells


def sheet(*rows: list[Cell], merged: tuple[tuple[int, int, int, int], ...] = ()) -> SheetCells:
    return SheetCells("DS", tuple(tuple(row) for row in rows), merged)


def fields(head: Head | None) -> dict[str, str]:
    assert head
    return {column.letter: column.category or column.field for column in head.columns}


TITLES: list[Cell] = ["STT", "Họ và tên", "Năm sinh", "Số khẩu", "Phường/xã"]


def test_the_head_is_found_under_a_title_block() -> None:
    head = find_head(
        sheet(["ĐOÀN THANH NIÊN"], [], ["DANH SÁCH HỘ KHÓ KHĂN"], TITLES, [1, "An", 1970, 2, "X"])
    )
    assert head and (head.first, head.last) == (3, 3)
    assert list(fields(head).values()) == ["stt", "name", "birth", "people", "ward"]


def test_a_merged_title_over_two_columns_is_read_with_those_below_it() -> None:
    head = find_head(
        sheet(
            ["STT", "Họ và tên", "Năm sinh", None, "Số khẩu", "Diện"],
            [None, None, "Nam", "Nữ", None, None],
            merged=((0, 2, 0, 3), (0, 0, 1, 0)),
        )
    )
    assert head and (head.first, head.last) == (0, 1)
    assert fields(head)["C"] == "male" and fields(head)["D"] == "female"


def test_titles_in_the_lower_row_need_no_merged_cells() -> None:
    head = find_head(
        sheet(
            [None, None, "Năm sinh", None, None],
            ["STT", "Họ tên", "Nam", "Nữ", "Số khẩu"],
            [1, "A B", 1970, None, 2],
        )
    )
    assert list(fields(head).values()) == ["stt", "name", "male", "female", "people"]


def test_the_parts_of_the_place_of_origin_are_never_taken_for_the_ward() -> None:
    head = find_head(
        sheet(
            ["Họ tên", "Quê quán", None, None, "Nơi ở hiện nay", None, "Số khẩu"],
            [None, "Xã", "Huyện", "Tỉnh", "Số nhà", "Phường", None],
            merged=((0, 1, 0, 3), (0, 4, 0, 5)),
        )
    )
    assert list(fields(head).values()) == ["name", *["home_address"] * 3, "address", "ward", "people"]


def test_a_bare_address_beside_the_current_one_is_where_people_come_from() -> None:
    head = find_head(sheet(["Họ tên", "Địa chỉ", "Nơi ở hiện nay", "Số khẩu", "SĐT"]))
    assert list(fields(head).values()) == ["name", "home_address", "address", "people", "phone"]


def test_pieces_of_one_address_stay_together() -> None:
    head = find_head(sheet(["Họ tên", "Số nhà", "Đường phố", "Địa chỉ", "Số khẩu", "SĐT"]))
    assert list(fields(head).values()) == ["name", "address", "address", "address", "people", "phone"]


def test_columns_of_ticks_below_the_category_are_categories() -> None:
    head = find_head(
        sheet(
            ["Họ tên", "Số khẩu", "Đối tượng", None, "Phường"],
            [None, None, "Sinh viên", "Khuyết tật", None],
            merged=((0, 2, 0, 3),),
        )
    )
    assert list(fields(head).values()) == ["name", "people", "student", "disabled", "ward"]


def test_a_name_in_two_columns_is_one_name() -> None:
    head = find_head(sheet(["Họ đệm", "Tên", "Số khẩu", "Phường", "SĐT"]))
    assert list(fields(head).values())[:2] == ["family_name", "name"]


def test_the_first_household_is_not_taken_for_a_second_row_of_titles() -> None:
    line: list[Cell] = [1, "Sinh Viên Nam", 1999, 1, "Phường Định Công"]
    head = find_head(sheet(TITLES, line, line))
    assert head and head.last == 0


def test_of_two_columns_for_one_field_the_surer_is_taken() -> None:
    head = find_head(
        sheet(["Họ và tên", "Họ tên chủ hộ kinh doanh", "Số khẩu", "Phường", "Số điện thoại", "ĐT nhà"])
    )
    assert head and [c.letter for c in head.columns_for("name", "phone")] == ["A", "E"]


@pytest.mark.parametrize(
    "row", [["Họ và tên", "Ghi chú"], ["STT", "Họ và tên", "Số tiền"], ["Số khẩu", "Phường", "SĐT", "Diện"]]
)
def test_too_few_known_titles_or_no_name_are_no_head(row: list[Cell]) -> None:
    assert find_head(sheet(row)) is None


@pytest.mark.parametrize(
    ("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")]
)
def test_columns_are_lettered_as_spreadsheets_do(index: int, letters: str) -> None:
    assert letter_of(index) == letters


@given(
    st.permutations(
        ["STT", "Họ và tên", "Năm sinh", "CCCD", "SĐT", "Nơi ở hiện nay", "Phường", "Quận", "Số khẩu", "Diện"]
    )
)
def test_the_order_of_the_columns_does_not_matter(titles: list[str]) -> None:
    head = find_head(sheet(["DANH SÁCH"], list(titles)))
    assert head and len(head.columns) == len(titles)
    assert {column.title for column in head.columns} == set(titles)


cells = (
    st.none()
    | st.integers()
    | st.text(max_size=12)
    | st.sampled_from(["Họ và tên", "Số khẩu", "Phường", "SĐT", "Nam"])
)


@given(st.lists(st.lists(cells, max_size=8), max_size=8))
def test_any_sheet_is_searched_without_breaking(rows: list[list[Cell]]) -> None:
    head = find_head(sheet(*rows))
    assert head is None or head.columns_for("name")
