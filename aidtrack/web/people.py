"""Signing in and out, one's own account, and, for administrators, everybody's assignments."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, current_app, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from aidtrack.db import transaction
from aidtrack.errors import NotFound
from aidtrack.people import actions, passwords, queries
from aidtrack.rights import Role
from aidtrack.sentences import N_
from aidtrack.web import access
from aidtrack.web.access import needs, public
from aidtrack.web.forms.people import (
    AssignForm,
    ChangePasswordForm,
    ChoosePasswordForm,
    ConfirmForm,
    InviteForm,
    SignInForm,
)
from aidtrack.web.limits import limiter

pages = Blueprint("people", __name__, url_prefix="/people")


@pages.route("/sign-in", methods=["GET", "POST"])
@public
@limiter.limit("60 per minute", methods=["POST"])
def sign_in() -> Any:
    form = SignInForm()
    if form.submitted() and (token := _opened(form)):
        days = current_app.config["SETTINGS"].session_days if form.remember.data else None
        return access.remember(redirect(access.own_address(request.args.get("next", ""))), token, days)
    return render_template("people/sign_in.html", form=form), form.status


def _opened(form: SignInForm) -> str | None:
    """The token of a new session, or None with the one refusal that says nothing of who has an account."""
    days = current_app.config["SETTINGS"].session_days if form.remember.data else 1
    tried = actions.try_password(queries.by_phone(form.phone.data), form.password.data)
    with transaction():
        token = actions.sign_in(tried, days=days, at=g.clock.now())
    if token is None:
        form.refused.append(
            _(
                "Phone number and password do not fit. Check both. After several wrong tries the door stays"
                " shut for a while, from some seconds to half an hour: wait, or ask an administrator for a"
                " link."
            )
        )
    return token


@pages.post("/sign-out")
@public
def sign_out() -> Any:
    with transaction():
        actions.sign_out(request.cookies.get(access.COOKIE, ""))
    return access.forget(redirect(url_for("home.show")))


@pages.route("/links/<token>", methods=["GET", "POST"])
@public
@limiter.limit("30 per minute")
def use_link(token: str) -> Any:
    link, form = queries.link(token), ChoosePasswordForm()
    if link is None:
        raise NotFound(N_("This link was used or has run out. Ask an administrator for a new one."))
    if form.submitted():
        password = passwords.kept(form.password.data)
        with form.acting() as act:
            opened = actions.use_link(token, password, days=1, at=g.clock.now())
        if act.done:
            return access.remember(redirect(url_for("home.show")), opened, None)
    return render_template("people/use_link.html", form=form, person=link.person), form.status


@pages.get("/account")
@needs("account.keep")
def account() -> Any:
    today = g.clock.today()
    return render_template("people/account.html", person=g.person, in_force=queries.in_force(g.person, today))


@pages.route("/account/password", methods=["GET", "POST"])
@needs("account.keep")
@limiter.limit("10 per minute", methods=["POST"])
def change_password() -> Any:
    form = ChangePasswordForm()
    if form.submitted():
        old, new = actions.try_password(g.person, form.old.data), passwords.kept(form.password.data)
        with form.acting() as act:
            keep = request.cookies.get(access.COOKIE)
            actions.change_password(g.person, old, new, keep=keep, at=g.clock.now())
            act.leads_to = url_for(".account")
        if act.done:
            flash(_("Your password is changed. Other devices were signed out."), "done")
            return redirect(url_for(".account"))
    return render_template("people/change_password.html", form=form), form.status


@pages.get("/")
@needs("people.see")
def index() -> Any:
    everybody = queries.everybody(by=g.actor)
    today = g.clock.today()
    rows = [(person, queries.in_force(person, today)) for person in everybody]
    return render_template("people/index.html", rows=rows)


@pages.route("/new", methods=["GET", "POST"])
@needs("people.keep")
def new() -> Any:
    form = InviteForm()
    if form.submitted():
        with form.acting() as act:
            person = actions.add(form.phone.data, form.name.data, by=g.actor, at=g.clock.now())
            act.leads_to = url_for(".show", person_id=person.id)
        if act.done:
            return redirect(act.leads_to)
    return render_template("people/new.html", form=form), form.status


@pages.get("/<int:person_id>")
@needs("people.see")
def show(person_id: int) -> Any:
    person = queries.get_person(person_id, by=g.actor)
    in_force = {given.id for given in queries.in_force(person, g.clock.today())}
    shut, form = queries.minutes_shut(person), ConfirmForm()
    return render_template("people/show.html", person=person, in_force=in_force, shut=shut, form=form)


@pages.route("/<int:person_id>/assign", methods=["GET", "POST"])
@needs("people.keep")
def assign(person_id: int) -> Any:
    person, form = queries.get_person(person_id, by=g.actor), AssignForm()
    if form.submitted():
        with form.acting() as act:
            actions.assign(
                person,
                Role(form.role.data),
                None if form.everywhere.data else form.place.place_id,
                starts_on=form.starts_on.data or g.clock.today(),
                ends_on=form.ends_on.data,
                by=g.actor,
                at=g.clock.now(),
            )
            act.leads_to = url_for(".show", person_id=person.id)
        if act.done:
            return redirect(act.leads_to)
    return render_template("people/assign.html", form=form, person=person), form.status


@pages.post("/<int:person_id>/assignments/<int:assignment_id>/end")
@needs("people.keep")
def end_assignment(person_id: int, assignment_id: int) -> Any:
    person, form = queries.get_person(person_id, by=g.actor), ConfirmForm()
    given = next((one for one in person.assignments if one.id == assignment_id), None)
    if given is None:
        raise NotFound(N_("There is no such assignment."))
    if form.submitted():
        with form.acting():
            actions.end_assignment(given, on=g.clock.today(), by=g.actor, at=g.clock.now())
    return _back_to(person_id, form, _("The assignment has ended."))


@pages.post("/<int:person_id>/link")
@needs("people.keep")
def make_link(person_id: int) -> Any:
    """A one-time link is shown once, to be handed over; it is not kept readable anywhere."""
    person, form = queries.get_person(person_id, by=g.actor), ConfirmForm()
    token, hours = "", current_app.config["SETTINGS"].link_hours
    if form.submitted():
        with form.acting() as act:
            token = actions.make_link(person, hours=hours, by=g.actor, at=g.clock.now())
            act.leads_to = url_for(".show", person_id=person_id)
    if not token:
        return _back_to(person_id, form, "")
    address = url_for(".use_link", token=token, _external=True)
    until = g.clock.now() + timedelta(hours=hours)
    return render_template("people/link.html", person=person, address=address, until=until)


@pages.post("/<int:person_id>/activity")
@needs("people.keep")
def set_active(person_id: int) -> Any:
    person, form = queries.get_person(person_id, by=g.actor), ConfirmForm()
    active = request.form.get("active") == "1"
    if form.submitted():
        with form.acting():
            actions.set_active(person, active, by=g.actor, at=g.clock.now())
    return _back_to(person_id, form, _("The account is open.") if active else _("The account is closed."))


def _back_to(person_id: int, form: ConfirmForm, done: str) -> Any:
    for _field, text in form.problems:
        flash(text, "stop")
    if done and not form.problems:
        flash(done, "done")
    return redirect(url_for(".show", person_id=person_id))
