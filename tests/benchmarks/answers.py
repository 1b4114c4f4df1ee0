"""Whole requests as a coordinator's browser sends them: session, rights, query, page and all its words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextvars import Context
from functools import partial

from flask import Flask
from flask.testing import FlaskClient

from aidtrack.cases.list_queries import END
from aidtrack.clock import day_of, real_now
from aidtrack.db import db, transaction
from aidtrack.people import actions as people
from aidtrack.people.models import Person
from aidtrack.rights import Actor, Role
from tests.benchmarks.figure import Figure, milliseconds
from tests.conftest import COOKIE, open_session

OPERATOR = Actor(None, "operator", operator=True)
ASKED = 30


def figures_of(app: Flask) -> Iterator[Figure]:
    """The list's first, next and last page of 50, searched and filtered, as answered in Vietnamese."""
    client = _signed_in(app)
    first = _answer(client, "/cases/")
    after = re.search(r'href="(/cases/\?[^"]*after=[^"]+)"', first)
    assert after, "the list of many cases has a way on"
    pages = {
        "first page": "/cases/",
        "next page": after.group(1).replace("&amp;", "&"),
        "last page": f"/cases/?before={END}",
        "searched": "/cases/?q=tuan",
        "waiting": "/cases/?view=waiting",
    }
    for name, url in pages.items():
        assert _answer(client, url).count("/cases/HN-") >= 1, f"{url} shows no case"
        yield Figure(
            f"request: list of cases, {name}", milliseconds(partial(_answer, client, url)), "ms", ASKED
        )


def _signed_in(app: Flask) -> FlaskClient:
    now = real_now()
    with transaction():
        person = people.add("0912 000 999", "Điều phối", by=OPERATOR, at=now)
        people.assign(person, Role.COORDINATOR, None, starts_on=day_of(now), by=OPERATOR, at=now)
    kept = db.session.get_one(Person, person.id)
    client = app.test_client()
    client.set_cookie(COOKIE, Context().run(open_session, app, kept))
    return client


def _answer(client: FlaskClient, url: str) -> str:
    """One request in a context of its own, as the server answers it: a session of the database each."""
    answer = Context().run(client.get, url)
    assert answer.status_code == 200, f"{url}: {answer.status_code}"
    return answer.get_data(as_text=True)
