"""Signing in and out, invitations, assignments and one-time links, through the pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import inspect

from aidtrack.clock import real_now
from aidtrack.db import db, transaction
from aidtrack.people import actions, queries
from aidtrack.people.models import Person
from aidtrack.people.passwords import kept
from aidtrack.rights import Actor, Role

OPERATOR = Actor(None, "operator", operator=True)
PASSWORD = "ba con ca nho"


@pytest.fixture
def person(app: Flask, now: datetime) -> Callable[..., Person]:
    """Make a person with a password and an assignment."""

    def make(
        phone: str, role: Role | None, place: str | None = None, name: str = "Nguyễn Thu Trang"
    ) -> Person:
        with app.app_context(), transaction():
            made = actions.add(phone, name, by=OPERATOR, at=now)
            actions.set_password(made, kept(PASSWORD), by=OPERATOR, at=now)
            if role:
                actions.assign(made, role, place, starts_on=now.date(), by=OPERATOR, at=now)
            db.session.flush()
            return made

    return make


@pytest.fixture
def admin(
    client: FlaskClient, person: Callable[..., Person], sign_in: Callable[..., None]
) -> Iterator[FlaskClient]:
    sign_in(client, person("0952 000 001", Role.ADMIN))
    yield client


def enter(client: Any, phone: str, password: str) -> Any:
    return client.post("/people/sign-in", data={"phone": phone, "password": password})


def test_the_start_page_and_the_sign_in_are_there_for_everybody_in_both_languages(
    client: FlaskClient,
) -> None:
    assert "Đăng nhập" in client.get("/").text
    assert "Sign in" in client.get("/", headers={"Accept-Language": "en"}).text
    client.get("/language?to=en")
    assert "Sign in" in client.get("/people/sign-in").text


def test_a_phone_in_any_form_and_the_password_open_the_door(client: FlaskClient, person: Any) -> None:
    person("0952345678", Role.COORDINATOR, "2021:001")
    answer = enter(client, "+84 952 345 678", PASSWORD)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert "Nguyễn Thu Trang" in client.get("/").text
    client.post("/people/sign-out")
    assert "Nguyễn Thu Trang" not in client.get("/").text


def plainly(page: str) -> str:
    """A page without what differs from one loading to the next: nonces, keys and tokens."""
    return re.sub(r'(nonce|value)="[^"]{10,}"', "", page)


@pytest.mark.usefixtures("each_database")
def test_wrong_passwords_are_answered_alike_for_known_and_unknown_phones_at_every_count(
    client: FlaskClient, person: Any
) -> None:
    person("0952345678", Role.VOLUNTEER, "2021:001")
    for failures in range(12):
        known, unknown = (enter(client, phone, "sai mật khẩu") for phone in ("0952345678", "0952345679"))
        assert known.status_code == unknown.status_code == 422
        assert plainly(known.text).replace("5678", "5679") == plainly(unknown.text), failures
    assert "Số điện thoại và mật khẩu không khớp" in known.text
    assert "0952345678" in known.text, "what was typed is kept"


def test_the_door_slows_down_and_then_locks(app: Flask, client: FlaskClient, person: Any) -> None:
    person("0952345678", Role.VOLUNTEER, "2021:001")
    for _ in range(4):
        enter(client, "0952345678", "sai")
    assert "phải chờ" in enter(client, "0952345678", PASSWORD).text, "the right one waits too"
    with app.app_context():
        found = queries.by_phone("0952345678")
        assert found and found.failures == 4 and found.locked_until and found.locked_until > real_now()
        with transaction():
            found.failures, found.locked_until = 9, real_now() - timedelta(seconds=1)
    enter(client, "0952345678", "sai")
    with app.app_context():
        found = queries.by_phone("0952345678")
        assert found and found.locked_until and found.locked_until > real_now() + timedelta(minutes=25)


def test_nobody_without_an_assignment_sees_anything(client: FlaskClient, person: Any, sign_in: Any) -> None:
    sign_in(client, person("0952345678", None))
    assert client.get("/cases/").status_code == 403
    assert client.get("/people/").status_code == 403


def test_an_administrator_invites_assigns_and_hands_over_a_link(app: Flask, admin: FlaskClient) -> None:
    made = admin.post("/people/new", data={"name": "Vũ Minh Quân", "phone": "0953 000 111", "key": "k1"})
    where = made.headers["Location"]
    given = admin.post(
        f"{where}/assign", data={"role": "volunteer", "place": "Xã Liên Ninh, Huyện Thanh Trì", "key": "k2"}
    )
    assert given.status_code == 302, given.text
    page = admin.post(f"{where}/link", data={"key": "k3"}).text
    link = re.search(r"http://localhost(/people/links/\S+?)<", page)
    assert link
    stranger = app.test_client()
    assert stranger.post(link[1], data={"password": "ngắn", "key": "k4"}).status_code == 422
    assert stranger.post(link[1], data={"password": PASSWORD, "key": "k5"}).status_code == 302
    assert "Vũ Minh Quân" in stranger.get("/people/account").text
    assert stranger.get(link[1]).status_code == 404, "a link works once"


def test_sessions_end_when_assignments_change(
    app: Flask, admin: FlaskClient, person: Any, sign_in: Any
) -> None:
    volunteer, other = person("0952000002", Role.VOLUNTEER, "2021:001"), app.test_client()
    sign_in(other, volunteer)
    assert other.get("/people/account").status_code == 200
    with app.app_context():
        someone = queries.by_phone("0952000002")
        assert someone
        where = f"/people/{someone.id}/assignments/{someone.assignments[0].id}/end"
    admin.post(where, data={"key": "k9"})
    assert other.get("/people/account").status_code == 302


def test_the_same_form_sent_twice_invites_once(app: Flask, admin: FlaskClient) -> None:
    form = {"name": "Lò Hồng Thảo", "phone": "0953000222", "key": "the-same"}
    first, second = admin.post("/people/new", data=form), admin.post("/people/new", data=form)
    assert first.headers["Location"] == second.headers["Location"]


def test_a_foreign_name_is_refused_while_demo_accounts_exist(
    app: Flask, client: FlaskClient, now: datetime
) -> None:
    with app.app_context(), transaction():
        actions.add("0952000009", "Demo", by=OPERATOR, at=now, demo=True)
    assert client.get("/").status_code == 200
    assert client.get("/", headers={"Host": "aid.example"}).status_code == 421
    for name in ("X-Forwarded-For", "Forwarded", "Via", "X-Real-IP", "CF-Connecting-IP"):
        assert client.get("/", headers={name: "10.0.0.1"}).status_code == 421


def test_the_way_back_never_leads_to_another_site(client: FlaskClient) -> None:
    for evil in ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"):
        assert client.get("/language", query_string={"to": "en", "back": evil}).headers["Location"] == "/"


def id_of(someone: Person) -> int:
    identity = inspect(someone).identity
    assert identity
    return int(identity[0])


def test_a_place_and_everywhere_together_are_asked_about(admin: FlaskClient, person: Any) -> None:
    someone = person("0953000111", None)
    told = {"role": "admin", "place": "Xã Liên Ninh, Huyện Thanh Trì", "everywhere": "y", "key": "k"}
    answer = admin.post(f"/people/{id_of(someone)}/assign", data=told)
    assert answer.status_code == 422 and "không chọn cả hai" in answer.text


def test_the_same_assignment_is_not_given_twice(admin: FlaskClient, person: Any) -> None:
    someone = person("0953000111", Role.VOLUNTEER, "2021:00682")
    told = {"role": "volunteer", "place": "Xã Liên Ninh, Huyện Thanh Trì", "key": "k"}
    answer = admin.post(f"/people/{id_of(someone)}/assign", data=told)
    assert answer.status_code == 422 and "đã có phân công này" in answer.text


def test_a_name_typed_in_haste_is_written_as_names_are(admin: FlaskClient) -> None:
    made = admin.post("/people/new", data={"name": "nguyễn văn thử", "phone": "0953000222", "key": "k"})
    assert "Nguyễn Văn Thử" in admin.get(made.headers["Location"]).text


def test_an_administrator_sees_that_a_door_is_shut_and_the_link_says_until_when(
    app: Flask, admin: FlaskClient, person: Any
) -> None:
    someone = person("0953000111", Role.VOLUNTEER, "2021:00682")
    with app.app_context(), transaction():
        db.session.get_one(Person, id_of(someone)).locked_until = real_now() + timedelta(minutes=20)
    assert "Sai mật khẩu quá nhiều lần" in admin.get(f"/people/{id_of(someone)}").text
    page = admin.post(f"/people/{id_of(someone)}/link", data={"key": "k"}).text
    assert "đến 17/8, 08:00" in page and "0953 000 111" in page and "data-copy" in page


@pytest.mark.parametrize(
    ("address", "tab"),
    [
        ("/audit/", "Sổ sách"),
        ("/audit/chain", "Sổ sách"),
        ("/goods/", "Thiết lập"),
        ("/goods/new", "Thiết lập"),
        ("/people/", "Thiết lập"),
        ("/donations/", "Kho"),
        ("/people/account", None),
    ],
)
def test_every_page_marks_the_tab_under_which_it_stands(
    admin: FlaskClient, address: str, tab: str | None
) -> None:
    bar = admin.get(address).text.split("<main")[0]
    marked = re.findall(r'aria-current="page">([^<]+)', bar.split("<nav")[1])
    assert marked == ([tab] if tab else [])


def test_who_keeps_no_people_finds_goods_under_stock(client: FlaskClient, person: Any, sign_in: Any) -> None:
    sign_in(client, person("0952345678", Role.COORDINATOR, "2021:001"))
    page = client.get("/goods/").text
    assert re.findall(r'aria-current="page">([^<]+)', page.split("<main")[0].split("<nav")[1]) == ["Kho"]
    assert client.get("/goods/new").status_code == 403


def test_an_administrator_of_a_ward_does_not_keep_goods(
    client: FlaskClient, person: Any, sign_in: Any
) -> None:
    sign_in(client, person("0952345678", Role.ADMIN, "2021:00682"))
    page = client.get("/goods/").text
    assert "/goods/rice/edit" not in page and "/goods/rice/activity" not in page
    assert client.get("/goods/rice/edit").status_code == 403
    assert client.post("/goods/rice/activity", data={"active": "0", "key": "k"}).status_code == 403
