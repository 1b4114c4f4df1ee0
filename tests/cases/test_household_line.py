"""From one line of a list to a household: what is read, what is refused, what is only odd."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aidtrack.cases.heading import find_head
from aidtrack.cases.household_line import LineReader, ReadLine
from aidtrack.cases.lines import Line
from aidtrack.cases.listing import HouseholdRow
from aidtrack.cases.sections import Section
from aidtrack.cases.sheet import Cell, SheetCells
from aidtrack.cases.ward_of_line import WardFinder
from aidtrack.places.tables import gazetteer

TITLES = (
    "STT", "Họ và tên", "Nam", "Nữ", "Giới tính", "Năm sinh", "CCCD", "SĐT", "Quê quán", "Nơi ở hiện nay",
    "Phường", "Quận", "Số khẩu", "Diện", "Hoàn cảnh", "Nhu cầu", "Ghi chú", "Trẻ dưới 6 tuổi",
    "Người cao tuổi", "Tổ dân phố",
)  # fmt: skip
HEAD = find_head(SheetCells("DS", (TITLES,)))
assert HEAD
READER = LineReader(HEAD, WardFinder(gazetteer("2021")))
GOOD: dict[str, Cell] = {"STT": 7, "Họ và tên": "Lò Văn An", "Phường": "Liên Ninh", "Số khẩu": 3}


def read(cells: Mapping[str, Cell] = MappingProxyType({}), section: Section | None = None) -> ReadLine:
    said = {**GOOD, **cells}
    return READER.read(Line(20, tuple(said.get(title) for title in TITLES), section or Section()))


def household(cells: Mapping[str, Cell], section: Section | None = None) -> HouseholdRow:
    found = read(cells, section)
    assert found.household, found.problems
    return found.household


def test_a_name_a_ward_and_a_number_of_people_are_enough() -> None:
    found = read()
    assert found.problems == [] and found.warnings == []
    assert found.household == HouseholdRow(20, 7, "", "Lò Văn An", "2021:00682", 3)


def test_all_problems_of_a_line_are_told_not_the_first_only() -> None:
    found = read({"Họ và tên": None, "Phường": "Phường Minh Khai", "Số khẩu": "nhiều"})
    assert found.household is None
    assert [(note.row, note.stt, note.column, note.field) for note in found.problems] == [
        (20, 7, "B", "name"),
        (20, 7, "M", "people"),
        (20, 7, "L", "district"),
    ]
    assert [note.found for note in found.problems] == ["", "nhiều", ""]


@pytest.mark.parametrize(
    ("written", "name", "sex"),
    [
        ("  LÒ   VĂN AN ", "Lò Văn An", None),
        ("Lò Văn An", "Lò Văn An", None),
        ("Bà Vũ Thị Lụa", "Vũ Thị Lụa", "female"),
        ("ông: Vũ Văn Lụa", "Vũ Văn Lụa", "male"),
        ("Cụ Vũ Thị Lụa", "Vũ Thị Lụa", None),
        ("Anh Tú", "Anh Tú", None),
        ("lò văn an", "lò văn an", None),
    ],
)
def test_names_are_cleaned_and_titles_taken_off(written: str, name: str, sex: str | None) -> None:
    found = household({"Họ và tên": written})
    assert (found.name, found.sex) == (name, sex)


@pytest.mark.parametrize("written", ["...", "123", "-", "A"])
def test_what_has_no_letters_is_no_name(written: str) -> None:
    assert [note.field for note in read({"Họ và tên": written}).problems] == ["name"]


@pytest.mark.parametrize(
    ("cells", "sex", "year", "day"),
    [
        ({"Nam": 1976}, "male", 1976, None),
        ({"Nữ": "1976"}, "female", 1976, None),
        ({"Nữ": date(1976, 5, 4)}, "female", 1976, date(1976, 5, 4)),
        ({"Nam": "x", "Năm sinh": "04/5/1976"}, "male", 1976, date(1976, 5, 4)),
        ({"Giới tính": "nữ", "Năm sinh": 1976.0}, "female", 1976, None),
        ({"Năm sinh": date(1905, 5, 29)}, None, 1976, None),  # the number 1976 in a cell formatted as a date
        ({"Năm sinh": "8/1976"}, None, 1976, None),
    ],
)
def test_birth_and_sex_come_from_any_of_their_columns(
    cells: dict[str, Cell], sex: str | None, year: int, day: date | None
) -> None:
    found = household(cells)
    assert (found.sex, found.birth_year, found.birth_date) == (sex, year, day)


def test_both_columns_of_the_sexes_filled_is_odd_but_accepted() -> None:
    found = read({"Nam": 1976, "Nữ": 1980})
    assert found.household and found.household.sex is None
    assert [(note.column, note.field) for note in found.warnings] == [("C", "sex")]


@pytest.mark.parametrize(
    ("cells", "column", "field"),
    [
        ({"SĐT": "0912"}, "H", "phone"),
        ({"CCCD": "12A4"}, "G", "citizen_id"),
        ({"Năm sinh": "năm ngoái"}, "F", "birth"),
        ({"Giới tính": "khác"}, "E", "sex"),
        ({"Diện": "xe ôm"}, "N", "categories"),
        ({"CCCD": "036165000157", "Giới tính": "Nam", "Năm sinh": 1965}, "G", "citizen_id"),
        ({"CCCD": "036165000157", "Giới tính": "Nữ", "Năm sinh": 1966}, "G", "citizen_id"),
    ],
)
def test_what_only_looks_odd_is_a_warning_and_the_household_is_accepted(
    cells: dict[str, Cell], column: str, field: str
) -> None:
    found = read(cells)
    assert found.household and found.problems == []
    assert [(note.column, note.field) for note in found.warnings] == [(column, field)]


def test_nothing_that_was_typed_is_lost() -> None:
    found = household(
        {"SĐT": "0912", "CCCD": "12A4", "Diện": "xe ôm", "Hoàn cảnh": "ở trọ", "Ghi chú": "gấp"}
    )
    assert found.remark == "gấp; CCCD: 12A4; SĐT: 0912"
    assert found.circumstances == "ở trọ; xe ôm"


def test_lost_zeros_come_back_and_a_second_phone_is_kept() -> None:
    found = household({"SĐT": 952871590, "CCCD": 17076000001})
    assert (found.phone, found.citizen_id) == ("+84952871590", "017076000001")
    found = household({"SĐT": "0951112224 / 0951112225"})
    assert (found.phone, found.remark) == ("+84951112224", "SĐT: 0951 112 225")


def test_of_two_phones_the_readable_one_is_taken() -> None:
    assert household({"SĐT": "0912 - 0951112225"}).phone == "+84951112225"


def test_the_rest_of_the_facts_are_cleaned_texts() -> None:
    found = household(
        {
            "Quê quán": " Nam\u200b Định ",
            "Nơi ở hiện nay": "số 5,  ngõ 9",
            "Nhu cầu": "gạo, sữa; tã",
            "Trẻ dưới 6 tuổi": 2,
            "Người cao tuổi": "1",
            "Tổ dân phố": 15.0,
            "Diện": "SV; NKT",
        }
    )
    assert (found.home_address, found.address, found.needs) == (
        "Nam Định",
        "số 5, ngõ 9",
        ("gạo", "sữa", "tã"),
    )
    assert (found.young, found.old, found.residential_group) == (2, 1, "15")
    assert found.categories == ("student", "disabled")


def test_the_section_speaks_where_the_line_does_not() -> None:
    section = Section("Vĩnh Tuy", "Quận Hai Bà Trưng", "Tổ 3", ("child",))
    found = household({"Phường": None}, section)
    assert (found.unit, found.residential_group, found.categories) == ("2021:00283", "Tổ 3", ("child",))
    assert household({"Phường": None, "Diện": "sinh viên"}, section).categories == ("student",)


anything = st.none() | st.booleans() | st.integers() | st.floats() | st.dates() | st.text(max_size=15)


@settings(max_examples=200)
@given(st.tuples(*[anything for _ in TITLES]))
def test_any_line_is_accepted_or_has_a_problem(cells: tuple[Cell, ...]) -> None:
    found = READER.read(Line(3, cells, Section()))
    assert (found.household is None) == bool(found.problems)
    for note in [*found.problems, *found.warnings]:
        assert note.column and note.sentence.render()
