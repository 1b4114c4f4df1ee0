"""Which language a page speaks: the person's, else the cookie's, else the browser's, else Vietnamese."""

from __future__ import annotations

from typing import Any

from flask import Flask, current_app, g, redirect, request
from flask_babel import Babel, Domain
from werkzeug.wrappers import Response

from aidtrack import languages
from aidtrack.languages import LANGUAGES

COOKIE = "language"


class Catalogues(Domain):
    """flask-babel's domain over the topics' catalogues, which are read once."""

    def get_translations(self) -> Any:
        return languages.catalogue(language())


CATALOGUES = Catalogues()


def language() -> str:
    """The language of this request."""
    if "language" not in g:
        g.language = _chosen()
    return str(g.language)


def _chosen() -> str:
    person = g.get("person")
    for wanted in (person.language if person else None, request.cookies.get(COOKIE)):
        if wanted in LANGUAGES:
            return str(wanted)
    offered = request.accept_languages.best_match(list(LANGUAGES))
    return offered or str(current_app.config["SETTINGS"].language)


def init(app: Flask) -> None:
    """Let the pages speak."""
    Babel(app, locale_selector=language)
    app.before_request(CATALOGUES.as_default)


def remember(response: Response, wanted: str) -> Response:
    """Keep a choice of language in the browser for a year."""
    response.set_cookie(COOKIE, wanted, max_age=31536000, samesite="Lax", httponly=True)
    return response


def back_with(wanted: str, where: str) -> Response:
    """Go back to a page of our own in another language."""
    return remember(redirect(where), wanted)
