"""What stands in a cell beside the fact that is wanted: labels, remarks in brackets, a second number.

“ĐT: 0955 000 048 (con)”, “1985 (36t)”, “001080000001, cấp ngày 12/3/2020”: the fact is taken out, and
the caller is told when something is left over, so that it can be kept.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from aidtrack.errors import RuleBroken
from aidtrack.sentences import N_
from aidtrack.vietnamese.dates import parse_birth
from aidtrack.vietnamese.folding import clean, fold, proper_name

MAN, WOMAN = "male", "female"
SEXES = {
    "nam": MAN,
    "male": MAN,
    "m": MAN,
    "trai": MAN,
    "ong": MAN,
    "anh": MAN,
    "nu": WOMAN,
    "female": WOMAN,
    "f": WOMAN,
    "gai": WOMAN,
    "ba": WOMAN,
    "chi": WOMAN,
    "co": WOMAN,
}
TICKS = frozenset({"x", "v", "1", "+", "*", "co", "true", "✓", "✔", "☑", "√"})
LONGEST_NAME = 120
HONORIFICS = {
    "ông": MAN,
    "anh": MAN,
    "chú": MAN,
    "bà": WOMAN,
    "chị": WOMAN,
    "cô": WOMAN,
    "cụ": None,
    "bác": None,
}
_NONE = frozenset(
    {"khong", "khong co", "ko", "ko co", "k", "k co", "chua co", "khong ro", "khong nho", "mat"}
    | {"-", "--", "0", "x"}
)
_LONGEST_NONE = 16
_NUMBER = re.compile(r"\+?\d(?:[\s.\-–_]?\d){6,}")
_ONE_PHONE = re.compile(r"\+?\d[\d .]{8,14}")
_BETWEEN_PHONES = re.compile(r"\s*[/,;|&\n]\s*|\s+[-–]\s+|\s+và\s+|\s+hoặc\s+|(?<=\d)\s+(?=0\d{9}$)")
_IN_BRACKETS = re.compile(r"\s*\([^)]*\)?")
_ABOUT = re.compile(r"^(?:~|khoảng|kh\.|độ|')\s*", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})")
_SHORTENED = re.compile(r"\d(?:[.,]\d+)?E\+?\d{1,2}", re.IGNORECASE)
_SHEET_EPOCH = date(1899, 12, 30)
_YEARS_AS_DATES = (date(1905, 3, 14), date(1905, 8, 12))
"""The days that a spreadsheet shows for the numbers 1900 to 2051: a year in a cell formatted as a date."""


def shortened(cell: object) -> bool:
    """Whether a spreadsheet has rounded a long number, so that its last digits are lost: “3.8E+10”."""
    if isinstance(cell, str):
        return _SHORTENED.fullmatch(cell.strip()) is not None
    return isinstance(cell, (int, float)) and abs(cell) >= 1e10 and cell % 1e6 == 0


def written(cell: object) -> str:
    """A cell as its text; whole numbers without decimals, dates as a list writes them."""
    if cell.__class__ is str:
        return clean(cell)
    if cell is None or cell is False:
        return ""
    if isinstance(cell, date):
        return f"{cell.day:02}/{cell.month:02}/{cell.year}"
    return clean(str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell))


def says_none(cell: object) -> bool:
    """Whether a cell is empty or says that there is no such thing: “không có”, “-”."""
    text = written(cell)
    if len(text) > _LONGEST_NONE:
        return False
    return not text or fold(text).strip(" .") in _NONE


def phones_in(cell: object) -> list[tuple[object, bool]]:
    """The telephone numbers of a cell, each as it stands there, and whether words stood beside it."""
    if not isinstance(cell, str):
        return [] if says_none(cell) else [(cell, False)]
    if _ONE_PHONE.fullmatch(cell):
        return [(cell, False)]
    parts = [part for part in _BETWEEN_PHONES.split(cell.strip()) if not says_none(part)]
    return [_number_in(part) for part in parts]


def identity_in(cell: object) -> tuple[object, bool]:
    """The number of an identity card in a cell, the new one of two, and whether anything stood beside it."""
    if not isinstance(cell, str):
        return cell, False
    found = [match.group() for match in _NUMBER.finditer(cell)]
    if not found or clean(cell) == clean(found[0]):
        return cell, False
    return max(found, key=lambda number: sum(map(str.isdigit, number)) == 12), True


def _number_in(text: str) -> tuple[str, bool]:
    found = _NUMBER.search(text)
    beside = _NUMBER.sub("", text, count=1)
    if found is None or not any(char.isalpha() for char in beside):
        return text, False
    return found.group(), True


def born(cell: object) -> tuple[int, date | None]:
    """The birth year, and the day where it is known; RuleBroken if the cell tells neither."""
    if isinstance(cell, date) and _YEARS_AS_DATES[0] <= cell <= _YEARS_AS_DATES[1]:
        return (cell - _SHEET_EPOCH) // timedelta(days=1), None
    if isinstance(cell, str):
        text = _ABOUT.sub("", _IN_BRACKETS.sub("", clean(cell))).strip(" .")
        if turned := _YEAR_FIRST.fullmatch(text):
            text = "/".join(reversed(turned.groups()))
        return parse_birth(text or cell)
    return parse_birth(cell)


def person_name(text: str) -> str:
    """A person's name; RuleBroken if the text is none."""
    name = proper_name(text)
    if not name:
        raise RuleBroken(N_("The name of the head of household is missing."), field="name")
    if sum(map(str.isalpha, name)) < 2 or len(name) > LONGEST_NAME:
        raise RuleBroken(N_("“{written}” is not a name."), field="name", written=name[:40])
    return name
