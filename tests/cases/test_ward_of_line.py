"""Which ward a line of a list means."""

from __future__ import annotations

import pytest

from aidtrack.cases.ward_of_line import MOST_EXPLAINED, FoundWard, WardFinder, Whereabouts
from aidtrack.places.tables import gazetteer

LIEN_NINH, VINH_TUY, DINH_CONG = "2021:00682", "2021:00283", "2021:00307"


def find(**said: str) -> FoundWard:
    return WardFinder(gazetteer("2021")).find(Whereabouts(**said))


def test_the_column_decides_before_the_section_and_the_address() -> None:
    assert find(ward="Liên Ninh", section_ward="Vĩnh Tuy", address="phường Định Công").unit == LIEN_NINH
    assert find(section_ward="Vĩnh Tuy", address="phường Định Công").unit == VINH_TUY
    assert find(address="phường Định Công").unit == DINH_CONG


@pytest.mark.parametrize(
    ("address", "unit", "rest"),
    [
        ("số 5 ngõ 20 phường Định Công quận Hoàng Mai, Hà Nội", DINH_CONG, "số 5 ngõ 20"),
        ("thôn Thọ Am, xã Liên Ninh, huyện Thanh Trì", LIEN_NINH, "thôn Thọ Am"),
        ("9 Minh Khai - P. Vĩnh Tuy - Q. Hai Bà Trưng", VINH_TUY, "9 Minh Khai"),
        ("9 Minh Khai, Vĩnh Tuy, Hai Bà Trưng", VINH_TUY, "9 Minh Khai"),
    ],
)
def test_the_ward_at_the_end_of_an_address_is_taken_out_of_it(address: str, unit: str, rest: str) -> None:
    found = find(address=address)
    assert (found.unit, found.address) == (unit, rest)


def test_a_street_is_not_taken_for_the_ward_of_its_name() -> None:
    assert find(address="số 149, ngõ 80 Minh Khai, tổ 13").unit is None
    assert find(address="số 9, Vĩnh Tuy").unit is None


def test_the_ward_of_the_lists_title_holds_where_a_line_says_nothing() -> None:
    finder = WardFinder(gazetteer("2021"))
    finder.take_title("UBND PHƯỜNG VĨNH TUY\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nQUẬN HAI BÀ TRƯNG")
    assert finder.find(Whereabouts(address="số 5")).unit == VINH_TUY
    assert finder.find(Whereabouts(ward="Liên Ninh")).unit == LIEN_NINH


def test_a_name_that_stands_twice_asks_for_the_district() -> None:
    found = find(ward="Phường Minh Khai")
    assert found.unit is None and found.blames == "district" and found.refusal
    assert find(ward="Phường Minh Khai", section_district="Quận Hai Bà Trưng").unit == "2021:00295"


def test_what_lies_outside_or_is_missing_is_blamed_on_the_ward() -> None:
    for said in ({"ward": "Phường Bến Nghé", "district": "Quận 1"}, {}):
        found = find(**said)
        assert found.unit is None and found.blames == "ward" and found.refusal
    assert find(address="3 Lê Lợi, phường Bến Nghé").blames == "address"


def test_an_edition_says_quickly_whether_it_knows_a_name() -> None:
    finder = WardFinder(gazetteer("2021"))
    assert finder.knows(Whereabouts(ward="Phường Vĩnh Tuy", district="Quận Hai Bà Trưng"))
    assert not finder.knows(Whereabouts(ward="Phường Vĩnh Tuy", district="Quận Đống Đa"))
    assert not finder.knows(Whereabouts(ward="Xã Ngọc Hồi Mới"))
    assert finder.knows(Whereabouts(address="phường Định Công"))


def test_an_area_shuts_out_what_lies_beyond_it() -> None:
    everywhere, hanoi = WardFinder(gazetteer("2025")), WardFinder(gazetteer("2025"), "2025:01")
    assert everywhere.find(Whereabouts(ward="Phường Hoàng Mai")).unit is None  # another one in Nghệ An
    assert hanoi.find(Whereabouts(ward="Phường Hoàng Mai")).unit == "2025:00331"


def test_hundreds_of_unknown_names_are_refused_without_a_search_for_each() -> None:
    finder = WardFinder(gazetteer("2021"))
    found = [finder.find(Whereabouts(ward=f"Phường Bến {n}")) for n in range(MOST_EXPLAINED + 5)]
    assert all(one.unit is None and one.refusal for one in found)
    assert found[-1].refusal != found[0].refusal
    assert finder.find(Whereabouts(ward="Liên Ninh")).unit == LIEN_NINH
