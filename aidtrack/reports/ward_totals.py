"""What each ward got: households, people and goods, as a sheet of its own or beside the list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from aidtrack.reports import papers, sheet_layout
from aidtrack.reports.goods_columns import Amounts, GoodColumn, added_up, all_in_words
from aidtrack.reports.papers import Paper, Signer
from aidtrack.reports.sheet_layout import Page
from aidtrack.reports.sheet_xml import Cell

TITLE = "BẢNG TỔNG HỢP THEO PHƯỜNG, XÃ"
SHEET = "Tổng hợp theo phường"


@dataclass(frozen=True)
class WardTotal:
    """One ward's sums; `amounts` are base units by good. `served` counts households that received."""

    ward: str
    district: str
    households: int
    people: int
    amounts: Amounts = field(default_factory=dict)
    served: int | None = None


def totals_by_ward(rows: Iterable[WardTotal], goods: Sequence[GoodColumn]) -> list[WardTotal]:
    """The rows added up by ward and district, in the order in which the wards first appear."""
    found: dict[tuple[str, str], WardTotal] = {}
    for row in rows:
        key = (row.ward, row.district)
        known = found.get(key)
        found[key] = _sum(known, row, goods) if known else replace(row, amounts=dict(row.amounts))
    return list(found.values())


def _sum(one: WardTotal, other: WardTotal, goods: Sequence[GoodColumn]) -> WardTotal:
    served = None if one.served is None and other.served is None else (one.served or 0) + (other.served or 0)
    return WardTotal(
        one.ward,
        one.district,
        one.households + other.households,
        one.people + other.people,
        added_up(goods, [one.amounts, other.amounts]),
        served,
    )


def ward_totals(
    paper: Paper,
    goods: Sequence[GoodColumn],
    wards: Sequence[WardTotal],
    *,
    title: str = TITLE,
    signers: Sequence[Signer] = papers.SIGNERS["ward_totals"],
) -> bytes:
    """The .xlsx with a row for each ward, head and signatures."""
    return sheet_layout.finish(paper, [ward_page(paper, goods, wards, title=title, signers=signers)], title)


def ward_page(
    paper: Paper,
    goods: Sequence[GoodColumn],
    wards: Sequence[WardTotal],
    *,
    title: str = TITLE,
    signers: Sequence[Signer] = (),
) -> Page:
    """The page of totals by ward; without `signers` it only accompanies a signed list."""
    counts_served = any(ward.served is not None for ward in wards)
    columns = ["STT", "Quận/huyện", "Phường/xã", "Số hộ", "Số khẩu", *(["Số hộ đã nhận"] * counts_served)]
    widths = [6.0, 24.0, 28.0, 10.0, 10.0, *([13.0] * counts_served), *(12.0 for _ in goods), 20.0]
    first = len(columns) + 1
    columns += [f"{good.name}\n({good.unit})" for good in goods] + [papers.NOTE]
    page = Page(SHEET, widths)
    sheet_layout.letterhead(page, paper)
    sheet_layout.heading(page, title, paper.subtitle)
    group = (papers.GIFTS, first, first + len(goods) - 1) if goods else None
    sheet_layout.table_head(page, columns, group)
    height = page.points(7)
    for number, ward in enumerate(wards, 1):
        cells = [Cell(number, "count"), Cell(ward.district, "text"), Cell(ward.ward, "text")]
        cells += _counts(ward, counts_served, "count")
        cells += [good.cell(ward.amounts.get(good.code)) for good in goods] + [Cell(None, "text")]
        page.add_cells(cells, sheet_layout.text_height([(ward.district, 24), (ward.ward, 28)], height))
    _add_totals(page, goods, wards, counts_served, height)
    if signers:
        sheet_layout.in_words(page, all_in_words(goods, added_up(goods, [ward.amounts for ward in wards])))
        sheet_layout.signatures(page, signers)
    return page


def _counts(ward: WardTotal, counts_served: bool, style: str) -> list[Cell]:
    cells = [Cell(ward.households, style), Cell(ward.people, style)]
    return [*cells, Cell(ward.served, style)] if counts_served else cells


def _add_totals(
    page: Page, goods: Sequence[GoodColumn], wards: Sequence[WardTotal], counts_served: bool, height: float
) -> None:
    whole = WardTotal(
        "",
        "",
        sum(ward.households for ward in wards),
        sum(ward.people for ward in wards),
        added_up(goods, [ward.amounts for ward in wards]),
        sum(ward.served or 0 for ward in wards),
    )
    empty = Cell(None, "total_text")
    cells = [Cell(papers.TOTAL, "total_text"), empty, empty, *_counts(whole, counts_served, "total_count")]
    cells += [good.cell(whole.amounts[good.code], total=True) for good in goods] + [empty]
    number = page.add_cells(cells, height)
    page.merges.append((number, 1, number, 3))
