"""An old unit leads to those of today; where it was split, one is offered and a person decides."""

from __future__ import annotations

from aidtrack.places import tables
from aidtrack.places.succession import Succession

SMALL = Succession(
    [
        ("2021:1", "2025:b", False),
        ("2021:1", "2025:a", True),
        ("2021:2", "2025:a", True),
        ("2021:3", "2025:c", False),
    ]
)
REAL = tables.succession()
OLD = tables.gazetteer("2021").wards()
TODAY = {unit.key for unit in tables.gazetteer("2025").wards("2025:01")}


def test_the_default_successor_comes_first() -> None:
    assert SMALL.successors("2021:1") == [("2025:a", True), ("2025:b", False)]
    assert SMALL.today("2021:1") == "2025:a"
    assert SMALL.is_split("2021:1") and not SMALL.is_split("2021:2")


def test_a_unit_without_a_default_has_no_unit_of_today() -> None:
    assert SMALL.today("2021:3") is None


def test_a_unit_of_today_is_its_own_and_an_unknown_one_has_none() -> None:
    assert SMALL.today("2025:b") == "2025:b"
    assert SMALL.today("2021:9") is None
    assert SMALL.successors("2021:9") == []
    assert SMALL.predecessors("2025:x") == []
    assert not SMALL.is_split("2021:9")


def test_the_old_units_of_one_of_today() -> None:
    assert SMALL.predecessors("2025:a") == ["2021:1", "2021:2"]


def test_all_579_units_of_2021_lead_into_the_126_of_today() -> None:
    reached = {key for unit in OLD for key, _ in REAL.successors(unit.key)}
    assert len(OLD) == 579 and len(TODAY) == 126
    assert reached == TODAY


def test_every_old_unit_has_exactly_one_default() -> None:
    for unit in OLD:
        successors = REAL.successors(unit.key)
        assert [is_default for _, is_default in successors] == [True] + [False] * (len(successors) - 1)
        assert REAL.today(unit.key) == successors[0][0]


def test_210_of_them_were_split_over_two_to_five() -> None:
    split = [len(REAL.successors(unit.key)) for unit in OLD if REAL.is_split(unit.key)]
    assert len(split) == 210
    assert max(split) == 5


def test_predecessors_are_the_successors_turned_round() -> None:
    there = {(old, new) for old, new, _ in REAL.rows()}
    back = {(old, new) for new in TODAY for old in REAL.predecessors(new)}
    assert there == back and len(there) == 859
    assert {old for old, _ in there} == {unit.key for unit in OLD}
