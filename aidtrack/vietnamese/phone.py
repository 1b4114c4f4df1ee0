"""Telephone numbers of Vietnam: kept as E.164, shown as 0912 345 678, read in all their costumes.

Mobiles are 0[35789] and eight digits, landlines of Hanoi 024 and eight. The rule is ours on
purpose: prefixes of networks that closed (095) stay acceptable. Other landlines are checked
with the tables of `phonenumbers`.
"""

from __future__ import annotations

import re

import phonenumbers

from aidtrack.errors import RuleBroken
from aidtrack.sentences import N_
from aidtrack.vietnamese.folding import cell_text

_MOBILE = re.compile(r"0[35789][0-9]{8}")
_HANOI = re.compile(r"024[0-9]{8}")
_LANDLINE = re.compile(r"02[0-9]{9}")
_BETWEEN = re.compile(r"[\s.\-–()_]+")

# Since 15 November 2018 mobile numbers have ten digits; each old prefix has one new one.
_OLD_PREFIXES = {
    "0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078",
    "0123": "083", "0124": "084", "0125": "085", "0127": "081", "0129": "082",
    "0162": "032", "0163": "033", "0164": "034", "0165": "035", "0166": "036",
    "0167": "037", "0168": "038", "0169": "039",
    "0186": "056", "0188": "058", "0199": "059",
}  # fmt: skip


def parse_phone(text: object, *, field: str | None = "phone") -> str:
    """The number as E.164 ("+84912345678"), from text or a spreadsheet's number.

    +84, spaces, dots, brackets and one lost leading zero are forgiven; anything else is refused
    with RuleBroken, whose sentence says what to mend.
    """
    digits = _national(_BETWEEN.sub("", cell_text(text)), field)
    if _MOBILE.fullmatch(digits) or _HANOI.fullmatch(digits) or _is_landline(digits):
        return "+84" + digits[1:]
    raise _refusal(digits, field)


def _national(typed: str, field: str | None) -> str:
    """The digits with the leading zero that they have inside the country."""
    if not typed:
        raise RuleBroken(N_("Write a phone number."), field=field)
    abroad = typed.startswith(("+", "00"))
    digits = typed.removeprefix("+") if typed.startswith("+") else typed.removeprefix("00")
    if re.search(r"[/,;&]", digits):
        raise RuleBroken(N_("Write one phone number only."), field=field)
    if not re.fullmatch(r"[0-9]+", digits):
        raise RuleBroken(N_("A phone number has only digits, such as 0912 345 678."), field=field)
    if abroad and not digits.startswith("84"):
        raise RuleBroken(N_("Only phone numbers of Vietnam (+84) are kept here."), field=field)
    if abroad or re.fullmatch(r"84(0?[35789][0-9]{8}|0?2[0-9]{9})", digits):
        return "0" + digits[2:].removeprefix("0")
    lost_zero = re.fullmatch(r"[35789][0-9]{8}|2[0-9]{9}", digits)
    return "0" + digits if lost_zero else digits


def _is_landline(digits: str) -> bool:
    if not _LANDLINE.fullmatch(digits) or digits.startswith("024"):
        return False
    number = phonenumbers.parse(digits, "VN")
    return phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.FIXED_LINE


def _refusal(digits: str, field: str | None) -> RuleBroken:
    if today := _todays_form(digits):
        return RuleBroken(
            N_("This number has its old form; write the one of today: {today}."), field=field, today=today
        )
    needed = 11 if digits.startswith("02") else 10
    if len(digits) != needed:
        return RuleBroken(
            N_("This number has {count} digits, it needs {needed}."),
            field=field,
            count=len(digits),
            needed=needed,
        )
    return RuleBroken(
        N_("No phone number begins with {start}; a mobile begins with 03, 05, 07, 08 or 09."),
        field=field,
        start=digits[:3],
    )


def _todays_form(digits: str) -> str | None:
    """What a number from before the changes of 2017 (landlines) and 2018 (mobiles) became."""
    full = digits if digits.startswith("0") else "0" + digits
    if len(full) == 11 and full[:4] in _OLD_PREFIXES:
        return show_phone("+84" + _OLD_PREFIXES[full[:4]][1:] + full[4:])
    if re.fullmatch(r"04[2-9][0-9]{7}", full):
        return show_phone("+8424" + full[2:])
    return None


def show_phone(e164: str) -> str:
    """The number as people write it: "0912 345 678", "024 3825 5678"."""
    if not e164.startswith("+84"):
        return e164
    digits = "0" + e164[3:]
    if _MOBILE.fullmatch(digits):
        return f"{digits[:4]} {digits[4:7]} {digits[7:]}"
    area = 3 if digits.startswith(("024", "028")) else 4
    rest = digits[area:]
    half = len(rest) - 4
    return f"{digits[:area]} {rest[:half]} {rest[half:]}"


def mask_phone(e164: str) -> str:
    """The number for posted lists, its middle hidden: "0912 ••• 678"."""
    shown = show_phone(e164)
    head, _, tail = shown.partition(" ")
    middle, _, last = tail.rpartition(" ")
    return f"{head} {re.sub('[0-9]', '•', middle)} {last}" if middle else "•" * len(shown)
