"""How often somebody may knock: limits by address on the doors that are open to everybody."""

from __future__ import annotations

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(get_remote_address, headers_enabled=False)


def init(app: Flask) -> None:
    """Count in memory, or where AIDTRACK_LIMITS_STORAGE says (several processes need one place)."""
    app.config["RATELIMIT_STORAGE_URI"] = app.config["SETTINGS"].limits_storage
    limiter.init_app(app)
