"""Gathers the distribution list: every household with a share, what it gets or got, and what happened."""

from __future__ import annotations

from aidtrack.reports import households
from aidtrack.reports.distribution_list import distribution_list
from aidtrack.reports.report import Asked, Made


def gather(asked: Asked) -> Made:
    """The list of a campaign, a ward or a trip."""
    found = households.shares(asked)
    columns = households.columns(asked, found)
    rows = [households.row_of(one, columns, posting=asked.posting) for one in found]
    return Made(distribution_list(asked.paper(), columns, rows, posting=asked.posting), len(rows))
