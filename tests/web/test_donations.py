"""Donations through their pages: promised in people's words, received by count, once, in one's area."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from aidtrack.db import db, rows_in, transaction
from aidtrack.donations import queries
from aidtrack.donations.models import Donation, Donor
from aidtrack.people import actions as people
from aidtrack.rights import Role
from aidtrack.stock import actions as stock
from aidtrack.stock.queries import free_totals
from tests.stock.shelf import CHIEF

HANOI = "2021:01"


@pytest.fixture
def as_(app: Flask, client: FlaskClient, now: datetime, sign_in: Any) -> Callable[..., FlaskClient]:
    """A browser signed in with one role at a place."""
    phones = iter(range(952_300_000, 952_300_100))

    def enter(role: Role, place: str | None = HANOI) -> FlaskClient:
        browser = app.test_client()
        with app.app_context(), transaction():
            person = people.add(f"0{next(phones)}", "Lê Thị Kho", by=CHIEF, at=now)
            people.assign(person, role, place, starts_on=date(2021, 8, 1), by=CHIEF, at=now)
            db.session.flush()
        sign_in(browser, person)
        return browser

    return enter


@pytest.fixture
def store_id(app: Flask, now: datetime) -> int:
    with app.app_context(), transaction():
        return stock.open_store("Kho Liên Ninh", "2021:00682", by=CHIEF, at=now).id


@pytest.fixture
def keeper(as_: Any, store_id: int) -> FlaskClient:
    return as_(Role.COORDINATOR)


PLEDGE = {
    "key": "p",
    "donor": "Công ty Hảo Tâm",
    "expected_on": "15/8/2021",
    "earmark": ["stranded_worker", "student"],
    "lines-0-good": "noodles",
    "lines-0-amount": "300 thùng",
    "lines-1-good": "rice",
    "lines-1-amount": "4 tấn",
    "note": "giao hai đợt",
}


@pytest.fixture
def pledge(keeper: FlaskClient) -> str:
    """The address of a pledge of 300 cartons and 4 t."""
    answer = keeper.post("/donations/new", data=PLEDGE)
    assert answer.status_code == 302, re.findall(r'class="err"[^>]*>([^<]*)', answer.text)
    return str(answer.headers["Location"])


def arrival(store_id: int, **more: str) -> dict[str, Any]:
    """What came of the noodles, as a browser sends it."""
    told = {
        "code": "noodles",
        "on_paper": "300 thùng",
        "counted": "298 thùng",
        "pack": "carton:30",
        "expires_on": "01/02/2022",
        "difference_reason": "thiếu hai thùng",
    }
    told |= more
    return {
        "key": "r",
        "store": store_id,
        "handed_over_by": "tài xế Hùng",
        **{f"goods-0-{name}": value for name, value in told.items()},
    }


def free(app: Flask, store_id: int) -> dict[str, int]:
    with app.app_context():
        return free_totals(store_id, on=date(2021, 8, 14))


def test_a_pledge_is_written_as_people_say_it_and_once(app: Flask, keeper: FlaskClient, pledge: str) -> None:
    assert keeper.post("/donations/new", data=PLEDGE).headers["Location"] == pledge
    with app.app_context():
        kept = queries.get_donation(pledge.rsplit("/", 1)[1], by=CHIEF)
        assert {line.good_code: line.promised for line in kept.lines} == {"noodles": 9_000, "rice": 4_000_000}
        assert kept.earmark == ["stranded_worker", "student"] and kept.place_path == "2021/01/"
        assert rows_in(Donation) == 1
    page = keeper.get(pledge).text
    for words in ("Công ty Hảo Tâm", "9.000<u>gói</u>", "4.000<u>kg</u>", "giao hai đợt", "Sinh viên"):
        assert words in page, words


def test_a_known_donor_is_found_again_whatever_the_marks(
    app: Flask, keeper: FlaskClient, pledge: str
) -> None:
    keeper.post("/donations/new", data={**PLEDGE, "key": "p2", "donor": "CONG TY HẢO TÂM"})
    with app.app_context():
        assert (rows_in(Donor), rows_in(Donation)) == (1, 2)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"donor": " "}, "tên nhà hảo tâm"),
        ({"lines-0-amount": "ba trăm gì đó"}, "ba trăm gì đó"),
        ({"lines-0-good": ""}, "chọn mặt hàng"),
        ({"lines-0-amount": ""}, "Hãy ghi số lượng"),
        ({"expected_on": "01/8/2021"}, "Ngày hẹn đã qua"),
        ({"phone": "123"}, "123"),
        ({"earmark": ["không có"]}, "danh sách diện"),
    ],
)
def test_a_pledge_that_cannot_be_says_how_to_mend_it_and_keeps_the_rest(
    app: Flask, keeper: FlaskClient, wrong: dict[str, Any], said: str
) -> None:
    answer = keeper.post("/donations/new", data={**PLEDGE, **wrong})
    assert answer.status_code == 422 and said in answer.text
    assert 'value="4 tấn"' in answer.text and "giao hai đợt" in answer.text
    with app.app_context():
        assert rows_in(Donation) == 0


def test_what_was_counted_comes_into_stock_once(
    app: Flask, keeper: FlaskClient, pledge: str, store_id: int
) -> None:
    assert 'value="9.000 gói"' in keeper.get(f"{pledge}/receive").text, "the pledge is proposed for the paper"
    for _ in range(2):
        assert keeper.post(f"{pledge}/receive", data=arrival(store_id)).headers["Location"] == pledge
    assert free(app, store_id) == {"noodles": 8_940}
    page = keeper.get(pledge).text
    for words in ("Đã nhận một phần", "8.940<u>gói</u>", "60<u>gói</u>", "thiếu hai thùng", "tài xế Hùng"):
        assert words in page, words
    assert 'value="60 gói"' in keeper.get(f"{pledge}/receive").text, "then the rest"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"difference_reason": ""}, "khác nhau"),
        ({"counted": "298 thùn"}, "thùn"),
        ({"counted": ""}, "số đếm được"),
        ({"counted": "0"}, "Chưa đếm được"),
        ({"on_paper": ""}, "chứng từ"),
        ({"expires_on": "01/8/2021"}, "goods-0-expires_on-err"),
        ({"expires_on": "mai"}, "mai"),
    ],
)
def test_an_arrival_that_cannot_be_books_nothing_and_keeps_what_was_typed(
    app: Flask, keeper: FlaskClient, pledge: str, store_id: int, wrong: dict[str, str], said: str
) -> None:
    answer = keeper.post(f"{pledge}/receive", data=arrival(store_id, **wrong))
    assert answer.status_code == 422 and said in answer.text and "tài xế Hùng" in answer.text
    assert free(app, store_id) == {}


def test_the_summary_of_errors_says_whose_amount_is_wrong(
    keeper: FlaskClient, pledge: str, store_id: int
) -> None:
    answer = keeper.post(f"{pledge}/receive", data=arrival(store_id, counted="298 thùn"))
    summary = answer.text.partition('class="errsum"')[2].partition("</ul>")[0]
    assert re.findall(r'<a href="#goods-0-counted">([^<]*)</a>', summary) == ["Mì tôm, đếm được"]
    assert ">Đếm được</label>" in answer.text, "beside the field its good stands already"
    wrong = {**PLEDGE, "lines-1-amount": "4 thùng", "lines-2-amount": "5 kg"}
    answer = keeper.post("/donations/new", data=wrong)
    summary = answer.text.partition('class="errsum"')[2].partition("</ul>")[0]
    assert re.findall(r">([^<]*)</a>", summary) == ["Gạo, số lượng", "dòng 3, mặt hàng"]


def test_goods_go_only_into_stores_of_ones_area(
    app: Flask, keeper: FlaskClient, pledge: str, store_id: int, as_: Any
) -> None:
    answer = keeper.post(f"{pledge}/receive", data=arrival(999_999))
    assert answer.status_code == 422 and "kho nhập hàng" in answer.text
    elsewhere = as_(Role.COORDINATOR, "2021:006")
    assert elsewhere.post(f"{pledge}/receive", data=arrival(store_id)).status_code == 404
    assert free(app, store_id) == {}


def test_of_several_stores_none_is_taken_unasked(
    app: Flask, keeper: FlaskClient, pledge: str, store_id: int, now: datetime
) -> None:
    chosen = re.compile(r'<option selected value="(\d+)"')
    assert chosen.findall(keeper.get(f"{pledge}/receive").text) in ([], [str(store_id)])
    with app.app_context(), transaction():
        stock.open_store("Kho Yên Mỹ", "2021:00661", by=CHIEF, at=now)
    page = keeper.get(f"{pledge}/receive").text
    assert str(store_id) not in chosen.findall(page) and "Hãy chọn kho nhập hàng." in page
    answer = keeper.post(f"{pledge}/receive", data=arrival(0))
    assert answer.status_code == 422 and free(app, store_id) == {}


def test_rights_and_places_are_asked(pledge: str, as_: Any) -> None:
    auditor, volunteer = as_(Role.AUDITOR), as_(Role.VOLUNTEER)
    assert auditor.get(pledge).status_code == auditor.get("/donations/").status_code == 200
    assert (
        "/receive" not in auditor.get(pledge).text
        and "<form method" not in auditor.get(pledge).text.split("</main>")[0]
    )
    for path in ("/donations/new", f"{pledge}/receive"):
        assert auditor.get(path).status_code == 403
    assert auditor.post(f"{pledge}/withdraw", data={"reason": "x", "key": "w"}).status_code == 403
    for path in ("/donations/", pledge, "/donations/new"):
        assert volunteer.get(path).status_code == 403
    far = as_(Role.COORDINATOR, "2025:79")
    assert far.get(pledge).status_code == far.get(f"{pledge}/receive").status_code == 404
    assert "Hảo Tâm" not in far.get("/donations/").text


def test_a_pledge_is_withdrawn_with_a_reason(keeper: FlaskClient, pledge: str, store_id: int) -> None:
    assert keeper.post(f"{pledge}/withdraw", data={"key": "w", "reason": ""}).status_code == 422
    assert keeper.post(f"{pledge}/withdraw", data={"key": "w", "reason": "hết hàng"}).status_code == 302
    page = keeper.get(pledge).text
    assert "/receive" not in page and "/withdraw" not in page
    answer = keeper.post(f"{pledge}/receive", data=arrival(store_id))
    assert answer.status_code == 422 and "đã rút" in answer.text


def test_a_wrong_arrival_is_taken_back(app: Flask, keeper: FlaskClient, pledge: str, store_id: int) -> None:
    keeper.post(f"{pledge}/receive", data=arrival(store_id))
    where = re.search(rf'href="({pledge}/papers/[^"]+/take-back)"', keeper.get(pledge).text)
    assert where and keeper.get(where[1]).status_code == 200
    assert keeper.post(where[1], data={"key": "b", "reason": ""}).status_code == 422
    for _ in range(2):
        assert keeper.post(where[1], data={"key": "b", "reason": "ghi nhầm"}).status_code == 302
    assert free(app, store_id) == {}
    page = keeper.get(pledge).text
    assert "đã hủy nhập" in page and "/take-back" not in page
    assert keeper.get(f"{pledge}/papers/NK-9999/take-back").status_code == 404


def test_the_list_is_narrowed_by_state(keeper: FlaskClient, pledge: str) -> None:
    assert "Hảo Tâm" in keeper.get("/donations/?state=promised").text
    assert "Hảo Tâm" not in keeper.get("/donations/?state=received").text
    assert keeper.get("/donations/?state=nonsense&before=abc").status_code == 200
