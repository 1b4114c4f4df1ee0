"""A list of 100,000 rows beside 100,000 cases: read, staged, written and taken back, as the worker does it.

The work runs in a process of its own, so that its memory can be told from everything else's.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from aidtrack.app import create_app
from aidtrack.cases import import_actions, import_queries, import_undo_actions
from aidtrack.cases.facts import CaseFacts
from aidtrack.clock import Clock
from aidtrack.db import db, transaction
from aidtrack.jobs import lists
from aidtrack.places import queries as places
from aidtrack.reports.sheet_xml import Cell, Row
from aidtrack.reports.workbook import Book, Sheet, write
from aidtrack.rights import Actor
from aidtrack.settings import Settings
from aidtrack.vietnamese.phone import show_phone
from tests.benchmarks.cases import NOW, households, many_cases
from tests.benchmarks.figure import Figure
from tests.databases import SECRET

ROWS, THERE, SEED = 100_000, 100_000, 17
HEAD = "STT|Họ và tên|Năm sinh|Số CCCD|Điện thoại|Nơi ở hiện nay|Phường/xã|Quận/huyện|Số khẩu|Diện".split("|")
BY = Actor(None, "importer", operator=True)


def the_rows(rows: int, seed: int = SEED) -> Iterator[list[Any]]:
    """The cells of a list: invented households, every 50th written again, every 400th without its people."""
    wards, last = places.gazetteer("2021"), None
    for number, facts in enumerate(households(rows, seed=seed), start=1):
        if number % 50 == 0 and last is not None:
            facts = replace(last, phone=facts.phone)
        last = facts
        cells = _cells(number, facts, wards)
        yield [*cells[:-2], None, cells[-1]] if number % 400 == 7 else cells


def _cells(number: int, facts: CaseFacts, wards: Any) -> list[Any]:
    ward = wards.get(facts.place_id)
    phone = show_phone(facts.phone) if facts.phone else None
    told = [number, facts.name, facts.birth_year, facts.citizen_id, phone, facts.address]
    return [*told, ward.name, wards.get(ward.parent).name, facts.people, "mất việc"]


def the_list(rows: int = ROWS, seed: int = SEED) -> bytes:
    """The workbook of such a list."""
    lines = [HEAD, *the_rows(rows, seed)]
    body = [Row([Cell(cell, "entry") for cell in line]) for line in lines]
    return write(Book([Sheet("Danh sách", [12.0] * len(HEAD), body)], NOW))


def figures() -> Iterator[Figure]:
    """Time and memory of each part, and of all from the file to the last case."""
    with tempfile.TemporaryDirectory() as folder, many_cases(THERE) as app:
        file = Path(folder) / "list.xlsx"
        file.write_bytes(the_list())
        url = app.config["SETTINGS"].database_url
        db.session.remove()
        db.engine.dispose()
        asked = [sys.executable, "-m", "tests.benchmarks.imports", url, str(file)]
        found = json.loads(subprocess.run(asked, check=True, stdout=subprocess.PIPE).stdout)
    of = f"{ROWS:,} rows beside {THERE:,} cases, seed {SEED}"
    yield Figure(f"list read and staged ({of})", found["staged"], "s", 30)
    yield Figure(f"list written as cases ({of})", found["written"], "s", 30)
    yield Figure(f"list from the file to the last case ({of})", found["staged"] + found["written"], "s", 30)
    yield Figure(f"memory of the process that does it ({of})", found["memory"], "MB", 300)
    yield Figure(f"longest time in which nobody else writes ({of})", found["lock"], "s", 1)
    yield Figure(f"list taken back as a whole ({of})", found["undone"], "s")


def bring_in(url: str, file: str) -> dict[str, float]:
    """Bring in a list as the worker does, and take it back; seconds and megabytes."""
    from resource import RUSAGE_SELF, getrusage
    from time import perf_counter

    longest, began = 0.0, perf_counter()
    app, clock = create_app(Settings(database_url=url, secret_key=SECRET)), Clock(fixed=NOW)
    found: dict[str, float] = {}

    def timed(name: str, import_id: int) -> None:
        nonlocal longest
        started = perf_counter()
        for seconds in _pieces(import_id, clock):
            longest = max(longest, seconds)
        found[name] = perf_counter() - started

    with app.app_context():
        with transaction():
            data = Path(file).read_bytes()
            import_id = import_actions.receive(data, "list.xlsx", by=BY, at=NOW).id
        del data
        timed("staged", import_id)
        with transaction():
            import_actions.commit_import(import_queries.one(import_id), by=BY, at=NOW)
        timed("written", import_id)
        found["lock"], found["memory"] = longest, getrusage(RUSAGE_SELF).ru_maxrss / 1024
        staged = import_queries.one(import_id)
        found["cases"] = staged.written
        with transaction():
            import_undo_actions.undo(staged, by=BY, at=NOW)
        timed("undone", import_id)
        found["all"] = perf_counter() - began
        db.session.remove()
        db.engine.dispose()
    return found


def _pieces(import_id: int, clock: Clock) -> Iterator[float]:
    """How long each transaction of the work took."""
    from time import perf_counter

    taken: list[float] = []
    plain = lists.transaction

    def watched() -> Any:
        from contextlib import contextmanager

        @contextmanager
        def inside() -> Iterator[Any]:
            with plain() as act:
                started = perf_counter()
                yield act
            taken.append(perf_counter() - started)

        return inside()

    lists.transaction = watched  # type: ignore[assignment]
    try:
        lists.go_on(import_id, clock)
    finally:
        lists.transaction = plain
    yield from taken


if __name__ == "__main__":
    print(json.dumps(bring_in(*sys.argv[1:3])))
