"""The stock statement."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from aidtrack.reports.stock_statement import StockLine, stock_statement
from tests.reports.samples import NOODLES, PAPER, RICE, cells, columns_of, opened

LINES = [
    StockLine("Kho Thanh Trì", RICE, received=4_000_000, issued=4_000_000, returned=28_000, counted=27_500),
    StockLine("Kho Thanh Trì", NOODLES, received=9_000, issued=9_000, returned=63, counted=63),
    StockLine("Kho Đống Đa", RICE, opening=1_000, lost=1_000),
]


def figures(content):
    sheet = opened(content).worksheets[0]
    first = next(cell.row for cell in sheet["A"] if cell.value == 1)
    columns = columns_of(sheet)
    titles = [
        "Tên hàng",
        "Tồn đầu kỳ",
        "Nhập",
        "Xuất",
        "Nhập lại",
        "Hao hụt",
        "Tồn cuối kỳ",
        "Kiểm kê",
        "Chênh lệch",
    ]
    return [[sheet.cell(row, columns[title]).value for title in titles] for row in range(first, first + 5)]


def test_each_store_and_good_has_a_line_and_each_good_a_total():
    assert figures(stock_statement(PAPER, LINES)) == [
        ["Gạo", 0, 4000, 4000, 28, 0, 28, 27.5, -0.5],
        ["Mì tôm", 0, 9000, 9000, 63, 0, 63, 63, 0],
        ["Gạo", 1, 0, 0, 0, 1, 0, None, None],
        ["Gạo", 1, 4000, 4000, 28, 1, 28, None, None],
        ["Mì tôm", 0, 9000, 9000, 63, 0, 63, 63, 0],
    ]


def test_the_period_is_said():
    said = [
        cell.value
        for cell in cells(stock_statement(PAPER, LINES, period=(date(2021, 8, 13), date(2021, 8, 15))))
    ]
    assert "Từ ngày 13/8/2021 đến ngày 15/8/2021" in said and "Thủ kho" in said


@given(*[st.integers(0, 10**9)] * 6)
def test_a_line_always_adds_up(opening, received, issued, returned, lost, counted):
    line = StockLine("Kho", RICE, opening, received, issued, returned, lost, counted)
    assert opening + received + returned == line.closing + issued + lost
    assert line.closing + line.difference == counted
