"""Lists as other offices send them: the reading must say what a careful clerk would."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from aidtrack.cases.intake import read_cells, read_list
from aidtrack.cases.listing import ListReading, PersonBelow
from aidtrack.cases.sheet import SheetCells, cells_of
from aidtrack.errors import RuleBroken
from aidtrack.places.hierarchy import Gazetteer
from aidtrack.places.tables import gazetteer
from aidtrack.reports.list_template import COLUMNS, list_template
from tests.cases.lists import saved, sheet_with
from tests.cases.office_lists import OFFICES, Answer, Row
from tests.cases.test_intake import ANSWERS, REAL


@pytest.fixture(scope="module")
def places() -> Mapping[str, Gazetteer]:
    return {"2021": gazetteer("2021"), "2025": gazetteer("2025")}


def read(name: str, places: Mapping[str, Gazetteer], **sheet: str) -> ListReading:
    rows, merged, _ = OFFICES[name]
    return read_list(sheet_with(rows, merged, **sheet), gazetteers=places, areas={"2025": "2025:01"})


@pytest.mark.parametrize("name", OFFICES)
def test_a_list_of_another_office_gives_what_a_clerk_would_say(
    name: str, places: Mapping[str, Gazetteer]
) -> None:
    found = read(name, places)
    problems = tuple(dict.fromkeys(note.row for note in found.problems))
    answer: Answer = (found.rows, len(found.households), found.people, len(found.duplicates), problems)
    assert answer == OFFICES[name][2]


def test_people_with_lines_of_their_own_become_members(places: Mapping[str, Gazetteer]) -> None:
    first, second = read("each person on a line, the head with the number and the count", places).households
    assert first.members == (
        PersonBelow("Trần Thị Ba", 1972, "Vợ"),
        PersonBelow("Nguyễn Văn Con", 2005, "Con"),
    )
    assert "Trần Thị Ba: 001172000012" in first.remark and second.members == ()


def test_columns_are_named_as_the_spreadsheet_does_though_the_first_are_empty(
    places: Mapping[str, Gazetteer],
) -> None:
    name = "empty rows and columns before the table, a head of two rows, goods and Ký nhận"
    found = read(name, places)
    assert found.head_rows == (8, 9) and [row.row for row in found.households] == [10, 11]
    assert found.mapping == {
        "C": "stt", "D": "name", "E": "male", "F": "female", "G": "address", "H": "ward", "I": "people",
        "J": "young",
    }  # fmt: skip


def test_what_was_added_up_is_told(places: Mapping[str, Gazetteer]) -> None:
    found = read("counts as people write them", places)
    assert [(note.row, note.field) for note in found.warnings] == [(2, "people"), (6, "people")]


@pytest.mark.parametrize("title", ["P. Thanh Nhàn", "Thanh Nhàn"])
def test_a_sheet_called_by_a_ward_says_where_its_households_live(
    title: str, places: Mapping[str, Gazetteer]
) -> None:
    rows: list[Row] = [["STT", "Họ và tên", "SĐT", "Số khẩu"], [1, "Lê Văn Nhất", "0955000001", 2]]
    found = read_list(sheet_with(rows, title=title), gazetteers={"2021": places["2021"]})
    assert [row.unit for row in found.households] == ["2021:00271"]


def test_a_sheet_called_by_a_name_that_stands_twice_asks_for_the_district(
    places: Mapping[str, Gazetteer],
) -> None:
    rows: list[Row] = [["STT", "Họ và tên", "SĐT", "Số khẩu"], [1, "Lê Văn Nhất", "0955000001", 2]]
    found = read_list(sheet_with(rows, title="Phường Minh Khai"), gazetteers={"2021": places["2021"]})
    assert "stands twice" in found.problems[0].sentence.render() and found.households == ()


def test_a_cover_that_names_one_ward_speaks_for_the_list_behind_it(places: Mapping[str, Gazetteer]) -> None:
    cover = SheetCells("Bìa", (("UBND PHƯỜNG VĨNH TUY",), ("QUẬN HAI BÀ TRƯNG",)))
    rows = (("STT", "Họ và tên", "SĐT", "Số khẩu"), (1, "Lê Văn Nhất", "0955000001", 2))
    found = read_cells([cover, SheetCells("DS", rows)], gazetteers={"2021": places["2021"]})
    assert [row.unit for row in found.households] == ["2021:00283"]
    two = SheetCells("Bìa", (*cover.rows, ("Phường Bạch Mai, quận Hai Bà Trưng",)))
    assert read_cells([two, SheetCells("DS", rows)], gazetteers={"2021": places["2021"]}).households == ()


@pytest.mark.parametrize(
    ("title", "edition"), [("ngày 20 tháng 8 năm 2021", "2021"), ("Hà Nội, 02/9/2025", "2025"), ("", "2025")]
)
def test_where_both_editions_know_the_wards_the_year_of_the_title_decides(
    title: str, edition: str, places: Mapping[str, Gazetteer]
) -> None:
    rows = ((title,), ("STT", "Họ tên", "Số khẩu", "Phường"), (1, "Lê Văn Nhất", 2, "Vĩnh Tuy"))
    found = read_cells([SheetCells("DS", rows)], gazetteers=places, areas={"2025": "2025:01"})
    assert found.edition == edition


TITLES: Mapping[str, tuple[str, ...]] = {
    "stt": ("STT", "TT", "Số TT", "Số thứ tự", "No."),
    "name": ("Họ và tên chủ hộ", "HỌ VÀ TÊN", "Họ tên người nhận", "Chủ hộ", "Người đại diện", "Họ, tên"),
    "man": ("Nam",),
    "woman": ("Nữ",),
    "cid": ("Số CMND/CCCD", "CCCD", "Số căn cước công dân", "Số định danh cá nhân", "Số giấy tờ tùy thân"),
    "phone": ("Số ĐT", "Điện thoại", "SĐT", "Số điện thoại liên hệ", "Di động"),
    "home": ("Nơi thường trú", "HKTT", "Quê quán", "Nơi ĐKHKTT", "Địa chỉ thường trú"),
    "address": ("Nơi ở hiện nay", "Chỗ ở hiện tại", "Nơi tạm trú", "Hiện đang ở tại", "Nơi trọ"),
    "ward": ("Phường/xã", "Xã, phường, TT", "Phường", "Tên phường/xã", "P/X"),
    "district": ("Quận/huyện", "Quận", "Quận (huyện)", "Q/H", "Quận/Huyện/Thị xã"),
    "people": ("Số khẩu", "Số người", "Tổng số người", "Số thành viên trong hộ", "Khẩu", "Số lượng (người)"),
    "category": ("Diện", "Đối tượng", "Thuộc diện", "Nhóm đối tượng"),
    "why": ("Hoàn cảnh", "Lý do", "Hoàn cảnh cụ thể", "Tình trạng hiện nay"),
}
OTHERS = ("Gạo (kg)", "Ký nhận", "Số tiền", "Quà tặng")


def rewritten(seed: int) -> SheetCells:
    """The real list in the columns, words and place of an office drawn by lot."""
    draw = random.Random(seed)
    (real,) = cells_of_real()
    lines = [dict(zip(TITLES, line, strict=False)) for line in real.rows[8:368]]
    order = ["stt", *draw.sample([name for name in TITLES if name not in ("stt", "man", "woman")], 10)]
    born = draw.randrange(1, len(order))
    order[born:born] = ["man", "woman"]
    two_rows = draw.random() < 0.5
    head: list[Any] = [draw.choice(TITLES[name]) for name in order] + draw.sample(OTHERS, 2)
    if two_rows:
        below = [N if name not in ("man", "woman") else "Nam" if name == "man" else "Nữ" for name in order]
        head[born : born + 2] = ["Năm sinh", N]
    else:
        head[born : born + 2] = ["Năm sinh nam", "Năm sinh nữ"]
    rows: list[list[Any]] = [[] for _ in range(draw.randrange(9))]
    rows += [head, *([below] if two_rows else []), *([line.get(name) for name in order] for line in lines)]
    rows += [["Tổng cộng: 347 hộ"], [N, "Người lập biểu"]]
    left = draw.randrange(3)
    return SheetCells("Sheet1", tuple(tuple([N] * left + row) if row else () for row in rows))


N = None
_REAL: list[SheetCells] = []


def cells_of_real() -> list[SheetCells]:
    """The real list's cells, read once."""
    if not _REAL:
        _REAL.extend(cells_of(REAL))
    return _REAL


@pytest.mark.parametrize("seed", range(6))
def test_the_answers_come_out_of_any_columns_words_and_place(
    seed: int, places: Mapping[str, Gazetteer]
) -> None:
    found = read_cells([rewritten(seed)], gazetteers=places, areas={"2025": "2025:01"})
    assert (found.edition, found.rows, found.people) == ("2021", ANSWERS["rows"], ANSWERS["people"])
    assert len(found.households) == ANSWERS["households"]
    expected = {frozenset((pair["stt"], pair["of"])) for pair in ANSWERS["duplicates"]}
    assert {frozenset((pair.stt, pair.of_stt)) for pair in found.duplicates} == expected
    assert {note.stt for note in found.problems} == {row["stt"] for row in ANSWERS["invalid"]}


def test_the_empty_list_to_download_comes_back_as_it_was_filled_in(places: Mapping[str, Gazetteer]) -> None:
    empty = list_template(at=datetime(2021, 8, 14, tzinfo=UTC), categories=["mất việc"])
    book = load_workbook(BytesIO(empty))
    form = book.worksheets[0]
    for column, entry in enumerate(COLUMNS, start=1):
        form.cell(3, column, entry.example)
    for column, value in zip("BJL", ("Lò Văn Hai", "Xã Liên Ninh", 2), strict=True):
        form[f"{column}4"] = value
    found = read_list(saved(book), gazetteers=places, areas={"2025": "2025:01"})
    first, second = found.households
    assert (found.rows, found.people, found.problems, found.warnings) == (2, 6, (), ())
    assert (first.name, first.unit, first.phone) == ("Phan Thị Lành", "2021:00295", "+84950000000")
    assert (first.categories, first.sex, first.birth_year) == (("lost_job",), "female", 1974)
    assert (second.name, second.unit, second.people) == ("Lò Văn Hai", "2021:00682", 2)


def test_the_empty_list_itself_is_refused_for_having_no_household(places: Mapping[str, Gazetteer]) -> None:
    with pytest.raises(RuleBroken, match="no household"):
        read_list(list_template(at=datetime(2021, 8, 14, tzinfo=UTC)), gazetteers=places)
