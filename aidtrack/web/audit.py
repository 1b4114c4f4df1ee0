"""The log of changes for auditors: every entry of the chain, newest first, and whether the chain holds."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, render_template, request

from aidtrack.audit import queries
from aidtrack.people import queries as people
from aidtrack.vietnamese.folding import clean
from aidtrack.web import audit_words
from aidtrack.web.access import needs
from aidtrack.web.addresses import whole

pages = Blueprint("audit", __name__, url_prefix="/audit")


@pages.get("/")
@needs("audit.see")
def index() -> Any:
    asked = {"about": clean(request.args.get("about", "")), "act": request.args.get("act", "")}
    before, meant = request.args.get("before", type=whole), audit_words.meant(asked["about"])
    entries = queries.page(g.actor, before=before, subjects=meant, act=asked["act"])
    shown, more = entries[: queries.PAGE], len(entries) > queries.PAGE
    names = people.names_of(audit_words.whom(shown))
    return render_template(
        "audit/index.html",
        entries=[(entry, audit_words.about(entry, names)) for entry in shown],
        after=shown[-1].seq if more else None,
        asked=asked,
        acts=audit_words.acts(),
        head=queries.head(),
    )


@pages.get("/chain")
@needs("audit.see")
def chain() -> Any:
    """Walk the whole chain now."""
    return render_template("audit/chain.html", verdict=queries.verify())
