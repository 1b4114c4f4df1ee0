"""The public request page and the queue behind it: without an account, and without a word too many."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select
from werkzeug.datastructures import MultiDict

from aidtrack.cases.models import Case
from aidtrack.clock import real_now
from aidtrack.community import actions, keyed
from aidtrack.community.models import HelpRequest, RequestPage
from aidtrack.db import db, transaction
from aidtrack.rights import Role
from aidtrack.settings import Settings
from aidtrack.web.secrets_of_requests import secret_of
from tests.web.casework import DAI_ANG, LIEN_NINH, OPERATOR, person
from tests.web.reading import said
from tests.web.test_hostile import HOSTILE, faults
from tests.web.two_wards import Browser

PAGE = "/community/2021-00682/request"
TOLD = {
    "who": "self",
    "name": "Lý Thị Tuân",
    "phone": "0953 509 991",
    "people": "3 người",
    "address": "2, ngõ 214, tổ 16",
    "categories": ["lost_job"],
    "needs": ["rice"],
    "words": "Nhà 3 người, nghỉ việc từ tháng 7.",
    "agreed": "y",
}


@pytest.fixture
def ward(app: Flask, client: Any, now: datetime) -> Flask:
    """The ward Liên Ninh has opened its page; that of Đại Áng is closed."""
    with app.app_context(), transaction():
        for place, is_open in ((LIEN_NINH, True), (DAI_ANG, False)):
            how: dict[str, Any] = {"reason": "chưa có người trực", "by": OPERATOR, "at": now}
            actions.keep_page(place, is_open=is_open, phone="024 3861 2345", **how)
    return app


def sealed(app: Flask, seconds: int = 60) -> str:
    return keyed.sealed(real_now() - timedelta(seconds=seconds), secret_of(app))


def send(client: Any, app: Flask, **more: Any) -> Any:
    told = {**TOLD, "opened": sealed(app), "key": f"the key of a form {real_now()}", **more}
    return client.post(PAGE, data=told)


def code_in(answer: Any) -> str:
    found = re.search(r'<h1 class="code[^"]*">([^<]+)</h1>', answer.text)
    assert found, answer.text
    return found[1]


def pressed(page: str) -> MultiDict[str, str]:
    """All that a browser sends from the last form of a page, its first button included."""
    form = re.findall(r"<form[^>]*>(.*?)</form>", page, re.S)[-1]
    inputs = re.findall(r'<(?:input|button)[^>]*name="([^"]*)"[^>]*value="([^"]*)"', form)
    return MultiDict([(name, unescape(value)) for name, value in inputs])


def only(app: Flask) -> HelpRequest:
    with app.app_context():
        found = db.session.scalars(select(HelpRequest).order_by(HelpRequest.id)).all()
        db.session.expunge_all()
    assert len(found) == 1
    return found[0]


def test_a_resident_asks_without_an_account_and_gets_a_code(ward: Flask, client: Any) -> None:
    page = client.get(PAGE)
    assert page.status_code == 200 and "Liên Ninh" in page.text and "024 3861 2345" in page.text
    answer = send(client, ward)
    assert answer.status_code == 200 and keyed.is_whole(keyed.plain(code_in(answer)))
    request = only(ward)
    assert (request.state, request.phone, request.people) == ("waiting", "+84953509991", 3)
    assert request.sent_at.year == 2021, "business time"
    with ward.app_context():
        assert db.session.scalars(select(Case)).all() == []


def test_what_was_typed_is_kept_when_something_is_missing(ward: Flask, client: Any) -> None:
    answer = send(client, ward, phone="0953 509 99", agreed="")
    assert answer.status_code == 422
    for text in (TOLD["name"], "0953 509 99", TOLD["words"], "3 người"):
        assert str(text) in answer.text
    assert re.search(r'value="lost_job" checked|value="lost_job"[^>]* checked', answer.text)
    assert "Số này có 9 chữ số" in unescape(answer.text)
    with ward.app_context():
        assert db.session.scalars(select(HelpRequest)).all() == []


def test_a_double_tap_is_one_request_with_one_code(ward: Flask, client: Any) -> None:
    first = send(client, ward, key="one form, sent twice in a row")
    again = send(client, ward, key="one form, sent twice in a row", name="Lý Thị Tuân Hai")
    assert code_in(first) == code_in(again) and only(ward).name == "Lý Thị Tuân"
    assert send(client, ward, key="").status_code == 200


@pytest.mark.parametrize(
    "odd", [{"homepage": "https://x.example"}, {"opened": ""}, {"opened": "1.2"}, {"opened": None}]
)
def test_what_looks_like_a_robot_reads_the_same_answer_and_stands_apart(
    ward: Flask, client: Any, odd: dict[str, Any]
) -> None:
    odd = {name: sealed(ward, 1) if value is None else value for name, value in odd.items()}
    answer = send(client, ward, **odd)
    assert answer.status_code == 200 and code_in(answer) and only(ward).state == "apart"


def test_the_hidden_field_is_hidden_from_people_and_readers_alike(ward: Flask, client: Any) -> None:
    page = client.get(PAGE).text
    box = re.search(r'<div class="visually-hidden" aria-hidden="true">(.*?)</div>', page, re.S)
    assert (
        box and 'name="homepage"' in box[1] and 'tabindex="-1"' in box[1] and 'autocomplete="off"' in box[1]
    )
    assert 'name="opened"' in page and "data-draft=" in page and "htmx" not in re.sub("htmx-config", "", page)


def test_a_shut_door_answers_429_with_what_to_do_and_keeps_the_words(ward: Flask, client: Any) -> None:
    ward.config["SETTINGS"] = Settings(**{**_fields(ward), "requests_per_phone": 1})
    assert send(client, ward).status_code == 200
    answer = send(client, ward, name="Lò Thị Mai")
    assert answer.status_code == 429 and int(answer.headers["Retry-After"]) >= 1
    assert (
        "024 3861 2345" in answer.text
        and "gửi lại từ" in unescape(answer.text)
        and "Lò Thị Mai" in answer.text
    )


def _fields(app: Flask) -> dict[str, Any]:
    return dict(vars(app.config["SETTINGS"]))


def test_limits_hold_for_several_processes(ward: Flask, client: Any) -> None:
    """Two applications on one database, as two processes would be: the count is one."""
    from aidtrack.app import create_app

    fields = {**_fields(ward), "requests_per_ward": 2}
    ward.config["SETTINGS"] = Settings(**fields)
    other = create_app(Settings(**fields))
    other.config["WTF_CSRF_ENABLED"] = False
    answers = [send(client, ward, phone="0953509991"), send(other.test_client(), other, phone="0953509992")]
    answers.append(send(client, ward, phone="0953509993"))
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    with other.app_context():
        db.session.remove()
        db.engine.dispose()


def test_a_closed_page_says_whom_to_ask(ward: Flask, client: Any) -> None:
    closed = client.get("/community/2021-00679/request")
    assert closed.status_code == 200 and "024 3861 2345" in closed.text and "<form method" not in closed.text
    assert "chưa có người trực" not in closed.text, "the reason is for the office"
    never = client.get("/community/2021-00622/request")
    assert never.status_code == 200 and "<form method" not in never.text
    with ward.app_context(), transaction():
        before = db.session.query(HelpRequest).count()
    assert client.post("/community/2021-00679/request", data=TOLD).status_code == 200
    with ward.app_context():
        assert db.session.query(HelpRequest).count() == before


@pytest.mark.parametrize(
    ("typed", "leads"),
    [
        ("xa-lien-ninh", PAGE),
        ("Xa-Lien-Ninh", PAGE),
        ("2021-00682", PAGE),
        ("phuong-minh-khai", None),
        ("2021-020", 404),
        ("khong-co", 404),
    ],
)
def test_an_address_can_be_said_aloud(ward: Flask, client: Any, typed: str, leads: Any) -> None:
    answer = client.get(f"/community/{typed}")
    if isinstance(leads, str):
        assert answer.headers["Location"] == leads
    else:
        assert answer.status_code == (leads or 200)
        assert leads or answer.text.count("/request") == 2, "both wards of that name are offered"
    assert client.get("/community/?ward=Liên Ninh").headers["Location"] == PAGE
    assert client.get("/community/?ward=Không Có").status_code == 422


def test_a_page_of_an_older_edition_leads_to_todays_ward(ward: Flask, client: Any) -> None:
    ward.config["SETTINGS"] = Settings(**{**_fields(ward), "edition": "2025"})
    page = client.get("/community/2021-00682/request")
    assert page.status_code == 200 and "Liên Ninh" not in page.text
    assert client.get("/community/xa-lien-ninh").status_code == 404


def same(answer: Any, typed: str) -> tuple[Any, ...]:
    """An answer without what is new in every one of them: nonce, keys, the typed code."""
    text = answer.text.replace(f'value="{typed}"', "TYPED")
    text = re.sub(r'nonce="[^"]*"|name="(?:csrf_token|key)"[^>]*value="[^"]*"', "", text)
    kept = {
        name: value for name, value in answer.headers if name not in ("Content-Security-Policy", "Set-Cookie")
    }
    kept.pop("Content-Length")
    return answer.status_code, text, kept


@pytest.fixture
def statements(ward: Flask) -> Iterator[list[str]]:
    """Every statement that the database is asked."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    with ward.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


def test_unknown_wrong_and_malformed_codes_read_alike_and_take_one_way(
    ward: Flask, client: Any, statements: list[str]
) -> None:
    real = code_in(send(client, ward))
    unknown = keyed.follow_code(b"another secret", "unknown")
    mistyped = real[:-1] + ("2" if real[-1] != "2" else "3")
    seen, ways = [], []
    for typed in (unknown, mistyped, "HN-7F3K2Q8", "xin chao", "1", "0" * 500):
        statements.clear()
        answer = client.post("/community/status", data={"code": typed})
        seen.append(same(answer, typed))
        ways.append([re.sub(r"\s+", " ", one) for one in statements])
    assert all(one == seen[0] for one in seen) and seen[0][0] == 422
    assert all(way == ways[0] for way in ways) and any("help_requests" in one for one in ways[0])
    statements.clear()
    found = client.post("/community/status", data={"code": real.lower().replace(" ", "-")})
    assert found.status_code == 200 and same(found, real) != seen[0]


def test_the_status_page_shows_nothing_personal(ward: Flask, client: Any) -> None:
    code = code_in(send(client, ward, who="neighbour", asker_name="Đỗ Văn An", asker_phone="0952 000 111"))
    page = client.post("/community/status", data={"code": code})
    assert page.status_code == 200 and "14/8/2021" in page.text and "Đã nhận" in unescape(page.text)
    for personal in ("Tuân", "509 991", "000 111", "Đỗ Văn An", "ngõ 214", "nghỉ việc", "lost_job"):
        assert personal not in unescape(page.text)


def test_codes_cannot_be_tried_without_end(ward: Flask, client: Any) -> None:
    ward.config["SETTINGS"] = Settings(**{**_fields(ward), "code_tries": 3})
    code = code_in(send(client, ward))
    answers = [client.post("/community/status", data={"code": f"22222222{n}2"}) for n in range(4)]
    assert [one.status_code for one in answers] == [422, 422, 422, 429]
    late = client.post("/community/status", data={"code": code})
    assert late.status_code == 429 and "Đã nhận" not in unescape(late.text)
    assert client.post("/community/withdraw", data={"code": code, "confirmed": "1"}).status_code == 429
    assert only(ward).state == "waiting"


def test_a_request_is_taken_back_after_one_more_question(ward: Flask, client: Any) -> None:
    code = code_in(send(client, ward))
    asked = client.post("/community/withdraw", data={"code": code})
    assert asked.status_code == 200 and only(ward).state == "waiting"
    done = client.post("/community/withdraw", data=pressed(asked.text))
    assert done.status_code == 200 and only(ward).state == "withdrawn"
    again = client.post("/community/withdraw", data={"code": code, "confirmed": "1"})
    assert "đã được xử lý" in unescape(again.text)
    wrong = client.post("/community/withdraw", data={"code": "22222222222", "confirmed": "1"})
    assert wrong.status_code == 422


@pytest.fixture
def trang(ward: Flask, client: Any, now: datetime, sign_in: Any) -> Any:
    """A coordinator of the ward, signed in."""
    browser = ward.test_client()
    sign_in(browser, person(ward, now, "0952000102", Role.COORDINATOR, LIEN_NINH, "Nguyễn Thu Trang"))
    return browser


def test_a_request_becomes_a_case_under_the_name_of_who_takes_it_up(
    ward: Flask, client: Any, trang: Any
) -> None:
    code = code_in(send(client, ward))
    number = only(ward).id
    assert "Lý Thị Tuân" in trang.get("/community/requests/").text
    assert "0953 509 991" in trang.get(f"/community/requests/{number}").text
    form = trang.get(f"/community/requests/{number}/take-up").text
    assert 'value="Lý Thị Tuân"' in form and "trên trang đề nghị" in unescape(form)
    sent = {name: TOLD[name] for name in ("name", "phone", "people", "address", "categories", "needs")}
    sent |= {
        "place": "Xã Liên Ninh",
        "consent": "y",
        "consent_by": "Lý Thị Tuân",
        "circumstances": TOLD["words"],
    }
    taken = trang.post(f"/community/requests/{number}/take-up", data=sent)
    assert re.match(r"/cases/HN-", taken.headers["Location"])
    assert "Trang" in trang.get(taken.headers["Location"]).text and only(ward).state == "taken"
    assert "Đang xem xét" in unescape(client.post("/community/status", data={"code": code}).text)
    assert trang.post(f"/community/requests/{number}/take-up", data=sent).status_code == 422


def test_a_polite_no_names_the_reason_of_the_list_and_never_the_offices_words(
    ward: Flask, client: Any, trang: Any
) -> None:
    code = code_in(send(client, ward))
    number = only(ward).id
    url = f"/community/requests/{number}/decline"
    assert trang.post(url, data={"reason": "other"}).status_code == 422
    assert trang.post(url, data={"reason": "served", "text": "anh này hỗn"}).status_code == 302
    told = unescape(client.post("/community/status", data={"code": code}).text)
    assert "Chưa thuộc đợt này" in told and "mới được hỗ trợ" in told and "hỗn" not in told
    assert "hỗn" in trang.get(f"/community/requests/{number}").text
    trang.post(f"/community/requests/{number}/restore")
    assert only(ward).state == "waiting"


def test_spam_is_discarded_in_bulk_after_a_look(ward: Flask, client: Any, trang: Any) -> None:
    send(client, ward, homepage="x")
    number = only(ward).id
    seen = trang.post("/community/requests/discard", data={"request": str(number)})
    assert seen.status_code == 200 and "Lý Thị Tuân" in seen.text and only(ward).state == "apart"
    sent = {"request": str(number), "seen": f"{number}:1", "confirmed": "1"}
    assert trang.post("/community/requests/discard", data=sent).status_code == 302
    assert only(ward).state == "spam"


def test_the_wards_own_page_hands_out_link_code_and_poster(ward: Flask, trang: Any) -> None:
    page = trang.get("/community/wards/2021-00682")
    assert "http://localhost/community/2021-00682/request" in page.text and "xa-lien-ninh" in page.text
    for name, kind in (
        ("qr.svg", "image/svg+xml"),
        ("qr.png", "image/png"),
        ("poster.pdf", "application/pdf"),
    ):
        answer = trang.get(f"/community/wards/2021-00682/{name}")
        assert (answer.status_code, answer.mimetype) == (200, kind)
    assert "localhost/community/xa-lien-ninh" in said(answer)
    closing = {"do": "close", "phone": "", "reason": "hết gạo"}
    assert trang.post("/community/wards/2021-00682", data={**closing, "reason": ""}).status_code == 422
    assert trang.post("/community/wards/2021-00682", data=closing).status_code == 302
    with ward.app_context():
        assert not db.session.get_one(RequestPage, LIEN_NINH).is_open


def test_the_office_sees_what_waits_on_its_first_page(ward: Flask, client: Any, trang: Any) -> None:
    assert "đề nghị" not in unescape(trang.get("/").text)
    send(client, ward, urgent="y")
    send(client, ward, homepage="x", phone="0953509995", words="")
    home = unescape(trang.get("/").text)
    assert "1 đề nghị của người dân đang chờ" in home and "1 đề nghị trong cách ly" in home


def test_hostile_words_do_no_harm_on_the_public_pages(ward: Flask) -> None:
    client = Browser(ward, ward.response_class)
    wrong: list[Any] = []
    for value in HOSTILE:
        if "\0" not in value:
            sent = {**dict.fromkeys([*TOLD, "opened", "key", "homepage", "asker_name", "asker_phone"], value)}
            wrong += faults(f"{PAGE} {value[:20]}", client.post(PAGE, data=sent))
            words = {
                **TOLD,
                "words": value,
                "name": "Lò Thị Mai",
                "opened": value,
                "key": value,
                "homepage": value,
            }
            wrong += faults(f"{PAGE} words {value[:20]}", client.post(PAGE, data=words))
            wrong += faults("status", client.post("/community/status", data={"code": value}))
            wrong += faults(
                "withdraw", client.post("/community/withdraw", data={"code": value, "confirmed": value})
            )
        wrong += faults("find", client.get("/community/", query_string={"ward": value, "ward-key": value}))
    assert not wrong


def test_the_first_load_weighs_less_than_60_kilobytes(ward: Flask, client: Any) -> None:
    """Each file as it goes over the wire: compressed, but for fonts, which are so already."""
    page = client.get(PAGE).text
    static = Path(ward.static_folder or "")
    style = (static / "theme.css").read_text()
    names = {name.split("?")[0] for name in re.findall(r'(?:src|href)="/static/([^"#]+)', page)}
    names |= set(re.findall(r"url\(([^)]*woff2)", style))
    files = [static / name.strip("\"'") for name in names]
    assert any(file.suffix == ".woff2" for file in files) and all(file.exists() for file in files)
    weights = [
        len(file.read_bytes()) if file.suffix == ".woff2" else len(gzip.compress(file.read_bytes()))
        for file in files
    ]
    assert sum(weights) + len(gzip.compress(page.encode())) < 60_000


def test_a_long_queue_goes_on_page_by_page_and_a_lost_code_is_found_by_its_phone(
    ward: Flask, client: Any, trang: Any
) -> None:
    for number in range(27):
        send(client, ward, phone=f"09535{number:05}", words="", name=f"Hộ {chr(97 + number % 26)}{number}")
    first = trang.get("/community/requests/").text
    link = re.search(r'rel="next" href="([^"]+)"', first)
    assert link and "27 đề nghị" in unescape(first)
    rest = trang.get(unescape(link[1])).text
    assert first.count("/community/requests/") > rest.count("/community/requests/") and "26" in rest
    found = trang.get("/community/requests/?q=0953500003").text
    assert "d3" in found and "e4" not in found
    assert trang.get("/community/requests/?q=12").status_code == 422
    assert "e4" not in trang.get("/community/requests/?q=0953500099").text
