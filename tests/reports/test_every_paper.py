"""What holds for every paper: parts in the order of the standard, nothing that calculates, steady bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from itertools import combinations
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from aidtrack.reports.distribution_list import distribution_list
from aidtrack.reports.goods_notes import GoodsNote, NoteLine, goods_issued, goods_received
from aidtrack.reports.list_template import list_template
from aidtrack.reports.stock_statement import StockLine, stock_statement
from aidtrack.reports.ward_totals import WardTotal, ward_totals
from tests.reports.samples import GOODS, PAPER, RICE, YOUTH_UNION, cells, household, opened

NOTE = GoodsNote(replace(PAPER, number="PN'1&2"), "=1+1", "@kho", [NoteLine(RICE, 2, 1, "-x", 7)])
MAKERS: dict[str, Callable[[], bytes]] = {
    "list": lambda: distribution_list(PAPER, GOODS, [household(n % 7 + 1, name="=x") for n in range(40)]),
    "posted": lambda: distribution_list(
        replace(PAPER, issuer=YOUTH_UNION), GOODS, [household(1)], posting=True
    ),
    "wards": lambda: ward_totals(PAPER, GOODS, [WardTotal("+Xã", "-Huyện", 1, 2, {"rice": 1}, 1)]),
    "received": lambda: goods_received(PAPER, [NOTE, NOTE]),
    "issued": lambda: goods_issued(PAPER, [NOTE]),
    "stock": lambda: stock_statement(PAPER, [StockLine("=Kho", RICE, 1, counted=2)]),
    "template": lambda: list_template(at=PAPER.printed_at, categories=["mất việc"]),
}
# The order in which a worksheet's parts must stand (ECMA-376, CT_Worksheet); Excel repairs any other.
PARTS = (
    "sheetPr dimension sheetViews sheetFormatPr cols sheetData mergeCells dataValidations printOptions "
    "pageMargins pageSetup headerFooter ignoredErrors"
).split()


def sheets_xml(content: bytes) -> list[ElementTree.Element]:
    with ZipFile(BytesIO(content)) as archive:
        names = sorted(name for name in archive.namelist() if name.startswith("xl/worksheets/sheet"))
        return [ElementTree.fromstring(archive.read(name)) for name in names]


@pytest.mark.parametrize("name", MAKERS)
def test_the_parts_of_every_sheet_stand_in_the_order_of_the_standard(name):
    for sheet in sheets_xml(MAKERS[name]()):
        parts = [part.tag.partition("}")[2] for part in sheet]
        assert parts == [part for part in PARTS if part in parts]


@pytest.mark.parametrize("name", MAKERS)
def test_no_two_merged_ranges_overlap(name):
    for sheet in opened(MAKERS[name]()).worksheets:
        for one, other in combinations(sheet.merged_cells.ranges, 2):
            assert one.isdisjoint(other), (one, other)


@pytest.mark.parametrize("name", MAKERS)
def test_nothing_calculates(name):
    content = MAKERS[name]()
    assert {cell.data_type for cell in cells(content)} <= {"s", "n"}
    for sheet in sheets_xml(content):
        assert not [part for part in sheet.iter() if part.tag.endswith("}f")]


@pytest.mark.parametrize("name", MAKERS)
def test_the_same_paper_is_the_same_file(name):
    assert MAKERS[name]() == MAKERS[name]()


@pytest.mark.parametrize("name", MAKERS)
def test_rows_and_columns_are_within_what_excel_allows(name):
    for sheet in opened(MAKERS[name]()).worksheets:
        assert all(0 < (row.height or 15) <= 409 for row in sheet.row_dimensions.values())
        assert all(0 < column.width <= 255 for column in sheet.column_dimensions.values())
        assert len(sheet.title) <= 31


@pytest.mark.parametrize("name", [name for name in MAKERS if name != "template"])
def test_every_sheet_is_one_page_wide_with_the_chain_in_its_footer(name):
    for sheet in opened(MAKERS[name]()).worksheets:
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert PAPER.chain_head in sheet.oddFooter.left.text
        assert sheet.oddFooter.right.text == "Trang &P/&N"
