"""Gathers the goods issued notes: what the campaign's trips were loaded with, a sheet each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from aidtrack.clock import day_of
from aidtrack.deliveries import queries as deliveries
from aidtrack.deliveries.models import Trip
from aidtrack.errors import RuleBroken
from aidtrack.reports.goods_notes import GoodsNote, NoteLine, goods_issued
from aidtrack.reports.packing import packing_of
from aidtrack.reports.report import Asked, Made, column_of, full_name
from aidtrack.sentences import N_
from aidtrack.stock import queries as stock
from aidtrack.stock.models import Document


def gather(asked: Asked) -> Made:
    """The notes of the campaign's trips that the person reaches, the oldest first."""
    notes = [_note(asked, trip, trip.issue) for trip in _trips(asked) if trip.issue is not None]
    if not notes:
        raise RuleBroken(N_("No trip of this campaign was loaded here yet."))
    return Made(goods_issued(asked.paper(), notes), len(notes))


def _trips(asked: Asked) -> list[Trip]:
    if asked.trip is not None:
        return [asked.trip]
    paths = asked.paths
    fit = [trip for trip in _all(asked) if paths is None or trip.place_path.startswith(paths)]
    return sorted(fit, key=lambda trip: trip.id)


def _all(asked: Asked) -> Iterator[Trip]:
    """Every trip of the campaign in reach, page by page."""
    before: int | None = None
    while True:
        rows = deliveries.index(asked.by, campaign=asked.campaign, before=before)
        yield from (row.trip for row in rows[: deliveries.PAGE])
        if len(rows) <= deliveries.PAGE:
            return
        before = rows[deliveries.PAGE - 1].trip.id


def _note(asked: Asked, trip: Trip, issue: Document) -> GoodsNote:
    driver = trip.driver.name if trip.driver else ""
    return GoodsNote(
        asked.paper(number=issue.number, on=day_of(issue.at)),
        party=driver,
        store=asked.campaign.store.name,
        lines=_lines(trip, issue),
        basis=f"Phương án phân bổ {asked.campaign.name}, chuyến {trip.code}",
        reason=f"Trao quà {asked.campaign.name}, {full_name(trip.place_id)}",
    )


def _lines(trip: Trip, issue: Document) -> list[NoteLine]:
    """Asked for by the stops of the trip, and loaded by the ledger's paper, lot by lot."""
    wanted: dict[int, int] = defaultdict(int)
    for stop in deliveries.stops_of(trip):
        for one in stop.lines:
            wanted[one.lot_id] += one.planned
    found = []
    for line in stock.paper_lines(issue):
        good = column_of(line.lot.good)
        found.append(NoteLine(good, wanted[line.lot.id], line.counted, packing_of(line.lot, good)))
    return found
