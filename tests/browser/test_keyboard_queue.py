"""A coordinator works the day's queue without touching the mouse: search, tick, look, confirm, open, next."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import SitDown


def keys(page: Page, *pressed: str) -> None:
    """Keys one after the other; a page that opens is waited for."""
    for key in pressed:
        page.keyboard.press(key)
        page.wait_for_load_state()


def test_the_days_queue_is_worked_with_the_keyboard_alone(sit_down: SitDown) -> None:
    page = sit_down("trang")
    here = page.get_by_role("heading", level=1)
    keys(page, "g", "s")
    expect(page).to_have_url(re.compile("/cases/$"))
    keys(page, "/")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.type("dao hue")
    keys(page, "Enter")
    expect(page).to_have_url(re.compile(r"q=dao\+hue"))
    expect(page.locator("tbody tr")).to_have_count(1)
    keys(page, "j", "x")
    expect(page.locator("[data-ticked]")).to_contain_text("1")
    keys(page, "v")
    expect(here).to_contain_text("Xác minh")
    expect(page.locator("main")).to_contain_text("1 hồ sơ sẽ được xác minh")
    keys(page, "v")
    confirm = page.locator("main .btn-primary")
    expect(confirm).to_be_focused()
    keys(page, "Enter")
    expect(page.locator(".flashes")).to_contain_text("1 hồ sơ")
    page.goto(page.url.partition("?")[0] + "?view=waiting")
    [first, second, *_] = page.locator("tbody a.whole").all_inner_texts()
    keys(page, "j", "Enter")
    expect(here).to_contain_text(first)
    keys(page, "v")
    expect(page.locator("main .btn-primary").first).to_be_focused()
    keys(page, "Enter")
    expect(page.locator(".flashes")).to_contain_text(first)
    keys(page, "n")
    expect(here).to_contain_text(second)
    keys(page, "b")
    expect(here).to_contain_text("Trả lại")
    keys(page, "u")
    expect(page).to_have_url(re.compile("view=waiting"))
    expect(page.locator("tbody a.whole").first).to_have_text(second)
    keys(page, "?")
    expect(page.locator("[data-keys]")).to_contain_text("tới hồ sơ tiếp theo trong danh sách")
