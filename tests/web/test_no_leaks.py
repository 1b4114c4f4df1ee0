"""Nobody of one ward reads a word of another: every page, list, count, file and hint is looked through.

Foreign are the codes, names, phones, IDs and addresses of all cases outside the ward, waiting rows of
lists, and the trips, campaigns and papers of the neighbour. Everything an answer says is searched.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Mapping
from html import unescape
from io import BytesIO
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.exceptions import HTTPException

from aidtrack.cases import queries
from aidtrack.cases.models import Case
from aidtrack.community.models import HelpRequest
from aidtrack.db import db
from aidtrack.reports.catalogue import REPORTS
from aidtrack.rights import Role
from tests.cases.lists import sheet_with
from tests.web.reading import said
from tests.web.samples import SAMPLES
from tests.web.test_matrix import OUTSIDE, address, ask, rules
from tests.web.two_wards import NOW, TODAY, World, foreign_words
from tests.web.untouched import put_back

OF_A_KIND = 6
"""So many addresses that differ only in their parameters are visited."""
CITY_CAMPAIGN = "DOT-14-8"
BEGINNING = 6
Foreign = Mapping[str, list[tuple[str, str]]]
"""Foreign words by their first letters, each with what it is."""


@pytest.fixture(scope="session")
def foreign(world: World) -> Foreign:
    """The words that nobody of the first ward may read."""
    with world.app.app_context():
        words = foreign_words(world, world.own)
        db.session.remove()
    assert len(words) > 2000, "the demo has 347 households; most are foreign"
    found: dict[str, list[tuple[str, str]]] = {}
    for word, what in words.items():
        found.setdefault(word[:BEGINNING], []).append((word, what))
    return found


def leaks(text: str, foreign: Foreign, typed: str = "") -> list[str]:
    """The foreign words in a text, but those that were typed by whoever asked.

    Two thousand words in a long page: each place of the text is looked up by its next letters.
    """
    begun = {text[at : at + BEGINNING] for at in range(len(text))} & foreign.keys()
    words = [(word, what) for start in sorted(begun) for word, what in foreign[start]]
    return [f"{word} ({what})" for word, what in words if word in text and word not in typed]


def test_the_search_for_leaks_finds_one(world: World, foreign: Foreign) -> None:
    of_the_neighbour = world.browser(Role.COORDINATOR, "sibling")
    assert leaks(said(of_the_neighbour.get(f"/cases/{world.sibling.case}")), foreign)
    assert leaks(said(of_the_neighbour.get("/cases/")), foreign)
    assert leaks(said(of_the_neighbour.get(f"/deliveries/{world.sibling.trip}/slips.pdf")), foreign)
    form = {"campaign": world.sibling.campaign}
    with put_back(world):
        answer = of_the_neighbour.post("/reports/distribution-list/export", data=form)
    assert answer.mimetype.endswith("sheet") and leaks(said(answer), foreign)


@pytest.mark.parametrize("role", Role)
def test_whatever_link_one_follows_only_ones_own_ward_is_told(
    world: World, foreign: Foreign, role: Role
) -> None:
    wrong, visited = [], set()
    for url, answer in crawl(world, world.browser(role, "own"), starts(world)):
        visited.add(url)
        if answer.status_code >= 500:
            wrong.append((url, f"answered {answer.status_code}"))
        wrong += [(url, leak) for leak in leaks(said(answer), foreign)]
    assert len(visited) > 40, visited
    assert not wrong, "\n".join(map(str, wrong[:60]))


def starts(world: World) -> list[str]:
    """Every address with something of the own ward in it."""
    pages = [address(world, rule, SAMPLES[rule.endpoint], "own") for rule in rules(world.app, "GET")]
    return [*pages, *(f"/cases/{code}" for code in world.own.across)]


def crawl(world: World, client: FlaskClient, begin: list[str]) -> Iterator[tuple[str, Any]]:
    """Every page that can be reached by links, some of each kind, with its answer."""
    waiting, known, kinds = deque(dict.fromkeys(begin)), set(begin), {}
    while waiting:
        url = waiting.popleft()
        kind = kind_of(world, url)
        if kind is None or kinds.setdefault(kind, 0) >= OF_A_KIND:
            continue
        kinds[kind] += 1
        answer = client.get(url)
        yield url, answer
        for link in links_of(url, answer):
            if link not in known:
                known.add(link)
                waiting.append(link)


def kind_of(world: World, url: str) -> tuple[str, ...] | None:
    """Which page an address leads to, with the names of its parameters; None if to none that is looked at."""
    parts = urlsplit(url)
    try:
        endpoint, _ = world.app.url_map.bind("localhost").match(parts.path, method="GET")
    except HTTPException:
        return None
    if endpoint in ("static", "home.language"):
        return None
    return (str(endpoint), *sorted({name for name, _ in parse_qsl(parts.query)}))


def links_of(url: str, answer: Any) -> list[str]:
    """The addresses of our own that a page names."""
    if answer.status_code == 302:
        return [answer.headers["Location"]]
    if answer.mimetype != "text/html":
        return []
    found = re.findall(r'(?:href|src|action|hx-get|data-url)="([^"#]+)', answer.get_data(as_text=True))
    here = urlsplit(url).path
    plain = [unescape(link) for link in found]
    return [here + link if link.startswith("?") else link for link in plain if link.startswith(("/", "?"))]


def asked_names() -> list[str]:
    """The parameters that addresses may carry."""
    return ["q", "about", "code", "trip", "campaign", "place", "ward", "state", "view", "subject", "store",
            "find", "after", "before", "number", "good", "lot", "kind"]  # fmt: skip


@pytest.mark.parametrize("role", [Role.VOLUNTEER, Role.ADMIN])
def test_asking_for_a_stranger_by_any_parameter_tells_nothing_more(
    world: World, foreign: Foreign, role: Role
) -> None:
    with world.app.app_context():
        case = db.session.scalars(select(Case).where(Case.code == world.sibling.case)).one()
        values = (case.code, case.name, f"case:{case.code}", world.sibling.trip, world.sibling.campaign)
    client, wrong = world.browser(role, "own"), []
    for rule in rules(world.app, "GET"):
        url = address(world, rule, SAMPLES[rule.endpoint], "own")
        for value in values:
            answer = client.get(url, query_string=dict.fromkeys(asked_names(), value))
            if answer.status_code >= 500:
                wrong.append((url, value, f"answered {answer.status_code}"))
            wrong += [(url, value, leak) for leak in leaks(said(answer), foreign, value)]
    assert not wrong, "\n".join(map(str, wrong[:60]))


@pytest.mark.parametrize("role", Role)
def test_a_page_of_the_other_ward_is_refused_without_a_word_of_it(
    world: World, foreign: Foreign, role: Role
) -> None:
    for rule in rules(world.app, "GET"):
        sample = SAMPLES[rule.endpoint]
        if not sample.anywhere:
            where, side = OUTSIDE[0]
            url = address(world, rule, sample, side)
            assert not leaks(said(ask(world, role, where, rule, side, "GET")), foreign, url), url


def test_refused_forms_tell_nothing_either(world: World, foreign: Foreign) -> None:
    wrong = []
    with put_back(world):
        for rule in rules(world.app, "POST"):
            for role in Role:
                answer = ask(world, role, "own", rule, "sibling", "POST")
                typed = address(world, rule, SAMPLES[rule.endpoint], "sibling")
                typed += str(SAMPLES[rule.endpoint].body(world.sibling))
                assert answer.status_code < 500, rule.endpoint
                wrong += [(rule.endpoint, role, leak) for leak in leaks(said(answer), foreign, typed)]
    assert not wrong, "\n".join(map(str, wrong[:60]))


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.AUDITOR])
@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize("posting", ["", "y"])
def test_a_file_of_the_whole_city_holds_for_a_ward_its_own_people_only(
    world: World, foreign: Foreign, role: Role, report: str, posting: str
) -> None:
    with put_back(world):
        form = {"campaign": CITY_CAMPAIGN, **({"posting": posting} if posting else {})}
        answer = world.browser(role, "own").post(f"/reports/{report}/export", data=form)
        assert answer.status_code in (200, 403, 422)
        assert not leaks(said(answer), foreign)
        if report == "distribution-list":
            assert answer.mimetype.endswith("sheet")


def test_a_hint_about_a_stranger_names_the_ward_and_nothing_else(
    world: World, foreign: Foreign
) -> None:
    with world.app.app_context():
        case = db.session.scalars(select(Case).where(Case.code == world.sibling.case)).one()
        told = {"name": case.name, "phone": "0" + (case.phone or "")[3:], "citizen_id": case.citizen_id or ""}
        told |= {"birth": str(case.birth_year), "people": str(case.people), "place": world.own.label}
    answer = world.browser(Role.VOLUNTEER, "own").post("/cases/hint", data=told)
    assert world.sibling.label in said(answer)
    assert not leaks(said(answer), foreign, " ".join(told.values()))


def test_a_list_with_strangers_in_it_is_told_nothing_of_them(
    world: World, foreign: Foreign
) -> None:
    with world.app.app_context():
        case = db.session.scalars(select(Case).where(Case.code == world.sibling.case)).one()
        row = [1, case.name, case.birth_year, case.people, case.phone, case.citizen_id]
    head = ["STT", "Họ và tên", "Năm sinh", "Số khẩu", "Điện thoại", "CCCD", "Phường/xã", "Quận/huyện"]
    sheet = sheet_with([head, [*row, "Xã Liên Ninh", "Huyện Thanh Trì"]])
    client = world.browser(Role.VOLUNTEER, "own")
    with put_back(world):
        sent = {"file": (BytesIO(sheet), "danh-sach.xlsx")}
        answer = client.post("/cases/imports/new", data=sent, content_type="multipart/form-data")
        preview = client.get(answer.headers["Location"])
        done = client.post(answer.headers["Location"] + "/commit")
        result = client.get(done.headers["Location"])
        typed = " ".join(map(str, row))
        assert not leaks(said(preview) + said(result) + said(client.get("/cases/pairs")), foreign, typed)


@pytest.mark.parametrize("role", [Role.VOLUNTEER, Role.COORDINATOR, Role.AUDITOR])
def test_counts_are_those_of_the_own_ward(world: World, role: Role) -> None:
    with world.app.app_context():
        actor = world.who(role, "own")
        own = Case.place_path.startswith(world.own.path)
        expected = db.session.scalar(select(func.count()).select_from(Case).where(own))
        assert queries.counts(actor, today=TODAY).all == expected
        assert [row.place_id for row in queries.board(actor, today=TODAY)] == [world.own.place]
        assert queries.waiting_for(actor) <= (expected or 0)
    assert NOW.date() == TODAY


def test_no_public_page_tells_anything_of_a_person(world: World) -> None:
    """Signed out, every page that can be reached by links is read; then what a follow-up code shows."""
    with world.app.app_context():
        asked = select(HelpRequest.name, HelpRequest.phone, HelpRequest.address)
        rows = [*db.session.execute(asked), *db.session.execute(select(Case.name, Case.phone, Case.address))]
        words = {word for row in rows for word in row if word and len(word) > 5}
        db.session.remove()
    ward = world.own.place.replace(":", "-")
    begin = ["/", f"/community/{ward}/request", "/community/", "/community/status"]
    known: dict[str, str] = {}
    for url, answer in crawl(world, world.browser(), begin):
        known[url] = said(answer)
    assert {*begin, "/people/sign-in"} <= known.keys()
    known["by code"] = said(world.browser().post("/community/status", data={"code": world.own.follow}))
    assert world.own.label.split(" ", 1)[1] in known["by code"]
    assert [(url, word) for url, text in known.items() for word in words if word in text] == []
