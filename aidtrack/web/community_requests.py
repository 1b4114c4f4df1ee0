"""The queue of residents' requests: look, call back, take up as a case, or answer otherwise."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from aidtrack.cases import queries as cases
from aidtrack.community import actions, queries
from aidtrack.community.models import HelpRequest
from aidtrack.web import filters, request_words
from aidtrack.web.access import needs
from aidtrack.web.addresses import whole
from aidtrack.web.forms.base import Form
from aidtrack.web.forms.community import DeclineForm, DiscardForm, FindForm, LinkForm
from aidtrack.web.forms.households import NewCaseForm, filled_with
from aidtrack.web.forms.people import ConfirmForm

pages = Blueprint("requests", __name__, url_prefix="/requests")


@pages.get("/")
@needs("requests.see")
def index() -> Any:
    form = FindForm(request.args)
    form.validate()
    tab = request.args.get("tab", "")
    tab = "" if form.q.e164 else tab if tab in queries.TABS else "waiting"
    found = queries.page(g.actor, tab, phone=form.q.e164, after=request.args.get("after", type=whole))
    counts = queries.counts(g.actor)
    after = url_for(".index", tab=tab, q=request.args.get("q") or None, after=found.after)
    said = request_words.said_of(found.rows, tab, counts)
    return render_template(
        "community/requests.html",
        rows=found.rows,
        views=_views(tab, counts),
        tab=tab,
        find=form,
        pager={"said": said, "before": None, "after": after if found.after else None, "after_label": None},
        form=DiscardForm(formdata=None),
        telling=request_words,
    ), 422 if form.problems else 200


def _views(tab: str, counts: queries.RequestCounts) -> list[dict[str, Any]]:
    """The tabs above the list."""
    labels = {"waiting": _("Waiting"), "apart": _("In quarantine"), "answered": _("Answered")}
    numbers = {"waiting": counts.waiting, "apart": counts.apart, "answered": None}
    return [
        {
            "url": url_for(".index", tab=one),
            "label": labels[one],
            "count": numbers[one],
            "current": one == tab,
        }
        for one in queries.TABS
    ]


@pages.get("/<int:request_id>")
@needs("requests.see")
def show(request_id: int) -> Any:
    return _page(queries.get_request(request_id, by=g.actor))


def _page(asked: HelpRequest, link_form: LinkForm | None = None) -> Any:
    """One request, with what looks like it, and the ways to answer."""
    link_form = link_form or LinkForm(formdata=None)
    open_now = asked.state in ("waiting", "apart")
    return render_template(
        "community/show.html",
        asked=asked,
        facts=request_words.facts(asked),
        badge=request_words.badge(asked),
        why=request_words.why_apart(asked),
        hints=cases.hints(queries.facts_of(asked), by=g.actor) if open_now and asked.name else (),
        others=queries.others_from(asked, g.actor),
        blocked=actions.blocked(asked, "take_up", g.actor) if open_now else None,
        open_now=open_now,
        link_form=link_form,
        form=ConfirmForm(formdata=None),
        may=lambda right: g.actor.can(right, within=asked.place_path),
        telling=request_words,
    ), 422 if link_form.problems else 200


@pages.route("/<int:request_id>/take-up", methods=["GET", "POST"])
@needs("requests.take_up")
def take_up(request_id: int) -> Any:
    """The request as a new case, under the name of whoever takes it up."""
    asked = queries.get_request(request_id, by=g.actor, right="requests.take_up")
    form = NewCaseForm(data=_proposed(asked))
    if form.submitted():
        with form.acting() as act:
            case = actions.take_up(asked, form.facts(), by=g.actor, at=g.clock.now())
            act.leads_to = url_for("cases.show", code=case.code)
        if act.done:
            flash(_("The request is taken up as a case. Somebody else verifies it."), "done")
            return redirect(act.leads_to)
    blocked = actions.blocked(asked, "take_up", g.actor)
    return render_template("community/take_up.html", form=form, asked=asked, blocked=blocked), form.status


def _proposed(asked: HelpRequest) -> dict[str, Any]:
    """The new case's form as the request fills it in."""
    known = filled_with(queries.facts_of(asked))
    agreed = ""
    if not asked.for_neighbour:  # else the household itself is asked at the visit
        agreed = _(
            "%(name)s, on the request page, %(at)s", name=asked.name, at=filters.short_day(asked.sent_at)
        )
    return {**known, "consent": not asked.for_neighbour, "consent_by": agreed}


@pages.route("/<int:request_id>/decline", methods=["GET", "POST"])
@needs("requests.decline")
def decline(request_id: int) -> Any:
    asked, form = queries.get_request(request_id, by=g.actor, right="requests.decline"), DeclineForm()
    if form.submitted():
        with form.acting() as act:
            reason, text = form.reason.data or "", form.text.data or ""
            actions.decline(asked, reason, text, by=g.actor, at=g.clock.now())
            act.leads_to = url_for(".index")
        if act.done:
            flash(_("The request is answered: not part of this round."), "done")
            return redirect(act.leads_to)
    blocked = actions.blocked(asked, "decline", g.actor)
    return render_template("community/decline.html", form=form, asked=asked, blocked=blocked), form.status


@pages.post("/<int:request_id>/link")
@needs("requests.take_up")
def link(request_id: int) -> Any:
    """The household has its case already."""
    asked, form = queries.get_request(request_id, by=g.actor, right="requests.take_up"), LinkForm()
    if form.submitted():
        with form.acting() as act:
            case = actions.link(asked, form.code.data or "", by=g.actor, at=g.clock.now())
            act.leads_to = url_for("cases.show", code=case.code)
        if act.done:
            flash(_("The request now belongs to this case."), "done")
            return redirect(act.leads_to)
    return _page(asked, form)


@pages.post("/<int:request_id>/restore")
@needs("requests.decline")
def restore(request_id: int) -> Any:
    """Out of quarantine, or back after a wrong answer."""
    asked, form = queries.get_request(request_id, by=g.actor, right="requests.decline"), ConfirmForm()
    with form.acting() as act:
        actions.restore(asked, by=g.actor, at=g.clock.now())
        act.leads_to = url_for(".show", request_id=asked.id)
    _say(form, act.done, _("The request stands in the queue."))
    return redirect(url_for(".show", request_id=request_id))


def _say(form: Form, done: bool, said: str) -> None:
    """What was done, or why it was not, on the page that comes next."""
    if done:
        flash(said, "done")
    for _field, text in form.problems:
        flash(text, "stop")


@pages.post("/discard")
@needs("requests.decline")
def discard() -> Any:
    """First a page that shows what would be discarded and what cannot be; then the deed."""
    form, back = DiscardForm(), url_for(".index", tab="apart")
    found = queries.requests_by_id(form.ticked, by=g.actor, right="requests.decline")
    answers = [(one, actions.blocked(one, "discard", g.actor)) for one in found]
    going = [one for one, why in answers if why is None]
    if form.submitted() and form.confirmed.data and going:
        with form.acting() as act:
            count = actions.discard_many(going, seen=form.seen, by=g.actor, at=g.clock.now())
            act.leads_to = back
        if act.done:
            flash(ngettext("%(num)d request is discarded.", "%(num)d requests are discarded.", count), "done")
            return redirect(act.leads_to)
    status = 422 if form.problems or not going else 200
    return render_template("community/discard.html", form=form, answers=answers, back=back), status
