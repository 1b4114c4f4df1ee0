"""The list of the second kind, in every form that offices send: its answers come out exactly."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from aidtrack.cases.intake import read_list
from aidtrack.cases.listing import ListReading
from aidtrack.cases.sheet import cells_of
from aidtrack.places.hierarchy import Gazetteer
from aidtrack.places.tables import gazetteer
from tests.cases import second_list
from tests.cases.test_intake import ANSWERS as REAL_ANSWERS

SAMPLE = second_list.REAL.with_name("wards-2021-08-20.xlsx")
OLD = second_list.DATA / "wards-2021-08-20.xls"
ANSWERS = json.loads((second_list.DATA / "wards-2021-08-20.answers.json").read_text())
FORMS: dict[str, tuple[Callable[[], bytes], str]] = {
    "xlsx": (SAMPLE.read_bytes, "DS.xlsx"),
    "xls": (OLD.read_bytes, "DS.xls"),
    **{
        name: (lambda how=how: second_list.as_csv(*how), "DS.csv")  # type: ignore[misc]
        for name, how in second_list.ENCODINGS.items()
    },
}


@pytest.fixture(scope="module")
def places() -> Mapping[str, Gazetteer]:
    return {"2021": gazetteer("2021"), "2025": gazetteer("2025")}


def said(found: ListReading) -> dict[str, Any]:
    """What a reading answers, in the words of the kept answers."""
    return {
        "rows": found.rows,
        "households": len(found.households),
        "people": found.people,
        "duplicates": sorted(sorted((pair.row, pair.of)) for pair in found.duplicates),
        "problems": sorted([note.row, note.column, note.field] for note in found.problems),
    }


@pytest.mark.parametrize("form", FORMS)
def test_the_answers_come_out_exactly_in_every_form(form: str, places: Mapping[str, Gazetteer]) -> None:
    make, name = FORMS[form]
    found = read_list(make(), gazetteers=places, areas={"2025": "2025:01"}, file_name=name)
    assert said(found) == ANSWERS and found.edition == "2021" and found.warnings == ()


def test_the_kept_answers_are_those_of_the_real_list() -> None:
    assert second_list.answers(REAL_ANSWERS) == ANSWERS
    assert (ANSWERS["rows"], ANSWERS["households"], ANSWERS["people"]) == (360, 347, 1_000)


def test_the_kept_workbooks_are_what_the_generator_writes() -> None:
    made = cells_of(second_list.workbook())
    new, old = cells_of(SAMPLE), cells_of(OLD)
    assert made == new and [sheet.name for sheet in new] == ["Bìa", "Tổng hợp", "Chi tiết", "Ghi chú"]
    assert [sheet.rows for sheet in old] == [sheet.rows for sheet in new]


def test_every_household_has_the_ward_of_its_section_and_its_facts(places: Mapping[str, Gazetteer]) -> None:
    first = read_list(second_list.REAL, gazetteers=places, areas={"2025": "2025:01"})
    second = read_list(SAMPLE, gazetteers=places, areas={"2025": "2025:01"})
    assert {facts(row) for row in second.households} == {facts(row) for row in first.households}


def facts(row: Any) -> tuple[object, ...]:
    return (row.name, row.unit, row.people, row.sex, row.birth_year, row.citizen_id, row.phone,
            row.home_address, row.address, row.categories, row.circumstances)  # fmt: skip
