"""What stands in one line of a list, and what is said about it: problems, oddities, texts nobody can read.

The base of `household_line`, which knows what the facts mean.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, TypeVar

from aidtrack.cases.columns import LABELS
from aidtrack.cases.facts import MOST_LINE
from aidtrack.cases.heading import Head
from aidtrack.cases.lines import Line
from aidtrack.cases.listing import RowNote, Stt
from aidtrack.cases.sheet import Cell
from aidtrack.cases.written_cells import shortened, written
from aidtrack.errors import RuleBroken
from aidtrack.sentences import N_, Sentence, say

T = TypeVar("T")


class LineNotes:
    """A line under a head, with what is found to be wrong or odd in it."""

    def __init__(self, head: Head, line: Line, sheet: str = "") -> None:
        self.head, self.line, self.sheet = head, line, sheet
        self.problems: list[RowNote] = []
        self.warnings: list[RowNote] = []
        self.unread: list[str] = []

    # What stands in the line

    def _text(self, *fields: str, between: str = ", ") -> str:
        places = self.head.places(*fields)
        if not places:
            return ""
        cells = self.line.cells
        found = [cells[index] for index in places if index < len(cells)]
        texts = [written(cell) for cell in found if cell is not None]
        return between.join(dict.fromkeys(filter(None, texts))) if len(texts) > 1 else "".join(texts)

    def _cell(self, name: str) -> Cell:
        places = self.head.places(name)
        return self.line.cell(places[0]) if places else None

    @cached_property
    def stt(self) -> Stt:
        """What stands in the list's own column of numbers."""
        cell = self._cell("stt")
        text = written(cell)
        return int(text) if text.isdigit() and len(text) < 10 else text[:20] or None

    # What is said about it

    def _note(self, kept: list[RowNote], name: str, sentence: Sentence, *columns: str) -> None:
        blamed = next(iter(self.head.columns_for(*(columns or (name,)))), None)
        found = written(self.line.cell(blamed.index)) if blamed else ""
        letter = blamed.letter if blamed else ""
        kept.append(RowNote(self.line.row, self.stt, letter, name, sentence, found[:200], self.sheet))

    def _odd(self, name: str, sentence: Sentence, *columns: str, keep: str = "") -> None:
        self._note(self.warnings, name, sentence, *columns)
        if keep:
            self.unread.append(keep)

    def _required(self, name: str, parse: Callable[[Any], T], value: object, *columns: str) -> T | None:
        try:
            return parse(value)
        except RuleBroken as refused:
            self._note(self.problems, name, refused.sentence, *columns)
            return None

    def _if_readable(self, name: str, parse: Callable[[Any], T], value: object, *columns: str) -> T | None:
        if not written(value):
            return None
        try:
            return parse(value)
        except RuleBroken as refused:
            kept = f"{title_of(self.head, name, columns)}: {written(value)}"
            self._odd(name, refused.sentence, *columns, keep=kept)
            return None

    def _fit(self, name: str, text: str, most: int = MOST_LINE) -> str:
        """As much of a text as is kept."""
        if len(text) > most:
            said = N_("This text has {count} characters; the first {most} are kept.")
            self._odd(name, say(said, count=len(text), most=most))
        return text[:most]

    def _shortened(self, name: str, cell: Cell) -> bool:
        """Whether the spreadsheet has eaten the last digits of a number: it is told and kept as it is."""
        lost = shortened(cell)
        if lost:
            said = N_("The spreadsheet shortened this number to {written}; write it again, as text.")
            self._odd(name, say(said, written=written(cell)[:40]))
            self._keep(name, cell)
        return lost

    def _keep(self, name: str, cell: Cell) -> None:
        """What stands beside a fact goes into the remark with it."""
        self.unread.append(f"{title_of(self.head, name, ())}: {written(cell)}")


def title_of(head: Head, name: str, columns: tuple[str, ...]) -> str:
    titles = (column.title for column in head.columns_for(*(columns or (name,))))
    return next(titles, LABELS.get(name, name))
