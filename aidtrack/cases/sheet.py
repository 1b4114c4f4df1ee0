"""From a spreadsheet that came from anybody to plain cells, read in a process of its own (`sheet_child`).

`workbook_of` hands the bytes to the child, which limits its own memory and time, checks the file
(`workbook_guard`) and answers in JSON lines. Long sheets stay packed (`packed_rows`).
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import IO, Any, cast

from aidtrack.cases import workbook_guard
from aidtrack.cases.packed_rows import RowPacker
from aidtrack.errors import RuleBroken
from aidtrack.sentences import N_, Sentence

Cell = str | int | float | bool | date | None
Merge = tuple[int, int, int, int]
"""First row, first column, last row, last column; all count from 0."""

TOO_HEAVY = N_("This file is too large or too tangled to be read. Copy the list alone into a new workbook.")
TOO_LONG = N_("The sheet “{sheet}” has more than {limit} rows. Send the list in parts.")
NO_SHEET = N_("This workbook has no sheet with anything in it.")
HEAVY = 4
"""How the child ends when it would need more than it may have."""


@dataclass(frozen=True)
class Limits:
    """What a file may take: rows in all, seconds of work, bytes of memory, bytes of text in its cells."""

    rows: int
    seconds: int
    memory: int
    text: int


FIRST_ANSWER = 7
"""Seconds of work within which a file must show its first row, whatever patience there is."""
INTERACTIVE = Limits(10_000, 7, 190 * workbook_guard.MB, 30 * workbook_guard.MB)
PATIENT = Limits(120_000, 40, 240 * workbook_guard.MB, 120 * workbook_guard.MB)
_DEADLINES = (8.5, 60.0)
"""Seconds on the clock until an answer, by patience: a machine that is busy works slowly."""
LIMITS = (INTERACTIVE, PATIENT)
"""By patience: while a page waits, and in the background."""
MOST_ROWS = INTERACTIVE.rows
HELD_ROWS = 3_000
"""Sheets of more rows are kept packed."""
HEAD_ROWS = 220
"""In so many first rows merged cells matter to titles."""
_HEAD_WIDTH = 130
_MOST_HEAD_MERGES = 2_000
_MOST_MERGED_CELLS = 100_000


class TooLong(RuleBroken):
    """A list too long for a page to wait for; with patience it may be read."""


@dataclass(frozen=True)
class SheetCells:
    """One visible sheet: its rows from row 1 on, empty cells at their ends left out.

    Of hidden rows and columns, whose cells are among the others, the numbers (from 1) are told, and how
    many formulas have no result or an error for one.
    """

    name: str
    rows: Sequence[tuple[Cell, ...]]
    merged: tuple[Merge, ...] = ()
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    uncalculated: int = 0
    errors: int = 0

    @cached_property
    def merged_above(self) -> tuple[Merge, ...]:
        """The merged cells that begin among the first rows, where titles may stand."""
        above = (merge for merge in self.merged if merge[0] < HEAD_ROWS)
        return tuple(merge for _, merge in zip(range(_MOST_HEAD_MERGES), above, strict=False))

    @cached_property
    def shown_by(self) -> dict[tuple[int, int], tuple[int, int]]:
        """For each place that a merged cell of the first rows covers, the place of its text."""
        found: dict[tuple[int, int], tuple[int, int]] = {}
        for top, left, bottom, right in self.merged_above:
            for row in range(top, min(bottom + 1, HEAD_ROWS)):
                for column in range(left, min(right + 1, _HEAD_WIDTH)):
                    found.setdefault((row, column), (top, left))
            if len(found) > _MOST_MERGED_CELLS:
                break
        return found


@dataclass(frozen=True)
class Workbook:
    """The visible sheets of a file, and the names of those that were left out because they are hidden."""

    sheets: tuple[SheetCells, ...]
    unseen: tuple[str, ...] = ()


def bytes_of(source: str | Path | bytes) -> bytes:
    """The file's bytes; RuleBroken if there is no such file, or it is larger than any list."""
    if isinstance(source, bytes):
        return source
    path = Path(source)
    try:
        if path.stat().st_size > workbook_guard.LARGEST_FILE:
            raise workbook_guard.too_large()
        return path.read_bytes()
    except OSError:
        raise RuleBroken(N_("The file {name} cannot be opened."), field="file", name=path.name) from None


def cells_of(
    source: str | Path | bytes, *, file_name: str | None = None, patience: bool = False
) -> list[SheetCells]:
    """The visible sheets of a workbook that came from anybody; RuleBroken names what is wrong with it."""
    return list(workbook_of(source, file_name=file_name, patience=patience).sheets)


def workbook_of(
    source: str | Path | bytes, *, file_name: str | None = None, patience: bool = False
) -> Workbook:
    """The same with what was left out; `file_name` is what the file is called, by default as the source."""
    if file_name is None and not isinstance(source, bytes):
        file_name = Path(source).name
    with contextlib.closing(_ask_child(bytes_of(source), file_name or "", patience)) as answers:
        book = _book(answers)
    if not any(sheet.rows for sheet in book.sheets):
        raise RuleBroken(NO_SHEET, field="file")
    return book


def _book(answers: Iterable[bytes]) -> Workbook:
    sheets: list[SheetCells] = []
    unseen: list[str] = []
    packer = RowPacker()
    for line in answers:
        if line.startswith(b"["):
            packer.take(line)
            continue
        answer = json.loads(line)
        if "refused" in answer:
            raise _refusal(Sentence.from_plain(answer["refused"]))
        if "unseen" in answer:
            unseen.append(answer["unseen"])
            continue
        sheets.append(_sheet(answer, packer))
        packer = RowPacker()
    return Workbook(tuple(sheets), tuple(unseen))


def _refusal(sentence: Sentence) -> RuleBroken:
    kind = TooLong if sentence.template == TOO_LONG else RuleBroken
    return kind(sentence, field="file")


def _sheet(answer: dict[str, Any], packer: RowPacker) -> SheetCells:
    rows = packer.rows(lambda cell: date.fromisoformat(cell["date"]))
    return SheetCells(
        answer["sheet"],
        rows if packer.count > HELD_ROWS else tuple(rows),
        tuple((a, b, c, d) for a, b, c, d in answer["merged"]),
        tuple(answer.get("hidden_rows", ())),
        tuple(answer.get("hidden_columns", ())),
        answer.get("uncalculated", 0),
        answer.get("errors", 0),
    )


def _ask_child(data: bytes, name: str, patience: bool) -> Generator[bytes, None, None]:
    root = str(Path(__file__).parents[2])
    child = subprocess.Popen(
        [sys.executable, "-P", "-m", "aidtrack.cases.sheet_child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"PYTHONPATH": root, "PYTHONUTF8": "1", "PATH": os.defpath},
    )
    deadline = threading.Timer(_DEADLINES[patience], child.kill)
    deadline.start()
    asked, answers = cast(IO[bytes], child.stdin), cast(IO[bytes], child.stdout)
    try:
        # The child may have died of its limits before it read all; its exit code tells.
        with contextlib.suppress(BrokenPipeError), asked:
            asked.write(json.dumps([name, patience]).encode() + b"\n")
            asked.write(data)
        for line in answers:
            yield line.rstrip(b"\n")
        if child.wait() != 0:
            raise RuleBroken(_why_it_died(child.returncode), field="file")
    finally:
        deadline.cancel()
        child.kill()
        child.wait()
        answers.close()


def _why_it_died(code: int) -> str:
    """A signal (negative) comes from the limits; any other ending is an error in the file."""
    return TOO_HEAVY if code < 0 or code == HEAVY else workbook_guard.DAMAGED
