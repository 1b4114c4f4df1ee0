"""Pages of deliveries (being built)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from aidtrack.web.access import needs, public

pages = Blueprint("deliveries", __name__, url_prefix="/deliveries")


@pages.get("/")
@public
def index() -> Any:
    return "deliveries"
