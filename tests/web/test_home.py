"""The start page: tasks by urgency for the office, the day of a volunteer, the books for an auditor."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from aidtrack.campaigns import actions as campaigns
from aidtrack.cases import actions as cases
from aidtrack.db import db, transaction
from aidtrack.deliveries import actions as deliveries
from aidtrack.deliveries import queries
from aidtrack.deliveries.trips import Outcome
from aidtrack.donations import actions as donations
from aidtrack.donations.arrivals import Arrival
from aidtrack.rights import Role
from tests import factories
from tests.factories import DAI_ANG, LIEN_NINH, NOW, OPERATOR, World

Enter = Callable[..., FlaskClient]


@pytest.fixture
def world(app: Flask, client: FlaskClient) -> World:
    with app.app_context():
        made = factories.allocated()
        for person in made.staff.values():
            db.session.refresh(person)
    return made


@pytest.fixture
def enter(app: Flask, world: World, sign_in: Callable[..., None]) -> Enter:
    """The browser of a member of the staff."""

    def browser(part: str, language: str = "vi") -> FlaskClient:
        client = app.test_client()
        sign_in(client, world.staff[part])
        client.set_cookie("language", language)
        return client

    return browser


def titles(text: str) -> list[str]:
    """The tasks in their order."""
    listed = re.search(r'<ol class="todo">.*?</ol>', text, re.S)
    return re.findall(r"<div><b>(.*?)</b>", listed.group(0)) if listed else []


def test_everybody_has_a_start_page_in_both_languages(enter: Enter) -> None:
    for part in ("admin", "planner", "office", "volunteer", "stranger"):
        for language in ("vi", "en"):
            answer = enter(part, language).get("/")
            assert answer.status_code == 200 and len(re.findall("<h1", answer.text)) == 1


def test_an_auditor_is_led_to_the_books(enter: Enter) -> None:
    assert enter("auditor").get("/").headers["Location"] == "/books/"


def test_who_has_no_assignment_reads_what_comes_next(
    app: Flask, world: World, sign_in: Callable[..., None]
) -> None:
    with app.app_context():
        with transaction():
            nobody = factories.person("0952999999", "Chưa Có Việc", None, None)
        db.session.refresh(nobody)
    client = app.test_client()
    sign_in(client, nobody)
    assert "Bạn chưa được phân công" in client.get("/").text


def test_where_nothing_waits_the_page_says_so(enter: Enter) -> None:
    text = enter("stranger").get("/").text
    assert "Không có việc nào chờ bạn" in text and "Xã Liên Ninh" not in text


def test_the_most_urgent_task_stands_first(app: Flask, world: World, enter: Enter) -> None:
    with app.app_context(), transaction():
        admin = factories.acting(db.session.merge(world.staff["admin"]))
        for number, days in ((20, 6), (21, 1)):
            cases.register(factories.facts(number, 2), by=admin, at=NOW - timedelta(days=days))
        cases.register(factories.facts(21, 2, phone="0953222222"), by=admin, at=NOW - timedelta(days=1))
    text = enter("office").get("/").text
    found = titles(text)
    assert found[0] == "1 hồ sơ chưa ai đến xác minh" and "hồ sơ nghi trùng" in " ".join(found)
    assert len(re.findall(r'class="btn btn-primary"[^>]*>Xác minh', text)) == 1, "one primary button"


def test_a_plan_waits_for_everybody_but_its_proposer(app: Flask, world: World, enter: Enter) -> None:
    with app.app_context(), transaction():
        staff = {part: factories.acting(db.session.merge(world.staff[part])) for part in ("admin", "planner")}
        factories.verified_case(30, 4, DAI_ANG, by=staff["admin"], checked_by=staff["planner"])
        campaigns.propose(db.session.merge(world.campaign), by=staff["planner"], at=NOW)
    said = "chờ người thứ hai duyệt"
    assert said in enter("approver").get("/").text
    assert said not in enter("planner").get("/").text
    assert said not in enter("stranger").get("/").text


def test_a_short_arrival_is_told_until_the_rest_comes(app: Flask, world: World, enter: Enter) -> None:
    with app.app_context(), transaction():
        donor = donations.add_donor("Quỹ Tấm Lòng Việt", by=OPERATOR, at=NOW)
        gift = donations.pledge(donor, [("noodles", 9_000)], by=OPERATOR, at=NOW)
        arrival = Arrival("noodles", 9_000, 8_940, "carton", 30, difference_reason="thiếu 2 thùng")
        store = db.session.merge(world.store)
        donations.receive(gift, [arrival], store=store, key="short", by=OPERATOR, at=NOW)
    text = enter("admin").get("/").text
    assert "Mì tôm thiếu 60 gói so với chứng từ" in text and "thiếu 2 thùng" in text


def test_trips_and_households_that_were_not_reached_are_followed(
    app: Flask, world: World, enter: Enter
) -> None:
    with app.app_context():
        with transaction():
            trip = _trip(world)
        assert any("chờ lên đường" in title for title in titles(enter("office").get("/").text))
        with transaction():
            office = factories.acting(db.session.merge(world.staff["office"]))
            deliveries.send_out(trip, key="go", by=office, at=NOW)
        assert any("đang giao ở Xã Liên Ninh" in title for title in titles(enter("office").get("/").text))
        with transaction():
            volunteer = factories.acting(db.session.merge(world.staff["volunteer"]))
            stop = queries.get_stop(trip, 1)
            deliveries.record(stop, Outcome.ABSENT, key="no", by=volunteer, at=NOW)
    assert "1 hộ không trao được" in titles(enter("office").get("/").text)


def test_the_stock_stands_beside_what_is_still_to_be_given(enter: Enter) -> None:
    text = enter("planner").get("/").text
    rice = re.search(r"<b>Gạo</b>.*?</div></div>", text, re.S)
    assert rice and "có 72 kg" in rice.group(0) and "cần 36 kg" in rice.group(0)


def test_each_ward_leads_to_its_cases(enter: Enter) -> None:
    text = enter("planner").get("/").text
    (address,) = set(re.findall(r'<a href="(/cases/\?ward=[^"]+)"><span class="r"><b>Xã Liên Ninh', text))
    assert enter("planner").get(address).status_code == 200


def test_a_volunteer_reads_their_trips_and_what_was_sent_back(app: Flask, world: World, enter: Enter) -> None:
    assert "chưa có chuyến nào" in enter("volunteer").get("/").text
    with app.app_context(), transaction():
        _trip(world)
        staff = {
            part: factories.acting(db.session.merge(world.staff[part])) for part in ("volunteer", "planner")
        }
        case = cases.register(factories.facts(40, 2, LIEN_NINH), by=staff["volunteer"], at=NOW)
        cases.move(case, "send_back", reason="Thiếu số nhà", by=staff["planner"], at=NOW)
        code = case.code
    text = enter("volunteer").get("/").text
    assert "CHUYEN-0001" in text and "Hồ sơ trả lại" in text and code in text
    assert 'href="/cases/new"' in text
    assert (
        "CHUYEN-0001" not in enter("neighbour").get("/").text and code not in enter("neighbour").get("/").text
    )


def test_an_ended_assignment_empties_the_page(app: Flask, world: World, sign_in: Callable[..., None]) -> None:
    with app.app_context():
        with transaction():
            gone = factories.person("0952888888", "Đã Nghỉ", None, None)
            factories.people.assign(
                gone,
                Role.COORDINATOR,
                "2021:020",
                starts_on=factories.TODAY - timedelta(days=30),
                ends_on=factories.TODAY - timedelta(days=1),
                by=OPERATOR,
                at=NOW,
            )
        db.session.refresh(gone)
    client = app.test_client()
    sign_in(client, gone)
    assert "Xã Liên Ninh" not in client.get("/").text


def _trip(world: World):  # type: ignore[no-untyped-def]
    """The trip for what waits in Liên Ninh, planned by the office; the caller's transaction."""
    office, driver = db.session.merge(world.staff["office"]), db.session.merge(world.staff["volunteer"])
    campaign = db.session.merge(world.campaign)
    (trip,) = deliveries.plan(
        campaign, LIEN_NINH, on=factories.TODAY, driver_id=driver.id, by=factories.acting(office), at=NOW
    )
    return trip
