"""An export leaves its hash in the chain, stays within reach, and its totals equal the ledger."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from aidtrack.audit import queries as audit
from aidtrack.campaigns import actions as campaigns
from aidtrack.campaigns.queries import norm_facts
from aidtrack.db import transaction
from aidtrack.deliveries import actions as deliveries
from aidtrack.deliveries import queries as trips
from aidtrack.deliveries.models import Stop
from aidtrack.deliveries.trips import Outcome
from aidtrack.errors import NotAllowed, RuleBroken
from aidtrack.reports import queries
from aidtrack.rights import Role
from aidtrack.stock.ledger import LocationKind
from aidtrack.stock.models import Location, Lot, Movement
from tests.factories import DAI_ANG, DISTRICT, LIEN_NINH, NOW, acting, allocated, campaign, person
from tests.reports.campaign_days import KG, delivered, exported, record, rows_of, two_wards
from tests.reports.samples import opened


def given_by_ledger(session: Session) -> dict[str, int]:
    """What reached households, by good, in base units."""
    rows = session.execute(
        select(Lot.good_code, func.sum(Movement.amount))
        .join(Movement, Movement.lot_id == Lot.id)
        .join(Location, Location.id == Movement.to_id)
        .where(Location.kind == LocationKind.BENEFICIARY.value)
        .group_by(Lot.good_code)
    )
    return {code: int(amount) for code, amount in rows}


def totals(file) -> tuple[object, object]:  # type: ignore[no-untyped-def]
    last = rows_of(file)[-1]
    return last["Gạo (kg)"], last["Mì tôm (gói)"]


def test_before_the_doors_the_list_shows_what_is_allocated(session: Session) -> None:
    rows = rows_of(exported("distribution-list", two_wards()))
    assert [row["STT"] for row in rows[:-1]] == [1, 2, 3, 4, 5], "numbered throughout"
    assert (rows[-1]["Gạo (kg)"], rows[-1]["Mì tôm (gói)"]) == (12 * 4, 12 * 9)
    assert {row["Ghi chú"] for row in rows[:-1]} == {None}
    assert {row["Ký nhận"] for row in rows[:-1]} == {None}


def test_after_the_doors_its_totals_equal_the_ledger(session: Session, each_database: str) -> None:
    world = delivered(two_wards())
    found = given_by_ledger(session)
    expected = (found["rice"] // KG, found["noodles"])
    assert expected == (16 + 4 + 4, 36 + 9)
    assert totals(exported("distribution-list", world)) == expected
    assert totals(exported("ward-totals", world)) == expected


def test_who_was_absent_or_declined_stands_there_with_nothing_and_the_reason(session: Session) -> None:
    world = delivered(two_wards())
    notes = {row["Họ và tên"]: row for row in rows_of(exported("distribution-list", world))[:-1]}
    said = [str(notes[case.name]["Ghi chú"]) for case in world.cases]
    assert said == [
        "Đã nhận, 14/8/2021",
        "Vắng mặt, chưa nhận, 14/8/2021",
        "Nhận một phần: thiếu 8 kg Gạo, 27 gói Mì tôm, 14/8/2021",
        "Từ chối nhận, 14/8/2021",
        "Nhận thay: bà Ngô Thị Mùi (hàng xóm), 14/8/2021",
    ]
    assert [notes[case.name]["Gạo (kg)"] for case in world.cases] == [16, None, 4, None, 4]
    assert {row["Ký nhận"] for row in notes.values()} == {None}, "the column to sign stays empty"


def test_households_stand_ward_by_ward_in_the_plans_order(session: Session) -> None:
    world = two_wards()
    names = [row["Họ và tên"] for row in rows_of(exported("distribution-list", world))[:-1]]
    wards = {case.name: case.place_id for case in world.cases}
    assert [wards[str(name)] for name in names] == [DAI_ANG] * 2 + [LIEN_NINH] * 3
    second = opened(exported("distribution-list", world).data).worksheets[1]
    assert second.title == "Tổng hợp theo phường"


def test_whole_numbers_stand_on_the_list_and_masked_ones_on_the_wall(session: Session) -> None:
    world = delivered(two_wards())
    phone = rows_of(exported("distribution-list", world))[0]["Số điện thoại"]
    assert isinstance(phone, str) and phone.startswith("0953") and "•" not in phone
    posted = exported("distribution-list", world, posting=True)
    assert posted.file_name.endswith("-niem-yet.xlsx")
    text = " ".join(
        str(cell.value) for sheet in opened(posted.data) for row in sheet.iter_rows() for cell in row
    )
    assert "•" in text and phone not in text
    assert "Ngô Thị Mùi" not in text, "no neighbour's name hangs on a wall"
    assert not any(case.code in text for case in world.cases)


def test_the_chain_keeps_the_files_hash_its_rows_and_the_head_printed_on_it(session: Session) -> None:
    world = two_wards()
    head = audit.head()
    file = exported("distribution-list", world)
    assert file.sha256 == hashlib.sha256(file.data).hexdigest() and file.head == head != audit.head()
    (entry,) = audit.about(queries.subject_of(file.sha256))
    assert entry.action == "reports.export" and entry.detail and entry.detail.content
    kept = entry.detail.content
    assert (kept["sha256"], kept["rows"], kept["head"]) == (file.sha256, 5, head)
    assert kept["file"] == file.file_name == "danh-sach-ky-nhan-dot-14-8.xlsx"
    assert audit.verify().ok
    found = queries.export_of(file.sha256)
    assert found and found.file_name == file.file_name and found.by_name == "Đỗ Mạnh Cường"
    assert queries.export_of(hashlib.sha256(file.data + b" ").hexdigest()) is None


def test_a_coordinator_of_one_ward_gets_that_ward_only(session: Session) -> None:
    world = delivered(two_wards())
    with transaction():
        world.staff["ward"] = person("0952000099", "Hoàng Thị Lan", Role.COORDINATOR, DAI_ANG)
    file = exported("distribution-list", world, by="ward")
    assert file.rows == 2 and totals(file) == (4, 9)
    assert exported("ward-totals", world, by="ward").rows == 1
    assert exported("goods-issued", world, by="ward").rows == 1
    for refused in ({"place_id": LIEN_NINH}, {"place_id": DISTRICT}):
        with pytest.raises(NotAllowed):
            exported("distribution-list", world, by="ward", **refused)
    for of_the_store in ("stock-statement", "goods-received"):
        with pytest.raises(NotAllowed):
            exported(of_the_store, world, by="ward")


def test_exports_are_seen_within_reach_and_by_who_made_them(session: Session) -> None:
    world = two_wards()
    with transaction():
        world.staff["ward"] = person("0952000099", "Hoàng Thị Lan", Role.COORDINATOR, DAI_ANG)
    whole = exported("distribution-list", world)
    part = exported("distribution-list", world, by="ward")
    assert [one.sha256 for one in queries.exports(world.who("auditor"))] == [part.sha256, whole.sha256]
    assert [one.sha256 for one in queries.exports(world.who("ward"))] == [part.sha256]
    assert queries.exports(world.who("stranger")) == []
    first = queries.exports(world.who("auditor"), most=1)
    assert [one.sha256 for one in queries.exports(world.who("auditor"), before=first[0].seq)] == [
        whole.sha256
    ]


@pytest.mark.parametrize("by", ["volunteer", "stranger"])
def test_volunteers_and_other_districts_export_nothing(session: Session, by: str) -> None:
    world = allocated()
    with pytest.raises((NotAllowed, RuleBroken)):
        exported("distribution-list", world, by=by)


def test_a_list_of_one_trip_tells_of_that_trip_alone(session: Session) -> None:
    world = allocated((2, 3))
    with transaction():
        first = world.trip()
        for stop in trips.stops_of(first):
            record(world, stop, Outcome.ABSENT)
        again = session.scalars(select(Stop).where(Stop.trip_id == first.id)).first()
        assert again is not None
        deliveries.deliver_again(again, by=world.who("office"), at=NOW + timedelta(hours=1))
    with transaction():
        second = world.trip()
        for stop in trips.stops_of(second):
            deliveries.record(
                stop, Outcome.RECEIVED, key="second", by=world.who("volunteer"), at=NOW + timedelta(hours=1)
            )
    assert totals(exported("distribution-list", world, trip=first)) == (0, 0)
    later = exported("distribution-list", world, trip=second)
    assert (later.rows, totals(later)[0]) == (1, 4 * again.people)
    assert totals(exported("distribution-list", world))[0] == 4 * again.people, "counted once"
    assert f"-{second.code.lower()}" in later.file_name


def test_a_trip_of_another_campaign_is_refused(session: Session) -> None:
    world = allocated()
    with transaction():
        trip = world.trip()
        other = campaign(world, {"rice": 1000}, code="DOT-22-8")
    with pytest.raises(RuleBroken, match="another campaign"):
        exported("distribution-list", world, campaign=other, trip=trip)


def test_the_stock_statement_tells_what_came_went_and_came_back(session: Session) -> None:
    rows = rows_of(exported("stock-statement", delivered(two_wards())))
    rice = next(row for row in rows if row["Tên hàng"] == "Gạo")
    shown = [rice[title] for title in ("Tồn đầu kỳ", "Nhập", "Xuất", "Nhập lại", "Hao hụt", "Tồn cuối kỳ")]
    assert shown == [0, 96, 48, 24, 0, 72], "what was not handed over is back"


def test_a_good_that_left_the_norms_stays_on_the_list(session: Session) -> None:
    world = allocated()
    with transaction():
        assert world.campaign
        rice = [norm_facts(norm) for norm in world.campaign.norms if norm.good_code == "rice"]
        campaigns.set_norms(world.campaign, rice, by=world.who("planner"), at=NOW)
    assert totals(exported("distribution-list", world)) == (36, 81)


def test_an_actor_without_assignment_gets_nothing(session: Session) -> None:
    world = allocated()
    with transaction():
        world.staff["nobody"] = person("0952000098", "Tô Văn Ba", None, None)
    assert acting(world.staff["nobody"]).grants == ()
    with pytest.raises(NotAllowed):
        exported("stock-statement", world, by="nobody")


def test_the_stock_statement_is_made_for_any_days(session: Session, each_database: str) -> None:
    world = delivered(two_wards())
    day, eve = NOW.date(), NOW.date() - timedelta(days=1)
    whole = rows_of(exported("stock-statement", world))
    assert rows_of(exported("stock-statement", world, days=(day, day))) != [], "the day of giving alone"
    assert whole == rows_of(exported("stock-statement", world, days=(None, None)))
    with pytest.raises(RuleBroken, match="Swap the two") as refused:
        exported("stock-statement", world, days=(day, eve))
    assert refused.value.field == "last"
    with pytest.raises(RuleBroken, match="Nothing lay"):
        exported("stock-statement", world, days=(None, date(2020, 1, 1)))
    with pytest.raises(RuleBroken, match="Leave the days out") as refused:
        exported("distribution-list", world, days=(day, None))
    assert refused.value.field == "first"
