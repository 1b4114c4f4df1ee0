"""The books' page: everything that must hold, what came and went, and a check under one's name."""

from __future__ import annotations

from secrets import token_hex
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from aidtrack.audit import queries as audit
from aidtrack.books import queries as books
from aidtrack.books.invariants import ALTERED, INVARIANTS
from aidtrack.cases.models import Case
from aidtrack.db import db, transaction
from aidtrack.languages import say_in
from aidtrack.people.models import Person
from aidtrack.rights import Role
from aidtrack.stock import actions as stock
from aidtrack.stock import queries as stock_queries
from aidtrack.stock.models import Balance, Location, Lot
from tests.books.books_of_a_day import a_day, drop_the_guards
from tests.factories import DAI_ANG, NOW, OPERATOR, World, person


@pytest.fixture
def world(app: Flask) -> World:
    with app.app_context():
        return a_day()


@pytest.fixture
def auditor(client: FlaskClient, world: World, sign_in: Any) -> FlaskClient:
    sign_in(client, world.staff["auditor"])
    return client


def checked(auditor: FlaskClient) -> str:
    """The page after somebody checked, in Vietnamese."""
    auditor.post("/books/check", data={"key": token_hex(8)})
    return auditor.get("/books/").text


def checks_recorded(app: Flask) -> list[dict[str, Any]]:
    with app.app_context():
        return [entry.detail.content or {} for entry in audit.about("books") if entry.detail]


def test_all_that_must_hold_is_said_in_both_languages(auditor: FlaskClient) -> None:
    page = checked(auditor)
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
    assert "14/8, 08:00, Đỗ Mạnh Cường kiểm" in page and "Chưa kiểm" not in page


def test_a_difference_is_named_with_its_row_and_unit(app: Flask, auditor: FlaskClient) -> None:
    with app.app_context(), transaction():
        rice = db.session.scalars(select(Lot).where(Lot.good_code == "rice").order_by(Lot.id)).first()
        assert rice is not None
        at_store = (Balance.lot_id == rice.id, Location.kind == "store")
        held = db.session.scalars(select(Balance).join(Location).where(*at_store)).one()
        held.on_hand += 5000
        named, before = f"{held.location.code} · {rice.code}", (held.on_hand - 5000) // 1000
    page = checked(auditor)
    assert "chỗ lệch" in page
    page = auditor.get("/books/").text
    assert "1 lệch" in page and named in page
    quantity = '<span class="qty">{}<u>kg</u></span>'
    assert quantity.format(before) in page and quantity.format(before + 5) in page
    (told,) = checks_recorded(app)
    assert not told["ok"] and "balance" in told["checks"]


def test_opening_the_page_checks_nothing_and_tells_how_old_the_answer_is(
    app: Flask, auditor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Sổ sách chưa được kiểm" in auditor.get("/books/").text
    assert "14/8, 08:00" in checked(auditor) and "lập sau đó" not in auditor.get("/books/").text
    with app.app_context(), transaction():
        store = db.session.scalars(select(Location).where(Location.kind == "store")).first()
        lot = stock_queries.lots_at([store.id], good_code="rice")[0]
        stock.write_off(store, [(lot.lot_id, 9)], reason="ướt", key="later", by=OPERATOR, at=NOW)
    for name in ("examine", "check_each"):
        monkeypatch.setattr(books, name, lambda: pytest.fail("the page made a check"))
    assert "1 phiếu lập sau đó" in auditor.get("/books/").text


def test_what_differs_is_named_only_to_whoever_reads_the_books_of_the_whole_area(
    app: Flask, auditor: FlaskClient, sign_in: Any
) -> None:
    with app.app_context(), transaction():
        drop_the_guards(db.session())
        db.session.execute(text("UPDATE cases SET verified_by_id = registered_by_id WHERE id = 1"))
        code = db.session.get_one(Case, 1).code
        lan = person("0952000099", "Hoàng Thị Lan", Role.AUDITOR, DAI_ANG)
    assert code in checked(auditor)
    sign_in(auditor, lan)
    page = auditor.get("/books/").text
    assert code not in page and "1 dòng" in page and "1 lệch" in page


def test_books_are_gone_through_before_the_transaction_that_keeps_the_answer(
    auditor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = books.check_each

    def watched() -> Any:
        assert not db.session.info.get("writing"), "nobody else can write meanwhile"
        return whole()

    monkeypatch.setattr(books, "check_each", watched)
    assert "Khớp" in checked(auditor)


def test_findings_that_count_nothing_are_said_in_words(app: Flask, auditor: FlaskClient) -> None:
    with app.app_context(), transaction():
        drop_the_guards(db.session())
        db.session.execute(text("UPDATE cases SET verified_by_id = registered_by_id WHERE id = 1"))
        db.session.execute(text("UPDATE receipts SET outcome = 'declined' WHERE id = 1"))
    page = checked(auditor)
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
