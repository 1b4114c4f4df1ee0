"""Gathers the stock statement of the campaign's store over the campaign's days."""

from __future__ import annotations

from aidtrack.errors import RuleBroken
from aidtrack.reports.report import Asked, Made, column_of
from aidtrack.reports.stock_statement import StockLine, stock_statement
from aidtrack.rights import require
from aidtrack.sentences import N_
from aidtrack.stock import queries as stock


def gather(asked: Asked) -> Made:
    """A line for each good that lay in the store or moved."""
    store, period = asked.campaign.store, asked.period
    require(asked.by, "reports.export", within=store.place_path)
    lines = [
        StockLine(
            store.name,
            column_of(row.good),
            opening=row.opening,
            received=row.received,
            issued=row.issued,
            returned=row.returned,
            lost=row.lost,
            counted=row.counted,
        )
        for row in stock.statement([store.id], *period)
    ]
    if not lines:
        raise RuleBroken(N_("Nothing lay in this campaign's store in its days yet."))
    return Made(stock_statement(asked.paper(), lines, period=period), len(lines))
