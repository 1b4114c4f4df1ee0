"""Posts through the pages: brought in, looked at one by one with their words marked, confirmed, handed on."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from aidtrack.cases.models import Case
from aidtrack.db import db
from aidtrack.posts.models import Post, PostDraft
from aidtrack.rights import Role
from tests.web.casework import DAI_ANG, HANOI, LIEN_NINH, person

Office = dict[str, FlaskClient]
ASKS = (
    "Em là Lò Thị Thắm, trọ xóm Chùa <b>ngõ 3</b>, nhà 3 người hết gạo rồi ạ. Sđt 0952 317 408. Cần gạo, mì"
)
THANKS = "Cảm ơn các anh chị công an đã mang gạo đến cho xóm trọ nhé, quý hóa quá!"
ELSEWHERE = (
    "Nhà em 2 người ở xã Đại Áng, huyện Thanh Trì hết gạo, em tên Hà Văn Chung 0952 884 310, xin gạo ạ"
)
FORM = {
    "name": "Lò Thị Thắm",
    "phone": "0952 317 408",
    "people": "3",
    "place": "Xã Liên Ninh",
    "needs": ["rice"],
    "other_needs": "thuốc ho",
    "heard": "group",
    "asked_by_name": "Lò Thị Thắm",
    "asked_by_relation": "đề nghị trên nhóm",
}


@pytest.fixture
def office(app: Flask, now: datetime, sign_in: Callable[..., None]) -> Office:
    """A volunteer of Liên Ninh, one of Đại Áng, a coordinator of Hà Nội and an auditor."""
    app.config["WTF_CSRF_ENABLED"] = False
    staff = {
        "quan": ("0952000001", Role.VOLUNTEER, LIEN_NINH),
        "far": ("0952000002", Role.VOLUNTEER, DAI_ANG),
        "trang": ("0952000003", Role.COORDINATOR, HANOI),
        "hanh": ("0952000005", Role.AUDITOR, HANOI),
    }
    browsers: Office = {}
    for name, (phone, role, place) in staff.items():
        browsers[name] = app.test_client()
        sign_in(browsers[name], person(app, now, phone, role, place))
    return browsers


def bring(client: FlaskClient, *posts: str, **told: Any) -> Any:
    return client.post("/posts/new", data={"ward": "Xã Liên Ninh", "text": "\n---\n".join(posts), **told})


def kept(app: Flask, model: Any) -> list[Any]:
    with app.app_context():
        return list(db.session.scalars(select(model).order_by(model.id)))


def plain(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)))


def test_a_post_is_brought_in_looked_at_and_confirmed(app: Flask, office: Office) -> None:
    quan = office["quan"]
    assert 'value="Xã Liên Ninh' in quan.get("/posts/new").get_data(as_text=True), "their only ward"
    answer = bring(quan, ASKS, THANKS)
    assert answer.status_code == 302
    queue = quan.get(answer.location)
    assert "0952 317 408" in plain(queue) and "Thắm" in plain(queue)
    assert "Cảm ơn các anh chị" in plain(quan.get("/posts/?view=others"))
    page = quan.get("/posts/1/1").get_data(as_text=True)
    assert re.search(r'<mark title="[^"]+">0952 317 408</mark>', page)
    assert (
        "&lt;b&gt;ngõ 3&lt;/b&gt;" in page.replace("<mark", "<").replace("</mark>", "") or "&lt;b&gt;" in page
    )
    assert "<b>ngõ 3</b>" not in page
    answer = quan.post("/posts/1/1", data=FORM)
    assert answer.status_code == 302 and answer.location == "/posts/"
    [case] = kept(app, Case)
    assert (case.name, case.phone, case.people, case.needs) == (
        "Lò Thị Thắm",
        "+84952317408",
        3,
        ["rice", "thuốc ho"],
    )
    assert (case.consent_by, case.asked_by_name) == ("", "Lò Thị Thắm")
    assert case.code in plain(quan.get("/posts/?view=decided"))
    assert quan.get("/posts/1/1").status_code == 302, "there is nothing to decide any more"
    assert case.code in plain(quan.get("/posts/1")) or case.name in plain(quan.get("/posts/1"))


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(app: Flask, office: Office) -> None:
    quan = office["quan"]
    bring(quan, ASKS)
    answer = quan.post("/posts/1/1", data={**FORM, "people": "", "heard": "called", "address": "nhà mới"})
    assert answer.status_code == 422 and "nhà mới" in answer.get_data(as_text=True)
    assert answer.get_data(as_text=True).count('aria-invalid="true"') == 2
    answer = quan.post("/posts/1/1", data={**FORM, "place": "Xã Đại Áng"})
    assert answer.status_code == 422 and "ngoài địa bàn" in plain(answer)
    answer = quan.post("/posts/1/1/discard", data={"reason": ""})
    assert answer.status_code == 422 and "0952 317 408" in plain(answer)
    answer = quan.post("/posts/1/1/forward", data={**FORM, "place": "Xã Không Có", "address": "nhà mới"})
    assert answer.status_code == 422 and "nhà mới" in answer.get_data(as_text=True)
    assert kept(app, Case) == []


def test_words_that_stay_in_a_case_are_in_the_deployments_language(office: Office) -> None:
    bring(office["quan"], ASKS + " Cần thêm thuốc ho.")
    page = office["quan"].get("/posts/1/1", headers={"Accept-Language": "en"})
    assert "Confirm as a case" in plain(page)
    assert 'value="thuốc"' in page.get_data(as_text=True)


def test_a_household_that_was_called_agreed_itself(app: Flask, office: Office) -> None:
    bring(office["quan"], ASKS)
    office["quan"].post("/posts/1/1", data={**FORM, "heard": "called", "consent_by": "chị Thắm"})
    [case] = kept(app, Case)
    assert (case.consent_by, case.asked_by_name) == ("chị Thắm", "")


def test_a_household_elsewhere_stands_in_the_queue_of_its_ward(app: Flask, office: Office) -> None:
    quan, far = office["quan"], office["far"]
    bring(quan, ELSEWHERE)
    [draft] = kept(app, PostDraft)
    assert draft.place_id == DAI_ANG
    assert "0952 884 310" not in plain(quan.get("/posts/"))
    assert "điều phối của Xã Đại Áng" in plain(quan.get("/posts/1"))
    assert quan.get("/posts/1/1").status_code == 404
    assert "0952 884 310" in plain(far.get("/posts/"))
    assert far.get("/posts/1/1").status_code == 200
    assert "1 hộ đọc từ bài đăng" in plain(far.get("/")), "their start page says so"


def test_a_household_is_handed_on_or_put_aside(app: Flask, office: Office) -> None:
    quan, far = office["quan"], office["far"]
    bring(quan, ASKS, ASKS.replace("0952 317 408", "0952 317 409"))
    answer = quan.post("/posts/1/1/forward", data={**FORM, "place": "Xã Đại Áng"})
    assert answer.status_code == 302 and answer.location == "/posts/2/1", "the queue goes on"
    assert "0952 317 408" in plain(far.get("/posts/"))
    assert quan.post("/posts/2/1/discard", data={"reason": "unreachable"}).location == "/posts/"
    assert [draft.state for draft in kept(app, PostDraft)] == ["open", "discarded"]
    assert kept(app, Case) == []


def test_a_post_that_was_misread_becomes_a_household_after_all(app: Flask, office: Office) -> None:
    quan = office["quan"]
    bring(quan, THANKS)
    assert quan.post("/posts/1/sort", data={"kind": "request"}).location == "/posts/1/1"
    assert quan.post("/posts/1/1", data=FORM).status_code == 302
    assert len(kept(app, Case)) == 1


def test_posts_that_ask_for_nothing_are_ticked_and_noted_together(app: Flask, office: Office) -> None:
    quan, far = office["quan"], office["far"]
    bring(quan, THANKS, THANKS + " Cảm ơn cả nhà!")
    assert far.post("/posts/sort", data={"post": ["1", "2"]}).status_code == 302
    assert [post.kind for post in kept(app, Post)] == [None, None]
    quan.post("/posts/sort", data={"post": ["1", "2", "x", "9" * 30]})
    assert [post.kind for post in kept(app, Post)] == ["thanks", "thanks"]


def test_bad_input_gets_a_sentence(app: Flask, office: Office) -> None:
    quan = office["quan"]
    for told, said in (
        ({"text": ""}, "ít nhất một bài"),
        ({"text": "x" * 1_000_000}, "1.000.000 ký tự"),
        ({"text": "\n---\n".join(f"bài {n}" for n in range(500))}, "500 bài"),
        ({"text": "\x07\u200b\u202e"}, "ít nhất một bài"),
        ({"text": ASKS, "ward": "Xã Đại Áng"}, "ngoài địa bàn"),
        ({"text": ASKS, "ward": ""}, "Chọn phường"),
        ({"file": (BytesIO(b"PK\x03\x04"), "bai.xlsx")}, "không phải tệp văn bản"),
    ):
        answer = bring(quan, **{"text": "", **told})
        assert answer.status_code == 422 and said in plain(answer), said
    assert kept(app, Post) == []
    file = "nội dung;ngày đăng\n" + ASKS.replace(";", ",") + ";12/8/2021 19:40\n"
    assert bring(quan, file=(BytesIO(file.encode("utf-16")), "bai.csv")).status_code == 302
    [post] = kept(app, Post)
    assert post.posted_at.isoformat() == "2021-08-12T12:40:00+00:00"


def test_the_same_form_sent_twice_acts_once_and_auditors_do_not_read_posts(
    app: Flask, office: Office
) -> None:
    quan = office["quan"]
    bring(quan, ASKS, key="once")
    bring(quan, THANKS, key="once")
    assert len(kept(app, Post)) == 1
    for _turn in range(2):
        assert quan.post("/posts/1/1", data={**FORM, "key": "twice"}).status_code == 302
    assert len(kept(app, Case)) == 1
    for url in ("/posts/", "/posts/new", "/posts/1", "/posts/1/1"):
        assert office["hanh"].get(url).status_code == 403


def test_look_alikes_are_told_only_as_far_as_ones_own_ward_reaches(app: Flask, office: Office) -> None:
    quan, trang = office["quan"], office["trang"]
    bring(quan, ASKS)
    quan.post("/posts/1/1", data=FORM)
    bring(trang, ASKS + " Em đăng lại ạ")
    assert "Lò Thị Thắm" in plain(trang.get("/posts/2/1")).split("Bài đăng", 1)[1]
    assert kept(app, Case)[0].code in trang.get("/posts/2/1").get_data(as_text=True)
    bring(office["far"], ASKS.replace("xóm Chùa", "xóm Đình"), ward="Xã Đại Áng")
    page = office["far"].get("/posts/3/1").get_data(as_text=True)
    assert kept(app, Case)[0].code not in page and "hỏi điều phối" in page
