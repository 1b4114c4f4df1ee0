"""What people type in many spellings meets in one key, and lists stand in Vietnamese order."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidtrack.vietnamese import folding
from aidtrack.vietnamese.folding import cell_text, clean, fold, name_sort_key, proper_name, sort_key

VIETNAMESE = st.text(alphabet="aăâeêioôơuưyđbcnghtAĂÂĐƯ \u0300\u0301\u0303\u0309\u0323", max_size=30)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Nguyễn   Văn\tAn \n", "Nguyễn Văn An"),
        ("Tru\u031bo\u031b\u0300ng", "Trường"),
        ("Lê\u200b Thị\u200d \ufeffHoa\u00ad", "Lê Thị Hoa"),
        ("Lê\u00a0Thị\u3000Hoa", "Lê Thị Hoa"),
        ("a\x00b\x07c\x7f", "abc"),
        ("lone \ud800 surrogate", "lone surrogate"),
        ("hai\ndòng", "hai dòng"),
        ("", ""),
    ],
)
def test_clean_text_is_nfc_without_invisible_characters(typed: str, kept: str) -> None:
    assert clean(typed) == kept


def test_lines_are_kept_where_they_are_asked_for() -> None:
    assert clean("  một \r\n\r\n hai\u200b\tba \n", lines=True) == "một\n\nhai ba"


def test_a_mark_that_waits_behind_an_invisible_character_is_composed() -> None:
    assert clean("e\u200b\u0302") == "ê"


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert clean(clean(text, lines=True), lines=True) == clean(text, lines=True)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hòa", "hoà"),
        ("HÒA BÌNH", "hoa binh"),
        ("Đặng Đình Đức", "dang dinh duc"),
        ("Ðại ðại Ɖại ɖại", "Đại đại Đại đại"),  # the eth and the African D of old fonts
        (unicodedata.normalize("NFD", "Nguyễn Thị Thúy"), "Nguyễn Thị Thuý"),
        ("Lê  Văn", "lê văn"),
    ],
)
def test_spellings_of_one_name_fold_to_one_key(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_folding_leaves_small_plain_letters() -> None:
    assert fold("Phường Mỹ Đình 2, ngõ 80/5") == "phuong my dinh 2, ngo 80/5"
    assert fold("ẮẰẲẴẶ ẤẦẨẪẬ ẾỀỂỄỆ ỐỒỔỖỘ ỚỜỞỠỢ ỨỪỬỮỰ ÝỲỶỸỴ") == "aaaaa aaaaa eeeee ooooo ooooo uuuuu yyyyy"


@given(st.one_of(st.text(), VIETNAMESE))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(VIETNAMESE)
def test_folding_does_not_see_capitals_nor_decomposition(text: str) -> None:
    assert fold(text) == fold(text.upper()) == fold(unicodedata.normalize("NFD", text))
    assert fold(text).isascii()


ORDERED = [
    "a", "à", "ả", "ã", "á", "ạ", "an", "ă", "ằ", "ắ", "ăn", "â", "ấ", "ân", "ba", "ba má", "bà", "ban",
    "da", "dư", "đa", "e", "em", "ê", "êm", "la", "o", "on", "ô", "ôn", "ơ", "ơn", "tổ 2", "tổ 10",
    "u", "um", "ư", "ưm", "xã", "y",
]  # fmt: skip


def test_the_order_is_the_one_of_vietnamese_dictionaries() -> None:
    for before, after in pairwise(ORDERED):
        assert sort_key(before) < sort_key(after), (before, after)


def test_the_order_does_not_see_capitals_decomposition_or_where_the_tone_stands() -> None:
    assert sort_key("HOÀ Bình") == sort_key("hòa bình") == sort_key(unicodedata.normalize("NFD", "Hòa, Bình"))
    assert sort_key("Phường 01") == sort_key("phường 1")
    assert sort_key("hoá") != sort_key("hoa")


@given(st.text())
def test_every_text_has_a_key_that_any_collation_sorts_alike(text: str) -> None:
    key = sort_key(text)
    assert key == "" or (key.isascii() and key.isalnum() and key == key.lower())


def test_letters_of_other_alphabets_stand_behind_and_the_eth_beside_its_likeness() -> None:
    assert sort_key("z") < sort_key("ж") < sort_key("я")
    assert sort_key("d") <= sort_key("ð") < sort_key("e")
    assert sort_key("ba 9") < sort_key("ba b") and sort_key("ba") < sort_key("ba 9") < sort_key("bac")


def test_a_very_long_number_still_has_a_key() -> None:
    assert sort_key("9" * 6000) > sort_key("10")


def test_peoples_lists_stand_by_the_given_name_then_family_then_middle_names() -> None:
    names = [
        "Trần Văn Bình",
        "Nguyễn Văn An",
        "Lê Thị Ân",
        "Bùi Văn An",
        "Nguyễn Thị An",
        "Đỗ Ánh",
        "Dương Ánh",
    ]
    assert sorted(names, key=name_sort_key) == [
        "Bùi Văn An",
        "Nguyễn Thị An",
        "Nguyễn Văn An",
        "Dương Ánh",
        "Đỗ Ánh",
        "Lê Thị Ân",
        "Trần Văn Bình",
    ]
    assert name_sort_key("") == ""


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("BÙI THỊ NGA", "Bùi Thị Nga"),
        ("ĐẶNG  ĐÌNH Ý", "Đặng Đình Ý"),
        ("H'HEN NIÊ", "H'Hen Niê"),
        ("TÔN NỮ-AN", "Tôn Nữ-An"),
        ("Nguyễn Văn An", "Nguyễn Văn An"),
        ("nguyễn văn an", "nguyễn văn an"),
        ("Lê HOA", "Lê HOA"),
        (" 12 ", "12"),
    ],
)
def test_only_a_name_all_in_capitals_is_rewritten(typed: str, kept: str) -> None:
    assert proper_name(typed) == kept


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (912345678, "912345678"),
        (912345678.0, "912345678"),
        (4.5, "4.5"),
        ("'001 ", "001"),
        ("7.0", "7"),
    ],
)
def test_a_spreadsheets_cell_is_read_as_text(cell: object, text: str) -> None:
    assert cell_text(cell) == text


@given(st.text(st.characters(max_codepoint=0x1F20), max_size=12))
def test_the_quick_way_folds_as_the_thorough_one(text: str) -> None:
    kept, folding._PLAIN = folding._PLAIN, {}
    try:
        thorough = folding.fold(text)
    finally:
        folding._PLAIN = kept
    assert folding.fold(text) == thorough
