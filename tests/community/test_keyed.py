"""Follow-up codes: every single slip on the phone is noticed, and a database tells no code."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from aidtrack.cases.codes import ALPHABET
from aidtrack.community import keyed

SECRET = b"a secret of thirty-two characters"
codes = st.text(min_size=1, max_size=30).map(lambda key: keyed.follow_code(SECRET, key))


def test_a_code_is_ten_random_characters_and_one_to_check_them() -> None:
    code = keyed.follow_code(SECRET, "form")
    assert len(code) == 11 and keyed.is_whole(code)
    assert keyed.grouped(code) == f"{code[:4]} {code[4:8]} {code[8:]}"
    assert not set(code) & set("01OIL ABEUYGSZ")


def test_the_same_form_has_the_same_code_and_no_other_does() -> None:
    assert keyed.follow_code(SECRET, "form") == keyed.follow_code(SECRET, "form")
    others = {keyed.follow_code(SECRET, f"form {number}") for number in range(500)}
    others |= {keyed.follow_code(SECRET, "form", turn) for turn in range(5)}
    others.add(keyed.follow_code(b"another secret of 32 characters.", "form"))
    assert len(others) == 506


def test_every_character_is_as_likely_as_another() -> None:
    seen = "".join(keyed.follow_code(SECRET, f"{number}")[: keyed.LENGTH] for number in range(2300))
    counts = [seen.count(sign) for sign in ALPHABET]
    assert sum(counts) == 23_000 and 860 < min(counts) and max(counts) < 1140  # a thousand each, ± 4.5 sigma


def test_every_wrong_character_and_every_swap_is_noticed() -> None:
    """All of them, not a sample: 11 places by 22 other characters, and 55 pairs of places."""
    code = keyed.follow_code(SECRET, "slip")
    wrong = [code[:at] + sign + code[at + 1 :] for at in range(11) for sign in ALPHABET if sign != code[at]]
    assert len(wrong) == 242 and not any(map(keyed.is_whole, wrong))
    for first, second in combinations(range(11), 2):
        signs = list(code)
        signs[first], signs[second] = signs[second], signs[first]
        assert signs[first] == signs[second] or not keyed.is_whole("".join(signs))


@given(codes, st.integers(0, 10), st.sampled_from(ALPHABET), st.integers(0, 9))
def test_no_slip_of_any_code_passes(code: str, at: int, sign: str, swap: int) -> None:
    typed = code[:at] + sign + code[at + 1 :]
    assert keyed.is_whole(typed) == (typed == code)
    swapped = code[:swap] + code[swap + 1] + code[swap] + code[swap + 2 :]
    assert keyed.is_whole(swapped) == (swapped == code)


@given(
    codes,
    st.lists(st.sampled_from(["", " ", "-", "  ", " – ", "."]), min_size=11, max_size=11),
    st.booleans(),
)
def test_a_code_may_be_typed_in_any_case_with_any_gaps(code: str, gaps: list[str], small: bool) -> None:
    typed = "".join(sign + gap for sign, gap in zip(code, gaps, strict=True))
    assert keyed.plain(typed.lower() if small else typed) == code


def test_what_a_database_keeps_gives_no_code() -> None:
    code = keyed.follow_code(SECRET, "form")
    kept = keyed.digest(SECRET, "code", code)
    assert len(kept) == 64 and code not in kept
    assert kept != keyed.digest(b"somebody else's key of 32 letters", "code", code)
    assert kept != keyed.digest(SECRET, "key", code)


def test_a_moment_of_opening_cannot_be_made_up() -> None:
    opened = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
    text = keyed.sealed(opened, SECRET)
    assert keyed.unsealed(text, SECRET) == opened
    second, seal = text.split(".")
    for forged in (f"{int(second) - 60}.{seal}", f"{second}.{'0' * 64}", second, "", "x" * 80, text + "0"):
        assert keyed.unsealed(forged, SECRET) is None
    assert keyed.unsealed(text, b"another secret of 32 characters.") is None
