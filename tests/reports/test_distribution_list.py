"""The list that people sign, as an auditor reads it back from the file."""

from __future__ import annotations

import re
from dataclasses import replace
from hashlib import sha256
from html import unescape
from io import BytesIO
from time import process_time
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aidtrack.reports.distribution_list import distribution_list
from aidtrack.reports.papers import outcome_note
from tests.reports.samples import (
    GOODS,
    PAPER,
    RICE,
    cells,
    columns_of,
    head_rows,
    household,
    opened,
    table,
)

TITLES = [
    "STT",
    "Họ và tên",
    "Năm sinh",
    "CCCD",
    "Số điện thoại",
    "Thường trú",
    "Nơi ở hiện nay",
    "Số khẩu",
    "Diện",
    "Hoàn cảnh",
    "Gạo (kg)",
    "Lạc (kg)",
    "Mì tôm (gói)",
    "Nước mắm (chai)",
    "Ký nhận",
    "Ghi chú",
]


def listed(*rows, **options):
    return opened(distribution_list(PAPER, GOODS, rows, **options)).worksheets[0]


def test_the_columns_are_those_of_the_form_in_their_order():
    columns = columns_of(listed(household(3)))
    columns.pop("Quà tặng")
    assert sorted(columns, key=columns.__getitem__) == TITLES


def test_the_goods_stand_under_one_merged_title_and_every_other_title_is_merged_over_two_rows():
    sheet = listed(household(3))
    top, bottom = head_rows(sheet)
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert f"K{top}:N{top}" in merged and sheet.cell(top, 11).value == "Quà tặng"
    assert {f"{letter}{top}:{letter}{bottom}" for letter in "ABCDEFGHIJOP"} <= merged


def test_a_household_stands_in_its_row():
    row, total = table(listed(household(5, note="Vắng mặt, chưa nhận")))
    assert row == {
        "STT": 1,
        "Họ và tên": "Ngô Thị Hòa",
        "Năm sinh": 1974,
        "CCCD": "012174000034",
        "Số điện thoại": "0952 860 910",
        "Thường trú": "Lai Châu",
        "Nơi ở hiện nay": "33, ngõ 245 Hồ Tùng Mậu, tổ 22",
        "Số khẩu": 5,
        "Diện": "Mất việc",
        "Hoàn cảnh": "giúp việc theo giờ, chủ cho nghỉ",
        "Gạo (kg)": 20,
        "Lạc (kg)": 5,
        "Mì tôm (gói)": 45,
        "Nước mắm (chai)": 1,
        "Ký nhận": None,
        "Ghi chú": "Vắng mặt, chưa nhận",
        "Quà tặng": 20,
    }
    assert (total["STT"], total["Nơi ở hiện nay"], total["Số khẩu"]) == ("Tổng cộng", "1 hộ", 5)


def test_ids_and_phones_are_text_and_amounts_are_numbers():
    sheet = listed(household(3))
    columns, row = columns_of(sheet), head_rows(sheet)[1] + 1
    types = {title: sheet.cell(row, column).data_type for title, column in columns.items()}
    assert {types["CCCD"], types["Số điện thoại"]} == {"s"}
    assert {types[title] for title in ("STT", "Năm sinh", "Số khẩu", "Gạo (kg)", "Mì tôm (gói)")} == {"n"}
    assert sheet.cell(row, columns["CCCD"]).number_format == "@"


def test_a_total_of_kilograms_keeps_its_grams_and_whole_ones_have_no_decimals():
    rows = [household(1, amounts={"rice": 4500}), household(1, amounts={"rice": 4000})]
    sheet = listed(*rows)
    one, two, total = table(sheet)
    assert (one["Gạo (kg)"], two["Gạo (kg)"], total["Gạo (kg)"]) == (4.5, 4, 8.5)
    column, first = columns_of(sheet)["Gạo (kg)"], head_rows(sheet)[1] + 1
    formats = [sheet.cell(row, column).number_format for row in (first, first + 1)]
    assert formats == ["[$-42A]#,##0.0##", "[$-42A]#,##0"]


def test_the_total_is_said_in_words():
    said = [
        c.value for c in cells(distribution_list(PAPER, GOODS, [household(31)])) if "Bằng chữ" in str(c.value)
    ]
    kilograms = "Một trăm hai mươi tư ki-lô-gam gạo; ba mươi mốt ki-lô-gam lạc"
    assert said == [f"Bằng chữ: {kilograms}; hai trăm bảy mươi chín gói mì tôm; một chai nước mắm."]


def test_three_people_sign_under_the_list():
    said = [cell.value for cell in cells(distribution_list(PAPER, GOODS, [household(3)]))]
    for words in ("Người lập biểu", "Kế toán", "Thủ trưởng đơn vị", "(Ký, họ tên, đóng dấu)"):
        assert words in said


def test_it_prints_landscape_one_page_wide_with_its_head_on_every_page():
    sheet = listed(*[household(2)] * 40)
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.freeze_panes == f"A{head_rows(sheet)[1] + 1}"
    assert sheet["A" + str(head_rows(sheet)[0])].value == "STT"


@pytest.mark.parametrize(("rows", "least"), [(5, 7.0), (60, 8.0)])
def test_rows_to_sign_are_high_enough_on_paper(rows, least):
    sheet = listed(*[household(2)] * rows)
    wide = sum(sheet.column_dimensions[chr(64 + n)].width for n in range(1, sheet.max_column + 1))
    scale = min(1.0, 277 / (wide * 7 / 96 * 25.4))
    heights = [sheet.row_dimensions[head_rows(sheet)[1] + n].height for n in range(1, rows + 1)]
    assert min(heights) * 25.4 / 72 * scale >= least


def test_the_footer_bears_time_in_hanoi_checksum_chain_head_and_pages():
    sheet = listed(household(2))
    left, right = sheet.oddFooter.left.text, sheet.oddFooter.right.text
    assert left.startswith("aidtrack · in 14/8/2021 06:40 · mã kiểm tra ") and left.endswith("6a40c218" * 8)
    assert right == "Trang &P/&N"


def test_the_footer_is_short_enough_for_excel():
    with ZipFile(BytesIO(distribution_list(PAPER, GOODS, [household(2)]))) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
    (footer,) = re.findall("<oddFooter>(.*)</oddFooter>", xml)
    assert len(unescape(footer)) <= 255


def test_the_place_to_sign_is_wide_and_empty_whatever_happened_at_the_door():
    notes = [
        "",
        *(outcome_note(outcome) for outcome in ("received", "received_for", "absent", "declined", "partial")),
    ]
    sheet = listed(*(household(2, note=note) for note in notes))
    assert sheet.column_dimensions["O"].width >= 10 and columns_of(sheet)["Ký nhận"] == 15
    *rows, total = table(sheet)
    assert [row["Ký nhận"] for row in rows] + [total["Ký nhận"]] == [None] * 7
    assert [row["Ghi chú"] or "" for row in rows] == notes


def test_a_posted_list_masks_ids_and_phones_and_tells_no_circumstances():
    content = distribution_list(PAPER, GOODS, [household(3)], posting=True)
    row, _ = table(opened(content).worksheets[0])
    assert (row["CCCD"], row["Số điện thoại"]) == ("012174••••34", "0952 ••• 910")
    said = " ".join(str(cell.value) for cell in cells(content))
    assert "Hoàn cảnh" not in said and "giúp việc" not in said and "000034" not in said and "860" not in said


def test_the_title_of_the_id_column_is_a_setting():
    paper = replace(PAPER, citizen_id_title="Căn cước/CCCD")
    assert "Căn cước/CCCD" in columns_of(
        opened(distribution_list(paper, GOODS, [household(1)])).worksheets[0]
    )


def test_a_list_over_several_wards_names_each_ward_and_the_district_where_names_repeat():
    rows = [
        household(1, current="số 1", ward="Phường Minh Khai", district="Quận Hai Bà Trưng"),
        household(1, current="số 2", ward="Phường Minh Khai", district="Quận Bắc Từ Liêm"),
        household(1, current="số 3", ward="Xã Liên Ninh", district="Huyện Thanh Trì"),
    ]
    assert [row["Nơi ở hiện nay"] for row in table(listed(*rows))[:3]] == [
        "số 1, Phường Minh Khai, Quận Hai Bà Trưng",
        "số 2, Phường Minh Khai, Quận Bắc Từ Liêm",
        "số 3, Xã Liên Ninh",
    ]


def test_the_codes_of_cases_follow_in_a_last_column_where_there_are_any():
    sheet = listed(household(1, code="HN-7F3K9QC"), household(1))
    assert columns_of(sheet)["Mã hồ sơ"] == 17
    assert [row["Mã hồ sơ"] for row in table(sheet)] == ["HN-7F3K9QC", None, None]


def test_the_second_sheet_adds_up_by_ward():
    rows = [household(2), household(5, ward="Xã Liên Ninh", district="Huyện Thanh Trì"), household(1)]
    book = opened(distribution_list(PAPER, GOODS, rows))
    assert book.sheetnames == ["Danh sách ký nhận", "Tổng hợp theo phường"]
    wards = table(book.worksheets[1])
    assert [(r["Phường/xã"], r["Số hộ"], r["Số khẩu"], r["Gạo (kg)"]) for r in wards] == [
        ("Phường Minh Khai", 2, 3, 12),
        ("Xã Liên Ninh", 1, 5, 20),
        (None, 3, 8, 32),
    ]


def test_a_list_of_nobody_still_is_a_list():
    (total,) = table(listed())
    assert (total["Nơi ở hiện nay"], total["Số khẩu"], total["Gạo (kg)"]) == ("0 hộ", 0, 0)


def test_a_list_without_goods_has_no_column_for_them():
    sheet = opened(distribution_list(PAPER, (), [household(1)])).worksheets[0]
    assert "Quà tặng" not in columns_of(sheet)


def test_one_good_needs_no_merged_title():
    sheet = opened(distribution_list(PAPER, (RICE,), [household(1)])).worksheets[0]
    assert columns_of(sheet)["Quà tặng"] == columns_of(sheet)["Gạo (kg)"] == 11


def test_the_same_list_is_the_same_file_so_that_its_hash_can_be_recorded():
    rows = [household(2), household(5)]
    first, second = (distribution_list(PAPER, GOODS, rows) for _ in range(2))
    assert sha256(first).digest() == sha256(second).digest()
    assert first != distribution_list(PAPER, GOODS, rows[:1])


EVIL = st.sampled_from(
    ["=1+1", "+84", "-2", "@SUM(A1)", "\t=1", "#N/A", "#REF!", "TRUE", "1e5", "\x00=2", "_x0041_"]
)


@settings(max_examples=40, deadline=None)
@given(
    text=EVIL | st.text(max_size=40),
    where=st.sampled_from(["name", "current", "permanent", "circumstances", "note"]),
)
def test_nobodys_text_becomes_a_formula_a_number_or_an_error(text, where):
    for cell in cells(distribution_list(PAPER, GOODS, [household(2, **{where: text})])):
        assert cell.data_type in ("s", "n")
        assert cell.data_type == "s" or isinstance(cell.value, (int, float))


def test_a_text_that_begins_like_a_formula_is_quoted_and_unchanged():
    sheet = listed(household(2, name='=HYPERLINK("http://x","y")'))
    cell = sheet.cell(head_rows(sheet)[1] + 1, columns_of(sheet)["Họ và tên"])
    assert (cell.value, cell.data_type, cell.quotePrefix) == ('=HYPERLINK("http://x","y")', "s", True)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.builds(
            household,
            st.integers(1, 20),
            amounts=st.fixed_dictionaries({good.code: st.integers(0, 10**7) for good in GOODS}),
            ward=st.sampled_from(["Phường Minh Khai", "Xã Liên Ninh"]),
        ),
        max_size=12,
    )
)
def test_totals_equal_the_sums_of_their_columns_on_both_sheets(rows):
    book = opened(distribution_list(PAPER, GOODS, rows))
    *body, total = table(book.worksheets[0])
    *wards, whole = table(book.worksheets[1])
    assert [row["STT"] for row in body] == list(range(1, len(rows) + 1))
    for good in GOODS:
        title = f"{good.name} ({good.unit})"
        expected = sum(row.amounts[good.code] for row in rows) / good.factor
        for sums in (body, wards):
            assert sum(row[title] or 0 for row in sums) == pytest.approx(expected)
        assert total[title] == whole[title] == pytest.approx(expected)


def test_a_thousand_rows_take_less_than_half_a_second():
    rows = [household(n % 7 + 1, name=f"Nguyễn Thị Số {n}", ward=f"Phường {n % 24}") for n in range(1000)]
    took = []
    for _ in range(3):
        start = process_time()
        distribution_list(PAPER, GOODS, rows)
        took.append(process_time() - start)
    assert min(took) < 0.5
