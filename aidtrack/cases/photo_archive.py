"""How a backup carries the photos: as rows of a table of the one file, and out of it again.

The table stands beside those of the database and belongs to none of its models; a backup of a deployment
without photos has none.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from aidtrack.cases import photo_files

TABLE = "photo_files"


def put_into(backup: Path, folder: Path) -> int:
    """Write every file of the folder into a backup; how many. A file that is erased meanwhile is left out."""
    count = 0
    with closing(sqlite3.connect(backup)) as kept, kept:
        for path in photo_files.files(folder):
            if not count:
                kept.execute(f"CREATE TABLE {TABLE} (name TEXT PRIMARY KEY, data BLOB NOT NULL)")
            try:
                kept.execute(f"INSERT INTO {TABLE} VALUES (?, ?)", (path.name, path.read_bytes()))  # noqa: S608
            except FileNotFoundError:
                continue
            count += 1
    return count


def take_out_of(backup: Path, folder: Path) -> int:
    """Write the files that a backup carries into the folder; how many."""
    with closing(sqlite3.connect(f"{backup.absolute().as_uri()}?mode=ro", uri=True)) as kept:
        there = kept.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (TABLE,))
        if not there.fetchone():
            return 0
        count = 0
        for name, data in kept.execute(f"SELECT name, data FROM {TABLE} ORDER BY name"):  # noqa: S608
            photo_files.write(folder, name, data)
            count += 1
    return count
