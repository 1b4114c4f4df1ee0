"""Pages of visits and of lists that are called back: what a phone sends, who sees what, what is refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import func, select

from aidtrack.audit.models import Entry
from aidtrack.cases.models import Case
from aidtrack.db import db
from aidtrack.rights import Role
from tests.web.casework import DAI_ANG, FORM, HANOI, LIEN_NINH, person, register

Office = dict[str, FlaskClient]

VISIT = {
    "visited_on": "14/8/2021",
    "result": "as_told",
    "people_found": "2",
    "without_papers": "0",
    "findings": "phòng trọ nhỏ",
    "consent": "y",
    "consent_by": "anh Tuấn",
    "witnesses-0-role": "landlord",
    "witnesses-0-name": "Đỗ Văn Sáu",
    "witnesses-0-phone": "0953 100 002",
}


@pytest.fixture
def office(app: Flask, now: datetime, sign_in: Callable[..., None]) -> Office:
    """A volunteer of Liên Ninh, a coordinator and an auditor of the city, and a coordinator of Đại Áng."""
    app.config["WTF_CSRF_ENABLED"] = False
    staff = {
        "quan": ("0952000001", Role.VOLUNTEER, LIEN_NINH, "Vũ Minh Quân"),
        "trang": ("0952000003", Role.COORDINATOR, HANOI, "Nguyễn Thu Trang"),
        "hanh": ("0952000004", Role.AUDITOR, HANOI, "Phạm Thị Hạnh"),
        "far": ("0952000005", Role.COORDINATOR, DAI_ANG, "Trần Mạnh Hùng"),
    }
    browsers = {}
    for name, (phone, role, place, full_name) in staff.items():
        browsers[name] = app.test_client()
        sign_in(browsers[name], person(app, now, phone, role, place, full_name))
    return browsers


def picture(kind: str = "JPEG") -> BytesIO:
    out = BytesIO()
    Image.new("RGB", (400, 300), "green").save(out, kind)
    return BytesIO(out.getvalue())


def case_of(app: Flask, code: str) -> Case:
    with app.app_context():
        found = db.session.scalars(select(Case).where(Case.code == code)).one()
        db.session.refresh(found)
        db.session.expunge(found)
        return found


def acts(app: Flask, action: str) -> int:
    with app.app_context():
        return int(db.session.scalar(select(func.count()).where(Entry.action == action)) or 0)


def test_a_visit_from_a_phone_keeps_its_photos_private(app: Flask, office: Office, now: datetime) -> None:
    code = register(app, now, "0952000001")
    page = office["quan"].get(f"/cases/{code}/visits/new").text
    assert 'capture="environment"' in page and 'data-photos="5"' in page and "14/8/2021" in page
    sent = {**VISIT, "key": "v1", "photos": [(picture(), "a.jpg"), (picture("PNG"), "b.png")]}
    for again in (1, 2):
        fresh = {**sent, "photos": [(picture(), "a.jpg"), (picture("PNG"), "b.png")]}
        answer = office["quan"].post(
            f"/cases/{code}/visits/new", data=fresh, content_type="multipart/form-data"
        )
        assert answer.status_code == 302 and answer.headers["Location"].endswith(f"/cases/{code}"), again
    assert acts(app, "cases.visit") == 1 and case_of(app, code).state == "under_review"
    files = sorted(Path(app.config["SETTINGS"].photos).iterdir())
    assert len(files) == 4 and all(path.read_bytes().startswith(b"\xff\xd8\xff") for path in files)
    shown = office["trang"].get(f"/cases/{code}").text
    assert "2 ảnh" in shown and "Đỗ Văn Sáu (chủ nhà trọ), 0953 100 002" in shown
    where = re.search(r'action="(/cases/[^"]+/visits/\d+/photos)"', shown)
    assert where and not re.search(r"/visits/\d+/photos", office["quan"].get(f"/cases/{code}").text)
    looked = office["hanh"].post(where[1]).text
    assert looked.count("data:image/jpeg;base64,") == 2
    whole = re.findall(r'action="(/cases/[^"]+/photos/\d+)"', looked)[0]
    answer = office["hanh"].post(whole)
    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("image/jpeg", "no-store")
    assert answer.data == next(path.read_bytes() for path in files if path.read_bytes() == answer.data)
    assert acts(app, "cases.see_photo") == 2
    for client, status in (("quan", 403), ("far", 404)):
        assert office[client].post(where[1]).status_code == office[client].post(whole).status_code == status
    assert office["hanh"].get(whole).status_code == 405, "a photo has no address that could be passed on"
    assert acts(app, "cases.see_photo") == 2


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"result": ""}, "Hãy chọn kết quả lần thăm"),
        ({"people_found": ""}, "Thiếu số khẩu"),
        ({"visited_on": "32/8/2021"}, "09/8/2021"),
        ({"visited_on": "15/8/2021"}, "Ngày này chưa tới"),
        ({"consent_by": ""}, "Hãy ghi ai trong hộ đã đồng ý"),
        ({"witnesses-0-phone": "123"}, "chữ số"),
        ({"witnesses-0-phone": ""}, "Hãy ghi số điện thoại hoặc địa chỉ của Đỗ Văn Sáu"),
        ({"photos": [(BytesIO(b"MZ not a photo"), "virus.jpg")]}, "Đây không phải ảnh"),
        ({"photos": [(picture(), f"{at}.jpg") for at in range(6)]}, "tối đa 5 ảnh"),
    ],
    ids=lambda value: "" if isinstance(value, str) else next(iter(value)),
)
def test_what_cannot_be_kept_of_a_visit_is_said_and_nothing_is_lost(
    app: Flask, office: Office, now: datetime, changed: dict[str, object], said: str
) -> None:
    code = register(app, now, "0952000001")
    answer = office["quan"].post(
        f"/cases/{code}/visits/new", data={**VISIT, **changed}, content_type="multipart/form-data"
    )
    assert answer.status_code == 422 and said in answer.text and "phòng trọ nhỏ" in answer.text
    assert ("Hãy chọn lại ảnh" in answer.text) is ("photos" in changed)
    assert case_of(app, code).visited_at is None


def test_another_row_for_a_witness_keeps_what_was_typed(app: Flask, office: Office, now: datetime) -> None:
    code = register(app, now, "0952000001")
    page = office["quan"].post(f"/cases/{code}/visits/new", data={**VISIT, "do": "witness"})
    assert page.status_code == 200 and "witnesses-2-name" in page.text and "Đỗ Văn Sáu" in page.text
    assert case_of(app, code).visited_at is None


def test_somebody_else_may_ask_for_a_household_which_is_asked_itself(app: Flask, office: Office) -> None:
    told = {name: value for name, value in FORM.items() if not name.startswith("consent")}
    assert office["quan"].post("/cases/new", data=told).status_code == 422
    asked = {"asked_by_name": "Trần Thị Hoa", "asked_by_phone": "0953100777", "asked_by_relation": "hàng xóm"}
    answer = office["quan"].post("/cases/new", data={**told, **asked})
    code = answer.headers["Location"].rsplit("/", 1)[-1]
    page = office["trang"].get(f"/cases/{code}").text
    assert "Trần Thị Hoa, hàng xóm, 0953 100 777" in page and "Sẽ hỏi chính hộ khi đến thăm" in page
    assert "Khi đến thăm, hãy hỏi chính hộ" in page and f'action="/cases/{code}/verify"' not in page
    visit = {**VISIT, "people_found": "4"}
    office["quan"].post(f"/cases/{code}/visits/new", data=visit)
    assert f'action="/cases/{code}/verify"' in office["trang"].get(f"/cases/{code}").text
    edit = office["quan"].get(f"/cases/{code}/edit").text
    assert 'value="Trần Thị Hoa"' in edit and 'value="0953 100 777"' in edit


def test_what_is_missing_leads_to_its_field_until_it_is_there(
    app: Flask, office: Office, now: datetime
) -> None:
    code = register(app, now, "0952000001")
    page = office["trang"].get(f"/cases/{code}/moves/send-back").text
    assert "Còn thiếu gì?" in page and 'value="photo"' in page
    answer = office["trang"].post(f"/cases/{code}/send-back", data={"why": ["phone", "photo"], "key": "k"})
    assert answer.status_code == 302
    page = office["quan"].get(f"/cases/{code}").text
    assert f"/cases/{code}/edit#phone" in page and f"/cases/{code}/visits/new#photos" in page
    assert "Trả lại: Số điện thoại, Ảnh của lần thăm" in re.sub(r"\s+", " ", page).replace(
        "Đã trả lại", "Trả lại"
    )
    refused = office["quan"].post(f"/cases/{code}/resubmit", data={"key": "r1"})
    assert refused.status_code == 422 and "Còn thiếu: Số điện thoại, Ảnh của lần thăm" in refused.text
    sent = office["quan"].post(
        f"/cases/{code}/resubmit", data={"key": "r2", "reason": "nhà không có điện thoại"}
    )
    assert sent.status_code == 302 and case_of(app, code).state == "reported"


def test_a_reason_is_chosen_and_a_foreign_one_is_refused(app: Flask, office: Office, now: datetime) -> None:
    code = register(app, now, "0952000001")
    assert 'type="radio"' in office["trang"].get(f"/cases/{code}/moves/reject").text
    wrong = office["trang"].post(f"/cases/{code}/reject", data={"why": "died", "key": "a"})
    assert wrong.status_code == 422 and "Không có lý do này" in wrong.text
    office["trang"].post(f"/cases/{code}/reject", data={"why": "made_up", "key": "b"})
    page = office["quan"].get(f"/cases/{code}").text
    assert case_of(app, code).state == "rejected" and "Báo đùa hoặc bịa" in page
    assert f'href="/cases/{code}/moves/appeal"' in page
    asked = office["quan"].get(f"/cases/{code}/moves/appeal").text
    assert "Điều phối viên khác" in asked
    office["quan"].post(f"/cases/{code}/appeal", data={"reason": "Có người mất việc", "key": "c"})
    page = office["trang"].get(f"/cases/{code}").text
    assert "Bạn đã từ chối hộ này trước đây" in page and "Có người mất việc" in page


def test_a_list_is_called_back_and_then_verified(app: Flask, office: Office, now: datetime) -> None:
    names = ("Đặng Tuấn Anh", "Lò Thị Mây", "Mùa A Tủa", "Vũ Thị Lụa")
    codes = [
        register(app, now, "0952000001", name=name, phone=f"095311111{at}") for at, name in enumerate(names)
    ]
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], sample_above=3)
    page = office["trang"].post("/cases/verify", data={"case": codes, "back": "/cases/"}).text
    assert "Bốc thăm 3 hộ" in page and 'action="/cases/call-lists/ticked"' in page
    straight = {"case": codes, "back": "/cases/", "confirmed": "1", "seen": [f"{code}:1" for code in codes]}
    refused = office["trang"].post("/cases/verify", data={**straight, "key": "s"})
    assert refused.status_code == 422 and "4 hồ sơ chưa ai đến thăm" in refused.text
    opened = office["trang"].post("/cases/call-lists/ticked", data={**straight, "key": "t"})
    where = opened.headers["Location"]
    page = office["trang"].get(where).text
    to_call = re.findall(r'id="call-(HN-[^"]+)"', page)
    assert len(to_call) == 3 and "tel:+8495311111" in page and "Còn 3 trong 3 hộ phải gọi" in page
    assert office["trang"].post(f"{where}/verify", data={"key": "v0"}).status_code == 422
    for client, status in (("far", 404), ("quan", 403), ("hanh", 403)):
        assert office[client].get(where).status_code == status
    unsaid = office["trang"].post(f"{where}/calls/{to_call[0]}", data={"answer": "wrong", "key": "w"})
    assert unsaid.status_code == 422 and "Hãy ghi rõ chỗ nào không đúng" in unsaid.text
    for at, answer in enumerate(("not_reached", "confirmed", "confirmed")):
        office["trang"].post(f"{where}/calls/{to_call[at]}", data={"answer": answer, "key": f"c{at}"})
    home = office["trang"].get("/").text
    assert f'href="{where}"' in home
    office["trang"].post(f"{where}/verify", data={"key": "v1"})
    states = {code: case_of(app, code).state for code in codes}
    assert states.pop(to_call[0]) == "reported" and set(states.values()) == {"verified"}
    assert "Không được xác minh cùng danh sách này" in office["trang"].get(where).text
    assert acts(app, "cases.verify_many") == 1
