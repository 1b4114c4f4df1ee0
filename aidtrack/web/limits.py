"""How often somebody may knock: limits on the doors that are open to everybody, and on what could be guessed.

Whoever is signed in is counted as a person, so that an office behind one address is not counted as one.
"""

from __future__ import annotations

from flask import Flask, g
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address


def asker() -> str:
    """Who asks: the person, or the address of whoever is not signed in."""
    actor = g.get("actor")
    return f"person:{actor.id}" if actor else get_remote_address()


limiter = Limiter(asker, headers_enabled=False)


def init(app: Flask) -> None:
    """Count in memory, or where AIDTRACK_LIMITS_STORAGE says (several processes need one place)."""
    app.config["RATELIMIT_STORAGE_URI"] = app.config["SETTINGS"].limits_storage
    limiter.init_app(app)
