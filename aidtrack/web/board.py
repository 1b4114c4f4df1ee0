"""The ward board: at which step the households of each ward stand, and what was given there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from aidtrack.cases import queries as cases
from aidtrack.cases.board_queries import WardRow
from aidtrack.cases.filter_queries import OVERDUE_AFTER
from aidtrack.deliveries import queries
from aidtrack.goods import queries as goods
from aidtrack.rights import Actor
from aidtrack.sentences import N_
from aidtrack.web import filters

STEPS: Mapping[str, tuple[str, str, str]] = {
    "reported": ("lua", N_("Reported"), N_("waiting for verification")),
    "verified": ("mute", N_("Verified"), N_("verified, waiting for a plan")),
    "allocated": ("q2", N_("Allocated"), N_("allocated")),
    "out": ("bien", N_("On its way"), N_("on its way")),
    "served": ("ma", N_("Received"), N_("have received")),
    "failed": ("son", N_("Not delivered"), N_("not delivered")),
}
"""The steps of the board in their order: colour role, the column's head, the legend's words."""


def shown(by: Actor, today: date) -> dict[str, Any]:
    """All that the board's page needs."""
    rows = cases.board(by, today=today)
    given = queries.given_by_ward(by)
    known = [
        good for good in goods.all_goods(active=None) if any(good.code in ward for ward in given.values())
    ]
    totals = Counter({step: sum(getattr(row, step) for row in rows) for step in STEPS})
    return {
        "steps": STEPS,
        "rows": [{"row": row, "url": _address(row), "given": given.get(row.place_id, {})} for row in rows],
        "goods": known,
        "totals": totals,
        "households": sum(row.cases for row in rows),
        "people": sum(row.people for row in rows),
        "given": {good.code: sum(ward.get(good.code, 0) for ward in given.values()) for good in known},
        "wards": wards(rows),
        "legend": legend(rows),
    }


def wards(rows: Sequence[WardRow]) -> list[dict[str, Any]]:
    """The small multiples, largest ward first."""
    return [_ward(row) for row in sorted(rows, key=lambda row: (-row.cases, row.place_id))]


def legend(rows: Sequence[WardRow]) -> list[tuple[int, str, str]]:
    """The steps at which there is a household, with how many."""
    found = [
        (sum(getattr(row, step) for row in rows), tone, filters.say(words))
        for step, (tone, _head, words) in STEPS.items()
    ]
    return [one for one in found if one[0]]


def _ward(row: WardRow) -> dict[str, Any]:
    waiting, days = row.reported, row.oldest_wait_days
    late = days is not None and days > OVERDUE_AFTER
    return {
        "url": _address(row),
        "name": row.label,
        "households": ngettext("%(num)d household", "%(num)d households", row.cases),
        "days": row.per_day,
        "parts": [(getattr(row, step), tone, "") for step, (tone, _head, _words) in STEPS.items()],
        "tone": ("son" if late else "") if waiting else "ma",
        "waiting": ngettext("%(num)d to be verified", "%(num)d to be verified", waiting)
        if waiting
        else _settled(row),
        "longest": _longest(days),
    }


def _settled(row: WardRow) -> str:
    """What a ward says where nobody waits for a verification."""
    if not row.verified:
        return str(_("Nobody waits"))
    return str(ngettext("%(num)d waits for a plan", "%(num)d wait for a plan", row.verified))


def _longest(days: int | None) -> str:
    if days is None:
        return ""
    return str(ngettext("longest %(num)d day", "longest %(num)d days", days) if days else _("new today"))


def _address(row: WardRow) -> str:
    return url_for("cases.index", ward=row.label)
