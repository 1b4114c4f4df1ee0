"""A workbook from a plain description: the same description and time give the same bytes.

openpyxl writes the frame (styles, page set-up, print titles); the rows come from sheet_xml. The
SHA-256 of the file can therefore be recorded and compared.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from aidtrack.reports.sheet_xml import Row, rows_xml, safe_text
from aidtrack.reports.styles import FACE, register

MARGIN_MM = 10
_A4 = 9
_FORBIDDEN_IN_TITLES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_ZIP_BEGINS = 1980


@dataclass(frozen=True)
class Sheet:
    """One page layout: rows, column widths in characters, merged ranges, the repeated head rows."""

    title: str
    widths: Sequence[float]
    rows: Sequence[Row]
    merges: Sequence[tuple[int, int, int, int]] = ()
    """Each (first row, first column, last row, last column), counted from 1."""
    head: tuple[int, int] | None = None
    """The rows that every page repeats; the panes are frozen below them."""
    footer: str = ""
    landscape: bool = True
    choices: Mapping[int, Sequence[str]] = field(default_factory=dict)
    """Column → what its cells below the head offer to choose from (other words are accepted)."""


@dataclass(frozen=True)
class Book:
    """The sheets in their order and the time that the file bears (aware)."""

    sheets: Sequence[Sheet]
    at: datetime
    title: str = ""


def write(book: Book) -> bytes:
    """The .xlsx file. Equal books give equal bytes (with the same library versions)."""
    workbook = Workbook()
    workbook.properties.creator = "aidtrack"
    workbook.properties.title = safe_text(book.title)[:255] or None
    workbook.properties.created = workbook.properties.modified = naive_utc(book.at)
    styles = register(workbook)
    bodies: dict[str, bytes] = {}
    taken: list[str] = []
    for number, sheet in enumerate(book.sheets, 1):
        taken.append(safe_title(sheet.title, taken))
        page = workbook.worksheets[0] if number == 1 else workbook.create_sheet()
        page.title = taken[-1]
        _set_up(page, sheet)
        bodies[f"xl/worksheets/sheet{number}.xml"] = rows_xml(sheet.rows, styles).encode()
    out = BytesIO()
    ExcelWriter(workbook, _SteadyZip(out, naive_utc(book.at), bodies, book.sheets)).save()
    return out.getvalue()


def fingerprint(sheets: Sequence[Sheet]) -> str:
    """Sixteen hexadecimal digits over all that the sheets say, in groups of four, to print on them."""
    digest = sha256()
    for sheet in sheets:
        for row in sheet.rows:
            line = (
                "" if cell is None or cell.value is None else safe_text(str(cell.value)) for cell in row.cells
            )
            digest.update("\x1f".join(line).encode() + b"\x1e")
        digest.update(b"\x1d")
    found = digest.hexdigest()[:16]
    return " ".join(found[n : n + 4] for n in range(0, 16, 4))


def safe_title(title: str, taken: Sequence[str] = ()) -> str:
    """A sheet name that Excel accepts: no []:*?/\\, no quote at its ends, at most 31, once in a book."""
    words = " ".join(_FORBIDDEN_IN_TITLES.sub(" ", safe_text(title)).split()).strip("' ")
    # Excel keeps "History" for itself.
    base = "Trang tính" if words.casefold() in ("", "history") else words
    used = {name.casefold() for name in taken}
    name, n = _units(base, 31), 1
    while name.casefold() in used:
        n += 1
        name = f"{_units(base, 31 - len(f' ({n})'))} ({n})"
    return name


def _units(text: str, most: int) -> str:
    # Excel counts UTF-16 units, so an emoji is two.
    cut = text.encode("utf-16-le")[: most * 2].decode("utf-16-le", "ignore")
    return cut.rstrip("' ")


def naive_utc(at: datetime) -> datetime:
    """A moment as the file bears it."""
    return at.astimezone(UTC).replace(tzinfo=None, microsecond=0)


def _set_up(page: Worksheet, sheet: Sheet) -> None:
    for top, left, bottom, right in sheet.merges:
        page.merged_cells.add(CellRange(min_row=top, min_col=left, max_row=bottom, max_col=right))
    for column, words in sheet.choices.items():
        _offer(page, column, words, below=sheet.head[1] if sheet.head else 1)
    set_up_page(page, sheet.widths, sheet.head, sheet.footer, landscape=sheet.landscape)


def set_up_page(
    page: Worksheet,
    widths: Sequence[float],
    head: tuple[int, int] | None,
    footer: str,
    *,
    landscape: bool = True,
) -> None:
    """Paper, margins, columns, the repeated head and the footer of a sheet."""
    for column, width in enumerate(widths, 1):
        page.column_dimensions[get_column_letter(column)].width = width
    if head:
        page.print_title_rows = f"{head[0]}:{head[1]}"
        page.freeze_panes = f"A{head[1] + 1}"
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_setup.paperSize = _A4
    page.page_setup.orientation = "landscape" if landscape else "portrait"
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.print_options.horizontalCentered = True
    side, foot = MARGIN_MM / 25.4, (MARGIN_MM + 6) / 25.4
    page.page_margins = PageMargins(left=side, right=side, top=side, bottom=foot, header=0.2, footer=0.25)
    if footer:
        # An ampersand begins a code in footers; two of them print one. Excel holds 255 characters,
        # of which the fonts and the page number need 75.
        page.oddFooter.left.text = safe_text(footer).replace("&", "&&")[:180]
        page.oddFooter.right.text = "Trang &P/&N"
        for part in (page.oddFooter.left, page.oddFooter.right):
            part.size, part.font = 8, f"{FACE},Regular"
        page.HeaderFooter.scaleWithDoc = False


def _offer(page: Worksheet, column: int, words: Sequence[str], below: int) -> None:
    listed = ",".join(words)
    # Excel's inline lists hold 255 characters and cut at commas; longer ones are only described.
    if words and len(listed) <= 255 and not any("," in word or '"' in word for word in words):
        choice = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True, showErrorMessage=False)
        letter = get_column_letter(column)
        choice.add(f"{letter}{below + 1}:{letter}{below + 2000}")
        page.add_data_validation(choice)


class _SteadyZip(ZipFile):
    """The archive of a workbook whose members all bear the book's time, with the rows put in."""

    def __init__(
        self, out: BytesIO, at: datetime, bodies: Mapping[str, bytes], sheets: Sequence[Sheet]
    ) -> None:
        super().__init__(out, "w", ZIP_DEFLATED)
        self._at = at if at.year >= _ZIP_BEGINS else at.replace(year=_ZIP_BEGINS)
        self._bodies = bodies
        self._extents = [_extent(sheet) for sheet in sheets]

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_: Any, **__: Any) -> None:
        member = ZipInfo(str(zinfo_or_arcname), self._at.timetuple()[:6])
        member.compress_type, member.external_attr, member.create_system = ZIP_DEFLATED, 0o600 << 16, 3
        super().writestr(member, data)

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:
        name = str(arcname)
        frame = Path(filename).read_bytes()
        extent = self._extents[list(self._bodies).index(name)]
        self.writestr(name, _filled(frame, self._bodies[name], extent))


def _extent(sheet: Sheet) -> str:
    columns = max((len(row.cells) for row in sheet.rows), default=1)
    return f"A1:{get_column_letter(max(columns, 1))}{max(len(sheet.rows), 1)}"


_EMPTY_BODY = re.compile(rb"<sheetData\s*/>|<sheetData></sheetData>")
_DIMENSION = re.compile(rb'<dimension ref="[^"]*"')


def _filled(frame: bytes, body: bytes, extent: str) -> bytes:
    sized = _DIMENSION.sub(f'<dimension ref="{extent}"'.encode(), frame, count=1)
    before, after = frame_around(sized, extent)
    return before + body + after


def frame_around(frame: bytes, extent: str) -> tuple[bytes, bytes]:
    """What stands before and after the rows of an empty sheet."""
    before, after = _EMPTY_BODY.split(frame)
    # IDs and phones are text on purpose: no green corner on each of them.
    calm = f'<ignoredErrors><ignoredError sqref="{extent}" numberStoredAsText="1"/></ignoredErrors>'
    return before, after.replace(b"</worksheet>", calm.encode() + b"</worksheet>")
