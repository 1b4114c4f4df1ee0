"""The parts that all papers share, laid out on a grid: two-sided head, title, tables' heads, signatures.

A `Page` grows row by row. Heights are fixed in points, because Excel does not stretch merged rows,
and because a row that people sign must be 7 mm high after the page was scaled to fit its width.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from math import ceil, floor

from aidtrack.reports import papers
from aidtrack.reports.papers import Paper, Signer
from aidtrack.reports.sheet_xml import Cell, Row, Value
from aidtrack.reports.workbook import MARGIN_MM, Book, Sheet, fingerprint, write

_PAPER_MM = {True: 297, False: 210}
_CHARACTER_MM = 7 / 96 * 25.4
_LINE = 14.6
_LETTER_LINE = 17.5
_TALLEST = 400.0
SIGNING_MM = 7.4
SIGNING_MM_ON_MANY_PAGES = 8.2
_ROWS_OF_ONE_PAGE = 14


@dataclass(frozen=True)
class Part:
    """Some cells of a row that say one thing: from one column to another, merged when they differ."""

    first: int
    last: int
    value: Value
    style: str


@dataclass
class Page:
    """A sheet in the making."""

    title: str
    widths: Sequence[float]
    landscape: bool = True
    rows: list[Row] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    head: tuple[int, int] | None = None

    @property
    def last(self) -> int:
        """The number of columns."""
        return len(self.widths)

    @property
    def scale(self) -> float:
        """How much the page shrinks (≤ 1) when it is printed one page wide, in whole per cent."""
        printable = _PAPER_MM[self.landscape] - 2 * MARGIN_MM
        return min(1.0, floor(100 * printable / (sum(self.widths) * _CHARACTER_MM)) / 100)

    def points(self, mm: float) -> float:
        """The height that a row needs in the file to be so many millimetres high on paper."""
        return mm / 25.4 * 72 / self.scale

    def add(self, *parts: Part, height: float | None = None) -> int:
        """A new row; cells that no part covers stay away."""
        cells: list[Cell | None] = [None] * self.last
        number = len(self.rows) + 1
        for part in parts:
            cells[part.first - 1 : part.last] = [Cell(None, part.style)] * (part.last - part.first + 1)
            cells[part.first - 1] = Cell(part.value, part.style)
            if part.last > part.first:
                self.merges.append((number, part.first, number, part.last))
        self.rows.append(Row(cells, height or self._needed(parts)))
        return number

    def add_cells(self, cells: Sequence[Cell | None], height: float | None = None) -> int:
        """A new row of single cells; without a height it is as high as its wrapped text asks."""
        self.rows.append(Row(cells, height))
        return len(self.rows)

    def _needed(self, parts: Sequence[Part]) -> float:
        lines = (lines_of(str(p.value or ""), sum(self.widths[p.first - 1 : p.last])) for p in parts)
        return max(lines, default=1) * _LETTER_LINE + 2

    def column_at(self, share: float) -> int:
        """The last column that begins before this share (0…1) of the page's width."""
        reached, limit = 0.0, share * sum(self.widths)
        for column, width in enumerate(self.widths, 1):
            reached += width
            if reached >= limit:
                return column
        return self.last

    def sheet(self) -> Sheet:
        """The finished sheet, still without its footer."""
        return Sheet(self.title, self.widths, self.rows, self.merges, self.head, landscape=self.landscape)


def text_height(texts: Iterable[tuple[str, float]], at_least: float, most_lines: int = 24) -> float:
    """The height for a row of wrapped texts, each with its column's width in characters."""
    lines = max((lines_of(text, width) for text, width in texts if text), default=1)
    return min(_TALLEST, max(at_least, min(lines, most_lines) * _LINE + 4))


_NARROW = frozenset("iljtfrI,.:;'!|()[]/- ìíỉĩị1")
_WIDE = frozenset("mwMWƠƯOQĐGHNUVXYCDRBKAÂĂ@%")


@lru_cache(maxsize=65_536)
def lines_of(text: str, width: float) -> int:
    """About how many lines a text takes in a column, broken at spaces as spreadsheets do."""
    if len(text) * 1.45 + 2.4 < width and "\n" not in text:
        return 1
    return sum(_wrapped(line, max(width - 2.4, 1.0)) for line in text.split("\n"))


def _wrapped(line: str, room: float) -> int:
    lines, used = 1, 0.0
    for word in line.split(" "):
        wide = _breadth(word)
        if used and used + 0.5 + wide > room:
            lines, used = lines + 1, 0.0
        # A word longer than the column is broken wherever it ends.
        lines += max(0, ceil(wide / room) - 1)
        used += wide % room + 0.5 if wide > room else wide + 0.5
    return lines


def _breadth(word: str) -> float:
    return sum(0.6 if c in _NARROW else 1.45 if c in _WIDE else 1.0 for c in word)


def letterhead(page: Page, paper: Paper) -> None:
    """The two-sided head: issuer and number at left, motto or Union line and date at right."""
    issuer = paper.issuer
    left_last, right_first = page.column_at(0.42), page.column_at(0.55)
    right_first = max(right_first, left_last + 1)
    left = [(line, "line") for line in issuer.lines[:-1]] + [(issuer.lines[-1], "line_bold")]
    left += [("***", "line")] if issuer.variant == "youth_union" else []
    left += [(papers.number_line(paper), "line")]
    right = [(line, "line_bold") for line in issuer.right[:-1]] + [(issuer.right[-1], "line_under")]
    right += [(papers.place_and_date(paper), "line_italic")]
    for n in range(max(len(left), len(right))):
        parts = [Part(1, left_last, *left[n])] if n < len(left) else []
        parts += [Part(right_first, page.last, *right[n])] if n < len(right) else []
        page.add(*parts, height=_LETTER_LINE)


def heading(page: Page, title: str, *lines: str) -> None:
    """The bold centred title and the lines under it."""
    page.add(Part(1, page.last, title, "title"), height=32)
    for line in lines:
        if line:
            page.add(Part(1, page.last, line, "subtitle"))
    page.add(height=6)


def table_head(page: Page, columns: Sequence[str], group: tuple[str, int, int] | None = None) -> None:
    """A head of two rows: each title merged down, except those in `group` (its title, first, last column)."""
    top = len(page.rows) + 1
    title, first, last = group or ("", 0, -1)
    upper = [Cell(None if first <= n <= last else name, "head") for n, name in enumerate(columns, 1)]
    lower = [Cell(name if first <= n <= last else None, "head") for n, name in enumerate(columns, 1)]
    if group:
        upper[first - 1] = Cell(title, "head")
    if last > first:
        page.merges.append((top, first, top, last))
    page.merges += [(top, n, top + 1, n) for n in range(1, len(columns) + 1) if not first <= n <= last]
    titles = list(zip(columns, page.widths, strict=True))
    lone = [(name, width) for n, (name, width) in enumerate(titles, 1) if not first <= n <= last]
    grouped = [(name, width) for n, (name, width) in enumerate(titles, 1) if first <= n <= last]
    below = text_height([(name.upper(), width) for name, width in grouped], 2 * _LINE)
    above = max(_LINE + 6, text_height(lone, 0) - below)
    page.add_cells(upper, above)
    page.add_cells(lower, below)
    page.head = (top, top + 1)


def in_words(page: Page, words: str, label: str = papers.IN_WORDS) -> None:
    """The line of the total in words under a table."""
    page.add(height=4)
    page.add(Part(1, page.last, f"{label}: {words}", "left_italic"))


def signatures(page: Page, signers: Sequence[Signer], date_line: str = "") -> None:
    """The blocks of signatures side by side, with room to sign and the names where they are known.

    A page needs at least as many columns as signers.
    """
    page.add(height=6)
    blocks = _blocks(page, len(signers))
    if date_line:
        page.add(Part(page.column_at(0.5) + 1, page.last, date_line, "line_italic"), height=_LETTER_LINE + 1)
    for style, words in (
        ("line_bold", [signer.title for signer in signers]),
        ("line_italic", [signer.how for signer in signers]),
        ("room", [""] * len(signers)),
        ("line_bold", [signer.name for signer in signers]),
    ):
        if style == "room":
            page.add(height=page.points(16))
        elif any(words):
            parts = [Part(*block, word, style) for block, word in zip(blocks, words, strict=True)]
            page.add(*parts, height=_LETTER_LINE)


def _blocks(page: Page, count: int) -> list[tuple[int, int]]:
    ends: list[int] = []
    for n in range(count - 1):
        least, most = (ends[-1] + 1 if ends else 1), page.last - (count - 1 - n)
        ends.append(min(max(page.column_at((n + 1) / count), least), most))
    ends.append(page.last)
    starts = [1] + [end + 1 for end in ends[:-1]]
    return list(zip(starts, ends, strict=True))


def signing_height(page: Page, rows: int) -> float:
    """The least height of a row that people sign: 7 mm on paper, 8 if the list fills more than a page."""
    return page.points(SIGNING_MM if rows <= _ROWS_OF_ONE_PAGE else SIGNING_MM_ON_MANY_PAGES)


def finish(paper: Paper, pages: Sequence[Page], title: str) -> bytes:
    """The workbook's bytes, with the footer on every sheet."""
    sheets = [page.sheet() for page in pages]
    foot = papers.footer(paper, fingerprint(sheets))
    return write(Book([replace(sheet, footer=foot) for sheet in sheets], paper.printed_at, title))
