"""The catalogue of reports: one line each. Page, rights, command, Excel and tests are drawn from it."""

from __future__ import annotations

from collections.abc import Mapping

from aidtrack.errors import NotFound
from aidtrack.reports import (
    gather_distribution_list,
    gather_goods_issued,
    gather_goods_received,
    gather_stock_statement,
    gather_ward_totals,
)
from aidtrack.reports.report import Report
from aidtrack.sentences import N_

_ALL = (
    Report(
        "distribution-list",
        N_("Distribution list"),
        N_("The households that sign, with a column for each good and the totals in words."),
        "danh-sach-ky-nhan",
        gather_distribution_list.gather,
        frozenset({"ward", "trip", "posting"}),
    ),
    Report(
        "ward-totals",
        N_("Totals by ward"),
        N_("For each ward: households, people, households served, and the goods."),
        "tong-hop-theo-phuong",
        gather_ward_totals.gather,
        frozenset({"ward", "trip"}),
    ),
    Report(
        "goods-received",
        N_("Goods received notes"),
        N_("Each arrival on a sheet, with the quantity on paper and the quantity counted."),
        "phieu-nhap-kho",
        gather_goods_received.gather,
        frozenset({"days"}),
    ),
    Report(
        "goods-issued",
        N_("Goods issued notes"),
        N_("The load of each trip on a sheet, lot by lot."),
        "phieu-xuat-kho",
        gather_goods_issued.gather,
        frozenset({"ward", "trip"}),
    ),
    Report(
        "stock-statement",
        N_("Stock statement"),
        N_("For each good: opening, received, issued, returned, lost, closing and counted."),
        "nhap-xuat-ton",
        gather_stock_statement.gather,
        frozenset({"days"}),
    ),
)

REPORTS: Mapping[str, Report] = {report.name: report for report in _ALL}
"""All reports by name, in the order in which they are offered."""


CASE_LIST = "case-list"
"""The list of cases as its own page filters it: it belongs to no campaign, so it is not offered here."""


def title_of(name: str) -> str:
    """The marked title of an export."""
    return REPORTS[name].title if name in REPORTS else N_("List of cases") if name == CASE_LIST else name


def get_report(name: str) -> Report:
    """A report by its name; NotFound if the catalogue has none."""
    if name not in REPORTS:
        raise NotFound(N_("There is no report “{name}”."), name=name)
    return REPORTS[name]
