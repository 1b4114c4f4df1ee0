"""Pages of donations (being built)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from aidtrack.web.access import needs, public

pages = Blueprint("donations", __name__, url_prefix="/donations")


@pages.get("/")
@public
def index() -> Any:
    return "donations"
