"""Any office's list, read whole: the heads found, wards resolved, households cleaned, look-alikes paired.

Nothing is written here. `read_list` answers with all problems at once, never the first only; `open_list`
gives the same line by line, for lists too long to be held at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from aidtrack.cases import duplicates
from aidtrack.cases.household_line import ReadLine
from aidtrack.cases.listing import Corrections, HouseholdRow, ListReading, ReadSheet, RowNote, RowPair
from aidtrack.cases.sheet import SheetCells, workbook_of
from aidtrack.cases.sheet_lists import SheetList, edition_of, repeated
from aidtrack.cases.tables import tables_in
from aidtrack.errors import RuleBroken
from aidtrack.places.hierarchy import Gazetteer
from aidtrack.sentences import N_, say

NO_LINES = N_("There is no household below the titles of the columns.")
NO_EDITION = N_("There is no edition {edition} of the places; choose {editions}.")


def read_list(
    source: str | Path | bytes,
    *,
    gazetteers: Mapping[str, Gazetteer],
    edition: str | None = None,
    areas: Mapping[str, str] | None = None,
    file_name: str | None = None,
    corrections: Corrections | None = None,
    patience: bool = False,
) -> ListReading:
    """Read a list that came from anybody; RuleBroken (field "file") if it cannot be read at all.

    `edition` is the one whose wards are meant, by default the one that resolves most lines. `areas`
    names for an edition the unit beyond which nothing is accepted (`{"2025": "2025:01"}`). `file_name`
    must not promise another kind of file; `corrections` tell what columns hold, by their layout. Longer
    lists than a page can wait for need `patience`.
    """
    return open_list(
        source,
        gazetteers=gazetteers,
        edition=edition,
        areas=areas,
        file_name=file_name,
        corrections=corrections,
        patience=patience,
    ).reading()


def open_list(
    source: str | Path | bytes,
    *,
    gazetteers: Mapping[str, Gazetteer],
    edition: str | None = None,
    areas: Mapping[str, str] | None = None,
    file_name: str | None = None,
    corrections: Corrections | None = None,
    patience: bool = False,
) -> OpenedList:
    """The same, to be read line by line; refused for the same reasons."""
    book = workbook_of(source, file_name=file_name, patience=patience)
    opened = OpenedList(book.sheets, gazetteers, edition, areas or {}, corrections or {})
    opened.notes = (*map(_unseen, book.unseen), *opened.notes)
    return opened


def _unseen(sheet: str) -> RowNote:
    sentence = say(N_("The sheet “{sheet}” is hidden and was not read."), sheet=sheet)
    return RowNote(1, None, "", "sheet", sentence, sheet, sheet)


def read_cells(
    sheets: Sequence[SheetCells],
    *,
    gazetteers: Mapping[str, Gazetteer],
    edition: str | None = None,
    areas: Mapping[str, str] | None = None,
    corrections: Corrections | None = None,
) -> ListReading:
    """The list in cells that are read already."""
    return OpenedList(sheets, gazetteers, edition, areas or {}, corrections or {}).reading()


class OpenedList:
    """A list whose lines are known but not read yet.

    `rows` counts its lines of households, `notes` are warnings that belong to none of them.
    """

    def __init__(
        self,
        sheets: Sequence[SheetCells],
        gazetteers: Mapping[str, Gazetteer],
        edition: str | None,
        areas: Mapping[str, str],
        corrections: Corrections,
    ) -> None:
        if edition is not None and edition not in gazetteers:
            raise RuleBroken(NO_EDITION, field="edition", edition=edition, editions=list(gazetteers))
        tables, notes = tables_in(sheets, corrections)
        within = {name: areas.get(name) for name in ([edition] if edition else gazetteers)}
        parts = [part for table in tables if (part := SheetList(table, gazetteers, within)).body.rows]
        if not parts:
            raise RuleBroken(NO_LINES, field="file")
        twice = repeated(parts)
        notes += [part.is_repeated() for part in twice]
        self._parts = [part for part in parts if part not in twice]
        self.edition = edition_of(self._parts, gazetteers, within)
        self.rows = sum(part.body.rows for part in self._parts)
        self.sheets: tuple[ReadSheet, ...] = tuple(part.told() for part in self._parts)
        several = len(self._parts) > 1
        for part in self._parts:
            part.name = part.table.sheet.name if several else ""
        told = (note for part in self._parts for note in (*part.beside(), *part.passed()))
        self.notes: tuple[RowNote, ...] = (*notes, *told)

    def lines(self) -> Iterator[ReadLine]:
        """The households' lines in order, each with its key and its notes; may be asked for again."""
        keys = _Keys()
        for part in self._parts:
            for read in part.read(self.edition):
                if read.household:
                    read.household = replace(read.household, key=keys.key_of(read.household))
                yield read

    def reading(self) -> ListReading:
        """All of it at once, with the lines that look alike."""
        read = list(self.lines())
        staying, waiting, pairs = paired([line.household for line in read if line.household])
        warnings = [*self.notes, *(note for line in read for note in line.warnings)]
        order = {sheet.name: at for at, sheet in enumerate(self.sheets)}
        return ListReading(
            edition=self.edition,
            sheet=self.sheets[0].name,
            head_rows=self.sheets[0].head_rows,
            columns=self.sheets[0].taken,
            rows=self.rows,
            households=staying,
            waiting=waiting,
            duplicates=pairs,
            problems=tuple(note for line in read for note in line.problems),
            warnings=tuple(sorted(warnings, key=lambda note: (order.get(note.sheet, 0), note.row))),
            sheets=self.sheets,
        )


class _Keys:
    """Gives households their keys, equal ones of one list by their turn."""

    def __init__(self) -> None:
        self._seen: set[int] = set()
        self._again: dict[str, int] = {}

    def key_of(self, household: HouseholdRow) -> str:
        key = household.digest()
        short = int(key[:15], 16)
        if short not in self._seen:
            self._seen.add(short)
            return key
        self._again[key] = turn = self._again.get(key, 1) + 1
        return household.digest(turn)


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
        one, other = rows[at], rows[of]
        pair = RowPair(one.row, one.stt, other.row, other.stt, like.score, like.why, one.sheet, other.sheet)
        pairs.append(pair)
    staying = tuple(row for at, row in enumerate(rows) if at not in waits_for)
    return staying, tuple(rows[at] for at in sorted(waits_for)), tuple(pairs)
