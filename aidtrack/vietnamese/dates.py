"""Dates as Vietnam writes them: 14/8/2021, with a zero before days 1–9 and months 1–2 only.

The zeros guard against a stroke added later (Decree 30/2020 on papers). Of many people only
the birth year is known; the precision is kept.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from math import isfinite

from aidtrack.errors import RuleBroken
from aidtrack.sentences import N_
from aidtrack.vietnamese.folding import cell_text, fold

_DAY_FIRST = re.compile(r"([0-9]{1,2})\s*[/.\-]\s*([0-9]{1,2})\s*[/.\-]\s*([0-9]{4})")
_YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[T ][0-9:.]+)?")
_NO_YEAR = re.compile(r"(?:ngay\s+)?([0-9]{1,2})(?:\s*[/.\-]\s*|\s+thang\s+)([0-9]{1,2})\s*[/.\-]?")
_SHORT_YEAR = re.compile(r"([0-9]{1,2})\s*[/.\-]\s*([0-9]{1,2})\s*[/.\-]\s*[0-9]{1,3}")
_IN_WORDS = re.compile(r"(?:ngay\s+)?([0-9]{1,2})\s+thang\s+([0-9]{1,2})\s+nam\s+([0-9]{4})")
_BIRTH_WORDS = re.compile(r"^(?:sinh(?:\s+(?:nam|ngay))?|(?:nam|ngay)\s+sinh|nam|sn|ns)(?![a-z])[\s:.]*")
_MONTH_AND_YEAR = re.compile(r"(?:0{1,2}\s*[/.\-]\s*)?([0-9]{1,2})\s*[/.\-]\s*([0-9]{4})")

# Spreadsheets count days from here; the serials of 1927 to 2064 cannot be years.
_SHEET_EPOCH = date(1899, 12, 30)
_SERIALS = range(10_000, 60_268)
_BIRTH_YEARS = range(1900, 2101)


def _two(number: int, zero_up_to: int) -> str:
    return f"{number:02}" if number <= zero_up_to else str(number)


def show_date(day: date) -> str:
    """The date on screens and in lists: 14/8/2021, 09/8/2021, 02/9/2021, 05/01/2022."""
    return f"{_two(day.day, 9)}/{_two(day.month, 2)}/{day.year}"


def long_date(day: date) -> str:
    """The date on papers: "ngày 09 tháng 8 năm 2021"."""
    return f"ngày {_two(day.day, 9)} tháng {_two(day.month, 2)} năm {day.year}"


def parse_date(text: object, *, field: str | None = "date") -> date:
    """The day that was typed (day, month, year) or that a spreadsheet's cell holds; or RuleBroken."""
    return _from_cell(text) or _from_text(cell_text(text), cell_text(text), field)


def _from_text(typed: str, shown: str, field: str | None) -> date:
    if not typed:
        raise RuleBroken(N_("Write a date, such as 14/8/2021."), field=field)
    match = _DAY_FIRST.fullmatch(typed) or _IN_WORDS.fullmatch(fold(typed))
    if match:
        day, month, year = (int(part) for part in match.groups())
    elif iso := _YEAR_FIRST.fullmatch(typed):
        year, month, day = (int(part) for part in iso.groups())
    else:
        raise _unreadable(fold(typed), shown, field)
    return _day(year, month, day, field)


def _unreadable(typed: str, shown: str, field: str | None) -> RuleBroken:
    """The refusal of what is no date, with the remedy: mostly the year is missing or cut short."""
    pair = _NO_YEAR.fullmatch(typed)
    if pair and int(pair.group(2)) <= 12:
        said = N_("The year is missing in “{typed}”. Write day/month/year, such as 14/8/2021.")
    elif pair or _SHORT_YEAR.fullmatch(typed):
        said = N_("Write the year in “{typed}” with four digits, such as 14/8/2021.")
    else:
        said = N_("“{typed}” is not a date; write day/month/year, such as 14/8/2021.")
    return RuleBroken(said, field=field, typed=shown[:40])


def _from_cell(text: object) -> date | None:
    if isinstance(text, datetime):
        return text.date()
    if isinstance(text, date):
        return text
    if isinstance(text, (int, float)) and isfinite(text) and int(text) in _SERIALS:
        return _SHEET_EPOCH + timedelta(days=int(text))
    return None


def _day(year: int, month: int, day: int, field: str | None) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise RuleBroken(
            N_("There is no day {typed} in the calendar."), field=field, typed=f"{day}/{month}/{year}"
        ) from None


def parse_birth(text: object, *, field: str | None = "birth") -> tuple[int, date | None]:
    """The birth year, and the day where it is known: "1954", "SN 1954", "8/1954", "14/8/1954", 1954."""
    day = _from_cell(text)
    shown = cell_text(text)
    typed = _BIRTH_WORDS.sub("", fold(shown))
    year = day.year if day else _year_only(typed, field)
    if year is None:
        day = _from_text(typed, shown, field)
        year = day.year
    if year not in _BIRTH_YEARS:
        raise RuleBroken(N_("{year} cannot be a birth year."), field=field, year=str(year))
    return year, day


def _year_only(typed: str, field: str | None) -> int | None:
    if re.fullmatch(r"[0-9]{4}", typed):
        return int(typed)
    if re.fullmatch(r"[0-9]{1,3}", typed):
        raise RuleBroken(N_("Write the birth year with four digits, such as 1954."), field=field)
    match = _MONTH_AND_YEAR.fullmatch(typed)
    if not match:
        return None
    if int(match.group(1)) > 12:
        raise RuleBroken(N_("There is no month {month}."), field=field, month=match.group(1))
    return int(match.group(2))
