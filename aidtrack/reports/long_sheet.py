"""A plain sheet of any length as .xlsx: its rows go into the file as they come, so that a list of 100,000
households takes little room. Equal rows and time give equal bytes, as in `workbook`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.writer.excel import ExcelWriter

from aidtrack.reports.sheet_xml import Row, row_xml
from aidtrack.reports.styles import register
from aidtrack.reports.workbook import frame_around, naive_utc, safe_title, set_up_page

AT_ONCE = 500
"""Rows that are written together."""


def write_long(
    title: str,
    rows: Iterable[Row],
    *,
    widths: Sequence[float],
    head: int,
    footer: str,
    at: datetime,
) -> bytes:
    """The .xlsx file of one sheet; `head` is the number of its last row that every page repeats."""
    workbook = Workbook()
    workbook.properties.creator = "aidtrack"
    workbook.properties.title = title[:255]
    workbook.properties.created = workbook.properties.modified = naive_utc(at)
    styles = register(workbook)
    page = workbook.worksheets[0]
    page.title = safe_title(title)
    set_up_page(page, widths, (head, head), footer)
    out = BytesIO()
    numbered = enumerate(rows, 1)
    ExcelWriter(workbook, _Flowing(out, naive_utc(at), _written(numbered, styles), len(widths))).save()
    return out.getvalue()


def _written(rows: Iterator[tuple[int, Row]], styles: Any) -> Iterator[bytes]:
    portion: list[str] = []
    for number, row in rows:
        portion.append(row_xml(number, row, styles))
        if len(portion) == AT_ONCE:
            yield "".join(portion).encode()
            portion = []
    yield "".join(portion).encode()


class _Flowing(ZipFile):
    """The archive of a workbook whose one sheet's rows flow in; all members bear the book's time."""

    def __init__(self, out: BytesIO, at: datetime, body: Iterator[bytes], columns: int) -> None:
        super().__init__(out, "w", ZIP_DEFLATED)
        self._at, self._body, self._columns = at, body, columns

    def _member(self, name: str) -> ZipInfo:
        member = ZipInfo(name, self._at.timetuple()[:6])
        member.compress_type, member.external_attr, member.create_system = ZIP_DEFLATED, 0o600 << 16, 3
        return member

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_: Any, **__: Any) -> None:
        super().writestr(self._member(str(zinfo_or_arcname)), data)

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:
        last = get_column_letter(max(self._columns, 1))
        before, after = frame_around(Path(filename).read_bytes(), f"A1:{last}1048576")
        with self.open(self._member(str(arcname)), "w") as sheet:
            sheet.write(before + b"<sheetData>")
            for portion in self._body:
                sheet.write(portion)
            sheet.write(b"</sheetData>" + after)
