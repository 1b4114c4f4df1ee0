"""A post in three spellings of one length, each letter with its place in the original."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aidtrack.posts.written import MOST_READ, write, write_as_typed


@pytest.mark.parametrize(
    ("typed", "spelled"),
    [
        ("e k có j ăn", "em không có gì ăn"),
        ("2vc, 5ae", "2 vợ chồng, 5 anh em"),
        ("còn 500k tới 5h", "còn 500 nghìn tới 5 giờ"),
        ("5 kg gạo", "5 kg gạo"),
        ("kg có gạo", "không có gạo"),
        ("sn 12, sn 1990", "số nhà 12, sinh năm 1990"),
        ("nhà 31A", "nhà 31A"),
        ("giúp emmmm", "giúp em"),
        ("fòng trọ", "phòng trọ"),
        ("𝐂𝐚̂̀𝐧 gạo", "Cần gạo"),
    ],
)
def test_short_forms_are_spelled_out(typed: str, spelled: str) -> None:
    assert write(typed).cased == spelled


def test_every_letter_leads_back_to_what_was_typed() -> None:
    text = "E ở trọ 5ae, k có gạo"
    read = write(text)
    start = read.cased.index("anh em")
    assert text[slice(*read.where(start, start + len("anh em")))] == "ae"
    start = read.cased.index("không")
    assert text[slice(*read.where(start, start + 5))] == "k"


def test_marks_are_noticed_even_if_short_forms_have_none() -> None:
    assert write("nhà em hết gạo rồi mn ơi").has_marks
    assert not write("nha em het gao roi mn oi, 2vc + 2 con").has_marks


@given(st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_the_three_spellings_have_one_length_and_places_never_go_back(text: str) -> None:
    for read in (write(text), write_as_typed(text)):
        sizes = {len(part) for part in (read.cased, read.marked, read.plain, read.starts, read.ends)}
        assert len(sizes) == 1
        assert list(read.starts) == sorted(read.starts) and list(read.ends) == sorted(read.ends)
        assert all(0 <= a <= b <= len(text) for a, b in zip(read.starts, read.ends, strict=True))


@given(st.text(alphabet="aăâeêioôơuưyđgnhckmtvl ạảãàáếềểễệ.,0123", max_size=120))
@settings(max_examples=80, deadline=None)
def test_decomposed_letters_read_like_composed_ones(text: str) -> None:
    assert write(unicodedata.normalize("NFD", text)).cased == write(unicodedata.normalize("NFC", text)).cased


def test_a_long_text_is_read_up_to_its_bound() -> None:
    assert len(write("a b " * MOST_READ).plain) <= MOST_READ * 4
