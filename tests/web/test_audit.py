"""The log of changes in words: whatever was recorded in the demo is read without a code of programmers."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from aidtrack.audit.actions import record
from aidtrack.audit.models import Detail, Entry
from aidtrack.cases.models import Case
from aidtrack.db import db, transaction
from aidtrack.people.models import Person
from aidtrack.web.audit_details import FOR_MACHINES, LABELS
from tests.conftest import open_session
from tests.factories import NOW, OPERATOR

CODES = re.compile(
    r"[{}\[\]']|\b[a-z]+_[a-z_]+\b|\b[a-z]+:\w|[0-9a-f]{16}|\bNone\b|\bTrue\b|\bFalse\b|\d{4}-\d\d-\d\d"
)
"""What no sentence for people holds: braces, names with underlines, "case:", digests, days of machines."""

ENGLISH = re.compile(r"\b(rice|noodles|person|household|received|trip|outcome|given|same|different)\b")


@pytest.fixture
def reader(demo_app: Flask) -> FlaskClient:
    """Somebody who reads the whole log: an administrator of everywhere."""
    with demo_app.app_context():
        bao = db.session.scalars(select(Person).where(Person.name == "Phạm Quốc Bảo")).one()
        client = demo_app.test_client()
        client.set_cookie("aidtrack", open_session(demo_app, bao))
    return client


def lines(page: str) -> list[str]:
    """The entries of a page as somebody reads them, without what is folded away."""
    page = re.sub(r"<details.*?</details>", "", page, flags=re.S)
    cells = re.findall(r'<td class="c-a">(.*?)</td>', page, re.S)
    texts = (unescape(re.sub(r"<[^>]+>", " ", cell)) for cell in cells)
    return [" ".join(re.sub("“.*?”", "“”", text).split()) for text in texts]  # names of files are free


def acts_of(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(Entry.action).distinct().order_by(Entry.action)))


def test_every_act_of_the_demo_is_read_without_a_raw_code(demo_app: Flask, reader: FlaskClient) -> None:
    acts = acts_of(demo_app)
    assert len(acts) > 15
    for act in acts:
        found = lines(reader.get(f"/audit/?act={act}").text)
        assert found, act
        for line in found:
            assert not CODES.search(line), (act, line)
            assert not ENGLISH.search(line), (act, line)


def test_amounts_places_and_roles_are_said_as_people_say_them(reader: FlaskClient) -> None:
    def first(act: str, language: str = "vi") -> str:
        reader.set_cookie("language", language)
        return lines(reader.get(f"/audit/?act={act}").text)[-1]

    assert "Gạo 4.000 kg" in first("donations.pledge") and "Rice 4,000 kg" in first("donations.pledge", "en")
    assert "Gạo 4 kg mỗi người" in first("campaigns.set_norms") or "Gạo 4 kg" in first("campaigns.set_norms")
    assert "Vai trò: Quản trị viên · Nơi: toàn địa bàn" in first("people.assign") or "Quản trị viên" in first(
        "people.assign"
    )
    assert first("people.add").startswith("Người vận hành máy") and "0952 000 101" in first("people.add")


def test_an_entry_keeps_its_raw_form_behind_a_fold(reader: FlaskClient) -> None:
    page = reader.get("/audit/?act=donations.pledge").text
    assert "<details" in page and "&#34;rice&#34;: 4000000" in page and "&#34;hash&#34;" in page


def test_a_code_is_found_as_it_is_printed_and_an_unknown_one_says_what_to_do(
    demo_app: Flask, reader: FlaskClient
) -> None:
    with demo_app.app_context():
        code = db.session.scalars(select(Case.code).limit(1)).one()
    for typed in (code, code.lower(), f" {code} ", f"case:{code}", "PNK-0001", "DOT-14-8", "CHUYEN-0001"):
        assert lines(reader.get("/audit/", query_string={"about": typed}).text), typed
    assert "bỏ lọc" in reader.get("/audit/?about=KHONG-CO").text


def test_every_detail_that_was_recorded_has_a_label(demo_app: Flask) -> None:
    with demo_app.app_context():
        names = {name for content in db.session.scalars(select(Detail.content)) for name in content or ()}
    assert sorted(names - set(LABELS) - FOR_MACHINES) == []


def test_an_entry_of_another_shape_does_not_break_the_page(demo_app: Flask, reader: FlaskClient) -> None:
    with demo_app.app_context(), transaction():
        for odd in (
            {"goods": ["rice"]},
            {"outcome": "flown"},
            {"packs": [7]},
            {"norms": "x"},
            {"place": "1:2"},
        ):
            record("an.act", "thing:1", by=OPERATOR, at=NOW, **odd)  # type: ignore[arg-type]
    assert reader.get("/audit/").status_code == 200
