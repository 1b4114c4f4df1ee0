"""Pages of places (being built)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from aidtrack.web.access import needs, public

pages = Blueprint("places", __name__, url_prefix="/places")


@pages.get("/")
@public
def index() -> Any:
    return "places"
