"""The lines below a list's head: households, titles of sections, totals, signatures, or nothing.

A section's title (“Phường Vĩnh Tuy - Quận Hai Bà Trưng”, “II. Sinh viên”) holds for the lines under it.
A line that nobody understands among the households is kept, so that it can be shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto

from aidtrack.cases.columns import SURE, meaning_of
from aidtrack.cases.heading import Head
from aidtrack.cases.one_household import OneHousehold
from aidtrack.cases.sections import NUMBERING, Section, nowhere, read_section
from aidtrack.cases.sheet import Cell, SheetCells
from aidtrack.vietnamese.folding import clean, fold


@dataclass(frozen=True)
class Line:
    """One household's line: the row's number in the sheet (from 1), its cells, its section.

    `below` are the lines of its other people, where each has one.
    """

    row: int
    cells: tuple[Cell, ...]
    section: Section
    below: tuple[Line, ...] = ()

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
    PERSON = auto()
    SECTION = auto()
    END = auto()
    LOOSE = auto()


PERSON = frozenset(
    {"name", "family_name", "male", "female", "birth", "citizen_id", "phone", "people", "address"}
)
_NEVER_SUMMED = frozenset({"birth", "citizen_id", "phone"})
_REPEATED = frozenset(
    {"ward", "district", "residential_group", "categories", "home_address", "address", "circumstances"}
)
"""Fields of which one merged cell, or a ditto mark, may speak for several lines."""
_DITTO = frozenset(
    {'"', "''", "``", "”", "“", "″", "〃", "//", "-//-", "nt", "-nt-", "như trên", "- như trên -"}
)
_TOTAL = re.compile(r"(?:tổng|cộng|total\b)|(?:tong (?:cong|so|toan)|cong\s*[:\d]|cong$)")
_CARRIED = re.compile(r"trang (?:truoc|sau)|mang sang|chuyen sang|luy ke|cong don")
_SUM = re.compile(
    r"-?[\d.,]+\s*(?:hộ|khẩu|người|nhân khẩu|suất|phần|kg|gói|chai|thùng|đồng|đ)?", re.IGNORECASE
)
_END = re.compile(
    r"\b(?:nguoi lap|nguoi tong hop|lap bieu|thu truong|ky,? (?:ghi ro )?ho ten|ky ten|ke toan"
    r"|xac nhan cua|chu tich|bi thu|dai dien|bang chu|an dinh|danh sach (?:nay )?(?:gom|co)|noi nhan"
    r"|to truong|truong thon|cong an|uy ban|ubnd|can bo)\b"
    r"|^t/?m\b|ngay .{0,6}thang .{0,6}nam"
)


def body_of(sheet: SheetCells, head: Head, is_place: Callable[[str], bool]) -> Body:
    """The lines below the head; `is_place` tells whether a text without a kind is the name of a ward."""
    reader = _Reader(head, sheet, is_place)
    lines: list[Line] = []
    loose: list[tuple[int, str]] = []
    for row, cells in _rows(sheet, head):
        kind = reader.kind(cells)
        if kind is _Kind.HOUSEHOLD:
            lines.append(Line(row, cells, reader.section))
        elif kind is _Kind.PERSON:
            person = Line(row, cells, reader.section)
            lines[-1] = replace(lines[-1], below=(*lines[-1].below, person))
        elif kind is _Kind.LOOSE:
            loose.append((row, " ".join(_texts(cells))))
    last = lines[-1].row if lines else 0
    return Body(
        tuple(_wards_written_once(lines, head)), tuple((row, text) for row, text in loose if row < last)
    )


def _wards_written_once(lines: list[Line], head: Head) -> list[Line]:
    """A ward that stands only beside the first line of its households holds for those below it.

    Only in a column before the names, and where at least half the lines have none: elsewhere an empty
    cell is a mistake to be told.
    """
    names = [column.index for column in head.columns_for("name")]
    columns = [column.index for column in head.columns_for("ward", "district")]
    wards = {column.index for column in head.columns_for("ward") if column.index < min(names, default=0)}
    empty = {line.row for line in lines if all(_at(line.cells, index) is None for index in wards)}
    if not wards or 2 * len(empty) < len(lines) or not lines or lines[0].row in empty:
        return lines
    if any(line.section.ward for line in lines):
        return lines
    filled: list[Line] = []
    for line in lines:
        if line.row in empty:
            cells = [*line.cells, *[None] * (max(columns) + 1 - len(line.cells))]
            for index in columns:
                cells[index] = filled[-1].cell(index)
            line = replace(line, cells=tuple(cells))
        filled.append(line)
    return filled


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

    def __init__(self, head: Head, sheet: SheetCells, is_place: Callable[[str], bool]) -> None:
        self.head, self.is_place = head, is_place
        self.household = OneHousehold(head, sheet)
        self.section = Section()
        self.begun = self.ended = False
        self.stt = [column.index for column in head.columns_for("stt")]
        self.person = [column.index for column in head.columns if column.field in PERSON]
        self.own = [column.index for column in head.columns if column.field in _NEVER_SUMMED]
        self.known = [column.index for column in head.columns if column.field != "stt"]
        self.titles = {column.index: column.title for column in head.columns}
        self.fields = {column.index: column.field for column in head.columns}

    def kind(self, cells: tuple[Cell, ...]) -> _Kind:
        kind = self._kind(cells)
        if kind in (_Kind.HOUSEHOLD, _Kind.LOOSE) and self.household.takes(cells):
            return _Kind.PERSON
        if kind is _Kind.HOUSEHOLD:
            self.begun = True
            self.household.opens(cells)
        elif kind in (_Kind.SECTION, _Kind.END):
            self.household.closes()
        return kind

    def _kind(self, cells: tuple[Cell, ...]) -> _Kind:
        texts = _texts(cells)
        if not texts or self._repeats_head(cells) or _is_numbering(texts):
            return _Kind.NOTHING
        numbered = any(_is_number(_at(cells, index)) for index in self.stt)
        if not self.ended and self._opens_section(cells, texts, numbered):
            return _Kind.SECTION
        known = sum(_at(cells, index) is not None for index in self.known)
        if numbered and known and any(_at(cells, index) is not None for index in self.person):
            return _Kind.HOUSEHOLD if known >= 3 or not self.ended else _Kind.NOTHING
        only_sums = all(map(_SUM.fullmatch, texts)) and not self._tells_of_somebody(cells)
        if only_sums or _is_total(texts):
            return _Kind.NOTHING
        if len(texts) <= 3 and any(_END.search(fold(text)) for text in texts) and not self._counts(cells):
            self.ended = True
            return _Kind.END
        return self._unnumbered(cells, known, numbered)

    def _tells_of_somebody(self, cells: tuple[Cell, ...]) -> bool:
        return any(_at(cells, index) is not None for index in self.own)

    def _counts(self, cells: tuple[Cell, ...]) -> bool:
        """Whether the line names somebody and counts people: a household, whatever its address says."""
        wanted = (self.head.columns_for("name"), self.head.columns_for("people"))
        name, people = (next((_at(cells, column.index) for column in columns), None) for columns in wanted)
        return name is not None and isinstance(people, int)

    def _unnumbered(self, cells: tuple[Cell, ...], known: int, numbered: bool) -> _Kind:
        person = sum(_at(cells, index) is not None for index in self.person)
        if self.ended or (numbered and not person):
            return _Kind.NOTHING
        return _Kind.HOUSEHOLD if person >= 2 or (person and known >= 3) else _Kind.LOOSE

    def _repeats_head(self, cells: tuple[Cell, ...]) -> bool:
        """Whether the titles stand here again, or, before the first household, in another language."""
        return sum(self._is_title(index, cell) for index, cell in enumerate(cells)) >= 3

    def _is_title(self, index: int, cell: Cell) -> bool:
        if not isinstance(cell, str) or index not in self.fields:
            return False
        if clean(cell) == self.titles[index]:
            return True
        meaning = None if self.begun else meaning_of(cell)
        return meaning is not None and meaning.strength >= SURE and meaning.field == self.fields[index]

    def _opens_section(self, cells: tuple[Cell, ...], texts: list[str], numbered: bool) -> bool:
        """Take over what a title says, with or without sums beside it; False if the row is none."""
        words = [text for text in texts if not _SUM.fullmatch(text) and NUMBERING.sub("", text + ". ")]
        if len(words) != 1 or self._tells_of_somebody(cells):
            return False
        bare = len(texts) <= 2 and not numbered
        section = read_section(words[0], self.section, self.is_place if bare else nowhere)
        if section is not None:
            self.section = section
        return section is not None


def _at(cells: tuple[Cell, ...], index: int) -> Cell:
    cell = cells[index] if index < len(cells) else None
    return None if isinstance(cell, str) and not clean(cell) else cell


def _is_number(cell: Cell) -> bool:
    return re.fullmatch(r"\d+[.)]?", str(cell).strip()) is not None


def _is_total(texts: list[str]) -> bool:
    """A sum, or what is carried over to another page."""
    if any(_TOTAL.match(text.casefold()) for text in texts[:2]):
        return True
    sums = [text for text in texts if _SUM.fullmatch(text)]
    return bool(sums) and len(texts) - len(sums) == 1 and any(_CARRIED.search(fold(text)) for text in texts)


def _is_numbering(texts: list[str]) -> bool:
    """The row of column numbers below a head: 1, 2, 3 … or (1), (2) … or A, B, 1, 2 … or 7=6x4."""
    return len(texts) >= 3 and all(
        re.fullmatch(r"\(?(?:\d{1,2}|[A-Za-z])(?:\s*=[\d\sx*+/().-]+)?\)?", text) for text in texts
    )
