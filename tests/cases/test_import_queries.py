"""The command's report has one shape, and speaks the reader's language."""

from __future__ import annotations

import pytest

from aidtrack.cases import import_actions, import_queries
from aidtrack.cases.import_fates import counts_of
from aidtrack.cases.models import CaseImport
from aidtrack.db import transaction
from aidtrack.errors import NotFound
from aidtrack.rights import Role
from tests.cases.lists import sheet_with
from tests.cases.world import NOW, OPERATOR, somebody

pytestmark = pytest.mark.usefixtures("session")

HEAD = ["STT", "Họ và tên", "Năm sinh", "CCCD", "Nơi ở hiện nay", "Phường/xã", "Quận", "Số khẩu"]
ROWS = [
    [1, "Lý Thế Tuấn", 1977, "002076000084", "158, ngõ 108 Đê La Thành", "Vĩnh Tuy", "Hai Bà Trưng", 4],
    [2, "Ly The Tuan", 1977, None, "158 ngõ 108 Đê La Thành", "Vĩnh Tuy", "Hai Bà Trưng", 4],
    [3, "Lò Thị Mây", 1990, None, "12 Lĩnh Nam", "Thanh Nhàn", "Hai Bà Trưng", "nhiều"],
]


def test_the_report_has_the_shape_of_the_command() -> None:
    thao = somebody(Role.VOLUNTEER)
    with transaction():
        staged = import_actions.stage_import(
            sheet_with([HEAD, *ROWS]), "x.xlsx", edition="2021", by=thao, at=NOW
        )
    report = import_queries.import_report(
        staged, by=thao, spoken=lambda sentence: f"<{sentence.template[:9]}>"
    )
    assert report == {
        "edition": "2021",
        "rows": 3,
        "households": 1,
        "people": 4,
        "duplicates": [{"row": 3, "stt": 2, "of": 2, "of_stt": 1, "of_case": None, "why": "<{signals}>"}],
        "problems": [{"row": 4, "stt": 3, "column": "H", "field": "people", "message": "<“{written>"}],
        "warnings": [{"row": 2, "stt": 1, "column": "D", "field": "citizen_id", "message": "<The ID nu>"}],
    }
    with transaction():
        import_actions.commit_import(staged, by=thao, at=NOW)
    assert import_queries.import_report(staged, by=thao) | {
        "written": 1,
        "already": 0,
    } == import_queries.import_report(staged, by=thao)


def test_the_preview_tells_what_the_button_would_write() -> None:
    thao = somebody(Role.VOLUNTEER)
    with transaction():
        staged = import_actions.stage_import(
            sheet_with([HEAD, *ROWS]), "x.xlsx", edition="2021", by=thao, at=NOW
        )
    said = counts_of(staged.reading)
    assert (said.fresh, said.there, said.people, said.waiting, said.problems) == (1, 0, 4, 1, 1)
    [sheet] = import_queries.sheets_of(staged)
    assert {column.letter: column.field for column in sheet.columns}["H"] == "people"


@pytest.mark.parametrize("token", ["", "x", "0" * 500])
def test_an_unknown_token_is_nobodys_list(token: str) -> None:
    with pytest.raises(NotFound):
        import_queries.get_import(token, by=OPERATOR)


def test_lists_that_were_committed_come_newest_first() -> None:
    thao, quan = somebody(Role.VOLUNTEER), somebody(Role.VOLUNTEER)
    made: list[CaseImport] = []
    for name in ("first.xlsx", "second.xlsx"):
        with transaction():
            made.append(
                import_actions.stage_import(sheet_with([HEAD, *ROWS]), name, edition="2021", by=thao, at=NOW)
            )
            import_actions.commit_import(made[-1], by=thao, at=NOW)
    assert [one.file_name for one in import_queries.imports_of(thao)] == ["second.xlsx", "first.xlsx"]
    assert not import_queries.imports_of(quan)
