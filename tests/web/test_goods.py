"""Goods through their pages: read by all, added, changed and taken out of use by administrators."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from aidtrack.db import rows_in
from aidtrack.goods import queries
from aidtrack.goods.models import Good
from aidtrack.rights import Role
from tests.web.stockroom import LIEN_NINH, Stockroom, main_of, refusals

SOAP = {
    "key": "g",
    "name": "Xà phòng",
    "name_en": "Soap",
    "code": "soap",
    "measured": "piece",
    "packs": "thùng 48 *\nhộp 6",
    "perishable": "y",
}
VIETNAMESE = re.compile(r"[ăâđêôơưáàảãạéèẻẽẹíìỉĩịóòỏõọúùủũụýỳỷỹỵ]", re.I)


@pytest.fixture
def room(app: Flask, now: datetime) -> Iterator[Stockroom]:
    app.config["WTF_CSRF_ENABLED"] = False
    yield Stockroom(app)


@pytest.fixture
def admin(room: Stockroom) -> FlaskClient:
    return room.browser(Role.ADMIN, None)


def goods(room: Stockroom) -> int:
    """How many goods there are."""
    with room.app.app_context():
        return rows_in(Good)


def packs(room: Stockroom, code: str) -> list[tuple[str, int, bool]]:
    """The packs of a good: unit, base units, usual."""
    with room.app.app_context():
        return sorted(
            (one.unit, one.factor, one.usual) for one in queries.facts_of(queries.get_good(code)).packs
        )


def test_goods_stand_with_their_units_and_packs(admin: FlaskClient) -> None:
    page = main_of(admin.get("/goods/").text)
    for words in ("Gạo", "kg", "bao 50 kg", "thùng 30 gói *", "fish_sauce", "đang dùng", "có hạn dùng"):
        assert words in page, words


@pytest.mark.parametrize("role", [Role.VOLUNTEER, Role.COORDINATOR, Role.AUDITOR])
def test_everybody_reads_goods_and_only_administrators_change_them(room: Stockroom, role: Role) -> None:
    browser = room.browser(role, LIEN_NINH)
    page = main_of(browser.get("/goods/").text)
    assert "Gạo" in page and "/goods/new" not in page and 'method="post"' not in page
    for path in ("/goods/new", "/goods/rice/edit"):
        assert browser.get(path).status_code == browser.post(path, data=SOAP).status_code == 403, path
    assert browser.post("/goods/rice/activity", data={"active": "0", "key": "a"}).status_code == 403
    assert goods(room) == 8


def test_a_good_is_added_once_with_its_packs(room: Stockroom, admin: FlaskClient) -> None:
    for _ in range(2):
        answer = admin.post("/goods/new", data=SOAP)
        assert answer.status_code == 302, refusals(answer)
    assert goods(room) == 9
    assert packs(room, "soap") == [("box", 6, False), ("carton", 48, True)]
    page = admin.get("/goods/").text
    assert "Xà phòng" in page and "hộp 6 chiếc" in page and "Đã thêm mặt hàng." in page


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"name": " "}, "name", "Nhập tên mặt hàng."),
        ({"name": "GAO"}, "name", "Đã có mặt hàng tên này."),
        ({"code": ""}, "code", "Nhập mã"),
        ({"code": "xà phòng"}, "code", "không dấu"),
        ({"code": "rice"}, "code", "Đã có mặt hàng mang mã này."),
        ({"measured": ""}, "measured", "Chọn đơn vị tính."),
        ({"measured": "furlong"}, "measured", ""),
        ({"packs": "thùng"}, "packs", "“thùng” không phải quy cách"),
        ({"packs": "thùng abc"}, "packs", "abc"),
        ({"packs": "thùng -3"}, "packs", ""),
        ({"packs": "thùng 30\nthùng 30"}, "packs", "hai lần"),
        ({"packs": "thùng 30 *\nthùng 24 *"}, "packs", "một cỡ"),
        ({"packs": "\n".join(f"thùng {n}" for n in range(2, 30))}, "packs", "nhiều nhất 20"),
    ],
)
def test_a_good_that_cannot_be_says_how_to_mend_it_and_keeps_the_rest(
    room: Stockroom, admin: FlaskClient, wrong: dict[str, Any], field: str, said: str
) -> None:
    told = {**SOAP, **wrong}
    answer = admin.post("/goods/new", data=told)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text and f'id="{field}-err"' in answer.text
    assert len(refusals(answer)) == 1 and said in refusals(answer)[0]
    for name in ("name", "name_en", "code"):
        assert f'value="{told[name].strip()}"' in answer.text, name
    assert told["packs"] in answer.text.replace("\r", "") and " checked" in answer.text
    if told["measured"] == "piece":
        assert f'<option selected value="{told["measured"]}">' in answer.text
    assert goods(room) == 8


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("code", ["rice", "peanuts", "noodles", "eggs", "milk", "masks"])
def test_saving_a_good_unchanged_changes_nothing(room: Stockroom, code: str, language: str) -> None:
    admin, before = room.browser(Role.ADMIN, None, language=language), packs(room, code)
    page = admin.get(f"/goods/{code}/edit").text
    shown = re.search(r'<textarea[^>]*name="packs"[^>]*>\s*([^<]*)</textarea>', page)
    told = dict(re.findall(r'name="(name|name_en)"[^>]*? value="([^"]*)"', page))
    assert shown
    answer = admin.post(f"/goods/{code}/edit", data={"key": "e", "packs": shown[1], **told})
    assert answer.status_code == 302, refusals(answer)
    assert packs(room, code) == before and before


def test_a_good_gets_another_name_and_other_packs(room: Stockroom, admin: FlaskClient) -> None:
    told = {"key": "e", "name": "Gạo tẻ", "name_en": "", "packs": "bao 25 kg *\ntúi 0,5 kg"}
    for _ in range(2):
        assert admin.post("/goods/rice/edit", data=told).status_code == 302
    assert packs(room, "rice") == [("bag", 500, False), ("sack", 25_000, True)]
    assert "Gạo tẻ" in admin.get("/goods/").text
    refused = admin.post("/goods/rice/edit", data={**told, "key": "e2", "name": "Lạc"})
    assert refused.status_code == 422 and refusals(refused) == ["Đã có mặt hàng tên này."]
    assert "bao 25 kg *" in refused.text
    assert admin.get("/goods/gold/edit").status_code == 404


def test_a_good_is_taken_out_of_use_and_back(room: Stockroom, admin: FlaskClient) -> None:
    for key, active, said in (("a", "0", "Đã ngừng dùng Gạo."), ("b", "1", "Đã dùng lại Gạo.")):
        for _ in range(2):
            assert admin.post("/goods/rice/activity", data={"key": key, "active": active}).status_code == 302
        page = admin.get("/goods/").text
        assert page.count(said) == 1, "said once, because it was done once"
        assert ("không dùng" in page) is (active == "0")
        with room.app.app_context():
            assert ("rice" in {good.code for good in queries.all_goods()}) is (active == "1")
    assert admin.post("/goods/gold/activity", data={"key": "c", "active": "0"}).status_code == 404


def test_nothing_is_chosen_for_whoever_adds_a_good(admin: FlaskClient) -> None:
    page = main_of(admin.get("/goods/new").text)
    assert " checked" not in page and " selected" not in page
    assert re.search(r'<select[^>]*name="measured"[^>]*><option value=""></option>', page)


def test_the_pages_of_goods_speak_both_languages(room: Stockroom, admin: FlaskClient) -> None:
    english = room.browser(Role.ADMIN, None, language="en")
    for path in ("/goods/", "/goods/new", "/goods/rice/edit"):
        said = re.sub(r"<[^>]*>|“[^”]*”|\bGạo\b", " ", main_of(english.get(path).text))
        assert not VIETNAMESE.search(said), (path, said)
        said = re.sub(r"<[^>]*>", " ", main_of(admin.get(path).text))
        assert not re.search(r"\b(the|and|of|to|from|not|is|in|use|packs?)\b", said, re.I), (path, said)
    assert "sack 50 kg" in english.get("/goods/").text and "Rice" in english.get("/goods/").text
