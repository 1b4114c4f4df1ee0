"""The lines that nobody can accept come back in a workbook; mended and sent again exactly they are added."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from aidtrack.cases import import_actions, import_queries, sheet
from aidtrack.cases.import_fates import counts_of
from aidtrack.cases.import_preview import MEND
from aidtrack.cases.listing import ColumnsUnclear
from aidtrack.cases.models import Case, CaseImport
from aidtrack.db import rows_in, transaction
from aidtrack.languages import say_in
from aidtrack.reports.problem_rows import problem_rows
from aidtrack.rights import Actor, Role
from tests.cases.lists import sheet_with
from tests.cases.world import NOW, somebody

pytestmark = pytest.mark.usefixtures("session")

AUGUST = (Path(sheet.__file__).parent / "data" / "recipients-2021-08-14.xlsx").read_bytes()


def brought(data: bytes, by: Actor) -> CaseImport:
    with transaction():
        one = import_actions.stage_import(data, "x.xlsx", edition="2021", by=by, at=NOW)
        return import_actions.commit_import(one, by=by, at=NOW)


def given_back(one: CaseImport, language: str = "vi") -> Any:
    sheets, rows = import_queries.sheets_of(one), import_queries.faulty(one)
    data = problem_rows(sheets, rows, say=lambda sentence: say_in(language, sentence), at=NOW)
    return load_workbook(BytesIO(data))


def saved(book: Any) -> bytes:
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_the_lines_of_august_come_back_as_they_stood_with_the_cells_at_fault_marked() -> None:
    page = given_back(brought(AUGUST, somebody(Role.VOLUNTEER))).active
    head = [cell.value for cell in page[1]]
    assert head[:3] == ["STT", "Họ và tên chủ hộ", "Năm sinh / Nam"] and head[-1] == MEND
    rows = {row[0].value: row for row in page.iter_rows(min_row=2)}
    assert set(rows) == {124, 222, 273, 288, 330}
    remedy = rows[273][-1].value
    assert remedy.startswith("K: ") and "nhiều" in remedy
    marked = {cell.column_letter for cell in rows[273] if cell.fill.fgColor.rgb == "FFFFD9D0"}
    assert marked == {"K"}
    assert rows[273][10].value == "nhiều"


def test_mended_and_sent_again_exactly_the_mended_are_added() -> None:
    thao = somebody(Role.VOLUNTEER)
    first = brought(AUGUST, thao)
    book = given_back(first)
    mending = {124: 3, 273: 4}
    for row in book.active.iter_rows(min_row=2):
        if row[0].value in mending:
            row[10].value = mending[row[0].value]
    again = brought(saved(book), thao)
    counts = counts_of(again.reading)
    assert (again.written, counts.rows, counts.problems) == (2, 5, 3)
    assert rows_in(Case) == first.written + 2
    once_more = brought(saved(book), thao)
    assert (once_more.written, once_more.already) == (0, 2)


HEAD = ["Họ và tên", "Năm sinh", "Địa chỉ", "Số khẩu"]
UNDER_SECTIONS = [
    HEAD,
    ["Phường Thanh Nhàn - Quận Hai Bà Trưng"],
    ["Lò Thị Mây", 1990, "12 Lĩnh Nam", "nhiều"],
    ["Vừ A Páo", 1981, "14 Lĩnh Nam", 2],
]


def test_where_a_line_above_named_the_ward_the_line_takes_it_along() -> None:
    thao = somebody(Role.VOLUNTEER)
    first = brought(sheet_with(UNDER_SECTIONS), thao)
    book = given_back(first, "en")
    line = [cell.value for cell in book.active[2]]
    assert line[:6] == ["Lò Thị Mây", 1990, "12 Lĩnh Nam", "nhiều", "Phường Thanh Nhàn", "Quận Hai Bà Trưng"]
    book.active["D2"].value = 4
    assert (first.written, brought(saved(book), thao).written) == (1, 1)


def test_what_was_said_of_the_columns_holds_for_what_comes_back_too() -> None:
    thao = somebody(Role.VOLUNTEER)
    odd = [
        ["Họ tên", "Mấy", "Chỗ", "Phường/xã", "Năm sinh"],
        ["Lò Thị Mây", "nhiều", "12 Lĩnh Nam", "Mai Động", 1990],
    ]
    with pytest.raises(ColumnsUnclear) as unclear:
        import_actions.read(sheet_with(odd), by=thao)
    with transaction():
        one = import_actions.receive(sheet_with(odd), "x.xlsx", edition="2021", by=thao, at=NOW)
        import_actions.keep_unclear(one, unclear.value)
    [layout] = import_queries.sheets_of(one)
    said = {layout.layout: {"B": "people", "C": "address"}}
    with transaction():
        opened = import_actions.read(sheet_with(odd), by=thao, said=said, edition="2021")
        import_actions.correct(one, said, opened=opened, by=thao, at=NOW)
    book = given_back(one)
    book.active["B2"].value = 3
    again = brought(saved(book), thao)
    assert (again.written, counts_of(again.reading).problems) == (1, 0)


def test_no_fault_gives_a_workbook_that_says_so() -> None:
    one = brought(sheet_with([*UNDER_SECTIONS[:2], UNDER_SECTIONS[3]]), somebody(Role.VOLUNTEER))
    assert "Không có" in given_back(one).active["A1"].value
