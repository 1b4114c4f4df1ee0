"""The start page: what waits for you today, ward by ward; and the switch of language for everybody."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, jsonify, redirect, render_template, request, url_for

from aidtrack.db import db, transaction
from aidtrack.languages import LANGUAGES
from aidtrack.people import actions as people
from aidtrack.people import queries as people_queries
from aidtrack.rights import Role
from aidtrack.web import access, languages, today
from aidtrack.web.access import public

pages = Blueprint("home", __name__)


@pages.get("/")
@public
def show() -> Any:
    if g.actor is None:
        return render_template("home/welcome.html")
    role = people_queries.main_role(g.actor)
    if role is Role.AUDITOR:
        return redirect(url_for("books.index"))
    if role is Role.VOLUNTEER:
        return render_template("home/today_on_phone.html", **today.for_volunteer())
    return render_template("home/today.html", **(today.for_office() if role else {}))


@pages.get("/language")
@public
def language() -> Any:
    """Change the language and go back to where one was, on this site only."""
    wanted = request.args.get("to", "")
    wanted = wanted if wanted in LANGUAGES else "vi"
    if g.person is not None:
        with transaction():
            people.set_language(g.person, wanted)
    return languages.back_with(wanted, access.own_address(request.args.get("back", "")))


@pages.get("/health")
@public
def health() -> Any:
    """Whether the program and its database answer; for machines."""
    db.session.execute(db.text("SELECT 1"))
    return jsonify({"ok": True})
