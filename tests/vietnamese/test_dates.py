"""Dates are written with the zeros of Vietnamese papers, and read as people type them."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidtrack.errors import RuleBroken
from aidtrack.vietnamese.dates import long_date, parse_birth, parse_date, show_date


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        (date(2021, 8, 14), "14/8/2021"),
        (date(2021, 8, 9), "09/8/2021"),
        (date(2021, 9, 2), "02/9/2021"),
        (date(2022, 1, 10), "10/01/2022"),
        (date(2022, 2, 1), "01/02/2022"),
        (date(2022, 3, 3), "03/3/2022"),
        (date(2021, 12, 31), "31/12/2021"),
    ],
)
def test_a_zero_stands_before_days_1_to_9_and_months_1_and_2_only(day: date, shown: str) -> None:
    assert show_date(day) == shown


def test_the_long_form_of_papers() -> None:
    assert long_date(date(2021, 8, 9)) == "ngày 09 tháng 8 năm 2021"
    assert long_date(date(2022, 2, 14)) == "ngày 14 tháng 02 năm 2022"
    assert long_date(date(2022, 3, 10)) == "ngày 10 tháng 3 năm 2022"


@pytest.mark.parametrize(
    "typed",
    [
        "9/8/2021",
        "09/08/2021",
        " 09 / 8 / 2021 ",
        "9-8-2021",
        "9.8.2021",
        "2021-08-09",
        "2021-08-09 00:00:00",
        "2021-08-09T07:30",
        "ngày 09 tháng 8 năm 2021",
        "Ngày 9  tháng 08 năm 2021",
        date(2021, 8, 9),
        datetime(2021, 8, 9, 15, 30),  # noqa: DTZ001 – cells of spreadsheets know no zone
        44417,
        44417.0,
    ],
)
def test_one_day_is_read_in_every_form(typed: object) -> None:
    day = parse_date(typed)
    assert day == date(2021, 8, 9)
    assert type(day) is date


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("31/2/2021", "There is no day 31/2/2021 in the calendar."),
        ("8/14/2021", "There is no day 8/14/2021 in the calendar."),
        ("0/0/2021", "There is no day 0/0/2021 in the calendar."),
        ("14/8", "The year is missing in “14/8”. Write day/month/year, such as 14/8/2021."),
        (
            "ngày 14 tháng 8",
            "The year is missing in “ngày 14 tháng 8”. Write day/month/year, such as 14/8/2021.",
        ),
        ("14/8/21", "Write the year in “14/8/21” with four digits, such as 14/8/2021."),
        ("8/54", "Write the year in “8/54” with four digits, such as 14/8/2021."),
        ("hôm qua", "“hôm qua” is not a date; write day/month/year, such as 14/8/2021."),
        (7, "“7” is not a date; write day/month/year, such as 14/8/2021."),
        (float("nan"), "“nan” is not a date; write day/month/year, such as 14/8/2021."),
        (float("inf"), "“inf” is not a date; write day/month/year, such as 14/8/2021."),
        ("", "Write a date, such as 14/8/2021."),
        (None, "Write a date, such as 14/8/2021."),
    ],
)
def test_what_is_no_day_is_refused(typed: object, sentence: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        parse_date(typed)
    assert str(refusal.value) == sentence
    assert refusal.value.field == "date"


@given(st.dates())
def test_what_is_shown_is_read_back(day: date) -> None:
    if day.year >= 1000:
        assert parse_date(show_date(day)) == parse_date(long_date(day)) == parse_date(day.isoformat()) == day


@pytest.mark.parametrize(
    ("typed", "year", "day"),
    [
        (1954, 1954, None),
        (1954.0, 1954, None),
        ("1954", 1954, None),
        ("1954.0", 1954, None),
        ("SN 1954", 1954, None),
        ("sn1954", 1954, None),
        ("Sinh năm: 1954", 1954, None),
        ("8/1954", 1954, None),
        ("12/1954", 1954, None),
        ("1900", 1900, None),
        (2100, 2100, None),
        (10_000, 1927, date(1927, 5, 18)),
        ("00/00/1954", 1954, None),
        ("00/8/1954", 1954, None),
        ("14/8/1954", 1954, date(1954, 8, 14)),
        ("sinh ngày 14/8/1954", 1954, date(1954, 8, 14)),
        (date(1954, 8, 14), 1954, date(1954, 8, 14)),
        (19950, 1954, date(1954, 8, 14)),
    ],
)
def test_the_birth_year_is_enough_and_the_day_is_kept_where_known(
    typed: object, year: int, day: date | None
) -> None:
    assert parse_birth(typed) == (year, day)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("54", "Write the birth year with four digits, such as 1954."),
        (54, "Write the birth year with four digits, such as 1954."),
        (9154, "9154 cannot be a birth year."),
        (2101, "2101 cannot be a birth year."),
        (9999, "9999 cannot be a birth year."),
        ("1899", "1899 cannot be a birth year."),
        ("14/8/1854", "1854 cannot be a birth year."),
        ("13/1954", "There is no month 13."),
        ("31/4/1954", "There is no day 31/4/1954 in the calendar."),
        ("Tuổi Dần", "“Tuổi Dần” is not a date; write day/month/year, such as 14/8/2021."),
        ("", "Write a date, such as 14/8/2021."),
    ],
)
def test_what_is_no_birth_is_refused(typed: object, sentence: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        parse_birth(typed)
    assert str(refusal.value) == sentence
    assert refusal.value.field == "birth"
