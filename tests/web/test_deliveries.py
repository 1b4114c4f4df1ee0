"""The pages of deliveries: who sees which trips, planning, the doors of a trip, slips and the ward board."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from aidtrack.books.queries import check
from aidtrack.cases.models import Case
from aidtrack.clock import moment_of
from aidtrack.db import db, transaction
from aidtrack.deliveries import actions, queries
from aidtrack.deliveries.models import Receipt, Trip
from aidtrack.deliveries.slip import qr_text
from aidtrack.deliveries.trips import Outcome
from aidtrack.places import queries as places
from aidtrack.stock.models import Document, Reservation
from tests import factories
from tests.factories import DAI_ANG, LIEN_NINH, NOW, World

TRIP = "/deliveries/CHUYEN-0001"
DOOR = f"{TRIP}/stops/1"
SIGNED = {"who": "household", "signature": "M40 60L50 70", "key": "k-1"}


class House:
    """A deployment with three households; `trip` says how far their one trip is."""

    def __init__(self, app: Flask, sign_in: Callable[..., None], trip: str = "out") -> None:
        self.app, self.sign_in = app, sign_in
        with app.app_context():
            self.world: World = factories.allocated()
            if trip != "none":
                with transaction():
                    self.world.trip(out=trip == "out")
            self.codes = [case.code for case in self.world.cases]
            self.people = {part: person.id for part, person in self.world.staff.items()}
            for person in self.world.staff.values():
                db.session.refresh(person)
                db.session.expunge(person)

    def browser(self, part: str, language: str = "vi") -> FlaskClient:
        """The browser of a member of the staff."""
        client = self.app.test_client()
        self.sign_in(client, self.world.staff[part])
        client.set_cookie("language", language)
        return client

    def ask(self, question: Callable[[], Any]) -> Any:
        """The answer to a question to the database."""
        with self.app.app_context():
            return question()

    def outcome(self, position: int = 1) -> str | None:
        """What was recorded at a door."""

        def asked() -> str | None:
            trip = db.session.scalars(select(Trip)).first()
            return queries.get_stop(trip, position).outcome if trip else None

        return self.ask(asked)  # type: ignore[no-any-return]

    def record(self, position: int, outcome: Outcome) -> None:
        """An outcome, past the pages."""
        with self.app.app_context(), transaction():
            trip = db.session.scalars(select(Trip)).one()
            by = factories.acting(db.session.merge(self.world.staff["volunteer"], load=True))
            actions.record(queries.get_stop(trip, position), outcome, key=f"p{position}", by=by, at=NOW)


@pytest.fixture
def house(app: Flask, client: FlaskClient, sign_in: Callable[..., None]) -> House:
    return House(app, sign_in)


@pytest.fixture
def planned(app: Flask, client: FlaskClient, sign_in: Callable[..., None]) -> House:
    return House(app, sign_in, "planned")


@pytest.fixture
def waiting(app: Flask, client: FlaskClient, sign_in: Callable[..., None]) -> House:
    return House(app, sign_in, "none")


PAGES = (
    "/deliveries/",
    TRIP,
    DOOR,
    f"{DOOR}?failed=1",
    f"{DOOR}?in_part=1",
    "/deliveries/board",
    "/deliveries/scan",
)


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("part", ["volunteer", "office", "auditor"])
def test_every_page_opens_for_those_who_may_see_it_in_both_languages(
    house: House, address: str, part: str
) -> None:
    for language in ("vi", "en"):
        answer = house.browser(part, language).get(address)
        assert answer.status_code == 200, address
        assert len(re.findall("<h1", answer.text)) == 1


@pytest.mark.parametrize("address", [TRIP, DOOR])
@pytest.mark.parametrize("part", ["neighbour", "stranger"])
def test_a_trip_of_another_ward_is_not_there(house: House, address: str, part: str) -> None:
    assert house.browser(part).get(address).status_code == 404
    assert "CHUYEN-0001" not in house.browser(part).get("/deliveries/").text
    assert house.browser(part).post(DOOR, data=SIGNED).status_code == 404
    assert house.outcome() is None


@pytest.mark.parametrize("part", ["volunteer", "auditor"])
@pytest.mark.parametrize("address", ["/deliveries/new", f"{TRIP}/slips.pdf"])
def test_the_offices_pages_are_for_the_office(house: House, address: str, part: str) -> None:
    assert house.browser(part).get(address).status_code == 403


@pytest.mark.parametrize("part", ["volunteer", "auditor"])
@pytest.mark.parametrize("deed", ["send-out", "close", "stops/1/again"])
def test_the_offices_deeds_are_for_the_office(house: House, deed: str, part: str) -> None:
    assert house.browser(part).post(f"{TRIP}/{deed}", data={"key": "k"}).status_code == 403


def test_an_auditor_looks_and_cannot_record(house: House) -> None:
    assert "<form id=" not in house.browser("auditor").get(DOOR).text
    assert house.browser("auditor").post(DOOR, data=SIGNED).status_code == 403
    assert house.outcome() is None


def test_who_is_not_signed_in_is_asked_to(house: House) -> None:
    assert "/people/sign-in" in house.app.test_client().get(TRIP).headers["Location"]


# ---- planning ----


def test_the_form_says_where_shares_wait_and_who_may_drive(waiting: House) -> None:
    text = waiting.browser("office").get("/deliveries/new").text
    assert "Xã Liên Ninh" in text and "Vũ Minh Quân" in text and "14/8/2021" in text
    drivers = re.findall(r"<option[^>]*>([^<]+)</option>", text)
    assert "Nguyễn Thu Trang" not in drivers and "Trần Văn Bách" not in drivers, (
        "who allocated cannot confirm"
    )


def test_a_trip_is_planned_once_however_often_it_is_sent(waiting: House) -> None:
    driver = waiting.people["volunteer"]
    data = {
        "campaign": "DOT-14-8",
        "place": "Xã Liên Ninh",
        "place-key": LIEN_NINH,
        "on": "14/8/2021",
        "driver": driver,
        "most_stops": 40,
        "key": "plan-1",
    }
    office = waiting.browser("office")
    answers = [office.post("/deliveries/new", data=data) for _ in range(2)]
    assert [(one.status_code, one.headers["Location"]) for one in answers] == [(302, TRIP)] * 2
    assert waiting.ask(lambda: db.session.scalar(select(func.count()).select_from(Trip))) == 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"on": "21/8/2021"}, "trao từ 14/8/2021 đến 20/8/2021"),
        ({"on": "hôm nào"}, "on-err"),
        ({"place": "Xã Đại Áng", "place-key": ""}, "không còn phần quà nào chờ"),
        ({"place": ""}, "place-err"),
        ({"driver": "0"}, ""),
        ({"driver": "99999"}, "Hãy chọn người giao trong danh sách"),
        ({"most_stops": "0"}, "Hãy ghi một số từ 1 đến 500"),
        ({"campaign": "KHAC"}, "Hãy chọn một đợt đang mở"),
    ],
)
def test_what_cannot_be_planned_is_said_beside_its_field(
    waiting: House, changed: dict[str, str], said: str
) -> None:
    data = {
        "campaign": "DOT-14-8",
        "place": "Xã Liên Ninh",
        "on": "14/8/2021",
        "driver": "0",
        "most_stops": "40",
    }
    answer = waiting.browser("office").post("/deliveries/new", data={**data, **changed, "key": "k"})
    assert answer.status_code == (422 if said else 302)
    assert said in answer.text


# ---- on the way ----


def test_sending_out_issues_once_and_the_trip_is_closed_when_all_is_out(planned: House) -> None:
    office = planned.browser("office")
    for _ in range(2):
        assert office.post(f"{TRIP}/send-out", data={"key": "go"}).status_code == 302
    issues = select(func.count()).select_from(Document).where(Document.kind == "issue")
    assert planned.ask(lambda: db.session.scalar(issues)) == 1
    early = office.post(f"{TRIP}/close", data={"key": "close-1"})
    assert early.status_code == 422 and "Các hộ chưa có kết quả: 1, 2, 3" in early.text
    for position in (1, 2, 3):
        planned.record(position, Outcome.RECEIVED)
    assert office.post(f"{TRIP}/close", data={"key": "close-2"}).status_code == 302
    assert "Chuyến đã đóng" in planned.browser("volunteer").get(TRIP).text


def test_a_planned_trip_is_cancelled_once_and_its_households_wait_again(planned: House) -> None:
    office = planned.browser("office")
    assert f'action="{TRIP}/cancel"' in office.get(TRIP).text
    assert planned.browser("volunteer").post(f"{TRIP}/cancel", data={"key": "no"}).status_code == 403
    for _ in range(2):
        assert office.post(f"{TRIP}/cancel", data={"key": "stop"}).status_code == 302
    page = office.get(TRIP).text
    assert "Chuyến đã hủy trước khi đi" in page and f'action="{TRIP}/' not in page
    assert "Chuyến đã hủy" in planned.browser("volunteer").get(TRIP).text
    assert TRIP in office.get("/deliveries/?state=cancelled").text
    assert LIEN_NINH in office.get("/deliveries/new").text
    assert office.post(f"{TRIP}/send-out", data={"key": "late"}).status_code == 422


def test_a_planned_trip_waits_for_the_office(planned: House) -> None:
    volunteer = planned.browser("volunteer")
    assert "3 hộ chờ giao" in volunteer.get(TRIP).text
    assert "chưa lên đường" in volunteer.get(DOOR).text
    assert volunteer.post(DOOR, data=SIGNED).status_code == 422


def test_signing_records_once_and_leads_to_the_next_household(house: House) -> None:
    volunteer = house.browser("volunteer")
    answers = [volunteer.post(DOOR, data=SIGNED) for _ in range(2)]
    assert [one.headers["Location"] for one in answers] == [f"{TRIP}/stops/2"] * 2
    assert house.ask(lambda: db.session.scalar(select(func.count()).select_from(Receipt))) == 1
    told = volunteer.get(DOOR).text
    assert 'd="M40 60L50 70"' in told and "Vũ Minh Quân" in told and "08:00" in told
    assert "Đã đến 1 trên 3 hộ" in volunteer.get(TRIP).text


def test_after_the_last_household_the_way_leads_to_the_trip(house: House) -> None:
    for position in (1, 2):
        house.record(position, Outcome.RECEIVED)
    answer = house.browser("volunteer").post(f"{TRIP}/stops/3", data=SIGNED)
    assert answer.headers["Location"] == TRIP


def test_a_second_recording_is_refused_with_who_was_first(house: House) -> None:
    house.record(1, Outcome.ABSENT)
    answer = house.browser("volunteer").post(DOOR, data=SIGNED)
    assert answer.status_code == 422 and "Hộ này đã ghi rồi: Vắng mặt" in answer.text


def test_somebody_else_receives_for_the_household(house: House) -> None:
    volunteer = house.browser("volunteer")
    nameless = volunteer.post(DOOR, data={**SIGNED, "who": "other"})
    assert nameless.status_code == 422 and "Hãy ghi ai nhận thay" in nameless.text
    data = {**SIGNED, "who": "other", "received_by": "Bà Lan", "relation": "hàng xóm", "key": "k-2"}
    assert volunteer.post(DOOR, data=data).status_code == 302
    assert house.outcome() == "received_for"
    assert "Bà Lan, hàng xóm" in volunteer.get(DOOR).text


def test_a_part_is_typed_as_people_type(house: House) -> None:
    volunteer = house.browser("volunteer")
    whole = re.findall(r'name="given_(\w+)"[^>]*value="([^"]+)"', volunteer.get(f"{DOOR}?in_part=1").text)
    assert dict(whole).keys() == {"rice", "noodles"}
    data = {**SIGNED, "given_rice": "1 yến", "given_noodles": dict(whole)["noodles"]}
    assert volunteer.post(f"{DOOR}?in_part=1", data=data).status_code == 302
    assert house.outcome() == "partial" and house.ask(check) == []
    assert "10<u>kg</u>" in volunteer.get(DOOR).text


def test_the_whole_share_typed_out_is_the_whole_share(house: House) -> None:
    volunteer = house.browser("volunteer")
    typed = dict(
        re.findall(r'name="(given_\w+)"[^>]*value="([^"]+)"', volunteer.get(f"{DOOR}?in_part=1").text)
    )
    volunteer.post(f"{DOOR}?in_part=1", data={**SIGNED, **typed})
    assert house.outcome() == "received"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"given_rice": "1 tạ"}, "nhiều hơn phần quà"),
        ({"given_rice": "nhiều"}, "given_rice-err"),
        ({"given_rice": "0", "given_noodles": "0"}, "chưa đủ phần quà"),
        ({"signature": ""}, "Hãy mời ký"),
        ({"signature": "<svg onload=1>"}, "Không đọc được chữ ký"),
        ({"who": "ai đó"}, "who-err"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(
    house: House, data: dict[str, str], said: str
) -> None:
    sent = {**SIGNED, "given_rice": "1 kg", "given_noodles": "1 gói", "relation": "chủ nhà trọ", **data}
    answer = house.browser("volunteer").post(f"{DOOR}?in_part=1", data=sent)
    assert answer.status_code == 422 and said in answer.text
    assert "chủ nhà trọ" in answer.text and "onload=1>" not in answer.text
    assert house.outcome() is None


def test_a_signature_on_paper_is_enough(house: House) -> None:
    volunteer = house.browser("volunteer")
    assert volunteer.post(DOOR, data={**SIGNED, "signature": "", "on_paper": "y"}).status_code == 302
    assert "điểm chỉ trên giấy" in volunteer.get(DOOR).text


def test_a_share_is_held_again_for_as_long_as_the_settings_say(house: House) -> None:
    kept = house.app.config["SETTINGS"]
    house.app.config["SETTINGS"] = replace(kept, reservation_days=30)
    house.record(1, Outcome.ABSENT)
    assert house.browser("office").post(f"{DOOR}/again", data={"key": "again"}).status_code == 302
    latest = select(func.max(Reservation.expires_at)).where(Reservation.ended.is_(None))
    assert house.ask(lambda: db.session.scalar(latest)) == moment_of("2021-09-14T00:00")


def test_an_absent_household_goes_back_and_is_visited_again(house: House) -> None:
    volunteer, office = house.browser("volunteer"), house.browser("office")
    data = {"outcome": "absent", "note": "Gọi 2 lần", "key": "no"}
    assert volunteer.post(f"{DOOR}?failed=1", data=data).headers["Location"] == f"{TRIP}/stops/2"
    assert "Gọi 2 lần" in office.get(DOOR).text and "Giao lại" in office.get(DOOR).text
    assert "Giao lại" not in volunteer.get(DOOR).text
    answer = office.post(f"{DOOR}/again", data={"key": "again"})
    assert answer.status_code == 302 and "/deliveries/new?" in answer.headers["Location"]
    assert "Giao lại" not in office.get(DOOR).text
    assert house.ask(check) == []


def test_nothing_is_handed_over_under_failed(house: House) -> None:
    answer = house.browser("volunteer").post(f"{DOOR}?failed=1", data={"outcome": "received", "key": "no"})
    assert answer.status_code == 422 and house.outcome() is None


@pytest.mark.parametrize("part", ["planner", "approver"])
def test_who_allocated_reads_why_somebody_else_confirms(house: House, part: str) -> None:
    client = house.browser(part)
    assert "người khác xác nhận" in client.get(DOOR).text
    assert client.post(DOOR, data=SIGNED).status_code == 403


# ---- slips ----


def test_the_code_of_a_slip_leads_to_its_door(house: House) -> None:
    volunteer = house.browser("volunteer")
    stop = house.ask(lambda: queries.get_stop(db.session.scalars(select(Trip)).one(), 1).case.code)
    for typed in (stop, stop.lower().replace("-", " "), qr_text(stop, "DOT-14-8")):
        answer = volunteer.get("/deliveries/scan", query_string={"code": typed})
        assert answer.headers["Location"] == f"{DOOR}?scanned=1"
    assert "Phiếu đúng hộ" in volunteer.get(f"{DOOR}?scanned=1").text
    house.record(1, Outcome.RECEIVED)
    assert "Phiếu này đã dùng rồi" in volunteer.get(f"{DOOR}?scanned=1").text


@pytest.mark.parametrize("typed", ["HN-0000000", "xyz", "AT1:HN-0000000:DOT", "AT1::"])
def test_a_code_that_is_none_is_said(house: House, typed: str) -> None:
    answer = house.browser("volunteer").get("/deliveries/scan", query_string={"code": typed})
    assert answer.status_code == 200 and "code-err" in answer.text


def test_a_slip_of_another_ward_leads_nowhere(house: House) -> None:
    answer = house.browser("neighbour").get("/deliveries/scan", query_string={"code": house.codes[0]})
    assert answer.status_code == 200 and "Không có chuyến nào trong địa bàn" in answer.text


def test_slips_are_printed_by_the_office(house: House) -> None:
    answer = house.browser("office", "en").get(f"{TRIP}/slips.pdf")
    assert answer.mimetype == "application/pdf" and answer.data.startswith(b"%PDF")
    assert house.browser("stranger").get(f"{TRIP}/slips.pdf").status_code == 404


# ---- lists and the board ----


def test_a_volunteer_sees_their_own_trips_first(house: House) -> None:
    text = house.browser("volunteer").get("/deliveries/").text
    assert "Chuyến của bạn" in text and "CHUYEN-0001" in text and 'class="tabs"' in text


def test_the_list_is_narrowed_by_state(house: House) -> None:
    office = house.browser("office")
    assert "CHUYEN-0001" in office.get("/deliveries/?state=out").text
    assert "CHUYEN-0001" not in office.get("/deliveries/?state=closed").text
    assert office.get("/deliveries/?state=nonsense&before=x").status_code == 200


def test_the_board_adds_up(house: House) -> None:
    house.record(1, Outcome.RECEIVED)
    house.record(2, Outcome.ABSENT)
    text = house.browser("auditor").get("/deliveries/board").text
    row = re.search(r'<th scope="row" class="own[^"]*">.*?</tr>', text, re.S)
    assert row and "Xã Liên Ninh" in row.group(0)
    figures = re.findall(r'<td class="num[^"]*">(?:<b>)?(\d+)', row.group(0))
    assert figures[:8] == ["0", "0", "0", "1", "1", "1", "3", "9"]
    assert "Liên Ninh" not in house.browser("stranger").get("/deliveries/board").text


# ---- a wrong outcome ----

MEND = f"{DOOR}/correct"


def test_whoever_recorded_it_corrects_it_with_a_reason(house: House) -> None:
    house.record(1, Outcome.ABSENT)
    volunteer = house.browser("volunteer")
    assert f'href="{MEND}"' in volunteer.get(DOOR).text
    assert "Đang ghi: Vắng mặt, do Vũ Minh Quân ghi." in volunteer.get(MEND).text
    nameless = volunteer.post(MEND, data={**SIGNED, "key": "mend-0"})
    assert nameless.status_code == 422 and "Hãy ghi lý do sửa kết quả" in nameless.text
    data = {**SIGNED, "reason": "Bấm nhầm hộ bên cạnh", "key": "mend-1"}
    for _ in range(2):
        assert volunteer.post(MEND, data=data).headers["Location"] == DOOR
    text = volunteer.get(DOOR).text
    assert "Trước đó ghi: Vắng mặt. Bấm nhầm hộ bên cạnh" in text and "Người sửa" in text
    assert house.outcome() == "received" and house.ask(check) == []
    assert house.ask(lambda: db.session.scalar(select(func.count()).select_from(Receipt))) == 2


def test_received_becomes_absent_or_a_part_on_the_same_forms(house: House) -> None:
    house.record(1, Outcome.RECEIVED)
    office = house.browser("office")
    part = {**SIGNED, "given_rice": "1 yến", "given_noodles": "9 gói", "reason": "cân lại", "key": "m-1"}
    assert "given_rice" in office.get(f"{MEND}?in_part=1").text
    assert office.post(f"{MEND}?in_part=1", data=part).status_code == 302
    assert house.outcome() == "partial"
    assert 'value="10 kg"' in office.get(f"{MEND}?in_part=1").text, "the form shows what was recorded"
    gone = {"outcome": "absent", "note": "Gọi 2 lần", "reason": "nhầm phiếu", "key": "m-2"}
    assert office.post(f"{MEND}?failed=1", data=gone).status_code == 302
    assert house.outcome() == "absent" and house.ask(check) == []
    assert "nhầm phiếu" in office.get(DOOR).text


def test_a_form_that_was_opened_before_somebody_else_corrected_changes_nothing(house: House) -> None:
    house.record(1, Outcome.ABSENT)
    volunteer, office = house.browser("volunteer"), house.browser("office")
    page = office.get(MEND).text
    seen = re.search(r'name="seen"[^>]*value="(\d+)"', page)
    assert seen and 'name="seen"' in office.get(f"{MEND}?failed=1").text
    data = {**SIGNED, "reason": "Bấm nhầm", "key": "m-1", "seen": seen[1]}
    assert volunteer.post(MEND, data=data).status_code == 302
    gone = {"outcome": "declined", "reason": "nhầm phiếu", "key": "m-2", "seen": seen[1]}
    late = office.post(f"{MEND}?failed=1", data=gone)
    assert late.status_code == 422 and house.outcome() == "received"
    assert "Người khác vừa sửa hộ này" in late.text


def test_the_signature_of_the_same_goods_need_not_be_given_twice(house: House) -> None:
    volunteer = house.browser("volunteer")
    volunteer.post(DOOR, data=SIGNED)
    data = {"who": "other", "received_by": "Bà Lan", "reason": "bà Lan ký thay", "key": "m-1"}
    assert volunteer.post(MEND, data=data).status_code == 302
    assert "Bà Lan" in volunteer.get(DOOR).text and 'd="M40 60L50 70"' in volunteer.get(DOOR).text


@pytest.mark.parametrize("part", ["auditor", "neighbour"])
def test_who_may_not_record_corrects_nothing(house: House, part: str) -> None:
    house.record(1, Outcome.ABSENT)
    client = house.browser(part)
    assert client.post(MEND, data={**SIGNED, "reason": "nhầm"}).status_code in (403, 404)
    assert MEND not in client.get(DOOR).text and house.outcome() == "absent"


def test_when_the_trip_is_closed_the_volunteer_reads_who_corrects(house: House) -> None:
    for position in (1, 2, 3):
        house.record(position, Outcome.ABSENT)
    house.browser("office").post(f"{TRIP}/close", data={"key": "close"})
    volunteer = house.browser("volunteer")
    assert MEND not in volunteer.get(DOOR).text
    assert "Văn phòng sửa kết quả của chuyến" in volunteer.get(MEND).text
    assert MEND in house.browser("office").get(DOOR).text
    page = house.browser("office").get(TRIP).text
    assert "Kết quả mới nhất trước" in page and "Hộ tiếp theo" not in page


def test_a_door_without_an_outcome_has_nothing_to_correct(house: House) -> None:
    assert house.browser("volunteer").get(MEND).headers["Location"] == DOOR


def test_a_trip_of_a_later_day_asks_before_it_goes_out(planned: House) -> None:
    with planned.app.app_context(), transaction():
        db.session.execute(update(Trip).values(on=date(2021, 8, 16)))
    office = planned.browser("office")
    assert "Chuyến này xếp cho ngày 16/8/2021" in office.get(TRIP).text
    refused = office.post(f"{TRIP}/send-out", data={"key": "go-1"})
    assert refused.status_code == 422 and "another_day-err" in refused.text
    assert office.post(f"{TRIP}/send-out", data={"key": "go-2", "another_day": "y"}).status_code == 302
    assert "14/8" in office.get(TRIP).text


def test_the_office_reads_who_moved_and_stays_behind(planned: House) -> None:
    def move() -> None:
        stop = queries.get_stop(db.session.scalars(select(Trip)).one(), 2)
        path = places.path_of(DAI_ANG)
        gone = update(Case).where(Case.id == stop.case_id)
        db.session.execute(gone.values(place_id=DAI_ANG, place_path=path))

    with planned.app.app_context(), transaction():
        move()
    assert "1 hộ đã chuyển sang phường, xã khác" in planned.browser("office").get(TRIP).text
    volunteer = planned.browser("volunteer")
    assert "2 hộ chờ giao" in volunteer.get(TRIP).text
    assert volunteer.get(f"{TRIP}/stops/2").status_code == 404
