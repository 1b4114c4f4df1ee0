"""Applications behind a real server, and the people who sit down at a browser before it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Page
from sqlalchemy import select
from waitress import create_server, wasyncore

from aidtrack.clock import moment_of
from aidtrack.db import db, transaction
from aidtrack.demo.cast import CAST
from aidtrack.demo.story import OPERATOR
from aidtrack.people import actions as people
from aidtrack.people.models import Person
from aidtrack.people.passwords import kept
from aidtrack.vietnamese.phone import parse_phone

PASSWORD = "ba-lua-gao-nho-2021"
"""What every player of the demo types in these tests; the demo's own passwords are random."""

PATIENCE = 15_000
"""So many milliseconds a click may wait for its button: a busy machine is no fault of the page."""


@dataclass
class Site:
    """A running server: where it is, the application behind it, and what the browsers complained of."""

    url: str
    app: Flask
    complaints: list[str] = field(default_factory=list)

    def at(self, moment: str) -> None:
        """Business time stands still at a moment (Hanoi time) from the next request on."""
        self.app.config["SETTINGS"] = replace(self.app.config["SETTINGS"], clock=moment)

    def phone_of(self, key: str) -> str:
        """The phone number of a player, whose password is `PASSWORD` from now on."""
        player = next(one for one in CAST if one.key == key)
        with self.app.app_context(), transaction():
            found = select(Person).where(Person.phone == parse_phone(player.phone))
            person = db.session.scalars(found).one()
            people.set_password(person, kept(PASSWORD), by=OPERATOR, at=moment_of("2021-08-15T08:00"))
        return player.phone

    def browse(self, browser: Browser, width: int = 1280, language: str = "vi-VN") -> Page:
        """A page of a browser of its own, as wide as that, on the start page. It keeps all complaints."""
        size = {"width": width, "height": 800}
        page = browser.new_context(
            viewport=size, locale=language, has_touch=width < 768, timezone_id="Asia/Ho_Chi_Minh"
        ).new_page()
        page.set_default_timeout(PATIENCE)
        self.listen(page)
        page.goto(self.url)
        return page

    def listen(self, page: Page) -> None:
        """Keep what the scripts, the console and the policy of content complain of."""
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("console", lambda said: self.complaints.extend(_complaint(page, said)))


def _complaint(page: Page, said: ConsoleMessage) -> Iterator[str]:
    refused_form = "status of 4" in said.text  # Chromium reports every page of 4xx, also those on purpose
    if said.type in ("error", "warning") and not refused_form:
        yield f"{page.url}: {said.text}"


@contextmanager
def serving(app: Flask) -> Iterator[Site]:
    """The application behind a real server on a free port of this machine."""
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield Site(f"http://127.0.0.1:{server.effective_port}", app)
    server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map, ignore_all=True))  # ends its loop
    server.task_dispatcher.shutdown()
    thread.join(10)
    assert not thread.is_alive(), "the server did not stop"
