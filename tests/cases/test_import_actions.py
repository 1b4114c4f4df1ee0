"""A list is brought in with a preview, all or nothing, once; what looks alike waits for a decision."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from aidtrack.audit import queries as audit
from aidtrack.audit.models import Entry
from aidtrack.cases import actions, import_actions, import_queries, pair_actions, pair_queries, queries, sheet
from aidtrack.cases.import_fates import counts_of
from aidtrack.cases.models import Case, CaseBlock, CaseImport, CasePair, WaitingRow
from aidtrack.db import db, rows_in, transaction
from aidtrack.errors import NotAllowed, NotFound, RuleBroken
from aidtrack.people.models import Person
from aidtrack.people.queries import actor_of
from aidtrack.rights import Actor, Grant, Role
from tests.cases.lists import sheet_with
from tests.cases.world import (
    HAI_BA_TRUNG,
    LIEN_NINH,
    LYS,
    NOW,
    OPERATOR,
    TODAY,
    VINH_TUY,
    household,
    moved,
    registered,
    somebody,
)

pytestmark = pytest.mark.usefixtures("session")

REAL = Path(sheet.__file__).parent / "data" / "recipients-2021-08-14.xlsx"
ANSWERS = json.loads((Path(__file__).parents[1] / "data" / "recipients-2021-08-14.answers.json").read_text())

HEAD = ["STT", "Họ và tên", "Năm sinh", "Điện thoại", "Nơi ở hiện nay", "Phường/xã", "Quận", "Số khẩu"]
TUAN = [1, "Lý Thế Tuấn", 1977, "0953509991", "158, ngõ 108 Đê La Thành", "Vĩnh Tuy", "Hai Bà Trưng", 4]
MAY = [2, "Lò Thị Mây", 1990, "0951234567", "12 ngách 5/8 Lĩnh Nam", "Thanh Nhàn", "Hai Bà Trưng", 3]
AN = [3, "Đặng Văn An", 1949, "0957654321", "thôn Nhị Châu", "Liên Ninh", "Thanh Trì", 1]


def staged(by: Actor, *rows: list[Any], data: bytes | None = None) -> CaseImport:
    with transaction():
        content = data or sheet_with([HEAD, *rows])
        return import_actions.stage_import(content, "danh sách.xlsx", edition="2021", by=by, at=NOW)


def committed(one: CaseImport, by: Actor) -> CaseImport:
    with transaction():
        return import_actions.commit_import(one, by=by, at=NOW)


def report_of(one: CaseImport) -> dict[str, Any]:
    """What the command says of a list to its importer."""
    importer = db.session.get_one(Person, one.by_id)
    return import_queries.import_report(one, by=actor_of(importer, TODAY))


def test_the_list_of_august_comes_in_whole_and_once(each_database: str) -> None:
    thao = somebody(Role.VOLUNTEER)
    first = committed(staged(thao, data=REAL.read_bytes()), thao)
    report = report_of(first)
    assert {
        name: report[name] for name in ("edition", "rows", "households", "people", "written", "already")
    } == {
        "edition": "2021",
        "rows": 360,
        "households": ANSWERS["households"],
        "people": ANSWERS["people"],
        "written": 347,
        "already": 0,
    }
    pairs = {frozenset((pair["stt"], pair["of_stt"])) for pair in report["duplicates"]}
    assert pairs == {frozenset((pair["stt"], pair["of"])) for pair in ANSWERS["duplicates"]}
    assert {problem["stt"] for problem in report["problems"]} == {one["stt"] for one in ANSWERS["invalid"]}
    assert (rows_in(Case), rows_in(WaitingRow), rows_in(CasePair)) == (347, 8, 0)
    assert db.session.scalar(select(func.sum(Case.people))) == 1000
    assert not db.session.scalar(select(Case.id).where(Case.suspected).limit(1))
    order = db.session.scalars(select(Case.list_position).order_by(Case.registered_at, Case.id)).all()
    assert list(order) == sorted(filter(None, order)) and len(set(order)) == 347

    second = report_of(committed(staged(thao, data=REAL.read_bytes()), thao))
    assert (second["written"], second["already"], second["households"], second["people"]) == (
        0,
        347,
        347,
        1000,
    )
    assert (rows_in(Case), rows_in(WaitingRow)) == (347, 8)
    assert audit.verify().ok


def test_staging_writes_no_case_and_committing_is_one_entry() -> None:
    thao = somebody(Role.VOLUNTEER)
    before = audit.verify().rows
    one = staged(thao, TUAN, MAY)
    report = report_of(one)
    assert (report["households"], report["people"], rows_in(Case)) == (2, 7, 0)
    assert "written" not in report and audit.verify().rows == before
    committed(one, thao)
    [entry] = db.session.scalars(select(Entry).where(Entry.action == "cases.import"))
    assert audit.verify().rows == before + 1
    assert entry.detail and entry.detail.content
    assert (entry.detail.content["count"], entry.detail.place_path) == (2, "2021/01/007/")
    assert "Lý Thế Tuấn" not in str(entry.detail.content)


def test_sent_twice_it_is_written_once(each_database: str) -> None:
    thao = somebody(Role.VOLUNTEER)
    one = staged(thao, TUAN, MAY)
    assert (committed(one, thao).written, committed(one, thao).written, rows_in(Case)) == (2, 2, 2)


def test_two_previews_of_one_list_write_it_once() -> None:
    thao, quan = somebody(Role.VOLUNTEER), somebody(Role.VOLUNTEER)
    mine, other = staged(thao, TUAN, MAY), staged(quan, TUAN, MAY)
    assert (committed(mine, thao).written, committed(other, quan).written) == (2, 0)
    assert (other.already, rows_in(Case)) == (2, 2)


def test_a_mended_list_brings_in_only_what_is_new() -> None:
    thao = somebody(Role.VOLUNTEER)
    broken = committed(staged(thao, TUAN, [*MAY[:-1], "nhiều"]), thao)
    assert (broken.written, counts_of(broken.reading).problems) == (1, 1)
    mended = committed(staged(thao, TUAN, MAY, AN), thao)
    assert (mended.written, mended.already, rows_in(Case)) == (2, 1, 3)


def test_every_imported_case_has_a_timeline_and_can_be_found_by_its_look_alikes() -> None:
    thao = somebody(Role.VOLUNTEER)
    committed(staged(thao, TUAN), thao)
    case = db.session.scalars(select(Case)).one()
    assert [entry.said.render() for entry in queries.timeline(case)] == [
        "Brought in with the list danh sách.xlsx"
    ]
    assert (case.registered_by_id, case.name, case.phone, case.birth_year) == (
        thao.id,
        "Lý Thế Tuấn",
        "+84953509991",
        1977,
    )
    assert rows_in(CaseBlock) >= 8
    registered(LYS, by=somebody(Role.VOLUNTEER))
    assert rows_in(CasePair) == 1


def test_who_imports_does_not_verify() -> None:
    thao, quan = somebody(Role.COORDINATOR), somebody(Role.COORDINATOR)
    committed(staged(thao, TUAN), thao)
    case = db.session.scalars(select(Case)).one()
    with pytest.raises(NotAllowed):
        moved(case, "verify", by=thao)
    moved(case, "verify", by=quan)


# Where one may import


def test_rows_in_wards_outside_the_assignment_are_problems() -> None:
    thao = somebody(Role.VOLUNTEER, HAI_BA_TRUNG)
    one = staged(thao, TUAN, AN, MAY)
    report = report_of(one)
    assert (report["rows"], report["households"]) == (3, 2)
    [problem] = report["problems"]
    assert (problem["row"], problem["stt"], problem["column"], problem["field"]) == (3, 3, "F", "ward")
    assert "Xã Liên Ninh lies outside the area of your assignment" in problem["message"]
    assert (committed(one, thao).written, rows_in(Case)) == (2, 2)


def test_a_row_no_longer_waits_for_one_that_lies_outside() -> None:
    thao = somebody(Role.VOLUNTEER, VINH_TUY)
    id_number = "002077000084"
    head = [*HEAD, "Số CCCD"]
    fuller = [1, "Lý Thế Tuấn", 1977, "0953509991", "thôn Nhị Châu", "Liên Ninh", "Thanh Trì", 4, id_number]
    inside = [2, "Lý Thế Tuấn", None, None, "158 Đê La Thành", "Vĩnh Tuy", "Hai Bà Trưng", 4, id_number]
    one = staged(thao, data=sheet_with([head, fuller, inside]))
    report = report_of(one)
    assert (report["households"], report["duplicates"], len(report["problems"])) == (1, [], 1)


def test_only_who_may_import_does() -> None:
    for role in (Role.AUDITOR, None):
        with pytest.raises(NotAllowed):
            staged(somebody(role), TUAN)


def test_a_staged_list_is_its_importers_own() -> None:
    thao, quan = somebody(Role.VOLUNTEER), somebody(Role.ADMIN)
    one = staged(thao, TUAN)
    with pytest.raises(NotFound):
        import_queries.get_import(one.token, by=quan)
    with pytest.raises(NotFound):
        committed(one, quan)
    assert import_queries.get_import(one.token, by=thao).id == one.id


def test_whose_assignment_ended_meanwhile_writes_nothing() -> None:
    thao = somebody(Role.VOLUNTEER, VINH_TUY)
    one = staged(thao, TUAN)
    elsewhere = replace(thao, grants=(Grant(Role.VOLUNTEER, "2021/01/020/00682/"),))
    with pytest.raises(RuleBroken, match="assignment has changed"):
        committed(one, elsewhere)
    assert rows_in(Case) == 0
    assert import_queries.get_import(one.token, by=thao).committed_at is None


# Beside the cases that are there


def test_a_row_that_looks_like_a_case_waits_for_a_decision(each_database: str) -> None:
    quan = somebody(Role.VOLUNTEER, HAI_BA_TRUNG)
    there = registered(LYS, by=quan)
    one = staged(quan, TUAN, MAY)
    report = report_of(one)
    [pair] = report["duplicates"]
    assert (pair["row"], pair["stt"], pair["of"], pair["of_stt"], pair["of_case"]) == (
        2,
        1,
        None,
        None,
        there.code,
    )
    assert "same phone" in pair["why"]
    assert (report["households"], report["people"]) == (1, 3)
    assert committed(one, quan).written == 1
    row = db.session.scalars(select(WaitingRow)).one()
    assert (row.of_case_id, row.row, row.decision) == (there.id, 2, None)


def test_of_a_case_outside_the_assignment_only_the_ward_is_told() -> None:
    hidden = registered(
        replace(LYS, place_id=LIEN_NINH, citizen_id="002077000084"), by=somebody(Role.VOLUNTEER)
    )
    quan = somebody(Role.VOLUNTEER, VINH_TUY)
    one = staged(quan, data=sheet_with([[*HEAD, "CCCD"], [*TUAN, "002077000084"]]))
    [pair] = report_of(one)["duplicates"]
    assert pair["of_case"] is None
    assert pair["why"] == "This may be there already: ask the coordinator of Xã Liên Ninh."
    assert hidden.code not in json.dumps(report_of(one))
    committed(one, quan)
    [row] = pair_queries.waiting_rows_open(quan)
    assert (row.of.code, row.of.facts, row.decidable) == (None, None, False)
    assert row.why.render() == pair["why"]
    [seen] = pair_queries.waiting_rows_open(somebody(Role.COORDINATOR))
    assert seen.of.code == hidden.code and "same ID number" in seen.why.render() and seen.decidable


def test_what_others_registered_since_the_preview_is_looked_at_again() -> None:
    quan = somebody(Role.VOLUNTEER)
    one = staged(quan, TUAN, MAY)
    registered(LYS, by=somebody(Role.VOLUNTEER))
    assert (committed(one, quan).written, rows_in(WaitingRow), rows_in(CasePair)) == (1, 1, 0)
    assert report_of(one)["households"] == 1


def test_a_decided_row_is_never_brought_in_again() -> None:
    quan, thao = somebody(Role.VOLUNTEER), somebody(Role.COORDINATOR)
    registered(LYS, by=quan)
    committed(staged(quan, TUAN), quan)
    again = committed(staged(quan, TUAN), quan)
    assert (again.written, again.already, rows_in(WaitingRow)) == (0, 0, 1)
    row = db.session.scalars(select(WaitingRow)).one()
    with transaction():
        pair_actions.decide_row(row, "same", by=thao, at=NOW)
    again = committed(staged(quan, TUAN), quan)
    assert (again.written, again.already, rows_in(WaitingRow), rows_in(Case)) == (0, 1, 1, 1)


def test_a_row_that_became_a_case_of_its_own_is_there() -> None:
    quan, thao = somebody(Role.VOLUNTEER), somebody(Role.COORDINATOR)
    twice = (TUAN, [2, "Ly The Tuan", *TUAN[2:]])
    committed(staged(quan, *twice), quan)
    row = db.session.scalars(select(WaitingRow)).one()
    with transaction():
        pair_actions.decide_row(row, "different", by=thao, at=NOW)
    again = committed(staged(quan, *twice), quan)
    assert (again.written, again.already, rows_in(WaitingRow), rows_in(Case)) == (0, 1, 1, 2)
    assert list(import_queries.alike(again, by=quan)) == []


def test_the_report_lists_a_pair_of_the_file_also_when_it_was_decided() -> None:
    quan, thao = somebody(Role.VOLUNTEER), somebody(Role.COORDINATOR)
    twice = (TUAN, [2, "Ly The Tuan", *TUAN[2:]])
    before = report_of(committed(staged(quan, *twice), quan))
    row = db.session.scalars(select(WaitingRow)).one()
    with transaction():
        pair_actions.decide_row(row, "same", by=thao, at=NOW)
    again = report_of(staged(quan, *twice))
    assert len(before["duplicates"]) == 1
    assert {**before, "written": None, "already": None} == {**again, "written": None, "already": None}


def test_a_row_like_one_that_waits_waits_for_the_same_case() -> None:
    quan = somebody(Role.VOLUNTEER)
    there = registered(LYS, by=quan)
    committed(staged(quan, TUAN, [2, "Ly The Tuan", *TUAN[2:]]), quan)
    assert [row.of_case_id for row in db.session.scalars(select(WaitingRow))] == [there.id] * 2


def test_an_already_imported_case_that_was_edited_is_still_there() -> None:
    quan = somebody(Role.VOLUNTEER)
    committed(staged(quan, TUAN), quan)
    case = db.session.scalars(select(Case)).one()
    with transaction():
        actions.edit(case, household("Hoàng Văn Tám", LIEN_NINH), version=1, by=quan, at=NOW)
    again = committed(staged(quan, TUAN), quan)
    assert (again.written, again.already) == (0, 1)


# What cannot be read, and what was forgotten


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.4", b"no spreadsheet at all", sheet_with([["a", "b"], [1, 2]])]
)
def test_what_is_no_list_is_refused_and_nothing_staged(data: bytes) -> None:
    thao = somebody(Role.VOLUNTEER)
    with pytest.raises(RuleBroken) as refused, transaction():
        import_actions.stage_import(data, "x.xlsx", by=thao, at=NOW)
    assert refused.value.field == "file"
    assert rows_in(CaseImport) == 0


def test_a_list_may_be_read_before_the_transaction() -> None:
    thao = somebody(Role.VOLUNTEER)
    data = sheet_with([HEAD, TUAN])
    reading = import_actions.read(data, edition="2021", by=thao)
    with transaction():
        one = import_actions.stage_import(data, "x.xlsx", by=thao, at=NOW, reading=reading)
    assert report_of(one)["households"] == 1


def test_lists_that_nobody_committed_are_forgotten() -> None:
    thao = somebody(Role.VOLUNTEER)
    kept = committed(staged(thao, TUAN), thao)
    staged(thao, MAY)
    with pytest.raises(NotAllowed), transaction():
        import_actions.drop_stale(NOW + timedelta(days=1), by=thao)
    with transaction():
        assert import_actions.drop_stale(NOW, by=OPERATOR) == 0
    with transaction():
        assert import_actions.drop_stale(NOW + timedelta(days=1), by=OPERATOR) == 1
    assert [one.id for one in db.session.scalars(select(CaseImport))] == [kept.id]
    assert [one.id for one in import_queries.imports_of(thao)] == [kept.id]
