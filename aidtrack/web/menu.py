"""The way around: tabs by role, drawn from one table, with the count of what waits for the reader."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, g, request, url_for

from aidtrack.campaigns import queries as campaigns
from aidtrack.cases import queries as cases
from aidtrack.languages import LANGUAGES
from aidtrack.people import queries as people
from aidtrack.rights import ROLE_LABELS, Role
from aidtrack.sentences import N_
from aidtrack.web import filters
from aidtrack.web.languages import language


@dataclass(frozen=True)
class Tab:
    """One entry: where it leads, what it is called, and what waits behind it."""

    endpoint: str
    label: str
    icon: str
    waiting: Callable[[Any], int] | None = None


HOME = Tab("home.show", N_("Today"), "sun")
CASES = Tab("cases.index", N_("Cases"), "people", cases.waiting_for)
STOCK = Tab("stock.index", N_("Stock"), "box-seam")
CAMPAIGNS = Tab("campaigns.index", N_("Allocation"), "diagram-3", campaigns.waiting_for)
DELIVERIES = Tab("deliveries.index", N_("Deliveries"), "truck")
BOOKS = Tab("books.index", N_("Books"), "journal-check")
PEOPLE = Tab("people.index", N_("Settings"), "gear")
REGISTER = Tab("cases.new", N_("Add case"), "person-plus")

TABS: Mapping[Role | None, tuple[Tab, ...]] = {
    Role.ADMIN: (HOME, CASES, STOCK, CAMPAIGNS, DELIVERIES, BOOKS, PEOPLE),
    Role.COORDINATOR: (HOME, CASES, STOCK, CAMPAIGNS, DELIVERIES, BOOKS),
    Role.AUDITOR: (CASES, STOCK, CAMPAIGNS, DELIVERIES, BOOKS),
    Role.VOLUNTEER: (HOME, REGISTER, CASES, DELIVERIES),
    None: (),
}


def init(app: Flask) -> None:
    """Hand the way around to every template."""
    app.context_processor(_around)


def _around() -> dict[str, Any]:
    actor = g.get("actor")
    role = people.main_role(actor) if actor else None
    return {
        "language": language(),
        "languages": LANGUAGES,
        "nav": [_shown(tab, actor) for tab in TABS[role]] if actor else [],
        "on_phone": role is Role.VOLUNTEER,
        "demo": people.demo_accounts_exist(),
        "role_labels": ROLE_LABELS,
        "today": g.clock.today() if "clock" in g else None,
    }


def _shown(tab: Tab, actor: Any) -> dict[str, Any]:
    topic = tab.endpoint.split(".")[0]
    here = request.endpoint == tab.endpoint or (
        (request.endpoint or "").split(".")[0] == topic
        and tab is not REGISTER
        and request.endpoint != REGISTER.endpoint
    )
    return {
        "url": url_for(tab.endpoint),
        "label": filters.say(tab.label),
        "icon": tab.icon,
        "count": tab.waiting(actor) if tab.waiting else 0,
        "current": here,
    }
