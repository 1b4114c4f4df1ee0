"""The list of cases on paper: long lists flow through, equal lists are equal files, numbers stay masked."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

import pytest
from openpyxl import load_workbook

from aidtrack.cases import list_queries
from aidtrack.cases.list_columns import chosen
from aidtrack.cases.list_queries import CaseFilters
from aidtrack.reports.case_list import HEAD_ROWS, rows_of
from aidtrack.reports.long_sheet import write_long
from aidtrack.reports.sheet_xml import Cell, Row
from aidtrack.rights import Actor, Grant, Role
from tests.cases.world import LIEN_NINH, LYS, NOW, OPERATOR, TODAY, registered, somebody

WIDTHS = [6, 20]


def written(rows: Iterator[Row], footer: str = "aidtrack & bạn") -> bytes:
    return write_long("Danh sách", rows, widths=WIDTHS, head=1, footer=footer, at=NOW)


def lines(count: int) -> Iterator[Row]:
    yield Row([Cell("STT", "head"), Cell("Chủ hộ", "head")])
    for number in range(1, count + 1):
        yield Row([Cell(number, "count"), Cell(f"=Lò Thị {number} & con", "text")])


def test_every_row_is_there_as_text_and_equal_lists_are_equal_files() -> None:
    data = written(lines(1_201))
    page = load_workbook(BytesIO(data)).active
    found = list(page.iter_rows(values_only=True))
    assert len(found) == 1_202 and found[-1] == (1201, "=Lò Thị 1201 & con")
    assert page["B2"].data_type == "s", "nobody's name calculates"
    assert (page.freeze_panes, page.print_title_rows) == ("A2", "$1:$1")
    assert written(lines(1_201)) == data != written(lines(1_202))
    assert page.oddFooter.left.text == "aidtrack && bạn"


def test_a_long_list_is_never_held_as_a_whole() -> None:
    def peak(count: int) -> int:
        tracemalloc.start()
        written(lines(count))
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(10)
    assert peak(6_000) - peak(2_000) < 400_000, "4,000 rows more are their packed bytes more, not a megabyte"


@pytest.mark.usefixtures("session")
def test_id_numbers_are_whole_only_where_one_may_have_them_shown() -> None:
    quan = somebody(Role.VOLUNTEER)
    for place, number in ((LYS.place_id, "002077000084"), (LIEN_NINH, "002077000091")):
        registered(replace(LYS, place_id=place, citizen_id=number, name=f"Lý {number[-2:]}"), by=quan)
    two = (Grant(Role.VOLUNTEER), Grant(Role.COORDINATOR, "2021/01/020/"))
    found = list(list_queries.walk(OPERATOR, CaseFilters(), today=TODAY))

    def told(by: Actor) -> list[object]:
        rows = list(rows_of(found, chosen(["citizen_id"]), said="", id_title="CCCD", by=by))
        return [row.cells[2].value for row in rows[HEAD_ROWS:] if row.cells[2]]

    assert told(somebody(Role.VOLUNTEER)) == ["002077••••84", "002077••••91"]
    assert told(replace(quan, grants=two)) == ["002077••••84", "002077000091"]
    assert told(somebody(Role.AUDITOR)) == ["002077000084", "002077000091"]
