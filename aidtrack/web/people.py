"""Pages of people (being built)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from aidtrack.web.access import needs, public

pages = Blueprint("people", __name__, url_prefix="/people")


@pages.get("/")
@public
def index() -> Any:
    return "people"
