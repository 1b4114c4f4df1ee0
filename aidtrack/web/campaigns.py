"""Pages of campaigns (being built)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from aidtrack.web.access import needs, public

pages = Blueprint("campaigns", __name__, url_prefix="/campaigns")


@pages.get("/")
@public
def index() -> Any:
    return "campaigns"
