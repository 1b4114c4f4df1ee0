"""Telephone numbers in running text, in all their costumes, and numbers that only look like them.

Known costumes: spaces, dots and dashes in any place, +84, the letter o for a zero, digits in words
("không chín một hai …"), a lost leading zero behind a word such as "sđt". A bank account, an ID or
a date is no telephone number, even where it has ten digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from aidtrack.errors import RuleBroken
from aidtrack.posts.phrases import Phrase
from aidtrack.posts.written import Written
from aidtrack.vietnamese.phone import parse_phone


@dataclass(frozen=True)
class FoundPhone:
    """A number in E.164 and the place of its letters in the text that was read."""

    number: str
    start: int
    end: int


_OLD = {
    "120": "70", "121": "79", "122": "77", "126": "76", "128": "78", "123": "83", "124": "84",
    "125": "85", "127": "81", "129": "82", "162": "32", "163": "33", "164": "34", "165": "35",
    "166": "36", "167": "37", "168": "38", "169": "39", "186": "56", "188": "58", "199": "59",
}  # fmt: skip

_BEGINS = re.compile(
    r"(?<![0-9a-z])(?<![0-9][.,])(?:\(?\+? ?84\)?|[0o(])[ .\-()]{0,3}(?=[0-9oil(])"
    r"|(?<=[a-z])0(?=[35789][0-9]{8}(?![0-9]))"
)
_LETTER_DIGITS = str.maketrans("oil", "011")
_BETWEEN = " .-()_"
_MOST_BETWEEN = 3
_DATE = re.compile(r"[0-3]?[0-9][.\-/ ][01]?[0-9][.\-/ ](?:19|20)[0-9]{2}(?![0-9])")
_NO_ZERO = re.compile(r"(?<![0-9a-z])(?<![0-9][.,/])[35789](?:[ .\-]?[0-9]){8}(?![ .\-]?[0-9])")
_MASKED = re.compile(r"[ .]?[x*]")
_NINE = re.compile(r"[35789][0-9]{8}|2[0-9]{9}")

_LABEL = Phrase(
    r"(?:số )?(?:điện thoại|sđt|sdt|sdth|số|lh|đt|dt|di động|dd|zalo|alo|phone|tel"
    r"|mobile|hotline|liên hệ|gọi|máy)"
    r"(?: (?:là|của|em|mình|tôi|số|cho|qua|theo|anh|chị|bác|cô|nhà|ạ|zalo|điện thoại)){0,4}[\s:.\-=(]*"
)
_OTHER_NUMBER = Phrase(
    r"(?:stk|số tài khoản|số tk|tài khoản|tk|cccd|cmnd|cmt|cmtnd|căn cước(?: công dân)?|chứng minh(?: thư)?"
    r"|mã số|mã đơn|mã hồ sơ|mã số sổ|bảo hiểm|số sổ|mst|bhxh|biển số|số thẻ|mã vạch|vietcombank|vcb|mb "
    r"bank|mbbank|techcombank|tcb"
    r"|bidv|agribank|vietinbank|tpbank|acb|vpbank|sacombank|ngân hàng)"
    r"(?: (?:là|của|em|mình|tôi|số|chị|anh|bank|ngân hàng|mb|vcb|bidv|acb|tb|thương binh|bảo hiểm|hộ nghèo"
    r"|sổ)){0,3}"
    r"[\s:.\-=(]*"
)
_LOOKED_BACK = 45

_SPOKEN = {
    "khong": "0", "k": "0", "ko": "0", "o": "0", "hong": "0", "zero": "0", "linh": "0",
    "mot": "1", "hai": "2", "ba": "3", "bon": "4", "tu": "4", "nam": "5", "lam": "5",
    "sau": "6", "bay": "7", "bai": "7", "tam": "8", "chin": "9",
}  # fmt: skip
_SPOKEN_RUN = re.compile(
    r"(?<![a-z0-9])(?:khong|ko|k|o|zero|0)[ .,\-]{1,2}(?:(?:"
    + "|".join(_SPOKEN)
    + r"|[0-9]{1,3})(?:[ .,\-]{1,3}|(?![a-z0-9]))){4,14}"
)
_SPOKEN_DIGIT = re.compile(r"[a-z]+|[0-9]+")


def find_phones(text: Written) -> list[FoundPhone]:
    """All telephone numbers, from the left; `text` is as typed, no teencode spelled out."""
    found: list[FoundPhone] = []
    at = 0
    for one in sorted(_candidates(text), key=lambda phone: (phone.start, -phone.end)):
        if one.start >= at:
            found.append(one)
            at = one.end
    return found


def _candidates(text: Written) -> Iterator[FoundPhone]:
    plain = text.plain
    at = 0
    while begins := _BEGINS.search(plain, at):
        at = begins.start() + 1
        if not _DATE.match(plain, begins.start()) and (one := _grown(plain, begins)):
            at = one.end
            if not _is_other(text, one.start):
                yield one
    for bare in _NO_ZERO.finditer(plain):
        if _labelled(text, bare.start()):
            yield from _checked(re.sub(r"[^0-9]", "", bare.group()), bare.start(), bare.end())
    for run in _SPOKEN_RUN.finditer(plain):
        if (one := _spoken(run)) and not _is_other(text, one.start):
            yield one


def _grown(plain: str, begins: re.Match[str]) -> FoundPhone | None:
    """Digits and what stands between them from a beginning on, until they are a whole number."""
    abroad = "84" in begins.group()
    at = begins.end()
    digits = "" if abroad else "0"
    while at < len(plain) and len(digits) < 13:
        step = at
        while step < len(plain) and plain[step] in _BETWEEN and step - at < _MOST_BETWEEN:
            step += 1
        if step == len(plain) or not _is_digit(plain, step):
            break
        digits += plain[step].translate(_LETTER_DIGITS)
        at = step + 1
        whole = digits if not abroad else "0" + digits.removeprefix("0")
        if len(whole) >= 10 and _ends_here(plain, at):
            for one in _checked(whole, begins.start(), at):
                return one
    return None


def _is_digit(plain: str, at: int) -> bool:
    if plain[at].isdigit():
        return True
    behind = plain[at + 1 : at + 2]
    return (
        plain[at] in "oil"
        and (behind.isdigit() or behind in "oil. " or not behind.isalpha())
        and (plain[at - 1 : at].isdigit() or (plain[at] == "o" and plain[at + 1 : at + 3].isdigit()))
    )


def _ends_here(plain: str, at: int) -> bool:
    return not plain[at : at + 1].isalnum() or (plain[at].isalpha() and not _MASKED.match(plain, at)) or False


def _checked(digits: str, start: int, end: int) -> Iterator[FoundPhone]:
    if len(digits) == 11 and digits[1:4] in _OLD:
        digits = "0" + _OLD[digits[1:4]] + digits[4:]
    if _NINE.fullmatch(digits):
        digits = "0" + digits
    if len(digits) not in (10, 11):
        return
    try:
        yield FoundPhone(parse_phone(digits), start, end)
    except RuleBroken:
        return


def _labelled(text: Written, at: int) -> bool:
    return any(label.end() == at for label in _LABEL.found(text, max(0, at - _LOOKED_BACK), at))


def _is_other(text: Written, at: int) -> bool:
    """Whether the words right before a number say that it is an account, an ID or the like."""
    return any(label.end() == at for label in _OTHER_NUMBER.found(text, max(0, at - _LOOKED_BACK), at))


def _spoken(run: re.Match[str]) -> FoundPhone | None:
    """The number that a run of digits in words says, if its first ten are one."""
    digits = ""
    for word in _SPOKEN_DIGIT.finditer(run.group()):
        digits += _SPOKEN.get(word.group(), word.group())
        if len(digits) == 10:
            for one in _checked(digits, run.start(), run.start() + word.end()):
                return one
    return None
