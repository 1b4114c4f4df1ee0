"""What is told of a list's lines: their JSON, who waits for whom, and the columns of the lines given back."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aidtrack.audit import chain
from aidtrack.cases.duplicates import Pair, compare
from aidtrack.cases.heading import letter_of
from aidtrack.cases.household_facts import Facts
from aidtrack.cases.import_fates import DECIDED, FATES, FRESH, LIKE, PASSED, PROBLEM, THERE, TWIN, Counts
from aidtrack.cases.import_preview import (
    MEND,
    chosen,
    columns_back,
    outside,
    place_of,
    plain_of,
    row_of,
    titles_back,
)
from aidtrack.cases.listing import HouseholdRow, MappedColumn, PersonBelow, ReadSheet
from aidtrack.sentences import say

TUAN = HouseholdRow(
    7,
    "3",
    "k",
    "Lý Thế Tuấn",
    "2021:00283",
    4,
    "male",
    1977,
    date(1977, 3, 8),
    "002077000084",
    "+84953509991",
    categories=("lost_job",),
    needs=("gạo",),
    members=(PersonBelow("Lò Thị Mây", 1980, "vợ"),),
)
A_LINE = st.builds(
    HouseholdRow,
    row=st.integers(1, 10**6),
    stt=st.none() | st.integers() | st.text(max_size=5),
    key=st.text(max_size=9),
    name=st.text(max_size=30),
    unit=st.just("2021:00283"),
    people=st.integers(1, 30),
    birth_date=st.none() | st.dates(),
    phone=st.none() | st.text(max_size=12),
    remark=st.text(max_size=30),
    categories=st.tuples(st.sampled_from(["child", "policy"])),
    sheet=st.text(max_size=5),
    members=st.tuples(st.builds(PersonBelow, st.text(max_size=9), st.none() | st.integers(1900, 2021))),
)


@given(A_LINE)
@settings(max_examples=60)
def test_a_line_comes_back_as_it_was_and_its_json_is_what_the_chain_covers(row: HouseholdRow) -> None:
    assert row_of(plain_of(row)) == row
    assert plain_of(row).encode() == chain.canonical(row.to_plain())


def likeness(*names: str) -> list[Pair]:
    """The pairs of a row of letters: "ab" says that the first and the second line look alike."""
    alike = compare(Facts("Lý Thế Tuấn"), Facts("Lý Thế Tuấn"))
    return [Pair(ord(first) - 97, ord(second) - 97, alike) for first, second in names]


@pytest.mark.parametrize(
    ("pairs", "fullness", "waits"),
    [
        ((), (1, 1), {}),
        (("ab",), (1, 1), {1: 0}),
        (("ab",), (1, 2), {0: 1}),
        (("ab", "bc"), (1, 2, 1), {0: 1, 2: 1}),
        (("ab", "bc"), (2, 1, 1), {1: 0}),
        (("ab", "ac", "bc"), (1, 1, 1), {1: 0, 2: 0}),
    ],
)
def test_the_fuller_line_stays_and_nobody_waits_for_one_that_waits(
    pairs: tuple[str, ...], fullness: tuple[int, ...], waits: dict[int, int]
) -> None:
    assert {at: of for at, (of, _) in chosen(likeness(*pairs), fullness).items()} == waits


@given(st.integers(0, 20_000))
@settings(max_examples=50)
def test_a_column_is_found_by_its_letters(place: int) -> None:
    assert place_of(letter_of(place)) == place


def sheet_of(*columns: MappedColumn) -> ReadSheet:
    return ReadSheet("DS", "x", (1,), columns, 3)


def test_the_columns_of_what_comes_back_are_those_of_the_file_and_what_is_to_be_mended() -> None:
    named = sheet_of(MappedColumn("A", "Họ tên", "name"), MappedColumn("C", "Phường", "ward"))
    assert titles_back(named) == ["Họ tên", "", "Phường", MEND]
    assert columns_back(named) == {"A": "name", "C": "ward", "D": None}
    nameless = sheet_of(MappedColumn("A", "Họ tên", "name"))
    assert titles_back(nameless) == ["Họ tên", "Phường/xã", "Quận/huyện", MEND]
    assert columns_back(nameless) == {"A": "name", "B": "ward", "C": "district", "D": None}


def test_a_ward_outside_is_told_at_the_cell_that_names_it() -> None:
    why = say("{place} lies outside", place="Xã Liên Ninh")
    columns = (MappedColumn("A", "Địa chỉ", "address"), MappedColumn("F", "Phường", "ward"))
    note = outside(TUAN, columns, why)
    assert (note.row, note.stt, note.column, note.field, note.found) == (7, "3", "F", "ward", "Xã Liên Ninh")
    assert outside(TUAN, columns[:1], why).column == "A"


def test_lines_are_counted_by_their_fates() -> None:
    tallies = [
        (FRESH, 3, 9),
        (THERE, 2, 4),
        (LIKE, 1, 2),
        (TWIN, 1, 2),
        (DECIDED, 1, 1),
        (PROBLEM, 2, 0),
        (PASSED, 5, 0),
    ]
    counts = Counts.of(tallies, warned=4)
    assert (counts.rows, counts.households, counts.people, counts.waiting) == (10, 5, 13, 2)
    assert {fate for fate, _, _ in tallies} == set(FATES)
    assert Counts(**counts.to_plain()) == counts
