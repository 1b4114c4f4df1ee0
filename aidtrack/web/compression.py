"""Style sheets, scripts and drawings travel compressed; pages do not.

A page holds secrets beside words that the visitor chose, and its compressed length would tell one by the
other (the attack called BREACH). What is in the folder of static files is the same for everybody.
"""

from __future__ import annotations

import gzip
from functools import cache

from flask import Flask, Response, request

KINDS = frozenset({"text/css", "text/javascript", "application/javascript", "image/svg+xml"})
"""Fonts and pictures are compressed as they are."""

LEAST = 1_000
"""Bytes; below that the head of the answer is longer than what is saved."""


def init(app: Flask) -> None:
    """Let the answers of an application pass through here."""
    app.after_request(_compressed)


def _compressed(response: Response) -> Response:
    if request.endpoint != "static" or response.mimetype not in KINDS:
        return response
    response.vary.add("Accept-Encoding")
    if response.status_code != 200 or not request.accept_encodings.quality("gzip"):
        return response
    response.direct_passthrough = False
    whole = response.get_data()
    if len(whole) >= LEAST:
        response.set_data(_gzip(whole))
        response.content_encoding = "gzip"
    return response


@cache
def _gzip(whole: bytes) -> bytes:
    """A file's bytes compressed, once for each content: there are a dozen of them."""
    return gzip.compress(whole, 9, mtime=0)
