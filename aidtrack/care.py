"""Care for a deployment: make a database ready, back it up while it runs, restore it into an empty place.

A backup is one file: a SQLite database with every table, also when it was taken from PostgreSQL.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, Integer, Table, create_engine, func, inspect, select, text

from aidtrack import schema
from aidtrack.audit import queries as audit
from aidtrack.books import queries as books
from aidtrack.db import Base, db, transaction
from aidtrack.errors import RuleBroken
from aidtrack.goods import actions as goods
from aidtrack.places import actions as places
from aidtrack.sentences import N_
from aidtrack.stock import actions as stock

AT_ONCE = 1000


@dataclass(frozen=True)
class Kept:
    """What a backup or restore carried: rows in all, and the head of the chain (hex)."""

    rows: int
    head: str


def init() -> None:
    """Migrations, places, goods and the ledger's fixed locations; safe to repeat."""
    db.session.rollback()
    schema.upgrade(db.engine)
    with transaction():
        places.load()
        goods.load()
        stock.load()


def backup(to: Path) -> Kept:
    """A consistent copy of the database in a new file, taken while others go on working."""
    if to.exists():
        raise RuleBroken(N_("{path} exists already. Choose another name; nothing is overwritten."), path=str(to))
    to.parent.mkdir(parents=True, exist_ok=True)
    fresh = to.with_name(f".{to.name}.unfinished")
    fresh.unlink(missing_ok=True)
    db.session.rollback()
    try:
        if db.engine.dialect.name == "sqlite":
            _copy_file(Path(str(db.engine.url.database)), fresh)
        else:
            with _reading(db.engine) as source:
                _copy_rows(source, fresh)
        kept = _look_at(fresh)
        fresh.rename(to)
    finally:
        fresh.unlink(missing_ok=True)
    return kept


def restore(file: Path) -> Kept:
    """Bring a backup into an empty database, then check books and chain. RuleBroken if it is not empty."""
    if not file.is_file() or file.read_bytes()[:16] != b"SQLite format 3\x00":
        raise RuleBroken(N_("{path} is no backup of aidtrack."), field="file", path=str(file))
    if inspect(db.engine).get_table_names():
        raise RuleBroken(N_("The database is not empty. Restore into a new, empty place."))
    kept = _look_at(file)
    source = create_engine(f"sqlite:///file:{file.absolute()}?mode=ro&uri=true")
    revision = schema.revision(source)
    schema.upgrade(db.engine, revision or "head")
    with source.connect() as old, db.engine.connect().execution_options(aidtrack_writes=True) as new, new.begin():
        for table in _tables():
            new.execute(table.delete() if table.name in ("audit_head",) else text("SELECT 1"))
            for rows in _pages(old, table):
                new.execute(table.insert(), rows)
        _mend_counters(new)
    source.dispose()
    schema.upgrade(db.engine)
    _refuse_unless_whole()
    return kept


def _refuse_unless_whole() -> None:
    if differences := books.check():
        first = differences[0]
        raise RuleBroken(
            N_("The books of this backup do not close: {check}, {id}. Keep it, and call the operator."),
            check=first.check,
            id=first.id,
        )
    if not (verdict := audit.verify()).ok:
        raise RuleBroken(N_("The chain of this backup is broken at entry {first}."), first=verdict.first_bad)


def _copy_file(source: Path, target: Path) -> None:
    """SQLite's own online backup: consistent, without stopping the writers."""
    with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
        new.execute("PRAGMA journal_mode=DELETE")


def _reading(engine: Engine) -> Connection:
    """A connection that sees one moment of PostgreSQL."""
    return engine.connect().execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def _copy_rows(source: Connection, target: Path) -> None:
    engine = create_engine(f"sqlite:///{target}")
    schema.upgrade(engine)
    with engine.connect().execution_options(aidtrack_writes=True) as new, new.begin():
        for table in _tables():
            if table.name == "audit_head":
                new.execute(table.delete())
            for rows in _pages(source, table):
                new.execute(table.insert(), rows)
    with engine.connect() as connection:
        connection.connection.execute("PRAGMA journal_mode=DELETE")  # type: ignore[attr-defined]
    engine.dispose()


def _tables() -> list[Table]:
    """All tables, those that others refer to first."""
    return list(Base.metadata.sorted_tables)


def _pages(source: Connection, table: Table) -> Iterator[list[dict[str, object]]]:
    """The rows of a table in its key's order, so that rows which refer to earlier ones come later."""
    found = source.execute(select(table).order_by(*table.primary_key.columns).execution_options(yield_per=AT_ONCE))
    for part in found.partitions(AT_ONCE):
        yield [dict(row._mapping) for row in part]


def _mend_counters(connection: Connection) -> None:
    """PostgreSQL's sequences go on behind the highest id."""
    if connection.dialect.name != "postgresql":
        return
    for table in _tables():
        key = list(table.primary_key.columns)
        if len(key) == 1 and isinstance(key[0].type, Integer) and key[0].autoincrement is not False:
            sequence = connection.scalar(select(func.pg_get_serial_sequence(table.name, key[0].name)))
            highest = connection.scalar(select(func.max(key[0])))
            if sequence and highest:
                connection.execute(select(func.setval(sequence, highest)))


def _look_at(file: Path) -> Kept:
    """Whether a backup can be read, and what it holds."""
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as kept:
            if kept.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
                raise RuleBroken(N_("{path} is damaged."), field="file", path=str(file))
            names = [row[0] for row in kept.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            rows = sum(kept.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0] for name in names)
            head = kept.execute("SELECT hash FROM audit_head").fetchone()
    except sqlite3.DatabaseError:
        raise RuleBroken(N_("{path} is no backup of aidtrack."), field="file", path=str(file)) from None
    return Kept(rows, head[0] if head else "")
