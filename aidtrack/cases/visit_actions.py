"""What may be done about visits: write one down with its photos, look at a photo, erase photos in time.

Files are no part of a transaction: they are written before it ends and erased after it; what a failure
leaves lying around has no row, and the nightly sweep takes it away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import and_, exists, or_, select, update

from aidtrack.audit.actions import record
from aidtrack.cases import changes, photo_files, visit_queries, visits
from aidtrack.cases.bulk_actions import CHANGED
from aidtrack.cases.changes import Change
from aidtrack.cases.lifecycle import State, move_named
from aidtrack.cases.models import Case, CaseEvent
from aidtrack.cases.photos import Photo
from aidtrack.cases.progress import Progress
from aidtrack.cases.queries import refuse_own_household
from aidtrack.cases.row_actions import guarded, tell
from aidtrack.cases.visit_models import CaseVisit, VisitPhoto, VisitWitness
from aidtrack.cases.visits import MOST_PHOTOS, RESULTS, VisitFacts
from aidtrack.clock import day_of
from aidtrack.db import db
from aidtrack.errors import Conflict, RuleBroken
from aidtrack.rights import Actor, require
from aidtrack.sentences import N_, Sentence, say

CLOSED = (State.REJECTED, State.WITHDRAWN, State.DUPLICATE)
"""States in which nobody has to look at a household any more, as long as nothing happens with it."""


def record_visit(
    case: Case,
    told: VisitFacts,
    *,
    photos: Sequence[Photo] = (),
    folder: Path | None = None,
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> CaseVisit:
    """Write a visit down; a case that waits is thereby taken up, and the household's consent taken.

    RuleBroken names the field. Whether two independent witnesses vouched is decided here and kept.
    """
    require(by, "cases.visit", within=case.place_path)
    if seen is not None and case.version != seen:
        raise Conflict(CHANGED)
    refuse_own_household(case.phone, by)
    if case.state in (State.DUPLICATE, State.WITHDRAWN):
        raise RuleBroken(N_("This case is closed. Reopen it before anybody visits."))
    if len(photos) > MOST_PHOTOS:
        raise RuleBroken(N_("At most {most} photos of a visit are kept."), field="photos", most=MOST_PHOTOS)
    facts = visits.tidied(told, today=day_of(at))
    vouched = bool(visits.independent(facts.witnesses, visit_queries.sides(case, by)))
    start = case.state
    if not guarded(case, **_brought(case, facts, by, at)):
        raise Conflict(N_("Somebody else is changing this case. Try again."))
    visit = _written(case, facts, vouched, by, at)
    for photo in photos:
        _keep(visit, photo, folder, by, at)
    db.session.flush()
    _tell(case, visit, facts, start, by, at)
    return visit


def _brought(case: Case, facts: VisitFacts, by: Actor, at: datetime) -> dict[str, Any]:
    """What a visit changes in the case itself."""
    values: dict[str, Any] = {"visited_at": at}
    if case.state == State.REPORTED:
        values |= {"state": move_named("take_up").end, "state_since": at, "state_by_id": by.id}
    if facts.consent_by:
        values |= {"consent_by": facts.consent_by, "consent_at": at}
    return values


def _written(case: Case, facts: VisitFacts, vouched: bool, by: Actor, at: datetime) -> CaseVisit:
    told = {
        name: getattr(facts, name)
        for name in ("visited_on", "result", "people_found", "without_papers", "findings", "consent_by")
    }
    visit = CaseVisit(case_id=case.id, by_id=by.id, by_name=by.name, at=at, vouched=vouched, **told)
    visit.witnesses = [
        VisitWitness(position=position, **asdict(witness)) for position, witness in enumerate(facts.witnesses)
    ]
    db.session.add(visit)
    return visit


def _keep(visit: CaseVisit, photo: Photo, folder: Path | None, by: Actor, at: datetime) -> None:
    if folder is None:
        raise ValueError("a photo needs the folder in which it is kept")
    name = photo_files.new_name()
    photo_files.keep(folder, name, photo)
    told = {"digest": photo.digest, "size": len(photo.jpeg), "width": photo.width, "height": photo.height}
    visit.photos.append(VisitPhoto(name=name, by_id=by.id, at=at, **told))


def _tell(case: Case, visit: CaseVisit, facts: VisitFacts, start: str, by: Actor, at: datetime) -> None:
    steps = [Change("state", start, case.state)] if case.state != start else []
    kept = changes.to_plain(steps)
    tell(
        case.id, "visit", _said(visit), by=by, at=at, text=visit.findings, version=case.version, changes=kept
    )
    details = {
        "found": visit.result,
        "people": visit.people_found,
        "without_papers": visit.without_papers or None,
        "witnesses": len(visit.witnesses) or None,
        "vouched": visit.vouched,
        "consent": bool(facts.consent_by),
        "photos": [photo.digest for photo in visit.photos],
    }
    record("cases.visit", f"case:{case.code}", by=by, at=at, path=case.place_path, **details)


def _said(visit: CaseVisit) -> Sentence:
    """The line of the timeline: what was found, and how many vouched."""
    found = say(RESULTS[visit.result])
    if visit.vouched:
        return say(N_("Visited: {found}; two independent witnesses vouch"), found=found)
    if visit.witnesses:
        return say(N_("Visited: {found}; witnesses: {count}"), found=found, count=len(visit.witnesses))
    return say(N_("Visited: {found}"), found=found)


def look_at_photos(
    case: Case, visit: CaseVisit, *, folder: Path, by: Actor, at: datetime
) -> list[tuple[VisitPhoto, bytes]]:
    """The thumbnails of a visit's photos for somebody who may see them; the look is recorded in the chain."""
    require(by, "cases.reveal", within=case.place_path)
    kept = [photo for photo in visit.photos if photo.erased_at is None]
    found = [(photo, photo_files.read(folder, photo.name, small=True)) for photo in kept]
    if found:
        seen = [photo.digest for photo in kept]
        record("cases.see_photo", f"case:{case.code}", by=by, at=at, path=case.place_path, photos=seen)
    return found


def look_at_photo(case: Case, photo_id: int, *, folder: Path, by: Actor, at: datetime) -> bytes:
    """The whole JPEG of a photo for somebody who may see it; every look is recorded in the chain."""
    require(by, "cases.reveal", within=case.place_path)
    photo = visit_queries.get_photo(case, photo_id)
    data = photo_files.read(folder, photo.name)
    record("cases.see_photo", f"case:{case.code}", by=by, at=at, path=case.place_path, photos=[photo.digest])
    return data


def erase_photos(before: datetime, *, by: Actor, at: datetime, most: int = 200) -> list[str]:
    """Give up the photos of households with which nothing happened since a moment, and which were served
    or closed by then; the names of the files to take away once that is written."""
    still = exists().where(CaseEvent.case_id == Case.id, CaseEvent.at >= before)
    done = or_(Case.state.in_(CLOSED), and_(Case.progress == Progress.SERVED, Case.state == State.VERIFIED))
    found = (
        select(VisitPhoto.id, VisitPhoto.name)
        .join(CaseVisit, CaseVisit.id == VisitPhoto.visit_id)
        .join(Case, Case.id == CaseVisit.case_id)
        .where(VisitPhoto.erased_at.is_(None), done, ~still)
    )
    rows = db.session.execute(found.order_by(VisitPhoto.id).limit(most)).all()
    if rows:
        gone = update(VisitPhoto).where(VisitPhoto.id.in_([photo_id for photo_id, _name in rows]))
        db.session.execute(gone.values(erased_at=at))
        record("cases.erase_photos", "photos", by=by, at=at, count=len(rows))
    return [name for _photo_id, name in rows]


def strays(folder: Path, before: datetime) -> list[str]:
    """Names of files from before a moment (real time) that no kept photo has: a failure left them."""
    old = (path for path in photo_files.files(folder) if path.stat().st_mtime < before.timestamp())
    there = {path.name.partition(".")[0] for path in old}
    kept = set(db.session.scalars(select(VisitPhoto.name).where(VisitPhoto.erased_at.is_(None))))
    return sorted(there - kept)
