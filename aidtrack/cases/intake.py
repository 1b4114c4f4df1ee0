"""Any office's list, read whole: the head found, wards resolved, households cleaned, look-alikes paired.

Nothing is written here. `read_list` answers with all problems at once, never the first only.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from aidtrack.cases import duplicates
from aidtrack.cases.categories import recognise
from aidtrack.cases.heading import Head, find_head
from aidtrack.cases.household_line import LineReader, ReadLine
from aidtrack.cases.lines import Body, Line, body_of
from aidtrack.cases.listing import HouseholdRow, ListReading, MappedColumn, RowNote, RowPair
from aidtrack.cases.sections import Section
from aidtrack.cases.sheet import SheetCells, cells_of
from aidtrack.cases.ward_of_line import WardFinder
from aidtrack.errors import RuleBroken
from aidtrack.places.hierarchy import Gazetteer
from aidtrack.sentences import N_, say
from aidtrack.vietnamese.folding import clean

NO_HEAD = N_(
    "No row with the titles of the columns was found. The list needs one row with at least the name,"
    " the number of people and the ward, such as “Họ và tên, Số khẩu, Phường/xã”."
)
NO_PEOPLE = N_(
    "The list has no column for the number of people. Add a column “Số khẩu” and send the list again."
)
NO_LINES = N_("There is no household below the titles of the columns.")
NO_EDITION = N_("There is no edition {edition} of the places; choose {editions}.")


def read_list(
    source: str | Path | bytes,
    *,
    gazetteers: Mapping[str, Gazetteer],
    edition: str | None = None,
    areas: Mapping[str, str] | None = None,
) -> ListReading:
    """Read a list that came from anybody; RuleBroken (field "file") if it cannot be read at all.

    `edition` is the one whose wards are meant, by default the one that resolves most lines. `areas`
    names for an edition the unit beyond which nothing is accepted (`{"2025": "2025:01"}`).
    """
    return read_cells(cells_of(source), gazetteers=gazetteers, edition=edition, areas=areas)


def read_cells(
    sheets: Sequence[SheetCells],
    *,
    gazetteers: Mapping[str, Gazetteer],
    edition: str | None = None,
    areas: Mapping[str, str] | None = None,
) -> ListReading:
    """The same from cells that are read already."""
    if edition is not None and edition not in gazetteers:
        raise RuleBroken(NO_EDITION, field="edition", edition=edition, editions=list(gazetteers))
    sheet, head, others = _table(sheets)
    editions = [edition] if edition else list(gazetteers)
    finders = {name: _finder(gazetteers[name], (areas or {}).get(name), sheet, head) for name in editions}
    body = body_of(sheet, head, lambda text: any(finder.is_place(text) for finder in finders.values()))
    body = replace(body, lines=_with_title(body.lines, sheet, head))
    if not body.lines:
        raise RuleBroken(NO_LINES, field="file")
    chosen = _edition(finders, head, body.lines, _title_block(sheet, head))
    read = [LineReader(head, finders[chosen]).read(line) for line in body.lines]
    return _reading(chosen, sheet, head, body, read, others)


_COUNTED = ("people", "adults", "relation")
"""Columns that tell how many people a household has; with “relation” each has a line."""


def _table(sheets: Sequence[SheetCells]) -> tuple[SheetCells, Head, list[tuple[str, Head]]]:
    """The sheet with the longest list; the other sheets with lists are only named."""
    found = [(sheet, head) for sheet in sheets if (head := find_head(sheet))]
    if not found:
        raise RuleBroken(NO_HEAD, field="file")
    complete = [(sheet, head) for sheet, head in found if head.columns_for(*_COUNTED)]
    if not complete:
        raise RuleBroken(NO_PEOPLE, field="people")
    sheet, head = max(complete, key=lambda pair: len(pair[0].rows) - pair[1].last)
    return sheet, head, [(other.name, its) for other, its in found if other is not sheet]


def _finder(places: Gazetteer, within: str | None, sheet: SheetCells, head: Head) -> WardFinder:
    finder = WardFinder(places, within)
    if not head.columns_for("ward"):
        finder.take_title(_title_block(sheet, head))
        finder.take_sheet_name(sheet.name)
    return finder


def _title_block(sheet: SheetCells, head: Head) -> str:
    return "\n".join(clean(cell) for row in sheet.rows[: head.first] for cell in row if isinstance(cell, str))


def _with_title(lines: tuple[Line, ...], sheet: SheetCells, head: Head) -> tuple[Line, ...]:
    """A list for one group of people says so in its title and has no column for it."""
    if head.columns_for("categories", "category") or any(line.section.categories for line in lines):
        return lines
    codes = recognise(_title_block(sheet, head)).codes
    return tuple(replace(line, section=_also(line.section, codes)) for line in lines)


def _also(section: Section, codes: tuple[str, ...]) -> Section:
    return replace(section, categories=codes)


_YEAR = re.compile(r"(?<!\d)20[12]\d(?!\d)")
_DISTRICT = re.compile(r"\b(?:quận|huyện)\b", re.IGNORECASE)
_WITHOUT_DISTRICTS = 2025
"""In the middle of this year the districts were abolished."""


def _edition(finders: Mapping[str, WardFinder], head: Head, lines: Iterable[Line], title: str) -> str:
    """The edition that resolves most lines; of equals one that has districts if the list writes them, or
    is of a year that had them."""
    lines = tuple(lines)
    if len(finders) == 1:
        return next(iter(finders))
    districts = bool(head.columns_for("district") or any(line.section.district for line in lines))
    years = [int(year) for year in _YEAR.findall(title)]
    districts |= bool(_DISTRICT.search(title)) or (bool(years) and max(years) < _WITHOUT_DISTRICTS)

    def merit(edition: str) -> tuple[int, bool]:
        reader = LineReader(head, finders[edition])
        resolved = sum(reader.knows_ward(line) for line in lines)
        return resolved, finders[edition].places.has_districts == districts

    return max(finders, key=merit)


def _reading(
    edition: str,
    sheet: SheetCells,
    head: Head,
    body: Body,
    read: Sequence[ReadLine],
    others: Sequence[tuple[str, Head]],
) -> ListReading:
    accepted = _keyed(line.household for line in read if line.household)
    staying, waiting, pairs = paired(accepted)
    warnings = [note for line in read for note in line.warnings]
    warnings += [_passed(head, row, text) for row, text in body.passed]
    warnings += [_other_sheet(name, its) for name, its in others]
    return ListReading(
        edition=edition,
        sheet=sheet.name,
        head_rows=tuple(range(head.first + 1, head.last + 2)),
        columns=_mapped(head, body.lines),
        rows=len(body.lines),
        households=staying,
        waiting=waiting,
        duplicates=pairs,
        problems=tuple(note for line in read for note in line.problems),
        warnings=tuple(sorted(warnings, key=lambda note: note.row)),
    )


def _passed(head: Head, row: int, text: str) -> RowNote:
    sentence = say(N_("This line is no household and was passed over: “{text}”."), text=text[:80])
    return RowNote(row, None, head.letter_for("name"), "row", sentence, text[:200])


def _other_sheet(name: str, head: Head) -> RowNote:
    sentence = say(N_("The sheet “{sheet}” holds a list too; send it as a file of its own."), sheet=name)
    return RowNote(head.first + 1, None, "", "sheet", sentence, name)


def _mapped(head: Head, lines: Sequence[Line]) -> tuple[MappedColumn, ...]:
    def example(index: int) -> str:
        written = (line.cell(index) for line in lines[:50])
        return clean(str(next((cell for cell in written if cell is not None), "")))[:60]

    return tuple(
        MappedColumn(column.letter, column.title, column.category or column.field, example(column.index))
        for column in head.columns
    )


def _keyed(households: Iterable[HouseholdRow]) -> list[HouseholdRow]:
    turns: Counter[str] = Counter()
    keyed = []
    for household in households:
        key = household.digest()
        turns[key] += 1
        keyed.append(replace(household, key=key if turns[key] == 1 else household.digest(turns[key])))
    return keyed


def paired(
    rows: Sequence[HouseholdRow],
) -> tuple[tuple[HouseholdRow, ...], tuple[HouseholdRow, ...], tuple[RowPair, ...]]:
    """Those that stay, those that wait, and for each of these the line that it looks like.

    The fuller line of a pair stays, of equals the earlier. A line waits for one that stays: if
    three are alike, two wait for the fullest of those they resemble.
    """
    likeness = {
        (pair.first, pair.second): pair.likeness
        for pair in duplicates.pairs_within([row.facts for row in rows])
    }
    partners: dict[int, list[int]] = {}
    for first, second in likeness:
        partners.setdefault(first, []).append(second)
        partners.setdefault(second, []).append(first)
    order = sorted(range(len(rows)), key=lambda at: (-rows[at].fullness, at))
    waits_for: dict[int, int] = {}
    for at in order:
        if at not in waits_for:
            waits_for.update({other: at for other in partners.get(at, ()) if other not in waits_for})
    pairs = []
    for at, of in sorted(waits_for.items()):
        like = likeness[min(at, of), max(at, of)]
        pairs.append(RowPair(rows[at].row, rows[at].stt, rows[of].row, rows[of].stt, like.score, like.why))
    staying = tuple(row for at, row in enumerate(rows) if at not in waits_for)
    return staying, tuple(rows[at] for at in sorted(waits_for)), tuple(pairs)
