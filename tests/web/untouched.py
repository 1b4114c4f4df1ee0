"""Whether anything was changed: how many rows each table has, and the head of the chain."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import func, select, text

from aidtrack.db import Base, db
from tests.web.two_wards import World

NO_DEEDS = {"sessions", "done_acts"}
"""Tables in which a row is no deed: who is signed in, and the keys of acts that did nothing."""


def fingerprint(world: World) -> tuple[object, ...]:
    """Counts of all tables, the chain's head, and the sums of what may be changed in place."""
    with world.app.app_context():
        counted = [
            select(func.count()).select_from(table).scalar_subquery()
            for name, table in sorted(Base.metadata.tables.items())
            if name not in NO_DEEDS
        ]
        versions = [
            select(func.coalesce(func.sum(table.c.version), 0)).scalar_subquery()
            for _name, table in sorted(Base.metadata.tables.items())
            if "version" in table.c
        ]
        rows = tuple(db.session.execute(select(*counted, *versions)).one())
        head = db.session.execute(text("SELECT seq, hash FROM audit_head")).one()
        db.session.remove()
        return (*rows, *head)


@contextmanager
def put_back(world: World) -> Iterator[None]:
    """Whatever is done inside is undone: the database file is put back as it was."""
    file = _let_go(world)
    kept = file.with_suffix(".kept")
    shutil.copyfile(file, kept)
    try:
        yield
    finally:
        _let_go(world)
        kept.replace(file)


def _let_go(world: World) -> Path:
    """Put all into the one file and close it."""
    with world.app.app_context():
        file = Path(db.engine.url.database or "")
        db.session.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        db.session.remove()
        db.engine.dispose()
    for ending in ("-wal", "-shm"):
        Path(f"{file}{ending}").unlink(missing_ok=True)
    return file
