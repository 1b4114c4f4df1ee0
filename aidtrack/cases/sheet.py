"""From an Excel file to plain cells, read in a process of its own that may not grow, linger or crash ours.

`cells_of` hands the bytes to `python -m aidtrack.cases.sheet`, which limits its own memory and time,
checks the file (`workbook_guard`) and answers in JSON lines. This is the only file of the topic that
knows a spreadsheet library.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import IO, Any, cast

from aidtrack.cases import workbook_guard
from aidtrack.errors import RuleBroken
from aidtrack.sentences import N_, Sentence

Cell = str | int | float | bool | date | None
Merge = tuple[int, int, int, int]
"""First row, first column, last row, last column; all count from 0."""

MEMORY = 190 * workbook_guard.MB
SECONDS = 7
MOST_ROWS = 10_000
MOST_TEXT = 30 * workbook_guard.MB
"""Of all cells together, as the child writes them."""

TOO_HEAVY = N_("This file is too large or too tangled to be read. Copy the list alone into a new workbook.")
TOO_LONG = N_("The sheet “{sheet}” has more than {limit} rows. Send the list in parts.")
NO_SHEET = N_("This workbook has no sheet with anything in it.")


@dataclass(frozen=True)
class SheetCells:
    """One visible sheet: its rows from row 1 on, empty cells at their ends left out."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    merged: tuple[Merge, ...] = ()


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


def cells_of(source: str | Path | bytes) -> list[SheetCells]:
    """The visible sheets of a workbook that came from anybody; RuleBroken names what is wrong with it."""
    with contextlib.closing(_ask_child(bytes_of(source))) as answers:
        sheets = list(_sheets(answers))
    if not any(sheet.rows for sheet in sheets):
        raise RuleBroken(NO_SHEET, field="file")
    return sheets


def _sheets(answers: Iterable[Any]) -> Iterator[SheetCells]:
    rows: list[tuple[Cell, ...]] = []
    for answer in answers:
        if isinstance(answer, list):
            rows.append(tuple(_revived(cell) for cell in answer))
        elif "refused" in answer:
            raise RuleBroken(Sentence.from_plain(answer["refused"]), field="file")
        else:
            yield SheetCells(
                answer["sheet"], tuple(rows), tuple((a, b, c, d) for a, b, c, d in answer["merged"])
            )
            rows = []


def _ask_child(data: bytes) -> Generator[Any, None, None]:
    root = str(Path(__file__).parents[2])
    child = subprocess.Popen(
        [sys.executable, "-P", "-m", "aidtrack.cases.sheet"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"PYTHONPATH": root, "PYTHONUTF8": "1", "PATH": os.defpath},
    )
    deadline = threading.Timer(SECONDS, child.kill)
    deadline.start()
    asked, answers = cast(IO[bytes], child.stdin), cast(IO[bytes], child.stdout)
    try:
        # The child may have died of its limits before it read all; its exit code tells.
        with contextlib.suppress(BrokenPipeError), asked:
            asked.write(data)
        for line in answers:
            yield json.loads(line)
        if child.wait() != 0:
            raise RuleBroken(_why_it_died(child.returncode), field="file")
    finally:
        deadline.cancel()
        child.kill()
        child.wait()
        answers.close()


def _why_it_died(code: int) -> str:
    """A signal (negative) comes from the limits; any other ending is an error in the file."""
    return TOO_HEAVY if code < 0 or code == _HEAVY else workbook_guard.DAMAGED


def _revived(cell: Any) -> Cell:
    return date.fromisoformat(cell["date"]) if isinstance(cell, dict) else cell


# From here on: the child.

_HEAVY = 4


def _limit_myself() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits; the deadline of the parent stays.
        return
    for limit, value in ((resource.RLIMIT_DATA, MEMORY), (resource.RLIMIT_CPU, SECONDS)):
        # Some systems do not know one of them; the others still hold.
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(limit, (value, value))


def _answers(data: bytes) -> Iterator[Any]:
    import python_calamine

    workbook_guard.refuse_unsafe(data)
    with python_calamine.CalamineWorkbook.from_filelike(BytesIO(data)) as workbook:
        for index, about in enumerate(workbook.sheets_metadata):
            if about.visible == python_calamine.SheetVisibleEnum.Visible:
                sheet = workbook.get_sheet_by_index(index)
                if sheet.end and sheet.end[0] >= MOST_ROWS:
                    raise RuleBroken(TOO_LONG, field="file", sheet=about.name, limit=MOST_ROWS)
                yield from _rows(sheet.iter_rows() if sheet.end else (), sheet.start[1] if sheet.start else 0)
                merged = [[*first, *last] for first, last in sheet.merged_cell_ranges or ()]
                yield {"sheet": about.name, "merged": merged}


def _rows(rows: Iterable[list[Any]], empty_columns: int) -> Iterator[list[Any]]:
    """The rows from row 1 and column A on: the library leaves out the empty columns before the first."""
    blank = 0
    for row in rows:
        cells = [_plain(cell) for cell in row]
        while cells and cells[-1] is None:
            cells.pop()
        cells = [None] * empty_columns + cells if cells else cells
        if not cells:
            blank += 1
            continue
        yield from ([] for _ in range(blank))
        yield cells
        blank = 0


def _plain(cell: Any) -> Any:
    if cell is None or cell == "":
        return None
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return int(cell)
    if isinstance(cell, datetime):
        return {"date": cell.date().isoformat()}
    if isinstance(cell, date):
        return {"date": cell.isoformat()}
    return cell if isinstance(cell, (str, int, float, bool)) else str(cell)


def _main() -> int:
    """Read a workbook from standard input and write its sheets.

    Whatever else the library stumbles over is the file's fault and ends this throw-away process.
    """
    _limit_myself()
    written = 0
    try:
        for answer in _answers(sys.stdin.buffer.read()):
            line = json.dumps(answer, ensure_ascii=False)
            written += len(line)
            if written > MOST_TEXT:
                return _HEAVY
            print(line)
    except RuleBroken as refusal:
        print(json.dumps({"refused": refusal.sentence.to_plain()}, ensure_ascii=False))
    except MemoryError:
        return _HEAVY
    return 0


if __name__ == "__main__":
    sys.exit(_main())
