"""What stands in addresses and forms, made safe for every database before anybody looks at it."""

from __future__ import annotations

from typing import Any

from flask import Flask, request
from werkzeug.exceptions import BadRequest
from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**31 - 1
"""The largest number that a key of a row may be: PostgreSQL and SQLite refuse larger ones each in its way."""


class RowNumber(IntegerConverter):
    """`<int:…>` in an address; a larger number is no page."""

    def __init__(self, map: Map, *args: Any, **kwargs: Any) -> None:
        super().__init__(map, *args, **{"max": LARGEST, **kwargs})


def whole(text: str) -> int:
    """A parameter that is a row's number, as `request.args.get(…, type=whole)` wants it."""
    number = int(text)
    if abs(number) > LARGEST:
        raise ValueError(text)
    return number


def init(app: Flask) -> None:
    """Before the pages: their addresses are read by these rules."""
    app.url_map.converters["int"] = RowNumber
    app.before_request(_refuse_nul)


def _refuse_nul() -> None:
    """No name and no number holds the character NUL, and PostgreSQL cannot keep it."""
    sent = (text for values in (request.args, request.form) for _, text in values.items(multi=True))
    if "\0" in request.path or any("\0" in text for text in sent):
        raise BadRequest()
