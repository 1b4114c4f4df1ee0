"""Pages of stock (being built)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from aidtrack.web.access import public

pages = Blueprint("stock", __name__, url_prefix="/stock")


@pages.get("/")
@public
def index() -> Any:
    return "stock"
