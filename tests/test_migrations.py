"""The migrations: they lead to the very tables of the models, each goes back, the ledger's triggers stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, Table, inspect, text
from sqlalchemy.types import JSON, BigInteger, Date, DateTime, Integer, TypeDecorator

from aidtrack import schema
from aidtrack.app import create_app
from aidtrack.db import Base, db
from aidtrack.settings import Settings
from tests.conftest import let_go
from tests.databases import SECRET

VERSIONS = sorted(path.stem for path in (schema.folder("migrations") / "versions").glob("*.py"))
NAME = re.compile(r"(\d{4})(_[a-z0-9]+)+")
APPEND_ONLY = ("audit_entries", "stock_count_lines", "stock_documents", "stock_movements")

pytestmark = pytest.mark.usefixtures("each_database")


@pytest.fixture
def engine(empty_database_url: str) -> Iterator[Engine]:
    """The engine of the application on an empty database, with all that it does to its connections."""
    app = create_app(Settings(database_url=empty_database_url, secret_key=SECRET))
    with app.app_context():
        yield db.engine
    let_go(app)


def tables(engine: Engine) -> set[str]:
    return {name for name in inspect(engine).get_table_names() if schema.is_ours(name)} - {"alembic_version"}


def test_the_migrations_are_numbered_in_one_line() -> None:
    assert [int(name[:4]) for name in VERSIONS] == list(range(1, len(VERSIONS) + 1))
    assert all(NAME.fullmatch(name) for name in VERSIONS)
    assert schema.newest() == VERSIONS[-1][:4]


def test_the_migrations_lead_to_the_tables_of_the_models(engine: Engine) -> None:
    schema.upgrade(engine)
    with engine.connect() as connection:
        ours = {"compare_type": True, "include_object": lambda _thing, name, *_: schema.is_ours(name)}
        context = MigrationContext.configure(connection, opts=ours)
        assert compare_metadata(context, Base.metadata) == []
    assert tables(engine) == set(Base.metadata.tables)


def test_migrating_twice_changes_nothing(engine: Engine) -> None:
    schema.upgrade(engine)
    schema.upgrade(engine)
    assert schema.revision(engine) == schema.newest()


def test_every_migration_goes_back_and_forth(engine: Engine) -> None:
    before: list[set[str]] = [set()]
    for name in VERSIONS:
        schema.upgrade(engine, name[:4])
        made = tables(engine)
        schema.downgrade(engine, f"{int(name[:4]) - 1:04d}" if len(before) > 1 else "base")
        assert tables(engine) == before[-1], f"{name} leaves something behind"
        schema.upgrade(engine, name[:4])
        assert tables(engine) == made
        before.append(made)


def test_a_migration_that_fails_leaves_nothing(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    schema.upgrade(engine, "0001")
    there = tables(engine)
    monkeypatch.setattr("aidtrack.schema.append_only", lambda op, table: op.execute("no such statement"))
    with pytest.raises(Exception, match=r"no such statement|syntax"):
        schema.upgrade(engine)
    assert schema.revision(engine) == "0001"
    assert tables(engine) == there


def test_the_triggers_stand_after_all_migrations(engine: Engine) -> None:
    schema.upgrade(engine)
    on_sqlite = engine.dialect.name == "sqlite"
    endings = ("no_delete", "no_update") if on_sqlite else ("no_change", "no_truncate")
    ask = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if on_sqlite
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    with engine.connect() as connection:
        there = set(connection.scalars(text(ask)))
    found = {"cases_found", "cases_found_again", "cases_found_no_more"} if on_sqlite else set()
    assert there == {f"{table}_{ending}" for table in APPEND_ONLY for ending in endings} | found


@pytest.mark.parametrize("name", APPEND_ONLY)
def test_what_is_written_there_can_be_neither_changed_nor_taken_away(engine: Engine, name: str) -> None:
    schema.upgrade(engine)
    table = Base.metadata.tables[name]
    (key,) = table.primary_key.columns
    row = any_row(table)
    insert = f"INSERT INTO {name} ({', '.join(row)}) VALUES ({', '.join(row.values())})"
    on_sqlite = engine.dialect.name == "sqlite"
    forbidden = [f"UPDATE {name} SET {key.name} = 77", f"DELETE FROM {name}"]
    forbidden.append(insert.replace("INSERT", "REPLACE", 1) if on_sqlite else f"TRUNCATE {name} CASCADE")
    connection = engine.raw_connection()
    try:
        write = freely(connection.driver_connection, on_sqlite)
        write(insert)
        if not on_sqlite:
            write("SET session_replication_role = origin")
        for statement in forbidden:
            with pytest.raises(Exception, match="only grows"):
                write(statement)
    finally:
        connection.invalidate()
        connection.close()


def freely(connection: Any, on_sqlite: bool) -> Any:
    """How to write on a driver's own connection, a statement a transaction, heedless of foreign keys."""
    if not on_sqlite:
        connection.rollback()
        connection.autocommit = True
    connection.execute("PRAGMA foreign_keys=OFF" if on_sqlite else "SET session_replication_role = replica")
    return connection.execute


def any_row(table: Table) -> dict[str, str]:
    """Literals for the columns that must be filled; numbers differ, so that no two places are the same."""
    needed = [column for column in table.columns if not column.nullable]
    return {column.name: literal(column.type, place) for place, column in enumerate(needed, start=1)}


def literal(kind: Any, place: int) -> str:
    plain = kind.impl_instance if isinstance(kind, TypeDecorator) else kind
    if isinstance(plain, Integer | BigInteger):
        return str(place)
    if isinstance(plain, DateTime | Date):
        return "'2021-08-14 08:00:00'"
    return "'{}'" if isinstance(plain, JSON) else f"'x{place}'"
