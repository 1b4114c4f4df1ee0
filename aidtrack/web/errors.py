"""One table from what went wrong to what the reader sees: status, title, sentence, way out."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, flash, g, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from aidtrack.db import DoneAlready, db
from aidtrack.errors import AidtrackError, Conflict, NotAllowed, NotFound, RuleBroken
from aidtrack.sentences import N_
from aidtrack.web import filters

log = logging.getLogger("aidtrack.web")


@dataclass(frozen=True)
class Page:
    """How an error is shown."""

    status: int
    title: str
    text: str = ""


OURS: Mapping[type[AidtrackError], Page] = {
    NotFound: Page(404, N_("Not found")),
    NotAllowed: Page(403, N_("Not allowed")),
    RuleBroken: Page(422, N_("This cannot be done so")),
    Conflict: Page(409, N_("Somebody was quicker")),
}

HTTP: Mapping[int, Page] = {
    400: Page(400, N_("The request cannot be read"), N_("Go back, reload the page and try again.")),
    404: Page(404, N_("Not found"), N_("There is no page here. Check the address, or go to the start page.")),
    405: Page(
        405,
        N_("Not possible here"),
        N_("This address does not take what was sent. Go back and use the button."),
    ),
    413: Page(413, N_("The file is too large"), N_("Send a file of at most 20 MB, or split the list.")),
    421: Page(
        421,
        N_("This server speaks to its own machine only"),
        N_(
            "Demo accounts exist, so forwarded requests and other host names are refused. "
            "Remove the demo first."
        ),
    ),
    429: Page(429, N_("Too many requests"), N_("Wait a minute and try again.")),
    500: Page(
        500,
        N_("Something broke on our side"),
        N_("Nothing was changed. Try again; if it stays, call the operator."),
    ),
}


def init(app: Flask) -> None:
    """Show every error as a sentence, to people as a page and to programs as JSON."""
    app.register_error_handler(AidtrackError, _ours)
    app.register_error_handler(DoneAlready, _done_already)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _broken)


def _show(page: Page, text: str) -> Any:
    db.session.rollback()
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        return jsonify({"title": filters.say(page.title), "detail": text, "status": page.status}), page.status
    return render_template(
        "errors/error.html", title=filters.say(page.title), text=text, status=page.status
    ), page.status


def _ours(error: AidtrackError) -> Any:
    page = next(OURS[kind] for kind in type(error).__mro__ if kind in OURS)
    return _show(page, filters.say(error.sentence))


def _done_already(error: DoneAlready) -> Any:
    flash(_("This was saved already; it was not done a second time."), "note")
    return redirect(error.leads_to or url_for("home.show"))


def _stale_form(error: CSRFError) -> Any:
    return _show(HTTP[400], _("This form was open too long. Go back, reload the page and send it again."))


def _http(error: HTTPException) -> Any:
    if error.code is None or error.code < 400:
        return error
    page = HTTP.get(error.code) or Page(error.code, HTTP[400].title, HTTP[400].text)
    return _show(page, filters.say(page.text))


def _broken(error: Exception) -> Any:
    log.exception("internal fault at %s", request.path)
    g.setdefault("actor", None)
    return _show(HTTP[500], filters.say(HTTP[500].text))
