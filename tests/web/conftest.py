"""What the tests of pages may ask for besides: the demo with two wards in which everything is there twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from aidtrack.app import create_app
from aidtrack.db import db
from aidtrack.settings import Settings
from aidtrack.web.limits import limiter
from tests.databases import SECRET, Databases
from tests.web import two_wards_made
from tests.web.two_wards import World


@pytest.fixture(scope="session")
def world(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The demo and the two wards, made once. Tests leave it as they find it (`tests.web.untouched`)."""
    url = databases.demo("sqlite")
    var: Path = tmp_path_factory.mktemp("var")
    app = create_app(Settings(database_url=url, var=var, secret_key=SECRET, clock="2021-08-15T08:00"))
    app.config["WTF_CSRF_ENABLED"] = False
    yield two_wards_made.build(app)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    databases.drop(url)


@pytest.fixture(autouse=True)
def nobody_has_knocked_yet() -> None:
    """Limits count by minute and person: each test begins at zero, however fast the others were."""
    if limiter.initialized:
        limiter.reset()
