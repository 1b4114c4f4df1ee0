"""The columns of a sheet as people see and correct them, and the key by which a heading is known again.

What somebody said of a heading's columns (`Corrections`) goes before what the vocabulary of `columns` takes
them for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from hashlib import sha256
from itertools import islice

from aidtrack.cases.columns import CHOICES, JOINING, LABELS, meaning_of
from aidtrack.cases.heading import (
    FEWEST_FIELDS,
    SEARCHED_ROWS,
    WIDEST,
    Head,
    HeadColumn,
    letter_of,
    titles_over,
)
from aidtrack.cases.listing import Corrections, MappedColumn, ReadSheet
from aidtrack.cases.sheet import SheetCells
from aidtrack.cases.written_cells import written
from aidtrack.errors import RuleBroken
from aidtrack.sentences import N_
from aidtrack.vietnamese.folding import clean, fold

SAMPLES = 3
SAMPLED_ROWS = 60
LONGEST_SAMPLE = 60
LONGEST_TITLE = 60
"""Longer texts are paragraphs, not titles of columns."""
SAID = 1_000
"""The strength of what somebody said, above all that the vocabulary knows."""


def titles_of(sheet: SheetCells, head: Head) -> list[str]:
    """The title of each column from A on, over several rows joined; "" where there is none."""
    return [" / ".join(texts) for texts in titles_over(sheet, head.first, head.last)]


def layout_of(titles: Iterable[str]) -> str:
    """A key of these titles at these places: spelling and what surrounds the table do not matter."""
    said = "|".join(fold(title).replace("|", "/") for title in titles).rstrip("|")
    return sha256(said.encode()).hexdigest()[:16]


def as_corrected(sheet: SheetCells, head: Head, corrections: Corrections) -> Head:
    """The head with its columns taken for what somebody said; RuleBroken (field "columns") for nonsense."""
    titles = titles_of(sheet, head)
    said = corrections.get(layout_of(titles))
    return _taken(head, titles, said) if said else head


def _taken(head: Head, titles: list[str], said: Mapping[str, str | None]) -> Head:
    places = {letter_of(index): index for index in range(WIDEST)}
    known = {letter: field for letter, field in said.items() if letter in places}
    chosen = {field for field in known.values() if field and field not in JOINING}
    columns = [column for column in head.columns if column.letter not in known and column.field not in chosen]
    for letter, field in known.items():
        if field:
            index = places[letter]
            columns.append(_column(index, titles[index] if index < len(titles) else "", field))
    return replace(head, columns=tuple(sorted(columns, key=lambda column: column.index)))


def _column(index: int, title: str, field: str) -> HeadColumn:
    if field not in CHOICES:
        raise RuleBroken(N_("A column cannot be taken for “{name}”."), field="columns", name=field)
    if field not in LABELS:
        return HeadColumn(index, "category", title, SAID, "", field)
    return HeadColumn(index, field, title, SAID)


def guessed_head(sheet: SheetCells) -> Head | None:
    """The row that looks most like titles where the vocabulary knows too few of them; None without a table.

    Nothing is taken for anything in it: people must say what the columns hold.
    """
    best: tuple[int, int] | None = None
    for at, cells in enumerate(islice(sheet.rows, SEARCHED_ROWS)):
        texts = {clean(cell) for cell in cells[:WIDEST] if isinstance(cell, str)} - {""}
        texts = {text for text in texts if len(text) <= LONGEST_TITLE and not any(map(str.isdigit, text))}
        below = sheet.rows[at + 1] if at + 1 < len(sheet.rows) else ()
        filled = sum(cell is not None for cell in below)
        if len(texts) < FEWEST_FIELDS or filled < FEWEST_FIELDS:
            continue
        merit = len(texts) + 3 * sum(meaning_of(text) is not None for text in texts)
        if best is None or merit > best[0]:
            best = (merit, at)
    return Head(best[1], best[1], ()) if best else None


def read_sheet(sheet: SheetCells, head: Head, rows: int = 0) -> ReadSheet:
    """All columns of a sheet that have a title or something in them, with what they were taken for."""
    titles = titles_of(sheet, head)
    samples = _samples(sheet, head)
    fields = {column.index: column.category or column.field for column in head.columns}
    width = max([len(titles), *(index + 1 for index in (*samples, *fields))])
    columns = tuple(
        MappedColumn(
            letter_of(index),
            titles[index] if index < len(titles) else "",
            fields.get(index),
            samples[index][0] if index in samples else "",
            tuple(samples.get(index, ())),
        )
        for index in range(width)
        if index in samples or index in fields or (index < len(titles) and titles[index])
    )
    return ReadSheet(
        sheet.name, layout_of(titles), tuple(range(head.first + 1, head.last + 2)), columns, rows
    )


def _samples(sheet: SheetCells, head: Head) -> dict[int, list[str]]:
    """Up to three different texts of each column, out of the first rows below the head."""
    found: dict[int, list[str]] = {}
    for at in range(head.last + 1, min(head.last + 1 + SAMPLED_ROWS, len(sheet.rows))):
        cells = sheet.rows[at][:WIDEST]
        if sum(cell is not None for cell in cells) < FEWEST_FIELDS:
            continue  # The title of a section, or a remark.
        for index, cell in enumerate(cells):
            text = written(cell)[:LONGEST_SAMPLE]
            there = found.setdefault(index, []) if text else []
            if text and len(there) < SAMPLES and text not in there:
                there.append(text)
    return found
