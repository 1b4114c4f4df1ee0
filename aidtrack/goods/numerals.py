"""The numbers that people type in an amount, read exactly or refused, never guessed.

Vietnamese groups thousands with dots and begins decimals with a comma; English does the reverse, and
both are typed here. The decision for what could be either:

- a dot before exactly three digits groups thousands, in both languages ("4.500 kg" is 4½ tonnes);
- a comma before exactly three digits groups them in English ("4,500") and is refused in Vietnamese, where
  it would be a decimal a thousand times smaller; nothing is ever shown with three decimals;
- with a zero in front ("0,500", "0.125") or any other number of digits it can only be a decimal.
"""

from __future__ import annotations

import re
from fractions import Fraction

from aidtrack.errors import RuleBroken
from aidtrack.sentences import N_

_WHOLE = re.compile(r"[0-9]+")
_BY_DOTS = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]+)?")
_BY_COMMAS = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_DECIMAL = re.compile(r"(?P<head>[0-9]+)[.,](?P<tail>[0-9]+)")
_ONE_GROUP = re.compile(r"[0-9]+,[0-9]{3}")

MOST_DIGITS = 30
"""More digits than this are no amount of anything."""


def read_number(typed: str, language: str = "vi") -> Fraction | None:
    """The number, or None if it is none; RuleBroken if it can be read in two ways."""
    if len(typed) > MOST_DIGITS:
        return None
    if _WHOLE.fullmatch(typed):
        return Fraction(typed)
    if _BY_DOTS.fullmatch(typed):
        return Fraction(typed.replace(".", "").replace(",", "."))
    if _BY_COMMAS.fullmatch(typed):
        if language == "vi" and _ONE_GROUP.fullmatch(typed):
            raise _two_ways(typed)
        return Fraction(typed.replace(",", ""))
    decimal = _DECIMAL.fullmatch(typed)
    if decimal is None:
        return None
    if len(decimal["tail"]) == 3 and int(decimal["head"]) != 0:
        raise _two_ways(typed)
    return Fraction(typed.replace(",", "."))


def _two_ways(typed: str) -> RuleBroken:
    return RuleBroken(
        N_("“{typed}” can be read in two ways: write 4500 for thousands, at most two decimals (4,5) else."),
        field="amount",
        typed=typed,
    )
