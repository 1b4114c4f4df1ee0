"""The key under which follow-up codes and addresses are kept: derived from the deployment's own secret."""

from __future__ import annotations

import hmac

from flask import Flask, current_app


def secret() -> bytes:
    """The key for requests, of the application that answers now."""
    return secret_of(current_app)


def secret_of(app: Flask) -> bytes:
    """The key for requests; another one than that of cookies, made of the same secret."""
    return hmac.digest(str(app.config["SECRET_KEY"]).encode(), b"requests", "sha256")
