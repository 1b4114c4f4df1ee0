"""What may be asked of exports: which files left, and whether a file that somebody holds is one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from aidtrack.audit.models import Detail, Entry
from aidtrack.campaigns.lifecycle import PlanState
from aidtrack.campaigns.models import Campaign, Plan
from aidtrack.db import db, within
from aidtrack.rights import Actor

PAGE = 50


@dataclass(frozen=True)
class Export:
    """An export as the chain tells it. `seq` and `at` are of its entry, `head` stood printed on the file."""

    seq: int
    at: datetime
    by_name: str
    report: str
    campaign: str
    file_name: str
    rows: int
    sha256: str
    head: str
    posting: bool


def current(known: Sequence[Campaign]) -> Campaign | None:
    """The campaign whose papers are wanted first: the newest with an approved plan, else the newest."""
    planned = select(Plan.campaign_id).where(Plan.state == PlanState.APPROVED.value)
    gives = set(db.session.scalars(planned.where(Plan.campaign_id.in_([one.id for one in known]))))
    wanted = [one for one in known if one.id in gives] or known
    return wanted[-1] if wanted else None


def subject_of(sha256: str) -> str:
    """What the entry of an export is about: the beginning of the file's hash, so that it can be looked up."""
    return f"file:{sha256[:16]}"


def exports(by: Actor, *, before: int | None = None, most: int = PAGE) -> Sequence[Export]:
    """The newest exports in reach, and one's own; one more than `most`, so that a next page shows."""
    wanted = (
        select(Entry)
        .join(Detail, Detail.seq == Entry.seq)
        .where(Entry.subject >= "file:", Entry.subject < "file;", Entry.action == "reports.export")
        .where(or_(within(Detail.place_path, by.reach("reports.see")), Entry.actor == str(by.id)))
        .order_by(Entry.seq.desc())
        .limit(most + 1)
    )
    if before is not None:
        wanted = wanted.where(Entry.seq < before)
    return [_told(entry) for entry in db.session.scalars(wanted).unique()]


def export_of(sha256: str) -> Export | None:
    """The first export of exactly this file; None if no such file left.

    Anybody may ask: only who holds the whole file knows its hash.
    """
    wanted = select(Entry).where(Entry.subject == subject_of(sha256), Entry.action == "reports.export")
    found = (_told(entry) for entry in db.session.scalars(wanted.order_by(Entry.seq)).unique())
    return next((one for one in found if one.sha256 == sha256), None)


def _told(entry: Entry) -> Export:
    kept = entry.detail
    content = (kept.content if kept else None) or {}
    return Export(
        seq=entry.seq,
        at=entry.at,
        by_name=kept.actor_name if kept else entry.actor,
        report=content.get("report", ""),
        campaign=content.get("campaign", ""),
        file_name=content.get("file", ""),
        rows=content.get("rows", 0),
        sha256=content.get("sha256", ""),
        head=content.get("head", ""),
        posting=content.get("posting", False),
    )
