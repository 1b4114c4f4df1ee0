"""Whole lists: the real one with its answers, and those of other offices."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from aidtrack.cases import sheet
from aidtrack.cases.intake import read_cells, read_list
from aidtrack.cases.listing import ListReading
from aidtrack.cases.sheet import SheetCells, cells_of
from aidtrack.errors import RuleBroken
from aidtrack.places.hierarchy import Gazetteer
from aidtrack.places.tables import gazetteer
from tests.cases import lists

REAL = Path(sheet.__file__).parent / "data" / "recipients-2021-08-14.xlsx"
ANSWERS = json.loads((Path(__file__).parents[1] / "data" / "recipients-2021-08-14.answers.json").read_text())


@pytest.fixture(scope="module")
def places() -> Mapping[str, Gazetteer]:
    return {"2021": gazetteer("2021"), "2025": gazetteer("2025")}


@pytest.fixture(scope="module")
def real(places: Mapping[str, Gazetteer]) -> ListReading:
    return read_list(REAL, gazetteers=places)


def read(data: bytes, places: Mapping[str, Gazetteer], **wishes: Any) -> ListReading:
    return read_list(data, gazetteers=places, areas={"2025": "2025:01"}, **wishes)


def test_the_real_list_gives_exactly_its_households_and_people(real: ListReading) -> None:
    assert (real.edition, real.rows) == ("2021", ANSWERS["rows"])
    assert (len(real.households), real.people) == (ANSWERS["households"], ANSWERS["people"])
    assert real.warnings == ()


def test_the_real_list_gives_exactly_its_duplicates_from_either_side(real: ListReading) -> None:
    expected = {frozenset((pair["stt"], pair["of"])) for pair in ANSWERS["duplicates"]}
    assert {frozenset((pair.stt, pair.of_stt)) for pair in real.duplicates} == expected
    assert len(real.duplicates) == len(real.waiting) == len(expected)


def test_the_real_list_gives_exactly_its_problems_with_row_and_column(real: ListReading) -> None:
    assert [(note.row, note.stt, note.column, note.field) for note in real.problems] == [
        (132, 124, "K", "people"),
        (230, 222, "I", "ward"),
        (281, 273, "K", "people"),
        (296, 288, "B", "name"),
        (338, 330, "J", "district"),
    ]
    assert {note.stt for note in real.problems} == {row["stt"] for row in ANSWERS["invalid"]}


def test_of_a_pair_the_fuller_line_stays(real: ListReading) -> None:
    by_row = {household.row: household for household in (*real.households, *real.waiting)}
    for pair in real.duplicates:
        assert by_row[pair.of].fullness >= by_row[pair.row].fullness
        assert by_row[pair.of] in real.households and by_row[pair.row] in real.waiting
        assert pair.why.values["signals"]


def test_the_head_of_the_real_list_is_its_rows_7_and_8(real: ListReading) -> None:
    assert (real.sheet, real.head_rows) == ("Danh sách", (7, 8))
    assert real.mapping == {
        "A": "stt", "B": "name", "C": "male", "D": "female", "E": "citizen_id", "F": "phone",
        "G": "home_address", "H": "address", "I": "ward", "J": "district", "K": "people",
        "L": "categories", "M": "circumstances", "N": "remark",
    }  # fmt: skip


def test_ids_and_phones_of_the_real_list_regain_their_zeros(real: ListReading) -> None:
    assert all(len(row.citizen_id) == 12 for row in real.households if row.citizen_id)
    assert all(row.phone.startswith("+8495") for row in real.households if row.phone)


def test_the_largest_households_of_the_real_list_are_those_of_the_campaign(real: ListReading) -> None:
    sizes = [row.people for row in real.households]
    assert sum(size >= 5 for size in sizes) == 56 and sizes.count(4) == 60


def test_the_same_list_gives_the_same_keys_and_all_differ(
    real: ListReading, places: Mapping[str, Gazetteer]
) -> None:
    again = read_list(REAL.read_bytes(), gazetteers=places, edition="2021")
    rows = (*real.households, *real.waiting)
    assert [row.key for row in (*again.households, *again.waiting)] == [row.key for row in rows]
    assert len({row.key for row in rows}) == len(rows)


def test_the_real_list_is_read_well_under_a_second_and_a_half(places: Mapping[str, Gazetteer]) -> None:
    started = time.perf_counter()
    read_list(REAL, gazetteers=places)
    assert time.perf_counter() - started < 1.5


def test_a_list_in_other_words_and_another_order(places: Mapping[str, Gazetteer]) -> None:
    found = read(lists.womens_union(), places)
    assert (found.edition, found.rows, len(found.households), found.people) == ("2021", 4, 4, 10)
    may, an, lua, tam = found.households
    assert (may.name, may.sex, may.birth_year, may.citizen_id) == (
        "Lò Thị Mây",
        "female",
        1990,
        "014190000001",
    )
    assert may.categories == ("stranded_worker", "lost_job") and may.address == "12 ngách 5/8 Lĩnh Nam"
    assert (an.name, an.unit, an.categories) == ("Đặng Văn An", "2021:00526", ("elderly_alone",))
    assert (lua.name, lua.unit, lua.phone) == ("Vũ Thị Lụa", "2021:00532", "+84951112223")
    assert lua.circumstances == "chồng nằm viện; chạy xe ôm"
    assert (tam.unit, tam.categories) == ("2021:00626", ("child", "disabled"))
    assert [(note.row, note.field) for note in found.warnings] == [(7, "categories"), (8, "citizen_id")]
    assert found.problems == () and found.duplicates == ()


def test_a_list_behind_a_cover_sheet_with_wards_as_titles_of_sections(
    places: Mapping[str, Gazetteer],
) -> None:
    found = read(lists.fatherland_front(), places)
    assert (found.sheet, found.head_rows, found.rows, found.people) == ("Chi tiết", (2, 3), 5, 13)
    assert [row.unit for row in found.households] == ["2021:00283"] * 3 + ["2021:00286"] * 2
    assert [row.stt for row in found.households] == [1, 2, 3, 1, 2]
    assert found.households[1].residential_group == "Tổ 15"
    assert [row.categories for row in found.households] == [
        ("lost_job",), ("patient_relative",), ("student",), ("elderly_alone",), ("student",),
    ]  # fmt: skip
    assert found.problems == found.warnings == ()


def test_a_wards_own_list_with_ticks_and_names_in_two_columns(places: Mapping[str, Gazetteer]) -> None:
    found = read(lists.ward_office(), places)
    assert (found.head_rows, found.rows, found.people) == ((4, 5), 3, 7)
    assert [row.name for row in found.households] == ["Trần Văn Hiếu", "Lý Thị Hoa", "Lý A Sáng"]
    assert {row.unit for row in found.households} == {"2021:00637"}
    assert [row.categories for row in found.households] == [
        ("student",),
        ("patient", "lost_job"),
        ("lost_job",),
    ]
    assert [row.residential_group for row in found.households] == ["Tổ 1", "Tổ 1", "Tổ 2"]
    assert found.problems == found.warnings == ()


def test_wards_are_found_at_the_end_of_addresses(places: Mapping[str, Gazetteer]) -> None:
    found = read(lists.with_wards_in_addresses(), places)
    assert [row.unit for row in found.households] == ["2021:00307", "2021:00682", "2021:00616", "2021:00271"]
    assert [(note.row, note.column, note.field) for note in found.problems] == [(6, "D", "address")]


def test_the_edition_is_the_one_that_knows_most_wards(places: Mapping[str, Gazetteer]) -> None:
    assert read(lists.today(), places).edition == "2025"
    chosen = read(lists.today(), places, edition="2021")
    assert chosen.edition == "2021" and [note.row for note in chosen.problems] == [4]


def regrouped(places: Mapping[str, Gazetteer]) -> bytes:
    """The real list from another office: a cover, wards as titles of sections, other words."""
    (real_sheet,) = cells_of(REAL)
    groups: dict[str, list[list[Any]]] = {}
    for line in real_sheet.rows[8:368]:
        stt, name, man, woman, cid, phone, home, address, ward, district, people, category, why = line
        kind = "Phường" if str(district).startswith("Quận") or not district else "Xã"
        title = str(ward) if str(ward).startswith((kind, "Phường", "Xã")) else f"{kind} {ward}"
        said = f"{title} - {district}" if district else title
        sex = "Nam" if man else "Nữ"
        row = [category, why, people, phone, address, home, man or woman, sex, name, cid, stt]
        groups.setdefault(said, []).append(row)
    rows: list[list[Any]] = [["BIỂU TỔNG HỢP"], [], [*REGROUPED]]
    for number, (title, members) in enumerate(groups.items(), start=1):
        rows += [[f"{number}. {title}"], *members, [None, f"Cộng: {len(members)} hộ"]]
    rows += [["Tổng cộng: 360 hộ"], [None, "Người tổng hợp"], [None, "Nguyễn Văn Tổng"]]
    workbook = Workbook()
    lists.fill(workbook.worksheets[0], [["ỦY BAN MẶT TRẬN TỔ QUỐC"], [], ["Kính gửi: Thành đoàn"]])
    lists.fill(workbook.create_sheet("Danh sách"), rows)
    return lists.saved(workbook)


REGROUPED = (
    "Đối tượng", "Lý do khó khăn", "Nhân khẩu", "ĐT liên hệ", "Nơi tạm trú", "Nguyên quán", "Sinh năm",
    "Giới", "Tên người nhận", "Số định danh cá nhân", "Số TT",
)  # fmt: skip


def test_the_answers_come_out_of_a_list_of_the_other_kind_too(places: Mapping[str, Gazetteer]) -> None:
    found = read(regrouped(places), places)
    assert (found.edition, found.rows) == ("2021", ANSWERS["rows"])
    assert (len(found.households), found.people) == (ANSWERS["households"], ANSWERS["people"])
    expected = {frozenset((pair["stt"], pair["of"])) for pair in ANSWERS["duplicates"]}
    assert {frozenset((pair.stt, pair.of_stt)) for pair in found.duplicates} == expected
    assert {note.stt for note in found.problems} == {row["stt"] for row in ANSWERS["invalid"]}
    assert found.warnings == ()


TITLES = ("STT", "Họ tên", "Năm sinh", "SĐT", "Nơi ở", "Phường", "Số khẩu")


def cells(*rows: tuple[Any, ...], name: str = "DS") -> SheetCells:
    return SheetCells(name, (TITLES, *rows))


AN = (1, "Lò Văn An", 1970, "0955000001", "số 5 ngõ 9 Lĩnh Nam", "Vĩnh Tuy", 2)


def test_lines_that_are_equal_to_the_letter_have_keys_of_their_own(places: Mapping[str, Gazetteer]) -> None:
    found = read_cells([cells(AN, AN, AN)], gazetteers=places)
    assert len(found.households) == 1 and len(found.waiting) == 2
    assert [(pair.row, pair.of) for pair in found.duplicates] == [(3, 2), (4, 2)]
    assert len({row.key for row in (*found.households, *found.waiting)}) == 3


def test_a_line_with_a_problem_is_nobodys_duplicate(places: Mapping[str, Gazetteer]) -> None:
    found = read_cells([cells(AN, (*AN[:-1], None))], gazetteers=places)
    assert len(found.households) == 1 and found.duplicates == () and len(found.problems) == 1


BA = (2, "Lò Thị Ba", 1980, None, "số 7", "Bạch Mai", 1)


def test_all_sheets_with_lists_are_read_each_by_its_own_head(places: Mapping[str, Gazetteer]) -> None:
    other = SheetCells("Tổ 2", (("Nhân khẩu", "Tên người nhận", "Xã/phường"), (4, "Vi Văn Tư", "Kim Liên")))
    nobody = SheetCells("Tổ trưởng", (("STT", "Họ tên", "SĐT", "Phường"), (1, "Lò Văn Cả", None, "Kim Liên")))
    found = read_cells([cells(AN, BA, name="Tổ 1"), other, nobody], gazetteers=places)
    assert [row.where for row in found.households] == [("Tổ 1", 2), ("Tổ 1", 3), ("Tổ 2", 2)]
    assert [(sheet.name, sheet.rows) for sheet in found.sheets] == [("Tổ 1", 2), ("Tổ 2", 1)]
    assert found.sheets[1].layout != found.layout and found.people == 7
    assert [(note.sheet, note.field) for note in found.warnings] == [("Tổ trưởng", "sheet")]


def test_problems_and_pairs_of_several_sheets_say_in_which_they_are(
    places: Mapping[str, Gazetteer],
) -> None:
    broken = (3, "Lò Văn Năm", 1970, None, "số 9", "Bạch Mai", "nhiều")
    tu = (4, "Lò Văn Tư", 1966, None, "số 1", "Bạch Mai", 1)
    found = read_cells([cells(AN, tu, name="A"), cells(BA, broken, AN, name="B")], gazetteers=places)
    assert [note.where for note in found.problems] == [("B", 3)]
    assert [(pair.where, pair.of_where) for pair in found.duplicates] == [(("B", 4), ("A", 2))]
    assert len({row.key for row in (*found.households, *found.waiting)}) == 4


def test_a_sheet_that_gathers_the_others_is_read_only_there(places: Mapping[str, Gazetteer]) -> None:
    both, one, other = cells(AN, BA, name="Tổng hợp"), cells(AN, name="A"), cells(BA, name="B")
    found = read_cells([both, one, other], gazetteers=places)
    assert [row.where for row in found.households] == [("A", 2), ("B", 2)] and found.duplicates == ()
    assert [(note.field, note.found) for note in found.warnings] == [("sheet", "Tổng hợp")]
    twins = read_cells([cells(AN, BA, name="A"), cells(AN, BA, name="A (2)")], gazetteers=places)
    assert {row.sheet for row in twins.households} == {""} and twins.sheet == "A" and twins.rows == 2


def test_of_a_list_on_one_sheet_nothing_names_the_sheet(places: Mapping[str, Gazetteer]) -> None:
    found = read_cells([cells(AN, (*AN[:-1], None)), cells(name="leer")], gazetteers=places)
    assert {row.sheet for row in found.households} == {note.sheet for note in found.problems} == {""}


def test_a_list_for_one_group_of_people_says_so_in_its_title(places: Mapping[str, Gazetteer]) -> None:
    title = SheetCells("DS", (("DANH SÁCH SINH VIÊN MẮC KẸT",), TITLES, AN))
    assert read_cells([title], gazetteers=places).households[0].categories == ("student",)


def test_a_line_that_is_passed_over_is_told(places: Mapping[str, Gazetteer]) -> None:
    found = read_cells([cells(AN, (None, "xem trang sau"), (2, *AN[1:]))], gazetteers=places)
    assert [(note.row, note.field, note.found) for note in found.warnings] == [(3, "row", "xem trang sau")]


@pytest.mark.parametrize(
    ("sheets", "edition", "field", "words"),
    [
        ([SheetCells("DS", (("Tiền điện", "Tháng"),))], None, "file", "titles of the columns"),
        ([SheetCells("DS", (TITLES[:-1], AN[:-1]))], None, "people", "Số khẩu"),
        ([cells()], None, "file", "no household"),
        ([cells(AN)], "1999", "edition", "1999"),
    ],
)
def test_what_cannot_be_read_as_a_list_is_refused_with_the_remedy(
    sheets: list[SheetCells], edition: str | None, field: str, words: str, places: Mapping[str, Gazetteer]
) -> None:
    with pytest.raises(RuleBroken, match=words) as refused:
        read_cells(sheets, gazetteers=places, edition=edition)
    assert refused.value.field == field
