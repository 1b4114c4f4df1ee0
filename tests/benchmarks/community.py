"""The request page on the wire; how long a request, a code and a queue take among 20,000 requests."""

from __future__ import annotations

import gzip
import random
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert

from aidtrack import care
from aidtrack.app import create_app
from aidtrack.clock import real_now
from aidtrack.community import actions, keyed
from aidtrack.community.models import HelpRequest
from aidtrack.db import db, transaction
from aidtrack.people.models import Person
from aidtrack.places import queries as places
from aidtrack.settings import Settings
from aidtrack.web.secrets_of_requests import secret_of
from tests.benchmarks.figure import Figure, milliseconds
from tests.conftest import COOKIE, open_session
from tests.databases import SECRET, quick_folder
from tests.factories import LIEN_NINH, NOW, OPERATOR, staffed

SEED, REQUESTS = 5, 20_000
PAGE = f"/community/{LIEN_NINH.replace(':', '-')}/request"
TOLD = {"who": "self", "name": "Lý Thị Tuân", "people": "3", "address": "ngõ 214", "agreed": "y"}


def figures() -> list[Figure]:
    """Weights as the browser loads them the first time; times of whole answers."""
    with _deployment() as app:
        client, office = app.test_client(), app.test_client()
        with app.app_context():
            planner = db.session.query(Person).filter_by(phone="+84952000002").one()
        office.set_cookie(COOKIE, open_session(app, planner))
        number = count(1)

        def send() -> None:
            turn = next(number)
            opened = keyed.sealed(real_now() - timedelta(minutes=1), secret_of(app))
            told = {**TOLD, "phone": f"095{turn:07}", "opened": opened, "key": f"the form of request {turn}"}
            assert (
                client.post(PAGE, data=told, environ_base={"REMOTE_ADDR": f"10.2.0.{turn}"}).status_code
                == 200
            )

        def ask() -> None:
            assert client.post("/community/status", data={"code": "2222 2222 222"}).status_code == 422

        def queue() -> None:
            answer = office.get("/community/requests/")
            assert answer.status_code == 200, answer.text

        among = f"{REQUESTS:,} requests, seed {SEED}"
        return [
            Figure("the request page, first load, compressed", _weight(app, client) / 1000, "kB", asked=60),
            Figure(f"a request sent among {among}", milliseconds(send), "ms"),
            Figure(f"a code looked up among {among}", milliseconds(ask), "ms"),
            Figure(f"a coordinator's queue of {among}", milliseconds(queue), "ms"),
        ]


def _weight(app: Flask, client: FlaskClient) -> int:
    """Bytes of the page and of all that it loads, each compressed; fonts are so already."""
    page = client.get(PAGE).text
    static = Path(app.static_folder or "")
    names = set(re.findall(r'(?:src|href)="/static/([^"?#]+)', page))
    names |= {
        name.strip("\"'") for name in re.findall(r"url\(([^)]*woff2)", (static / "theme.css").read_text())
    }
    files = [(static / name).read_bytes() for name in names]
    return sum(
        len(data) if data[:4] == b"wOF2" else len(gzip.compress(data)) for data in [*files, page.encode()]
    )


@contextmanager
def _deployment() -> Iterator[Flask]:
    """A district in whose wards very many requests came."""
    with tempfile.TemporaryDirectory(dir=quick_folder()) as folder:
        url = f"sqlite:///{folder}/requests.sqlite3"
        fixed = {"edition": "2021", "secret_key": SECRET, "clock": "2021-08-14T08:00"}
        app = create_app(
            Settings(database_url=url, var=Path(folder), requests_per_ward=10**6, code_tries=10**6, **fixed)
        )  # type: ignore[arg-type]
        app.config["WTF_CSRF_ENABLED"] = False
        with app.app_context():
            care.init()
            with transaction():
                staffed()
                actions.keep_page(LIEN_NINH, is_open=True, phone="024 3861 2345", by=OPERATOR, at=NOW)
            with transaction():
                db.session.execute(insert(HelpRequest), list(_rows(random.Random(SEED))))
            db.session.remove()
        yield app
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


def _rows(chance: random.Random) -> Iterator[dict[str, object]]:
    """Requests of all wards of the district: half in the queue, the others apart or declined."""
    wards = [unit.key for unit in places.gazetteer("2021").wards("2021:020")]
    for number in range(REQUESTS):
        place = chance.choice(wards)
        state = chance.choice(["waiting", "waiting", "apart", "declined"])
        yield {
            "code_digest": f"{number:064}",
            "key_digest": f"{number:064}",
            "digest": "",
            "state": state,
            "place_id": place,
            "place_path": places.path_of(place),
            "sent_at": NOW - timedelta(minutes=chance.randrange(40_000)),
            "urgent": chance.random() < 0.1,
            "name": f"Hộ số {number}",
            "phone": f"+8495{chance.randrange(10**7):07}",
            "people": chance.randrange(1, 8),
            "consent": "2026-1",
        }
