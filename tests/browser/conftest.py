"""What the tests in a real browser may ask for: the machine's Chromium, set to Vietnamese, and a server."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect

from aidtrack.people.models import Person
from aidtrack.web.access import COOKIE
from tests.browser import chromium
from tests.browser.sites import PASSWORD, Site, serving
from tests.conftest import open_session

SitDown = Callable[..., Page]

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
def live_server(app: Flask) -> Iterator[Site]:
    """The application behind a real server on a free port of this machine."""
    with serving(app) as site:
        yield site


@pytest.fixture
def demo_site(demo_app: Flask) -> Iterator[Site]:
    """A copy of the demo behind a real server: 15 August 2021, 08:00. No browser may complain of it."""
    with serving(demo_app) as site:
        yield site
    assert site.complaints == []


@pytest.fixture
def sit_down(browser: Browser, demo_site: Site) -> Iterator[SitDown]:
    """`sit_down("trang", width=1280)`: a player of the demo signs in as people do; the page after that.

    Without a key nobody has signed in yet.
    """
    opened: list[BrowserContext] = []

    def enter(key: str = "", *, width: int = 1280, language: str = "vi-VN") -> Page:
        page = demo_site.browse(browser, width, language)
        opened.append(page.context)
        if key:
            sign_in(page, demo_site.phone_of(key))
        return page

    yield enter
    for context in opened:
        context.close()


def sign_in(page: Page, phone: str, password: str = PASSWORD) -> None:
    """From the start page through the form of signing in."""
    english = page.locator("html").get_attribute("lang") == "en"
    page.get_by_role("link", name="Sign in" if english else "Đăng nhập").first.click()
    page.get_by_label("Phone number" if english else "Số điện thoại").fill(phone)
    page.locator("#password").fill(password)
    page.get_by_role("button", name="Sign in" if english else "Đăng nhập").click()
    expect(page).not_to_have_url(re.compile("sign-in"))


@pytest.fixture
def sign_in_browser(live_server: Site) -> Callable[[BrowserContext, Person], None]:
    """`sign_in_browser(context, person)`: the browser goes on as that person."""

    def enter(context: BrowserContext, person: Person) -> None:
        token = open_session(live_server.app, person)
        context.add_cookies([{"name": COOKIE, "value": token, "url": live_server.url, "httpOnly": True}])

    return enter
