"""Gathers the totals by ward: households, people, households served, and the goods."""

from __future__ import annotations

from aidtrack.reports import households
from aidtrack.reports.report import Asked, Made, ward_and_district
from aidtrack.reports.ward_totals import WardTotal, totals_by_ward, ward_totals


def gather(asked: Asked) -> Made:
    """A row for each ward; it counts what the distribution list counts."""
    found = households.shares(asked)
    columns = households.columns(asked, found)
    each = [
        WardTotal(
            *ward_and_district(one.case.place_id),
            households=1,
            people=one.people,
            amounts=households.amounts(one),
            served=1 if any(one.given.values()) else 0,
        )
        for one in found
    ]
    wards = totals_by_ward(each, columns)
    return Made(ward_totals(asked.paper(), columns, wards), len(wards))
