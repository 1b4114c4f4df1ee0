"""What a password must be, how it is kept (Argon2id), and how failures slow down whoever guesses."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NewType
from unicodedata import normalize

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from aidtrack.errors import RuleBroken
from aidtrack.sentences import N_

SHORTEST = 10
LONGEST = 200
FREE_FAILURES = 3
LOCK_AFTER = 10
LOCK_FOR = timedelta(minutes=30)

_hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)  # OWASP's Argon2id minimum
_NOBODY = _hasher.hash("nobody has this password")


Hashed = NewType("Hashed", str)
"""A password as it is kept. Hashing takes its time on purpose, so it is done before the transaction that
keeps it: on SQLite all who write would wait for it."""


def check(password: str) -> None:
    """RuleBroken if a password is too short or too plain."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise RuleBroken(
            N_("The password needs at least {shortest} characters."), field="password", shortest=SHORTEST
        )
    if len(set(password)) < 4:
        raise RuleBroken(N_("The password needs at least four different characters."), field="password")


def kept(password: str) -> Hashed:
    """The hash to keep. RuleBroken if the password is too short or too plain."""
    check(password)
    return Hashed(_hasher.hash(normalize("NFC", password)))


def matches(password: str, hashed: str | None) -> bool:
    """Whether a password fits; takes as long when there is no such person."""
    try:
        return _hasher.verify(hashed or _NOBODY, normalize("NFC", password)) and hashed is not None
    except (VerificationError, InvalidHashError):
        return False


def closed_until(failures: int, at: datetime) -> datetime | None:
    """Until when the door stays shut after so many failures in a row: some seconds, then half an hour."""
    if failures >= LOCK_AFTER:
        return at + LOCK_FOR
    if failures > FREE_FAILURES:
        return at + timedelta(seconds=2 ** (failures - FREE_FAILURES))
    return None
