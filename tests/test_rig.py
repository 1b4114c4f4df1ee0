"""The rig itself: every test gets a database of its own, on the real thing, and leaves nothing behind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from aidtrack import schema
from aidtrack.clock import real_now
from aidtrack.db import KeptFact, db, keep_fact, kept_fact, rows_in, transaction
from aidtrack.people.models import Person
from aidtrack.people.queries import signed_in
from aidtrack.places.models import Place
from aidtrack.settings import Settings
from aidtrack.web.access import COOKIE
from tests.databases import quick_folder
from tests.postgres import Postgres


@pytest.mark.parametrize("turn", [1, 2])
def test_what_one_test_writes_the_next_does_not_see(session: Session, each_database: str, turn: int) -> None:
    assert kept_fact("left behind") is None
    before = rows_in(KeptFact)
    with transaction():
        keep_fact("left behind", f"by turn {turn}")
    assert rows_in(KeptFact) == before + 1


def test_a_test_that_asks_for_each_database_runs_on_each(session: Session, each_database: str) -> None:
    assert session.get_bind().dialect.name == {"sqlite": "sqlite", "postgres": "postgresql"}[each_database]


def test_a_test_runs_on_sqlite_unless_it_says_otherwise(session: Session) -> None:
    assert session.get_bind().dialect.name == "sqlite"


@pytest.mark.postgres
def test_postgresql_is_a_real_one_and_new_enough(session: Session) -> None:
    version = session.scalar(text("SELECT current_setting('server_version_num')::int"))
    assert version is not None and version >= 150000


def test_a_new_database_stands_at_the_newest_revision_with_its_places(
    session: Session, each_database: str
) -> None:
    bind = session.get_bind()
    assert isinstance(bind, Engine)
    assert schema.revision(bind) == schema.newest()
    assert rows_in(Place) == (1 + 30 + 579) + (34 + 3321)


def test_business_time_stands_still(app: Flask, settings: Settings, now: datetime) -> None:
    assert settings.fixed_clock == now


def test_whoever_is_signed_in_by_the_rig_is_recognised(
    app: Flask, each_database: str, sign_in: Callable[..., None]
) -> None:
    client = app.test_client()
    with app.app_context():
        with transaction():
            person = Person(name="Trần Thị Bưởi", phone="+84950000001", created_at=real_now())
            db.session.add(person)
        sign_in(client, person)
        cookie = client.get_cookie(COOKIE)
        assert cookie
        found = signed_in(cookie.value)
        assert found and found.phone == "+84950000001"


def test_the_server_takes_its_folder_with_it_when_it_stops() -> None:
    server = Postgres(quick_folder())
    with psycopg.connect(server.url("postgres").replace("+psycopg", "")) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    server.stop()
    assert not Path(server.folder).exists()
