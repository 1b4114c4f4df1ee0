"""The process that reads a spreadsheet for `sheet`: it may not grow, linger or crash anybody else's.

The file comes on standard input; the rows go out as lines of JSON, each sheet closed by a line that
describes it. This is the only file of the topic that knows a spreadsheet library.
"""

from __future__ import annotations

import contextlib
import json
import re
import sys
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

from aidtrack.cases import delimited_text, workbook_guard
from aidtrack.cases.sheet import FIRST_ANSWER, HEAVY, LIMITS, TOO_HEAVY, TOO_LONG, Limits
from aidtrack.errors import RuleBroken

MOST_SHEETS = 300
MOST_MERGES = 100_000
MOST_ROW_TEXT = 60_000
"""Characters of one row: some hundred of them are unpacked together."""
_PIECE = 1_000_000
_OVERLAP = 400
_HIDDEN_ROW = re.compile(rb"<row [^>]{0,200}?\br=\"(\d{1,7})\"[^>]{0,200}?\bhidden=\"(?:1|true)\"")
_HIDDEN_COLUMN = re.compile(rb"<col [^>]{0,200}?\bhidden=\"(?:1|true)\"[^>]{0,200}>")
_MIN = re.compile(rb"\bmin=\"(\d{1,5})\"")
_UNCALCULATED = re.compile(rb"(?:</f>|<f[^>]{0,200}/>)\s*(?:<v\s*/>|<v></v>)?\s*</c>")
_SHEET_TAG = re.compile(rb"<(?:\w+:)?sheet\b[^>]*?\br?:?id=\"([^\"]+)\"[^>]*>")
_RELATION = re.compile(rb"<Relationship\b[^>]*>")
_ATTRIBUTE = re.compile(rb"\b(Id|Target)=\"([^\"]*)\"")


def _limit_myself(limits: Limits, first: bool) -> None:
    """Memory and seconds; until the first row comes they are few, however much patience there is."""
    try:
        import resource
    except ImportError:  # Windows has no such limits; the deadline of the parent stays.
        return
    seconds = FIRST_ANSWER if first else limits.seconds
    for limit, soft, hard in (
        (resource.RLIMIT_DATA, limits.memory, limits.memory),
        (resource.RLIMIT_CPU, seconds, limits.seconds),
    ):
        # Some systems do not know one of them; the others still hold.
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(limit, (soft, hard))


def _answers(data: bytes, name: str, limits: Limits) -> Iterator[Any]:
    kind = workbook_guard.kind_of(data, name)
    if kind == workbook_guard.TEXT:
        yield from _text(data, limits)
    else:
        yield from _workbook(data, kind, limits)


def _text(data: bytes, limits: Limits) -> Iterator[Any]:
    try:
        yield from _Counted(limits).rows(delimited_text.rows_of(data), 0, "CSV")
    except delimited_text.Unreadable:
        raise RuleBroken(TOO_HEAVY, field="file") from None
    yield {"sheet": "", "merged": []}


def _workbook(data: bytes, kind: str, limits: Limits) -> Iterator[Any]:
    import python_calamine

    counted = _Counted(limits)
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(BytesIO(data))
    except python_calamine.PasswordError:
        raise RuleBroken(workbook_guard.PASSWORD, field="file") from None
    parts = _parts_of(data) if kind == workbook_guard.XLSX else {}
    with workbook:
        about = workbook.sheets_metadata
        if any(one.typ == python_calamine.SheetTypeEnum.MacroSheet for one in about):
            raise RuleBroken(workbook_guard.MACROS, field="file")
        for index, one in enumerate(about[:MOST_SHEETS]):
            if one.typ != python_calamine.SheetTypeEnum.WorkSheet:
                continue
            if one.visible != python_calamine.SheetVisibleEnum.Visible:
                yield {"unseen": one.name}
                continue
            sheet = workbook.get_sheet_by_index(index)
            left = sheet.start[1] if sheet.start else 0
            yield from counted.rows(sheet.iter_rows() if sheet.end else (), left, one.name)
            merged = [[*first, *last] for first, last in (sheet.merged_cell_ranges or [])[:MOST_MERGES]]
            yield {"sheet": one.name, "merged": merged, **_beside_cells(data, parts.get(index))}


class _Counted:
    """Rows as plain cells from row 1 and column A on, up to so many that are not empty."""

    def __init__(self, limits: Limits) -> None:
        self._most = limits.rows
        self._count = 0

    def rows(self, rows: Iterable[list[Any]], empty_columns: int, name: str) -> Iterator[list[Any]]:
        """The library leaves out the empty columns before the first, this the empty rows at the end."""
        blank = 0
        for row in rows:
            cells = [cell if cell.__class__ is str and cell else _plain(cell) for cell in row]
            while cells and cells[-1] is None:
                cells.pop()
            if not cells:
                blank += 1
                continue
            self._count += 1 + min(blank, 100)
            if self._count > self._most:
                raise RuleBroken(TOO_LONG, field="file", sheet=name, limit=self._most)
            yield from ([] for _ in range(blank))
            yield [None] * empty_columns + cells
            blank = 0


def _plain(cell: Any) -> Any:
    if cell is None or cell == "":
        return None
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return int(cell)
    if isinstance(cell, datetime):
        return {"date": cell.date().isoformat()}
    if isinstance(cell, date):
        return {"date": cell.isoformat()}
    if isinstance(cell, (time, timedelta)):
        return str(cell)
    return cell if isinstance(cell, (str, int, float, bool)) else str(cell)


def _parts_of(data: bytes) -> Mapping[int, str]:
    """The zip's part of each sheet, by the sheet's place in the workbook."""
    with zipfile.ZipFile(BytesIO(data)) as packed, contextlib.suppress(KeyError):
        names = {name.lower(): name for name in packed.namelist()}
        targets = {}
        for tag in _RELATION.findall(_begins(packed, names["xl/_rels/workbook.xml.rels"])):
            said = dict(_ATTRIBUTE.findall(tag))
            target = said.get(b"Target", b"").decode("utf-8", "replace").lstrip("/")
            targets[said.get(b"Id", b"")] = target if target.startswith("xl/") else f"xl/{target}"
        ids = _SHEET_TAG.findall(_begins(packed, names["xl/workbook.xml"]))
        return {index: names.get(targets.get(one, "").lower(), "") for index, one in enumerate(ids)}
    return {}


def _begins(packed: zipfile.ZipFile, name: str) -> bytes:
    with packed.open(name) as stream:
        return stream.read(_PIECE)


def _beside_cells(data: bytes, part: str | None) -> dict[str, Any]:
    """What the library does not tell of a sheet: hidden rows and columns, formulas without a result."""
    hidden_rows: list[int] = []
    hidden_columns: list[int] = []
    uncalculated = errors = 0
    if part:
        with zipfile.ZipFile(BytesIO(data)) as packed, packed.open(part) as stream:
            for piece in _pieces(stream):
                if b"hidden=" in piece:
                    hidden_rows += map(int, _HIDDEN_ROW.findall(piece))
                    tags = _HIDDEN_COLUMN.findall(piece)
                    hidden_columns += (int(at.group(1)) for tag in tags if (at := _MIN.search(tag)))
                errors += piece.count(b't="e"')
                if b"<f" in piece:
                    uncalculated += len(_UNCALCULATED.findall(piece))
    return {
        "hidden_rows": sorted(set(hidden_rows)),
        "hidden_columns": sorted(set(hidden_columns)),
        "uncalculated": uncalculated,
        "errors": errors,
    }


def _pieces(stream: Any) -> Iterator[bytes]:
    """A part in pieces that end behind a tag, so that none is cut."""
    kept = b""
    while piece := stream.read(_PIECE):
        whole = kept + piece
        cut = max(whole.rfind(b"</row>"), whole.rfind(b"</cols>"))
        cut = cut if cut > 0 else max(0, len(whole) - _OVERLAP)
        yield whole[:cut]
        kept = whole[cut:] if len(whole) - cut < 2 * _PIECE else b""
    yield kept


def main() -> int:
    """Read a name, patience and a spreadsheet from standard input, and write the sheets.

    Whatever else the library stumbles over is the file's fault and ends this throw-away process.
    """
    name, patience = json.loads(sys.stdin.buffer.readline())
    limits = LIMITS[patience]
    _limit_myself(limits, first=True)
    write, written = sys.stdout.write, 0
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    try:
        for answer in _answers(sys.stdin.buffer.read(), name, limits):
            if not written:
                _limit_myself(limits, first=False)
            line = encode(answer)
            written += len(line)
            if written > limits.text or (len(line) > MOST_ROW_TEXT and isinstance(answer, list)):
                return HEAVY
            write(line + "\n")
    except RuleBroken as refusal:
        write(encode({"refused": refusal.sentence.to_plain()}) + "\n")
    except MemoryError:
        return HEAVY
    return 0


if __name__ == "__main__":
    sys.exit(main())
