"""What a row below a head is: a household, one of its people, a section's title, the end, or nothing.

A row that nobody understands is called loose, so that it can be shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import IntEnum, auto

from aidtrack.cases.columns import SURE, meaning_of
from aidtrack.cases.heading import Head
from aidtrack.cases.one_household import OneHousehold
from aidtrack.cases.sections import NUMBERING, Section, nowhere, read_section
from aidtrack.cases.sheet import Cell, SheetCells
from aidtrack.vietnamese.folding import clean, fold


class Kind(IntEnum):
    """What a row is; small numbers, because there may be a hundred thousand of them."""

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
_ROWS_OF_TITLES = 6
"""So many rows below a head may say the same in another language, or number the columns."""
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


def texts_of(cells: tuple[Cell, ...]) -> list[str]:
    """The different texts of a row (a merged title may stand in several cells)."""
    texts = [clean(cell) if cell.__class__ is str else str(cell) for cell in cells if cell is not None]
    return list(dict.fromkeys(filter(None, texts)))


class RowReader:
    """Walks down the rows and remembers the section it is in, and whether the table has ended."""

    def __init__(self, head: Head, sheet: SheetCells, is_place: Callable[[str], bool]) -> None:
        self.head, self.is_place = head, is_place
        self.household = OneHousehold(head, sheet)
        self.section = Section()
        self.begun = self.ended = False
        self.seen = 0
        self.stt = [column.index for column in head.columns_for("stt")]
        self.person = [column.index for column in head.columns if column.field in PERSON]
        self.own = [column.index for column in head.columns if column.field in _NEVER_SUMMED]
        self.known = [column.index for column in head.columns if column.field != "stt"]
        self.titles = _title_cells(sheet, head)
        self.words = frozenset(text for _, text in self.titles)
        self.fields = {column.index: column.field for column in head.columns}

    def kind(self, cells: tuple[Cell, ...]) -> Kind:
        """What the next row is."""
        kind = self._kind(cells)
        if kind in (Kind.HOUSEHOLD, Kind.LOOSE) and self.household.takes(cells):
            return Kind.PERSON
        if kind is Kind.HOUSEHOLD:
            self.begun = True
            self.household.opens(cells)
        elif kind in (Kind.SECTION, Kind.END):
            self.household.closes()
        return kind

    def _kind(self, cells: tuple[Cell, ...]) -> Kind:
        texts = texts_of(cells)
        if not texts or self._repeats_head(cells) or _is_numbering(texts):
            return Kind.NOTHING
        numbered = any(_is_number(cell_at(cells, index)) for index in self.stt)
        if not self.ended and self._opens_section(cells, texts, numbered):
            return Kind.SECTION
        known = sum(cell_at(cells, index) is not None for index in self.known)
        if numbered and known and any(cell_at(cells, index) is not None for index in self.person):
            return Kind.HOUSEHOLD if known >= 3 or not self.ended else Kind.NOTHING
        only_sums = all(map(_SUM.fullmatch, texts)) and not self._tells_of_somebody(cells)
        if only_sums or _is_total(texts):
            return Kind.NOTHING
        if len(texts) <= 3 and any(_END.search(fold(text)) for text in texts) and not self._counts(cells):
            self.ended = True
            return Kind.END
        return self._unnumbered(cells, known, numbered)

    def _tells_of_somebody(self, cells: tuple[Cell, ...]) -> bool:
        return any(cell_at(cells, index) is not None for index in self.own)

    def _counts(self, cells: tuple[Cell, ...]) -> bool:
        """Whether the line names somebody and counts people: a household, whatever its address says."""
        wanted = (self.head.columns_for("name"), self.head.columns_for("people"))
        name, people = (
            next((cell_at(cells, column.index) for column in columns), None) for columns in wanted
        )
        return name is not None and isinstance(people, int)

    def _unnumbered(self, cells: tuple[Cell, ...], known: int, numbered: bool) -> Kind:
        person = sum(cell_at(cells, index) is not None for index in self.person)
        if self.ended or (numbered and not person):
            return Kind.NOTHING
        return Kind.HOUSEHOLD if person >= 2 or (person and known >= 3) else Kind.LOOSE

    def _repeats_head(self, cells: tuple[Cell, ...]) -> bool:
        """Whether the titles stand here again, a row of them, or, before the first household, in another
        language."""
        self.seen += 1
        known_words = self.begun or self.seen > _ROWS_OF_TITLES
        if known_words and not any(cell in self.words for cell in cells):
            return False
        titles = sum(self._is_title(index, cell) for index, cell in enumerate(cells))
        return titles >= 3 or (titles == 2 and sum(cell is not None for cell in cells) == 2)

    def _is_title(self, index: int, cell: Cell) -> bool:
        if not isinstance(cell, str):
            return False
        if (index, cell) in self.titles:
            return True
        if self.begun or self.seen > _ROWS_OF_TITLES or index not in self.fields:
            return False
        meaning = meaning_of(cell)
        return meaning is not None and meaning.strength >= SURE and meaning.field == self.fields[index]

    def _opens_section(self, cells: tuple[Cell, ...], texts: list[str], numbered: bool) -> bool:
        """Take over what a title says, with or without sums beside it; False if the row is none."""
        if self._tells_of_somebody(cells):
            return False
        words = [text for text in texts if not _SUM.fullmatch(text) and NUMBERING.sub("", text + ". ")]
        if len(words) != 1:
            return False
        bare = len(texts) <= 2 and not numbered
        section = read_section(words[0], self.section, self.is_place if bare else nowhere)
        if section is not None:
            self.section = section
        return section is not None


def _title_cells(sheet: SheetCells, head: Head) -> frozenset[tuple[int, str]]:
    """What stands in the rows of the head, by column."""
    rows = sheet.rows[head.first : head.last + 1]
    cells = ((at, cell) for row in rows for at, cell in enumerate(row) if isinstance(cell, str))
    return frozenset(one for at, cell in cells for one in ((at, cell), (at, clean(cell))))


def cell_at(cells: tuple[Cell, ...], index: int) -> Cell:
    cell = cells[index] if index < len(cells) else None
    return None if isinstance(cell, str) and not cell[:1].isalnum() and not clean(cell) else cell


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
