"""Goods received and issued notes (phiếu nhập kho 01-VT, phiếu xuất kho 02-VT), one sheet a note.

Both quantities always stand there, the one on paper and the one counted: a shortage is a fact of
its own. The forms are models (domain: section 6), so their number is an argument.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from aidtrack.reports import papers, sheet_layout
from aidtrack.reports.goods_columns import GoodColumn, all_in_words
from aidtrack.reports.papers import Paper, Signer
from aidtrack.reports.sheet_layout import Page, Part
from aidtrack.reports.sheet_xml import Cell
from aidtrack.vietnamese.dates import long_date
from aidtrack.vietnamese.numbers import in_words

_WIDTHS = (5.5, 32.0, 12.0, 8.0, 12.0, 12.0, 13.0, 15.0)
_NAME_WIDTH = _WIDTHS[1]


@dataclass(frozen=True)
class NoteLine:
    """One good on a note: base units on paper (or asked for) and counted; price in đồng for a shown unit."""

    good: GoodColumn
    on_paper: int
    counted: int
    packing: str = ""
    """Name of the pack, lot and expiry, where known: "thùng 30 gói, HSD 14/02/2022"."""
    price: int | None = None

    @property
    def value(self) -> int | None:
        """Thành tiền: what was counted times the price, in whole đồng; None without a price."""
        if self.price is None:
            return None
        return int(
            (Decimal(self.counted) / self.good.factor * self.price).quantize(Decimal(1), ROUND_HALF_UP)
        )


@dataclass(frozen=True)
class GoodsNote:
    """One note: its own paper (number, day), the other side, the store, what it rests on, its lines."""

    paper: Paper
    party: str
    """Who handed over (received) or who takes (issued), with the organisation."""
    store: str
    lines: Sequence[NoteLine]
    store_address: str = ""
    basis: str = ""
    """The paper it rests on: "Biên bản giao nhận số 3 ngày 13/8/2021 của …"."""
    reason: str = ""
    attachments: str = ""
    remark: str = ""


@dataclass(frozen=True)
class _Form:
    title: str
    sheet: str
    model: str
    party: str
    store: str
    quantities: tuple[str, str]
    signers: tuple[Signer, ...]


_RECEIVED = _Form(
    "PHIẾU NHẬP KHO",
    "Phiếu nhập kho",
    "Mẫu số 01-VT",
    "Họ và tên người giao",
    "Nhập tại kho",
    ("Theo chứng từ", "Thực nhập"),
    papers.SIGNERS["goods_received"],
)
_ISSUED = _Form(
    "PHIẾU XUẤT KHO",
    "Phiếu xuất kho",
    "Mẫu số 02-VT",
    "Họ và tên người nhận hàng",
    "Xuất tại kho",
    ("Yêu cầu", "Thực xuất"),
    papers.SIGNERS["goods_issued"],
)


def goods_received(paper: Paper, notes: Sequence[GoodsNote]) -> bytes:
    """Phiếu nhập kho, a sheet for each; an empty form where there are none."""
    return _notes(paper, notes, _RECEIVED)


def goods_issued(paper: Paper, notes: Sequence[GoodsNote]) -> bytes:
    """Phiếu xuất kho, a sheet for each; an empty form where there are none."""
    return _notes(paper, notes, _ISSUED)


def _notes(paper: Paper, notes: Sequence[GoodsNote], form: _Form) -> bytes:
    blank = GoodsNote(paper, "", "", ())
    return sheet_layout.finish(paper, [_page(note, form) for note in notes or (blank,)], form.title)


def _page(note: GoodsNote, form: _Form) -> Page:
    page = Page(f"{form.sheet} {note.paper.number}".strip(), _WIDTHS, landscape=False)
    for n, line in enumerate((*note.paper.issuer.lines, "")):
        parts = [Part(1, 4, line, "left")] if line else []
        parts += [Part(6, 8, form.model, "line_bold")] if n == 0 else []
        if parts:
            page.add(*parts, height=16)
    number = f"Số: {note.paper.number or '……………'}"
    date_line = long_date(note.paper.on)
    sheet_layout.heading(page, form.title, f"{date_line[:1].upper()}{date_line[1:]}", number)
    for label, text in _facts(note, form):
        page.add(Part(1, page.last, f"- {label}: {text or '…………………………………………'}", "left"))
    page.add(height=6)
    _table(page, note, form)
    sheet_layout.signatures(page, form.signers, papers.place_and_date(note.paper))
    return page


def _facts(note: GoodsNote, form: _Form) -> list[tuple[str, str]]:
    store = ", địa điểm: ".join(filter(None, (note.store, note.store_address)))
    facts = [(form.party, note.party), ("Theo", note.basis), (form.store, store)]
    return facts + ([("Lý do", note.reason)] if note.reason or form is _ISSUED else [])


def _table(page: Page, note: GoodsNote, form: _Form) -> None:
    columns = [
        "STT",
        "Tên, nhãn hiệu, quy cách hàng hóa",
        "Mã số",
        "ĐVT",
        *form.quantities,
        "Đơn giá",
        "Thành tiền",
    ]
    sheet_layout.table_head(page, columns, ("Số lượng", 5, 6))
    page.add_cells([Cell(mark, "mark") for mark in ("A", "B", "C", "D", "1", "2", "3", "4")], 15)
    for number, line in enumerate(note.lines, 1):
        name = f"{line.good.name}, {line.packing}" if line.packing else line.good.name
        cells = [
            Cell(number, "count"),
            Cell(name, "text"),
            Cell(line.good.code, "code"),
            Cell(line.good.unit, "code"),
        ]
        cells += [line.good.cell(amount, blank_zero=False) for amount in (line.on_paper, line.counted)]
        cells += [Cell(line.price, "count"), Cell(line.value, "count")]
        page.add_cells(cells, sheet_layout.text_height([(name, _NAME_WIDTH)], page.points(7)))
    money = [line.value for line in note.lines if line.value is not None]
    cross = [Cell("x", "code")] * 4
    total = Cell(sum(money) if money else None, "total_count")
    page.add_cells(
        [Cell(None, "total_text"), Cell(papers.TOTAL, "total_text"), *cross, cross[0], total], page.points(7)
    )
    _under(page, note, sum(money) if money else None)


def _under(page: Page, note: GoodsNote, money: int | None) -> None:
    goods = list({line.good.code: line.good for line in note.lines}.values())
    counted = {good.code: sum(n.counted for n in note.lines if n.good.code == good.code) for good in goods}
    sheet_layout.in_words(page, all_in_words(goods, counted))
    if money is not None:
        words = in_words(money)
        page.add(
            Part(
                1,
                page.last,
                f"Tổng số tiền (viết bằng chữ): {words[:1].upper()}{words[1:]} đồng.",
                "left_italic",
            )
        )
    page.add(Part(1, page.last, f"Số chứng từ gốc kèm theo: {note.attachments or '……………'}", "left"))
    if note.remark:
        page.add(Part(1, page.last, f"Ghi chú: {note.remark}", "left"))
