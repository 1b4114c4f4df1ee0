"""Who may see a page: every view declares its right or that it is public; sessions are kept in a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, g, redirect, request, url_for
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import MisdirectedRequest
from werkzeug.wrappers import Response

from aidtrack import db as database
from aidtrack.db import db
from aidtrack.people import queries as people
from aidtrack.rights import Actor, require
from aidtrack.web import filters

COOKIE = "aidtrack"
TRIES = 3
TRY_AGAIN = frozenset({"40001", "40P01"})
"""PostgreSQL's serialisation failure and deadlock: the whole request is repeated."""
FORWARDED = ("x-forwarded", "forwarded", "via", "x-real-ip", "cf-", "true-client-ip")
"""How the headers begin that only a proxy or tunnel writes."""


@dataclass(frozen=True)
class SignedIn(Actor):
    """The actor of a request, with what the page shows of them."""

    role_label: str = ""
    scope_label: str = ""


def public(view: Callable[..., Any]) -> Callable[..., Any]:
    """A page for everybody, signed in or not."""
    view.right = None  # type: ignore[attr-defined]
    return _repeated(view)


def needs(right: str, within: str | None = None) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """A page for those who hold a right somewhere, or `within` a place (its path); where else exactly,
    the action checks."""

    def declare(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if g.actor is None:
                return redirect(url_for("people.sign_in", next=request.full_path.rstrip("?")))
            require(g.actor, right, within=within)
            return view(*args, **kwargs)

        guarded.right, guarded.within = right, within  # type: ignore[attr-defined]
        return _repeated(guarded)

    return declare


def _repeated(view: Callable[..., Any]) -> Callable[..., Any]:
    """Repeat a whole request up to three times where the database asks for it."""

    @wraps(view)
    def patient(*args: Any, **kwargs: Any) -> Any:
        for attempt in range(1, TRIES + 1):
            try:
                return view(*args, **kwargs)
            except DBAPIError as error:
                db.session.rollback()
                if attempt == TRIES or getattr(error.orig, "sqlstate", None) not in TRY_AGAIN:
                    raise
                for upload in request.files.values():
                    upload.seek(0)
        raise AssertionError("unreachable")

    return patient


class FormCookie(SecureCookieSessionInterface):
    """The cookie of forms goes over an encrypted line only, where the request came over one."""

    def get_cookie_secure(self, app: Flask) -> bool:
        return request.is_secure


def init(app: Flask) -> None:
    """Know who asks, before each request."""
    app.session_interface = FormCookie()
    app.before_request(_refuse_strangers)
    app.before_request(_recognise)


def _refuse_strangers() -> None:
    """While demo accounts exist, only this machine may ask: nothing forwarded, no foreign name.

    Otherwise the host must be one of AIDTRACK_HOSTS where that is set.
    """
    settings = current_app.config["SETTINGS"]
    host = request.host.rsplit(":", 1)[0].strip("[]")
    if people.demo_accounts_exist():
        forwarded = any(name.lower().startswith(FORWARDED) for name in request.headers.keys())
        if forwarded or host not in ("127.0.0.1", "localhost", "::1"):
            raise MisdirectedRequest()
    elif settings.hosts and host not in {name.strip() for name in settings.hosts.split(",")}:
        raise MisdirectedRequest()


def _recognise() -> None:
    """Who asks, with which grants, at what business time."""
    settings = current_app.config["SETTINGS"]
    g.clock = database.clock_of_business(settings.fixed_clock)
    g.person, g.actor = None, None
    token = request.cookies.get(COOKIE)
    if token and request.endpoint != "static" and (person := people.signed_in(token)):
        actor = people.actor_of(person, g.clock.today())
        g.person = person  # before any words: the person's language decides
        g.actor = SignedIn(
            actor.id,
            actor.name,
            actor.grants,
            role_label=filters.say(people.main_role_label(actor)),
            scope_label=filters.say(people.scope_label(person, g.clock.today())),
        )


def remember(response: Response, token: str, days: int | None) -> Response:
    """Put a session's token into the browser; without days it ends with the browser."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=days * 86400 if days else None,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure,
    )
    return response


def forget(response: Response) -> Response:
    """Take the token out of the browser."""
    response.delete_cookie(COOKIE)
    return response


def own_address(where: str) -> str:
    """An address of ours to go to, or the start page: never another site."""
    # Browsers read a backslash as a slash and leave out tabs and line ends, so an address with one is no way.
    plain = where.isprintable() and "\\" not in where
    if not plain or not where.startswith("/") or where.startswith("//") or urlsplit(where).netloc:
        return url_for("home.show")
    return where
