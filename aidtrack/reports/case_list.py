"""The list of cases as a sheet: exactly the rows and columns that were chosen on the page, row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from aidtrack.cases.categories import BY_CODE
from aidtrack.cases.list_columns import ListColumn
from aidtrack.cases.list_queries import CaseRow
from aidtrack.clock import day_of
from aidtrack.goods import queries as goods
from aidtrack.languages import say_in
from aidtrack.reports.report import PAPERS, full_name
from aidtrack.reports.sheet_xml import Cell, Row, Value
from aidtrack.rights import Actor
from aidtrack.vietnamese.citizen_id import mask_citizen_id
from aidtrack.vietnamese.dates import show_date
from aidtrack.vietnamese.phone import show_phone

TITLE = "Danh sách hồ sơ"
HEAD_ROWS = 4
"""Title, what is filtered, an empty line, the heads of the columns."""
STYLES: Mapping[str, str] = {"born": "year", "people": "count", "waits": "count"}
"""Columns whose cells are numbers; the others are text."""


def rows_of(
    found: Iterable[CaseRow],
    columns: Sequence[ListColumn],
    *,
    said: str,
    id_title: str,
    by: Actor,
) -> Iterator[Row]:
    """The sheet's rows; `said` tells above them what is filtered. ID numbers are whole only where the person
    may have them shown."""
    yield Row([Cell(TITLE, "left")])
    yield Row([Cell(said, "left_italic")])
    yield Row([])
    titles = (id_title if one.key == "citizen_id" else say_in(PAPERS, one.title) for one in columns)
    yield Row([Cell("STT", "head"), *(Cell(title, "head") for title in titles)])
    told = _telling(by)
    for number, case in enumerate(found, 1):
        cells = [Cell(told[one.key](case), STYLES.get(one.key, "text")) for one in columns]
        yield Row([Cell(number, "count"), *cells])


def _telling(by: Actor) -> Mapping[str, Callable[[CaseRow], Value]]:
    """For each column what stands in its cells."""
    names = {good.code: good.name for good in goods.all_goods(active=None)}
    may_see: dict[str, bool] = {}

    def citizen_id(row: CaseRow) -> str:
        path = row.place_path
        if path not in may_see:
            may_see[path] = by.can("cases.reveal", within=path)
        number = row.citizen_id or ""
        return number if may_see[path] or not number else mask_citizen_id(number)

    return {
        "code": lambda row: row.code,
        "name": lambda row: row.name,
        "born": lambda row: row.birth_year,
        "phone": lambda row: show_phone(row.phone) if row.phone else "",
        "citizen_id": citizen_id,
        "address": lambda row: row.address,
        "group": lambda row: row.residential_group,
        "place": lambda row: full_name(row.place_id),
        "home_address": lambda row: row.home_address,
        "people": lambda row: row.people,
        "categories": lambda row: _categories(row.categories),
        "needs": lambda row: ", ".join(names.get(need, need) for need in row.needs),
        "circumstances": lambda row: row.circumstances,
        "state": lambda row: say_in(PAPERS, row.badge.words),
        "waits": lambda row: row.waits_days,
        "added": lambda row: show_date(day_of(row.registered_at)),
        "verified": lambda row: _day(day_of(row.verified_at) if row.verified_at else None),
        "added_by": lambda row: row.registered_by_name,
    }


def _categories(codes: Sequence[str]) -> str:
    return ", ".join(say_in(PAPERS, BY_CODE[code].label) for code in codes if code in BY_CODE)


def _day(day: date | None) -> str:
    return show_date(day) if day else ""
