"""What people say of a list's columns goes before what the program takes them for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidtrack.cases.columns import CHOICES
from aidtrack.cases.heading import WIDEST
from aidtrack.cases.intake import read_cells
from aidtrack.cases.layouts import guessed_head, layout_of, read_sheet
from aidtrack.cases.listing import ColumnsUnclear, Corrections, ListReading
from aidtrack.cases.sheet import SheetCells
from aidtrack.errors import RuleBroken
from aidtrack.places.hierarchy import Gazetteer
from aidtrack.places.tables import gazetteer

N = None
TITLES = ("STT", "Họ tên", "Sinh năm", "Người bảo lãnh", "Số suất", "Số khẩu", "Phường", "Ghi chú")
AN = (1, "Lò Văn An", 1970, "Vi Thị Cả", 4, 2, "Vĩnh Tuy", "đau chân")
BA = (2, "Lò Thị Ba", 1980, "Vi Thị Bé", 5, 3, "Bạch Mai", N)


@pytest.fixture(scope="module")
def places() -> Mapping[str, Gazetteer]:
    return {"2021": gazetteer("2021")}


def sheet(*rows: tuple[Any, ...], titles: tuple[Any, ...] = TITLES, name: str = "DS") -> SheetCells:
    return SheetCells(name, (("DANH SÁCH",), titles, *rows))


def read(
    places: Mapping[str, Gazetteer], *sheets: SheetCells, corrections: Corrections | None = None
) -> ListReading:
    return read_cells(sheets, gazetteers=places, corrections=corrections)


def test_all_columns_are_shown_with_samples_those_too_that_mean_nothing(
    places: Mapping[str, Gazetteer],
) -> None:
    (shown,) = read(places, sheet(AN, BA)).sheets
    assert [(column.letter, column.field) for column in shown.columns] == [
        ("A", "stt"), ("B", "name"), ("C", "birth"), ("D", None), ("E", None), ("F", "people"),
        ("G", "ward"), ("H", "remark"),
    ]  # fmt: skip
    assert shown.columns[3].title == "Người bảo lãnh"
    assert shown.columns[3].samples == ("Vi Thị Cả", "Vi Thị Bé") and shown.columns[3].example == "Vi Thị Cả"
    assert (shown.name, shown.head_rows, shown.rows) == ("DS", (2,), 2)


def test_a_column_is_read_as_somebody_said(places: Mapping[str, Gazetteer]) -> None:
    layout = read(places, sheet(AN, BA)).layout
    said = {layout: {"B": None, "D": "name", "E": "people", "H": "circumstances"}}
    found = read(places, sheet(AN, BA, name="Tờ khác"), corrections=said)
    assert [(row.name, row.people, row.circumstances) for row in found.households] == [
        ("Vi Thị Cả", 4, "đau chân"),
        ("Vi Thị Bé", 5, ""),
    ]
    assert found.layout == layout and found.mapping["E"] == "people" and "F" not in found.mapping


def test_what_was_said_of_another_layout_changes_nothing(places: Mapping[str, Gazetteer]) -> None:
    plain = read(places, sheet(AN, BA))
    assert read(places, sheet(AN, BA), corrections={"0" * 16: {"F": None}}) == plain


def test_a_column_may_be_said_to_hold_ticks_for_a_category(places: Mapping[str, Gazetteer]) -> None:
    ticks = sheet((*AN, "x"), (*BA, N), titles=(*TITLES, "Chạy thận"))
    layout = read(places, ticks).layout
    found = read(places, ticks, corrections={layout: {"I": "patient"}})
    assert [row.categories for row in found.households] == [("patient",), ()]
    assert found.mapping["I"] == "patient"


@pytest.mark.parametrize("nonsense", ["colour", "none", ""])
def test_no_column_is_taken_for_what_there_is_not(nonsense: str, places: Mapping[str, Gazetteer]) -> None:
    said = {read(places, sheet(AN)).layout: {"D": nonsense}}
    if nonsense == "":
        assert read(places, sheet(AN), corrections=said).mapping.get("D") is None
        return
    with pytest.raises(RuleBroken) as refused:
        read(places, sheet(AN), corrections=said)
    assert refused.value.field == "columns"


def test_titles_that_nobody_knows_are_shown_and_read_once_somebody_says_what_they_are(
    places: Mapping[str, Gazetteer],
) -> None:
    titles = ("#", "Ai", "Mấy miệng", "Ở đâu")
    unknown = sheet((1, "Lò Văn An", 2, "Vĩnh Tuy"), (2, "Lò Thị Ba", 3, "Bạch Mai"), titles=titles)
    with pytest.raises(ColumnsUnclear) as unclear:
        read(places, unknown)
    (shown,) = unclear.value.sheets
    assert [column.title for column in shown.columns] == list(titles)
    said = {shown.layout: {"B": "name", "C": "people", "D": "ward"}}
    found = read(places, unknown, corrections=said)
    assert [(row.name, row.people, row.unit) for row in found.households] == [
        ("Lò Văn An", 2, "2021:00283"),
        ("Lò Thị Ba", 3, "2021:00286"),
    ]


def test_a_list_without_a_count_is_read_once_somebody_says_which_column_it_is(
    places: Mapping[str, Gazetteer],
) -> None:
    titles = ("STT", "Họ tên", "Sinh năm", "Phường", "Mấy miệng ăn")
    uncounted = sheet((1, "Lò Văn An", 1970, "Vĩnh Tuy", 4), titles=titles)
    with pytest.raises(ColumnsUnclear, match="Số khẩu") as unclear:
        read(places, uncounted)
    assert unclear.value.field == "people"
    said = {unclear.value.sheets[0].layout: {"E": "people"}}
    assert read(places, uncounted, corrections=said).people == 4


def test_sheets_of_different_layouts_are_corrected_each_by_its_own(places: Mapping[str, Gazetteer]) -> None:
    turned = SheetCells("B", (tuple(reversed(TITLES)), tuple(reversed(BA))))
    layouts = [one.layout for one in read(places, sheet(AN), turned).sheets]
    said = {layouts[0]: {"E": "people"}, layouts[1]: {"D": "people"}}
    assert [row.people for row in read(places, sheet(AN), turned, corrections=said).households] == [4, 5]


titles = st.lists(st.text(max_size=8), max_size=6)


@given(titles)
def test_a_layout_forgets_spelling_and_empty_columns_behind(said: list[str]) -> None:
    assert layout_of(said) == layout_of([text.upper() + " " for text in [*said, "", ""]])


@given(st.lists(st.sampled_from(["Họ tên", "Số khẩu", "Phường", ""]), min_size=1, max_size=5))
def test_a_layout_remembers_the_places_of_the_titles(said: list[str]) -> None:
    moved = ["", *said]
    assert (layout_of(moved) == layout_of(said)) == (not any(said))


@given(st.dictionaries(st.sampled_from("ABCDEFGHIJ"), st.sampled_from([*CHOICES, None]), max_size=6))
def test_whatever_is_said_the_list_is_read_or_refused_by_a_sentence(said: dict[str, str | None]) -> None:
    known = {"2021": gazetteer("2021")}
    whole = sheet(AN, BA)
    layout = read_sheet(whole, guessed_head(whole) or pytest.fail("no head")).layout
    try:
        found = read(known, whole, corrections={layout: said})
    except RuleBroken as refused:
        assert refused.field in ("file", "people")
        return
    for letter, field in said.items():
        assert found.mapping.get(letter) == field or field is None
    assert len(found.sheets[0].columns) <= WIDEST
