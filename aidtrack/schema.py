"""The way from an empty or older database to the present tables: the migrations, found by path."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from aidtrack.db import Base


def folder(name: str) -> Path:
    """Where `templates` or `migrations` lie: inside an installed package, beside it in a checkout."""
    package = Path(__file__).parent
    inside = package / name
    return inside if inside.is_dir() else package.parent / name


CASE_WORDS = "case_words"
"""SQLite's full-text table of cases. It keeps its rows in tables of its own, `case_words_…`."""
ONE_DATABASE_ONLY = frozenset({"ix_cases_finds"})
"""Indexes that only one of the two databases has, so that the models do not tell of them."""


def is_ours(name: str | None) -> bool:
    """Whether a table or index is one that the models tell of: not the queue's, nor the full-text table's."""
    name = name or ""
    return not name.startswith(("huey_", CASE_WORDS)) and name not in ONE_DATABASE_ONLY


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(folder("migrations")))
    config.attributes["connection"] = connection
    config.attributes["metadata"] = Base.metadata
    return config


def upgrade(engine: Engine, to: str = "head") -> None:
    """Run the migrations that are missing, all of them in one transaction; safe to repeat."""
    with engine.connect().execution_options(aidtrack_writes=True) as connection, connection.begin():
        upgrade_on(connection, to)


def upgrade_on(connection: Connection, to: str = "head") -> None:
    """Run the missing migrations as a part of somebody's transaction."""
    command.upgrade(_config(connection), to)


def downgrade(engine: Engine, to: str) -> None:
    """Go back to an older revision (tests only: it drops what newer ones made)."""
    with engine.connect().execution_options(aidtrack_writes=True) as connection, connection.begin():
        command.downgrade(_config(connection), to)


def revision(engine: Engine) -> str | None:
    """The revision a database stands at; None if it is empty."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def knows(revision: str) -> bool:
    """Whether the code has a revision: an older program does not know what a newer one made."""
    return any(one.revision == revision for one in ScriptDirectory.from_config(_config()).walk_revisions())


def newest() -> str:
    """The newest revision of the code."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def append_only(op: Any, table: str) -> None:
    """Let a table only grow: the database itself refuses to change or empty it."""
    said = f"{table} only grows: correct by a new entry"
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{said}'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{said}'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_refuse()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()"
    )


def rewritable(op: Any, table: str) -> None:
    """Take the triggers of `append_only` away (downgrades only)."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(f"DROP TRIGGER {table}_no_{verb}")
        return
    op.execute(f"DROP FUNCTION {table}_refuse() CASCADE")
