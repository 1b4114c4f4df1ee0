"""A household's score with the sentence of its parts, and the change that a coordinator makes by hand."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _

from aidtrack.cases import priority_actions, priority_queries, queries
from aidtrack.cases.scoring import MOST_BY_HAND
from aidtrack.web.access import needs
from aidtrack.web.forms.cases import PriorityForm

pages = Blueprint("priority", __name__)


@pages.route("/<code>/priority", methods=["GET", "POST"])
@needs("cases.reveal")
def show(code: str) -> Any:
    case, form = queries.get_case(code, by=g.actor, right="cases.reveal"), PriorityForm()
    if form.submitted():
        with form.acting() as act:
            points, reason = form.by_hand, form.reason.data or ""
            priority_actions.change_priority(case, points, reason, by=g.actor, at=g.clock.now())
            act.leads_to = url_for("cases.priority.show", code=case.code)
        if act.done:
            flash(_("The priority is changed."), "done")
            return redirect(act.leads_to)
    shown = {
        "score": priority_queries.score_today(case, today=g.clock.today()),
        "changes": priority_queries.changes_of(case),
        "may": g.actor.can("cases.prioritise", within=case.place_path),
        "most": MOST_BY_HAND,
    }
    return render_template("cases/priority.html", case=case, form=form, **shown), form.status
