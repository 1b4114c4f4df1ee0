"""Odd files are read and what is odd is told; files under a wrong name are refused with the remedy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from time import monotonic

import pytest

from aidtrack.cases.intake import read_list
from aidtrack.errors import RuleBroken
from aidtrack.places.hierarchy import Gazetteer
from aidtrack.places.tables import gazetteer
from tests.cases.odd_files import ODD, RENAMED, SLOW
from tests.cases.test_sheet import MB, memory_watched


@pytest.fixture(scope="module")
def places() -> Mapping[str, Gazetteer]:
    return {"2025": gazetteer("2025")}


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.torture] if name in SLOW else []) for name in ODD]
)
def test_an_odd_file_is_read_in_time_and_memory_and_says_what_is_odd(
    name: str, places: Mapping[str, Gazetteer]
) -> None:
    make, file_name, counted, words = ODD[name]
    data = make()
    started = monotonic()
    with memory_watched() as most:
        found = read_list(data, gazetteers=places, areas={"2025": "2025:01"}, file_name=file_name)
    households = (*found.households, *found.waiting)
    assert (found.rows, len(households), sum(row.people for row in households)) == counted
    said = " ".join(str(note.sentence.render()) for note in (*found.problems, *found.warnings))
    assert all(word in said for word in words) and bool(said) == bool(words)
    assert all(row.name.isprintable() for row in households)
    assert monotonic() - started < 10 and most[0] < 300 * MB


@pytest.mark.parametrize(("make", "file_name", "words"), RENAMED.values(), ids=RENAMED)
def test_a_file_that_is_not_what_its_name_promises_is_refused_with_the_remedy(
    make: Callable[[], bytes], file_name: str, words: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        read_list(make(), gazetteers={"2025": gazetteer("2025")}, file_name=file_name)
    assert words in str(refused.value) and refused.value.field == "file"
    assert "save it" in str(refused.value).lower()


def test_days_that_count_from_1904_are_the_right_days(places: Mapping[str, Gazetteer]) -> None:
    found = read_list(ODD["dates since 1904"][0](), gazetteers=places, areas={"2025": "2025:01"})
    assert str(found.households[0].birth_date) == "1970-05-04"


def test_what_hides_in_a_name_is_taken_out_of_it(places: Mapping[str, Gazetteer]) -> None:
    made = ODD["control characters, a text that runs backwards, joined emoji"][0]()
    found = read_list(made, gazetteers=places, areas={"2025": "2025:01"})
    assert found.households[0].name == "Lò Văn An"
