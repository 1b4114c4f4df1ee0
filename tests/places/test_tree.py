"""Units are known by edition and code, and stand below one another."""

from __future__ import annotations

import pytest

from aidtrack.errors import NotFound
from aidtrack.places.tree import Tree, Unit

CITY = Unit("2021", "01", "Thành phố Hà Nội", "province")
THANH_TRI = Unit("2021", "020", "Huyện Thanh Trì", "district", "2021:01")
DONG_DA = Unit("2021", "006", "Quận Đống Đa", "district", "2021:01")
LIEN_NINH = Unit("2021", "00682", "Xã Liên Ninh", "commune", "2021:020")
TRUNG_TU = Unit("2021", "00232", "Phường Trung Tự", "ward", "2021:006")
TREE = Tree([LIEN_NINH, CITY, THANH_TRI, DONG_DA, TRUNG_TU])


def test_the_key_is_edition_and_code_and_the_bare_name_has_no_kind() -> None:
    assert LIEN_NINH.key == "2021:00682"
    assert LIEN_NINH.bare == "Liên Ninh"
    assert LIEN_NINH.label == "Xã Liên Ninh"


def test_a_unit_is_found_by_its_key_only() -> None:
    assert TREE.get("2021:00682") is LIEN_NINH
    assert "2021:00682" in TREE and "2025:00682" not in TREE
    with pytest.raises(NotFound, match="There is no place 2025:00682"):
        TREE.get("2025:00682")


def test_the_path_goes_from_the_edition_down() -> None:
    assert TREE.path(LIEN_NINH) == "2021/01/020/00682/"
    assert TREE.path(CITY) == "2021/01/"


def test_children_and_ancestors() -> None:
    assert TREE.children(None) == [CITY]
    assert TREE.children("2021:01") == [THANH_TRI, DONG_DA]
    assert TREE.children("2021:00682") == []
    assert TREE.ancestors(LIEN_NINH) == [THANH_TRI, CITY]
    assert TREE.ancestors(CITY) == []


def test_wards_of_all_or_of_one_unit() -> None:
    assert TREE.wards() == [LIEN_NINH, TRUNG_TU]
    assert TREE.wards("2021:006") == [TRUNG_TU]
    assert TREE.wards(LIEN_NINH.key) == [LIEN_NINH]
    with pytest.raises(NotFound):
        TREE.wards("2021:nowhere")


def test_the_district_of_a_ward() -> None:
    assert TREE.district_of(LIEN_NINH) is THANH_TRI
    assert TREE.district_of(THANH_TRI) is None
    assert TREE.has_districts and not Tree([CITY]).has_districts


def test_a_tree_counts_and_lists_its_units() -> None:
    assert len(TREE) == 5
    assert next(iter(TREE)) is LIEN_NINH
