"""A paper, four goods and some households to try the papers with, and a way to read a workbook back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from aidtrack.reports.distribution_list import ListRow
from aidtrack.reports.goods_columns import GoodColumn
from aidtrack.reports.papers import Issuer, Paper

RICE = GoodColumn("rice", "Gạo", "kg", 1000)
PEANUTS = GoodColumn("peanuts", "Lạc", "kg", 1000)
NOODLES = GoodColumn("noodles", "Mì tôm", "gói")
FISH_SAUCE = GoodColumn("fish-sauce", "Nước mắm", "chai")
GOODS = (RICE, PEANUTS, NOODLES, FISH_SAUCE)

NATIONAL = Issuer(("UBND QUẬN HAI BÀ TRƯNG", "BAN TỔ CHỨC CỨU TRỢ"))
YOUTH_UNION = Issuer(("THÀNH ĐOÀN HÀ NỘI", "BAN CHẤP HÀNH ĐOÀN (MẪU)"), "youth_union")
PAPER = Paper(
    NATIONAL,
    on=date(2021, 8, 14),
    printed_at=datetime(2021, 8, 13, 23, 40, tzinfo=UTC),
    number="14-DS/ĐTN",
    subtitle="Đợt trao tặng 14/8/2021",
    chain_head="6a40c218" * 8,
)


def household(people: int, **more: object) -> ListRow:
    """A household with the norm of 14 August 2021; `more` overrides any field."""
    amounts = {"rice": 4000 * people, "peanuts": 1000 * people, "noodles": 9 * people}
    facts: dict[str, object] = {
        "name": "Ngô Thị Hòa",
        "amounts": amounts | ({"fish-sauce": 1} if people > 4 else {}),
        "birth_year": 1974,
        "citizen_id": "012174000034",
        "phone": "+84952860910",
        "permanent": "Lai Châu",
        "current": "33, ngõ 245 Hồ Tùng Mậu, tổ 22",
        "ward": "Phường Minh Khai",
        "district": "Quận Hai Bà Trưng",
        "categories": "Mất việc",
        "circumstances": "giúp việc theo giờ, chủ cho nghỉ",
    }
    return ListRow(people=people, **{**facts, **more})  # type: ignore[arg-type]


def opened(content: bytes) -> Workbook:
    return load_workbook(BytesIO(content))


def cells(content: bytes) -> Iterator[Cell]:
    """Every cell of every sheet that holds something."""
    for sheet in opened(content).worksheets:
        for row in sheet.iter_rows():
            yield from (cell for cell in row if cell.value is not None)


def columns_of(sheet: Worksheet) -> dict[str, int]:
    """Title → column number, over the two rows of the table's head."""
    first, last = head_rows(sheet)
    found: dict[str, int] = {}
    for row in (first, last):
        for cell in sheet[row]:
            if isinstance(cell.value, str):
                found[" ".join(cell.value.split())] = cell.column
    return found


def head_rows(sheet: Worksheet) -> tuple[int, int]:
    first, last = sheet.print_title_rows.replace("$", "").split(":")
    return int(first), int(last)


def table(sheet: Worksheet) -> list[dict[str, object]]:
    """The rows under the head down to and with "Tổng cộng", by title."""
    columns = columns_of(sheet)
    found = []
    for row in range(head_rows(sheet)[1] + 1, sheet.max_row + 1):
        found.append({title: sheet.cell(row, column).value for title, column in columns.items()})
        if "Tổng cộng" in (found[-1]["STT"], found[-1].get("Họ và tên")):
            return found
    raise AssertionError("The table has no total row.")
