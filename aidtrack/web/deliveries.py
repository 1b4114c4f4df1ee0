"""Deliveries: trips by ward, one trip with its stops, planning, sending out, closing, slips, the board."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from aidtrack.campaigns import queries as campaigns
from aidtrack.deliveries import actions, queries, slip
from aidtrack.deliveries.models import Trip
from aidtrack.deliveries.trips import TRIP_LABELS, TripState
from aidtrack.people import queries as people
from aidtrack.rights import Role
from aidtrack.vietnamese.dates import show_date
from aidtrack.web import board, deliveries_plan, deliveries_stops, filters, trip_words
from aidtrack.web.access import needs
from aidtrack.web.addresses import whole
from aidtrack.web.forms.deliveries import TripForm

pages = Blueprint("deliveries", __name__, url_prefix="/deliveries")
pages.register_blueprint(deliveries_stops.pages)


@pages.get("/")
@needs("deliveries.see")
def index() -> Any:
    state = request.args.get("state", "")
    before = request.args.get("before", type=whole)
    known = TripState(state) if state in list(TripState) else None
    if people.main_role(g.actor) is Role.VOLUNTEER:
        own = [] if before else queries.index(g.actor, driver_id=g.actor.id)
        rows = queries.index(g.actor, but_driver_id=g.actor.id, state=known, before=before)
        return render_template("deliveries/rounds.html", own=trip_words.rows(own), **_listed(rows))
    rows = queries.index(g.actor, state=known, before=before)
    return render_template("deliveries/index.html", views=_views(state), **_listed(rows))


def _listed(found: list[queries.TripRow]) -> dict[str, Any]:
    """A page of the list and the way on."""
    rows, more = found[: queries.PAGE], len(found) > queries.PAGE
    state = request.args.get("state") or None
    pager = {
        "said": ngettext("%(num)d trip, the newest first", "%(num)d trips, the newest first", len(rows)),
        "before": url_for(".index", state=state) if request.args.get("before") else None,
        "after": url_for(".index", state=state, before=rows[-1].trip.id) if more else None,
    }
    return {"rows": trip_words.rows(rows), "pager": pager}


def _views(current: str) -> list[dict[str, Any]]:
    views = [("", _("All")), *((state.value, filters.say(label)) for state, label in TRIP_LABELS.items())]
    return [
        {"url": url_for(".index", state=key or None), "label": label, "current": key == current}
        for key, label in views
    ]


@pages.route("/new", methods=["GET", "POST"])
@needs("deliveries.plan")
def new() -> Any:
    form, waiting = deliveries_plan.prepared()
    if form.submitted() and form.place.place_id and form.on.data:
        with form.acting() as act:
            made = actions.plan(
                campaigns.get_campaign(form.campaign.data, by=g.actor),
                form.place.place_id,
                on=form.on.data,
                driver_id=form.driver.data or None,
                most_stops=form.most_stops.data,
                by=g.actor,
                at=g.clock.now(),
            )
            one = len(made) == 1
            act.leads_to = url_for(".show", code=made[0].code) if one else url_for(".index", state="planned")
        if act.done:
            flash(ngettext("%(num)d trip is planned.", "%(num)d trips are planned.", len(made)), "done")
            return redirect(act.leads_to)
    return render_template("deliveries/new.html", form=form, waiting=waiting), form.status


@pages.get("/<code>")
@needs("deliveries.see")
def show(code: str) -> Any:
    return _page(queries.get_trip(code, by=g.actor), TripForm(formdata=None))


def _page(trip: Trip, form: TripForm) -> Any:
    """A trip: on the phone of whoever delivers, or with its buttons for the office."""
    stops = queries.stops_of(trip)
    found = {
        "trip": trip,
        "stops": stops,
        "counts": trip_words.counts(stops),
        "load": queries.on_vehicle(trip),
        "lines": trip_words.stops(trip, stops),
        "form": form,
        "closing": _blocked(trip, [stop.position for stop in stops if stop.outcome is None]),
        "another_day": trip_words.why_another_day(trip, g.clock.today()),
        "moved": queries.moved_away(trip),
    }
    if people.main_role(g.actor) is Role.VOLUNTEER:
        return render_template("deliveries/round.html", **found), form.status
    return render_template("deliveries/show.html", **found), form.status


def _blocked(trip: Trip, waiting: list[int]) -> str | None:
    """Why a trip cannot be closed yet."""
    if trip.state != TripState.OUT.value or not waiting:
        return None
    return str(
        ngettext("%(num)d stop has no outcome yet.", "%(num)d stops have no outcome yet.", len(waiting))
    )


@pages.post("/<code>/send-out")
@needs("deliveries.send_out")
def send_out(code: str) -> Any:
    trip, form = queries.get_trip(code, by=g.actor), TripForm()
    if form.submitted():
        with form.acting() as act:
            how = {"key": form.key.data, "another_day": form.another_day.data}
            actions.send_out(trip, **how, by=g.actor, at=g.clock.now())
            act.leads_to = url_for(".show", code=code)
        if act.done:
            flash(_("The trip is on its way; the goods are issued."), "done")
            return redirect(act.leads_to)
    return _page(trip, form)


@pages.post("/<code>/close")
@needs("deliveries.close")
def close(code: str) -> Any:
    trip, form = queries.get_trip(code, by=g.actor), TripForm()
    if form.submitted():
        with form.acting() as act:
            actions.close(trip, by=g.actor, at=g.clock.now())
            act.leads_to = url_for(".show", code=code)
        if act.done:
            flash(_("The trip is closed; nothing is left on the vehicle."), "done")
            return redirect(act.leads_to)
    return _page(trip, form)


@pages.post("/<code>/cancel")
@needs("deliveries.plan")
def cancel(code: str) -> Any:
    trip, form = queries.get_trip(code, by=g.actor), TripForm()
    if form.submitted():
        with form.acting() as act:
            actions.cancel(trip, by=g.actor, at=g.clock.now())
            act.leads_to = url_for(".show", code=code)
        if act.done:
            flash(_("The trip is cancelled. Its shares stay held and wait for another trip."), "done")
            return redirect(act.leads_to)
    return _page(trip, form)


@pages.get("/<code>/slips.pdf")
@needs("deliveries.plan")
def slips(code: str) -> Any:
    trip = queries.get_trip(code, by=g.actor, right="deliveries.plan")
    footer = slip.footer_sentence(window=f"ngày {show_date(trip.on)}", phone=g.person.phone)
    pdf = slip.slips(trip_words.slips(trip, queries.stops_of(trip)), footer=footer)
    named = f'inline; filename="phieu-nhan-qua-{trip.code}.pdf"'
    return Response(pdf, mimetype="application/pdf", headers={"Content-Disposition": named})


@pages.get("/board")
@needs("deliveries.see")
def ward_board() -> Any:
    return render_template("deliveries/board.html", **board.shown(g.actor, g.clock.today()))
