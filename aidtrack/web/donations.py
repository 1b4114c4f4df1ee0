"""Donations: what was promised, what arrived on paper and by count, and what is still short."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from aidtrack.cases.categories import BY_CODE
from aidtrack.donations import actions, queries
from aidtrack.donations.arrivals import STATES
from aidtrack.donations.models import Donation
from aidtrack.goods import queries as goods
from aidtrack.goods.units import show_amount
from aidtrack.sentences import N_
from aidtrack.stock import queries as stock
from aidtrack.web import filters
from aidtrack.web.access import needs
from aidtrack.web.addresses import whole
from aidtrack.web.forms.donations import PledgeForm, ReasonForm, ReceiveForm

pages = Blueprint("donations", __name__, url_prefix="/donations")

TONES = {"promised": "bien", "part": "lua", "received": "ma", "withdrawn": ""}


@pages.get("/")
@needs("donations.see")
def index() -> Any:
    asked = request.args.get("state", "")
    state = asked if asked in STATES else None
    found = queries.index(g.actor, before=request.args.get("before", type=whole), state=state)
    rows, size = found[: queries.PAGE], queries.PAGE
    more = url_for(".index", state=state, before=rows[-1].id) if len(found) > size else None
    names: dict[str | None, str] = {None: N_("All donations")}
    names.update(STATES)
    views = [
        {"url": url_for(".index", state=one), "label": filters.say(label), "current": one == state}
        for one, label in names.items()
    ]
    return render_template(
        "donations/index.html", rows=rows, more=more, views=views, states=STATES, tones=TONES
    )


@pages.route("/new", methods=["GET", "POST"])
@needs("donations.keep")
def new() -> Any:
    form = PledgeForm()
    form.offer({good.code: goods.facts_of(good) for good in goods.all_goods()})
    if form.submitted():
        with form.acting() as act:
            act.leads_to = url_for(".show", code=_pledged(form).code)
        if act.done:
            return redirect(act.leads_to)
    return render_template("donations/new.html", form=form, donors=queries.donors(g.actor)), form.status


def _pledged(form: PledgeForm) -> Donation:
    """The pledge that the form says, of a donor who is known by name or new."""
    path, at = queries.own_place(g.actor), g.clock.now()
    donor = queries.donor_named(form.donor.data, by=g.actor) or actions.add_donor(
        form.donor.data, phone=form.phone.data or "", place_path=path, by=g.actor, at=at
    )
    return actions.pledge(
        donor,
        form.promised,
        expected_on=form.expected_on.data,
        note=form.note.data or "",
        earmark=form.earmark.data or [],
        place_path=path,
        by=g.actor,
        at=at,
    )


@pages.get("/<code>")
@needs("donations.see")
def show(code: str) -> Any:
    return _page(queries.get_donation(code, by=g.actor), ReasonForm())


def _page(donation: Donation, form: ReasonForm) -> Any:
    """A donation: promised and received by good, each arrival, and what is short."""
    path = donation.place_path
    return render_template(
        "donations/show.html",
        donation=donation,
        form=form,
        state=STATES[donation.state],
        tone=TONES[donation.state],
        arrivals=queries.arrivals_of(donation),
        taken_back=queries.taken_back(donation),
        short=[line for line in donation.lines if line.received < line.promised],
        earmark=[BY_CODE[code].label for code in donation.earmark if code in BY_CODE],
        receives=g.actor.can("donations.receive") and donation.state != "withdrawn",
        withdraws=g.actor.can("donations.keep", within=path) and donation.state in ("promised", "part"),
        reverses=g.actor.can("stock.reverse"),
    ), form.status


@pages.route("/<code>/receive", methods=["GET", "POST"])
@needs("donations.receive")
def receive(code: str) -> Any:
    donation = queries.get_donation(code, by=g.actor, right="donations.receive")
    form = _arriving(donation)
    if form.submitted():
        with form.acting() as act:
            paper = actions.receive(
                donation,
                form.arrivals,
                store=stock.get_location(form.store.data, by=g.actor, right="donations.receive"),
                handed_over_by=form.handed_over_by.data or "",
                key=form.key.data,
                by=g.actor,
                at=g.clock.now(),
            )
            act.leads_to = url_for(".show", code=donation.code)
        if act.done:
            flash(_("The goods are in stock, paper %(number)s.", number=paper.number), "done")
            return redirect(act.leads_to)
    return render_template("donations/receive.html", form=form, donation=donation), form.status


def _arriving(donation: Donation) -> ReceiveForm:
    """The form of an arrival: the goods of the pledge first, then all others."""
    lines = {line.good_code: line for line in donation.lines}
    facts = {good.code: goods.facts_of(good) for good in goods.all_goods(active=None)}
    ordered = [facts[code] for code in lines] + [
        goods.facts_of(good) for good in goods.all_goods() if good.code not in lines
    ]
    proposed = {
        code: filters.say(show_amount(line.promised - line.received, facts[code]))
        for code, line in lines.items()
        if line.promised > line.received
    }
    return ReceiveForm.of(ordered, proposed, stock.stores(g.actor, right="donations.receive"))


@pages.post("/<code>/withdraw")
@needs("donations.keep")
def withdraw(code: str) -> Any:
    donation, form = queries.get_donation(code, by=g.actor), ReasonForm()
    if form.submitted():
        with form.acting() as act:
            actions.withdraw(donation, form.reason.data, by=g.actor, at=g.clock.now())
            act.leads_to = url_for(".show", code=code)
        if act.done:
            flash(_("The pledge is withdrawn. What has arrived stays."), "done")
            return redirect(act.leads_to)
    return _page(donation, form)


@pages.route("/<code>/papers/<number>/take-back", methods=["GET", "POST"])
@needs("stock.reverse")
def take_back(code: str, number: str) -> Any:
    donation, form = queries.get_donation(code, by=g.actor), ReasonForm()
    paper = queries.paper_of(donation, number)
    if form.submitted():
        with form.acting() as act:
            key = f"{form.key.data}:back"
            actions.take_back(donation, paper, form.reason.data, key=key, by=g.actor, at=g.clock.now())
            act.leads_to = url_for(".show", code=code)
        if act.done:
            flash(_("Paper %(number)s is taken back.", number=number), "done")
            return redirect(act.leads_to)
    arrivals = queries.arrivals_on(paper)
    return render_template(
        "donations/take_back.html", form=form, donation=donation, paper=paper, arrivals=arrivals
    ), form.status
