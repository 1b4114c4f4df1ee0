"""The lines below a list's head: households, titles of sections, totals, signatures, or nothing.

A section's title (“Phường Vĩnh Tuy - Quận Hai Bà Trưng”, “II. Sinh viên”) holds for the lines under it.
A line that nobody understands among the households is kept, so that it can be shown.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from aidtrack.cases.heading import Head
from aidtrack.cases.row_kinds import Kind, RowReader, cell_at, texts_of
from aidtrack.cases.sections import Section
from aidtrack.cases.sheet import Cell, SheetCells
from aidtrack.vietnamese.folding import clean


@dataclass(frozen=True, slots=True)
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


_REPEATED = frozenset(
    {"ward", "district", "residential_group", "categories", "home_address", "address", "circumstances"}
)
"""Fields of which one merged cell, or a ditto mark, may speak for several lines."""
_DITTO = frozenset(
    {'"', "''", "``", "”", "“", "″", "〃", "//", "-//-", "nt", "-nt-", "như trên", "- như trên -"}
)
_DITTO_BEGINS = frozenset(" \u200b") | {mark[0] for mark in _DITTO} | {mark[0].upper() for mark in _DITTO}
MOST_MERGED = 500_000
"""So many merged cells are looked at; honest ones do not lie over each other."""
MOST_ASKED = 2_000
"""So many lines tell what a list is like."""
MOST_PASSED = 1_000
"""So many lines that were passed over are shown; a file with more is no list."""


class Body:
    """The lines of households below a head: found in one walk, then read as often as somebody asks.

    Only what each row is stays in memory, not its cells. `is_place` tells whether a text without a kind
    is the name of a ward. `passed` are lines among the households that nobody understands (row, text).
    """

    def __init__(self, sheet: SheetCells, head: Head, is_place: Callable[[str], bool]) -> None:
        self.sheet, self.head = sheet, head
        self.rows, self._every = 0, 1
        self._sample: list[Line] = []
        self.sections: list[Section] = []
        self._kinds = bytearray()
        self._section_of = array("l")
        self._wards_once = _WardsOnce(head)
        loose = self._walk(RowReader(head, sheet, is_place))
        self.passed = tuple((row, text) for row, text in loose if row < self._last)

    def _walk(self, reader: RowReader) -> list[tuple[int, str]]:
        loose: list[tuple[int, str]] = []
        self._last = 0
        for row, cells in _rows(self.sheet, self.head):
            kind = reader.kind(cells)
            self._kinds.append(kind)
            if kind is Kind.HOUSEHOLD:
                self._note(row, cells, reader.section)
            elif kind is Kind.LOOSE and len(loose) < MOST_PASSED:
                loose.append((row, " ".join(texts_of(cells))))
        return loose

    def _note(self, row: int, cells: tuple[Cell, ...], section: Section) -> None:
        self.rows += 1
        self._last = row
        if not self.sections or self.sections[-1] is not section:
            self.sections.append(section)
        self._section_of.append(len(self.sections) - 1)
        if self.rows % self._every == 0:
            self._sample.append(Line(row, cells, section))
            if len(self._sample) > 2 * MOST_ASKED:
                self._every, self._sample = 2 * self._every, self._sample[::2]
        self._wards_once.sees(cells)

    @property
    def some(self) -> Iterator[Line]:
        """All of them, or of a long list the first of every so many rows."""
        if self.rows <= MOST_ASKED:
            return self.read()
        return iter(self._sample)

    @property
    def lines(self) -> tuple[Line, ...]:
        """All of them at once."""
        return tuple(self.read())

    def read(self) -> Iterator[Line]:
        """The households' lines in order, each with the lines of its other people."""
        once = self._wards_once if self._named_once() else None
        open_line: Line | None = None
        above: tuple[Cell, ...] = ()
        sections = iter(self._section_of)
        for kind, (row, cells) in zip(self._kinds, _rows(self.sheet, self.head), strict=False):
            if kind == Kind.HOUSEHOLD:
                if open_line is not None:
                    yield open_line
                cells = above = once.filled(cells, above) if once else cells
                open_line = Line(row, cells, self.sections[next(sections)])
            elif kind == Kind.PERSON and open_line is not None:
                person = Line(row, cells, open_line.section)
                open_line = replace(open_line, below=(*open_line.below, person))
        if open_line is not None:
            yield open_line

    def _named_once(self) -> bool:
        return self._wards_once.holds(self.rows) and not any(section.ward for section in self.sections)


def body_of(sheet: SheetCells, head: Head, is_place: Callable[[str], bool]) -> Body:
    """The lines below the head of a sheet."""
    return Body(sheet, head, is_place)


class _WardsOnce:
    """Whether a ward that stands only beside the first line of its households holds for those below it.

    Only in a column before the names, and where at least half the lines have none: elsewhere an empty
    cell is a mistake to be told.
    """

    def __init__(self, head: Head) -> None:
        names = [column.index for column in head.columns_for("name")]
        self._columns = [column.index for column in head.columns_for("ward", "district")]
        self._wards = [
            column.index for column in head.columns_for("ward") if column.index < min(names, default=0)
        ]
        self._empty = 0
        self._begun = self._first_has_none = False

    def sees(self, cells: tuple[Cell, ...]) -> None:
        """A line of a household."""
        empty = self._has_none(cells)
        self._first_has_none |= empty and not self._begun
        self._begun = True
        self._empty += empty

    def holds(self, lines: int) -> bool:
        """Said of all lines, once they were seen."""
        return bool(self._wards and lines) and 2 * self._empty >= lines and not self._first_has_none

    def filled(self, cells: tuple[Cell, ...], above: tuple[Cell, ...]) -> tuple[Cell, ...]:
        """A line without a ward takes the ward and the district of the one above."""
        if not self._has_none(cells):
            return cells
        whole = [*cells, *[None] * (max(self._columns) + 1 - len(cells))]
        for index in self._columns:
            whole[index] = above[index] if index < len(above) else None
        return tuple(whole)

    def _has_none(self, cells: tuple[Cell, ...]) -> bool:
        return all(cell_at(cells, index) is None for index in self._wards)


def _rows(sheet: SheetCells, head: Head) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    """Rows below the head with their numbers; merged cells and ditto marks are filled in."""
    columns = [column.index for column in head.columns if column.field in _REPEATED]
    merged = _merged_below(sheet, head, columns)
    above: tuple[Cell, ...] = ()
    for index, row in enumerate(sheet.rows[head.last + 1 :], head.last + 1):
        if not columns:
            yield index + 1, row
            continue
        cells = row
        for column in columns:
            own = row[column] if column < len(row) else None
            if (merged and (index, column) in merged) or (isinstance(own, str) and _is_ditto(own)):
                filled = [*cells, *[None] * (column + 1 - len(cells))]
                filled[column] = above[column] if column < len(above) else None
                cells = tuple(filled)
        yield index + 1, cells
        above = cells if cells else above


def _merged_below(sheet: SheetCells, head: Head, columns: list[int]) -> set[tuple[int, int]]:
    """The places below the first row of merged cells, in these columns."""
    found: set[tuple[int, int]] = set()
    left_to_look = MOST_MERGED
    for top, left, bottom, _ in sheet.merged:
        if left in columns and bottom > top > head.last and left_to_look > 0:
            covered = range(top + 1, min(bottom + 1, len(sheet.rows)))
            found.update((row, left) for row in covered)
            left_to_look -= len(covered)
    return found


def _is_ditto(text: str) -> bool:
    return text[:1] in _DITTO_BEGINS and clean(text).casefold() in _DITTO
