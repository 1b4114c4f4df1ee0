"""The books of a campaign on one page: whether all holds, what came and went, and which lists left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from aidtrack.books import actions, queries
from aidtrack.books.invariants import ALTERED, COUNTED, FINDINGS, INVARIANTS, Difference, Invariant
from aidtrack.campaigns import queries as campaigns
from aidtrack.campaigns.models import Campaign
from aidtrack.deliveries.trips import OUTCOMES, Outcome
from aidtrack.goods.models import Good
from aidtrack.reports import queries as reports
from aidtrack.reports.queries import current
from aidtrack.reports.report import Asked
from aidtrack.sentences import say
from aidtrack.stock import queries as stock
from aidtrack.stock.statement_queries import StatementRow
from aidtrack.web import filters
from aidtrack.web.access import needs
from aidtrack.web.forms.books import CheckForm
from aidtrack.web.limits import limiter

pages = Blueprint("books", __name__, url_prefix="/books")

LISTS = 5
"""So many of the exported lists stand on this page; the others have their own."""


@pages.get("/")
@needs("books.check")
def index() -> Any:
    """The newest answer as it was kept: opening the page checks nothing, however long the books are."""
    known = campaigns.index(g.actor)
    campaign, answer = _chosen(known), queries.last_answer()
    return render_template(
        "books/index.html",
        form=CheckForm(campaign=campaign.code if campaign else ""),
        checks=[_shown(one, answer) for one in (*INVARIANTS, ALTERED)],
        answer=answer and _told(answer),
        campaigns=known,
        campaign=campaign,
        **_statement(campaign),
        exports=reports.exports(g.actor, most=LISTS)[:LISTS],
        only_reads=not g.actor.can("stock.move"),
    )


@pages.post("/check")
@needs("books.check")
@limiter.limit("10 per minute")
def check() -> Any:
    """Check under one's name: the answer stands on the page and in the chain."""
    form = CheckForm()
    if form.submitted():
        found = queries.examine()
        with form.acting() as act:
            actions.keep(found, by=g.actor, at=g.clock.now())
            act.leads_to = url_for(".index", campaign=form.campaign.data or None)
        if act.done:
            flash(*_said(found))
            return redirect(act.leads_to)
    return redirect(url_for(".index"))


def _said(found: queries.Examined) -> tuple[str, str]:
    """The answer of a check in one sentence, and how the page colours it."""
    if found.differences:
        return _("Checked: %(count)s differences found.", count=found.differences), "stop"
    if not found.chain.ok:
        return _("Checked: the log of changes is broken."), "stop"
    return _("Checked: the books close."), "done"


def _chosen(known: Sequence[Campaign]) -> Campaign | None:
    """The campaign asked for, else the one whose papers are wanted first."""
    if code := request.args.get("campaign"):
        return campaigns.get_campaign(code, by=g.actor)
    return current(known)


def _told(answer: Mapping[str, Any]) -> dict[str, Any]:
    """When and by whom the books were checked, what of the chain, and how much was written since."""
    by = _("aidtrack by itself") if answer["itself"] else answer["by"]
    since = queries.documents_since(answer["last_document"])
    return {**answer, "at": datetime.fromisoformat(answer["at"]), "by": by, "since": since}


def _shown(one: Invariant, answer: Mapping[str, Any] | None) -> dict[str, Any]:
    """One check as the page shows it, its rows only to those who reach all of them; `state` is "" while
    it was never asked."""
    found = answer["checks"].get(one.code) if answer else None
    if found is None:
        return {"said": one.said, "state": "", "count": 0}
    rows = (Difference(one.code, *row) for row in found["differences"])
    return {
        "said": one.said,
        "state": "differs" if found["count"] else "holds",
        "rows": say(COUNTED[one.table], rows=found["rows"]),
        "count": found["count"],
        "differences": [_difference(row) for row in rows]
        if found["count"] and queries.sees_all(g.actor)
        else [],
    }


def _difference(one: Difference) -> dict[str, Any]:
    """What was expected and found: with its unit where a good is counted, in words where nothing is."""
    good = queries.good_of(one)
    return {"id": one.id, "expected": _value(one.expected, good), "found": _value(one.found, good)}


def _value(value: str, good: Good | None) -> str:
    if good is not None:
        return filters.amount(int(value), good)
    if value in (outcome.value for outcome in Outcome):
        return filters.say(OUTCOMES[Outcome(value)].label)
    return filters.say(FINDINGS[value]) if value in FINDINGS else value


def _statement(campaign: Campaign | None) -> dict[str, Any]:
    """The campaign's store over its days; without rows for who does not reach the store."""
    if campaign is None:
        return {"period": None, "statement": None}
    period = Asked(campaign, g.actor, g.clock.now()).period
    if not g.actor.can("stock.see", campaign.store.place_path):
        return {"period": period, "statement": None}
    return {"period": period, "statement": _figures(campaign.store_id, period)}


def _figures(store_id: int, period: tuple[date, date]) -> list[dict[str, Any]]:
    return [_row(row) for row in stock.statement([store_id], *period)]


def _row(row: StatementRow) -> dict[str, Any]:
    """The eight figures of a good in its shown unit, None where nobody counted."""
    amounts = (row.opening, row.received, row.issued, row.returned, row.lost, row.closing, row.counted)
    difference = row.difference if row.was_counted else None
    factor = row.good.shown_factor
    shown = [None if one is None else Decimal(one) / factor for one in (*amounts, difference)]
    return {"good": row.good, "figures": shown}
