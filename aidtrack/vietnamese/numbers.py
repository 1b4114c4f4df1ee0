"""Numbers as Vietnam writes and says them: 1.234,5 and "một nghìn hai trăm ba mươi tư phẩy năm".

The words follow the North's papers: "nghìn" and "linh", and the traps "mốt", "tư", "lăm", "mươi".
"""

from __future__ import annotations

import re
from decimal import Decimal
from math import isfinite

from aidtrack.errors import RuleBroken
from aidtrack.sentences import N_
from aidtrack.vietnamese.folding import cell_text

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_AFTER_TENS = {1: "mốt", 4: "tư", 5: "lăm"}
_BILLION = 1_000_000_000


def in_words(n: int) -> str:
    """A whole number in Vietnamese words, small letters: 124 is "một trăm hai mươi tư"."""
    if n < 0:
        return "âm " + in_words(-n)
    return _below(n, full=False) if n else _DIGITS[0]


def _below(n: int, *, full: bool) -> str:
    """The words of n > 0; `full` says the hundreds also where they are none (behind a larger group)."""
    for worth, name in ((_BILLION, "tỷ"), (1_000_000, "triệu"), (1_000, "nghìn")):
        if n >= worth:
            head, rest = divmod(n, worth)
            words = f"{_below(head, full=full)} {name}"
            return f"{words} {_rest(rest, worth)}" if rest else words
    return _three(n, full=full)


def _rest(rest: int, below: int) -> str:
    # 1.000.500 is "một triệu không nghìn năm trăm": without the empty thousand it would be heard
    # as one and a half million. Where "không trăm" follows anyway, nothing can be misheard.
    empty = "không nghìn " if below > 1_000 and 100 <= rest < 1_000 else ""
    return empty + _below(rest, full=True)


def _three(n: int, *, full: bool) -> str:
    hundreds, two = divmod(n, 100)
    words = [_DIGITS[hundreds], "trăm"] if hundreds or full else []
    tens, ones = divmod(two, 10)
    if tens == 0:
        words += ["linh"] * bool(words and ones) + [_DIGITS[ones]] * bool(ones)
    else:
        words += ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
        words += [_unit(tens, ones)] * bool(ones)
    return " ".join(words)


def _unit(tens: int, ones: int) -> str:
    return _AFTER_TENS.get(ones, _DIGITS[ones]) if tens > 1 or ones == 5 else _DIGITS[ones]


def quantity_in_words(amount: Decimal | int) -> str:
    """A quantity in words; decimals follow "phẩy": 4.5 is "bốn phẩy năm", 4.05 "bốn phẩy không năm"."""
    sign, whole, decimals = _parts(Decimal(amount))
    words = in_words(int(whole))
    if decimals:
        words += f" phẩy {_decimals(decimals)}"
    return f"âm {words}" if sign else words


def _decimals(digits: str) -> str:
    zeros = len(digits) - len(digits.lstrip("0"))
    rest = digits[zeros:]
    tail = [in_words(int(rest))] if len(rest) <= 3 else [_DIGITS[int(d)] for d in rest]
    return " ".join(["không"] * zeros + tail)


def _parts(number: Decimal) -> tuple[str, str, str]:
    """Sign, whole digits and decimals without idle zeros at their end."""
    sign, _, plain = format(number, "f").rpartition("-")
    whole, _, decimals = plain.partition(".")
    decimals = decimals.rstrip("0")
    sign = "-" if "-" in format(number, "f") and (int(whole) or decimals) else ""
    return sign, whole, decimals


def show_number(number: Decimal | int, language: str = "vi") -> str:
    """Grouped by thousands: "1.234,5" in Vietnamese, "1,234.5" in other languages."""
    sign, whole, decimals = _parts(Decimal(number))
    group, point = (".", ",") if language == "vi" else (",", ".")
    grouped = f"{int(whole):,}".replace(",", group)
    return f"{sign}{grouped}{point}{decimals}" if decimals else sign + grouped


def parse_number(text: object, language: str = "vi", *, field: str | None = None) -> Decimal:
    """The number that was typed, or RuleBroken.

    In Vietnamese a dot groups thousands and a comma begins the decimals: "1.234" is 1234 and
    "1,234" a little more than one. What cannot be a group ("4.5", "0.500") is read as decimals.
    """
    if isinstance(text, (int, float, Decimal)) and not isinstance(text, bool) and isfinite(text):
        return Decimal(str(text))
    typed = re.sub(r"(?<=[0-9]) (?=[0-9]{3}(?![0-9]))", "", cell_text(text)).replace("\N{MINUS SIGN}", "-")
    plain = _plain(typed.lstrip("+-"), *((".", ",") if language == "vi" else (",", ".")))
    if plain is None or len(plain) > 30 or re.match(r"[+-]{2}", typed):
        raise RuleBroken(
            N_("“{typed}” is not a number; write it like {example}."),
            field=field,
            typed=typed[:40],
            example=show_number(Decimal("1234.5"), language),
        )
    return -Decimal(plain) if typed.startswith("-") else Decimal(plain)


def _plain(typed: str, group: str, point: str) -> str | None:
    """The digits with a dot before the decimals; None if nobody could read it as a number."""
    for thousands, decimal in ((group, point), (point, group)):
        grouped = rf"[1-9][0-9]{{0,2}}(?:\{thousands}[0-9]{{3}})+(?:\{decimal}[0-9]+)?"
        # Grouped the other language's way only if it cannot be a decimal: 1,234,567 or 1,234.5.
        sure = thousands == group or typed.count(thousands) > 1 or decimal in typed
        if sure and re.fullmatch(grouped, typed):
            return typed.replace(thousands, "").replace(decimal, ".")
    if re.fullmatch(r"[0-9]+(?:[.,][0-9]+)?", typed):
        return typed.replace(",", ".")
    return None
