"""The books' page: everything that must hold, what came and went, and a check under one's name."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from aidtrack.audit import queries as audit
from aidtrack.books.invariants import ALTERED, INVARIANTS
from aidtrack.db import db, transaction
from aidtrack.languages import say_in
from aidtrack.people.models import Person
from aidtrack.rights import Role
from aidtrack.stock.models import Balance, Location, Lot
from tests.books.books_of_a_day import a_day, drop_the_guards
from tests.factories import DAI_ANG, World, person


@pytest.fixture
def world(app: Flask) -> World:
    with app.app_context():
        return a_day()


@pytest.fixture
def auditor(client: FlaskClient, world: World, sign_in: Any) -> FlaskClient:
    sign_in(client, world.staff["auditor"])
    return client


def checks_recorded(app: Flask) -> list[dict[str, Any]]:
    with app.app_context():
        return [entry.detail.content or {} for entry in audit.about("books") if entry.detail]


def test_all_that_must_hold_is_said_in_both_languages(auditor: FlaskClient) -> None:
    page = auditor.get("/books/").text
    english = auditor.get("/books/", headers={"Accept-Language": "en"}).text
    for one in (*INVARIANTS, ALTERED):
        assert say_in("vi", one.said) in page
        assert one.said in english.replace("&#39;", "'")
    assert f"cả {len(INVARIANTS) + 1} điều đều khớp" in page
    assert "xem và xuất được, không sửa được" in page


def test_what_came_went_and_is_left_stands_there(auditor: FlaskClient) -> None:
    page = " ".join(auditor.get("/books/").text.split())
    assert "Gạo" in page and "Tồn cuối kỳ" in page
    rice = page.split("<td><b>Gạo</b></td>")[1].split("</tr>")[0]
    figures = [part.split(">")[1] for part in rice.split("</td>") if 'class="num' in part]
    assert figures == ["0", "96", "36", "16", "0", "76", "76", "0"], "counted 76 kg, as the books say"


def test_a_check_is_recorded_with_its_answer(app: Flask, auditor: FlaskClient) -> None:
    assert "Chưa kiểm" in auditor.get("/books/").text
    asked = auditor.get("/books/?campaign=DOT-14-8").text
    assert 'name="campaign" type="hidden" value="DOT-14-8"' in asked  # one stays with one's campaign
    for _ in range(2):
        answer = auditor.post("/books/check", data={"key": "once", "campaign": "DOT-14-8"})
        assert answer.headers["Location"] == "/books/?campaign=DOT-14-8"
    (told,) = checks_recorded(app)
    assert told["ok"] and told["chain"] and told["differences"] == 0 and told["movements"] > 10
    page = auditor.get("/books/").text
    assert "Đỗ Mạnh Cường kiểm 14/8, 08:00" in page and "Chưa kiểm" not in page


def test_a_difference_is_named_with_its_row_and_unit(app: Flask, auditor: FlaskClient) -> None:
    with app.app_context(), transaction():
        rice = db.session.scalars(select(Lot).where(Lot.good_code == "rice").order_by(Lot.id)).first()
        assert rice is not None
        at_store = (Balance.lot_id == rice.id, Location.kind == "store")
        held = db.session.scalars(select(Balance).join(Location).where(*at_store)).one()
        held.on_hand += 5000
        named, before = f"{held.location.code} · {rice.code}", (held.on_hand - 5000) // 1000
    page = auditor.get("/books/").text
    assert "1 lệch" in page and named in page
    quantity = '<span class="qty">{}<u>kg</u></span>'
    assert quantity.format(before) in page and quantity.format(before + 5) in page
    auditor.post("/books/check", data={"key": "k"})
    assert "chỗ lệch" in auditor.get("/books/").text
    (told,) = checks_recorded(app)
    assert not told["ok"] and "balance" in told["checks"]


def test_findings_that_count_nothing_are_said_in_words(app: Flask, auditor: FlaskClient) -> None:
    with app.app_context(), transaction():
        drop_the_guards(db.session())
        db.session.execute(text("UPDATE cases SET verified_by_id = registered_by_id WHERE id = 1"))
        db.session.execute(text("UPDATE receipts SET outcome = 'declined' WHERE id = 1"))
    page = auditor.get("/books/").text
    assert "phải là hai người, sổ ghi một người" in page
    assert "sổ ghi Từ chối nhận" in page


def test_a_broken_chain_is_seen_when_the_books_are_checked(app: Flask, auditor: FlaskClient) -> None:
    with app.app_context(), transaction():
        drop_the_guards(db.session())
        db.session.execute(text("UPDATE audit_entries SET actor = '99' WHERE seq = 3"))
    auditor.post("/books/check", data={"key": "k"})
    assert "không còn liền mạch" in auditor.get("/books/").text
    (told,) = checks_recorded(app)
    assert not told["ok"] and not told["chain"]


def test_volunteers_and_strangers_see_no_books(client: FlaskClient, world: World, sign_in: Any) -> None:
    assert client.get("/books/").status_code == 302
    sign_in(client, world.staff["volunteer"])
    assert client.get("/books/").status_code == 403
    assert client.post("/books/check", data={"key": "k"}).status_code == 403


def test_who_does_not_reach_the_store_sees_no_stock(
    app: Flask, client: FlaskClient, world: World, sign_in: Any
) -> None:
    made: list[Person] = []
    with app.app_context(), transaction():
        made.append(person("0952000099", "Hoàng Thị Lan", Role.COORDINATOR, DAI_ANG))
    sign_in(client, made[0])
    page = client.get("/books/")
    assert page.status_code == 200 and "Tồn cuối kỳ" not in page.text


def test_books_without_a_campaign_are_shown_too(app: Flask, client: FlaskClient, sign_in: Any) -> None:
    made: list[Person] = []
    with app.app_context(), transaction():
        made.append(person("0952000099", "Hoàng Thị Lan", Role.AUDITOR, None))
    sign_in(client, made[0])
    assert "Chưa xuất tệp nào" in client.get("/books/").text
    assert client.get("/books/?campaign=DOT-99").status_code == 404
