"""What the importer of a list is shown of its lines: what is wrong, what is odd, what looks like what.

Facts in, decision out: the database's answers come as arguments.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields

from aidtrack.cases.duplicates import Pair
from aidtrack.cases.heading import letter_of
from aidtrack.cases.listing import HouseholdRow, MappedColumn, ReadSheet, RowNote, Stt
from aidtrack.sentences import Sentence


@dataclass(frozen=True)
class Resembling:
    """A line that waits: it looks like another line of the list (`of`), or like a case that is there.

    `of_case` is that case's code if the reader may see it; otherwise `why` only says whom to ask.
    `name` and `of_name` are those of the two lines.
    """

    no: int
    row: int
    stt: Stt
    of: int | None
    of_stt: Stt
    of_case: str | None
    why: Sentence
    name: str = ""
    of_name: str = ""
    sheet: str = ""
    of_sheet: str = ""
    decided: bool = False


@dataclass(frozen=True)
class Noted:
    """A line with what is wrong or odd in it, on the page of a preview."""

    no: int
    row: int
    sheet: str
    notes: tuple[RowNote, ...]


@dataclass(frozen=True)
class Faulty:
    """A line that nobody can accept, with what stood in the file."""

    sheet: str
    row: int
    cells: tuple[object, ...]
    notes: tuple[RowNote, ...]
    unit: str | None = None


_AS_THEY_ARE = tuple(
    field.name
    for field in fields(HouseholdRow)
    if field.name not in ("birth_date", "categories", "needs", "members")
)


def plain_of(row: HouseholdRow) -> str:
    """The canonical JSON of a line: the chain's digest covers just these bytes."""
    told = {name: getattr(row, name) for name in _AS_THEY_ARE}
    told["birth_date"] = row.birth_date.isoformat() if row.birth_date else None
    told["categories"], told["needs"] = row.categories, row.needs
    told["members"] = [asdict(member) for member in row.members]
    return _canonical(told)


_canonical = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


def row_of(kept: str) -> HouseholdRow:
    """The line that `plain_of` wrote down."""
    return HouseholdRow.from_plain(json.loads(kept))


def outside(row: HouseholdRow, columns: Sequence[MappedColumn], why: Sentence) -> RowNote:
    """What is wrong in a line whose ward the importer may not write, at the cell that names the ward."""
    letters = {column.field: column.letter for column in reversed(columns)}
    column = letters.get("ward") or letters.get("address") or ""
    place = str(why.values.get("place", ""))
    return RowNote(row.row, row.stt, column, "ward", why, place, row.sheet)


def chosen(pairs: Sequence[Pair], fullness: Sequence[int]) -> dict[int, tuple[int, Pair]]:
    """Of lines that look alike the ones that wait, each with the line that stays, by their positions.

    The fuller line of a pair stays, of equals the earlier. A line waits for one that stays: if
    three are alike, two wait for the fullest of those they resemble.
    """
    likeness: dict[tuple[int, int], Pair] = {(pair.first, pair.second): pair for pair in pairs}
    partners: dict[int, list[int]] = {}
    for first, second in likeness:
        partners.setdefault(first, []).append(second)
        partners.setdefault(second, []).append(first)
    waits_for: dict[int, int] = {}
    for at in sorted(partners, key=lambda one: (-fullness[one], one)):
        if at not in waits_for:
            waits_for.update({other: at for other in partners[at] if other not in waits_for})
    return {at: (of, likeness[min(at, of), max(at, of)]) for at, of in sorted(waits_for.items())}


MEND = "Cần sửa / To mend"
"""The title of the last column of the lines that are given back."""
_WARD, _DISTRICT = "Phường/xã", "Quận/huyện"


def titles_back(sheet: ReadSheet) -> list[str]:
    """The titles of the workbook in which lines are given back: those of the file from column A on, the ward
    where the file has no column for it, and what is to be mended."""
    width = max((place_of(column.letter) for column in sheet.columns), default=-1) + 1
    titles = [""] * width
    for column in sheet.columns:
        titles[place_of(column.letter)] = column.title
    return [*titles, *([] if has_ward(sheet) else [_WARD, _DISTRICT]), MEND]


def columns_back(sheet: ReadSheet) -> dict[str, str | None]:
    """What the columns of that workbook hold, so that it is read as this one was."""
    said = {column.letter: column.field for column in sheet.columns}
    if not has_ward(sheet):
        first = len(titles_back(sheet)) - 3
        said |= {letter_of(first): "ward", letter_of(first + 1): "district"}
    return {**said, letter_of(len(titles_back(sheet)) - 1): None}


def has_ward(sheet: ReadSheet) -> bool:
    """Whether a column of the sheet names the ward."""
    return any(column.field == "ward" for column in sheet.columns)


def place_of(letters: str) -> int:
    """The place of a column, counted from 0: A is 0, AA is 26."""
    place = 0
    for letter in letters:
        place = 26 * place + ord(letter) - 64
    return place - 1
