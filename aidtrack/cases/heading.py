"""Where a sheet's column titles stand, under a title block, in one to three rows, and what each holds.

Of all rows the block is taken whose titles mean most in the vocabulary of `columns`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from aidtrack.cases.categories import recognise
from aidtrack.cases.columns import JOINING, meaning_of
from aidtrack.cases.sheet import Cell, SheetCells
from aidtrack.vietnamese.folding import clean, fold

SEARCHED_ROWS = 200
ROWS_TO_A_BETTER_ONE = 15
DEEPEST = 3
FEWEST_FIELDS = 3
WIDEST = 120
_NUMBERS_WITHIN = 4
"""The column of numbers stands among the first of a list."""


@dataclass(frozen=True)
class HeadColumn:
    """One recognised column: position from 0, its field, its title, and a category for a column of ticks."""

    index: int
    field: str
    title: str
    strength: int
    under: str = ""
    category: str | None = None

    @property
    def letter(self) -> str:
        """The column as spreadsheets name it: A, B … Z, AA."""
        return letter_of(self.index)


@dataclass(frozen=True)
class Head:
    """The rows of the titles (from 0, both included) and the columns that are understood."""

    first: int
    last: int
    columns: tuple[HeadColumn, ...]

    def columns_for(self, *fields: str) -> list[HeadColumn]:
        """The columns of some fields: field by field in the order given, each from the left."""
        return [column for field in fields for column in self._by_field.get(field, ())]

    def places(self, *fields: str) -> tuple[int, ...]:
        """Where the columns of some fields stand, in the order of `columns_for`."""
        known = self._places.get(fields)
        if known is None:
            known = self._places[fields] = tuple(column.index for column in self.columns_for(*fields))
        return known

    @cached_property
    def _places(self) -> dict[tuple[str, ...], tuple[int, ...]]:
        return {}

    @cached_property
    def _by_field(self) -> dict[str, list[HeadColumn]]:
        found: dict[str, list[HeadColumn]] = {}
        for column in self.columns:
            found.setdefault(column.field, []).append(column)
        return found

    def letter_for(self, *fields: str) -> str:
        """The letter of the first column of these fields that there is, in the order given; else ""."""
        return next((column.letter for column in self.columns_for(*fields)), "")

    @property
    def merit(self) -> tuple[int, int]:
        """How much the titles mean together; of equals the block of fewer rows is better."""
        return sum(column.strength for column in self.columns), self.first - self.last


def letter_of(index: int) -> str:
    """The letters of a column that is counted from 0."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def find_head(sheet: SheetCells) -> Head | None:
    """The head of a sheet's table, or None if no row holds the titles of a list of people."""
    best: Head | None = None
    for first in range(min(len(sheet.rows), SEARCHED_ROWS)):
        if best and first > best.first + ROWS_TO_A_BETTER_ONE:
            break
        if not any(meaning_of(text) for text in _texts(sheet.rows[first])):
            continue
        for last in range(first, min(first + DEEPEST, len(sheet.rows))):
            head = _head_at(sheet, first, last)
            if head and (best is None or head.merit > best.merit):
                best = head
    return best


def _texts(row: Sequence[Cell]) -> list[str]:
    return [clean(cell) for cell in row[:WIDEST] if isinstance(cell, str)]


def _head_at(sheet: SheetCells, first: int, last: int) -> Head | None:
    if _cuts_a_title(sheet, first, last) or (last > first and _title_over_numbers(sheet, first, last)):
        return None
    columns = _settled([column for column in _columns(sheet, first, last) if column is not None])
    fields = {column.field for column in columns}
    if "name" not in fields or len(fields - {"stt"}) < FEWEST_FIELDS:
        return None
    return Head(first, last, tuple(columns))


def _cuts_a_title(sheet: SheetCells, first: int, last: int) -> bool:
    """Whether a title that is merged over some rows would be only half among these."""
    return any(
        top < first <= bottom or first <= top <= last < bottom
        for top, _, bottom, _ in sheet.merged_above
        if top < bottom < top + DEEPEST
    )


def _title_over_numbers(sheet: SheetCells, first: int, last: int) -> bool:
    """Whether “STT” has another text above or below it: then a line of the title block is among the rows,
    “THÔN HẠ” over “STT”, or the row of the columns' numbers; a second language is none."""
    for index in range(min(len(sheet.rows[first]) or 1, _NUMBERS_WITHIN)):
        texts = {_cell(sheet, row, index) for row in range(first, last + 1)} - {""}
        fields = {meaning.field if (meaning := meaning_of(text)) else "" for text in texts}
        if "stt" in fields and fields != {"stt"}:
            return True
    return False


def _columns(sheet: SheetCells, first: int, last: int) -> Iterator[HeadColumn | None]:
    above = ""
    for index, titles in enumerate(titles_over(sheet, first, last)):
        inherits = len(titles) == 1 and not _cell(sheet, first, index) and last > first and bool(above)
        if len(titles) > 1:
            above = titles[0]
        elif not inherits:
            above = ""
        yield _column(index, titles, above if inherits else "")


def _cell(sheet: SheetCells, row: int, index: int) -> str:
    """What a title row shows there, the text of a merged cell in all its places."""
    row, index = sheet.shown_by.get((row, index), (row, index))
    cells = sheet.rows[row]
    cell = cells[index] if index < len(cells) else None
    return clean(cell) if isinstance(cell, str) else ""


def titles_over(sheet: SheetCells, first: int, last: int) -> Iterator[list[str]]:
    """Column by column, the different texts of some rows from top to bottom."""
    width = max(len(row) for row in sheet.rows[first : last + 1])
    for index in range(min(width, WIDEST)):
        texts = [_cell(sheet, row, index) for row in range(first, last + 1)]
        yield list(dict.fromkeys(text for text in texts if text))


def _column(index: int, titles: list[str], inherited: str) -> HeadColumn | None:
    if not titles:
        return None
    *over, title = titles
    under = " ".join(over) or inherited
    if not under:
        return _alone(index, title)
    return _below(index, under, title, bool(inherited))


def _alone(index: int, title: str, under: str = "") -> HeadColumn | None:
    meaning = meaning_of(title)
    return HeadColumn(index, meaning.field, title, meaning.strength, under) if meaning else None


_PLACES = frozenset({"ward", "district", "province", "residential_group", "address", "home_address"})


def _below(index: int, under: str, title: str, inherited: bool) -> HeadColumn | None:
    """A column whose title stands below another one: “Năm sinh” over “Nam”, “Quê quán” over “Xã”."""
    own, over = _alone(index, title, under), _alone(index, under)
    parent = over.field if over else ""
    if own and own.field in ("male", "female") and parent in ("people", "adults", "young"):
        return None  # How many men and women, not who.
    codes = recognise(title).codes
    if parent == "categories" and codes:
        return HeadColumn(index, "category", title, 112, under, codes[0])
    if over and own and parent == "home_address" and own.field in _PLACES:
        return HeadColumn(index, parent, title, over.strength + 1, under)
    if over and own is None and not inherited and parent in ("home_address", "address"):
        return HeadColumn(index, parent, title, over.strength - 1, under)
    if own and (own.strength >= 100 or (parent in _PLACES and own.field in _PLACES)):
        return replace(own, strength=own.strength + 1) if over and over.strength >= 100 else own
    together = _alone(index, f"{under} {title}", under) or own
    if together:
        return together
    return replace(over, strength=50) if over and not inherited else None


def _settled(columns: list[HeadColumn]) -> list[HeadColumn]:
    """One column for each field, the surest; more only where a field is written in several parts."""
    columns = _two_addresses(columns)
    kept: list[HeadColumn] = []
    for field in dict.fromkeys(column.field for column in columns):
        rivals = [column for column in columns if column.field == field]
        surest = max(rivals, key=lambda column: column.strength)
        if field == "name":
            kept += [column for column in rivals if column.title == surest.title]
        elif field in JOINING or field == "category":
            kept += rivals
        else:
            kept.append(surest)
    return sorted(kept, key=lambda column: column.index)


def _two_addresses(columns: list[HeadColumn]) -> list[HeadColumn]:
    """A bare “Địa chỉ” beside “Nơi ở hiện nay” is where the household comes from."""
    addresses = [column for column in columns if column.field == "address"]
    bare = [column for column in addresses if fold(column.title) == "dia chi" and not column.under]
    if not bare or len(addresses) == len(bare) or any(column.field == "home_address" for column in columns):
        return columns
    others = [fold(column.title) for column in addresses if column not in bare]
    if all(title.startswith(("so nha", "ngo", "duong", "pho")) for title in others):
        return columns
    return [replace(column, field="home_address") if column in bare else column for column in columns]
