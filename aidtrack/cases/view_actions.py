"""What may be done with the views of the list of cases: keep one, share it with a place, forget it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from aidtrack.audit.actions import record
from aidtrack.cases.finding_models import CaseView
from aidtrack.cases.list_columns import COLUMNS
from aidtrack.cases.view_queries import MOST_VIEWS, how_many, own_labelled
from aidtrack.db import db
from aidtrack.errors import RuleBroken
from aidtrack.rights import Actor, require
from aidtrack.sentences import N_
from aidtrack.vietnamese.folding import clean

LONGEST_LABEL = 40
SEARCH = "q"
"""The part of the address that holds what was searched for."""


def keep(
    label: str,
    filters: Mapping[str, str],
    columns: Sequence[str] = (),
    *,
    place_path: str | None = None,
    by: Actor,
    at: datetime,
) -> CaseView:
    """Keep what a list shows under a label, over the own view of that label; `place_path` shares it there.

    RuleBroken for a shared view with a search in it: others would read the name or number of somebody whom
    they may not see. Only who verifies in a place shares with it.
    """
    require(by, "cases.see")
    label = clean(label)
    if not label:
        raise RuleBroken(N_("Give the view a name."), field="label")
    if len(label) > LONGEST_LABEL:
        raise RuleBroken(
            N_("The name is too long: at most {most} characters."), field="label", most=LONGEST_LABEL
        )
    if place_path is not None:
        require(by, "cases.verify", within=place_path)
        if filters.get(SEARCH):
            raise RuleBroken(
                N_("A view with a search is for yourself only: others would read whom you look for."),
                field="shared",
            )
    view = own_labelled(label, by=by)
    if view is None and how_many(by) >= MOST_VIEWS:
        raise RuleBroken(
            N_("You keep {most} views already. Forget one first."), field="label", most=MOST_VIEWS
        )
    return _write(view, label, filters, columns, place_path, by, at)


def keep_columns(columns: Sequence[str], *, by: Actor, at: datetime) -> CaseView:
    """Keep the columns that somebody wants to see wherever nothing else is said; none: the usual ones."""
    require(by, "cases.see")
    return _write(own_labelled("", by=by), "", {}, columns, None, by, at)


def _write(
    view: CaseView | None,
    label: str,
    filters: Mapping[str, str],
    columns: Sequence[str],
    place_path: str | None,
    by: Actor,
    at: datetime,
) -> CaseView:
    if by.id is None:
        raise RuleBroken(N_("Only people who sign in keep views."))
    view = view or CaseView(owner_id=by.id, label=label)
    view.owner_name, view.kept_at, view.place_path = by.name, at, place_path
    view.filters = {name: value for name, value in filters.items() if value}
    view.columns = [key for key in columns if key in COLUMNS]
    db.session.add(view)
    db.session.flush()
    if place_path is not None:
        record("cases.share_view", f"view:{view.id}", by=by, at=at, path=place_path, name=label)
    return view


def forget(view: CaseView, *, by: Actor) -> None:
    """Forget a view of one's own (`view_queries.own_view`), also for those with whom it was shared."""
    require(by, "cases.see")
    db.session.delete(view)
