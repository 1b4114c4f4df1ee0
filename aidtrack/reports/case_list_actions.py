"""The list of cases taken out as a file: what was filtered on the page, all pages of it, and the chain keeps
which file that was."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date, datetime

from aidtrack.audit import queries as audit
from aidtrack.audit.actions import record
from aidtrack.cases import list_queries
from aidtrack.cases.categories import BY_CODE
from aidtrack.cases.lifecycle import STATE_LABELS, State
from aidtrack.cases.list_columns import chosen
from aidtrack.cases.list_queries import VIEWS, CaseFilters, CaseRow
from aidtrack.clock import day_of
from aidtrack.db import read_as_one
from aidtrack.errors import RuleBroken
from aidtrack.goods import queries as goods
from aidtrack.languages import say_in
from aidtrack.reports.actions import Exported
from aidtrack.reports.case_list import HEAD_ROWS, TITLE, rows_of
from aidtrack.reports.catalogue import CASE_LIST
from aidtrack.reports.long_sheet import write_long
from aidtrack.reports.queries import subject_of
from aidtrack.reports.report import PAPERS, Letterhead, full_name
from aidtrack.rights import Actor, require
from aidtrack.sentences import N_
from aidtrack.stock.papers import smallest_place
from aidtrack.vietnamese.dates import show_date

MOST_ROWS = 100_000
RIGHT = "reports.export"


@dataclass(frozen=True)
class AskedList:
    """One order: the filters and columns (keys) of the page, and what the settings say."""

    filters: CaseFilters
    columns: tuple[str, ...]
    today: date
    letterhead: Letterhead = field(default_factory=Letterhead)
    verification_days: int = 90


def make(asked: AskedList, *, by: Actor, at: datetime) -> Exported:
    """The file: every case that the page would show, in its order, where the person may take lists out.

    It is made before the transaction that records it (`keep`): reading 100,000 cases keeps nobody waiting.
    RuleBroken for more than that, and for none.
    """
    require(by, RIGHT)
    read_as_one()
    counted = list_queries.how_many(by, asked.filters, today=asked.today, most=MOST_ROWS + 1)
    if counted > MOST_ROWS:
        raise RuleBroken(
            N_("These are more than {most} cases. Filter further, and take them out in parts."),
            most=MOST_ROWS,
        )
    head, columns = audit.head(), chosen(asked.columns)
    found = _Counted(
        row
        for row in list_queries.walk(
            by, asked.filters, today=asked.today, verification_days=asked.verification_days
        )
        if by.can(RIGHT, within=row.place_path)
    )
    said = f"{_said(asked)} · in {show_date(day_of(at))}"
    rows = rows_of(found, columns, said=said, id_title=asked.letterhead.citizen_id_title, by=by)
    footer = f"aidtrack · in {show_date(day_of(at))} · mã chuỗi {head}"
    widths = [6, *(column.width for column in columns)]
    data = write_long(TITLE, rows, widths=widths, head=HEAD_ROWS, footer=footer, at=at)
    if not found.count:
        raise RuleBroken(N_("No case fits, so there is nothing to take out."))
    name = f"danh-sach-ho-so-{asked.today:%Y-%m-%d}.xlsx"
    return Exported(name, data, hashlib.sha256(data).hexdigest(), found.count, head)


class _Counted:
    """Rows that are counted as they pass."""

    def __init__(self, rows: Iterable[CaseRow]) -> None:
        self._rows, self.count = rows, 0

    def __iter__(self) -> Iterator[CaseRow]:
        for row in self._rows:
            self.count += 1
            yield row


def keep(made: Exported, asked: AskedList, *, by: Actor, at: datetime) -> None:
    """Record in the chain that this file left: its hash, rows, columns, filters; not whom one looked for."""
    require(by, RIGHT)
    filtered = {name: str(value) for name, value in asdict(asked.filters).items() if value}
    if filtered.pop("search", ""):
        filtered["search"] = "…"
    record(
        "reports.export",
        subject_of(made.sha256),
        by=by,
        at=at,
        path=smallest_place(list(by.reach(RIGHT))),
        report=CASE_LIST,
        file=made.file_name,
        rows=made.rows,
        sha256=made.sha256,
        head=made.head,
        columns=[column.key for column in chosen(asked.columns)],
        filters=filtered,
    )


def _said(asked: AskedList) -> str:
    """What is filtered, for the head of the paper."""
    one = asked.filters
    labels = (
        VIEWS[one.view] if one.view != "all" else None,
        STATE_LABELS.get(State(one.state)) if one.state in set(State) else None,
        BY_CODE[one.category].label if one.category in BY_CODE else None,
    )
    parts = [say_in(PAPERS, label) for label in labels if label]
    parts += [full_name(one.place_id)] if one.place_id else []
    parts += [f"tìm “{one.search}”"] if one.search else []
    parts += [f"cần {goods.get_good(one.need).name}"] if one.need else []
    parts += [{"me": "mình lập", "others": "người khác lập"}[one.added_by]] if one.added_by else []
    parts += [f"lập từ {show_date(one.since)}"] if one.since else []
    parts += [f"lập đến {show_date(one.until)}"] if one.until else []
    return "Lọc: " + "; ".join(parts) if parts else "Tất cả hồ sơ"
