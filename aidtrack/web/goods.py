"""Pages of goods (being built)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from aidtrack.web.access import public

pages = Blueprint("goods", __name__, url_prefix="/goods")


@pages.get("/")
@public
def index() -> Any:
    return "goods"
