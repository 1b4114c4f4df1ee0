"""Pages of audit (being built)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from aidtrack.web.access import needs, public

pages = Blueprint("audit", __name__, url_prefix="/audit")


@pages.get("/")
@public
def index() -> Any:
    return "audit"
