"""Pages of cases (being built)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from aidtrack.web.access import needs, public

pages = Blueprint("cases", __name__, url_prefix="/cases")


@pages.get("/")
@public
def index() -> Any:
    return "cases"


@pages.get("/new")
@needs("cases.register")
def new() -> Any:
    return "new"
