"""Every page there is, in a real browser: at 1280, 360 and 320 pixels, light and dark, in both languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import template_rendered
from playwright.sync_api import Browser, BrowserContext, Page, Response

from aidtrack.app import create_app
from aidtrack.rights import Role
from aidtrack.settings import Settings
from aidtrack.web.access import COOKIE
from tests.browser.findings import foreign_words, grave_findings, misshapen
from tests.browser.sites import Site, serving
from tests.browser.visits import VISITS, Visit
from tests.conftest import let_go
from tests.databases import SECRET, Databases
from tests.web import two_wards_made
from tests.web.two_wards import World

TEMPLATES = Path(__file__).parents[2] / "templates"
FRAMES = {"base.html", "phone.html"}
ALL = [(template, visit) for template, visits in VISITS.items() for visit in visits]
CONTRAST = ["color-contrast"]
ON_PHONES = (None, Role.VOLUNTEER)


@pytest.fixture(scope="module")
def world(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The demo, and two wards in which there is something of everything."""
    url = databases.demo("sqlite")
    var = tmp_path_factory.mktemp("var")
    app = create_app(Settings(database_url=url, var=var, secret_key=SECRET, clock="2021-08-15T08:00"))
    yield two_wards_made.build(app)
    let_go(app)
    databases.drop(url)


@pytest.fixture(scope="module")
def site(world: World) -> Iterator[Site]:
    with serving(world.app) as running:
        yield running


@pytest.fixture(scope="module")
def page_of(browser: Browser, world: World, site: Site) -> Iterator[Callable[[Visit], Page]]:
    """The page of whoever makes a visit; each person has one browser for all of them."""
    pages: dict[Any, Page] = {}

    def find(visit: Visit) -> Page:
        who = (visit.by, visit.where) if visit.by else None
        if who not in pages:
            context = browser.new_context(locale="vi-VN", reduced_motion="reduce")
            pages[who] = _new_page(context, site, world.sessions.get(who))
        return pages[who]

    yield find
    for page in pages.values():
        page.context.close()


def _new_page(context: BrowserContext, site: Site, token: str | None) -> Page:
    if token:
        context.add_cookies([{"name": COOKIE, "value": token, "url": site.url}])
    page = context.new_page()
    site.listen(page)
    return page


@pytest.fixture
def rendered(world: World) -> Iterator[list[str]]:
    """The names of the templates that were shown."""
    names: list[str] = []

    def note(_sender: Any, template: Any, **_more: Any) -> None:
        names.append(template.name)

    template_rendered.connect(note, world.app)
    yield names
    template_rendered.disconnect(note, world.app)


def test_every_template_is_visited() -> None:
    pages = {str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("[!_]*.html")}
    shown = {name for name in pages if not name.startswith("parts/")} - FRAMES
    assert shown - VISITS.keys() == set(), "write a visit for these in tests/browser/visits.py"
    assert VISITS.keys() - shown == set(), "these are gone"


@pytest.mark.parametrize(("template", "visit"), ALL, ids=[f"{name}-{visit.by}" for name, visit in ALL])
def test_nothing_is_wrong_with(
    template: str, visit: Visit, page_of: Any, world: World, site: Site, rendered: list[str]
) -> None:
    page = page_of(visit)
    site.complaints.clear()
    found = []
    for language in ("vi", "en"):
        answer = go(page, site.url, visit, world, language)
        if (answer, rendered[-1:]) != (visit.status, [template]):
            found.append(f"{language}: {answer}, {rendered[-1:]} at {page.url}")
        found += [f"{language}: {text!r} is foreign" for text in foreign_words(page, language)]
        if language == "vi":
            own = 360 if visit.by in ON_PHONES else 1280
            found += wrong_at_any_width(page, {own} if visit in VISITS[template][1:] else {1280, 360}, own)
    found += site.complaints
    assert not found, "\n".join(found)


def go(page: Page, server: str, visit: Visit, world: World, language: str) -> int:
    """Open the page in a language, click what has to be clicked; the status of the last page."""
    answers: list[Response] = []

    def keep(answer: Response) -> None:
        if answer.request.is_navigation_request() and not 300 <= answer.status < 400:
            answers.append(answer)

    page.on("response", keep)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.emulate_media(color_scheme="light")
    page.goto(f"{server}/language?to={language}&back=/health")
    page.goto(server + visit.address(world))
    if visit.before:
        visit.before(page, world)
    page.wait_for_load_state()
    page.remove_listener("response", keep)
    return answers[-1].status


def wrong_at_any_width(page: Page, widths: set[int], dark_at: int) -> Iterator[str]:
    """All findings on the open page, with the width and the look in which they are found. axe looks at
    these widths, in the dark at one of them; the first visit of a template has all, the others their own."""
    for width in (1280, 360, 320):
        page.set_viewport_size({"width": width, "height": 800})
        found = [*misshapen(page, width), *(grave_findings(page) if width in widths else ())]
        if width == dark_at:
            page.emulate_media(color_scheme="dark")
            found += [f"dark: {text}" for text in grave_findings(page, CONTRAST)]
            page.emulate_media(color_scheme="light")
        yield from (f"{width}: {text}" for text in found)


def test_a_planted_fault_is_found(page_of: Any, site: Site, world: World) -> None:
    """Otherwise the tests above could not fail."""
    visit = VISITS["people/sign_in.html"][0]
    page = page_of(visit)
    go(page, site.url, visit, world, "vi")
    assert [*wrong_at_any_width(page, {1280, 360}, 360), *foreign_words(page, "vi")] == []
    page.evaluate(
        """() => {
          document.querySelector('label[for=phone]').remove();
          document.querySelector('main h1').textContent = 'Sign in';
          document.querySelector('main p').textContent = '3 cases, longest wait first';
          document.querySelector('main').insertAdjacentHTML('beforeend', '<h1>x</h1><pre>' + 'x'.repeat(400));
        }"""
    )
    found = "\n".join(wrong_at_any_width(page, {1280, 360}, 360))
    assert "label:" in found and "2 h1 headings" in found and "320: scrolls sideways" in found
    assert foreign_words(page, "vi") == ["3 cases, longest wait first", "Sign in"]
    assert foreign_words(page, "en") != []
