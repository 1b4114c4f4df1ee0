"""What the titles of a list's columns mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidtrack.cases.columns import KNOWN, Column, meaning_of
from aidtrack.vietnamese.folding import fold


@pytest.mark.parametrize("column", KNOWN, ids=lambda column: column.field)
def test_every_title_of_the_vocabulary_means_its_field(column: Column) -> None:
    for title in column.titles.split("|"):
        for written in (title, title.upper()):
            meaning = meaning_of(written)
            assert meaning and meaning.field == column.field, written


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("Họ và tên chủ hộ (viết in hoa)", "name"),
        ("Đại diện hộ gia đình", "name"),
        ("HO VA TEN", "name"),
        ("Số CMND/CCCD", "citizen_id"),
        ("Số định danh cá nhân", "citizen_id"),
        ("Số CMND/CCCD/Hộ chiếu", "citizen_id"),
        ("Điện thoại liên lạc", "phone"),
        ("Hộ khẩu thường trú", "home_address"),
        ("Quê quán (xã, huyện, tỉnh)", "home_address"),
        ("Nơi tạm trú hiện nay", "address"),
        ("Nơi ở hiện nay: số nhà, tổ, phường", "address"),
        ("Phường/xã nơi ở", "ward"),
        ("Xã, phường, thị trấn", "ward"),
        ("Quận, huyện, thị xã", "district"),
        ("Số nhân khẩu trong hộ", "people"),
        ("Số khẩu", "people"),
        ("Ngày, tháng, năm sinh", "birth"),
        ("Năm", "birth"),
        ("Nam", "male"),
        ("Thuộc diện", "categories"),
        ("Hoàn cảnh hiện tại", "circumstances"),
    ],
)
def test_offices_word_their_titles_as_they_like(title: str, field: str) -> None:
    meaning = meaning_of(title)
    assert meaning and meaning.field == field


@pytest.mark.parametrize(
    "title",
    ["Ký nhận", "Gạo (kg)", "Số tiền", "SĐT chủ trọ", "Tên trường", "Ngày cấp CCCD", "Họ tên con",
     "Nơi làm việc", "Xác nhận của phường", "", "???", "1976",
     "Cộng hòa xã hội chủ nghĩa Việt Nam, độc lập tự do hạnh phúc"],
)  # fmt: skip
def test_titles_of_other_things_mean_nothing(title: str) -> None:
    assert meaning_of(title) is None


@given(st.text(max_size=120))
def test_any_title_is_read_without_breaking(title: str) -> None:
    meaning = meaning_of(title)
    assert meaning is None or meaning.field in {column.field for column in KNOWN}


def test_no_title_of_several_words_stands_for_two_fields() -> None:
    owners: dict[str, set[str]] = {}
    for column in KNOWN:
        for title in column.titles.split("|"):
            owners.setdefault(fold(title), set()).add(column.field)
    assert {title for title, fields in owners.items() if len(fields) > 1} == {"nam"}  # “năm” and “nam”
