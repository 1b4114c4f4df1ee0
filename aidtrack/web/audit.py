"""The log of changes for auditors: every entry of the chain, newest first, and whether the chain holds."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, render_template, request

from aidtrack.audit import queries
from aidtrack.web import audit_words
from aidtrack.web.access import needs
from aidtrack.web.addresses import whole

pages = Blueprint("audit", __name__, url_prefix="/audit")


@pages.get("/")
@needs("audit.see")
def index() -> Any:
    before = request.args.get("before", type=whole)
    subject = request.args.get("about", "").strip()
    entries = queries.page(g.actor, before=before, subject=subject or None)
    shown, more = entries[: queries.PAGE], len(entries) > queries.PAGE
    return render_template(
        "audit/index.html",
        entries=[(entry, audit_words.about(entry)) for entry in shown],
        after=shown[-1].seq if more else None,
        about=subject,
        head=queries.head(),
    )


@pages.get("/chain")
@needs("audit.see")
def chain() -> Any:
    """Walk the whole chain now."""
    return render_template("audit/chain.html", verdict=queries.verify())
