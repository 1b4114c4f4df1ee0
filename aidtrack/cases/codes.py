"""The code of a case, `HN-` + six characters + a check character, made to be read aloud and typed again.

The alphabet has 23 signs, none of which looks like another and none of which is a vowel, so no code is
a word. 23 is prime and the seven weights differ, so every single wrong character and every swap of two
characters is noticed.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable

from aidtrack.errors import RuleBroken
from aidtrack.sentences import N_

ALPHABET = "23456789CDFHJKMNPQRTVWX"
PREFIX = "HN-"
LENGTH = 6
"""Of the random part; about 148 million codes."""

_VALUE = {sign: value for value, sign in enumerate(ALPHABET)}
_LOOK_ALIKES = str.maketrans("BGSZUY", "8652VV")
"""What people write for a sign of the alphabet; none of these is one."""


def check_character(body: str) -> str:
    """The last character: with weights n + 1 … 2 and 1 the sum of all is a multiple of 23 (n up to 21)."""
    weights = range(len(body) + 1, 1, -1)
    weighted = sum(weight * _VALUE[sign] for weight, sign in zip(weights, body, strict=True))
    return ALPHABET[-weighted % len(ALPHABET)]


def new_code(choose: Callable[[str], str] = secrets.choice) -> str:
    """A new random code; whether it is taken the caller asks the database."""
    body = "".join(choose(ALPHABET) for _ in range(LENGTH))
    return f"{PREFIX}{body}{check_character(body)}"


def parse_code(text: str) -> str:
    """A code as somebody typed it, in its one right form; RuleBroken (field "code") if it is none.

    Small letters, spaces, a missing prefix and the usual look-alikes (B for 8, S for 5) are forgiven.
    """
    body = plain_code(text)
    if body is None or len(body) != LENGTH + 1:
        raise RuleBroken(
            N_("A case's code is written like {example}."), field="code", example=PREFIX + "7F3K2Q8"
        )
    if check_character(body[:LENGTH]) != body[LENGTH]:
        raise RuleBroken(
            N_("This code has a wrong or swapped character. Compare it with the list."), field="code"
        )
    return PREFIX + body


def signs_of(text: str) -> str:
    """What somebody typed of a code: without spaces and hyphens, small letters and look-alikes forgiven."""
    return re.sub(r"[\s\-–—._]+", "", text).upper().translate(_LOOK_ALIKES)


def plain_code(text: str) -> str | None:
    """The signs of a code, or of its beginning, without the prefix; None if the text cannot be one."""
    signs = signs_of(text).removeprefix("HN")
    return signs if signs and len(signs) <= LENGTH + 1 and all(sign in _VALUE for sign in signs) else None
