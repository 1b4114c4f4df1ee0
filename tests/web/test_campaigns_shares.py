"""Shares on the pages of a campaign: freed by hand, left out for a rest, told only where one serves."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update

from aidtrack.campaigns import queries
from aidtrack.campaigns.models import Norm, Plan, Portion
from aidtrack.cases.models import Case
from aidtrack.db import db, transaction
from aidtrack.rights import Actor, Role
from aidtrack.stock import actions as stock
from tests.campaigns.august_world import (
    OPERATOR,
    THE_14TH,
    World,
    approve,
    august,
    open_august,
    person_of,
    propose,
    somebody,
)

PLAN = "/campaigns/DOT-14-8/plans/1"
NORM = {
    "key": "norms",
    "goods-0-code": "rice",
    "goods-0-amount": "4 kg",
    "goods-0-per": "person",
    "goods-0-whole_pack": "0",
    "goods-0-order": "priority",
}


@pytest.fixture
def world(app: Flask) -> World:
    """Four households of ten people with an approved plan."""
    with app.app_context():
        made = august(sizes="2413", classes="1111")
        approve(propose(made), made.approver)
        return made


@pytest.fixture
def as_(app: Flask, client: FlaskClient, sign_in: Callable[..., None]) -> Callable[[Actor], FlaskClient]:
    """A browser signed in as an actor."""

    def enter(actor: Actor) -> FlaskClient:
        browser = app.test_client()
        with app.app_context():
            person = person_of(actor)
        sign_in(browser, person)
        return browser

    return enter


def made(app: Flask, role: Role, place: str | None = None) -> Actor:
    with app.app_context(), transaction():
        return somebody("Ai đó", role, place)


def code_at(app: Flask, position: int) -> str:
    with app.app_context():
        wanted = select(Case.code).join(Portion).where(Portion.position == position)
        return str(db.session.scalars(wanted).first())


def text_of(answer: Any) -> str:
    """The page's words, without marks and line breaks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", answer.text))


def test_a_share_is_freed_from_the_list_of_households_once_and_with_a_reason(
    app: Flask, world: World, as_: Any
) -> None:
    browser, code = as_(world.approver), code_at(app, 1)
    link = f"{PLAN}/households/{code}/free"
    assert link in browser.get(f"{PLAN}/households").text
    page = browser.get(link)
    assert page.status_code == 200 and "Gạo 8kg" in text_of(page)
    empty = browser.post(link, data={"key": "f", "reason": " "})
    assert empty.status_code == 422 and "lý do thôi giữ" in empty.text
    for _ in range(2):
        done = browser.post(link, data={"key": "g", "reason": "nơi khác đã giúp"})
        assert done.status_code == 302 and done.headers["Location"].endswith(f"/households?q={code}")
    listed = browser.get(f"{PLAN}/households")
    assert link not in listed.text and "đã thôi giữ" in listed.text
    late = browser.post(link, data={"key": "h", "reason": "lần nữa"})
    assert late.status_code == 422 and "không còn giữ gì" in late.text


def test_only_coordinators_of_the_whole_area_are_offered_to_free_a_share(
    app: Flask, world: World, as_: Any
) -> None:
    link = f"{PLAN}/households/{code_at(app, 1)}/free"
    for actor in (made(app, Role.AUDITOR), made(app, Role.COORDINATOR, "2021:00682")):
        browser = as_(actor)
        assert "/free" not in browser.get(f"{PLAN}/households").text
        assert browser.post(link, data={"key": "x", "reason": "thử"}).status_code in (403, 404)
    assert as_(world.approver).get(f"{PLAN}/households/HN-AAAAAAA/free").status_code == 404


def test_the_approver_reads_until_when_the_goods_are_held(app: Flask, world: World, as_: Any) -> None:
    assert "đến hết 31/8" in text_of(as_(world.approver).get(PLAN))
    with app.app_context(), transaction():
        db.session.scalars(select(Plan)).one().state = "proposed"
        db.session.execute(update(Portion).values(state="proposed"))
    assert "kho giữ 40 kg gạo" in (page := text_of(as_(world.approver).get(PLAN))) and "đến hết 31/8" in page


def test_the_days_of_rest_are_typed_with_the_norms_and_said_on_the_page(
    app: Flask, world: World, as_: Any
) -> None:
    with app.app_context(), transaction():
        open_august("DOT-22-8", world.store, by=world.proposer)
    browser, address = as_(world.proposer), "/campaigns/DOT-22-8/norms"
    for wrong in ("hai tuần", "-3", "1,5", "999"):
        answer = browser.post(address, data={**NORM, "rest_days": wrong})
        assert answer.status_code == 422 and "ngày" in answer.text and f'value="{wrong}"' in answer.text
    assert browser.post(address, data={**NORM, "key": "n", "rest_days": "14"}).status_code == 302
    assert 'value="14"' in browser.get(address).text
    page = text_of(browser.get("/campaigns/DOT-22-8"))
    assert "Để lại đợt sau 4 hộ" in page and "0 hộ, 0 khẩu chờ phần quà" in page
    refused = browser.post("/campaigns/DOT-22-8/propose", data={"key": "p"})
    assert refused.status_code == 422 and "cách chưa đủ 14 ngày" in refused.text
    assert browser.post(address, data={**NORM, "key": "m", "rest_days": ""}).status_code == 302
    assert 'value="14"' not in browser.get(address).text
    assert "4 hộ, 10 khẩu chờ phần quà" in text_of(browser.get("/campaigns/DOT-22-8"))


def test_a_rest_of_two_weeks_is_proposed_as_long_as_no_norm_is_set(
    app: Flask, world: World, as_: Any
) -> None:
    browser, address = as_(world.proposer), "/campaigns/DOT-14-8/norms"
    assert 'value="14"' not in browser.get(address).text
    with app.app_context(), transaction():
        db.session.execute(delete(Norm))
    assert 'value="14"' in browser.get(address).text


def test_without_any_goods_the_next_step_is_to_receive_some(app: Flask, world: World, as_: Any) -> None:
    with app.app_context(), transaction():
        empty = stock.open_store("Kho Đông Anh", None, by=OPERATOR, at=THE_14TH)
        open_august("DOT-22-8", empty, by=world.proposer)
    browser = as_(world.proposer)
    page = browser.get("/campaigns/DOT-22-8").text
    assert 'href="/donations/"' in page and "/propose" not in page
    refused = browser.post("/campaigns/DOT-22-8/propose", data={"key": "p"})
    assert refused.status_code == 422 and "Kho Đông Anh không còn hàng khả dụng" in refused.text


def test_whoever_serves_one_ward_reads_its_figures_and_sums_without_names(
    app: Flask, world: World, as_: Any
) -> None:
    with app.app_context():
        cases = db.session.scalars(select(Case)).all()
        own = [case for case in cases if case.place_id == "2021:00682"]
        names = {case.code for case in cases} - {case.code for case in own}
        people = sum(case.people for case in own)
        campaign = queries.get_campaign("DOT-14-8", by=OPERATOR)
    local = made(app, Role.COORDINATOR, "2021:00682")
    with app.app_context():
        assert queries.people_covered(campaign, by=local) == people < 10
    browser = as_(local)
    for address in ("/campaigns/", "/campaigns/DOT-14-8", PLAN, f"{PLAN}/households"):
        page = browser.get(address)
        assert page.status_code == 200 and not any(code in page.text for code in names), address
    assert f"Xem đủ {len(own)} hộ" in (page := text_of(browser.get(PLAN))) and "của cả phương án" in page
    assert f"{len(own)} hộ trong phương án" in text_of(browser.get(f"{PLAN}/households"))
    page = text_of(browser.get("/campaigns/DOT-14-8"))
    assert "chỉ tính địa bàn của bạn" in page and "có 3.960 kg" not in page
    assert "chỉ tính địa bàn" not in text_of(as_(world.approver).get("/campaigns/DOT-14-8"))
