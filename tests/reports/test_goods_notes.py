"""Goods received and issued notes."""

from __future__ import annotations

from dataclasses import replace

from aidtrack.reports.goods_notes import GoodsNote, NoteLine, goods_issued, goods_received
from tests.reports.samples import NOODLES, PAPER, RICE, cells, opened

SHORT = NoteLine(NOODLES, on_paper=9_000, counted=8_940, packing="thùng 30 gói", price=3_500)
NOTE = GoodsNote(
    replace(PAPER, number="PN-0001"),
    party="Nguyễn Văn Bình, Công ty Lương thực Sông Hồng",
    store="Kho Thanh Trì",
    lines=[NoteLine(RICE, 4_000_000, 4_000_000, price=18_000), SHORT],
    store_address="Xã Liên Ninh",
    basis="Biên bản giao nhận số 3",
)


def rows_of(content):
    sheet = opened(content).worksheets[0]
    first = next(cell.row for cell in sheet["A"] if cell.value == 1)
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=first, max_row=first + 2)]


def test_a_received_note_shows_both_quantities_and_the_money():
    assert rows_of(goods_received(PAPER, [NOTE])) == [
        [1, "Gạo", "rice", "kg", 4000, 4000, 18_000, 72_000_000],
        [2, "Mì tôm, thùng 30 gói", "noodles", "gói", 9000, 8940, 3_500, 31_290_000],
        [None, "Tổng cộng", "x", "x", "x", "x", "x", 103_290_000],
    ]


def test_a_received_note_has_the_words_of_01_vt():
    said = [cell.value for cell in cells(goods_received(PAPER, [NOTE]))]
    for words in (
        "PHIẾU NHẬP KHO",
        "Mẫu số 01-VT",
        "Số: PN-0001",
        "Theo chứng từ",
        "Thực nhập",
        "Số lượng",
        "Thành tiền",
    ):
        assert words in said
    for words in ("Người lập phiếu", "Người giao hàng", "Thủ kho", "Kế toán trưởng"):
        assert words in said
    assert "- Nhập tại kho: Kho Thanh Trì, địa điểm: Xã Liên Ninh" in said
    assert "Tổng số tiền (viết bằng chữ): Một trăm linh ba triệu hai trăm chín mươi nghìn đồng." in said
    assert "Bằng chữ: Bốn nghìn ki-lô-gam gạo; tám nghìn chín trăm bốn mươi gói mì tôm." in said


def test_an_issued_note_has_the_words_of_02_vt():
    said = [cell.value for cell in cells(goods_issued(PAPER, [NOTE]))]
    for words in ("PHIẾU XUẤT KHO", "Mẫu số 02-VT", "Yêu cầu", "Thực xuất", "Người nhận hàng"):
        assert words in said


def test_gifts_without_a_price_have_no_money():
    content = goods_received(PAPER, [replace(NOTE, lines=[NoteLine(RICE, 1000, 500)])])
    assert rows_of(content)[:2] == [
        [1, "Gạo", "rice", "kg", 1, 0.5, None, None],
        [None, "Tổng cộng", "x", "x", "x", "x", "x", None],
    ]
    assert not any("đồng" in str(cell.value) for cell in cells(content))


def test_money_is_rounded_to_whole_dong():
    assert NoteLine(RICE, 333, 333, price=18_500).value == 6_161
    assert NoteLine(RICE, 1, 1, price=500).value == 1
    assert NoteLine(RICE, 1, 1).value is None


def test_two_lots_of_a_good_are_said_as_one_amount():
    content = goods_received(PAPER, [replace(NOTE, lines=[SHORT, SHORT])])
    assert any("Mười bảy nghìn tám trăm tám mươi gói mì tôm." in str(cell.value) for cell in cells(content))


def test_every_note_has_its_sheet_and_none_at_all_is_an_empty_form():
    assert opened(goods_received(PAPER, [NOTE, NOTE])).sheetnames == [
        "Phiếu nhập kho PN-0001",
        "Phiếu nhập kho PN-0001 (2)",
    ]
    empty = opened(goods_issued(replace(PAPER, number=""), []))
    assert empty.sheetnames == ["Phiếu xuất kho"] and table_is_empty(empty)


def table_is_empty(book):
    return not any(isinstance(cell.value, int) for row in book.worksheets[0].iter_rows() for cell in row)


def test_notes_are_portrait_without_formulas():
    content = goods_received(PAPER, [replace(NOTE, party="=1+1", basis="@x")])
    assert opened(content).worksheets[0].page_setup.orientation == "portrait"
    assert {cell.data_type for cell in cells(content)} == {"s", "n"}
