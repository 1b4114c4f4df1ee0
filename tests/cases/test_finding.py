"""The terms of cases and of searches: whoever has the words has the terms, and nobody else has them all."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aidtrack.cases.finding import PLACE_CUTS, expression, phone_terms, place_terms, ranks, terms_of
from aidtrack.cases.searching import PART, read_search
from aidtrack.places.tables import EDITIONS, gazetteer
from aidtrack.vietnamese.folding import fold

SYLLABLES = "nguyễn nguyên nghiêng trần tran an anh hoa hòa thoa thị vân văn đê đề 12 7a".split()
texts = st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=4).map(" ".join)
typed = st.one_of(
    texts,
    st.tuples(st.sampled_from(SYLLABLES), st.integers(0, 4), st.integers(1, 5)).map(
        lambda cut: cut[0][cut[1] : cut[1] + cut[2]]
    ),
)


def found_at(text: str, search: str) -> int | None:
    """In which rank a search finds a text, by its terms; None if it does not."""
    wanted = read_search(search)
    terms = set(terms_of(text))
    for number, rank in enumerate(ranks(wanted) if wanted else ()):
        whole = all(any(letters in term for term in terms) for letters in rank.letters)
        if whole and terms >= set(rank.terms) and not (rank.but and terms >= set(rank.but)):
            return number
    return None


def stands_in(text: str, search: str) -> bool:
    """Whether each word of a search begins a word of the text, or stands in one from three letters on."""
    words = re.findall(r"[^\W_]+", fold(text))
    return all(
        any(word.startswith(part) or (len(part) >= PART and part in word) for word in words)
        for part in re.findall(r"[^\W_]+", fold(search))
    )


@given(texts, typed)
@settings(max_examples=300)
def test_a_search_finds_exactly_what_has_its_words(text: str, search: str) -> None:
    if (wanted := read_search(search)) and wanted.by_name:
        assert (found_at(text, search) is not None) == stands_in(text, search)


@pytest.mark.parametrize(
    ("search", "rank"),
    [
        ("Nguyễn Hòa", 0),
        ("hòa", 0),
        ("nguyên hoà", 1),
        ("nguyễn ho", 0),
        ("nguyen hoa", 0),
        ("guye", 1),
        ("guyễ", 2),
        ("la thanh 158", 0),
        ("uy", None),
        ("hoang", None),
    ],
)
def test_the_very_marks_come_first_then_beginnings_then_the_middle_of_words(
    search: str, rank: int | None
) -> None:
    assert found_at("Nguyễn Thị Hòa 158, ngõ 108 Đê La Thành", search) == rank


def test_letters_far_apart_are_no_part_of_a_word() -> None:
    assert found_at("Nguy Uyen", "nguyen") is None, "its threes are there, but not in one piece"
    assert found_at("Nguyen", "nguyen") == 0


def test_very_long_words_are_found_by_their_beginning_and_whole() -> None:
    long = "Ratsimandrava"
    assert found_at(long, "ratsimandr") == 0 and found_at(long, "ratsimandrava") == 0
    assert found_at(long, "ratsimandx") is None and found_at(long, "mandrava") == 1


def test_a_phone_is_asked_for_by_the_longest_beginning_that_is_kept() -> None:
    terms = terms_of(phone="+84953509991")
    assert phone_terms("+849535") == ("+9535",) and set(phone_terms("+849535")) <= set(terms)
    assert phone_terms("+8495350999123") == ("+95350999",)
    assert phone_terms("+84") == () and terms_of(phone="+15551234") == ()


def test_every_place_of_every_edition_can_be_named_as_a_term() -> None:
    for edition in EDITIONS:
        known = gazetteer(edition)
        for ward in known.wards():
            path = known.path(ward)
            around = {path[: at + 1] for at, sign in enumerate(path) if sign == "/"}
            kept = {path, *(path[:cut] for cut in PLACE_CUTS)}
            assert around <= kept, f"a search in {ward.name} would find nothing"
            assert all(place_terms([one]) == (one,) for one in around)


def test_places_of_another_length_are_left_to_the_rows() -> None:
    assert place_terms(["2021/01/007/", "2021/1/"]) == () and place_terms([]) == ()


def test_what_fts5_is_asked_has_only_quoted_terms() -> None:
    search = read_search("Nguyễn AND \"x\" NOT (hòa*) -an: 'đê'")
    assert search is not None
    for rank in ranks(search):
        said = expression(rank, [("2021/01/007/", "2021/01/008/")])
        bare = re.sub(r'"[0-9a-z~=+/]+"', "", said)
        assert re.fullmatch(r"(?:[() ]|AND|OR|NOT)*", bare), said
