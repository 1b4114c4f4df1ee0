"""The stock statement (bảng tổng hợp nhập – xuất – tồn): each good at each store, from opening to closing.

The closing balance is computed from the parts, so that the printed line always adds up; a count
that disagrees shows as chênh lệch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from aidtrack.reports import papers, sheet_layout
from aidtrack.reports.goods_columns import GoodColumn
from aidtrack.reports.papers import Paper, Signer
from aidtrack.reports.sheet_layout import Page
from aidtrack.reports.sheet_xml import Cell
from aidtrack.vietnamese.dates import show_date

TITLE = "BẢNG TỔNG HỢP NHẬP – XUẤT – TỒN"
SHEET = "Nhập – xuất – tồn"
_COLUMNS = (
    ("STT", 5.5),
    ("Kho", 26.0),
    ("Tên hàng", 22.0),
    ("Mã số", 12.0),
    ("ĐVT", 8.0),
    ("Tồn đầu kỳ", 11.5),
    ("Nhập", 11.5),
    ("Xuất", 11.5),
    ("Nhập lại", 11.5),
    ("Hao hụt", 11.5),
    ("Tồn cuối kỳ", 11.5),
    ("Kiểm kê", 11.5),
    ("Chênh lệch", 11.5),
)
_FIRST_MOVE, _LAST_MOVE = 7, 10


@dataclass(frozen=True)
class StockLine:
    """One good at one store in a period, in base units. `lost` is net of what a count found too much."""

    store: str
    good: GoodColumn
    opening: int = 0
    received: int = 0
    issued: int = 0
    returned: int = 0
    lost: int = 0
    counted: int | None = None

    @property
    def closing(self) -> int:
        """What the books say is left: opening + received − issued + returned − lost."""
        return self.opening + self.received - self.issued + self.returned - self.lost

    @property
    def difference(self) -> int | None:
        """Counted minus closing; None where nobody counted."""
        return None if self.counted is None else self.counted - self.closing

    @property
    def amounts(self) -> tuple[int | None, ...]:
        """The eight figures in the order of the columns."""
        moves = (self.opening, self.received, self.issued, self.returned, self.lost)
        return (*moves, self.closing, self.counted, self.difference)


def stock_statement(
    paper: Paper,
    lines: Sequence[StockLine],
    *,
    period: tuple[date, date] | None = None,
    title: str = TITLE,
    signers: Sequence[Signer] = papers.SIGNERS["stock_statement"],
) -> bytes:
    """The .xlsx with a line for each store and good, and a total line for each good."""
    page = Page(SHEET, [width for _, width in _COLUMNS])
    sheet_layout.letterhead(page, paper)
    within = f"Từ ngày {show_date(period[0])} đến ngày {show_date(period[1])}" if period else ""
    sheet_layout.heading(page, title, paper.subtitle, within)
    names = [name for name, _ in _COLUMNS]
    sheet_layout.table_head(page, names, ("Phát sinh trong kỳ", _FIRST_MOVE, _LAST_MOVE))
    for number, line in enumerate(lines, 1):
        texts = [Cell(line.store, "text"), Cell(line.good.name, "name")]
        codes = [Cell(line.good.code, "code"), Cell(line.good.unit, "code")]
        figures = [line.good.cell(amount, blank_zero=False) for amount in line.amounts]
        height = sheet_layout.text_height([(line.store, 26), (line.good.name, 22)], page.points(7))
        page.add_cells([Cell(number, "count"), *texts, *codes, *figures], height)
    _add_totals(page, lines)
    sheet_layout.signatures(page, signers)
    return sheet_layout.finish(paper, [page], title)


def _add_totals(page: Page, lines: Sequence[StockLine]) -> None:
    """A total for each good: kilograms and bottles cannot be added to one another."""
    goods = {line.good.code: line.good for line in lines}
    for good in goods.values():
        mine = [line for line in lines if line.good.code == good.code]
        columns = list(zip(*(line.amounts for line in mine), strict=True))
        # A count of some stores only is no count of the good.
        sums = [None if None in column else sum(a or 0 for a in column) for column in columns]
        cells = [Cell(papers.TOTAL, "total_text"), Cell(None, "total_text"), Cell(good.name, "total_text")]
        cells += [Cell(good.code, "total_code"), Cell(good.unit, "total_code")]
        number = page.add_cells(cells + [good.cell(amount, total=True) for amount in sums], page.points(7))
        page.merges.append((number, 1, number, 2))
