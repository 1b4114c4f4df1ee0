"""The picker offers what is meant first, with and without marks."""

from __future__ import annotations

from aidtrack.places.picking import best, entry, in_order

WARDS = [
    ("Phường", "Đồng Xuân", "ward", "Quận Hoàn Kiếm"),
    ("Xã", "Đông Xuân", "commune", "Huyện Sóc Sơn"),
    ("Xã", "Xuân Đồng", "commune", "Huyện Sóc Sơn"),
    ("Phường", "Phương Liên", "ward", "Quận Đống Đa"),
    ("Phường", "Liên Mạc", "ward", "Quận Bắc Từ Liêm"),
    ("Xã", "Liên Hà", "commune", "Huyện Đan Phượng"),
    ("Xã", "Đan Xuân Đông", "commune", "Huyện Đan Phượng"),
    ("Xã", "Tân Hoà", "commune", "Huyện Quốc Oai"),
    ("Xã", "Đồng Xuân Thượng", "commune", "Huyện Quốc Oai"),
]
ENTRIES = in_order(entry(bare, kind, bare, [f"{word} {bare}", above]) for word, bare, kind, above in WARDS)


def offered(text: str) -> list[str]:
    return [each.unit for each in best(ENTRIES, text)]


def test_without_a_text_all_stand_in_vietnamese_order() -> None:
    assert (
        offered("")
        == offered("  ")
        == [
            "Đan Xuân Đông",
            "Đông Xuân",
            "Đồng Xuân",
            "Đồng Xuân Thượng",
            "Liên Hà",
            "Liên Mạc",
            "Phương Liên",
            "Tân Hoà",
            "Xuân Đồng",
        ]
    )


def test_the_whole_name_comes_before_its_beginning_and_that_before_words_further_on() -> None:
    assert offered("dong xuan") == [
        "Đông Xuân",
        "Đồng Xuân",
        "Đồng Xuân Thượng",
        "Đan Xuân Đông",
        "Xuân Đồng",
    ]


def test_marks_that_are_typed_put_their_names_first() -> None:
    assert offered("đồng xuân")[:2] == ["Đồng Xuân", "Đồng Xuân Thượng"]
    assert offered("đông xuân")[0] == "Đông Xuân"
    assert offered("đồng xuân")[-1] in ("Đông Xuân", "Đan Xuân Đông")


def test_the_other_style_of_the_tone_finds_the_name_too() -> None:
    assert offered("tân hòa") == ["Tân Hoà"]


def test_half_typed_words_and_the_district_narrow() -> None:
    assert offered("lien m") == ["Liên Mạc"]
    assert offered("xuân sóc s") == ["Đông Xuân", "Xuân Đồng"]
    assert offered("hoan kiem") == ["Đồng Xuân"]


def test_a_kind_narrows_also_when_short() -> None:
    assert offered("P. Liên") == ["Liên Mạc", "Phương Liên"]
    assert offered("xã liên") == ["Liên Hà"]
    assert set(offered("phuong lien")) >= {"Phương Liên", "Liên Mạc"}
    assert offered("phuong lien")[0] == "Phương Liên"


def test_what_nobody_is_called_finds_nothing() -> None:
    assert offered("zzz") == []
    assert offered("---") == []
    assert offered("ồng") == []


def test_a_kind_that_none_of_them_has_is_taken_for_the_district_above() -> None:
    assert offered("q. hoàn kiếm") == ["Đồng Xuân"]
