"""What a list says once it is read: households, what is wrong or odd, and which lines look alike.

All of it can be kept as JSON while somebody looks at the preview, and comes back as it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from hashlib import sha256
from typing import Any

from aidtrack.cases.duplicates import Facts
from aidtrack.errors import RuleBroken
from aidtrack.sentences import Sentence
from aidtrack.vietnamese.folding import fold

Stt = int | str | None
"""What stands in a list's own column of numbers."""
Corrections = Mapping[str, Mapping[str, str | None]]
"""What people said of columns: by layout and letter the field, None for a column that is not to be read."""


@dataclass(frozen=True, slots=True)
class PersonBelow:
    """Somebody of the household who has a line of their own below its head."""

    name: str
    birth_year: int | None = None
    relation: str = ""


@dataclass(frozen=True, slots=True)
class HouseholdRow:
    """A line that can be accepted, its facts cleaned; `row` counts from 1 as the spreadsheet does.

    `sex` is "male", "female" or None, `phone` E.164, `unit` the ward's key, `categories` codes in the
    table's order, `young` and `old` the numbers of children under 6 and of elderly people if given.
    `key` is a digest of the content, for bringing it in once only; equal lines of one list differ by
    their turn. `sheet` is the sheet's name where a list stands on several, else empty.
    """

    row: int
    stt: Stt
    key: str
    name: str
    unit: str
    people: int
    sex: str | None = None
    birth_year: int | None = None
    birth_date: date | None = None
    citizen_id: str | None = None
    phone: str | None = None
    home_address: str = ""
    address: str = ""
    residential_group: str = ""
    categories: tuple[str, ...] = ()
    circumstances: str = ""
    needs: tuple[str, ...] = ()
    remark: str = ""
    young: int | None = None
    old: int | None = None
    members: tuple[PersonBelow, ...] = ()
    sheet: str = ""

    @property
    def where(self) -> tuple[str, int]:
        """The line among those of all sheets."""
        return self.sheet, self.row

    @property
    def facts(self) -> Facts:
        """What is compared with other households."""
        return Facts.of(self, self.unit)

    @property
    def fullness(self) -> int:
        """How many facts the line gives: of two that are one household the fuller one stays."""
        return sum(getattr(self, name) not in (None, "", ()) for name in _CONTENT)

    def digest(self, turn: int = 1) -> str:
        """The key of this content; `turn` tells equal lines of one list apart."""
        content = [getattr(self, name) for name in _CONTENT]
        # One fold for all: it takes away marks and capitals, never the bars between the facts.
        text = fold("|".join(str(value).replace("|", "/") for value in content))
        return sha256(f"{turn}|{text}".encode()).hexdigest()[:32]

    def to_plain(self) -> dict[str, Any]:
        """A JSON-ready form."""
        born = self.birth_date.isoformat() if self.birth_date else None
        return asdict(self) | {
            "birth_date": born,
            "categories": list(self.categories),
            "needs": list(self.needs),
            "members": [asdict(member) for member in self.members],
        }

    @classmethod
    def from_plain(cls, kept: Mapping[str, Any]) -> HouseholdRow:
        """The line that `to_plain` wrote down."""
        born = date.fromisoformat(kept["birth_date"]) if kept["birth_date"] else None
        tuples = {name: tuple(kept[name]) for name in ("categories", "needs")}
        members = tuple(PersonBelow(**member) for member in kept["members"])
        return cls(**{**kept, **tuples, "birth_date": born, "members": members})


_PLACE = ("row", "stt", "key", "sheet")
_CONTENT = tuple(field.name for field in fields(HouseholdRow) if field.name not in _PLACE)


@dataclass(frozen=True, slots=True)
class RowNote:
    """Something wrong or odd in one cell: where, which field, what stands there, and how to mend it."""

    row: int
    stt: Stt
    column: str
    field: str
    sentence: Sentence
    found: str = ""
    sheet: str = ""

    @property
    def where(self) -> tuple[str, int]:
        """The line among those of all sheets."""
        return self.sheet, self.row

    def to_plain(self) -> dict[str, Any]:
        """A JSON-ready form."""
        return {
            "row": self.row,
            "stt": self.stt,
            "column": self.column,
            "field": self.field,
            "sentence": self.sentence.to_plain(),
            "found": self.found,
            "sheet": self.sheet,
        }

    @classmethod
    def from_plain(cls, kept: Mapping[str, Any]) -> RowNote:
        """The note that `to_plain` wrote down."""
        return cls(**{**kept, "sentence": Sentence.from_plain(kept["sentence"])})


@dataclass(frozen=True, slots=True)
class RowPair:
    """A line that waits because it looks like another one of the list, which stays (`of`)."""

    row: int
    stt: Stt
    of: int
    of_stt: Stt
    score: int
    why: Sentence
    sheet: str = ""
    of_sheet: str = ""

    @property
    def where(self) -> tuple[str, int]:
        """The line that waits, among those of all sheets."""
        return self.sheet, self.row

    @property
    def of_where(self) -> tuple[str, int]:
        """The line that stays, among those of all sheets."""
        return self.of_sheet, self.of

    def to_plain(self) -> dict[str, Any]:
        """A JSON-ready form."""
        return asdict(self) | {"why": self.why.to_plain()}

    @classmethod
    def from_plain(cls, kept: Mapping[str, Any]) -> RowPair:
        """The pair that `to_plain` wrote down."""
        return cls(**{**kept, "why": Sentence.from_plain(kept["why"])})


@dataclass(frozen=True, slots=True)
class MappedColumn:
    """A column of the file and the field that it was taken for (None: for none), with examples out of it."""

    letter: str
    title: str
    field: str | None
    example: str = ""
    samples: tuple[str, ...] = ()

    def to_plain(self) -> dict[str, Any]:
        """A JSON-ready form."""
        return asdict(self) | {"samples": list(self.samples)}

    @classmethod
    def from_plain(cls, kept: Mapping[str, Any]) -> MappedColumn:
        """The column that `to_plain` wrote down."""
        return cls(**{**kept, "samples": tuple(kept.get("samples", ()))})


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """A sheet that was read as a list: all its columns, those too that were taken for nothing.

    `layout` tells the same heading again in another file: only the titles and their places count.
    `rows` are its lines of households.
    """

    name: str
    layout: str
    head_rows: tuple[int, ...]
    columns: tuple[MappedColumn, ...]
    rows: int = 0

    @property
    def taken(self) -> tuple[MappedColumn, ...]:
        """The columns that mean something."""
        return tuple(column for column in self.columns if column.field is not None)

    def to_plain(self) -> dict[str, Any]:
        """A JSON-ready form."""
        columns = [column.to_plain() for column in self.columns]
        return asdict(self) | {"head_rows": list(self.head_rows), "columns": columns}

    @classmethod
    def from_plain(cls, kept: Mapping[str, Any]) -> ReadSheet:
        """The sheet that `to_plain` wrote down."""
        columns = tuple(map(MappedColumn.from_plain, kept["columns"]))
        return cls(kept["name"], kept["layout"], tuple(kept["head_rows"]), columns, kept["rows"])


class ColumnsUnclear(RuleBroken):
    """There is a table, but nobody knows which of its columns holds the names or the numbers of people.

    `sheets` shows its columns, so that somebody can say it.
    """

    def __init__(self, template: str, sheets: tuple[ReadSheet, ...], *, field: str) -> None:
        super().__init__(template, field=field)
        self.sheets = sheets


@dataclass(frozen=True, slots=True)
class ListReading:
    """A whole list. `rows` counts all lines of households: those in `households` would be written,
    those in `waiting` are the duplicates, the others have problems.

    `sheet`, `head_rows` and `columns` (what was understood) are those of the first of its `sheets`.
    """

    edition: str
    sheet: str
    head_rows: tuple[int, ...]
    columns: tuple[MappedColumn, ...]
    rows: int
    households: tuple[HouseholdRow, ...]
    waiting: tuple[HouseholdRow, ...]
    duplicates: tuple[RowPair, ...]
    problems: tuple[RowNote, ...]
    warnings: tuple[RowNote, ...]
    sheets: tuple[ReadSheet, ...] = ()

    @property
    def layout(self) -> str:
        """The key of the first sheet's heading."""
        return self.sheets[0].layout if self.sheets else ""

    @property
    def people(self) -> int:
        """The people of the households that would be written."""
        return sum(household.people for household in self.households)

    @property
    def mapping(self) -> dict[str, str]:
        """Column letter to field."""
        return {column.letter: column.field for column in self.columns if column.field}

    def to_plain(self) -> dict[str, Any]:
        """A JSON-ready form."""
        lists = ("households", "waiting", "duplicates", "problems", "warnings")
        return {
            "edition": self.edition,
            "sheet": self.sheet,
            "head_rows": list(self.head_rows),
            "columns": [column.to_plain() for column in self.columns],
            "rows": self.rows,
            **{name: [item.to_plain() for item in getattr(self, name)] for name in lists},
            "sheets": [sheet.to_plain() for sheet in self.sheets],
        }

    @classmethod
    def from_plain(cls, kept: Mapping[str, Any]) -> ListReading:
        """The reading that `to_plain` wrote down."""
        return cls(
            edition=kept["edition"],
            sheet=kept["sheet"],
            head_rows=tuple(kept["head_rows"]),
            columns=tuple(map(MappedColumn.from_plain, kept["columns"])),
            rows=kept["rows"],
            households=tuple(map(HouseholdRow.from_plain, kept["households"])),
            waiting=tuple(map(HouseholdRow.from_plain, kept["waiting"])),
            duplicates=tuple(map(RowPair.from_plain, kept["duplicates"])),
            problems=tuple(map(RowNote.from_plain, kept["problems"])),
            warnings=tuple(map(RowNote.from_plain, kept["warnings"])),
            sheets=tuple(map(ReadSheet.from_plain, kept.get("sheets", ()))),
        )
