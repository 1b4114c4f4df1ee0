"""ID numbers keep their zeros, tell what they tell, and never block by disagreeing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidtrack.errors import RuleBroken
from aidtrack.vietnamese.citizen_id import CitizenIdFacts, doubts, facts, mask_citizen_id, parse_citizen_id


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("012174000034", "012174000034"),
        (" 012 174 000 034 ", "012174000034"),
        ("012.174.000.034", "012174000034"),
        ("'012174000034", "012174000034"),
        ("013456789", "013456789"),
        (123456789, "123456789"),
        (17076000001, "017076000001"),
        (17076000001.0, "017076000001"),
        ("17076000001", "017076000001"),
        (1200000006, "001200000006"),
    ],
)
def test_twelve_or_nine_digits_are_kept_and_lost_zeros_come_back(typed: object, kept: str) -> None:
    assert parse_citizen_id(typed) == kept


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("0121740000345", "This ID number has 13 digits, it needs 12 (or 9 on the old card)."),
        ("12345678", "This ID number has 8 digits, it needs 12 (or 9 on the old card)."),
        ("97076000001", "This ID number has 11 digits, it needs 12 (or 9 on the old card)."),
        ("3200000006", "This ID number has 10 digits, it needs 12 (or 9 on the old card)."),
        ("", "Write an ID number."),
        (None, "Write an ID number."),
        ("B1234567", "An ID number has only digits."),
    ],
)
def test_other_lengths_are_refused(typed: object, sentence: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        parse_citizen_id(typed)
    assert str(refusal.value) == sentence
    assert refusal.value.field == "citizen_id"


def test_a_form_may_refuse_what_only_a_spreadsheet_loses() -> None:
    with pytest.raises(RuleBroken, match="11 digits"):
        parse_citizen_id("17076000001", regain=False)


@pytest.mark.parametrize(
    ("cid", "told"),
    [
        ("012174000034", CitizenIdFacts("012", "female", 1974)),
        ("001054000001", CitizenIdFacts("001", "male", 1954)),
        ("001203000001", CitizenIdFacts("001", "male", 2003)),
        ("096312000001", CitizenIdFacts("096", "female", 2012)),
        ("001403000001", None),
        ("013456789", None),
    ],
)
def test_the_number_tells_province_sex_and_birth_year(cid: str, told: CitizenIdFacts | None) -> None:
    assert facts(cid) == told


def test_agreement_or_silence_raises_no_doubt() -> None:
    assert doubts("012174000034", "female", 1974) == []
    assert doubts("012174000034", "f", None) == []
    assert doubts("012174000034", None, None) == []
    assert doubts("013456789", "male", 1950) == []


def test_disagreement_is_said_but_never_raised() -> None:
    found = [str(sentence.render()) for sentence in doubts("012174000034", "male", 1973)]
    assert found == [
        "The ID number says born in 1974, the list says 1973.",
        "The ID number is a woman's, the list says a man.",
    ]
    assert [s.render() for s in doubts("012074000034", "f", 1974)] == [
        "The ID number is a man's, the list says a woman."
    ]


@pytest.mark.parametrize("cid", ["999174000034", "001974000034"])
def test_a_province_or_century_that_nobody_has_is_a_doubt(cid: str) -> None:
    assert [s.render() for s in doubts(cid, None, None)] == [f"No ID number begins with {cid[:4]}."]


def test_sixty_three_provinces_have_registered_births() -> None:
    nobodys = "3 5 7 9 13 16 18 21 23 28 29 32 39 41 43 47 50 53 55 57 59 61 63 65 69 71 73 76 78 81 85 88 90"
    known = [code for code in range(1000) if not doubts(f"{code:03}174000034", None, None)]
    assert len(known) == 63
    assert sorted({*known, *map(int, nobodys.split())}) == list(range(1, 97))


def test_four_digits_are_hidden_in_posted_lists() -> None:
    assert mask_citizen_id("012174000034") == "012174••••34"
    assert mask_citizen_id("013456789") == "013••••89"
    assert mask_citizen_id("1234567") == "1••••67"
    assert mask_citizen_id("123456") == "••••••"
    assert mask_citizen_id("1234") == "••••"
    assert mask_citizen_id("") == ""


@given(st.from_regex(r"0[0-9]{11}|[0-9]{9}", fullmatch=True))
def test_parsing_twice_changes_nothing_and_a_mask_keeps_the_length(cid: str) -> None:
    assert parse_citizen_id(parse_citizen_id(cid)) == cid
    assert len(mask_citizen_id(cid)) == len(cid)
