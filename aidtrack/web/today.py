"""The start page's figures: tasks, stock against what a campaign needs, each ward; a volunteer's day."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import current_app, g, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from aidtrack.campaigns import queries as campaigns
from aidtrack.campaigns.lifecycle import CampaignState
from aidtrack.campaigns.models import Campaign
from aidtrack.campaigns.need_queries import need
from aidtrack.cases import queries as cases
from aidtrack.cases import stuck_queries
from aidtrack.cases.lifecycle import STATE_LABELS
from aidtrack.community import queries as requests
from aidtrack.deliveries import queries as deliveries
from aidtrack.deliveries.trips import TripState
from aidtrack.goods.queries import facts_of
from aidtrack.goods.units import show_amount
from aidtrack.places import queries as places
from aidtrack.posts import queries as posts
from aidtrack.stock import queries as stock
from aidtrack.web import board, filters, tasks, trip_words

MOST_STUCK = 20


def levels() -> dict[str, Any] | None:
    """What lies in the store of the newest open campaign against what it still needs; None without one."""
    opened = [one for one in campaigns.index(g.actor) if one.state == CampaignState.OPEN.value]
    if not opened:
        return None
    campaign, today = opened[-1], g.clock.today()
    days = current_app.config["SETTINGS"].verification_days
    wanted = need(campaign, today=today, verification_days=days)
    lies = _on_hand(campaign, today)
    rows = [
        _level(good, lies.get(good.code, 0), wanted.get(good.code, 0))
        for good in campaigns.goods_of(campaign)
    ]
    return {"campaign": campaign, "rows": rows}


def _on_hand(campaign: Campaign, today: date) -> dict[str, int]:
    found: dict[str, int] = {}
    for lot in stock.lots_at([campaign.store_id]):
        if not lot.expired(today):
            found[lot.good_code] = found.get(lot.good_code, 0) + lot.on_hand
    return found


def _level(good: Any, have: int, wanted: int) -> dict[str, Any]:
    facts = facts_of(good)
    over = have - wanted
    said = filters.say(show_amount(abs(over), facts))
    verdict = (
        _("short of %(amount)s", amount=said)
        if over < 0
        else _("%(amount)s more", amount=said)
        if over
        else None
    )
    return {
        "name": filters.good_name(good),
        "have": have,
        "need": wanted,
        "have_text": filters.say(show_amount(have, facts)),
        "need_text": filters.say(show_amount(wanted, facts)),
        "verdict": verdict,
    }


def for_office() -> dict[str, Any]:
    """All that the start page of coordinators and administrators needs."""
    rows = cases.board(g.actor, today=g.clock.today())
    found = tasks.waiting()
    return {
        "tasks": found,
        "said": ngettext("%(num)d task", "%(num)d tasks", len(found)),
        "levels": levels(),
        "wards": board.wards(rows)[:12],
        "more_wards": len(rows) > 12,
        "legend": board.legend(rows),
        "date": weekday(g.clock.today()),
        "next": _next_campaign(),
        "stuck": _stuck(),
    }


def _stuck() -> list[dict[str, Any]]:
    """The cases past the deadline of their state, by ward and by the person with whom they lie."""
    found = stuck_queries.stuck(g.actor, current_app.config["DEADLINES"], today=g.clock.today())
    return [
        {
            "place": places.label_of(one.place_id),
            "state": filters.say(STATE_LABELS[one.state]),
            "person": one.person or _("Nobody has taken it up"),
            "cases": one.cases,
            "late": ngettext("%(num)d day late", "%(num)d days late", one.days),
            "url": url_for("cases.index", ward=places.label_of(one.place_id), state=one.state.value),
        }
        for one in found[:MOST_STUCK]
    ]


def _next_campaign() -> str:
    """When goods are given out next, in a sentence; "" if no campaign is open."""
    today = g.clock.today()
    for one in reversed(campaigns.index(g.actor)):
        if one.state != CampaignState.OPEN.value or one.distributes_to < today:
            continue
        days, name = (one.distributes_from - today).days, _first(one)
        if days > 0:
            said = ngettext(
                "%(campaign)s begins in %(num)d day.",
                "%(campaign)s begins in %(num)d days.",
                days,
                campaign=name,
            )
            return str(said)
        last = filters.short_day(one.distributes_to)
        return str(_("%(campaign)s is given out until %(day)s.", campaign=name, day=last))
    return ""


def _first(campaign: Campaign) -> str:
    return campaign.name[:1].upper() + campaign.name[1:]


def weekday(day: date) -> str:
    """Thứ Sáu, 13/8/2021."""
    names = (
        _("Monday"),
        _("Tuesday"),
        _("Wednesday"),
        _("Thursday"),
        _("Friday"),
        _("Saturday"),
        _("Sunday"),
    )
    return f"{names[day.weekday()]}, {filters.day(day)}"


def for_volunteer() -> dict[str, Any]:
    """All that a volunteer's start page needs: their trips of today or the next one, and cases sent back."""
    own = [row for row in deliveries.index(g.actor, driver_id=g.actor.id) if _current(row)]
    own.sort(key=lambda row: row.trip.state != TripState.OUT.value)  # what is on its way stands first
    back = cases.page(g.actor, cases.CaseFilters(state="needs_more"), today=g.clock.today(), size=10)
    coming = None if own else deliveries.next_trip_of(g.actor, g.clock.today())
    return {
        "trips": trip_words.rows(own),
        "coming": trip_words.rows([coming])[0] if coming else None,
        "back": back,
        "requests": requests.counts(g.actor),
        "posts": posts.waiting_for(g.actor),
        "date": weekday(g.clock.today()),
    }


def _current(row: deliveries.TripRow) -> bool:
    """Whether a trip is out, or planned for today or before."""
    state, today = row.trip.state, g.clock.today()
    return state == TripState.OUT.value or (state == TripState.PLANNED.value and row.trip.on <= today)
