"""What waits for somebody today: tasks as sentences out of a table of sources, the most urgent first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
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
from aidtrack.cases.ageing_queries import to_verify_again
from aidtrack.cases.filter_queries import OVERDUE_AFTER
from aidtrack.deliveries import queries as deliveries
from aidtrack.deliveries.trips import TripState
from aidtrack.donations import queries as donations
from aidtrack.goods.queries import facts_of
from aidtrack.goods.units import show_amount
from aidtrack.stock import queries as stock
from aidtrack.web import board, filters, trip_words

URGENCY = ("son", "lua", "mute")
"""The colour roles of tasks: late, today, this week."""
MOST_TRIPS = 3


@dataclass(frozen=True)
class Task:
    """One sentence with its verb: how urgent, until when, what, and where to do it."""

    tone: str
    due: str
    title: str
    text: str
    url: str
    label: str


def tasks() -> list[Task]:
    """All that waits for who asks, the most urgent first."""
    found = [task for right, source in SOURCES if g.actor.can(right) for task in source()]
    return sorted(found, key=lambda task: URGENCY.index(task.tone))


def _overdue() -> Iterator[Task]:
    page = cases.page(g.actor, cases.CaseFilters(view="overdue"), today=g.clock.today(), size=1)
    if not page.count:
        return
    first = page.rows[0]
    days = first.waits_days or 0
    longest = ngettext("%(num)d day", "%(num)d days", days)
    yield Task(
        "son",
        ngettext("%(num)d day late", "%(num)d days late", max(1, days - OVERDUE_AFTER)),
        ngettext(
            "%(num)d case was not visited in time", "%(num)d cases were not visited in time", page.count
        ),
        _(
            "The longest wait: %(name)s, %(place)s, %(days)s.",
            name=first.name,
            place=first.place,
            days=longest,
        ),
        url_for("cases.index", view="overdue"),
        _("Verify"),
    )


def _to_verify() -> Iterator[Task]:
    late = cases.counts(g.actor, today=g.clock.today()).overdue
    waiting = cases.waiting_for(g.actor) - late
    if waiting > 0:
        yield Task(
            "lua",
            _("Today"),
            ngettext("%(num)d new case waits for a visit", "%(num)d new cases wait for a visit", waiting),
            _("Whoever added a case does not verify it: these were added by others."),
            url_for("cases.index", view="waiting"),
            _("Verify"),
        )


def _plans() -> Iterator[Task]:
    for plan in campaigns.waiting_plans(g.actor):
        campaign = plan.campaign
        if plan.proposed_by_id == g.actor.id or not g.actor.can("campaigns.approve", campaign.place_path):
            continue
        by = _(
            "%(name)s proposed it, %(at)s.", name=plan.proposed_by_name, at=filters.moment(plan.proposed_at)
        )
        yield Task(
            "lua",
            _("Before %(day)s", day=filters.short_day(campaign.distributes_from)),
            _("The plan of %(campaign)s waits for a second person", campaign=campaign.name),
            f"{by} " + _("%(households)s households, %(people)s people.", **_figures(plan)),
            url_for("campaigns.plan", code=campaign.code, number=plan.number),
            _("Look and approve"),
        )


def _figures(plan: Any) -> dict[str, str]:
    return {"households": filters.number(plan.households), "people": filters.number(plan.people)}


def _short() -> Iterator[Task]:
    for one in donations.short(g.actor):
        good = facts_of(one.lot.good)
        missing = show_amount(one.on_paper - one.counted, good)
        paper = _("Paper %(number)s, %(donor)s.", number=one.document.number, donor=one.donation.donor.name)
        yield Task(
            "lua",
            _("Today"),
            _(
                "%(good)s: %(missing)s less than on paper",
                good=filters.say(good.title),
                missing=filters.say(missing),
            ),
            f"{paper} {one.difference_reason}".strip(),
            url_for("donations.index") + one.donation.code,
            _("See the donation"),
        )


def _pairs() -> Iterator[Task]:
    pairs, rows = cases.pairs_open(g.actor), cases.waiting_rows_open(g.actor)
    count = len(pairs) + len(rows)
    if count:
        yield Task(
            "lua",
            _("Today"),
            ngettext("%(num)d possible duplicate", "%(num)d possible duplicates", count),
            _("Until they are compared, neither household gets a share."),
            url_for("cases.pairs.index"),
            _("Compare"),
        )


def _trips() -> Iterator[Task]:
    planned = [
        row
        for row in deliveries.index(g.actor, state=TripState.PLANNED)
        if row.trip.on <= g.clock.today() and g.actor.can("deliveries.send_out", row.trip.place_path)
    ]
    out = deliveries.index(g.actor, state=TripState.OUT)
    for row in planned[-MOST_TRIPS:]:
        title = _(
            "Trip %(code)s to %(place)s waits to be sent out", code=row.trip.code, place=row.trip.place.name
        )
        yield _of_trip(row, "lua", title, _("Send out"))
    for row in out[-MOST_TRIPS:]:
        title = _("Trip %(code)s is on its way in %(place)s", code=row.trip.code, place=row.trip.place.name)
        done = row.done == row.stops
        yield _of_trip(row, "lua" if done else "mute", title, _("Close the trip") if done else _("Follow"))


def _of_trip(row: deliveries.TripRow, tone: str, title: str, label: str) -> Task:
    visited = _(
        "Visited %(done)s of %(total)s households",
        done=filters.number(row.done),
        total=filters.number(row.stops),
    )
    driver = row.trip.driver.name if row.trip.driver else _("nobody yet")
    text = f"{visited}. {_('Driver')}: {driver}."
    return Task(
        tone,
        filters.short_day(row.trip.on),
        title,
        text,
        url_for("deliveries.show", code=row.trip.code),
        label,
    )


def _failed() -> Iterator[Task]:
    page = cases.page(g.actor, cases.CaseFilters(state="failed"), today=g.clock.today(), size=1)
    if page.count:
        yield Task(
            "mute",
            _("This week"),
            ngettext("%(num)d household was not reached", "%(num)d households were not reached", page.count),
            _("Their goods are back in the store. Whoever was absent can be visited again."),
            url_for("cases.index", state="failed"),
            _("See them"),
        )


def _growing_old() -> Iterator[Task]:
    ageing = to_verify_again(g.actor, today=g.clock.today(), verification_days=_verification_days())
    if ageing.cases and ageing.first:
        late = ageing.first < g.clock.today()
        yield Task(
            "lua" if late else "mute",
            _("Today") if late else _("This week"),
            ngettext(
                "%(num)d case is to be verified again", "%(num)d cases are to be verified again", ageing.cases
            ),
            _("The first verification grows old on %(day)s.", day=filters.short_day(ageing.first)),
            url_for("cases.index", state="verified"),
            _("Plan visits"),
        )


SOURCES: Sequence[tuple[str, Callable[[], Iterator[Task]]]] = (
    ("cases.verify", _overdue),
    ("campaigns.approve", _plans),
    ("donations.receive", _short),
    ("cases.compare", _pairs),
    ("deliveries.send_out", _trips),
    ("cases.verify", _to_verify),
    ("cases.verify", _growing_old),
    ("deliveries.plan", _failed),
)
"""Where tasks come from, each with the right that it asks for; of one urgency the earlier stands first."""


def _verification_days() -> int:
    return int(current_app.config["SETTINGS"].verification_days)


def levels() -> dict[str, Any] | None:
    """What lies in the store of the newest open campaign against what it still needs; None without one."""
    opened = [one for one in campaigns.index(g.actor) if one.state == CampaignState.OPEN.value]
    if not opened:
        return None
    campaign, today = opened[-1], g.clock.today()
    wanted = need(campaign, today=today, verification_days=_verification_days())
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
    found = tasks()
    return {
        "tasks": found,
        "said": ngettext("%(num)d task", "%(num)d tasks", len(found)),
        "levels": levels(),
        "wards": board.wards(rows)[:12],
        "more_wards": len(rows) > 12,
        "legend": board.legend(rows),
        "date": weekday(g.clock.today()),
        "next": _next_campaign(),
    }


def _next_campaign() -> str:
    """When goods are given out next, in a sentence; "" if no campaign is open."""
    today = g.clock.today()
    for one in reversed(campaigns.index(g.actor)):
        if one.state != CampaignState.OPEN.value or one.distributes_to < today:
            continue
        days = (one.distributes_from - today).days
        if days > 0:
            return ngettext(
                "%(campaign)s begins in %(num)d day.",
                "%(campaign)s begins in %(num)d days.",
                days,
                campaign=_first(one),
            )
        return _(
            "%(campaign)s is given out until %(day)s.",
            campaign=_first(one),
            day=filters.short_day(one.distributes_to),
        )
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
    """All that a volunteer's start page needs: their trips of today, and cases sent back to them."""
    own = [row for row in deliveries.index(g.actor, driver_id=g.actor.id) if _current(row)]
    back = cases.page(g.actor, cases.CaseFilters(state="needs_more"), today=g.clock.today(), size=10)
    return {"trips": trip_words.rows(own), "back": back, "date": weekday(g.clock.today())}


def _current(row: deliveries.TripRow) -> bool:
    """Whether a trip is out, or planned for today or before."""
    state, today = row.trip.state, g.clock.today()
    return state == TripState.OUT.value or (state == TripState.PLANNED.value and row.trip.on <= today)
