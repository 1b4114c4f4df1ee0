"""The two pictures of the README: `AIDTRACK_PICTURES=1` takes them anew, else they are only looked for."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from aidtrack.web.access import COOKIE
from tests.browser.conftest import SitDown
from tests.browser.second_day import trip_out
from tests.browser.sites import Site

FOLDER = Path(__file__).parent / "pictures"
README = Path(__file__).parents[2] / "README.md"
LEAST, MOST = 20_000, 300_000
"""Bytes: an empty page has fewer, a page that loads for long has more."""
ANEW = os.environ.get("AIDTRACK_PICTURES") == "1"


def keep(page: Page, name: str, height: int) -> None:
    """The upper part of a page as a small PNG of 256 colours."""
    size = page.viewport_size
    assert size
    taken = page.screenshot(full_page=True, clip={"x": 0, "y": 0, "width": size["width"], "height": height})
    FOLDER.mkdir(exist_ok=True)
    picture = Image.open(BytesIO(taken)).convert("RGB")
    picture.quantize(256, dither=Image.Dither.NONE).save(FOLDER / name, optimize=True)


def take(sit_down: SitDown, demo_site: Site, browser: Browser) -> None:
    """The ward board at a desk, and a trip on a volunteer's phone."""
    desk = sit_down("trang")
    desk.get_by_role("link", name="Tất cả phường, xã bằng con số").click()
    desk.wait_for_load_state("networkidle")
    third_row = desk.locator(".wards > a").nth(11).bounding_box()
    assert third_row
    keep(desk, "board.png", round(third_row["y"] + third_row["height"]))
    trip = trip_out(demo_site.app, doors=5)
    demo_site.at("2021-08-22T07:45")
    cookie = next(one for one in sit_down("quan", width=360).context.cookies() if one["name"] == COOKIE)
    context = browser.new_context(
        viewport={"width": 360, "height": 780}, device_scale_factor=2, locale="vi-VN"
    )
    context.add_cookies([{"name": COOKIE, "value": cookie["value"], "url": demo_site.url}])
    phone = context.new_page()
    phone.goto(f"{demo_site.url}/deliveries/{trip}")
    phone.wait_for_load_state("networkidle")
    keep(phone, "trip.png", 780)
    context.close()


def test_the_pictures_of_the_readme_are_there(request: pytest.FixtureRequest) -> None:
    if ANEW:
        take(*(request.getfixturevalue(name) for name in ("sit_down", "demo_site", "browser")))
    for name in ("board.png", "trip.png"):
        assert LEAST < (FOLDER / name).stat().st_size < MOST
        assert f"tests/browser/pictures/{name}" in README.read_text("utf-8")
