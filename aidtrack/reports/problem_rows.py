"""The lines of a list that nobody can accept, as a workbook to mend and send again.

The head and the cells are those of the file; the cells at fault are marked, and the last column says what
is wrong and how to mend it. The import reads this workbook as it read the list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from decimal import Decimal

from aidtrack.cases.import_preview import Faulty, has_ward, place_of, titles_back
from aidtrack.cases.listing import ReadSheet
from aidtrack.places import queries as places
from aidtrack.reports.sheet_layout import Page, text_height
from aidtrack.reports.sheet_xml import Cell, Value
from aidtrack.reports.workbook import Book, write
from aidtrack.sentences import Sentence

_REMEDY_WIDTH = 60.0
_TITLE = "Dòng cần sửa"


def problem_rows(
    sheets: Sequence[ReadSheet], rows: Iterable[Faulty], *, say: Callable[[Sentence], str], at: datetime
) -> bytes:
    """The workbook: a sheet for each one of the list that has such lines; `say` puts a remedy into words."""
    of_sheet: dict[str, list[Faulty]] = {}
    for row in rows:
        of_sheet.setdefault(row.sheet or sheets[0].name, []).append(row)
    pages = [_page(sheet, of_sheet[sheet.name], say) for sheet in sheets if sheet.name in of_sheet]
    return write(Book([page.sheet() for page in pages or [_empty()]], at, _TITLE))


def _empty() -> Page:
    page = Page(_TITLE, [_REMEDY_WIDTH])
    page.add_cells([Cell("Không có dòng nào cần sửa.", "text")], 20)
    return page


def _page(sheet: ReadSheet, rows: Sequence[Faulty], say: Callable[[Sentence], str]) -> Page:
    titles = titles_back(sheet)
    widths = [_width(title) for title in titles[:-1]]
    page = Page(sheet.name or _TITLE, [*widths, _REMEDY_WIDTH])
    number = page.add_cells([Cell(title or None, "head") for title in titles], 34)
    page.head = (number, number)
    for row in rows:
        remedy = "; ".join(dict.fromkeys(_said(note.column, say(note.sentence)) for note in row.notes))
        page.add_cells(_cells(sheet, row, len(titles), remedy), text_height([(remedy, 60)], 20))
    return page


def _width(title: str) -> float:
    return max(9.0, min(28.0, len(title) * 1.3))


def _said(column: str, remedy: str) -> str:
    return f"{column}: {remedy}" if column else remedy


def _cells(sheet: ReadSheet, row: Faulty, width: int, remedy: str) -> list[Cell | None]:
    bad = {place_of(note.column) for note in row.notes if note.column}
    beside: list[Value] = [] if has_ward(sheet) else list(_ward(row.unit))
    own = width - 1 - len(beside)
    values: list[Value] = [_value(cell) for cell in (*row.cells, *[None] * own)[:own]]
    marked: list[Cell | None] = [
        Cell(value, "fault" if place in bad else "entry") for place, value in enumerate(values)
    ]
    return [*marked, *(Cell(value, "entry") for value in beside), Cell(remedy, "remedy")]


def _ward(unit: str | None) -> tuple[str | None, str | None]:
    if unit is None:
        return None, None
    ward = places.get_unit(unit)
    above = places.get_unit(ward.parent) if ward.parent else None
    return ward.name, above.name if above and above.kind == "district" else None


def _value(cell: object) -> Value:
    if isinstance(cell, bool):
        return "x" if cell else None
    if isinstance(cell, float):
        return Decimal(repr(cell)) if abs(cell) < 1e15 else repr(cell)
    return cell if isinstance(cell, (str, int)) else None
