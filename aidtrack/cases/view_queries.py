"""The views of the list of cases that somebody keeps, or that others offer to where they work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, or_, select

from aidtrack.cases.finding_models import CaseView
from aidtrack.db import db, overlapping
from aidtrack.errors import NotFound
from aidtrack.rights import Actor
from aidtrack.sentences import N_

MOST_VIEWS = 20
"""Views that one person keeps."""


@dataclass(frozen=True)
class KeptViews:
    """What a person is offered: views with labels, and the own columns for the list (none: the usual)."""

    offered: Sequence[CaseView]
    columns: tuple[str, ...]


def kept_views(by: Actor) -> KeptViews:
    """The own views first, then those shared with the places in and around which the person works."""
    shared = and_(CaseView.place_path.is_not(None), overlapping(CaseView.place_path, by.reach("cases.see")))
    wanted = select(CaseView).where(or_(CaseView.owner_id == by.id, shared))
    found = db.session.scalars(wanted.order_by(CaseView.owner_id != by.id, CaseView.id)).all()
    own = next((view for view in found if not view.label), None)
    return KeptViews([view for view in found if view.label], tuple(map(str, own.columns)) if own else ())


def own_view(view_id: int, *, by: Actor) -> CaseView:
    """A view of one's own; NotFound for another's."""
    wanted = select(CaseView).where(CaseView.id == view_id, CaseView.owner_id == by.id)
    found = db.session.scalar(wanted)
    if found is None:
        raise NotFound(N_("You keep no such view."))
    return found


def own_labelled(label: str, *, by: Actor) -> CaseView | None:
    """One's own view of this label."""
    wanted = select(CaseView).where(CaseView.owner_id == by.id, CaseView.label == label)
    return db.session.scalar(wanted)


def how_many(by: Actor) -> int:
    """How many views somebody keeps."""
    wanted = select(CaseView.id).where(CaseView.owner_id == by.id, CaseView.label != "")
    return len(db.session.scalars(wanted).all())
