"""The numbers that people type in an amount, read exactly or refused, never guessed.

Vietnamese groups thousands with dots and begins decimals with a comma; English does the reverse, and
both are typed here. The decision for what could be either:

- a dot before exactly three digits groups thousands, in both languages ("4.500 kg" is 4½ tonnes);
- a comma before exactly three digits groups them in English ("4,500") and is refused in Vietnamese, where
  it would be a decimal a thousand times smaller; nothing is ever shown with three decimals;
- with a zero in front ("0,500", "0.125") or any other number of digits it can only be a decimal.

A single small number may be a word, as a phone writes down what is said to it: "nửa cân", "hai tạ". What is
said in several words ("hai mươi cân") stays a word, and is refused.
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

_ONE_TO_TEN = "một hai ba bốn năm sáu bảy tám chín mười".split()
_SPOKEN = {
    **{word: str(number) for number, word in enumerate(_ONE_TO_TEN, start=1)},
    **dict.fromkeys(("nửa", "nua", "half"), "0,5"),
}
_GROWS = "|".join([*_ONE_TO_TEN, "mốt", "mươi", "trăm", "nghìn", "ngàn", "vạn", "triệu"])
_SAID = re.compile(rf"(?:^|(?<=và )|(?<=lẻ ))(?:{'|'.join(_SPOKEN)})(?= [^\W\d_])(?! (?:{_GROWS})\b)")

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


def in_digits(typed: str) -> str:
    """The text with numbers that are said in one word written in digits, at its beginning and after "và".

    >>> in_digits("hai tạ và nửa yến")
    '2 tạ và 0,5 yến'
    """
    return _SAID.sub(lambda word: _SPOKEN[word.group()], typed)


def _two_ways(typed: str) -> RuleBroken:
    return RuleBroken(
        N_("“{typed}” can be read in two ways: write 4500 for thousands, at most two decimals (4,5) else."),
        field="amount",
        typed=typed,
    )
