"""Lists that are verified together: whom the lot names, what each call brought, the verdict on the whole."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from aidtrack.cases import calling_actions, calling_queries, list_queries, queries, sampling
from aidtrack.cases.visit_models import CallList
from aidtrack.errors import RuleBroken
from aidtrack.places import queries as places
from aidtrack.web import filters
from aidtrack.web.access import needs
from aidtrack.web.forms.cases import VerifyManyForm
from aidtrack.web.forms.people import ConfirmForm
from aidtrack.web.forms.visits import CallForm, NewListForm

pages = Blueprint("calls", __name__)


@pages.route("/call-lists", methods=["GET", "POST"])
@needs("cases.verify")
def index() -> Any:
    """The lists, and a new one of all that waits in a place."""
    form = NewListForm()
    if form.submitted():
        with form.acting() as act:
            codes = list_queries.codes_to_verify(g.actor, place_id=form.place.place_id or "")
            cases = queries.cases_by_code(codes[: calling_actions.MOST_LISTED + 1], by=g.actor)
            made = calling_actions.open_list(cases, by=g.actor, at=g.clock.now())
            act.leads_to = url_for(".show", list_id=made.id)
        if act.done:
            return redirect(act.leads_to)
    rows = [_row(*one) for one in calling_queries.lists(g.actor)]
    rule = {"percent": sampling.PERCENT, "least": sampling.LEAST, "most": sampling.MOST}
    above = current_app.config["SETTINGS"].sample_above
    return render_template("cases/calls.html", form=form, rows=rows, rule=rule, above=above), form.status


def _place(path: str) -> str:
    """The smallest place that holds a whole list."""
    parts = path.strip("/").split("/")
    return places.label_of(f"{parts[0]}:{parts[-1]}") if len(parts) > 1 else str(_("everywhere"))


def _row(one: CallList, cases: int, count: sampling.Count) -> dict[str, Any]:
    said = {"done": filters.number(count.size - count.open), "of": filters.number(count.size)}
    return {"list": one, "cases": cases, "called": _("%(done)s of %(of)s called", **said), **_state(one)}


def _state(one: CallList) -> dict[str, str]:
    words = {
        "": ("lua", _("Being called")),
        "verified": ("ma", _("Verified")),
        "refused": ("son", _("Refused after calls")),
        "dropped": ("", _("Given up")),
    }
    tone, label = words[one.outcome]
    return {"tone": tone, "state": label}


@pages.post("/call-lists/ticked")
@needs("cases.verify")
def ticked() -> Any:
    """A list of the cases that were ticked, in the versions that the page before showed."""
    form = VerifyManyForm()
    if form.submitted():
        cases = queries.cases_by_code(request.form.getlist("case"), by=g.actor)
        with form.acting() as act:
            made = calling_actions.open_list(cases, seen=form.seen, by=g.actor, at=g.clock.now())
            act.leads_to = url_for(".show", list_id=made.id)
        if act.done:
            return redirect(act.leads_to)
    for _field, text in form.problems:
        flash(text, "wait")
    return redirect(url_for(".index"))


@pages.get("/call-lists/<int:list_id>")
@needs("cases.verify")
def show(list_id: int) -> Any:
    return _page(calling_queries.get_list(list_id, by=g.actor), ConfirmForm(formdata=None))


def _page(one: CallList, form: Any, wrong: CallForm | None = None, at: str = "") -> Any:
    count = calling_queries.count_of(one)
    shown = {
        "list": one,
        "count": count,
        "calls": [_call(call) for call in calling_queries.calls_of(one)],
        "cases": len(one.members),
        "blocked": _blocked(count) if not one.outcome else "",
        "left": calling_queries.left_of(one) if one.outcome in ("verified", "refused") else (),
        "place": _place(one.place_path),
        **_state(one),
    }
    page = render_template("cases/call_list.html", form=form, wrong=wrong, at=at, **shown)
    return page, 422 if form.problems or (wrong and wrong.problems) else 200


def _call(call: Any) -> dict[str, Any]:
    said = filters.say(sampling.ANSWERS[call.answer]) if call.answer else ""
    who = f"{call.answered_by_name}, {filters.moment(call.answered_at)}" if call.answered_at else ""
    return {
        "case": call.case,
        "lot": call.lot,
        "answer": call.answer,
        "said": said,
        "who": who,
        "note": call.note,
    }


def _blocked(count: sampling.Count) -> str:
    """Why the list cannot be verified now."""
    try:
        sampling.check(count)
    except RuleBroken as refusal:
        return filters.say(refusal.sentence)
    return ""


@pages.post("/call-lists/<int:list_id>/calls/<code>")
@needs("cases.verify")
def answer(list_id: int, code: str) -> Any:
    one, form = calling_queries.get_list(list_id, by=g.actor), CallForm()
    case = queries.get_case(code, by=g.actor, right="cases.verify")
    if form.submitted():
        with form.acting() as act:
            brought, note = form.answer.data or "", form.note.data or ""
            calling_actions.answer(one, case, brought, note=note, by=g.actor, at=g.clock.now())
            act.leads_to = url_for(".show", list_id=one.id, _anchor=f"after-{case.code}")
        if act.done:
            return redirect(act.leads_to)
    return _page(one, ConfirmForm(formdata=None), form, case.code)


@pages.post("/call-lists/<int:list_id>/verify")
@needs("cases.verify")
def verify(list_id: int) -> Any:
    one, form = calling_queries.get_list(list_id, by=g.actor), ConfirmForm()
    if form.submitted():
        with form.acting() as act:
            done, _refused = calling_actions.verify_list(one, by=g.actor, at=g.clock.now())
            act.leads_to = url_for(".show", list_id=one.id)
        if act.done:
            flash(ngettext("%(num)d case is verified.", "%(num)d cases are verified.", len(done)), "done")
            return redirect(act.leads_to)
    return _page(one, form)


@pages.post("/call-lists/<int:list_id>/drop")
@needs("cases.verify")
def drop(list_id: int) -> Any:
    one, form = calling_queries.get_list(list_id, by=g.actor), ConfirmForm()
    if form.submitted():
        with form.acting() as act:
            calling_actions.drop_list(one, by=g.actor, at=g.clock.now())
            act.leads_to = url_for(".index")
        if act.done:
            flash(_("The list is given up; its cases are free again."), "done")
            return redirect(act.leads_to)
    return _page(one, form)
