"""The list of cases as a whole: filters, views, columns, Excel, many at once; nobody learns of others."""

from __future__ import annotations

import hashlib
import io
import re
from datetime import datetime, timedelta
from html import unescape
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select

from aidtrack.audit.models import Entry
from aidtrack.cases.models import Case
from aidtrack.db import db
from aidtrack.rights import Role
from tests.web.casework import DAI_ANG, LIEN_NINH, MINH_KHAI, person, register
from tests.web.reading import said

THANH_TRI = "2021:020"
TUAN, MAY, AN = "Đào Xuân Tuấn", "Lò Thị Mây", "Đặng Văn An"


@pytest.fixture
def people(app: Flask, now: datetime) -> dict[str, Any]:
    return {
        "coordinator": person(app, now, "0953 100 001", Role.COORDINATOR, THANH_TRI, "Lò Hồng Thảo"),
        "volunteer": person(app, now, "0953 100 002", Role.VOLUNTEER, LIEN_NINH, "Vũ Quân"),
        "auditor": person(app, now, "0953 100 003", Role.AUDITOR, None, "Mùa Kiểm"),
        "far": person(app, now, "0953 100 004", Role.COORDINATOR, MINH_KHAI, "Đặng Xa"),
        "near": person(app, now, "0953 100 005", Role.VOLUNTEER, DAI_ANG, "Lý Gần"),
    }


@pytest.fixture
def cases(app: Flask, now: datetime, people: dict[str, Any]) -> dict[str, str]:
    by = "0953 100 002"
    told = {"citizen_id": "002077000084", "phone": "0953 509 991", "needs": ("rice",)}
    return {
        "tuan": register(app, now - timedelta(days=9), by, name=TUAN, **told),
        "may": register(app, now - timedelta(days=5), by, name=MAY, address="12, ngõ 3 Vĩnh Tuy"),
        "an": register(app, now - timedelta(days=1), by, name=AN, people=5),
    }


@pytest.fixture
def enter(client: FlaskClient, sign_in: Any, people: dict[str, Any]) -> Any:
    def as_(name: str) -> FlaskClient:
        sign_in(client, people[name])
        return client

    return as_


def html(answer: Any) -> str:
    return unescape(answer.get_data(as_text=True))


def names(answer: Any) -> list[str]:
    found = re.findall(r'<a class="fw-semibold whole"[^>]*>(.*?)</a>', html(answer))
    return [re.sub("</?mark>", "", one) for one in found]


def heads(answer: Any) -> list[str]:
    return [one for one in re.findall(r"<th class=\"(?:num|text-nowrap)\">(.*?)</th>", html(answer)) if one]


def tabs(answer: Any) -> list[str]:
    [nav] = re.findall(r'<nav class="views".*?</nav>', html(answer), re.S)
    return [re.sub(r"<.*?>", "", one).strip() for one in re.findall(r"<a .*?</a>", nav, re.S)]


def sheet(answer: Any) -> list[list[Any]]:
    assert answer.status_code == 200, html(answer)
    rows = load_workbook(io.BytesIO(answer.data)).active.iter_rows(values_only=True)
    return [list(row) for row in rows][3:]


def test_filters_of_the_address_narrow_the_list_and_are_undone_one_by_one(enter: Any, cases: Any) -> None:
    client = enter("coordinator")
    wanted = {
        "added_by=others&since=06/8/2021": [MAY, AN],
        "until=08/8/2021": [TUAN],
        "since=09/8/2021&until=09/8/2021": [MAY],
        "need=rice": [TUAN],
        "added_by=me": [],
        "q=vinh tuy": [MAY],
        "q=uân": [TUAN],
        "since=nonsense": [TUAN, MAY, AN],
        "need=nonsense": [TUAN, MAY, AN],
    }
    for query, found in wanted.items():
        assert names(client.get(f"/cases/?{query}")) == found, query
    page = html(client.get("/cases/?need=rice&until=08/8/2021"))
    undone = [url.partition("?")[2] for url in re.findall(r'class="chip" href="([^"]*)"', page)]
    assert undone == ["until=08/8/2021", "need=rice"]


def test_columns_are_chosen_for_once_or_for_good(enter: Any, cases: Any) -> None:
    client = enter("coordinator")
    usual = heads(client.get("/cases/"))
    once = client.get("/cases/?column=citizen_id&column=phone&column=nonsense")
    assert heads(once) == [usual[1], "Số điện thoại", "Số CCCD"]
    assert "002077••••84" in html(once) and "002077000084" not in html(once)
    client.post("/cases/columns?column=phone")
    assert heads(client.get("/cases/")) == [usual[1], "Số điện thoại"]
    assert heads(enter("volunteer").get("/cases/")) == usual, "another's columns are their own affair"
    enter("coordinator").post("/cases/columns?" + "&".join(f"column={one}" for one in usual))
    assert heads(client.get("/cases/")) == usual


def test_a_view_is_kept_with_its_filters_and_columns_and_forgotten(enter: Any, cases: Any) -> None:
    client = enter("coordinator")
    kept = client.post("/cases/views?q=vĩnh+tuy&since=01/8/2021&column=phone", data={"label": "Vĩnh Tuy"})
    assert kept.status_code == 302
    shown = client.get(kept.location)
    assert names(shown) == [MAY] and len(heads(shown)) == 2
    assert tabs(shown)[4:] == ["Vĩnh Tuy"] and 'aria-current="page">Vĩnh Tuy' in html(shown)
    again = client.post("/cases/views?state=verified", data={"label": "Vĩnh Tuy"})
    assert names(client.get(again.location)) == [] and len(tabs(client.get("/cases/"))) == 5, "replaced"
    [number] = re.findall(r"/cases/views/(\d+)/forget", html(client.get("/cases/views")))
    assert enter("volunteer").post(f"/cases/views/{number}/forget").status_code == 404
    enter("coordinator").post(f"/cases/views/{number}/forget")
    assert len(tabs(client.get("/cases/"))) == 4


def test_a_shared_view_is_offered_where_it_is_shared_and_tells_nothing_of_anybody(
    enter: Any, cases: Any
) -> None:
    client, place = enter("coordinator"), {"label": "Chờ gạo", "shared": "at:2021/01/020/"}
    refused = client.post("/cases/views?q=tuấn&need=rice", data=place)
    assert refused.status_code == 422, "others would read whom one looks for"
    assert client.post("/cases/views?need=rice", data=place).status_code == 302
    for who, offered, found in (
        ("volunteer", ["Chờ gạo (Lò Hồng Thảo)"], [TUAN]),
        ("near", ["Chờ gạo (Lò Hồng Thảo)"], []),
        ("auditor", ["Chờ gạo (Lò Hồng Thảo)"], [TUAN]),
        ("far", [], []),
    ):
        client = enter(who)
        assert tabs(client.get("/cases/"))[4:] == offered, who
        assert names(client.get("/cases/?need=rice")) == found, who
    elsewhere = {"label": "Xa", "shared": "at:2021/01/007/"}
    assert enter("coordinator").post("/cases/views", data=elsewhere).status_code == 403
    assert enter("volunteer").post("/cases/views", data=place).status_code == 403


def test_excel_holds_exactly_what_is_filtered_on_all_pages_in_order(
    app: Flask, now: datetime, enter: Any, cases: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        register(app, now, "0953 100 002", name=f"Mùa A {'Tủa Dơ Páo Sùng Vàng'.split()[number]}")
    monkeypatch.setattr(
        "aidtrack.cases.list_queries.walk.__kwdefaults__", {"verification_days": 90, "size": 2}
    )
    client = enter("coordinator")
    for query in ("", "q=mùa", "need=rice&column=citizen_id&column=phone", "since=09/8/2021&column=people"):
        shown = client.get(f"/cases/?{query}")
        head, *rows = sheet(client.post(f"/cases/excel?{query}"))
        assert [title.replace("CCCD", "Số CCCD") for title in head[1:]] == heads(shown), query
        assert [row[head.index("Chủ hộ")] for row in rows] == names(shown), query
        assert [row[0] for row in rows] == list(range(1, len(rows) + 1))
    query = "q=đào&state=reported&need=rice&added_by=others&since=1/8/2021&ward=Xã+Liên+Ninh"
    told = said(client.post(f"/cases/excel?{query}"))
    for word in ("Chờ xác minh", "“đào”", "cần Gạo", "người khác lập", "lập từ 01/8/2021", "Xã Liên Ninh"):
        assert word in told, word
    assert ["002077000084", "0953 509 991"] == sorted(
        sheet(client.post("/cases/excel?need=rice&column=citizen_id&column=phone"))[1][3:1:-1]
    )
    assert client.post("/cases/excel?q=zorro").status_code == 302, "a list of nobody is not taken out"
    assert enter("volunteer").post("/cases/excel").status_code == 403


def test_an_export_stands_in_the_chain_without_whom_one_looked_for(
    app: Flask, enter: Any, cases: Any
) -> None:
    answer = enter("coordinator").post("/cases/excel?q=tuấn&column=citizen_id", data={"key": "once"})
    with app.app_context():
        entry = db.session.scalars(select(Entry).where(Entry.action == "reports.export")).unique().one()
        content = entry.detail.content
        assert content["rows"] == 1 and content["columns"] == ["name", "citizen_id"]
        assert content["filters"] == {"view": "all", "search": "…"} and "Tuấn" not in str(content)
        assert entry.detail.place_path == "2021/01/020/"
    assert content["sha256"] == hashlib.sha256(answer.data).hexdigest()
    again = enter("coordinator").post("/cases/excel?q=tuấn&column=citizen_id", data={"key": "once"})
    assert again.status_code == 200, "a download that was lost is taken out again"
    assert enter("auditor").get("/reports/exports").status_code == 200


def many(client: FlaskClient, cases: dict[str, str], **sent: Any) -> Any:
    return client.post("/cases/many", data={"case": list(cases.values()), **sent})


def test_many_are_moved_after_a_page_that_says_who_will_be_and_who_not_and_why(
    app: Flask, enter: Any, cases: Any
) -> None:
    client = enter("coordinator")
    client.post(f"/cases/{cases['an']}/take_up", data={"version": "1"})
    preview = html(many(client, cases, move="take_up"))
    assert re.search(r"Sẽ làm: 2 hồ sơ.*?Tuấn.*?Mây.*?Không làm: 1 hồ sơ.*?An", preview, re.S)
    assert re.findall(r'name="case" value="([^"]*)"', preview) == [cases["tuan"], cases["may"]]
    seen = re.findall(r'name="seen" value="([^"]*)"', preview)
    client.post(f"/cases/{cases['may']}/notes", data={"text": "đã gọi"})
    with app.app_context():  # somebody changes one meanwhile
        db.session.execute(Case.__table__.update().where(Case.code == cases["may"]).values(version=9))
        db.session.commit()
    done = many(client, cases, move="take_up", confirmed="1", seen=seen, back="/cases/")
    assert done.location == "/cases/"
    told = html(client.get("/cases/"))
    assert "1 hồ sơ" in told and f"{MAY} ({cases['may']})" in told
    with app.app_context():
        found = dict(db.session.execute(select(Case.code, Case.state)).all())
        assert found == {cases["tuan"]: "under_review", cases["may"]: "reported", cases["an"]: "under_review"}


def test_a_reason_is_asked_once_for_all_and_without_it_nothing_is_moved(
    app: Flask, enter: Any, cases: Any
) -> None:
    client = enter("coordinator")
    seen = [f"{code}:1" for code in cases.values()]
    sent = {"move": "send_back", "confirmed": "1", "seen": seen, "back": "https://elsewhere.example/"}
    assert many(client, cases, **sent).status_code == 422
    with app.app_context():
        assert set(db.session.scalars(select(Case.state))) == {"reported"}
    done = many(client, cases, **sent, why=["phone"], reason="gọi không được")
    assert done.status_code == 302 and "elsewhere" not in done.location
    with app.app_context():
        assert set(db.session.scalars(select(Case.state))) == {"needs_more"}


def test_what_is_decided_one_by_one_is_not_done_to_many(enter: Any, cases: Any) -> None:
    assert many(enter("coordinator"), cases, move="reject").status_code == 404
    assert many(enter("coordinator"), cases, move="nonsense").status_code == 404


# Nothing of a person outside one's scope


def bare(answer: Any, *typed: str) -> str:
    """A page without what differs from one answer to the next: keys, tokens, and what was typed."""
    said = html(answer)
    for word in typed:
        for form in (word, quote(word), quote_plus(word)):
            said = said.replace(form, "·")
    return re.sub(r'nonce="[^"]*"|(name="(?:key|csrf_token)" value=)"[^"]*"', "", said)


@pytest.mark.parametrize("who", ["near", "far"])
def test_who_lies_outside_answers_as_who_does_not_exist(
    app: Flask, now: datetime, enter: Any, cases: Any, who: str
) -> None:
    by = "0953 100 005" if who == "near" else None
    if by:
        register(app, now, by, place_id=DAI_ANG, name="Hoàng Văn Tám")
    client = enter(who)
    pairs = (
        ("0953 509 991", "0953 509 119"),
        ("002077000084", "002077000048"),
        (cases["tuan"], "HN-2222222"),
        ("Đào Xuân Tuấn", "Đèo Xuốn Tuốn"),
        ("vinh tuy", "vanh tay"),
        ("uẩn", "oổn"),
    )
    for there, nowhere in pairs:
        for query in ("q={}", "q={}&view=waiting", "q={}&state=verified&ward=Xã Liên Ninh"):
            real, none = (client.get(f"/cases/?{query.format(typed)}") for typed in (there, nowhere))
            assert bare(real, there) == bare(none, nowhere), there
        real, none = (client.post(f"/cases/excel?q={typed}") for typed in (there, nowhere))
        assert real.status_code in (302, 403) and real.status_code == none.status_code
        client.get("/cases/")  # reads what both answers flashed
    known = {"case": [cases["tuan"]], "move": "take_up"}
    unknown = {"case": ["HN-2222222"], "move": "take_up"}
    for address in ("/cases/many", "/cases/verify"):
        answers = [client.post(address, data=sent) for sent in (known, unknown)]
        assert answers[0].status_code == answers[1].status_code
        assert bare(answers[0], cases["tuan"]) == bare(answers[1], "HN-2222222"), address
    assert AN not in html(client.get("/cases/"))
