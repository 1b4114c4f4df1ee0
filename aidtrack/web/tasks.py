"""What waits for somebody: tasks as sentences out of a table of sources, the most urgent first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import current_app, g, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from aidtrack.campaigns import queries as campaigns
from aidtrack.cases import calling_queries
from aidtrack.cases import queries as cases
from aidtrack.cases.ageing_queries import to_verify_again
from aidtrack.cases.filter_queries import OVERDUE_AFTER
from aidtrack.clock import day_of
from aidtrack.community import queries as requests
from aidtrack.deliveries import queries as deliveries
from aidtrack.deliveries.trips import TripState
from aidtrack.donations import queries as donations
from aidtrack.goods.queries import facts_of
from aidtrack.goods.units import show_amount
from aidtrack.posts import queries as posts
from aidtrack.web import filters

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


def waiting() -> list[Task]:
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
    count = cases.waiting_for(g.actor) - late
    if count > 0:
        yield Task(
            "lua",
            _("By today"),
            ngettext("%(num)d new case waits for a visit", "%(num)d new cases wait for a visit", count),
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
            _before(campaign.distributes_from),
            _("The plan of %(campaign)s waits for a second person", campaign=campaign.name),
            f"{by} " + _("%(households)s households, %(people)s people.", **_figures(plan)),
            url_for("campaigns.plan", code=campaign.code, number=plan.number),
            _("Look and approve"),
        )


def _calls() -> Iterator[Task]:
    for one, cases_in, count in calling_queries.lists(g.actor, most=MOST_TRIPS):
        if one.outcome:
            continue
        said = _("%(done)s of %(of)s called", done=count.size - count.open, of=count.size)
        yield Task(
            "lua",
            _("By today"),
            _("List no. %(number)s waits for its calls", number=one.id),
            said + ", " + ngettext("%(num)d case waits for them.", "%(num)d cases wait for them.", cases_in),
            url_for("cases.calls.show", list_id=one.id),
            _("Call"),
        )


def _before(day: date) -> str:
    """Until when something must be decided."""
    return str(_("Before %(day)s", day=filters.short_day(day)) if day > g.clock.today() else _("By today"))


def _figures(plan: Any) -> dict[str, str]:
    return {"households": filters.number(plan.households), "people": filters.number(plan.people)}


def _short() -> Iterator[Task]:
    for one in donations.short(g.actor):
        good = facts_of(one.lot.good)
        missing = show_amount(one.on_paper - one.counted, good)
        paper = _("Paper %(number)s, %(donor)s.", number=one.document.number, donor=one.donation.donor.name)
        yield Task(
            "lua",
            _("By today"),
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
            _("By today"),
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
    ageing = to_verify_again(
        g.actor, today=g.clock.today(), verification_days=current_app.config["SETTINGS"].verification_days
    )
    if ageing.cases and ageing.first:
        late = ageing.first < g.clock.today()
        yield Task(
            "lua" if late else "mute",
            _("By today") if late else _("This week"),
            ngettext(
                "%(num)d case is to be verified again", "%(num)d cases are to be verified again", ageing.cases
            ),
            _("The first verification grows old on %(day)s.", day=filters.short_day(ageing.first)),
            url_for("cases.index", state="verified"),
            _("Plan visits"),
        )


def _posts() -> Iterator[Task]:
    """Households that were read from posts of the groups and that nobody has looked at."""
    count, urgent = posts.waiting_for(g.actor), posts.urgent_for(g.actor)
    if count:
        yield Task(
            "son" if urgent else "lua",
            _("By today"),
            ngettext(
                "%(num)d household was read from a post", "%(num)d households were read from posts", count
            ),
            ngettext("%(num)d is urgent.", "%(num)d are urgent.", urgent)
            if urgent
            else _("They become cases once somebody has confirmed them."),
            url_for("posts.index"),
            _("Look at them"),
        )


def _requests() -> Iterator[Task]:
    """What residents sent: the queue, what stands apart, and who wants to take theirs back."""
    found = requests.counts(g.actor)
    if found.waiting and found.oldest:
        days = (g.clock.today() - day_of(found.oldest)).days
        late = days > 0 or found.urgent > 0
        urgent = ngettext("%(num)d is urgent.", "%(num)d are urgent.", found.urgent) if found.urgent else ""
        oldest = _("The oldest came on %(day)s.", day=filters.short_day(found.oldest))
        yield Task(
            "son" if late else "lua",
            _("By today"),
            ngettext(
                "%(num)d request of a resident waits", "%(num)d requests of residents wait", found.waiting
            ),
            f"{urgent} {oldest}".strip(),
            url_for("community.requests.index"),
            _("Call back"),
        )
    if found.withdrawals:
        yield Task(
            "lua",
            _("By today"),
            ngettext(
                "%(num)d resident wants to take the request back",
                "%(num)d residents want to take their requests back",
                found.withdrawals,
            ),
            _("They are taken up already: call, then withdraw the case."),
            url_for("community.requests.index", tab="answered"),
            _("See them"),
        )
    if found.apart:
        yield Task(
            "mute",
            _("This week"),
            ngettext(
                "%(num)d request stands in quarantine", "%(num)d requests stand in quarantine", found.apart
            ),
            _("They look like spam or a joke; one of them may be real."),
            url_for("community.requests.index", tab="apart"),
            _("Look through them"),
        )


SOURCES: Sequence[tuple[str, Callable[[], Iterator[Task]]]] = (
    ("cases.verify", _overdue),
    ("requests.take_up", _requests),
    ("posts.decide", _posts),
    ("campaigns.approve", _plans),
    ("donations.receive", _short),
    ("cases.compare", _pairs),
    ("deliveries.send_out", _trips),
    ("cases.verify", _to_verify),
    ("cases.verify", _calls),
    ("cases.verify", _growing_old),
    ("deliveries.plan", _failed),
)
"""Where tasks come from, each with the right that it asks for; of one urgency the earlier stands first."""
