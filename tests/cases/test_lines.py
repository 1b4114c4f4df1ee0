"""The lines below a list's head."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidtrack.cases.heading import find_head
from aidtrack.cases.lines import Body, body_of
from aidtrack.cases.sections import Section, read_section
from aidtrack.cases.sheet import Cell, Merge, SheetCells

TITLES: list[Cell] = ["STT", "Họ và tên", "Năm sinh", "SĐT", "Phường", "Số khẩu", "Diện"]
AN: list[Cell] = [1, "Lò Văn An", 1970, "0955000001", "Định Công", 2, "sinh viên"]
BA: list[Cell] = [2, "Lò Văn Ba", 1971, "0955000002", "Định Công", 3, None]


def body(*rows: list[Cell], merged: tuple[Merge, ...] = ()) -> Body:
    sheet = SheetCells("DS", (tuple(TITLES), *(tuple(row) for row in rows)), merged)
    head = find_head(sheet)
    assert head
    return body_of(sheet, head, lambda text: text in ("Vĩnh Tuy", "Bạch Mai"))


def names(found: Body) -> list[Cell]:
    return [line.cell(1) for line in found.lines]


def test_households_keep_the_numbers_of_their_rows() -> None:
    assert [line.row for line in body(AN, [], BA).lines] == [2, 4]


@pytest.mark.parametrize(
    "line",
    [
        ["Tổng cộng: 2 hộ", None, None, None, None, 5],
        [None, "TỔNG SỐ", None, None, None, 5],
        [None, "Cộng phường Định Công", None, None, None, 5],
        [None, "cong: 2 ho", None, None, None, 5],
        [None, None, None, None, None, 5],
        [1, 2, 3, 4, 5, 6, 7],
        ["(1)", "(2)", "(3)", "(4)"],
        ["A", "B", "1", "2", "3"],
        TITLES,
        [3, None, None, None, None, None, None],
        [3, None, None, None, "Định Công", None, None],
        [" ", "\u200b"],
    ],
)
def test_totals_numbering_repeated_titles_and_prepared_rows_are_no_households(line: list[Cell]) -> None:
    assert names(body(AN, line, BA)) == ["Lò Văn An", "Lò Văn Ba"]


@pytest.mark.parametrize(
    "line",
    [
        [None, "Người lập biểu", None, None, "Thủ trưởng đơn vị"],
        [None, "Hà Nội, ngày 14 tháng 8 năm 2021"],
        ["Bằng chữ: năm người"],
        [None, "TM. UBND PHƯỜNG", None, None, "CHỦ TỊCH"],
        ["(Ký, họ tên)"],
        ["Danh sách này gồm 2 hộ"],
    ],
)
def test_after_the_signatures_nothing_is_a_household(line: list[Cell]) -> None:
    found = body(AN, BA, line, [None, "Nguyễn Văn Ký", None, None, "Trần Văn Dấu"])
    assert names(found) == ["Lò Văn An", "Lò Văn Ba"] and found.passed == ()


def test_a_page_that_goes_on_after_its_signatures_is_read_on() -> None:
    assert names(body(AN, [None, "Người lập"], [], BA)) == ["Lò Văn An", "Lò Văn Ba"]


def test_a_numbered_line_without_a_name_is_a_household_to_complain_about() -> None:
    assert len(body(AN, [2, None, 1988, "0955000002", None, 3, None]).lines) == 2


def test_a_line_that_nobody_understands_is_kept_to_be_shown() -> None:
    assert body(AN, [None, "chuyển sang trang sau"], BA).passed == ((3, "chuyển sang trang sau"),)


def test_a_sections_title_holds_for_the_lines_below_it() -> None:
    found = body(["Phường Vĩnh Tuy - Quận Hai Bà Trưng"], AN, ["II", "Bạch Mai (1 hộ)"], BA)
    assert [(line.section.ward, line.section.district) for line in found.lines] == [
        ("Phường Vĩnh Tuy", "Quận Hai Bà Trưng"),
        ("Bạch Mai", ""),  # the district stood in the other ward's title
    ]


def test_a_merged_ward_and_ditto_marks_speak_for_the_lines_below() -> None:
    third: list[Cell] = [3, "Lò Văn Ca", 1972, None, "nt", 1, '"']
    found = body(AN, [2, "Lò Văn Ba", 1971, None, None, 3, "bệnh nhân"], third, merged=((1, 4, 2, 4),))
    assert [line.cell(4) for line in found.lines] == ["Định Công"] * 3
    assert found.lines[2].cell(6) == "bệnh nhân"


AREA = "Quận Hai Bà Trưng"
DISTANT = Section("Phường Bạch Mai", "quận Đống Đa", "", ("student",), AREA)
ABOVE = Section("Phường Vĩnh Tuy", AREA, "Tổ 3", ("student",), AREA)


@pytest.mark.parametrize(
    ("title", "section"),
    [
        ("I. QUẬN ĐỐNG ĐA", Section("", "QUẬN ĐỐNG ĐA", "", ("student",), "QUẬN ĐỐNG ĐA")),
        ("1. Phường Trung Tự: 12 hộ", Section("Phường Trung Tự", AREA, "", ("student",), AREA)),
        ("P. Bạch Mai (2 hộ)", Section("P. Bạch Mai", AREA, "", ("student",), AREA)),
        ("Xã Liên Ninh, huyện Thanh Trì", Section("Xã Liên Ninh", "huyện Thanh Trì", "", ("student",), AREA)),
        ("Tổ dân phố số 7", Section("Phường Vĩnh Tuy", AREA, "Tổ dân phố số 7", ("student",), AREA)),
        ("II. Người khuyết tật", Section("Phường Vĩnh Tuy", AREA, "Tổ 3", ("disabled",), AREA)),
        ("Bạch Mai", Section("Bạch Mai", AREA, "", ("student",), AREA)),
        ("* Phường Bạch Mai (quận Đống Đa): 12 hộ", DISTANT),
        ("Phường Bạch Mai quận Đống Đa", DISTANT),
        ("B2. Phường Bạch Mai/quận Đống Đa có 12 hộ", DISTANT),
        ("Danh sách hộ khó khăn Phường Bạch Mai – quận Đống Đa", DISTANT),
        ("UBND Phường Bạch Mai, quận Đống Đa", DISTANT),
        ("Xác nhận của UBND phường Bạch Mai", None),
        ("Cộng phường Bạch Mai", None),
        ("Cộng phường Bạch Mai quận Đống Đa", None),
        ("Trần Văn Tổ", None),
        ("Phương Thị Xã", None),
        ("ghi chú thêm", None),
    ],
)
def test_a_title_is_read_below_the_one_above_it(title: str, section: Section | None) -> None:
    assert read_section(title, ABOVE, lambda text: text == "Bạch Mai") == section


cells = (
    st.none()
    | st.integers(0, 3000)
    | st.text(max_size=10)
    | st.sampled_from(["Tổng", "Phường X", "Lò Văn An", '"'])
)


@given(st.lists(st.lists(cells, max_size=9), max_size=12))
def test_any_lines_are_read_without_breaking(rows: list[list[Cell]]) -> None:
    found = body(*rows)
    assert [line.row for line in found.lines] == sorted({line.row for line in found.lines})
