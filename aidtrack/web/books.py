"""Pages of books (being built)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from aidtrack.web.access import needs, public

pages = Blueprint("books", __name__, url_prefix="/books")


@pages.get("/")
@public
def index() -> Any:
    return "books"
