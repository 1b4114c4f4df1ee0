"""Campaigns through their pages: who sees and decides what; what is typed stays; sent twice acts once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from aidtrack.campaigns import queries
from aidtrack.campaigns.models import Campaign, Plan, Portion
from aidtrack.cases.models import Case
from aidtrack.db import db, rows_in, transaction
from aidtrack.rights import Actor, Role
from aidtrack.stock.actions import reserve
from aidtrack.stock.models import Reservation
from aidtrack.stock.queries import free_lots
from tests.campaigns.august_world import OPERATOR, THE_14TH, World, august, person_of, propose, somebody

WINDOWS = {
    "receives_from": "01/8/2021",
    "receives_to": "14/8/2021",
    "distributes_from": "14/8/2021",
    "distributes_to": "31/8/2021",
}


@pytest.fixture
def world(app: Flask) -> World:
    """Four households of ten people, a store, a campaign; nothing is proposed."""
    with app.app_context():
        return august(sizes="2413", classes="1111")


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


@pytest.fixture
def waiting(app: Flask, world: World) -> str:
    """The address of a plan that waits."""
    with app.app_context():
        propose(world)
    return "/campaigns/DOT-14-8/plans/1"


def made(app: Flask, role: Role, place: str | None = None) -> Actor:
    with app.app_context(), transaction():
        return somebody("Ai đó", role, place)


def state_of(app: Flask, number: int = 1) -> str:
    with app.app_context():
        return db.session.scalars(select(Plan.state).where(Plan.number == number)).one()


PAGES = (
    "/campaigns/",
    "/campaigns/DOT-14-8",
    "/campaigns/DOT-14-8/plans/1",
    "/campaigns/DOT-14-8/plans/1/households",
)


def test_coordinators_and_auditors_read_and_volunteers_do_not(
    app: Flask, waiting: str, world: World, as_: Any
) -> None:
    for path in PAGES:
        assert as_(world.approver).get(path).status_code == 200
        assert as_(made(app, Role.AUDITOR)).get(path).status_code == 200
        assert as_(world.volunteer).get(path).status_code == 403
        assert app.test_client().get(path).status_code == 302


def test_auditors_change_nothing(app: Flask, waiting: str, world: World, as_: Any) -> None:
    auditor = as_(made(app, Role.AUDITOR))
    for path in ("/campaigns/new", "/campaigns/DOT-14-8/norms"):
        assert auditor.get(path).status_code == 403
    for path in ("propose", "close", "plans/1/approve", "plans/1/send-back"):
        assert auditor.post(f"/campaigns/DOT-14-8/{path}", data={"key": "k"}).status_code == 403
    page = auditor.get(waiting).text
    assert 'id="approve"' not in page and 'id="send-back"' not in page


def test_outside_ones_area_a_campaign_is_not_there(app: Flask, waiting: str, world: World, as_: Any) -> None:
    far = as_(made(app, Role.COORDINATOR, "2025:79"))
    assert all(far.get(path).status_code == 404 for path in PAGES[1:])
    assert "DOT-14-8" not in far.get("/campaigns/").text


def test_inside_a_ward_only_its_households_are_shown(
    app: Flask, waiting: str, world: World, as_: Any
) -> None:
    with app.app_context():
        cases = db.session.scalars(select(Case)).all()
        mine = {case.code for case in cases if case.place_id == "2021:00682"}
        others = {case.code for case in cases} - mine
    page = as_(made(app, Role.COORDINATOR, "2021:00682")).get(f"{waiting}/households").text
    assert mine and all(code in page for code in mine)
    assert others and not any(code in page for code in others)


def test_a_campaign_is_opened_with_its_windows_and_then_its_norms(app: Flask, world: World, as_: Any) -> None:
    browser = as_(world.proposer)
    form = {
        "code": "dot-2",
        "name": "đợt hai",
        "everywhere": "y",
        "store": world.store_id,
        "key": "k",
        **WINDOWS,
    }
    done = browser.post("/campaigns/new", data=form)
    assert done.headers["Location"] == "/campaigns/DOT-2/norms"
    assert browser.post("/campaigns/new", data=form).headers["Location"] == "/campaigns/DOT-2/norms"
    with app.app_context():
        assert rows_in(Campaign) == 2


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"distributes_to": "30/9/2021"}, "03/9/2021"),
        ({"receives_to": "31/12/2021", "distributes_to": "01/01/2022"}, "30/10/2021"),
        ({"receives_from": "hôm nay"}, "hôm nay"),
        ({"everywhere": ""}, "Chọn"),
        ({"code": "x" * 40}, "2 đến 20"),
        ({"code": "DOT-14-8"}, "Đã có đợt"),
        ({"store": "999999"}, "kho lấy hàng"),
        ({"place": "Phường Không Có", "everywhere": ""}, "Phường Không Có"),
    ],
)
def test_a_campaign_that_cannot_be_says_how_to_mend_it_and_keeps_what_was_typed(
    app: Flask, world: World, as_: Any, wrong: dict[str, str], said: str
) -> None:
    form = {
        "code": "D2",
        "name": "đợt hai",
        "everywhere": "y",
        "store": world.store_id,
        "key": "k",
        **WINDOWS,
    }
    answer = as_(world.proposer).post("/campaigns/new", data={**form, **wrong})
    assert answer.status_code == 422 and said in answer.text and "đợt hai" in answer.text
    with app.app_context():
        assert rows_in(Campaign) == 1


def norms(*parts: dict[str, str]) -> dict[str, str]:
    """The fields of the norms' form, as a browser sends them."""
    told = {"key": "norms"}
    for place, part in enumerate(parts):
        told |= {f"goods-{place}-{name}": value for name, value in part.items()}
    return told


RICE = {"code": "rice", "amount": "4 kg", "per": "person", "whole_pack": "0", "order": "priority"}
SAUCE = {"code": "fish_sauce", "amount": "1 chai", "per": "household", "order": "largest_households"}


def test_norms_are_typed_as_people_say_them(app: Flask, world: World, as_: Any) -> None:
    browser = as_(world.proposer)
    given = norms(
        {**RICE, "floor": "5", "cap": "0,5 tạ", "whole_pack": "5000"}, {**SAUCE, "households": "1.00"}
    )
    given["goods-1-households"] = "100"
    assert browser.post("/campaigns/DOT-14-8/norms", data=given).status_code == 302
    with app.app_context():
        kept = {norm.good_code: norm for norm in queries.get_campaign("DOT-14-8", by=OPERATOR).norms}
        rice, sauce = kept["rice"], kept["fish_sauce"]
        assert (rice.amount, rice.floor, rice.cap, rice.whole_pack) == (4_000, 5_000, 50_000, 5_000)
        assert (sauce.per, sauce.order, sauce.households) == ("household", "largest_households", 100)
    page = browser.get("/campaigns/DOT-14-8/norms").text
    assert 'value="4 kg"' in page and 'value="1 chai"' in page and 'value="100"' in page


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"amount": "bốn cân rưỡi gì đó"}, "bốn cân rưỡi gì đó"),
        ({"amount": "0"}, "0"),
        ({"floor": "9 kg", "cap": "5 kg"}, "nhiều nhất"),
        ({"households": "nhiều"}, "số hộ"),
        ({"amount": ""}, "ít nhất một mặt hàng"),
    ],
)
def test_a_wrong_norm_is_said_beside_its_field(
    world: World, as_: Any, wrong: dict[str, str], said: str
) -> None:
    answer = as_(world.proposer).post("/campaigns/DOT-14-8/norms", data=norms({**RICE, **wrong}))
    assert answer.status_code == 422 and said in answer.text
    for typed in wrong.values():
        assert typed in answer.text


def test_the_page_of_a_campaign_offers_the_one_next_step(app: Flask, world: World, as_: Any) -> None:
    page = as_(world.proposer).get("/campaigns/DOT-14-8").text
    assert "Lập phương án" in page and page.count("btn-primary") == 1
    moved = as_(world.proposer).post("/campaigns/DOT-14-8/propose", data={"key": "p1"})
    assert moved.headers["Location"] == "/campaigns/DOT-14-8/plans/1"
    again = as_(world.proposer).post("/campaigns/DOT-14-8/propose", data={"key": "p1"})
    assert again.headers["Location"] == "/campaigns/DOT-14-8/plans/1", "sent twice, proposed once"
    page = as_(world.approver).get("/campaigns/DOT-14-8").text
    assert "Xem phương án" in page and page.count("btn-primary") == 1
    as_(world.approver).post(moved.headers["Location"] + "/approve", data={"no_relatives": "y", "key": "a1"})
    page = as_(world.approver).get("/campaigns/DOT-14-8").text
    assert "/deliveries/" in page and page.count("btn-primary") == 1


def test_a_plan_shows_sums_curve_reasons_and_the_order_of_ties(waiting: str, world: World, as_: Any) -> None:
    page = as_(world.approver).get(waiting).text
    for words in ("Gạo", "4 kg/người", "40<u>kg</u>", "Đường công bằng", "khẩu × ", "mã hồ sơ", "Bằng nhau"):
        assert words in page, words
    assert "style=" not in page.split("</head>")[1]
    english = as_(world.approver)
    english.get("/language?to=en")
    assert "Who gets how much" in english.get(waiting).text


def test_the_proposer_reads_why_the_button_is_missing(
    app: Flask, waiting: str, world: World, as_: Any
) -> None:
    proposer = as_(world.proposer)
    page = proposer.get(waiting).text
    assert 'form="approve"' not in page and "luôn hai người" in page
    answer = proposer.post(f"{waiting}/approve", data={"no_relatives": "y", "key": "k"})
    assert answer.status_code == 403 and state_of(app) == "proposed"


def test_an_approval_needs_the_tick_and_acts_once(app: Flask, waiting: str, world: World, as_: Any) -> None:
    browser = as_(world.approver)
    missing = browser.post(f"{waiting}/approve", data={"key": "a"})
    assert (
        missing.status_code == 422 and "không có người thân" in missing.text and state_of(app) == "proposed"
    )
    ticked = {"no_relatives": "y", "key": "a"}
    assert browser.post(f"{waiting}/approve", data=ticked).status_code == 302
    assert browser.post(f"{waiting}/approve", data=ticked).status_code == 302, "the same press again"
    assert state_of(app) == "approved"
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Reservation)) == 16
    late = browser.post(f"{waiting}/approve", data={"no_relatives": "y", "key": "b"})
    assert late.status_code == 422 and "vừa được quyết định" in late.text


def test_a_plan_is_sent_back_with_a_reason_that_everybody_reads(
    app: Flask, waiting: str, world: World, as_: Any
) -> None:
    browser = as_(world.approver)
    empty = browser.post(f"{waiting}/send-back", data={"key": "s", "reason": " "})
    assert empty.status_code == 422 and "lý do trả lại" in empty.text
    browser.post(f"{waiting}/send-back", data={"key": "s", "reason": "Chờ hai thùng mì"})
    assert state_of(app) == "returned"
    assert "Chờ hai thùng mì" in as_(world.proposer).get(waiting).text


def test_whoever_comes_second_to_the_stock_reads_how_much_is_left(
    app: Flask, waiting: str, world: World, as_: Any
) -> None:
    with app.app_context(), transaction():
        lot = free_lots(world.store_id, "rice", on=THE_14TH.date())[0]
        reserve([("portion:0", world.store_id, lot.lot_id, 3_990_000)], expires_at=None, at=THE_14TH)
    answer = as_(world.approver).post(f"{waiting}/approve", data={"no_relatives": "y", "key": "a"})
    assert answer.status_code == 422 and "10 kg" in answer.text and "40 kg" in answer.text
    assert "checked" in answer.text, "the tick stays"
    assert state_of(app) == "proposed"


def test_households_are_found_by_name_and_code_and_read_page_by_page(
    app: Flask, waiting: str, world: World, as_: Any
) -> None:
    browser = as_(world.approver)
    with app.app_context():
        code = db.session.scalars(select(Case.code).join(Portion).where(Portion.position == 3)).first()
    assert code in browser.get(f"{waiting}/households?q={code}").text
    assert "Không có hộ nào" in browser.get(f"{waiting}/households?q=Zzz").text
    assert code not in browser.get(f"{waiting}/households?after=3").text
    assert browser.get(f"{waiting}/households?after=xyz").status_code == 200
    assert browser.get("/campaigns/DOT-14-8/plans/9").status_code == 404


def test_a_campaign_closes_once_nothing_is_promised(app: Flask, waiting: str, world: World, as_: Any) -> None:
    browser = as_(world.approver)
    browser.post(f"{waiting}/approve", data={"no_relatives": "y", "key": "a"})
    refused = browser.post("/campaigns/DOT-14-8/close", data={"key": "c"})
    assert refused.status_code == 422 and "đang chờ hoặc đang giao" in refused.text
