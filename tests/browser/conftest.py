"""What the tests in a real browser may ask for: the machine's Chromium, set to Vietnamese, and a server."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext
from waitress import create_server, wasyncore

from aidtrack.people.models import Person
from aidtrack.web.access import COOKIE
from tests.browser import chromium
from tests.conftest import open_session


@dataclass(frozen=True)
class LiveServer:
    """A running server: where it is, and the application behind it."""

    url: str
    app: Flask


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser."""
    for item in items:
        if item.path.is_relative_to(chromium.FOLDER):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The machine's Chromium, or Playwright's where there is none."""
    found = chromium.of_the_machine()
    arguments = {**browser_type_launch_args, "args": chromium.flags()}
    return {**arguments, "executable_path": found} if found else arguments


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A reader in Hanoi."""
    return {**browser_context_args, "locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh"}


@pytest.fixture
def live_server(app: Flask) -> Iterator[LiveServer]:
    """The application behind a real server on a free port of this machine."""
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield LiveServer(f"http://127.0.0.1:{server.effective_port}", app)
    server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map, ignore_all=True))  # ends its loop
    server.task_dispatcher.shutdown()
    thread.join(10)
    assert not thread.is_alive(), "the server did not stop"


@pytest.fixture
def sign_in_browser(live_server: LiveServer) -> Callable[[BrowserContext, Person], None]:
    """`sign_in_browser(context, person)`: the browser goes on as that person."""

    def enter(context: BrowserContext, person: Person) -> None:
        token = open_session(live_server.app, person)
        context.add_cookies([{"name": COOKIE, "value": token, "url": live_server.url, "httpOnly": True}])

    return enter
