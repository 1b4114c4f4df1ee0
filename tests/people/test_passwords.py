"""Passwords: what they must be, how they are kept, and how guessing is slowed."""

from __future__ import annotations

from datetime import timedelta
from unicodedata import normalize

import pytest

from aidtrack.clock import moment_of
from aidtrack.errors import RuleBroken
from aidtrack.people.passwords import FREE_FAILURES, LOCK_AFTER, LOCK_FOR, closed_until, kept, matches

NOW = moment_of("2021-08-14T08:00")
GOOD = "gạo lạc mì tôm"


def test_a_password_is_kept_as_argon2id_and_never_twice_alike() -> None:
    first, second = kept(GOOD), kept(GOOD)
    assert first.startswith("$argon2id$") and first != second
    assert matches(GOOD, first) and matches(GOOD, second)
    assert not matches(GOOD + " ", first)


def test_a_phone_and_a_laptop_may_compose_the_marks_differently() -> None:
    assert matches(normalize("NFD", GOOD), kept(normalize("NFC", GOOD)))


def test_nobody_and_a_damaged_hash_fit_no_password() -> None:
    assert not matches("nobody has this password", None)
    assert not matches(GOOD, "not a hash")


@pytest.mark.parametrize("password", ["", "short", "a" * 9, "aaaaaaaaaaaa", "abcabcabcabc", "x" * 201])
def test_what_is_too_short_or_too_plain_is_refused(password: str) -> None:
    with pytest.raises(RuleBroken) as why:
        kept(password)
    assert why.value.field == "password"


def test_failures_slow_down_and_then_lock() -> None:
    assert [closed_until(failures, NOW) for failures in range(FREE_FAILURES + 1)] == [None] * (
        FREE_FAILURES + 1
    )
    waits = [closed_until(failures, NOW) for failures in range(FREE_FAILURES + 1, LOCK_AFTER)]
    assert all(wait and wait > NOW for wait in waits) and waits == sorted(waits, key=str)
    assert closed_until(LOCK_AFTER, NOW) == closed_until(LOCK_AFTER + 50, NOW) == NOW + LOCK_FOR
    assert timedelta(minutes=1) < LOCK_FOR
