"""Cases through the pages: who sees and does what, nothing typed is lost, forms act once."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from aidtrack.audit.models import Entry
from aidtrack.cases import actions
from aidtrack.cases.models import Case
from aidtrack.db import db, rows_in, transaction
from aidtrack.deliveries import actions as deliveries
from aidtrack.deliveries import queries as delivery_queries
from aidtrack.deliveries.trips import Outcome
from aidtrack.rights import Role
from tests import factories
from tests.web.casework import DAI_ANG, FORM, HANOI, LIEN_NINH, person, register

Office = dict[str, FlaskClient]
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def office(app: Flask, now: datetime, sign_in: Callable[..., None]) -> Office:
    """A volunteer of Liên Ninh, one of Đại Áng, two coordinators and an auditor, each in a browser."""
    app.config["WTF_CSRF_ENABLED"] = False
    staff = {
        "quan": ("0952000001", Role.VOLUNTEER, LIEN_NINH, "Vũ Minh Quân"),
        "far": ("0952000002", Role.VOLUNTEER, DAI_ANG, "Hà Thị Xa"),
        "trang": ("0952000003", Role.COORDINATOR, HANOI, "Nguyễn Thu Trang"),
        "thao": ("0952000004", Role.COORDINATOR, HANOI, "Lò Hồng Thảo"),
        "auditor": ("0952000005", Role.AUDITOR, HANOI, "Phạm Văn Kiểm"),
    }
    browsers = {}
    for name, (phone, role, place, full_name) in staff.items():
        browsers[name] = app.test_client()
        sign_in(browsers[name], person(app, now, phone, role, place, full_name))
    return browsers


def case_of(app: Flask, code: str) -> Case:
    with app.app_context():
        found = db.session.scalar(select(Case).where(Case.code == code))
        assert found is not None
        assert found.place and found.categories is not None and found.members is not None
        db.session.expunge_all()
        return found


def acts(app: Flask, action: str) -> int:
    with app.app_context():
        return len(db.session.scalars(select(Entry.seq).where(Entry.action == action)).all())


def code_in(answer: Any) -> str:
    return str(answer.headers["Location"]).rsplit("/", 1)[1]


def key_in(page: str) -> str:
    found = re.search(r'name="key"[^>]*value="([^"]+)"', page)
    assert found
    return found[1]


def test_consent_is_asked_anew_for_each_household_even_after_the_back_button(office: Office) -> None:
    box = re.search(r'<input[^>]*name="consent"[^>]*>', office["quan"].get("/cases/new").text)
    assert box and 'autocomplete="off"' in box[0], "or the browser brings back the tick of the last household"


def test_a_volunteer_adds_a_household_once_however_often_the_button_is_pressed(
    app: Flask, office: Office
) -> None:
    page = office["quan"].get("/cases/new").text
    assert 'value="Xã Liên Ninh"' in page, "the only ward of the assignment stands there already"
    sent = {**FORM, "key": key_in(page)}
    first, second = (office["quan"].post("/cases/new", data=sent) for _ in range(2))
    assert first.status_code == second.status_code == 302
    assert code_in(first) == code_in(second)
    made = case_of(app, code_in(first))
    assert (made.people, made.phone, made.place_id) == (4, "+84953509991", LIEN_NINH)
    assert [one.code for one in made.categories] == ["stranded_worker", "lost_job"]
    assert made.needs == ["rice", "sữa bột", "bỉm"]
    assert made.consent_by == "chủ hộ"


def test_what_was_typed_is_kept_and_every_error_stands_beside_its_field(app: Flask, office: Office) -> None:
    wrong = {**FORM, "people": "nhiều", "phone": "0953 509 99", "birth": "77", "consent": ""}
    del wrong["consent"]
    answer = office["quan"].post("/cases/new", data={**wrong, "key": "k1"})
    assert answer.status_code == 422
    for typed in ("Lý Thế Tuấn", "nhiều", "0953 509 99", "158, ngõ 108 Đê La Thành", "sữa bột, bỉm"):
        assert typed in answer.text
    for field in ("people", "phone", "birth", "consent"):
        assert f'href="#{field}"' in answer.text
    assert re.search(r'value="lost_job" checked', answer.text)
    assert "Hỏi bà con trước rồi mới đánh dấu." in answer.text
    with app.app_context():
        assert rows_in(Case) == 0


def test_residence_is_never_required_and_a_ward_elsewhere_is_refused_at_its_field(office: Office) -> None:
    answer = office["quan"].post("/cases/new", data={**FORM, "place": "Xã Đại Áng", "key": "k1"})
    assert answer.status_code == 422 and 'href="#place"' in answer.text
    assert office["quan"].post("/cases/new", data={**FORM, "key": "k1"}).status_code == 302


def test_rows_for_members_come_with_a_button_and_are_kept(app: Flask, office: Office) -> None:
    page = office["quan"].post("/cases/new", data={**FORM, "do": "members", "key": "k1"})
    assert page.status_code == 200 and 'name="members-3-name"' in page.text and "Lý Thế Tuấn" in page.text
    told = {"members-0-name": "Vàng Thu Phượng", "members-0-birth": "1981", "members-0-care": "cần sữa"}
    made = case_of(app, code_in(office["quan"].post("/cases/new", data={**FORM, **told, "key": "k2"})))
    assert [(one.name, one.birth_year, one.care) for one in made.members] == [
        ("Vàng Thu Phượng", 1981, "cần sữa")
    ]


def test_the_hint_names_nobody_outside_ones_wards(app: Flask, office: Office, now: datetime) -> None:
    code = register(app, now, "0952000001", name="Lý Thị Oanh", phone="0959675307", birth_year=2000)
    typed = {"name": "Lý Oanh", "birth": "2000", "phone": "0959 675 307"}
    near = office["quan"].post("/cases/hint", data=typed).text
    assert code in near and "Lý Thị Oanh" in near
    far = office["far"].post("/cases/hint", data=typed).text
    assert "Liên Ninh" in far and code not in far and "Oanh" not in far
    assert office["quan"].post("/cases/hint", data={"name": "Lý Oanh"}).text.strip() == ""
    assert office["quan"].post("/cases/hint", data={"phone": "xin chào"}).text.strip() == ""


def test_a_case_outside_the_assignment_is_not_there(app: Flask, office: Office, now: datetime) -> None:
    code = register(app, now, "0952000001", citizen_id="001077000084")
    far = office["far"]
    for address in ("", "/edit", "/moves/withdraw"):
        assert far.get(f"/cases/{code}{address}").status_code == 404
    for address, data in (("/notes", {"text": "x"}), ("/take-up", {}), ("/withdraw", {"reason": "x"})):
        assert far.post(f"/cases/{code}{address}", data=data).status_code == 404
    assert code not in far.get("/cases/").text
    assert office["quan"].get(f"/cases/{code}").status_code == 200
    assert office["quan"].get(f"/cases/{code.lower()}").status_code == 200, (
        "a code may be typed in small letters"
    )


@pytest.mark.parametrize(
    ("who", "address", "status"),
    [
        ("auditor", "/cases/new", 403),
        ("auditor", "/cases/imports/new", 403),
        ("auditor", "/cases/", 200),
        ("auditor", "/cases/pairs", 200),
        ("quan", "/cases/imports/new", 200),
        ("quan", "/cases/pairs", 200),
        ("trang", "/cases/?view=overdue", 200),
    ],
)
def test_pages_open_by_role(office: Office, who: str, address: str, status: int) -> None:
    assert office[who].get(address).status_code == status


def test_who_registered_cannot_verify_and_reads_why_beside_the_button(
    app: Flask, office: Office, now: datetime
) -> None:
    code = register(app, now, "0952000003")
    page = office["trang"].get(f"/cases/{code}").text
    assert re.search(r"<button[^>]*disabled[^>]*>Xác minh</button>", page)
    assert re.search(r"<b>Xác minh:</b> \w", page) and f'action="/cases/{code}/verify"' not in page
    assert office["trang"].post(f"/cases/{code}/verify", data={"key": "k"}).status_code == 403
    assert f'action="/cases/{code}/verify"' in office["thao"].get(f"/cases/{code}").text
    assert office["thao"].post(f"/cases/{code}/verify", data={"key": "k"}).status_code == 302
    assert case_of(app, code).state == "verified"


def test_who_verifies_vouches_for_what_they_saw(app: Flask, office: Office, now: datetime) -> None:
    code = register(app, now, "0952000001")
    seen = {"version": str(case_of(app, code).version)}
    assert f'name="version" value="{seen["version"]}"' in office["thao"].get(f"/cases/{code}").text
    office["quan"].post(f"/cases/{code}/edit", data={**FORM, "people": "9", **seen, "key": "e"})
    assert case_of(app, code).people == 9
    late = office["thao"].post(f"/cases/{code}/verify", data={**seen, "key": "v"})
    assert late.status_code == 422 and "sau khi bạn mở" in late.text
    assert case_of(app, code).state == "reported"
    now_seen = {"version": str(case_of(app, code).version)}
    assert office["thao"].post(f"/cases/{code}/verify", data={**now_seen, "key": "w"}).status_code == 302


def test_a_move_with_a_reason_asks_for_it_and_acts_once(app: Flask, office: Office, now: datetime) -> None:
    code = register(app, now, "0952000001")
    assert office["thao"].get(f"/cases/{code}/moves/send-back").status_code == 200
    without = office["thao"].post(f"/cases/{code}/send-back", data={"reason": " ", "key": "k1"})
    assert without.status_code == 422 and 'href="#reason"' in without.text
    for _ in range(2):
        sent = office["thao"].post(f"/cases/{code}/send-back", data={"reason": "thiếu số khẩu", "key": "k1"})
        assert sent.status_code == 302
    assert case_of(app, code).state == "needs_more" and acts(app, "cases.send_back") == 1
    assert "thiếu số khẩu" in office["quan"].get(f"/cases/{code}").text
    assert office["thao"].get(f"/cases/{code}/moves/fly").status_code == 404


def test_the_id_number_is_masked_and_looking_at_it_is_recorded(
    app: Flask, office: Office, now: datetime
) -> None:
    code = register(app, now, "0952000001", citizen_id="001077000084")
    for who in ("quan", "trang", "auditor"):
        page = office[who].get(f"/cases/{code}").text
        assert "001077••••84" in page and "001077000084" not in page
    assert "001077000084" not in office["trang"].get(f"/cases/{code}/edit").text
    assert office["quan"].post(f"/cases/{code}/reveal", data={"key": "k1"}).status_code == 403
    assert acts(app, "cases.reveal") == 0
    assert "001077000084" in office["auditor"].post(f"/cases/{code}/reveal", data={"key": "k2"}).text
    assert acts(app, "cases.reveal") == 1


def test_a_note_is_saved_and_an_empty_one_is_asked_for(app: Flask, office: Office, now: datetime) -> None:
    code = register(app, now, "0952000001")
    assert office["quan"].post(f"/cases/{code}/notes", data={"text": " ", "key": "k1"}).status_code == 422
    office["quan"].post(f"/cases/{code}/notes", data={"text": "đi vắng buổi sáng", "key": "k2"})
    assert "đi vắng buổi sáng" in office["trang"].get(f"/cases/{code}").text


def opened(browser: FlaskClient, code: str) -> dict[str, Any]:
    """The edit form as a browser would send it back unchanged."""
    page = browser.get(f"/cases/{code}/edit").text
    sent: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", page):
        told = dict(re.findall(r'(\w[\w-]*)="([^"]*)"', tag))
        if told.get("type") in ("checkbox", "radio") and " checked" not in tag:
            continue
        if "name" in told:
            sent.setdefault(told["name"], []).append(told.get("value", ""))
    return sent


def test_an_edit_keeps_what_it_does_not_ask(app: Flask, office: Office, now: datetime) -> None:
    code = register(app, now, "0952000001", citizen_id="001077000084", young=1, needs=("rice", "sữa bột"))
    answer = office["quan"].post(f"/cases/{code}/edit", data={**opened(office["quan"], code), "people": "3"})
    assert answer.status_code == 302, answer.text
    now_is = case_of(app, code)
    assert (now_is.people, now_is.citizen_id, now_is.young, now_is.needs) == (
        3,
        "001077000084",
        1,
        ["rice", "sữa bột"],
    )
    sent = {**opened(office["quan"], code), "without_citizen_id": "y"}
    office["quan"].post(f"/cases/{code}/edit", data=sent)
    assert case_of(app, code).citizen_id is None


def test_the_second_of_two_editors_reads_what_changed_and_chooses(
    app: Flask, office: Office, now: datetime
) -> None:
    code = register(app, now, "0952000001", address="ngõ 1", categories=("student",))
    first, second = opened(office["trang"], code), opened(office["quan"], code)
    first |= {"people": "5", "address": "ngõ 2", "remark": "gần chợ"}
    assert office["trang"].post(f"/cases/{code}/edit", data=first).status_code == 302
    second |= {"people": "3", "address": "ngõ 3", "circumstances": "mất việc từ tháng 7"}
    conflict = office["quan"].post(f"/cases/{code}/edit", data=second)
    assert conflict.status_code == 409
    for said in ("Nguyễn Thu Trang", "ngõ 1", "ngõ 2", "ngõ 3", "mất việc từ tháng 7", "gần chợ"):
        assert said in conflict.text
    assert case_of(app, code).people == 5, "nothing was overwritten"
    chosen = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', conflict.text))
    chosen |= {"choose-people": "mine", "choose-address": "theirs"}
    assert office["quan"].post(f"/cases/{code}/edit", data=chosen).status_code == 302
    made = case_of(app, code)
    assert (made.people, made.address, made.remark, made.circumstances) == (
        3,
        "ngõ 2",
        "gần chợ",
        "mất việc từ tháng 7",
    )


def test_a_suspected_pair_is_compared_on_the_case_and_merged_once(
    app: Flask, office: Office, now: datetime
) -> None:
    same = {"name": "Lý Thế Tuấn", "birth_year": 1977, "address": "158, ngõ 108 Đê La Thành"}
    first = register(app, now, "0952000001", phone="0953509991", **same)
    second = register(app, now, "0952000001", phone="0953509992", **same)
    page = office["trang"].get(f"/cases/{first}").text
    assert (
        f"Gộp, giữ {first}" in page
        and "Là hai hộ khác nhau" in page
        and f'action="/cases/{first}/verify"' not in page
    )
    assert "Gộp, giữ" not in office["quan"].get(f"/cases/{first}").text
    address = re.search(r'action="(/cases/pairs/\d+)"', page)
    assert address
    assert office["far"].get(address[1]).status_code == 404
    assert office["trang"].post(address[1], data={"decision": "", "key": "k0"}).status_code == 422
    for _ in range(2):
        sent = office["trang"].post(address[1], data={"decision": "same", "keep": second, "key": "k1"})
        assert sent.headers["Location"].endswith(second)
    assert case_of(app, first).state == "duplicate" and not case_of(app, second).suspected
    led = office["trang"].get(address[1])
    assert led.headers["Location"].endswith(second), "what is decided leads to the case that stays"
    assert office["far"].get(address[1]).status_code == 404


def test_bulk_verification_first_says_who_cannot_be_changed_and_why(
    app: Flask, office: Office, now: datetime
) -> None:
    theirs = register(app, now, "0952000001", name="Đặng Tuấn Anh", phone="0953111111")
    own = register(app, now, "0952000003", name="Trần Kiệt", phone="0953222222")
    sent = {"case": [theirs, own, "HN-none"], "back": "/cases/?view=waiting", "key": "k1"}
    page = office["trang"].post("/cases/verify", data=sent)
    assert page.status_code == 200 and case_of(app, theirs).state == "reported"
    assert "Đặng Tuấn Anh" in page.text and "Trần Kiệt" in page.text and "Xác minh 1 hồ sơ" in page.text
    seen = re.findall(r'name="seen" value="([^"]*)"', page.text)
    assert seen == [f"{theirs}:1"]
    for _ in range(2):
        done = office["trang"].post("/cases/verify", data={**sent, "confirmed": "1", "seen": seen})
        assert done.headers["Location"] == "/cases/?view=waiting"
    assert case_of(app, theirs).state == "verified" and case_of(app, own).state == "reported"
    assert acts(app, "cases.verify_many") == 1
    assert office["quan"].post("/cases/verify", data=sent).status_code == 403
    assert office["trang"].post("/cases/verify", data={"back": "https://evil.example/"}).status_code == 200


def test_a_case_that_changed_after_the_second_page_stays_behind_by_name(
    app: Flask, office: Office, now: datetime
) -> None:
    one = register(app, now, "0952000001", name="Đặng Tuấn Anh", phone="0953111111")
    other = register(app, now, "0952000001", name="Lò Thị Mây", phone="0953333333")
    sent = {"case": [one, other], "back": "/cases/", "key": "k1"}
    page = office["trang"].post("/cases/verify", data=sent).text
    seen = re.findall(r'name="seen" value="([^"]*)"', page)
    office["quan"].post(f"/cases/{one}/edit", data={**opened(office["quan"], one), "people": "9"})
    answer = (
        office["trang"]
        .post("/cases/verify", data={**sent, "confirmed": "1", "seen": seen}, follow_redirects=True)
        .text
    )
    assert case_of(app, one).state == "reported" and case_of(app, other).state == "verified"
    assert f"Đặng Tuấn Anh ({one}) giữ nguyên" in answer and "Đã xác minh 1 hồ sơ" in answer


def test_a_move_is_confirmed_by_name(app: Flask, office: Office, now: datetime) -> None:
    code = register(app, now, "0952000001", name="Đào Thị Huệ")
    done = office["trang"].post(f"/cases/{code}/verify", data={"key": "k"}, follow_redirects=True).text
    assert "Đã xác minh: Đào Thị Huệ." in done


def test_who_changes_a_verified_case_is_told_before_and_after_what_becomes_of_it(
    app: Flask, office: Office, now: datetime
) -> None:
    code = register(app, now, "0952000001")
    office["trang"].post(f"/cases/{code}/verify", data={"key": "k"})
    assert "trở lại rà soát" in office["thao"].get(f"/cases/{code}/edit").text
    sent = {**opened(office["thao"], code), "people": "9"}
    saved = office["thao"].post(f"/cases/{code}/edit", data=sent, follow_redirects=True).text
    assert "chuyển về rà soát" in saved and case_of(app, code).state == "under_review"
    assert "Bạn đã sửa điều cần xác minh" in saved
    with app.app_context(), transaction():
        actions.note_progress([case_of(app, code).id], "allocated", note={})
    assert "chỉ xuất kho khi hồ sơ được xác minh lại" in office["quan"].get(f"/cases/{code}").text
    assert office["thao"].post(f"/cases/{code}/verify", data={"key": "v"}).status_code == 403
    office["trang"].post(f"/cases/{code}/verify", data={"key": "w"})
    with app.app_context(), transaction():
        actions.note_progress([case_of(app, code).id], "out", note={})
    assert "Phần quà đang trên đường, giữ nguyên" in office["thao"].get(f"/cases/{code}/edit").text


@pytest.mark.parametrize(
    "filters", ["state=nonsense", "category=nonsense", "view=nonsense", "state=&category=", "after=x"]
)
def test_what_is_no_choice_filters_nothing_and_says_nothing_foreign(
    app: Flask, office: Office, now: datetime, filters: str
) -> None:
    code = register(app, now, "0952000001")
    answer = office["trang"].get(f"/cases/?{filters}")
    assert answer.status_code == 200 and code in answer.text
    assert "valid" not in answer.text.lower() and "is-invalid" not in answer.text


def test_a_choice_that_is_none_is_refused_in_the_readers_words(
    app: Flask, office: Office, now: datetime
) -> None:
    for wrong in ({"sex": "x"}, {"categories": ["x"]}, {"residence": "x"}):
        answer = office["quan"].post("/cases/new", data={**FORM, **wrong, "key": "k"})
        assert answer.status_code == 422 and "Không có lựa chọn này" in answer.text, wrong
        assert "alid choice" not in answer.text


def test_the_name_in_the_list_leads_to_the_case(app: Flask, office: Office, now: datetime) -> None:
    code = register(app, now, "0952000001", name="Đào Thị Huệ")
    page = office["trang"].get("/cases/").text
    assert re.search(rf'<a[^>]*href="/cases/{code}"[^>]*>Đào Thị Huệ</a>', page)


def test_of_a_household_that_was_served_twice_both_servings_stay_visible(
    app: Flask, client: FlaskClient, sign_in: Callable[..., None]
) -> None:
    with app.app_context():
        world = factories.allocated()
        kept, merged = world.cases[:2]
        act = {"by": world.who("office"), "at": factories.NOW}
        with transaction():
            [trip] = deliveries.plan(world.campaign, factories.LIEN_NINH, on=factories.TODAY, **act)
            deliveries.send_out(trip, key="out", **act)
        for stop in delivery_queries.stops_of(trip):
            with transaction():
                door = {"key": f"door-{stop.id}", **act, "by": world.who("volunteer")}
                deliveries.record(stop, Outcome.RECEIVED, **door)
        with transaction():
            actions.merge(merged, into=kept, **act)
        sign_in(client, world.staff["office"])
        address, code = f"/cases/{kept.code}", merged.code
    page = client.get(address).text
    assert f"theo hồ sơ {code}, đã gộp vào hồ sơ này" in page
    assert "một hộ có phần quà ở cả hai hồ sơ" in page
    received = page.partition("Các lần giao quà")[2]
    assert (
        len(re.findall(r"<b>[^<]+</b>(?: <span class=\"meta\">theo hồ sơ[^<]+</span>)?<br>", received)) == 2
    )


def test_the_list_finds_filters_and_pages_by_key(app: Flask, office: Office, now: datetime) -> None:
    for at in range(53):
        moment = now - timedelta(hours=53 - at)
        register(app, moment, "0952000003", name=f"Hộ Số {at:02}", place_id=LIEN_NINH if at % 2 else DAI_ANG)
    code = register(app, now, "0952000003", name="Lý Thế Tuấn", categories=("student",))
    trang = office["trang"]
    page = trang.get("/cases/").text
    assert page.count('name="case"') == 50
    way_on = re.search(r'rel="next" href="([^"]+)"', page)
    assert way_on and "after=" in way_on[1]
    assert trang.get(way_on[1].replace("&amp;", "&")).text.count('name="case"') == 4
    found = trang.get("/cases/?q=tuan").text
    assert code in found and "<mark>Tuấn</mark>" in found and found.count('name="case"') == 1
    assert code in trang.get("/cases/?category=student&state=reported&ward=Xã+Liên+Ninh").text
    assert "Không có hồ sơ nào khớp" in trang.get("/cases/?category=student&ward=Xã+Đại+Áng").text
    assert trang.get("/cases/?state=flying&ward=nowhere&after=x&view=none").status_code == 200
    assert 'name="case"' not in office["auditor"].get("/cases/").text, "who may not verify ticks nothing"


def test_both_languages_show_no_word_of_the_other(app: Flask, office: Office, now: datetime) -> None:
    code = register(app, now, "0952000001", name="Lan Anh", phone="0953111111", citizen_id="001077000084")
    addresses = (
        "/cases/",
        "/cases/new",
        f"/cases/{code}",
        f"/cases/{code}/edit",
        f"/cases/{code}/moves/reject",
        "/cases/pairs",
    )
    for address in (*addresses, "/cases/imports/new"):
        vietnamese, english = (
            office["trang"].get(address, headers={"Accept-Language": one}).text for one in ("vi", "en")
        )
        said = re.sub(r"<[^>]+>", " ", vietnamese[vietnamese.index("<main") :])
        assert not re.search(r"\b(the|and|case|of|Waiting|Verify|Not|Ward|Male)\b", said), address
        own = re.sub(
            r"<script.*?</script>|<[^>]+>", " ", english[english.index("<main") : english.index("</main>")]
        )
        assert not re.search(r"\b(hồ sơ|Chủ hộ|Xác minh|khẩu)\b", own), address
