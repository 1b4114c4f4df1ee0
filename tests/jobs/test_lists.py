"""A long list is done piece by piece: wherever it is interrupted, it ends as if nothing had happened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from aidtrack.audit import queries as audit
from aidtrack.audit.models import Entry
from aidtrack.cases import (
    import_actions,
    import_queries,
    import_staging_actions,
    import_undo_actions,
    import_writing_actions,
)
from aidtrack.cases.import_fates import COMMITTED, READING, REFUSED, STAGED, UNCLEAR, UNDONE, WRITING
from aidtrack.cases.import_models import ImportFile, StagedRow
from aidtrack.cases.models import Case, CaseBlock, CaseEvent, CaseImport, WaitingRow
from aidtrack.clock import Clock, real_now
from aidtrack.db import db, rows_in, transaction
from aidtrack.jobs import lists
from aidtrack.people import actions as people
from aidtrack.people.models import Assignment
from aidtrack.rights import Actor, Role
from tests.cases.lists import sheet_with
from tests.cases.test_import_actions import HEAD, report_of
from tests.cases.world import HAI_BA_TRUNG, LIEN_NINH, LYS, NOW, OPERATOR, TODAY, registered, somebody

pytestmark = pytest.mark.usefixtures("session")

CLOCK = Clock(fixed=NOW)
NAMES = (
    "Lý Thế Tuấn|Lò Thị Mây|Hoàng Văn Tám|Vừ A Páo|Bế Thị Nụ|Ma Văn Tỉn|Lù Thị Sẹo|Vi Văn Lồ|Kha Thị Rảnh"
).split("|")
ROWS = [
    [
        n,
        name,
        1950 + 3 * n,
        f"09512{n}4567",
        f"{n * 11} ngõ {n} Lĩnh Nam",
        "Thanh Nhàn",
        "Hai Bà Trưng",
        n % 4 + 1,
    ]
    for n, name in enumerate(NAMES, start=1)
]
TWIN = [20, "Ly The Tuan", *ROWS[0][2:]]
FAULTY = [21, "Quản Thị Lài", 1971, None, "xóm Chùa", "Thanh Nhàn", "Hai Bà Trưng", "nhiều"]
LIST = [HEAD, *ROWS, TWIN, FAULTY]


class Killed(BaseException):
    """What ends a worker at once."""


@pytest.fixture(autouse=True)
def small_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (import_staging_actions, import_writing_actions):
        monkeypatch.setattr(module, "PORTION", 4)


def received(by: Actor, rows: list[list[Any]] = LIST, name: str = "dài.xlsx") -> CaseImport:
    with transaction():
        return import_actions.receive(sheet_with(rows), name, edition="2021", by=by, at=NOW)


def worked(one: CaseImport) -> CaseImport:
    lists.go_on_with_all(CLOCK)
    return import_queries.one(one.id)


def begun(one: CaseImport, by: Actor) -> CaseImport:
    with transaction():
        return import_actions.commit_import(import_queries.one(one.id), by=by, at=NOW, at_once=False)


def kill_after(pieces: int) -> None:
    """The worker dies in its next transaction but so many."""
    left, plain = [pieces], lists.transaction

    @contextmanager
    def mortal() -> Iterator[Any]:
        with plain() as act:
            yield act
            if left[0] == 0:
                raise Killed
            left[0] -= 1

    lists.transaction = mortal  # type: ignore[assignment]
    try:
        with pytest.raises(Killed):
            lists.go_on_with_all(CLOCK)
    finally:
        lists.transaction = plain
        db.session.rollback()


def books() -> dict[str, Any]:
    """What a list leaves behind, without the numbers that chance gives."""
    order = select(Case.name, Case.list_position, Case.place_path, Case.people).order_by(Case.id)
    return {
        "cases": [tuple(row) for row in db.session.execute(order)],
        "blocks": rows_in(CaseBlock),
        "events": rows_in(CaseEvent),
        "waiting": list(db.session.scalars(select(WaitingRow.row).order_by(WaitingRow.row))),
        "entries": db.session.scalar(select(func.count()).where(Entry.action == "cases.import")),
        "digest": [
            entry.detail.content["digest"]
            for entry in db.session.scalars(select(Entry).where(Entry.action == "cases.import"))
            if entry.detail and entry.detail.content
        ],
        "files": rows_in(ImportFile),
    }


def test_a_long_list_is_read_and_written_in_portions_with_one_entry(each_database: str) -> None:
    thao = somebody(Role.VOLUNTEER)
    one = received(thao)
    assert (one.state, rows_in(StagedRow), rows_in(Case)) == (READING, 0, 0)
    assert (worked(one).state, rows_in(Case)) == (STAGED, 0)
    report = report_of(one)
    assert (report["rows"], report["households"], len(report["problems"])) == (11, 9, 1)
    assert begun(one, thao).state == WRITING
    done = worked(one)
    assert (done.state, done.written, done.already, done.done, done.todo) == (COMMITTED, 9, 0, 10, 10)
    found = books()
    assert len(found["cases"]) == 9 and found["waiting"] == [11] and found["entries"] == 1
    assert found["files"] == 0 and audit.verify().ok


def test_at_once_and_in_portions_leave_the_same_behind() -> None:
    thao = somebody(Role.VOLUNTEER)
    with transaction():
        data = sheet_with(LIST)
        whole = import_actions.stage_import(data, "x.xlsx", edition="2021", by=thao, at=NOW)
        import_actions.commit_import(whole, by=thao, at=NOW)
    at_once = books()
    with transaction():
        import_undo_actions.undo(whole, by=thao, at=NOW)
    one = received(thao)
    worked(one)
    begun(one, thao)
    worked(one)
    again = books()
    assert again.pop("digest")[1] == at_once["digest"][0]
    assert again == {**{name: value for name, value in at_once.items() if name != "digest"}, "entries": 2}


@pytest.mark.parametrize("pieces", range(6))
def test_killed_while_it_reads_it_ends_the_same(pieces: int) -> None:
    thao = somebody(Role.VOLUNTEER)
    one = received(thao)
    kill_after(pieces)
    assert (import_queries.one(one.id).state, rows_in(Case)) == (READING, 0)
    assert worked(one).state == STAGED
    assert rows_in(StagedRow) == 11
    assert report_of(one)["households"] == 9


@pytest.mark.parametrize("pieces", range(5))
def test_killed_while_it_writes_it_ends_the_same(pieces: int, each_database: str) -> None:
    thao = somebody(Role.VOLUNTEER)
    one = received(thao)
    worked(one)
    begun(one, thao)
    kill_after(pieces)
    half = rows_in(Case)
    assert half == min(4 * pieces, 9), "each portion is whole"
    assert books()["entries"] == 0
    done = worked(one)
    found = books()
    assert (done.state, done.written, len(found["cases"]), found["waiting"], found["entries"]) == (
        COMMITTED,
        9,
        9,
        [11],
        1,
    )
    assert len({name for name, *_ in found["cases"]}) == 9 and audit.verify().ok


def test_the_trial_of_killing_finds_a_writer_that_forgets_where_it_was(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    thao = somebody(Role.VOLUNTEER)
    one = received(thao)
    worked(one)
    begun(one, thao)
    monkeypatch.setattr(
        import_writing_actions,
        "beside",
        lambda rows, *_args, **_more: import_writing_actions.Beside(frozenset(), frozenset(), {}),
    )
    kill_after(2)
    with transaction():
        import_queries.one(one.id).cursor = 0
    lists.go_on_with_all(CLOCK)
    db.session.rollback()
    assert import_queries.one(one.id).state == WRITING, "the same line cannot become a case a second time"
    assert rows_in(Case) == 8


def test_two_workers_at_one_list_write_it_once() -> None:
    thao = somebody(Role.VOLUNTEER)
    one = received(thao)
    worked(one)
    begun(one, thao)
    slow = import_writing_actions.writing(import_queries.one(one.id))
    piece = next(slow)
    assert worked(one).state == COMMITTED
    with pytest.raises(import_staging_actions.TakenOver), transaction():
        piece()
    assert rows_in(Case) == 9


def test_what_others_did_since_the_preview_is_looked_at_again() -> None:
    thao, quan = somebody(Role.VOLUNTEER), somebody(Role.VOLUNTEER)
    rows = [
        HEAD,
        [1, "Lý Thế Tuấn", 1977, "0953509991", "158, ngõ 108 Đê La Thành", "Vĩnh Tuy", "Hai Bà Trưng", 4],
        *ROWS[1:],
    ]
    mine, other = received(thao, rows), received(quan, [HEAD, *ROWS[5:]])
    worked(mine)
    registered(LYS, by=quan)
    begun(other, quan)
    worked(other)
    begun(mine, thao)
    done = worked(mine)
    assert (done.written, done.already, rows_in(WaitingRow)) == (4, 4, 1)
    assert report_of(done)["households"] == 8


def test_an_assignment_that_ended_is_no_longer_read_for() -> None:
    thao = somebody(Role.VOLUNTEER, HAI_BA_TRUNG)
    one = received(thao)
    with transaction():
        given = db.session.scalars(select(Assignment).where(Assignment.person_id == thao.id)).one()
        people.end_assignment(given, on=TODAY - timedelta(days=1), by=OPERATOR, at=NOW)
    assert worked(one).state == REFUSED
    assert one.refused and rows_in(ImportFile) == 0


def test_the_worker_leaves_alone_what_a_command_is_at() -> None:
    one = received(somebody(Role.VOLUNTEER))
    with transaction():
        import_actions.claim(one)
    assert worked(one).state == READING
    with transaction():
        one.claimed_until = real_now() - timedelta(seconds=1)
    assert worked(one).state == STAGED


@pytest.mark.parametrize("data", [b"%PDF-1.4", b"no spreadsheet at all"])
def test_what_cannot_be_read_is_refused_with_a_sentence(data: bytes) -> None:
    with transaction():
        one = import_actions.receive(data, "x.xlsx", by=OPERATOR, at=NOW)
    assert worked(one).state == REFUSED
    assert one.refused and one.refused["say"]


def test_a_long_list_is_taken_back_by_the_worker() -> None:
    thao = somebody(Role.VOLUNTEER)
    one = received(thao)
    worked(one)
    begun(one, thao)
    written = worked(one)
    with transaction():
        import_undo_actions.undo(written, by=thao, at=NOW, at_once=False)
    kill_after(0)
    assert rows_in(Case) == 9
    assert (worked(one).state, rows_in(Case), rows_in(StagedRow)) == (UNDONE, 0, 0)


# What the columns hold

ODD = ["TT", "Ai", "Mấy", "Chỗ", "P."]
ODDLY = [
    ODD,
    [1, "Lý Thế Tuấn", 4, "158 Đê La Thành", "Vĩnh Tuy"],
    [2, "Lò Thị Mây", 3, "12 Lĩnh Nam", "Thanh Nhàn"],
]
SAID = {"B": "name", "C": "people", "D": "address", "E": "ward"}


def test_a_list_with_unknown_titles_waits_until_somebody_says_what_they_mean() -> None:
    thao, quan = somebody(Role.VOLUNTEER, HAI_BA_TRUNG), somebody(Role.VOLUNTEER, HAI_BA_TRUNG)
    afar = somebody(Role.VOLUNTEER, LIEN_NINH)
    one = worked(received(thao, ODDLY))
    assert (one.state, bool(one.refused)) == (UNCLEAR, True)
    [sheet] = import_queries.sheets_of(one)
    assert [column.title for column in sheet.columns] == ODD
    with transaction():
        import_actions.correct(one, {sheet.layout: SAID}, by=thao, at=NOW)
    assert worked(one).state == STAGED
    assert report_of(one)["households"] == 2
    assert worked(received(quan, ODDLY)).state == STAGED, "it is remembered for their area"
    assert worked(received(afar, ODDLY)).state == UNCLEAR, "elsewhere nobody said it"
