"""The browser of the tests: it starts, reads Vietnamese, and reaches the application."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser import chromium
from tests.browser.sites import Site


def test_the_browser_asks_for_vietnamese(page: Page) -> None:
    assert page.evaluate("navigator.language") == "vi-VN"
    assert page.evaluate("new Date(2021, 7, 14).getTimezoneOffset()") == -7 * 60


def test_the_server_answers_the_browser(page: Page, live_server: Site) -> None:
    answer = page.goto(live_server.url + "/static/theme.css")
    assert answer and answer.status == 200


def test_a_browser_that_does_not_start_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", "/bin/false")
    assert chromium.of_the_machine() is None


def test_what_is_missing_is_said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")
    assert chromium.main() == 1
    assert "CHROMIUM" in capsys.readouterr().err


@pytest.mark.parametrize(("user", "boxed"), [(0, False), (1000, True)])
def test_only_root_goes_without_the_sandbox(monkeypatch: pytest.MonkeyPatch, user: int, boxed: bool) -> None:
    monkeypatch.setattr("os.geteuid", lambda: user)
    assert ("--no-sandbox" not in chromium.flags()) is boxed
