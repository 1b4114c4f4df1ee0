"""What is done with the list of cases as a whole: keep a view or the columns, take it out as Excel, make one
move of the ticked ones after a page that names who can be moved and who cannot."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from aidtrack.cases import many_actions, queries, view_actions, view_queries
from aidtrack.cases.lifecycle import Move, move_named
from aidtrack.cases.list_columns import SHOWN
from aidtrack.cases.reasons import SEVERAL
from aidtrack.errors import NotFound, RuleBroken
from aidtrack.reports import case_list_actions
from aidtrack.reports.report import Letterhead
from aidtrack.sentences import N_
from aidtrack.web import access, case_list, filters
from aidtrack.web.access import needs
from aidtrack.web.forms.case_lists import ManyForm, ViewForm
from aidtrack.web.forms.people import ConfirmForm

MOST_TICKED = 200
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

pages = Blueprint("lists", __name__)


@pages.post("/many")
@needs("cases.see")
def move_many() -> Any:
    """First a page that names who can and who cannot be moved and why, then the deed."""
    form, row = ManyForm(), _together(request.form.get("move", ""))
    form.offer(row.name)
    back = access.own_address(request.form.get("back", url_for("cases.index")))
    ticked = queries.cases_by_code(request.form.getlist("case")[:MOST_TICKED], by=g.actor)
    if form.submitted() and form.confirmed.data:
        told: dict[str, Any] = {"reason": form.reason.data or "", "why": form.why.data or ()}
        with form.acting() as act:
            moved, refused = many_actions.move_many(ticked, row.name, seen=form.versions, **told, **_now())
            act.leads_to = back
        if act.done:
            _tell(row, moved, refused)
            return redirect(back)
    answers = [(case, queries.blocked(case, row.name, g.actor)) for case in ticked]
    page = render_template(
        "cases/many.html", form=form, move=row, answers=answers, back=back, several=row.name in SEVERAL
    )
    return page, 422 if form.problems else 200


def _now() -> dict[str, Any]:
    return {"by": g.actor, "at": g.clock.now()}


def _together(name: str) -> Move:
    if name not in many_actions.TOGETHER:
        raise NotFound(N_("There is no such page."))
    return move_named(name)


def _tell(row: Move, moved: Any, refused: Any) -> None:
    """How many were moved, and who stayed behind, by name and cause."""
    done = filters.say(row.done)
    if moved:
        flash(ngettext("%(done)s: %(num)d case.", "%(done)s: %(num)d cases.", len(moved), done=done), "done")
    names = {
        case.code: case.name for case in queries.cases_by_code([code for code, _why in refused], by=g.actor)
    }
    for code, why in refused:
        said = {"name": names.get(code, ""), "code": code, "why": filters.say(why)}
        flash(_("%(name)s (%(code)s) stays as it is: %(why)s", **said), "wait")


@pages.route("/views", methods=["GET", "POST"])
@needs("cases.see")
def keep() -> Any:
    """Keep what the list of this address shows, under a name."""
    form = ViewForm().offer(g.actor)
    if form.submitted():
        with form.acting() as act:
            view = view_actions.keep(
                form.label.data or "",
                case_list.parts(),
                [column.key for column in case_list.columns()]
                if request.args.getlist(case_list.COLUMN)
                else [],
                place_path=form.place_path,
                by=g.actor,
                at=g.clock.now(),
            )
            act.leads_to = case_list.url_of(view.filters, view.columns)
        if act.done:
            flash(_("The view is kept."), "done")
            return redirect(act.leads_to)
    own = [view for view in view_queries.kept_views(g.actor).offered if view.owner_id == g.actor.id]
    shown = {"own": own, "confirm": ConfirmForm(formdata=None), "back": case_list.address()}
    return render_template("cases/views.html", form=form, **shown), form.status


@pages.post("/views/<int:view_id>/forget")
@needs("cases.see")
def forget(view_id: int) -> Any:
    form, view = ConfirmForm(), view_queries.own_view(view_id, by=g.actor)
    if form.submitted():
        with form.acting() as act:
            view_actions.forget(view, by=g.actor)
            act.leads_to = url_for("cases.index")
        if act.done:
            flash(_("The view is forgotten."), "done")
    return redirect(url_for("cases.index"))


@pages.post("/columns")
@needs("cases.see")
def keep_columns() -> Any:
    """Make the columns of this address one's own for the whole list."""
    form, shown = ConfirmForm(), [column.key for column in case_list.columns()]
    if form.submitted():
        with form.acting() as act:
            view_actions.keep_columns([] if tuple(shown) == SHOWN else shown, by=g.actor, at=g.clock.now())
            act.leads_to = case_list.url_of(case_list.parts(), [])
        if act.done:
            flash(_("These columns are yours from now on."), "done")
            return redirect(act.leads_to)
    return redirect(case_list.address())


@pages.post("/excel")
@needs("reports.export")
def excel() -> Any:
    """The list of this address as a file: every page of it, in its order, with its columns."""
    form, settings = ConfirmForm(), current_app.config["SETTINGS"]
    head = Letterhead(settings.issuer, settings.youth_union, settings.citizen_id_title)
    _form, wanted = case_list.asked()
    columns = case_list.columns(view_queries.kept_views(g.actor).columns)
    asked = case_list_actions.AskedList(
        wanted, tuple(column.key for column in columns), g.clock.today(), head, settings.verification_days
    )
    if form.submitted():
        try:
            made = case_list_actions.make(asked, by=g.actor, at=g.clock.now())
        except RuleBroken as refusal:
            flash(filters.say(refusal.sentence), "wait")
            return redirect(case_list.address())
        form.key.data = None  # a list that is taken out twice is two files, and stands twice in the chain
        with form.acting() as act:
            case_list_actions.keep(made, asked, by=g.actor, at=g.clock.now())
        if act.done:
            named = {"Content-Disposition": f'attachment; filename="{made.file_name}"'}
            return Response(made.data, mimetype=XLSX, headers=named)
    return redirect(case_list.address())
