"""How many people a household has, as people write it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidtrack.cases.headcount import MOST_PEOPLE, parse_people
from aidtrack.errors import RuleBroken


@pytest.mark.parametrize(
    ("written", "people"),
    [
        (4, 4),
        (4.0, 4),
        ("04", 4),
        ("4 khẩu", 4),
        ("4khau", 4),
        (" 4 người. ", 4),
        ("4 NK", 4),
        ("5 (2 trẻ em)", 5),
    ],
)
def test_the_number_is_read_out_of_what_people_write(written: object, people: int) -> None:
    assert parse_people(written) == people


@pytest.mark.parametrize(
    ("written", "words"),
    [
        (None, "missing"),
        ("  ", "missing"),
        ("nhiều", "not a number"),
        ("3-4", "not a number"),
        (2.5, "not a number"),
        ("2,5", "not a number"),
        (True, "not a number"),
        ("4 5", "not a number"),
        (0, "at least one"),
        (-3, "at least one"),
        (MOST_PEOPLE + 1, "too many"),
        ("9" * 400, "too many"),
    ],
)
def test_what_is_no_number_of_people_is_refused_with_what_to_write(written: object, words: str) -> None:
    with pytest.raises(RuleBroken, match=words) as refused:
        parse_people(written)
    assert refused.value.field == "people"
    assert len(str(refused.value)) < 200


@given(
    st.integers(1, MOST_PEOPLE), st.sampled_from(["{}", "0{}", "{} khẩu", "{} người", "{},0", "{}.0", " {} "])
)
def test_every_number_of_people_survives_its_costume(people: int, costume: str) -> None:
    assert parse_people(costume.format(people)) == people


@given(st.text(max_size=30))
def test_any_text_is_a_number_of_people_or_refused(written: str) -> None:
    try:
        assert 1 <= parse_people(written) <= MOST_PEOPLE
    except RuleBroken as refused:
        assert refused.field == "people"
