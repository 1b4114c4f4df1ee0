"""A written name gives up its kind, but never the Phương of Phương Liên."""

from __future__ import annotations

import unicodedata

import pytest

from aidtrack.places.naming import KIND_WORDS, bare_name, loose_key, name_key, readings, ward_kind


@pytest.mark.parametrize(
    ("typed", "kind", "key"),
    [
        ("Phường Minh Khai", "ward", "minh khai"),
        ("phường Minh Khai", "ward", "minh khai"),
        ("PHƯỜNG MINH KHAI", "ward", "minh khai"),
        (unicodedata.normalize("NFD", "Phường Minh Khai"), "ward", "minh khai"),
        ("P. Minh Khai", "ward", "minh khai"),
        ("P.Minh Khai", "ward", "minh khai"),
        ("P Minh Khai", "ward", "minh khai"),
        ("P.Mỹ Đình 2", "ward", "my dinh 2"),
        ("P12", "ward", "12"),
        ("Phường 01", "ward", "1"),
        ("Phường: Minh Khai", "ward", "minh khai"),
        ("X. Liên Ninh", "commune", "lien ninh"),
        ("Xã Liên Ninh", "commune", "lien ninh"),
        ("TT Yên Viên", "township", "yen vien"),
        ("TT. Yên Viên", "township", "yen vien"),
        ("T.T Yên Viên", "township", "yen vien"),
        ("Thị trấn Yên Viên", "township", "yen vien"),
        ("Đặc khu Phú Quốc", "special", "phu quoc"),
        ("Q. Hai Bà Trưng", "district", "hai ba trung"),
        ("H. Thanh Trì", "district", "thanh tri"),
        ("TX Sơn Tây", "district", "son tay"),
        ("Thị xã Sơn Tây", "district", "son tay"),
        ("TP. Hà Nội", "province", "ha noi"),
        ("Tỉnh Cao Bằng", "province", "cao bang"),
        ("Ph. Minh Khai", "ward", "minh khai"),
        ("F.12", "ward", "12"),
        ("T.Trấn Yên Viên", "township", "yen vien"),
        ("Đ.K Phú Quốc", "special", "phu quoc"),
        ("T.X Sơn Tây", "district", "son tay"),
        ("TP Thủ Đức", "district", "thu duc"),
        ("T.P Thủ Đức", "district", "thu duc"),
        ("Thành phố Thủ Đức", "district", "thu duc"),
        ("T.P. Hà Nội", "province", "ha noi"),
        ("T. Cao Bằng", "province", "cao bang"),
    ],
)
def test_the_kind_is_taken_off_and_understood(typed: str, kind: str, key: str) -> None:
    first = readings(typed)[0]
    assert kind in first.kinds
    assert first.key == key


def test_phuong_lien_keeps_its_phuong() -> None:
    assert readings("Phương Liên")[0].key == "phuong lien"
    assert readings("Phường Phương Liên")[0].key == "phuong lien"
    assert readings("Phương Liên")[0].kinds == frozenset()


def test_without_marks_both_readings_are_kept() -> None:
    assert [reading.key for reading in readings("phuong lien")] == ["phuong lien", "lien"]
    assert [reading.key for reading in readings("Phưòng Liên Mạc")] == ["phuong lien mac", "lien mac"]


def test_a_name_that_begins_like_a_short_kind_keeps_its_letters() -> None:
    assert readings("Xuân La")[0].key == "xuan la"
    assert [reading.key for reading in readings("Thịnh Liệt")] == ["thinh liet"]


@pytest.mark.parametrize("typed", ["", "  ", "-", "...", "’"])
def test_nothing_can_be_read_from_nothing(typed: str) -> None:
    assert readings(typed) == ()


def test_a_kind_alone_is_read_as_it_stands() -> None:
    assert [reading.key for reading in readings("Phường .")] == ["phuong"]
    assert [reading.key for reading in readings("xã")] == ["xa"]


def test_punctuation_apostrophes_and_leading_zeros_do_not_count() -> None:
    assert name_key("Văn Miếu - Quốc Tử Giám") == name_key("văn miếu–quốc tử giám") == "van mieu quoc tu giam"
    assert name_key("Ea H'Leo") == name_key("Ea H’leo") == "ea hleo"
    assert name_key("Đam Rông 04") == "dam rong 4"
    assert name_key("Khu 10") == "khu 10"


def test_the_loose_key_meets_two_habits_of_spelling() -> None:
    assert loose_key(name_key("Mĩ Đình II")) == loose_key(name_key("Mỹ Đình 2"))
    assert [loose_key(f"khu {n}") for n in ("i", "ii", "iii", "iv", "v")] == [f"khu {n}" for n in "12345"]
    assert loose_key("i") == "i"
    assert loose_key("ii xuan") == "ii xuan"


def test_the_kind_of_a_ward_is_what_its_name_begins_with() -> None:
    assert ward_kind("Phường Việt Hòa") == "ward"
    assert ward_kind("Xã Phong Điền") == "commune"
    assert ward_kind("Thị trấn Yên Viên") == "township"
    assert ward_kind("Đặc khu Phú Quốc") == "special"
    assert ward_kind("Thị xã Sơn Tây") is None
    assert ward_kind("Phường") is None


def test_every_official_kind_is_taken_off_its_own_names() -> None:
    for kind, words in KIND_WORDS.items():
        for word in words:
            assert bare_name(f"{word} Phương Liên", kind) == "Phương Liên"
    assert bare_name("Phương Liên", "ward") == "Phương Liên"
