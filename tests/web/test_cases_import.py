"""Bringing in a list through the pages, with the list of August as an office sends it."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from aidtrack import cases
from aidtrack.cases import actions as case_actions
from aidtrack.cases import import_actions
from aidtrack.cases.models import Case, WaitingRow
from aidtrack.clock import Clock, moment_of
from aidtrack.db import db, rows_in, transaction
from aidtrack.jobs import lists
from aidtrack.rights import Actor, Role
from tests.cases.lists import sheet_with
from tests.web.casework import HANOI, LIEN_NINH, person

LIST = Path(cases.__file__).parent / "data" / "recipients-2021-08-14.xlsx"


@pytest.fixture
def browser(app: Flask, client: FlaskClient, now: datetime, sign_in: Callable[..., None]) -> FlaskClient:
    """A coordinator of Hanoi."""
    sign_in(client, person(app, now, "0952000003", Role.COORDINATOR, HANOI))
    return client


def upload(browser: FlaskClient, data: bytes, name: str = "danh-sach.xlsx") -> Any:
    sent = {"file": (io.BytesIO(data), name)}
    return browser.post("/cases/imports/new", data=sent, content_type="multipart/form-data")


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_the_real_list_goes_through_preview_and_is_written_once(app: Flask, browser: FlaskClient) -> None:
    where = upload(browser, LIST.read_bytes()).headers["Location"]
    preview = browser.get(where).text
    said = text_of(preview)
    assert (
        "Nhập 347 hồ sơ" in said
        and "8 nghi trùng" in said
        and "5 dòng cần sửa" in said
        and "1.000 khẩu" in said
    )
    for cell in (
        "Dòng 132, cột K",
        "Dòng 230, cột I",
        "Dòng 281, cột K",
        "Dòng 296, cột B",
        "Dòng 338, cột J",
    ):
        assert cell in said
    with app.app_context():
        assert rows_in(Case) == 0, "a preview writes nothing"
    for _ in range(2):
        assert browser.post(f"{where}/commit", data={"key": "k1"}).headers["Location"] == where
    assert browser.post(f"{where}/commit", data={"key": "k2"}).headers["Location"] == where
    with app.app_context():
        assert (rows_in(Case), rows_in(WaitingRow)) == (347, 8)
    assert "Đã nhập 347 hồ sơ" in text_of(browser.get(where).text)
    again = upload(browser, LIST.read_bytes()).headers["Location"]
    assert "347 đã nhập từ trước" in text_of(browser.get(again).text)


def test_a_waiting_row_is_compared_and_becomes_a_case_or_is_left_out(
    app: Flask, browser: FlaskClient
) -> None:
    where = upload(browser, LIST.read_bytes()).headers["Location"]
    browser.post(f"{where}/commit", data={"key": "k1"})
    waiting = re.findall(r"/cases/waiting-rows/\d+", browser.get("/cases/pairs").text)
    assert len(waiting) == 8
    assert "Cùng một hộ, bỏ dòng này" in browser.get(waiting[0]).text
    assert browser.post(waiting[0], data={"decision": "same", "key": "a"}).status_code == 302
    assert browser.post(waiting[1], data={"decision": "different", "key": "b"}).status_code == 302
    assert browser.post(waiting[2], data={"decision": "maybe", "key": "c"}).status_code == 422
    with app.app_context():
        assert rows_in(Case) == 348
    assert len(re.findall(r"/cases/waiting-rows/\d+", browser.get("/cases/pairs").text)) == 6


def test_rows_outside_the_importers_wards_are_problems(
    app: Flask, client: FlaskClient, now: Any, sign_in: Any
) -> None:
    sign_in(client, person(app, now, "0952000001", Role.VOLUNTEER, LIEN_NINH))
    where = upload(client, LIST.read_bytes()).headers["Location"]
    said = text_of(client.get(where).text)
    assert "Nhập 347 hồ sơ" not in said and "nằm ngoài" in said
    client.post(f"{where}/commit", data={"key": "k"})
    with app.app_context():
        assert 0 < rows_in(Case) < 347


def test_somebody_elses_preview_is_not_there(
    app: Flask, browser: FlaskClient, now: Any, sign_in: Any
) -> None:
    where, other = upload(browser, LIST.read_bytes()).headers["Location"], app.test_client()
    sign_in(other, person(app, now, "0952000009", Role.COORDINATOR, HANOI, "Người Khác"))
    assert other.get(where).status_code == 404
    assert other.post(f"{where}/commit", data={"key": "k"}).status_code == 404


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "Chọn tệp danh sách."),
        (b"%PDF-1.7 ...", "PDF"),
        (b"a,b,c\n1,2,3\n", "CSV"),
        (b"PK\x03\x04 no zip at all", "hỏng"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x01" * 600, ".xls"),
    ],
)
def test_a_bad_file_is_refused_beside_its_field_and_soon(
    browser: FlaskClient, data: bytes, said: str
) -> None:
    began = time.monotonic()
    answer = upload(browser, data, "tệp.xlsx")
    assert time.monotonic() - began < 10
    assert answer.status_code == 422 and 'href="#file"' in answer.text and said in answer.text


def test_the_empty_list_can_be_downloaded_filled_in_and_read(browser: FlaskClient) -> None:
    answer = browser.get("/cases/imports/template.xlsx")
    assert answer.data.startswith(b"PK") and "attachment" in answer.headers["Content-Disposition"]
    assert upload(browser, answer.data).status_code == 422, "nobody is on it yet"


# Long lists, columns, taking back


def long_list(app: Flask, monkeypatch: pytest.MonkeyPatch, browser: FlaskClient) -> str:
    """A list that is too long for the page to wait for; where it stands."""
    monkeypatch.setattr(import_actions, "AT_ONCE", 100)
    where: str = upload(browser, LIST.read_bytes()).headers["Location"]
    return where


def worked(app: Flask) -> None:
    with app.app_context():
        lists.go_on_with_all(Clock(fixed=moment_of("2021-08-14T08:00")))


def test_a_long_list_is_the_workers_and_the_page_tells_how_far_it_is(
    app: Flask, browser: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = long_list(app, monkeypatch, browser)
    page = browser.get(where).text
    assert "Đang đọc danh sách" in page and "/progress" in page and 'http-equiv="refresh"' in page
    assert "HX-Refresh" not in browser.get(f"{where}/progress").headers
    worked(app)
    assert browser.get(f"{where}/progress").headers["HX-Refresh"] == "true"
    assert "Nhập 347 hồ sơ" in text_of(browser.get(where).text)
    for key in ("k1", "k1", "k2"):  # sent twice, and once more after going back
        assert browser.post(f"{where}/commit", data={"key": key}).status_code == 302
    half = text_of(browser.get(where).text)
    assert "Đang nhập hồ sơ" in half and "0 trên 355" in half
    assert "danh-sach.xlsx" in browser.get("/cases/imports/new").text, (
        "whoever closed the page finds it again"
    )
    assert browser.post(f"{where}/columns", data={"c-0-A": "household", "key": "k3"}).status_code == 422
    worked(app)
    assert "Đã nhập 347 hồ sơ" in text_of(browser.get(where).text)
    with app.app_context():
        assert (rows_in(Case), rows_in(WaitingRow)) == (347, 8)


def test_what_a_column_holds_is_corrected_on_the_page_and_remembered(
    app: Flask, browser: FlaskClient
) -> None:
    lines = [["TT", "Ai", "Mấy", "Chỗ", "P."], [1, "Lò Thị Mây", 3, "12 Lĩnh Nam", "Phường Mai Động"]]
    where = upload(browser, sheet_with(lines)).headers["Location"]
    page = browser.get(where).text
    assert "Các cột chứa gì?" in page and page.count("<select") == 5
    said = {"c-0-B": "name", "c-0-C": "people", "c-0-D": "address", "c-0-E": "ward"}
    assert browser.post(f"{where}/columns", data={"key": "k0"}).status_code == 422, "nothing was said"
    assert browser.post(f"{where}/columns", data={"c-0-B": "nonsense", "key": "k"}).status_code == 422
    assert browser.post(f"{where}/columns", data={**said, "key": "k1"}).headers["Location"] == where
    assert "Nhập 1 hồ sơ" in text_of(browser.get(where).text)
    again = upload(browser, sheet_with(lines)).headers["Location"]
    assert "Nhập 1 hồ sơ" in text_of(browser.get(again).text)


def test_a_list_is_taken_back_and_the_same_file_comes_in_again(app: Flask, browser: FlaskClient) -> None:
    where = upload(browser, LIST.read_bytes()).headers["Location"]
    assert browser.get(f"{where}/undo").headers["Location"] == where, "there is nothing to take back yet"
    browser.post(f"{where}/commit", data={"key": "k1"})
    assert "347 hồ sơ từ danh sách này mất đi" in text_of(browser.get(f"{where}/undo").text)
    for _ in range(2):
        assert browser.post(f"{where}/undo", data={"key": "k2"}).headers["Location"] == where
    assert "đã rút lại 347 hồ sơ" in text_of(browser.get(where).text)
    with app.app_context():
        assert (rows_in(Case), rows_in(WaitingRow)) == (0, 0)
    again = upload(browser, LIST.read_bytes()).headers["Location"]
    assert "Nhập 347 hồ sơ" in text_of(browser.get(again).text)


def test_what_has_moved_on_is_named_where_the_list_would_be_taken_back(
    app: Flask, browser: FlaskClient
) -> None:
    where = upload(browser, LIST.read_bytes()).headers["Location"]
    browser.post(f"{where}/commit", data={"key": "k1"})
    with app.app_context(), transaction():
        case = db.session.scalars(db.select(Case).order_by(Case.id)).first()
        assert case
        case_actions.note(
            case, "đã gọi", by=Actor(None, "x", operator=True), at=moment_of("2021-08-14T08:00")
        )
        code = case.code
    page = browser.get(f"{where}/undo").text
    assert (
        code in page
        and "đã có ghi chép trong diễn biến" in page
        and '<form method="post" class="acts' not in page
    )
    assert browser.post(f"{where}/undo", data={"key": "k2"}).status_code == 422
    with app.app_context():
        assert rows_in(Case) == 347


def test_the_rows_to_mend_come_as_a_workbook(browser: FlaskClient) -> None:
    where = upload(browser, LIST.read_bytes()).headers["Location"]
    answer = browser.get(f"{where}/problems.xlsx")
    assert answer.data.startswith(b"PK") and "dong-can-sua" in answer.headers["Content-Disposition"]
    again = upload(browser, answer.data).headers["Location"]
    assert "5 dòng cần sửa" in text_of(browser.get(again).text)
