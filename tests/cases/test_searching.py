"""What a typed search means: names with or without marks, codes, phones, whole ID numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidtrack.cases.codes import new_code
from aidtrack.cases.searching import MOST_WORDS, Search, marks_in, read_search


def test_a_name_without_marks_looks_for_its_words_alone() -> None:
    assert read_search("  tuan   LY ") == Search(words=("tuan", "ly"))


def test_a_name_with_marks_also_ranks_by_them() -> None:
    search = read_search("Lý Tuấn")
    assert search is not None and search.words == ("ly", "tuan") and search.marked == ("lý", "tuấn")
    assert read_search("Lý van") == Search(words=("ly", "van"), marked=("lý",))


@pytest.mark.parametrize("typed", ["0953 509", "+84 953 509", "0953.509", "84953509"])
def test_a_number_looks_for_phones_that_begin_so(typed: str) -> None:
    search = read_search(typed)
    assert search is not None and search.phone == "+84953509" and not search.by_name


def test_an_id_number_is_looked_for_whole_or_not_at_all() -> None:
    assert read_search("002077000084") == Search(phone="+8402077000084", citizen_id="002077000084")
    part = read_search("0020770000")
    assert part is not None and part.citizen_id == ""


@pytest.mark.parametrize(
    ("typed", "code"), [("hn-7f3", "HN-7F3"), ("HN 7F3K", "HN-7F3K"), ("HN–7", "HN-7")]
)
def test_the_beginning_of_a_code_looks_for_codes(typed: str, code: str) -> None:
    assert read_search(typed) == Search(code=code)


def test_letters_with_a_digit_are_a_code_or_the_number_of_a_house() -> None:
    assert read_search("7f3k") == Search(words=("7f3k",), code="HN-7F3K")
    assert read_search("24 Tân Mai") == Search(words=("24", "tan", "mai"), marked=("tân",))
    assert read_search("158") == Search(words=("158",), phone="+84158")


def test_a_whole_code_is_known_without_prefix_or_digit() -> None:
    code = new_code(lambda alphabet: alphabet[-1])
    assert read_search(code.removeprefix("HN-")) == Search(code=code)


@pytest.mark.parametrize("name", ["Thúy", "thuy", "Vũ", "Suu", "Nghĩa", "Tư"])
def test_a_name_that_could_be_letters_of_a_code_stays_a_name(name: str) -> None:
    search = read_search(name)
    assert search is not None and search.by_name


@pytest.mark.parametrize("nothing", ["", "   ", "%", "_", "\u200b", "'"])
def test_nothing_typed_is_no_search(nothing: str) -> None:
    search = read_search(nothing)
    assert search is None


@given(st.text(max_size=300))
def test_no_text_breaks_the_reader(text: str) -> None:
    search = read_search(text)
    assert search is None or len(search.words) <= MOST_WORDS
    assert all(0 <= start < end <= len(text) for start, end in marks_in(text, search))


def test_the_found_parts_of_a_name_are_told() -> None:
    assert marks_in("Lý Thế Tuấn", read_search("tua")) == ((7, 10),)
    assert marks_in("Đào Xuân Đào", read_search("dao")) == ((0, 3), (9, 12))
    assert marks_in("Nguyễn Guyên", read_search("guye")) == ((1, 5), (7, 11))
    assert marks_in("Lý Thế Tuấn", None) == ()
