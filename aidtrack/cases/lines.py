"""The lines below a list's head: households, titles of sections, totals, signatures, or nothing.

A section's title (“Phường Vĩnh Tuy - Quận Hai Bà Trưng”, “II. Sinh viên”) holds for the lines under it.
A line that nobody understands among the households is kept, so that it can be shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto

from aidtrack.cases.categories import names_only_categories, recognise
from aidtrack.cases.heading import Head
from aidtrack.cases.sheet import Cell, SheetCells
from aidtrack.vietnamese.folding import clean, fold


@dataclass(frozen=True)
class Section:
    """What the titles above a line say for it; texts as written, empty where they say nothing.

    `area` is a district with a title of its own: it holds for the wards below it, while the district
    in a ward's own title holds for that ward alone.
    """

    ward: str = ""
    district: str = ""
    group: str = ""
    categories: tuple[str, ...] = ()
    area: str = ""


@dataclass(frozen=True)
class Line:
    """One household's line: the row's number in the sheet (from 1), its cells, its section."""

    row: int
    cells: tuple[Cell, ...]
    section: Section

    def cell(self, index: int) -> Cell:
        """The cell of a column, None if it is empty."""
        return self.cells[index] if index < len(self.cells) else None


@dataclass(frozen=True)
class Body:
    """The households' lines in order, and the lines among them that were passed over (row, text)."""

    lines: tuple[Line, ...]
    passed: tuple[tuple[int, str], ...]


class _Kind(Enum):
    NOTHING = auto()
    HOUSEHOLD = auto()
    SECTION = auto()
    END = auto()
    LOOSE = auto()


PERSON = frozenset(
    {"name", "family_name", "male", "female", "birth", "citizen_id", "phone", "people", "address"}
)
_REPEATED = frozenset(
    {"ward", "district", "residential_group", "categories", "home_address", "address", "circumstances"}
)
"""Fields of which one merged cell, or a ditto mark, may speak for several lines."""
_DITTO = frozenset(
    {'"', "''", "``", "”", "“", "″", "〃", "//", "-//-", "nt", "-nt-", "như trên", "- như trên -"}
)
_TOTAL = re.compile(r"(?:tổng|cộng|total\b)|(?:tong (?:cong|so|toan)|cong\s*[:\d]|cong$)")
_END = re.compile(
    r"\b(?:nguoi lap|nguoi tong hop|lap bieu|thu truong|ky,? (?:ghi ro )?ho ten|ky ten|ke toan"
    r"|xac nhan cua|chu tich|bi thu|dai dien|bang chu|an dinh|danh sach (?:nay )?(?:gom|co)|noi nhan"
    r"|to truong|truong thon|cong an|uy ban|ubnd|can bo)\b"
    r"|^t/?m\b|ngay .{0,6}thang .{0,6}nam"
)
_NUMBERING = re.compile(r"^\s*(?:[IVXLC]+|[A-ZĐ]|\d{1,3})\s*[.)/:\-–]\s*")
_COUNT = re.compile(r"[:(\-–]?\s*\d+\s*(?:hộ|khẩu|người|nhân khẩu|trường hợp|suất)\b.*$", re.IGNORECASE)
_SPLIT = re.compile(r"\s+[-–—]\s+|[,;:()]")
_WARD = re.compile(r"(?:phường|xã|thị trấn)\b|(?:p|x|tt)\s*\.", re.IGNORECASE)
_DISTRICT = re.compile(r"(?:quận|huyện|thị xã)\b|(?:q|h|tx)\s*\.", re.IGNORECASE)
_GROUP = re.compile(r"(?:tổ|tdp|thôn|xóm|khu|cụm|kdc|số nhà|ngõ)\b", re.IGNORECASE)


def body_of(sheet: SheetCells, head: Head, is_place: Callable[[str], bool]) -> Body:
    """The lines below the head; `is_place` tells whether a text without a kind is the name of a ward."""
    reader = _Reader(head, is_place)
    lines: list[Line] = []
    loose: list[tuple[int, str]] = []
    for row, cells in _rows(sheet, head):
        kind = reader.kind(cells)
        if kind is _Kind.HOUSEHOLD:
            lines.append(Line(row, cells, reader.section))
        elif kind is _Kind.LOOSE:
            loose.append((row, " ".join(_texts(cells))))
    last = lines[-1].row if lines else 0
    return Body(tuple(lines), tuple((row, text) for row, text in loose if row < last))


def _rows(sheet: SheetCells, head: Head) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    """Rows below the head with their numbers; merged cells and ditto marks are filled in."""
    columns = [column.index for column in head.columns if column.field in _REPEATED]
    merged = {
        (row, left): top
        for top, left, bottom, _ in sheet.merged
        if left in columns and bottom > top > head.last
        for row in range(top + 1, min(bottom + 1, len(sheet.rows)))
    }
    above: tuple[Cell, ...] = ()
    for index in range(head.last + 1, len(sheet.rows)):
        cells = list(sheet.rows[index])
        for column in columns:
            own = cells[column] if column < len(cells) else None
            if (index, column) in merged or (isinstance(own, str) and clean(own).casefold() in _DITTO):
                cells += [None] * (column + 1 - len(cells))
                cells[column] = above[column] if column < len(above) else None
        yield index + 1, tuple(cells)
        above = tuple(cells) if any(cell is not None for cell in cells) else above


def _texts(cells: tuple[Cell, ...]) -> list[str]:
    """The different texts of a row (a merged title may stand in several cells)."""
    return list(dict.fromkeys(clean(str(cell)) for cell in cells if cell is not None and clean(str(cell))))


class _Reader:
    """Walks down the rows and remembers the section it is in, and whether the table has ended."""

    def __init__(self, head: Head, is_place: Callable[[str], bool]) -> None:
        self.head, self.is_place = head, is_place
        self.section = Section()
        self.ended = False
        self.stt = [column.index for column in head.columns_for("stt")]
        self.person = [column.index for column in head.columns if column.field in PERSON]
        self.known = [column.index for column in head.columns if column.field != "stt"]
        self.titles = {(column.index, column.title) for column in head.columns}

    def kind(self, cells: tuple[Cell, ...]) -> _Kind:
        texts = _texts(cells)
        if not texts or self._repeats_head(cells) or _is_numbering(texts):
            return _Kind.NOTHING
        numbered = any(_is_number(_at(cells, index)) for index in self.stt)
        known = sum(_at(cells, index) is not None for index in self.known)
        if numbered and known and any(_at(cells, index) is not None for index in self.person):
            return _Kind.HOUSEHOLD if known >= 3 or not self.ended else _Kind.NOTHING
        if any(_TOTAL.match(text.casefold()) for text in texts[:2]):
            return _Kind.NOTHING
        if len(texts) <= 3 and any(_END.search(fold(text)) for text in texts):
            self.ended = True
            return _Kind.END
        if not self.ended and self._opens_section(texts):
            return _Kind.SECTION
        return self._unnumbered(cells, known, numbered)

    def _unnumbered(self, cells: tuple[Cell, ...], known: int, numbered: bool) -> _Kind:
        person = sum(_at(cells, index) is not None for index in self.person)
        if self.ended or (numbered and not person):
            return _Kind.NOTHING
        return _Kind.HOUSEHOLD if person >= 2 or (person and known >= 3) else _Kind.LOOSE

    def _repeats_head(self, cells: tuple[Cell, ...]) -> bool:
        return sum((index, clean(str(cell))) in self.titles for index, cell in enumerate(cells)) >= 3

    def _opens_section(self, texts: list[str]) -> bool:
        """Take over what a title says; False if the row is none."""
        words = [text for text in texts if _NUMBERING.sub("", text + ". ")]
        if len(words) != 1 or len(texts) > 3:
            return False
        section = read_section(words[0], self.section, self.is_place if len(texts) <= 2 else _nowhere)
        if section is not None:
            self.section = section
        return section is not None


def read_section(text: str, above: Section, is_place: Callable[[str], bool]) -> Section | None:
    """The section that a title opens below the one above it, or None if the text is no such title."""
    found: dict[str, str] = {}
    codes: tuple[str, ...] = ()
    for part in _SPLIT.split(_COUNT.sub("", _without_number(clean(text), is_place))):
        part = part.strip(" .")
        if names_only_categories(part):
            codes += recognise(part).codes
        elif kind := _kind_of(part, is_place):
            found.setdefault(kind, part)
    if "district" in found or "ward" in found:
        area = above.area if "ward" in found else found["district"]
        district = found.get("district", area)
        codes = codes or above.categories
        return Section(found.get("ward", ""), district, found.get("group", ""), codes, area)
    if "group" in found:
        return replace(above, group=found["group"], categories=codes or above.categories)
    return replace(above, categories=codes) if codes else None


def _without_number(text: str, is_place: Callable[[str], bool]) -> str:
    """The title without “II.” or “3)” before it; the P of “P. Vĩnh Tuy” and the X of a commune are none."""
    rest = _NUMBERING.sub("", text)
    return text if _kind_of(text, _nowhere) and not _kind_of(rest, _nowhere) else rest


def _kind_of(part: str, is_place: Callable[[str], bool]) -> str | None:
    for kind, pattern in (("ward", _WARD), ("district", _DISTRICT), ("group", _GROUP)):
        if pattern.match(part):
            return kind
    return "ward" if part and is_place(part) else None


def _nowhere(_: str) -> bool:
    return False


def _at(cells: tuple[Cell, ...], index: int) -> Cell:
    cell = cells[index] if index < len(cells) else None
    return None if isinstance(cell, str) and not clean(cell) else cell


def _is_number(cell: Cell) -> bool:
    return re.fullmatch(r"\d+[.)]?", str(cell).strip()) is not None


def _is_numbering(texts: list[str]) -> bool:
    """The row of column numbers below a head: 1, 2, 3 … or (1), (2) … or A, B, 1, 2 …"""
    return len(texts) >= 3 and all(re.fullmatch(r"\(?(?:\d{1,2}|[A-Za-z])\)?", text) for text in texts)
