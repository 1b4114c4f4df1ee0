"""What may be done with reports: export one as a file, and record in the chain which file that was."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from aidtrack.audit import queries as audit
from aidtrack.audit.actions import record
from aidtrack.campaigns.models import Campaign
from aidtrack.deliveries.models import Trip
from aidtrack.errors import RuleBroken
from aidtrack.reports.catalogue import get_report
from aidtrack.reports.queries import subject_of
from aidtrack.reports.report import Asked, Days, Letterhead, Report
from aidtrack.rights import Actor, require
from aidtrack.sentences import N_
from aidtrack.stock.papers import smallest_place


@dataclass(frozen=True)
class Exported:
    """A file that left: its name, bytes, their SHA-256 (hex), its rows, the chain's head printed on it."""

    file_name: str
    data: bytes
    sha256: str
    rows: int
    head: str


def export(
    name: str,
    *,
    campaign: Campaign,
    place_id: str | None = None,
    trip: Trip | None = None,
    posting: bool = False,
    days: Days = (None, None),
    letterhead: Letterhead | None = None,
    by: Actor,
    at: datetime,
) -> Exported:
    """A report of the catalogue as .xlsx, narrowed to a ward, a trip or some days, and to what the person
    reaches.

    The chain keeps the file's SHA-256, so that anybody who holds the file can compare it later.
    `posting` masks IDs and phones for a list that hangs on a wall.
    """
    report = get_report(name)
    head = audit.head()
    asked = Asked(campaign, by, at, place_id, trip, posting, letterhead or Letterhead(), head, days)
    report.check(asked)
    if trip is not None and trip.campaign_id != campaign.id:
        raise RuleBroken(N_("This trip belongs to another campaign."), field="trip")
    path = _within(report, asked)
    made = report.gather(asked)
    digest = hashlib.sha256(made.data).hexdigest()
    exported = Exported(asked.file_name(report.stem), made.data, digest, made.rows, head)
    record(
        "reports.export",
        subject_of(digest),
        by=by,
        at=at,
        path=path,
        report=name,
        campaign=campaign.code,
        file=exported.file_name,
        rows=made.rows,
        sha256=digest,
        head=head,
        posting=posting,
    )
    return exported


def _within(report: Report, asked: Asked) -> str:
    """Check the right where the order is narrowed to; the place to which the export belongs."""
    if asked.trip is not None:
        require(asked.by, report.right, within=asked.trip.place_path)
        return asked.trip.place_path
    if asked.paths is not None:
        for path in asked.paths:
            require(asked.by, report.right, within=path)
        return asked.paths[0]
    require(asked.by, report.right)
    campaign, reach = asked.campaign.place_path, asked.by.reach(report.right)
    # Who reaches only a part of the campaign takes out only that part.
    inside = [path for path in reach if path.startswith(campaign) and path != campaign]
    whole = any(campaign.startswith(path) for path in reach)
    return campaign if whole or not inside else smallest_place(inside)
