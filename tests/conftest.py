"""What every test may ask for: a database of its own, the application on it, a session, a browser's client.

A test runs on SQLite; on both databases if it asks for `each_database`; on PostgreSQL alone if it is marked
`postgres`.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import inspect
from sqlalchemy.orm import Session

from aidtrack.app import create_app
from aidtrack.clock import moment_of, real_now
from aidtrack.db import db, transaction
from aidtrack.people.models import Person, SignedIn
from aidtrack.people.queries import digest_of
from aidtrack.settings import Settings
from aidtrack.web.access import COOKIE
from tests.databases import SECRET, Databases

DAY_OF_GIVING = "2021-08-14T08:00"
"""Business time stands still here, in Hanoi's zone, unless a test sets another clock."""


hypothesis.settings.register_profile("here", deadline=None)  # a busy machine is no fault of the code
hypothesis.settings.load_profile("here")


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    """The databases of this worker; ask for `database_url` rather than for this."""
    found = Databases()
    yield found
    found.close()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def each_database(request: pytest.FixtureRequest) -> str:
    """Ask for this, and the test runs twice: on SQLite and on PostgreSQL. Its value is which."""
    return str(request.param)


@pytest.fixture
def database_kind(request: pytest.FixtureRequest) -> str:
    """The database of this test: "sqlite" or "postgres"."""
    return "postgres" if request.node.get_closest_marker("postgres") else "sqlite"


@pytest.fixture
def empty_database_url(databases: Databases, database_kind: str) -> Iterator[str]:
    """The address of a database with nothing in it, not even tables."""
    url = databases.empty(database_kind)
    yield url
    databases.drop(url)


@pytest.fixture
def database_url(databases: Databases, database_kind: str) -> Iterator[str]:
    """The address of a database with tables, places and goods, and nobody in it."""
    url = databases.ready(database_kind, at="now_ready")
    yield url
    databases.drop(url)


@pytest.fixture(scope="session")
def applications() -> Callable[[Settings], Flask]:
    """An application for settings. It is made once and used again wherever only the folder differs: what it
    has learned (templates, statements) would take longer to learn than most tests take to run."""
    made: dict[Settings, tuple[Flask, dict[str, Any]]] = {}

    def find(settings: Settings) -> Flask:
        alike = replace(settings, var=Path("var"))
        if alike not in made:
            app = create_app(settings)
            made[alike] = app, dict(app.config)
        app, config = made[alike]
        app.config.clear()
        app.config.update(config, SETTINGS=settings)
        return app

    return find


@pytest.fixture
def demo_app(
    databases: Databases, database_kind: str, tmp_path: Path, applications: Callable[[Settings], Flask]
) -> Iterator[Flask]:
    """The application on a copy of the demo: 15 August 2021, 08:00, the books of the 14th closed."""
    url = databases.demo(database_kind, at="now_demo")
    made = applications(
        Settings(database_url=url, var=tmp_path / "var", secret_key=SECRET, clock="2021-08-15T08:00")
    )
    yield made
    let_go(made)
    databases.drop(url)


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """The settings of a deployment on the test's database: edition 2021, 14 August 2021, 08:00."""
    return Settings(
        database_url=database_url,
        var=tmp_path / "var",
        edition="2021",
        secret_key=SECRET,
        clock=DAY_OF_GIVING,
    )


@pytest.fixture
def now() -> datetime:
    """The business time of the test."""
    return moment_of(DAY_OF_GIVING)


@pytest.fixture
def app(settings: Settings, applications: Callable[[Settings], Flask]) -> Iterator[Flask]:
    """The application, outside any of its contexts: for pages and commands."""
    made = applications(settings)
    yield made
    let_go(made)


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """The database session, inside the application: for actions and queries. Not for tests of pages,
    where each request has its own."""
    with app.app_context():
        yield db.session()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Somebody's browser without scripts, not signed in. CSRF is not asked for."""
    app.config["WTF_CSRF_ENABLED"] = False
    return app.test_client()


@pytest.fixture
def sign_in(app: Flask) -> Callable[[Any, Person], None]:
    """`sign_in(client, person)`: the client goes on as that person, without the toil of a password."""

    def enter(client: Any, person: Person) -> None:
        client.set_cookie(COOKIE, open_session(app, person))

    return enter


def open_session(app: Flask, person: Person) -> str:
    """The token of a new session of a person, as a browser would carry it in its cookie."""
    identity = inspect(person).identity
    assert identity, "the person must be in the database before signing in"
    token = secrets.token_urlsafe(16)
    with app.app_context(), transaction():
        now = real_now()
        row = SignedIn(token_digest=digest_of(token), person_id=identity[0], began_at=now, seen_at=now)
        row.expires_at = now + timedelta(days=1)
        db.session.add(row)
    return token


def let_go(app: Flask) -> None:
    """Close every connection of an application, so that its database can be dropped."""
    with app.app_context():
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()
