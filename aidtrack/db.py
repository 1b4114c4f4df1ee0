"""The database: one engine, one session, and the only place that commits.

Reads run in plain transactions; every change runs inside `transaction()`, which ends the read that
came before, takes the write lock first, and writes the chain as its last step.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    ColumnElement,
    DateTime,
    Engine,
    MetaData,
    String,
    Text,
    delete,
    event,
    false,
    func,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute, Mapped, Session, mapped_column
from sqlalchemy.types import TypeDecorator

from aidtrack.clock import Clock, real_now
from aidtrack.rights import EVERYWHERE, Actor

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """All tables; constraints have names, so that migrations can speak of them."""

    metadata = MetaData(naming_convention=NAMING)


db = SQLAlchemy(model_class=Base)

Key = String().with_variant(String(collation="C"), "postgresql")
"""Text that is compared byte by byte in both databases: codes, paths, folded names, sort keys."""


class Moment(TypeDecorator[datetime]):
    """A moment in UTC. Stored without a zone in SQLite, with one in PostgreSQL; aware in Python."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class KeptFact(Base):
    """A small fact about the deployment itself, such as the distance of business time."""

    __tablename__ = "kept_facts"
    name: Mapped[str] = mapped_column(Key, primary_key=True)
    value: Mapped[str] = mapped_column(Text)


class DoneAct(Base):
    """An act that was sent with a key, so that sending it again does nothing new."""

    __tablename__ = "done_acts"
    key: Mapped[str] = mapped_column(Key, primary_key=True)
    done_at: Mapped[datetime] = mapped_column(Moment)
    leads_to: Mapped[str | None] = mapped_column(Text)


class DoneAlready(Exception):
    """This very act was done before; `leads_to` says where it led."""

    def __init__(self, leads_to: str | None) -> None:
        self.leads_to = leads_to
        super().__init__(leads_to)


@dataclass
class Act:
    """What a transaction tells afterwards: whether it was done, and where it leads. A block that sets
    `keep` to False only tried: nothing of it stays."""

    done: bool = False
    leads_to: str | None = None
    keep: bool = True


_sqlite_writer = threading.RLock()
_last_steps: list[Callable[[Session], None]] = []


def as_last_step(step: Callable[[Session], None]) -> Callable[[Session], None]:
    """Register what each transaction does right before it commits (the chain)."""
    if step not in _last_steps:
        _last_steps.append(step)
    return step


@contextmanager
def transaction(once: str | None = None) -> Iterator[Act]:
    """Do all of the block or nothing of it; with `once`, do it a single time for that key.

    Raises DoneAlready when the key was used by an act that was completed.
    """
    session = db.session()
    if session.info.get("writing"):
        raise RuntimeError("a transaction inside a transaction: actions never commit, edges do once")
    on_sqlite = session.get_bind().dialect.name == "sqlite"
    session.rollback()
    if on_sqlite:
        _sqlite_writer.acquire()
    session.info["writing"] = True
    act = Act()
    try:
        session.connection(execution_options={"aidtrack_writes": True})
        if once:
            _claim(session, once)
        yield act
        if not act.keep:
            session.rollback()
            return
        session.flush()
        for step in _last_steps:
            step(session)
        if once and act.leads_to:
            session.get_one(DoneAct, once).leads_to = act.leads_to
        session.commit()
        act.done = True
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info.pop("writing", None)
        session.info.pop("for_the_chain", None)
        if on_sqlite:
            _sqlite_writer.release()


def read_as_one() -> None:
    """From here on, what is read is the database of one moment, whatever others write meanwhile.

    Within a transaction it does nothing. SQLite reads so anyhow; PostgreSQL would answer each question anew.
    """
    session = db.session()
    if session.info.get("writing"):
        return
    session.rollback()
    if session.get_bind().dialect.name == "postgresql":
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def _claim(session: Session, key: str) -> None:
    """Take a key for this act; a second taker waits for the first and then learns where it led."""
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else pg_insert
    claim = insert(DoneAct).values(key=key, done_at=real_now()).on_conflict_do_nothing()
    # asked by RETURNING: the count of rows is not told for such a statement by every driver
    if session.scalar(claim.returning(DoneAct.key)) is None:
        raise DoneAlready(session.scalar(select(DoneAct.leads_to).where(DoneAct.key == key)))


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, record: Any) -> None:
    """SQLite as the ledger wants it: WAL, full sync, foreign keys, triggers that cannot be slipped past."""
    if type(connection).__module__ != "sqlite3":
        return
    connection.isolation_level = None  # we say BEGIN ourselves, see `_begin`
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "recursive_triggers=ON",
        "busy_timeout=10000",
        "cache_size=-32000",
    ):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin(connection: Any) -> None:
    if connection.dialect.name == "sqlite":
        writes = connection.get_execution_options().get("aidtrack_writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def within(
    column: InstrumentedAttribute[Any] | ColumnElement[Any], paths: tuple[str, ...]
) -> ColumnElement[bool]:
    """The condition that a path column lies in one of the places; no places, no rows."""
    if EVERYWHERE in paths:
        return column.is_not(None)
    # every path ends in "/", and "0" is the character after it
    return or_(false(), *((column >= path) & (column < path[:-1] + "0") for path in paths))


def overlapping(column: InstrumentedAttribute[Any], paths: tuple[str, ...]) -> ColumnElement[bool]:
    """The condition that a path column lies in one of the places, or around one: what serves them too."""
    around = {path[: at + 1] for path in paths for at, sign in enumerate(path) if sign == "/"} | {EVERYWHERE}
    return or_(within(column, paths), column.in_(sorted(around))) if paths else false()


def scoped(model: Any, actor: Actor, right: str) -> ColumnElement[bool]:
    """The one door to rows that belong to a place: what the actor may reach with a right.

    The model has a `place_path`; use it in every `where` that lists or finds such rows.
    """
    return within(model.place_path, actor.reach(right))


def clock_of_business(fixed: datetime | None = None) -> Clock:
    """Business time at the distance that the database keeps."""
    kept = db.session.get(KeptFact, "clock.distance")
    return Clock(timedelta(seconds=float(kept.value)) if kept else timedelta(0), fixed)


def keep_fact(name: str, value: str | None) -> None:
    """Keep a fact about the deployment, or forget it with None. Inside a transaction."""
    fact = db.session.get(KeptFact, name)
    if value is None:
        if fact:
            db.session.delete(fact)
    elif fact:
        fact.value = value
    else:
        db.session.add(KeptFact(name=name, value=value))


def kept_fact(name: str) -> str | None:
    """A kept fact, or None."""
    fact = db.session.get(KeptFact, name)
    return fact.value if fact else None


def forget_acts(before: datetime) -> None:
    """Drop the keys of acts that were done before a moment (real time). Inside a transaction."""
    db.session.execute(delete(DoneAct).where(DoneAct.done_at <= before))


def rows_in(model: Any) -> int:
    """How many rows a table holds (for tests and the operator's eyes)."""
    return int(db.session.scalar(select(func.count()).select_from(model)) or 0)
