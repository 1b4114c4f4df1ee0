"""One door of a trip: handing over and signing, why it could not be, and the way by a slip's code."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from aidtrack.cases.codes import parse_code
from aidtrack.deliveries import actions, queries, slip
from aidtrack.deliveries.models import Stop, Trip
from aidtrack.deliveries.trips import OUTCOMES, Outcome, TripState
from aidtrack.errors import RuleBroken
from aidtrack.sentences import N_, Sentence, say
from aidtrack.web import filters, trip_words
from aidtrack.web.access import needs
from aidtrack.web.forms.base import Form
from aidtrack.web.forms.deliveries import FailedForm, ScanForm, for_failure, for_goods
from aidtrack.web.forms.people import ConfirmForm
from aidtrack.web.limits import limiter

pages = Blueprint("stops", __name__)


@pages.route("/<code>/stops/<int:position>", methods=["GET", "POST"])
@needs("deliveries.see")
def show(code: str, position: int) -> Any:
    stop = _stop(code, position)
    if stop.outcome is None and "failed" in request.args:
        return _not_handed_over(stop)
    form = for_goods(queries.shares(stop), in_part="in_part" in request.args)
    if form.submitted():
        with form.acting() as act:
            actions.record(stop, **form.told(), key=form.key.data, by=g.actor, at=g.clock.now())
            act.leads_to = _onwards(stop)
        if act.done:
            return _recorded(stop, act.leads_to)
    if stop.outcome is not None and request.method == "GET":
        return _receipt(stop, ConfirmForm(formdata=None))
    return render_template("deliveries/stop.html", form=form, **_told(stop)), form.status


def _stop(code: str, position: int) -> Stop:
    return queries.get_stop(queries.get_trip(code, by=g.actor), position)


def _not_handed_over(stop: Stop) -> Any:
    form = FailedForm()
    if form.submitted():
        with form.acting() as act:
            actions.record(stop, **form.told(), key=form.key.data, by=g.actor, at=g.clock.now())
            act.leads_to = _onwards(stop)
        if act.done:
            return _recorded(stop, act.leads_to)
    return render_template("deliveries/failed.html", form=form, **_told(stop)), form.status


@pages.route("/<code>/stops/<int:position>/correct", methods=["GET", "POST"])
@needs("deliveries.record")
def correct(code: str, position: int) -> Any:
    stop, here = _stop(code, position), url_for(".show", code=code, position=position)
    if stop.receipt is None:
        return redirect(here)
    failed, in_part = "failed" in request.args, "in_part" in request.args
    before = stop.receipt
    form = for_failure(before) if failed else for_goods(queries.shares(stop), in_part=in_part, before=before)
    if form.submitted():
        with form.acting() as act:
            said = {"reason": form["reason"].data, "seen": form["seen"].data, "key": form.key.data}
            actions.correct(stop, **form.told(), **said, by=g.actor, at=g.clock.now())
            act.leads_to = here
        if act.done:
            return _recorded(stop, act.leads_to)
    share = [{**line, "given": None} for line in trip_words.goods(stop)]  # whole, whatever was handed over
    shown = {"goods": share, "blocked": actions.why_not_corrected(stop, g.actor), "correcting": True}
    page = "deliveries/failed.html" if failed else "deliveries/stop.html"
    return render_template(page, form=form, **{**_told(stop), **shown}), form.status


def _receipt(stop: Stop, again: ConfirmForm) -> Any:
    """What was recorded, what was corrected in it, and what may be done with it now."""
    shown = {"may_correct": actions.why_not_corrected(stop, g.actor) is None, "again": again}
    corrections = trip_words.corrections(stop)
    page = render_template("deliveries/receipt.html", **_told(stop), **shown, corrections=corrections)
    return page, again.status


def _onwards(stop: Stop) -> str:
    """The next household, or the trip when none waits."""
    following = queries.next_stop(stop.trip, after=stop.position)
    if following is None:
        return url_for("deliveries.show", code=stop.trip.code)
    return url_for(".show", code=stop.trip.code, position=following.position)


def _recorded(stop: Stop, leads_to: str) -> Any:
    rule = OUTCOMES[Outcome(stop.outcome or "")]
    flash(_("%(outcome)s: %(name)s.", outcome=filters.say(rule.label), name=stop.case.name), "done")
    return redirect(leads_to)


def _told(stop: Stop) -> dict[str, Any]:
    """What every page of a stop shows."""
    trip = stop.trip
    following = queries.next_stop(trip, after=stop.position) if stop.outcome is None else None
    return {
        "trip": trip,
        "stop": stop,
        "goods": trip_words.goods(stop),
        "of": len(queries.stops_of(trip)),
        "blocked": _blocked(trip, stop),
        "rule": OUTCOMES[Outcome(stop.outcome)] if stop.outcome else None,
        "scanned": "scanned" in request.args,
        "following": following if following is not None and following.id != stop.id else None,
        "may_go_again": queries.may_go_again(stop),
    }


def _blocked(trip: Trip, stop: Stop) -> Sentence | None:
    """Why this person cannot record the stop now."""
    if not g.actor.can("deliveries.record", within=trip.place_path):
        return say(N_("You may look at this trip; whoever delivers records what happened."))
    if trip.state != TripState.OUT.value:
        return say(N_("This trip is not on its way, so nothing can be handed over."))
    if queries.allocated_by(stop, g.actor.id):
        return say(N_("You proposed or approved this share, so somebody else confirms that it was received."))
    return None


@pages.post("/<code>/stops/<int:position>/again")
@needs("deliveries.plan")
def again(code: str, position: int) -> Any:
    stop, form = _stop(code, position), ConfirmForm()
    if form.submitted():
        with form.acting() as act:
            days = current_app.config["SETTINGS"].reservation_days
            actions.deliver_again(stop, reservation_days=days, by=g.actor, at=g.clock.now())
            act.leads_to = url_for(
                "deliveries.new", campaign=stop.trip.campaign.code, place=stop.case.place_id
            )
        if act.done:
            flash(_("The share is held again. Plan a trip that takes it along."), "done")
            return redirect(act.leads_to)
    return _receipt(stop, form)


@pages.get("/scan")
@needs("deliveries.see")
@limiter.limit("60 per minute")
def scan() -> Any:
    form = ScanForm(request.args)
    if form.code.data and (stop := _found(form)):
        where = url_for(".show", code=stop.trip.code, position=stop.position, scanned=1)
        return redirect(where)
    return render_template("deliveries/scan.html", form=form, back=request.args.get("trip"))


def _found(form: Form) -> Stop | None:
    """The stop of what was typed or scanned; None with the reason at the field."""
    read = slip.read_qr_text(form.code.data)
    case_code, campaign_code = read or (form.code.data, None)
    try:
        stop = queries.stop_for(parse_code(case_code), by=g.actor, campaign_code=campaign_code)
        if stop is None:
            raise RuleBroken(N_("No trip in your area goes to this household."), field="code")
    except RuleBroken as refusal:
        refusal.field = "code"
        form.refuse(refusal)
        return None
    return stop
