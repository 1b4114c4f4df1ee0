"""Databases for the tests: made ready once by each worker, then copied for every test that wants one.

The ledger and the chain refuse to be emptied, so no test cleans up behind another: each gets its own copy.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from itertools import count
from pathlib import Path

from aidtrack import care
from aidtrack.app import create_app
from aidtrack.db import db
from aidtrack.demo import story
from aidtrack.settings import Settings
from tests.postgres import Postgres

SECRET = "a key for tests, known to everybody"
ROOM = 1 << 30


def quick_folder() -> Path:
    """Where files live in memory, if the machine has such a place with a gigabyte of room; else as usual.

    On a disk, a copied PostgreSQL database costs 400 ms instead of 10, and SQLite waits for each commit.
    """
    memory = Path("/dev/shm")
    if memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM:
        return memory
    return Path(tempfile.gettempdir())


def make_ready(url: str, *, demo: bool = False) -> None:
    """What `aidtrack init` does: tables, places and goods; and the demo if wanted."""
    app = create_app(Settings(database_url=url, secret_key=SECRET))
    with app.app_context():
        care.init()
        if demo:
            story.play(app.config["SETTINGS"])
        db.session.remove()
        db.engine.dispose()


class Databases:
    """The databases of one worker, on SQLite (files) and PostgreSQL (a server, started when first wanted)."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="aidtrack-tests-", dir=quick_folder()))
        self._server: Postgres | None = None
        self._ready: set[tuple[str, str]] = set()
        self._numbers = count(1)

    @property
    def server(self) -> Postgres:
        """The PostgreSQL server."""
        if self._server is None:
            self._server = Postgres(quick_folder())
        return self._server

    def empty(self, kind: str) -> str:
        """The address of a new database with nothing in it; `kind` is "sqlite" or "postgres"."""
        name = f"test_{next(self._numbers)}"
        return self.server.create(name) if kind == "postgres" else self._file(name)

    def ready(self, kind: str, *, at: str = "") -> str:
        """The address of a new database as `aidtrack init` leaves it; with `at` always the same address,
        at which there may be one at a time."""
        return self._copy(kind, "ready", at)

    def demo(self, kind: str, *, at: str = "") -> str:
        """The address of a new database in which 13 to 15 August 2021 were replayed."""
        return self._copy(kind, "demo", at)

    def _copy(self, kind: str, model: str, at: str) -> str:
        if (kind, model) not in self._ready:
            url = self.server.create(model) if kind == "postgres" else self._file(model)
            make_ready(url, demo=model == "demo")
            self._ready.add((kind, model))
        name = f"test_{next(self._numbers)}"
        if kind == "postgres":
            return self.server.create(at or name, template=model)
        shutil.copyfile(self.folder / f"{model}.sqlite3", self.folder / f"{name}.sqlite3")
        if at:
            # SQLite keeps its journal beside the file itself: whoever holds an earlier one open does no harm.
            (self.folder / f"{at}.sqlite3").symlink_to(f"{name}.sqlite3")
        return self._file(at or name)

    def drop(self, url: str) -> None:
        """Be done with a database."""
        if url.startswith("postgresql"):
            self.server.drop(url.partition("@/")[2].partition("?")[0])
            return
        address = self.folder / url.rpartition("/")[2]
        file = address.resolve()
        address.unlink(missing_ok=True)
        for ending in ("", "-wal", "-shm"):
            file.with_name(f"{file.name}{ending}").unlink(missing_ok=True)

    def close(self) -> None:
        """End the server and remove everything."""
        if self._server:
            self._server.stop()
        shutil.rmtree(self.folder)

    def _file(self, name: str) -> str:
        return f"sqlite:///{self.folder / name}.sqlite3"
