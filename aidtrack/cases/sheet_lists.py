"""One sheet of a list: its lines, who finds their wards, what it hides, whether other sheets repeat it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from aidtrack.cases.categories import recognise
from aidtrack.cases.household_line import LineReader, ReadLine
from aidtrack.cases.layouts import read_sheet
from aidtrack.cases.lines import Body, Line
from aidtrack.cases.listing import ReadSheet, RowNote
from aidtrack.cases.tables import Table
from aidtrack.cases.ward_of_line import WardFinder
from aidtrack.cases.written_cells import written
from aidtrack.places.hierarchy import Gazetteer
from aidtrack.sentences import N_, Sentence, say
from aidtrack.vietnamese.folding import fold

MOST_STRANGERS = 3_000


class SheetList:
    """One sheet of a list: its table, its lines, and for each edition who finds its wards."""

    def __init__(
        self, table: Table, gazetteers: Mapping[str, Gazetteer], within: Mapping[str, str | None]
    ) -> None:
        self.table, self.name = table, ""
        self.finders = {name: _finder(gazetteers[name], area, table) for name, area in within.items()}
        self._strangers = 0
        self.body = Body(table.sheet, table.head, self._is_place)
        self._titled = _categories_of_title(self.body, table)

    def _is_place(self, text: str) -> bool:
        """Whether a text alone is the name of a ward; after thousands that are none nobody asks any more."""
        if self._strangers > MOST_STRANGERS:
            return False
        known = any(finder.is_place(text) for finder in self.finders.values())
        self._strangers += not known
        return known

    def told(self) -> ReadSheet:
        return read_sheet(self.table.sheet, self.table.head, self.body.rows)

    def read(self, edition: str) -> Iterator[ReadLine]:
        reader = LineReader(self.table.head, self.finders[edition], self.name)
        return (reader.read(self._with_title(line)) for line in self.body.read())

    def _with_title(self, line: Line) -> Line:
        if not self._titled:
            return line
        return replace(line, section=replace(line.section, categories=self._titled))

    def known(self, edition: str) -> int:
        """How many of its lines, or of some of them, name a ward of an edition."""
        reader = LineReader(self.table.head, self.finders[edition])
        return sum(map(reader.knows_ward, self.body.some))

    def beside(self) -> Iterator[RowNote]:
        """What people do not see in the sheet, or the file does not hold."""
        sheet, letter = self.table.sheet, ""
        below = [row for row in sheet.hidden_rows if row > self.table.head.last + 1]
        if below:
            said = N_("{count} rows of this sheet are hidden, the first is row {row}; they were read too.")
            yield self._note(below[0], letter, say(said, count=len(below), row=below[0]))
        shown = [column for column in self.table.head.columns if column.index + 1 in sheet.hidden_columns]
        if shown:
            said = N_("The column {letter} is hidden; it was read too.")
            yield from (self._note(1, one.letter, say(said, letter=one.letter)) for one in shown)
        if sheet.uncalculated:
            said = N_(
                "{count} formulas have no result in this file. Open it in Excel, save it, and send it again."
            )
            yield self._note(1, letter, say(said, count=sheet.uncalculated))
        if sheet.errors:
            said = N_("{count} cells of this sheet hold an error such as #REF! and were read as empty.")
            yield self._note(1, letter, say(said, count=sheet.errors))

    def told_lines(self) -> set[int | None]:
        """A number for what each line tells of its household; None for a line that tells too little."""
        places = self.table.head.places(*_TELLING)
        found: set[int | None] = set()
        for line in self.body.read():
            texts = [fold(written(line.cell(index))) for index in places]
            found.add(hash(tuple(texts)) if sum(map(bool, texts)) >= _FEWEST_TOLD else None)
        return found

    def is_repeated(self) -> RowNote:
        """What is told of a sheet that was left out for standing on others."""
        said = N_("Every line of the sheet “{sheet}” stands on other sheets too; it was read only there.")
        return self._note(1, "", say(said, sheet=self.table.sheet.name))

    def _note(self, row: int, letter: str, sentence: Sentence) -> RowNote:
        return RowNote(row, None, letter, "sheet", sentence, self.table.sheet.name, self.name)

    def passed(self) -> Iterator[RowNote]:
        letter = self.table.head.letter_for("name")
        for row, text in self.body.passed:
            sentence = say(N_("This line is no household and was passed over: “{text}”."), text=text[:80])
            yield RowNote(row, None, letter, "row", sentence, text[:200], self.name)


def _finder(places: Gazetteer, within: str | None, table: Table) -> WardFinder:
    finder = WardFinder(places, within)
    if not table.head.columns_for("ward"):
        finder.take_title(table.title)
        finder.take_sheet_name(table.sheet.name)
        finder.take_cover(table.cover)
    return finder


def _categories_of_title(body: Body, table: Table) -> tuple[str, ...]:
    """A list for one group of people says so in its title and has no column for it."""
    if table.head.columns_for("categories", "category") or any(one.categories for one in body.sections):
        return ()
    return recognise(table.title).codes


_YEAR = re.compile(r"(?<!\d)20[12]\d(?!\d)")
_DISTRICT = re.compile(r"\b(?:quận|huyện)\b", re.IGNORECASE)
_WITHOUT_DISTRICTS = 2025
"""In the middle of this year the districts were abolished."""


def edition_of(
    parts: Sequence[SheetList], gazetteers: Mapping[str, Gazetteer], within: Mapping[str, str | None]
) -> str:
    """The edition that resolves most lines; of equals one that has districts if the list writes them, or
    is of a year that had them."""
    if len(within) == 1:
        return next(iter(within))
    titles = "\n".join(f"{part.table.title}\n{part.table.cover}" for part in parts)
    years = [int(year) for year in _YEAR.findall(titles)]
    districts = bool(_DISTRICT.search(titles)) or (bool(years) and max(years) < _WITHOUT_DISTRICTS)
    districts |= any(part.table.head.columns_for("district") for part in parts)
    districts |= any(section.district for part in parts for section in part.body.sections)

    def merit(edition: str) -> tuple[int, bool]:
        resolved = sum(part.known(edition) for part in parts)
        return resolved, gazetteers[edition].has_districts == districts

    return max(within, key=merit)


_TELLING = ("name", "family_name", "people", "birth", "male", "female", "citizen_id", "phone")
_FEWEST_TOLD = 3


def repeated(lists: Sequence[SheetList]) -> list[SheetList]:
    """The sheets of which every line stands on other sheets as well, such as one that gathers all the others.

    The longest goes first, of equals the last, so that no line goes altogether.
    """
    told = {id(one): one.told_lines() for one in lists}
    left = list(lists)
    for one in sorted(lists, key=lambda one: (-one.body.rows, -lists.index(one))):
        others = {line for other in left if other is not one for line in told[id(other)]}
        if len(left) > 1 and None not in told[id(one)] and told[id(one)] <= others:
            left.remove(one)
    return [one for one in lists if one not in left]
