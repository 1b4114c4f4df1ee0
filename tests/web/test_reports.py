"""The pages of reports: what is downloaded, what was exported, and whether a file is genuine."""

from __future__ import annotations

import hashlib
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from aidtrack.reports.catalogue import REPORTS
from tests.factories import World
from tests.reports.campaign_days import delivered, two_wards
from tests.reports.samples import opened

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def world(app: Flask) -> World:
    with app.app_context():
        return delivered(two_wards())


@pytest.fixture
def auditor(client: FlaskClient, world: World, sign_in: Any) -> FlaskClient:
    sign_in(client, world.staff["auditor"])
    return client


def export(client: FlaskClient, name: str = "distribution-list", **fields: str) -> Any:
    return client.post(f"/reports/{name}/export", data={"campaign": "DOT-14-8", **fields})


def test_the_catalogue_offers_every_report(auditor: FlaskClient) -> None:
    page = auditor.get("/reports/").text
    for name in REPORTS:
        assert f"/reports/{name}/export" in page
    assert "Danh sách ký nhận" in page and "đợt 14/8" in page
    assert "Distribution list" in auditor.get("/reports/", headers={"Accept-Language": "en"}).text


@pytest.mark.parametrize("name", REPORTS)
def test_each_report_is_downloaded_and_never_kept_by_the_browser(auditor: FlaskClient, name: str) -> None:
    answer = export(auditor, name)
    assert (answer.status_code, answer.mimetype) == (200, XLSX)
    assert (
        answer.headers["Content-Disposition"] == f'attachment; filename="{REPORTS[name].stem}-dot-14-8.xlsx"'
    )
    assert answer.headers["Cache-Control"] == "no-store"
    assert opened(answer.data).worksheets


def test_the_same_page_exports_twice_and_each_file_is_recorded(auditor: FlaskClient) -> None:
    for _ in range(2):
        assert export(auditor, key="the-same").status_code == 200
    assert auditor.get("/reports/exports").text.count("<b>danh-sach-ky-nhan-dot-14-8.xlsx</b>") == 2


def test_a_ward_and_the_posted_version_narrow_the_list(auditor: FlaskClient) -> None:
    answer = export(auditor, place="Xã Đại Áng, Huyện Thanh Trì", posting="y")
    assert "xa-dai-ang-huyen-thanh-tri-niem-yet.xlsx" in answer.headers["Content-Disposition"]
    assert "Xã Đại Áng, Huyện Thanh Trì. Đợt 14/8" in [
        cell.value for row in opened(answer.data).worksheets[0].iter_rows() for cell in row
    ]


@pytest.mark.parametrize(
    ("name", "fields", "said"),
    [
        ("distribution-list", {"place": "Xã Không Có"}, "Xã Không Có"),
        ("distribution-list", {"trip": "CHUYEN-9999"}, "CHUYEN-9999"),
        ("stock-statement", {"place": "Xã Đại Áng, Huyện Thanh Trì"}, "Hãy để trống phường, xã"),
        ("goods-received", {"posting": "y"}, "Hãy bỏ chọn bản niêm yết"),
        ("distribution-list", {"campaign": "DOT-99"}, "errsum"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_what_was_typed_stays(
    auditor: FlaskClient, name: str, fields: dict[str, str], said: str
) -> None:
    answer = export(auditor, name, **fields)
    assert answer.status_code == 422 and said in answer.text
    assert fields.get("place", "") in answer.text
    assert "Chưa xuất tệp nào" in auditor.get("/reports/exports").text, "nothing was recorded"


def test_an_unknown_report_is_not_found(auditor: FlaskClient) -> None:
    assert export(auditor, "all-secrets").status_code == 404


@pytest.mark.parametrize(("part", "status"), [("planner", 200), ("volunteer", 403), ("stranger", 422)])
def test_who_may_export(client: FlaskClient, world: World, sign_in: Any, part: str, status: int) -> None:
    sign_in(client, world.staff[part])
    assert export(client).status_code == status, "the stranger's campaigns do not hold this one"


def test_nobody_exports_unseen(client: FlaskClient, world: World) -> None:
    assert export(client).status_code == 302
    assert client.get("/reports/exports").headers["Location"].startswith("/people/sign-in")


def test_a_file_is_known_again_by_its_checksum(auditor: FlaskClient) -> None:
    data = export(auditor).data
    digest = hashlib.sha256(data).hexdigest()
    shown = auditor.get("/reports/exports").text
    assert " ".join(digest[n : n + 4] for n in range(0, 16, 4)) in shown and digest in shown

    def compared(content: bytes) -> Any:
        return auditor.post("/reports/compare", data={"file": (BytesIO(content), "x.xlsx"), "key": "k"})

    genuine, touched = compared(data), compared(data + b"\n")
    assert genuine.status_code == touched.status_code == 200
    assert "còn nguyên vẹn" in genuine.text and "Đỗ Mạnh Cường" in genuine.text
    assert "còn nguyên vẹn" not in touched.text and "Không có tệp nào đã xuất" in touched.text


def test_comparing_nothing_asks_for_the_file(auditor: FlaskClient) -> None:
    answer = auditor.post("/reports/compare", data={})
    assert answer.status_code == 422 and "Hãy chọn tệp bạn đang giữ" in answer.text
    assert auditor.get("/reports/compare").status_code == 200


def test_a_place_without_campaigns_says_so(client: FlaskClient, world: World, sign_in: Any) -> None:
    sign_in(client, world.staff["stranger"])
    assert "chưa có đợt trao tặng nào" in client.get("/reports/").text


def test_the_list_of_exports_goes_on_page_by_page(auditor: FlaskClient, monkeypatch: Any) -> None:
    monkeypatch.setattr("aidtrack.reports.queries.PAGE", 1)
    monkeypatch.setattr("aidtrack.reports.queries.exports.__kwdefaults__", {"before": None, "most": 1})
    for name in ("distribution-list", "ward-totals"):
        export(auditor, name)
    first = auditor.get("/reports/exports").text
    assert "tong-hop" in first and "danh-sach-ky-nhan" not in first
    before = first.split("before=")[1].split('"')[0]
    assert "danh-sach-ky-nhan" in auditor.get(f"/reports/exports?before={before}").text


def test_a_statement_of_chosen_days_names_them_and_days_that_cannot_be_are_said(auditor: FlaskClient) -> None:
    answer = export(auditor, "stock-statement", first="14/8/2021", last="14/8/2021")
    words = [str(cell.value) for row in opened(answer.data).worksheets[0].rows for cell in row]
    assert "Từ ngày 14/8/2021 đến ngày 14/8/2021" in words
    for wrong, field in (({"first": "mai"}, "first"), ({"first": "15/8/2021", "last": "14/8/2021"}, "last")):
        answer = export(auditor, "stock-statement", **wrong)
        assert answer.status_code == 422 and f'id="{field}-err"' in answer.text
