"""Phrases are found with marks, without them, and with the usual slips, but not in other words."""

from __future__ import annotations

import pytest

from aidtrack.posts.phrases import Phrase, spellings
from aidtrack.posts.written import write

MILK = Phrase(r"(?:hết|thiếu) sữa")


@pytest.mark.parametrize(
    "text", ["nhà em hết sữa rồi", "nha em het sua roi", "Nhà em HẾT SỬA rồi", "nhà em hêt sữa, thiếu sữa"]
)
def test_a_phrase_bears_missing_marks_and_the_usual_slips(text: str) -> None:
    assert MILK.first(write(text))


@pytest.mark.parametrize("text", ["nhà em hết sứa rồi", "hết sức mệt mỏi", "trà sữa đã hết"])
def test_a_phrase_is_not_found_in_other_words(text: str) -> None:
    assert MILK.first(write(text)) is None


def test_a_word_that_is_whole_without_marks_means_itself_among_marked_ones() -> None:
    alcohol = Phrase(r"cồn")
    assert alcohol.first(write("chỉ còn con nhỏ ở nhà với bà")) is None
    assert alcohol.first(write("xin chai cồn sát khuẩn ạ"))
    assert "con" not in spellings("cồn") and "hoà" in spellings("hòa")


def test_what_stands_behind_a_place_is_found_past_a_comma() -> None:
    text = write("chồng em, đi tù rồi")
    assert Phrase(r"đi tù").behind(text, text.plain.index(","))
    assert Phrase(r"em").behind(text, text.plain.index(",")) is None
