"""A case's code can be read aloud, typed again, and a slip in it is noticed."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from aidtrack.cases.codes import ALPHABET, LENGTH, PREFIX, check_character, new_code, parse_code, plain_code
from aidtrack.errors import RuleBroken

signs = st.sampled_from(ALPHABET)
bodies = st.text(signs, min_size=LENGTH, max_size=LENGTH)
whole = bodies.map(lambda body: body + check_character(body))


def test_no_sign_looks_like_another_or_makes_a_word() -> None:
    assert len(set(ALPHABET)) == len(ALPHABET) == 23
    assert not set(ALPHABET) & set("01OIL" + "AEIOUY" + "BGSZ")


def test_a_new_code_has_the_prefix_six_signs_and_the_check_character() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    for code in codes:
        assert code.startswith(PREFIX) and len(code) == len(PREFIX) + LENGTH + 1
        assert parse_code(code) == code


@given(whole, st.integers(0, LENGTH), signs)
def test_every_single_wrong_character_is_noticed(code: str, at: int, other: str) -> None:
    assume(code[at] != other)
    with pytest.raises(RuleBroken, match="wrong or swapped"):
        parse_code(PREFIX + code[:at] + other + code[at + 1 :])


@given(whole, st.integers(0, LENGTH), st.integers(0, LENGTH))
def test_every_swap_of_two_characters_is_noticed(code: str, one: int, other: int) -> None:
    assume(code[one] != code[other])
    signs = list(code)
    signs[one], signs[other] = signs[other], signs[one]
    with pytest.raises(RuleBroken, match="wrong or swapped"):
        parse_code(PREFIX + "".join(signs))


@given(whole)
def test_small_letters_spaces_and_a_missing_prefix_are_forgiven(code: str) -> None:
    assert parse_code(code.lower()) == PREFIX + code
    assert parse_code(f"  hn {code[:3]} {code[3:]} ") == PREFIX + code
    assert parse_code(f"HN–{code}") == PREFIX + code


@given(whole)
def test_look_alikes_are_read_as_the_sign_they_are_taken_for(code: str) -> None:
    misread = code.replace("8", "B").replace("5", "S").replace("2", "Z").replace("6", "G").replace("V", "U")
    assert parse_code(PREFIX + misread) == PREFIX + code


@pytest.mark.parametrize("text", ["", "HN-", "HN-7F3K", "HN-7F3K2Q8X", "Tuấn", "0912 345 678", "HN-7F3K2A!"])
def test_what_is_no_code_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(RuleBroken, match="is written like HN-") as refused:
        parse_code(text)
    assert refused.value.field == "code"


@given(st.text(max_size=30))
def test_no_text_breaks_the_reader(text: str) -> None:
    body = plain_code(text)
    assert body is None or set(body) <= set(ALPHABET)
