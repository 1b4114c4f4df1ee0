"""The empty list to download, fill in and import again: a head that the import knows, and how to fill it.

Every column is text, so that the zeros of IDs and phones stay; the words of categories are offered.
The hints stand on a second sheet, downwards, so that nobody's import takes them for a list.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from aidtrack.reports import sheet_layout
from aidtrack.reports.sheet_layout import Page, Part
from aidtrack.reports.sheet_xml import Cell
from aidtrack.reports.workbook import Book, Sheet, write

TITLE = "DANH SÁCH HỘ ĐỀ NGHỊ HỖ TRỢ"
SHEET = "Danh sách"
HINTS = "Hướng dẫn"
_EMPTY_ROWS = 200


@dataclass(frozen=True)
class TemplateColumn:
    """One column of the list: its head, its width, how to fill it and an example."""

    title: str
    width: float
    hint: str
    example: str


COLUMNS: tuple[TemplateColumn, ...] = (
    TemplateColumn("STT", 6, "Số thứ tự, có thể để trống.", "1"),
    TemplateColumn("Họ và tên chủ hộ", 24, "Bắt buộc. Viết có dấu, đủ họ, tên đệm và tên.", "Phan Thị Lành"),
    TemplateColumn("Năm sinh", 10, "Năm sinh, hoặc ngày/tháng/năm.", "1974"),
    TemplateColumn("Giới tính", 9, "Nam hoặc Nữ.", "Nữ"),
    TemplateColumn(
        "Số CCCD/CMND", 16, "12 chữ số (CCCD) hoặc 9 chữ số (CMND), giữ số 0 ở đầu.", "001174000000"
    ),
    TemplateColumn(
        "Số điện thoại", 15, "10 chữ số, giữ số 0 ở đầu. Nhiều hộ có thể chung một số.", "0950 000 000"
    ),
    TemplateColumn("Nơi thường trú", 18, "Tỉnh, thành phố, hoặc địa chỉ đầy đủ.", "Lai Châu"),
    TemplateColumn("Nơi ở hiện nay", 34, "Số nhà, ngách, ngõ, phố.", "Số 33, ngõ 245 Hồ Tùng Mậu"),
    TemplateColumn("Tổ dân phố/thôn", 16, "Tổ dân phố, thôn hoặc xóm.", "Tổ 22"),
    TemplateColumn("Phường/xã", 22, "Bắt buộc. Tên phường, xã hoặc thị trấn nơi đang ở.", "Phường Minh Khai"),
    TemplateColumn("Quận/huyện", 20, "Cần khi tên phường, xã có ở nhiều quận, huyện.", "Quận Hai Bà Trưng"),
    TemplateColumn("Số khẩu", 9, "Bắt buộc. Số người trong hộ, kể cả chủ hộ.", "4"),
    TemplateColumn(
        "Diện", 26, "Chọn một diện; có nhiều diện thì viết cách nhau bằng dấu chấm phẩy.", "mất việc"
    ),
    TemplateColumn("Hoàn cảnh", 32, "Kể ngắn gọn vì sao hộ cần hỗ trợ.", "giúp việc theo giờ, chủ cho nghỉ"),
    TemplateColumn("Ghi chú", 20, "Điều khác cần biết.", ""),
)


def list_template(*, at: datetime, categories: Sequence[str] = ()) -> bytes:
    """The .xlsx to download; `categories` are the words offered in the column Diện, `at` its time (aware)."""
    sheets = [_form(categories), _hints(categories).sheet()]
    return write(Book(sheets, at, TITLE))


def _form(categories: Sequence[str]) -> Sheet:
    page = Page(SHEET, [column.width for column in COLUMNS])
    page.add(Part(1, page.last, TITLE, "title"), height=30)
    number = page.add_cells([Cell(column.title, "head") for column in COLUMNS], 32)
    page.head = (number, number)
    for _ in range(_EMPTY_ROWS):
        page.add_cells([Cell(None, "entry")] * page.last, 20)
    titles = [column.title for column in COLUMNS]
    choices = {titles.index("Giới tính") + 1: ("Nam", "Nữ"), titles.index("Diện") + 1: tuple(categories)}
    sheet = page.sheet()
    return Sheet(sheet.title, sheet.widths, sheet.rows, sheet.merges, sheet.head, choices=choices)


def _hints(categories: Sequence[str]) -> Page:
    page = Page(HINTS, (24.0, 62.0, 36.0), landscape=False)
    sheet_layout.heading(page, "CÁCH ĐIỀN DANH SÁCH", "Mỗi hộ một dòng. Không gộp ô, không đổi tên cột.")
    number = page.add_cells([Cell(title, "head") for title in ("Cột", "Cách ghi", "Ví dụ")], 20)
    page.head = (number, number)
    for column in COLUMNS:
        hint = column.hint
        if column.title == "Diện" and categories:
            hint = f"{hint} Các diện: {'; '.join(categories)}."
        cells = [Cell(column.title, "name"), Cell(hint, "text"), Cell(column.example, "text")]
        page.add_cells(cells, sheet_layout.text_height([(hint, 62), (column.example, 36)], 20))
    return page
