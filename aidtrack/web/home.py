"""Pages of home (being built)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from aidtrack.web.access import needs, public

pages = Blueprint("home", __name__, url_prefix="/home")


@pages.get("/")
@public
def index() -> Any:
    return "home"
