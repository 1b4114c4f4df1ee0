"""The list that people sign (danh sách ký nhận): who gets what, with totals by ward on a second sheet.

Only paper is made here, from plain rows. Ký nhận stays empty in every case; what happened at the
door stands in Ghi chú. A list for posting hides the middle of IDs and phones and says nothing of
circumstances.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from aidtrack.reports import papers, sheet_layout
from aidtrack.reports.goods_columns import GoodColumn, added_up, all_in_words
from aidtrack.reports.papers import Paper, Signer
from aidtrack.reports.sheet_layout import Page
from aidtrack.reports.sheet_xml import Cell
from aidtrack.reports.ward_totals import WardTotal, totals_by_ward, ward_page
from aidtrack.vietnamese.citizen_id import mask_citizen_id
from aidtrack.vietnamese.phone import mask_phone, show_phone

TITLE = "DANH SÁCH KÝ NHẬN QUÀ HỖ TRỢ"
SHEET = "Danh sách ký nhận"


@dataclass(frozen=True)
class ListRow:
    """One household on the list. `amounts` are base units by the good's code; `phone` is E.164."""

    name: str
    people: int
    amounts: Mapping[str, int] = field(default_factory=dict)
    birth_year: int | None = None
    citizen_id: str = ""
    phone: str = ""
    permanent: str = ""
    current: str = ""
    ward: str = ""
    district: str = ""
    categories: str = ""
    circumstances: str = ""
    note: str = ""
    """What happened (see papers.outcome_note), or nothing."""
    code: str = ""
    """The case's code; a last column shows it where any row has one."""


@dataclass(frozen=True)
class _Column:
    title: str
    width: float
    style: str
    key: str
    """The field of ListRow that it shows; "" where the builder fills it."""


def _columns(paper: Paper, goods: Sequence[GoodColumn], *, posting: bool, codes: bool) -> list[_Column]:
    people = [
        _Column("STT", 5.5, "count", "stt"),
        _Column("Họ và tên", 22, "name", "name"),
        _Column("Năm sinh", 7, "year", "birth_year"),
        _Column(paper.citizen_id_title, 15.5, "code", "citizen_id"),
        _Column("Số điện thoại", 14, "code", "phone"),
        _Column("Thường trú", 14, "text", "permanent"),
        _Column("Nơi ở hiện nay", 28, "text", "current"),
        _Column("Số khẩu", 8, "count", "people"),
        _Column("Diện", 18, "text", "categories"),
    ]
    if not posting:
        people.append(_Column("Hoàn cảnh", 22, "text", "circumstances"))
    gifts = [_Column(f"{good.name}\n({good.unit})", 8.5, "count", "good") for good in goods]
    end = [_Column(papers.SIGN, 18, "empty", ""), _Column(papers.NOTE, 16, "text", "note")]
    return [*people, *gifts, *end, *([_Column("Mã hồ sơ", 13.5, "code", "code")] if codes else [])]


def distribution_list(
    paper: Paper,
    goods: Sequence[GoodColumn],
    rows: Sequence[ListRow],
    *,
    posting: bool = False,
    title: str = TITLE,
    signers: Sequence[Signer] = papers.SIGNERS["distribution_list"],
) -> bytes:
    """The .xlsx of a campaign, a ward or a trip: the rows in the given order, numbered 1…n throughout."""
    columns = _columns(paper, goods, posting=posting, codes=any(row.code for row in rows))
    page = Page(SHEET, [column.width for column in columns])
    sheet_layout.letterhead(page, paper)
    sheet_layout.heading(page, title, paper.subtitle)
    first_good = next((n for n, column in enumerate(columns, 1) if column.key == "good"), 0)
    group = (papers.GIFTS, first_good, first_good + len(goods) - 1) if goods else None
    sheet_layout.table_head(page, [column.title for column in columns], group)
    height = sheet_layout.signing_height(page, len(rows))
    addresses = _addresses(rows)
    for number, row in enumerate(rows, 1):
        _add_row(
            page, columns, goods, _said(row, number, addresses[number - 1], posting=posting), row, height
        )
    totals = added_up(goods, [row.amounts for row in rows])
    _add_totals(page, columns, goods, rows, totals, height)
    sheet_layout.in_words(page, all_in_words(goods, totals))
    sheet_layout.signatures(page, signers)
    return sheet_layout.finish(paper, [page, _ward_page(paper, goods, rows)], title)


def _ward_page(paper: Paper, goods: Sequence[GoodColumn], rows: Sequence[ListRow]) -> Page:
    wards = totals_by_ward(
        (WardTotal(row.ward, row.district, 1, row.people, row.amounts) for row in rows), goods
    )
    return ward_page(paper, goods, wards)


def _addresses(rows: Sequence[ListRow]) -> list[str]:
    """The addresses: with the ward if the list spans several, with the district if two wards share a name."""
    wards = {(row.ward, row.district) for row in rows}
    if len(wards) <= 1:
        return [row.current for row in rows]
    names = [ward for ward, _ in wards]
    repeated = {name for name in names if names.count(name) > 1}
    return [
        ", ".join(
            filter(None, (row.current.rstrip(" ,"), row.ward, row.district if row.ward in repeated else ""))
        )
        for row in rows
    ]


def _said(row: ListRow, number: int, address: str, *, posting: bool) -> dict[str, str | int | None]:
    """What the people's columns say of a household, by the columns' keys."""
    return {
        "stt": number,
        "name": row.name,
        "birth_year": row.birth_year,
        "citizen_id": mask_citizen_id(row.citizen_id) if posting else row.citizen_id,
        "phone": mask_phone(row.phone) if posting else show_phone(row.phone),
        "permanent": row.permanent,
        "current": address,
        "people": row.people,
        "categories": row.categories,
        "circumstances": row.circumstances,
        "note": row.note,
        "code": row.code,
        "": None,
    }


def _add_row(
    page: Page,
    columns: Sequence[_Column],
    goods: Sequence[GoodColumn],
    said: Mapping[str, str | int | None],
    row: ListRow,
    height: float,
) -> None:
    gifts = iter([good.cell(row.amounts.get(good.code)) for good in goods])
    cells = [next(gifts) if c.key == "good" else Cell(said[c.key], c.style) for c in columns]
    texts = [(str(said[c.key] or ""), c.width) for c in columns if c.style in ("text", "name")]
    page.add_cells(cells, sheet_layout.text_height(texts, height))


def _add_totals(
    page: Page,
    columns: Sequence[_Column],
    goods: Sequence[GoodColumn],
    rows: Sequence[ListRow],
    totals: Mapping[str, int],
    height: float,
) -> None:
    gifts = iter([good.cell(totals[good.code], total=True) for good in goods])
    fixed = {
        "stt": Cell(papers.TOTAL, "total_text"),
        "current": Cell(f"{len(rows)} hộ", "total_text"),
        "people": Cell(sum(row.people for row in rows), "total_count"),
    }
    empty = Cell(None, "total_text")
    cells = [next(gifts) if c.key == "good" else fixed.get(c.key, empty) for c in columns]
    number = page.add_cells(cells, height)
    before_current = next(n for n, c in enumerate(columns, 1) if c.key == "current") - 1
    page.merges.append((number, 1, number, before_current))
