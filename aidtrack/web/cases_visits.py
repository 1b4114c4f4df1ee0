"""Visits to a household, written down on a phone at the door; and their photos: every look is recorded."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from flask import Blueprint, Response, current_app, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from aidtrack.cases import queries, visit_actions, visit_queries
from aidtrack.cases.models import Case
from aidtrack.db import transaction
from aidtrack.web import visit_words
from aidtrack.web.access import needs
from aidtrack.web.forms.people import ConfirmForm
from aidtrack.web.forms.visits import VisitForm
from aidtrack.web.limits import limiter

pages = Blueprint("visits", __name__)


@pages.route("/<code>/visits/new", methods=["GET", "POST"])
@needs("cases.visit")
def new(code: str) -> Any:
    case = queries.get_case(code, by=g.actor, right="cases.visit")
    form = VisitForm(data={"visited_on": g.clock.today(), "version": str(case.version)})
    if request.form.get("do") == "witness":
        form.make_room()
        return _page(case, form), 200
    if form.submitted():
        with form.acting() as act:
            _record(case, form)
            act.leads_to = url_for("cases.show", code=case.code)
        if act.done:
            flash(_("The visit is written down."), "done")
            return redirect(act.leads_to)
    return _page(case, form), form.status


def _record(case: Case, form: VisitForm) -> None:
    current_app.config["SETTINGS"].make_var()
    visit_actions.record_visit(
        case,
        form.facts(),
        photos=form.prepared,
        folder=current_app.config["SETTINGS"].photos,
        seen=form.seen,
        by=g.actor,
        at=g.clock.now(),
    )


def _page(case: Case, form: VisitForm) -> Any:
    return render_template("cases/visit.html", case=case, form=form, lacking=visit_words.missing(case))


@pages.post("/<code>/visits/<int:visit_id>/photos")
@needs("cases.reveal")
@limiter.limit("60 per minute")
def photos(code: str, visit_id: int) -> Any:
    """The photos of a visit, small; they travel inside the page, so that they have no address to pass on."""
    case = queries.get_case(code, by=g.actor, right="cases.reveal")
    visit = visit_queries.get_visit(case, visit_id)
    with transaction():
        found = visit_actions.look_at_photos(
            case, visit, folder=current_app.config["SETTINGS"].photos, by=g.actor, at=g.clock.now()
        )
        shown = [(photo, "data:image/jpeg;base64," + b64encode(data).decode()) for photo, data in found]
    form = ConfirmForm(formdata=None)
    return render_template("cases/photos.html", case=case, visit=visit, photos=shown, form=form)


@pages.post("/<code>/photos/<int:photo_id>")
@needs("cases.reveal")
@limiter.limit("60 per minute")
def photo(code: str, photo_id: int) -> Any:
    """One whole photo; never kept by a browser, and nothing but a picture whatever was once sent."""
    case = queries.get_case(code, by=g.actor, right="cases.reveal")
    with transaction():
        data = visit_actions.look_at_photo(
            case, photo_id, folder=current_app.config["SETTINGS"].photos, by=g.actor, at=g.clock.now()
        )
    return Response(
        data,
        mimetype="image/jpeg",
        headers={"Cache-Control": "no-store", "Content-Disposition": "inline"},
    )
