"""Care for a deployment: make a database ready, back it up while it runs, restore it into an empty place.

A backup is one file: a SQLite database with every table, also when it was taken from PostgreSQL, and
with the photos of visits.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import Flask
from sqlalchemy import URL, Connection, Engine, Integer, Table, create_engine, func, inspect, select

from aidtrack import schema
from aidtrack.audit import queries as audit
from aidtrack.books import queries as books
from aidtrack.cases import block_actions, photo_archive
from aidtrack.db import Base, db, transaction
from aidtrack.errors import RuleBroken, why_of
from aidtrack.goods import actions as goods
from aidtrack.places import actions as places
from aidtrack.sentences import N_
from aidtrack.stock import actions as stock

AT_ONCE = 1000
SQLITE_BEGINS = b"SQLite format 3\x00"

Values = dict[str, Any]


@dataclass(frozen=True)
class Kept:
    """What a backup or restore carried: rows in all, and the head of the chain (hex)."""

    rows: int
    head: str


def init() -> None:
    """Migrations, places, goods, the ledger's fixed locations, the keys of look-alikes; safe to repeat."""
    db.session.rollback()
    schema.upgrade(db.engine)
    with transaction():
        places.load()
        goods.load()
        stock.load()
    block_actions.refresh()


def backup(to: Path, photos: Path | None = None) -> Kept:
    """A consistent copy of the database, and of the folder of photos if it is given, in a new file that
    only its owner reads, taken while others work."""
    if to.exists():
        raise RuleBroken(
            N_("{path} exists already. Choose another name; nothing is overwritten."), path=str(to)
        )
    fresh = to.with_name(f".{to.name}.unfinished")
    db.session.rollback()
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        fresh.unlink(missing_ok=True)
        os.close(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        if db.engine.dialect.name == "sqlite":
            _copy_file(Path(str(db.engine.url.database)), fresh)
        else:
            _copy_from_server(db.engine, fresh)
        if photos is not None:
            photo_archive.put_into(fresh, photos)
        kept = _look_at(fresh)
        fresh.rename(to)
    except OSError as error:
        why = why_of(error)
        raise RuleBroken(
            N_("{path} cannot be written: {why}."), field="file", path=str(to), why=why
        ) from None
    finally:
        if fresh.parent.is_dir():
            fresh.unlink(missing_ok=True)
    return kept


def restore(file: Path, photos: Path | None = None) -> Kept:
    """Bring a backup into an empty database, all of it or nothing; its books and chain are checked first.
    The photos that it carries are written into the folder of photos.

    RuleBroken if the database is not empty, or if the file is not whole.
    """
    if inspect(db.engine).get_table_names():
        raise RuleBroken(N_("The database is not empty. Restore into a new, empty place."))
    with TemporaryDirectory(prefix="aidtrack-") as folder:
        copy = _working_copy(file, Path(folder) / "kept.sqlite3")
        kept = _look_at(copy, file)
        source = _engine_of(copy)
        _bring_up_to_date(source, file)
        _refuse_unless_whole(copy)
        with _writing(db.engine) as target:
            schema.upgrade_on(target)
            with source.connect() as old:
                _copy_tables(old, target)
            _mend_counters(target)
        source.dispose()
        block_actions.refresh()
        if photos is not None:
            photo_archive.take_out_of(copy, photos)
    return kept


def _working_copy(file: Path, copy: Path) -> Path:
    try:
        with file.open("rb") as opened:
            begins = opened.read(len(SQLITE_BEGINS))
        if begins == SQLITE_BEGINS:
            return Path(shutil.copyfile(file, copy))
    except OSError as error:
        why = why_of(error)
        raise RuleBroken(
            N_("The file {path} cannot be read: {why}."), field="file", path=str(file), why=why
        ) from None
    raise _no_backup(file)


def _bring_up_to_date(engine: Engine, file: Path) -> None:
    """Give the working copy of an older backup today's tables."""
    revision = schema.revision(engine)
    if revision is None:
        raise _no_backup(file)
    if not schema.knows(revision):
        raise RuleBroken(
            N_("{path} was made by a newer aidtrack. Install that one first."), field="file", path=str(file)
        )
    schema.upgrade(engine)


def _refuse_unless_whole(copy: Path) -> None:
    """Check books and chain of a file before anything is written."""
    looker = Flask("aidtrack.care")
    looker.config["SQLALCHEMY_DATABASE_URI"] = _url_of(copy)
    db.init_app(looker)
    with looker.app_context():
        differences, verdict = books.check(), audit.verify()
        db.session.remove()
        db.engine.dispose()
    if differences:
        raise RuleBroken(
            N_("The books of this backup do not close: {check}, {id}. Keep it, and call the operator."),
            field="file",
            check=differences[0].check,
            id=differences[0].id,
        )
    if not verdict.ok:
        raise RuleBroken(
            N_("The chain of this backup is broken at entry {first}."), field="file", first=verdict.first_bad
        )


def _copy_file(source: Path, target: Path) -> None:
    """SQLite's own online backup: consistent, without stopping the writers."""
    with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as old:
        with closing(sqlite3.connect(target)) as new:
            old.backup(new)
            new.execute("PRAGMA journal_mode=DELETE")


def _copy_from_server(server: Engine, target: Path) -> None:
    """Every row of one moment of PostgreSQL into a file."""
    engine = _engine_of(target)
    one_moment = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with server.connect().execution_options(**one_moment) as source, _writing(engine) as new:
        schema.upgrade_on(new)
        _copy_tables(source, new)
    engine.dispose()
    with closing(sqlite3.connect(target)) as new_file:
        new_file.execute("PRAGMA journal_mode=DELETE")


def _url_of(file: Path) -> URL:
    return URL.create("sqlite", database=str(file.absolute()))


def _engine_of(file: Path) -> Engine:
    return create_engine(_url_of(file))


@contextmanager
def _writing(engine: Engine) -> Iterator[Connection]:
    """A connection whose work is one transaction, tables included."""
    with engine.connect().execution_options(aidtrack_writes=True) as connection, connection.begin():
        yield connection


def _copy_tables(source: Connection, target: Connection) -> None:
    """Every row of every table, those that others refer to first."""
    for table in Base.metadata.sorted_tables:
        if table.name == "audit_head":  # the migrations wrote the head of an empty chain
            target.execute(table.delete())
        rows = _parents_first(_rows(source, table), table)
        while portion := list(islice(rows, AT_ONCE)):
            target.execute(table.insert(), portion)


def _rows(source: Connection, table: Table) -> Iterator[Values]:
    wanted = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=AT_ONCE)
    for row in source.execute(wanted):
        yield dict(row._mapping)


def _parents_first(rows: Iterable[Values], table: Table) -> Iterator[Values]:
    """The rows of a table, each behind those of the same table that it refers to."""
    links = [
        column.name for column in table.columns for key in column.foreign_keys if key.column.table is table
    ]
    waiting = list(rows) if links else []
    if not links:
        yield from rows
        return
    key = next(iter(table.primary_key.columns)).name
    there: set[Any] = {None}
    while waiting:
        ready = [row for row in waiting if all(row[link] in there or row[link] == row[key] for link in links)]
        there.update(row[key] for row in ready)
        yield from ready or waiting  # a circle cannot be ordered: the database names it
        waiting = [row for row in waiting if row[key] not in there] if ready else []


def _mend_counters(connection: Connection) -> None:
    """PostgreSQL's sequences go on behind the highest id."""
    if connection.dialect.name != "postgresql":
        return
    for table in Base.metadata.sorted_tables:
        key = list(table.primary_key.columns)
        if len(key) == 1 and isinstance(key[0].type, Integer) and key[0].autoincrement is not False:
            sequence = connection.scalar(select(func.pg_get_serial_sequence(table.name, key[0].name)))
            highest = connection.scalar(select(func.max(key[0])))
            if sequence and highest:
                connection.execute(select(func.setval(sequence, highest)))


def _look_at(file: Path, shown: Path | None = None) -> Kept:
    """Whether a backup can be read, and what it holds; `shown` is its name for people."""
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as kept:
            if kept.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
                raise _damaged(shown or file)
            if kept.execute("PRAGMA foreign_key_check").fetchone():
                raise _damaged(shown or file)
            tables = kept.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            names = [row[0] for row in tables if schema.is_ours(row[0])]
            counts = [f'SELECT COUNT(*) FROM "{name}"' for name in names]  # noqa: S608 - names of its own tables
            rows = sum(kept.execute(count).fetchone()[0] for count in counts)
            head = kept.execute("SELECT hash FROM audit_head").fetchone()
    except sqlite3.OperationalError:  # a table is missing
        raise _no_backup(shown or file) from None
    except sqlite3.DatabaseError:
        raise _damaged(shown or file) from None
    return Kept(rows, head[0] if head else "")


def _damaged(file: Path) -> RuleBroken:
    return RuleBroken(N_("{path} is damaged."), field="file", path=str(file))


def _no_backup(file: Path) -> RuleBroken:
    return RuleBroken(N_("{path} is no backup of aidtrack."), field="file", path=str(file))
