"""Which lines of a list are people of the household above them, not households of their own.

Some offices give every person a line: the head with a number and the count, the others below it with
“Vợ”, “Con”, or nothing but a name. A line with a number and a count of its own is a household.
"""

from __future__ import annotations

from aidtrack.cases.heading import Head
from aidtrack.cases.sheet import Cell, SheetCells
from aidtrack.vietnamese.folding import clean, fold

_HEADS = frozenset(
    {"chu ho", "ch", "ban than", "dai dien", "dai dien ho", "chinh chu", "nguoi dai dien", "head", "self"}
)
"""What stands in the column “Quan hệ” beside the head."""


class OneHousehold:
    """Walks down a list with its reader: the household that is open, and who else belongs to it."""

    def __init__(self, head: Head, sheet: SheetCells) -> None:
        self._relation, self._number, self._people, self._stt, self._name = (
            _first(head, field) for field in ("relation", "household", "people", "stt", "name")
        )
        below = sheet.rows[head.last + 1 :]
        self._heads_are_named = any(is_head(_text(cells, self._relation)) for cells in below)
        self._open: tuple[Cell, ...] | None = None
        self._others = 0

    def opens(self, cells: tuple[Cell, ...]) -> None:
        """A household begins with this line."""
        self._open, self._others = cells, 0

    def closes(self) -> None:
        """What comes next belongs to nobody above."""
        self._open = None

    def takes(self, cells: tuple[Cell, ...]) -> bool:
        """Whether a line is somebody of the open household; it is counted if so."""
        named = bool(_text(cells, self._name))
        belongs = named and self._open is not None and self._belongs(self._open, cells)
        self._others += belongs
        return belongs

    def _belongs(self, above: tuple[Cell, ...], cells: tuple[Cell, ...]) -> bool:
        counted, numbered = _text(cells, self._people), _text(cells, self._stt)
        if counted and counted != _text(above, self._people):
            return False
        if self._number is not None:
            number = _text(cells, self._number)
            return not number or number == _text(above, self._number)
        relation = _text(cells, self._relation)
        if is_head(relation):
            return False
        if relation and (self._heads_are_named or not numbered):
            return True
        unnumbered = self._stt is not None and not numbered and not counted
        return unnumbered and _is_a_name(_text(cells, self._name)) and self._room(above)

    def _room(self, above: tuple[Cell, ...]) -> bool:
        people = _text(above, self._people).split(" ")[0]
        return people.isdigit() and self._others + 1 < int(people)


def is_head(relation: str) -> bool:
    """Whether a word for somebody's place in the household names its head."""
    return fold(relation).strip(" .") in _HEADS


def _is_a_name(text: str) -> bool:
    """Whether a text alone looks like somebody's name and not like a remark: all its words with capitals."""
    words = text.split()
    return 2 <= len(words) <= 6 and all(word.isalpha() and word[0].isupper() for word in words)


def _first(head: Head, field: str) -> int | None:
    return next((column.index for column in head.columns_for(field)), None)


def _text(cells: tuple[Cell, ...], index: int | None) -> str:
    cell = cells[index] if index is not None and index < len(cells) else None
    return clean(str(cell)) if cell is not None else ""
