"""A real worker is killed in the middle of a long list, and the next one goes on where it was."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from flask import Flask

from aidtrack.audit import queries as audit
from aidtrack.audit.models import Entry
from aidtrack.cases import import_actions, import_queries
from aidtrack.cases.import_fates import COMMITTED, STAGED, WRITING
from aidtrack.cases.models import Case, CaseImport
from aidtrack.db import db, rows_in, transaction
from aidtrack.rights import Role
from tests.benchmarks.imports import the_list
from tests.cases.world import NOW, somebody

pytestmark = pytest.mark.torture

ROWS = 6_000
PATIENCE = 240.0


def test_a_list_survives_the_worker_that_is_killed(
    each_database: str, app: Flask, database_url: str, tmp_path: Path
) -> None:
    around = {**os.environ, "DATABASE_URL": database_url, "AIDTRACK_VAR": str(tmp_path / "var")}
    around |= {"AIDTRACK_EDITION": "2021", "AIDTRACK_CLOCK": "2021-08-14T08:00"}
    with app.app_context():
        thao = somebody(Role.VOLUNTEER)
        with transaction():
            one = import_actions.receive(the_list(ROWS), "dài.xlsx", edition="2021", by=thao, at=NOW)
        number = one.id
        killed_when(around, lambda: import_queries.one(number).done > ROWS // 3)
        assert import_queries.one(number).state == "reading"
        killed_when(around, lambda: import_queries.one(number).state == STAGED)
        with transaction():
            import_actions.commit_import(import_queries.one(number), by=thao, at=NOW)
        killed_when(around, lambda: rows_in(Case) > ROWS // 3)
        half = import_queries.one(number)
        assert half.state == WRITING and 0 < rows_in(Case) < ROWS * 0.9
        killed_when(around, lambda: import_queries.one(number).state == COMMITTED)
        ended: CaseImport = import_queries.one(number)
        keys = list(db.session.scalars(db.select(Case.import_key)))
        assert len(keys) == len(set(keys)) == ended.written > ROWS * 0.9
        entries = db.session.scalars(db.select(Entry).where(Entry.action == "cases.import")).all()
        assert len(entries) == 1 and audit.verify().ok


def killed_when(around: dict[str, str], seen: object) -> None:
    """A worker begins, and is killed once something has been seen."""
    worker = subprocess.Popen([sys.executable, "-m", "aidtrack", "work"], env=around)
    ends = time.monotonic() + PATIENCE
    try:
        while True:
            db.session.rollback()
            if seen():  # type: ignore[operator]
                return
            assert time.monotonic() < ends, "it took too long"
            assert worker.poll() is None, "the worker ended by itself"
            time.sleep(0.05)
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        db.session.rollback()
