"""The papers of stock, its stores, its statement and its words, through their pages."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from aidtrack.db import rows_in, transaction
from aidtrack.donations import actions as donations
from aidtrack.donations.arrivals import Arrival
from aidtrack.rights import Role
from aidtrack.stock import actions as stock
from aidtrack.stock import queries
from aidtrack.stock.models import Location
from tests.stock.shelf import CHIEF, NOW
from tests.web.stockroom import (
    LIEN_NINH,
    PAGES,
    YEN_MY,
    Stockroom,
    furnish,
    main_of,
    newest,
    refusals,
    rows_of,
    send,
)


@pytest.fixture
def room(app: Flask, now: datetime) -> Stockroom:
    app.config["WTF_CSRF_ENABLED"] = False
    return furnish(app, now)


@pytest.fixture
def keeper(room: Stockroom) -> FlaskClient:
    return room.browser(Role.COORDINATOR)


# ---- papers ----


def test_a_paper_is_taken_back_once_with_a_reason(room: Stockroom, keeper: FlaskClient) -> None:
    told = {"key": "w", "store": room.here, "reason": "mốc"} | room.amounts(rice="10 kg")
    paper = keeper.post("/stock/write-offs/new", data=told).headers["Location"]
    assert f"{paper}/reverse" in keeper.get(paper).text
    assert keeper.get(f"{paper}/reverse").status_code == 200
    refused = keeper.post(f"{paper}/reverse", data={"key": "r", "reason": ""})
    assert refused.status_code == 422 and refusals(refused) == ["Nhập lý do."]
    told = {"key": "r", "reason": "nhầm"}
    led = {keeper.post(f"{paper}/reverse", data=told).headers["Location"] for _ in range(2)}
    assert len(led) == 1 and room.lies("rice") == 400_000 and rows_of(room) == 5
    page = keeper.get(paper).text
    assert "Bị hủy bởi phiếu" in page and led.pop() in page and "/reverse" not in page
    again = keeper.post(f"{paper}/reverse", data={"key": "r2", "reason": "nhầm nữa"})
    assert again.status_code == 422 and 'value="nhầm nữa"' in again.text
    assert "/reverse" not in keeper.get(f"/stock/documents/{newest(room)}").text, "never a reversal"


def test_a_paper_of_a_donation_leads_to_where_it_is_taken_back(room: Stockroom, keeper: FlaskClient) -> None:
    with room.app.app_context(), transaction():
        donor = donations.add_donor("Công ty Hảo Tâm", by=CHIEF, at=NOW)
        pledge = donations.pledge(donor, [("noodles", 9_000)], by=CHIEF, at=NOW)
        store = queries.get_location(room.here, by=CHIEF)
        came = [Arrival("noodles", 9_000, 8_940, "carton", 30, difference_reason="thiếu hai thùng")]
        number = donations.receive(pledge, came, store=store, key="r", by=CHIEF, at=NOW).number
        there = f"/donations/{pledge.code}/papers/{number}/take-back"
    page = keeper.get(f"/stock/documents/{number}").text
    assert there in page and "/reverse" not in page
    assert "9.000<u>gói</u>" in page and "8.940<u>gói</u>" in page, "a shortage is a fact of its own"
    page = main_of(keeper.get(f"/stock/documents/{number}/reverse").text)
    assert there in page and "<form" not in page and keeper.get(there).status_code == 200
    answer = keeper.post(f"/stock/documents/{number}/reverse", data={"key": "r", "reason": "nhầm"})
    assert answer.status_code == 422 and number in answer.text and there in answer.text
    assert room.lies("noodles") == 300 + 8_940


def test_a_paper_of_a_trip_leads_to_the_trip(demo_app: Flask) -> None:
    demo_app.config["WTF_CSRF_ENABLED"] = False
    room = Stockroom(demo_app)
    with demo_app.app_context():
        found = {kind: queries.documents(CHIEF, kind=kind).rows[0] for kind in ("issue", "give", "return")}
    keeper = room.browser(Role.COORDINATOR, None)
    for kind, row in found.items():
        trip = re.sub("^(trip|stop):|/.*$", "", row.subject)
        link = f"/deliveries/{trip}" if kind == "issue" else f"/deliveries/{trip}/stops/"
        page = keeper.get(f"/stock/documents/{row.number}").text
        assert link in page and "/reverse" not in page, kind
        answer = keeper.post(f"/stock/documents/{row.number}/reverse", data={"key": kind, "reason": "nhầm"})
        assert answer.status_code == 422 and link in answer.text and "thuộc" in answer.text, kind
        assert keeper.get(re.findall(f'href="({link}[^"]*)"', page)[0]).status_code == 200


def test_papers_are_listed_newest_first_narrowed_by_kind_and_page_by_page(
    room: Stockroom, keeper: FlaskClient
) -> None:
    with room.app.app_context(), transaction():
        for n in range(60):
            wanted = [(room.lots["noodles"], 1)]
            store = queries.get_location(room.here, by=CHIEF)
            stock.write_off(store, wanted, reason="rách", key=f"w{n}", by=CHIEF, at=NOW)
    page = keeper.get("/stock/documents").text
    assert "PHH-0060" in page and "PHH-0010" not in page
    older = re.search(r'rel="next" href="([^"]+)"', page)
    assert older
    page = keeper.get(older[1].replace("&amp;", "&")).text
    assert "PHH-0010" in page and "PHH-0060" not in page and 'rel="next"' not in page
    page = keeper.get("/stock/documents?kind=receive").text
    assert "PNK-0001" in page and "PHH-" not in page
    assert "Chưa có phiếu nào loại này" in keeper.get("/stock/documents?kind=give").text


# ---- stores, the statement ----


def test_a_store_is_opened_for_a_place(room: Stockroom, keeper: FlaskClient) -> None:
    refused = keeper.post("/stock/locations/new", data={"key": "s", "name": "", "place": "Phường Không Có"})
    assert refused.status_code == 422 and "Nhập tên kho." in refusals(refused)
    assert 'value="Phường Không Có"' in refused.text and len(refusals(refused)) == 2
    told = {"key": "s", "name": "Kho Đại Áng", "place": "Xã Đại Áng, huyện Thanh Trì"}
    for _ in range(2):
        assert keeper.post("/stock/locations/new", data=told).headers["Location"] == "/stock/locations"
    page = keeper.get("/stock/locations").text
    assert page.count("Kho Đại Áng") == 1 and "Đại Áng" in page and "KHO-0003" in page
    twin = keeper.post("/stock/locations/new", data=told | {"key": "s2", "name": "KHO ĐẠI ÁNG"})
    assert twin.status_code == 422 and "Nơi này đã có kho tên ấy." in refusals(twin)
    with room.app.app_context():
        assert rows_in(Location) == 3 + 5, "three stores and the five places that are no shelf"


def test_a_store_is_opened_only_where_one_works(room: Stockroom) -> None:
    near = room.browser(Role.COORDINATOR, LIEN_NINH)
    told = {"key": "s", "name": "Kho mới", "place": "Xã Yên Mỹ, huyện Thanh Trì"}
    assert near.post("/stock/locations/new", data=told).status_code == 403
    assert near.post("/stock/locations/new", data={"key": "s", "name": "Kho mới"}).status_code == 403
    assert "Kho mới" not in room.browser(Role.COORDINATOR, YEN_MY).get("/stock/locations").text


def test_the_statement_says_what_came_what_went_and_what_is_left(
    room: Stockroom, keeper: FlaskClient
) -> None:
    room.give("rice", 100_000)
    page = main_of(keeper.get("/stock/statement").text)
    assert "01/8/2021" in page and "14/8/2021" in page
    for words in ("400<u>kg</u>", "100<u>kg</u>", '<b><span class="qty">300<u>kg</u>'):
        assert words in page, words
    page = main_of(keeper.get("/stock/statement?first=01/7/2021&last=31/7/2021").text)
    assert "Những ngày này không có phát sinh" in page


def test_a_day_that_is_none_is_named_on_the_statement(keeper: FlaskClient) -> None:
    answer = keeper.get("/stock/statement?first=hôm+kia&last=14/8/2021")
    assert answer.status_code == 200 and "hôm kia" in refusals(answer)[0]
    assert 'value="hôm kia"' in answer.text
    turned = keeper.get("/stock/statement?first=14/8/2021&last=01/8/2021").text
    assert "400<u>kg</u>" in turned, "days the wrong way round are turned"


# ---- languages ----

VIETNAMESE = re.compile(r"[ăâđêôơưáàảãạéèẻẽẹíìỉĩịóòỏõọúùủũụýỳỷỹỵ]", re.I)
OURS = re.compile(r"(Kho |Xã )?(Liên Ninh|Yên Mỹ)|Lê Thị Kho|Trần Văn Tải|\b[^\s\d]+-\d{4}-\d\b|“[^”]*”")


def words_of(page: str) -> str:
    """What a reader sees or hears of a page, without what people themselves wrote."""
    spoken = " ".join(re.findall(r'(?:aria-label|placeholder)="([^"]*)"', main_of(page)))
    return OURS.sub("", re.sub(r"<[^>]*>", " ", main_of(page)) + spoken)


def test_english_readers_meet_no_vietnamese_and_the_other_way_round(
    room: Stockroom, keeper: FlaskClient
) -> None:
    link = send(room, keeper)
    english = room.browser(Role.ADMIN, None, language="en")
    paper = f"/stock/documents/{newest(room)}"
    for path in (*PAGES, link, paper, f"{paper}/reverse", "/stock/locations/new", "/stock/?store=KHO-0002"):
        said = words_of(english.get(path).text)
        assert not VIETNAMESE.search(said), (path, VIETNAMESE.findall(said), said)
        said = words_of(keeper.get(path).text)
        assert not re.search(r"\b(the|and|of|to|from|not|is|packs?|bottles?)\b", said, re.I), (path, said)
    assert "300<u>packs</u>" in english.get("/stock/").text


def test_english_amounts_are_understood(room: Stockroom) -> None:
    english = room.browser(Role.COORDINATOR, language="en")
    told = {"key": "w", "store": room.here, "reason": "mould"}
    sent = told | room.amounts(rice="1.5 kg", noodles="2 cartons and 5 packs")
    assert english.post("/stock/write-offs/new", data=sent).status_code == 302
    assert (room.lies("rice"), room.lies("noodles")) == (398_500, 235)
    answer = english.post("/stock/write-offs/new", data=told | {"key": "w2"} | room.amounts(rice="abc"))
    assert "is not an amount" in refusals(answer)[0] or "is not measured in" in refusals(answer)[0]
