"""What everybody may do without an account: send a request to a ward, follow it by its code, take it back."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_limiter.util import get_remote_address

from aidtrack.clock import real_now
from aidtrack.community import actions, keyed, queries, ward_words
from aidtrack.community.actions import Arrived
from aidtrack.community.limit_actions import Doors
from aidtrack.community.limits import TooMany
from aidtrack.db import DoneAlready, transaction
from aidtrack.errors import NotFound
from aidtrack.places import queries as places
from aidtrack.places.hierarchy import Unit
from aidtrack.sentences import N_
from aidtrack.web import community_requests, community_wards, request_words
from aidtrack.web.access import public
from aidtrack.web.forms.community import FollowForm, OftenForm, RequestForm, WardForm, WithdrawForm
from aidtrack.web.limits import limiter
from aidtrack.web.secrets_of_requests import secret

pages = Blueprint("community", __name__, url_prefix="/community")
pages.register_blueprint(community_requests.pages)
pages.register_blueprint(community_wards.pages)


def _edition() -> str:
    return places.edition_in_force(current_app.config["SETTINGS"].edition)


@pages.get("/")
@public
def index() -> Any:
    """Where somebody without a link begins: their ward, or their code."""
    form = WardForm(request.args)
    if request.args.get("ward") and form.validate() and form.ward.place_id:
        return redirect(url_for(".ask", ward=ward_words.in_address(form.ward.place_id)))
    return render_template("community/index.html", form=form, wards=()), 422 if form.problems else 200


@pages.get("/<ward>")
@public
def find(ward: str) -> Any:
    """The address that is dictated, "/community/xa-lien-ninh", leads to the ward's page."""
    found = [_unit(ward)] if ward_words.key_in(ward) else ward_words.meant(ward, _edition())
    if not found:
        raise NotFound(N_("There is no page for a ward of that name."))
    if len(found) == 1:
        return redirect(url_for(".ask", ward=ward_words.in_address(found[0].key)))
    wards = [(places.label_of(one.key), ward_words.in_address(one.key)) for one in found]
    return render_template("community/index.html", form=WardForm(None), wards=wards)


def _unit(ward: str) -> Unit:
    """The ward of a lasting address; that of an older edition leads to today's."""
    unit = places.get_unit(ward_words.key_in(ward) or ward)
    if not unit.is_ward:
        raise NotFound(N_("There is no page for a ward of that name."))
    return (places.today_of(unit.key) or unit) if unit.edition < _edition() else unit


@pages.route("/<ward>/request", methods=["GET", "POST"])
@public
@limiter.limit("60 per minute", methods=["POST"])
def ask(ward: str) -> Any:
    """The request page of a ward."""
    unit = _unit(ward)
    page = queries.page_of(unit.key)
    if page is None or not page.is_open:
        return render_template("community/closed.html", unit=unit, phone=page.phone if page else None)
    form = RequestForm()
    code = _sent(form, unit) if form.submitted() else None
    if code:
        return render_template("community/sent.html", unit=unit, page=page, code=keyed.grouped(code))
    return _often(form, render_template("community/ask.html", form=form, unit=unit, page=page, ward=ward))


def _sent(form: RequestForm, unit: Unit) -> str | None:
    """The code of what was sent, also if it is sent a second time; None if something is to be mended."""
    try:
        with form.acting() as act:
            _request, code = actions.send(
                form.asked(unit.key), _arrived(form), doors=_doors(), secret=secret(), at=g.clock.now()
            )
            act.leads_to = url_for(".index")
    except DoneAlready:
        before = queries.sent_with(form.key.data or "", secret())
        flash(_("This was saved already; it was not done a second time."), "done")
        return before[1] if before else None
    if form.problems:
        return None
    flash(_("The ward has your request."), "done")
    return code


def _arrived(form: RequestForm) -> Arrived:
    return Arrived(
        key=form.key.data or "",
        opened=form.opened.data or "",
        honeypot=bool(form.homepage.data),
        address=get_remote_address(),
        real=real_now(),
    )


def _doors() -> Doors:
    return Doors.of(current_app.config["SETTINGS"])


def _often(form: OftenForm, page: str) -> Any:
    """A page with the status of its form, and, at a shut door, with the seconds until it opens."""
    if form.too_many is None:
        return page, form.status
    seconds = max(1, int((form.too_many.until - real_now()).total_seconds()))
    return page, form.status, {"Retry-After": str(seconds)}


@pages.route("/status", methods=["GET", "POST"])
@public
@limiter.limit("60 per minute", methods=["POST"])
def status() -> Any:
    """How far a request is, for whoever has its code."""
    form = FollowForm()
    found = _followed(form, form.code.data) if form.submitted() else None
    return _told(form, found)


def _followed(form: FollowForm | WithdrawForm, typed: str | None) -> queries.Followed | None:
    try:
        with transaction():
            address = get_remote_address()
            found = actions.follow(typed or "", address, real_now(), doors=_doors(), secret=secret())
    except TooMany as error:
        form.refuse(error)
        return None
    if found is None:
        form.code.errors = [
            _("No request has this code. Compare it letter by letter with what you wrote down.")
        ]
    return found


def _told(form: FollowForm, found: queries.Followed | None) -> Any:
    if found is None:
        return _often(form, render_template("community/status.html", form=form, told=None))
    code = keyed.plain(form.code.data or "")
    again = WithdrawForm(None, code=code)
    return render_template(
        "community/status.html",
        form=form,
        told=request_words.told_to_resident(found),
        code=keyed.grouped(code),
        again=again,
    )


@pages.post("/withdraw")
@public
@limiter.limit("60 per minute")
def withdraw() -> Any:
    """Ask once more, then take the request back."""
    form = WithdrawForm()
    found = _followed(form, form.code.data) if form.submitted() else None
    follow = FollowForm(None, code=keyed.grouped(keyed.plain(form.code.data or "")))
    if found is None:
        follow.too_many, follow.refused = form.too_many, [*form.refused, *map(str, form.code.errors)]
        return _often(follow, render_template("community/status.html", form=follow, told=None))
    if not form.confirmed:
        return render_template("community/withdraw.html", form=form, open=found.open)
    with form.acting() as act:
        done = actions.withdraw(form.code.data or "", secret=secret(), at=g.clock.now())
        act.leads_to = url_for(".status")
    if act.done:
        flash(_("The request is withdrawn.") if done else _("The ward is asked to withdraw it."), "done")
    follow.refused = form.refused
    return _told(follow, queries.followed(form.code.data or "", secret()))
