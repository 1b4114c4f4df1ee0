"""Where all meets: the application made of its settings, its database and its pages."""

from __future__ import annotations

import logging
import secrets
from importlib import import_module
from pathlib import Path
from typing import Any

from flask import Flask, Response, g
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from aidtrack.cases import deadlines
from aidtrack.db import db
from aidtrack.schema import folder
from aidtrack.settings import Settings
from aidtrack.web import access, addresses, compression, errors, filters, languages, limits, menu

TOPICS = (
    "audit",
    "places",
    "people",
    "goods",
    "stock",
    "donations",
    "cases",
    "campaigns",
    "deliveries",
    "community",
    "posts",
)
"""The topics with tables."""

PAGES = (
    "home",
    "places",
    "people",
    "goods",
    "donations",
    "stock",
    "cases",
    "posts",
    "campaigns",
    "deliveries",
    "community",
    "reports",
    "books",
    "audit",
)
"""The blueprints: `web/<name>.py` with a blueprint `pages`."""

LARGEST_UPLOAD = 20 * 1024 * 1024


def create_app(settings: Settings | None = None) -> Flask:
    """The application for these settings (by default from the environment)."""
    settings = settings or Settings.from_environ()
    package = Path(__file__).parent
    app = Flask(
        "aidtrack", template_folder=str(folder("templates")), static_folder=str(package / "web" / "static")
    )
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key or secrets.token_urlsafe(32),
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS={"pool_pre_ping": not settings.on_sqlite},
        MAX_CONTENT_LENGTH=LARGEST_UPLOAD,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        SEND_FILE_MAX_AGE_DEFAULT=31536000,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_NAME="aidtrack_form",
        WTF_CSRF_TIME_LIMIT=None,
        BABEL_DEFAULT_LOCALE=settings.language,
        DEADLINES=deadlines.read(settings.deadlines),
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    for topic in TOPICS:
        for file in sorted((package / topic).glob("*models.py")):
            import_module(f"aidtrack.{topic}.{file.stem}")
    db.init_app(app)
    app.before_request(_nonce)
    for part in (addresses, access, languages, filters, errors, limits, menu, compression):
        part.init(app)
    CSRFProtect(app)
    for name in PAGES:
        app.register_blueprint(import_module(f"aidtrack.web.{name}").pages)
    app.after_request(_harden)
    app.jinja_env.globals["csp_nonce"] = lambda: g.nonce
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    logging.getLogger("aidtrack").setLevel(logging.INFO)
    return app


def _nonce() -> None:
    g.nonce = secrets.token_urlsafe(12)


def _harden(response: Response) -> Any:
    """Headers of every answer: no foreign code, no frames, no sniffing, nothing personal in caches."""
    nonce = g.get("nonce", "")
    response.headers.setdefault(
        "Content-Security-Policy",
        f"default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:; "
        "object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'",
    )
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("X-Frame-Options", "DENY")
    response.headers.setdefault("Permissions-Policy", "camera=(self), geolocation=(self), microphone=()")
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    return response
