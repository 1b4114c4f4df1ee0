"""The tables that travel with the program hold what the field says they hold."""

from __future__ import annotations

from collections import Counter

import pytest

from aidtrack.errors import NotFound
from aidtrack.places import tables
from aidtrack.places.naming import KIND_WORDS

OLD = tables.gazetteer("2021")
NEW = tables.gazetteer("2025")


def test_hanoi_of_2021() -> None:
    kinds = Counter(unit.kind for unit in OLD)
    assert kinds == {"province": 1, "district": 30, "commune": 383, "ward": 175, "township": 21}
    assert len(OLD.wards()) == 579


def test_vietnam_of_today() -> None:
    kinds = Counter(unit.kind for unit in NEW)
    assert kinds == {"province": 34, "ward": 687, "commune": 2621, "special": 13}
    assert len(NEW.wards()) == 3321
    hanoi = Counter(unit.kind for unit in NEW.wards("2025:01"))
    assert hanoi == {"ward": 51, "commune": 75}


def test_names_repeat_in_2021_and_not_in_todays_hanoi() -> None:
    full = Counter(unit.name for unit in OLD.wards())
    bare = Counter(unit.bare for unit in OLD.wards())
    assert sum(count > 1 for count in full.values()) == 13
    assert sum(count > 1 for count in bare.values()) == 25
    assert max(Counter(unit.bare for unit in NEW.wards("2025:01")).values()) == 1


def test_a_code_alone_identifies_nothing() -> None:
    assert OLD.get("2021:00679").name == "Xã Đại Áng"
    assert NEW.get("2025:00679").name == "Xã Ngọc Hồi"


def test_every_unit_hangs_in_the_tree_below_a_province() -> None:
    for book in (OLD, NEW):
        for unit in book:
            path = book.path(unit)
            assert path.startswith(f"{unit.edition}/") and path.endswith(f"/{unit.code}/")
            assert (unit.parent is None) == (unit.kind == "province")
    assert OLD.path(OLD.get("2021:00682")) == "2021/01/020/00682/"
    assert len({book.path(unit) for book in (OLD, NEW) for unit in book}) == len(OLD) + len(NEW)


def test_every_name_begins_with_its_kind_and_is_spelled_with_capitals() -> None:
    for unit in [*OLD, *NEW]:
        assert unit.name.removesuffix(unit.bare).strip() in KIND_WORDS[unit.kind], unit.name
        assert all(not word[0].islower() for word in unit.bare.split()), unit.name


def test_todays_units_have_a_centre_in_vietnam_and_an_area() -> None:
    for unit in NEW.wards():
        assert unit.lat is not None and 6 < unit.lat < 24, unit.name
        assert unit.lon is not None and 102 < unit.lon < 118, unit.name
    assert NEW.get("2025:00097").area_km2 == 15.09
    assert OLD.get("2021:00682").lat is None


def test_the_tables_are_read_once_and_another_edition_does_not_exist() -> None:
    assert tables.gazetteer("2021") is OLD
    assert tables.succession() is tables.succession()
    with pytest.raises(NotFound, match="no edition 1990"):
        tables.gazetteer("1990")
