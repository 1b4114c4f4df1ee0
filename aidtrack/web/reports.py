"""Pages of reports (being built)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from aidtrack.web.access import needs, public

pages = Blueprint("reports", __name__, url_prefix="/reports")


@pages.get("/")
@public
def index() -> Any:
    return "reports"
