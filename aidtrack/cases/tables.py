"""Which sheets of a workbook are lists of households, and what stands around each of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from aidtrack.cases.heading import Head, find_head
from aidtrack.cases.layouts import as_corrected, guessed_head, read_sheet
from aidtrack.cases.listing import ColumnsUnclear, Corrections, RowNote
from aidtrack.cases.old_fonts import old_font_in
from aidtrack.cases.sheet import SheetCells
from aidtrack.errors import RuleBroken
from aidtrack.sentences import N_, say
from aidtrack.vietnamese.folding import clean

NO_HEAD = N_(
    "No row with the titles of the columns was found. The list needs one row with at least the name,"
    " the number of people and the ward, such as “Họ và tên, Số khẩu, Phường/xã”."
)
NO_PEOPLE = N_(
    "The list has no column for the number of people. Add a column “Số khẩu” and send the list again."
)
OLD_FONT = N_(
    "This list is written for an old font ({font}). Convert it to Unicode (in UniKey: Ctrl+Shift+F6) and send"
    " it again."
)
COUNTED = ("people", "adults", "relation")
"""Columns that tell how many people a household has; with “relation” each has a line."""
NAMED = ("name", "family_name")
COVER_ROWS = 60


@dataclass(frozen=True)
class Table:
    """A sheet with the head of its list; `cover` is the text of the sheets before it that are no lists."""

    sheet: SheetCells
    head: Head
    cover: str = ""

    @property
    def title(self) -> str:
        """All text above the head."""
        return _text(self.sheet.rows[: self.head.first])


def _text(rows: Iterable[Sequence[object]]) -> str:
    return "\n".join(clean(cell) for row in rows for cell in row if isinstance(cell, str))


def tables_in(sheets: Sequence[SheetCells], corrections: Corrections) -> tuple[list[Table], list[RowNote]]:
    """The sheets that are lists, in order, and notes on those that look like one but cannot be read.

    ColumnsUnclear if none can be read until somebody says what its columns hold.
    """
    found: list[Table] = []
    cover: list[str] = []
    for sheet in sheets:
        head = find_head(sheet) or guessed_head(sheet)
        if head:
            found.append(Table(sheet, as_corrected(sheet, head, corrections), "\n".join(cover)))
        if not head or not head.columns:
            cover.append(_text(islice(sheet.rows, COVER_ROWS)))
    complete = [table for table in found if _is_complete(table.head)]
    if not complete:
        raise _unclear(found)
    named = [table for table in found if table.head.columns and table not in complete]
    return complete, [_not_read(table) for table in named]


def _is_complete(head: Head) -> bool:
    return bool(head.columns_for(*NAMED) and head.columns_for(*COUNTED))


def _unclear(tables: Sequence[Table]) -> RuleBroken:
    """What is to be said of the columns, or that there is no table at all."""
    known = [table for table in tables if table.head.columns] or tables
    font = old_font_in("\n".join(_text(islice(table.sheet.rows, COVER_ROWS)) for table in known))
    if font:
        return RuleBroken(OLD_FONT, field="file", font=font)
    if not known:
        return RuleBroken(NO_HEAD, field="file")
    shown = tuple(read_sheet(table.sheet, table.head) for table in known)
    if any(table.head.columns_for(*NAMED) for table in known):
        return ColumnsUnclear(NO_PEOPLE, shown, field="people")
    return ColumnsUnclear(NO_HEAD, shown, field="file")


def _not_read(table: Table) -> RowNote:
    sentence = say(
        N_("The sheet “{sheet}” was not read: no column for the number of people was recognised."),
        sheet=table.sheet.name,
    )
    return RowNote(table.head.first + 1, None, "", "sheet", sentence, table.sheet.name, table.sheet.name)
