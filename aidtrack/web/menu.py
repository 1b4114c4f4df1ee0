"""The way around: tabs by role, drawn from one table, with the count of what waits for the reader."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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

ROOMS: Mapping[str, tuple[str, ...]] = {
    "audit": ("books",),
    "community": ("cases",),
    "posts": ("cases",),
    "reports": ("books",),
    "donations": ("stock",),
    "goods": ("people", "stock"),
}
"""Topics without a tab of their own stand under another topic's: the first one that the reader has."""

OWN = frozenset({"people.account", "people.change_password", "people.sign_in", "people.use_link"})
"""Pages about the reader, under no tab."""


def init(app: Flask) -> None:
    """Hand the way around to every template."""
    app.context_processor(_around)


def _around() -> dict[str, Any]:
    actor = g.get("actor")
    role = people.main_role(actor) if actor else None
    here = _here(TABS[role])
    return {
        "language": language(),
        "languages": LANGUAGES,
        "nav": [_shown(tab, actor, tab is here) for tab in TABS[role]] if actor else [],
        "on_phone": role is Role.VOLUNTEER,
        "demo": people.demo_accounts_exist(),
        "role_labels": ROLE_LABELS,
        "today": g.clock.today() if "clock" in g else None,
    }


def _here(tabs: Sequence[Tab]) -> Tab | None:
    """The tab under which this page stands; None for pages of one's own, such as the account."""
    endpoint = request.endpoint or ""
    topic = endpoint.split(".")[0]
    exact = [tab for tab in tabs if tab.endpoint == endpoint]
    if exact or endpoint in OWN:
        return exact[0] if exact else None
    wanted = ROOMS.get(topic, (topic,))
    rooms = (tab for name in wanted for tab in tabs if tab.endpoint.split(".")[0] == name)
    return next((tab for tab in rooms if tab is not REGISTER), None)


def _shown(tab: Tab, actor: Any, current: bool) -> dict[str, Any]:
    return {
        "url": url_for(tab.endpoint),
        "label": filters.say(tab.label),
        "icon": tab.icon,
        "count": tab.waiting(actor) if tab.waiting else 0,
        "current": current,
    }
