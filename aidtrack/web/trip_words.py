"""How trips are told on pages: how far they are, the stops in their order, what a share holds, the slips."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from aidtrack.deliveries import queries
from aidtrack.deliveries.models import Stop, Trip
from aidtrack.deliveries.queries import TripRow
from aidtrack.deliveries.slip import Slip, SlipGood
from aidtrack.deliveries.trips import OUTCOMES, TRIP_LABELS, Outcome, TripState, check_day_out
from aidtrack.errors import RuleBroken
from aidtrack.goods.queries import facts_of
from aidtrack.goods.units import in_packs, show_amount
from aidtrack.languages import say_in
from aidtrack.places import queries as places
from aidtrack.web import filters

TONES: Mapping[TripState, str] = {
    TripState.PLANNED: "",
    TripState.OUT: "bien",
    TripState.CLOSED: "ma",
    TripState.CANCELLED: "mute",
}
Counts = dict[str, Any]


def rows(found: Sequence[TripRow]) -> list[dict[str, Any]]:
    """The lines of a list of trips."""
    by_trip = queries.how_far([row.trip for row in found])
    return [
        {
            "trip": row.trip,
            "unit": places.get_unit(row.trip.place_id),
            "people": row.people,
            "state": TRIP_LABELS[TripState(row.trip.state)],
            "tone": TONES[TripState(row.trip.state)],
            "counts": tallied(by_trip.get(row.trip.id, {})),
            "url": url_for("deliveries.show", code=row.trip.code),
        }
        for row in found
    ]


def counts(found: Sequence[Stop]) -> Counts:
    """How far a trip is, from its stops."""
    return tallied(Counter(stop.outcome or "" for stop in found))


def tallied(by_outcome: Mapping[str, int]) -> Counts:
    """How many households there are, how many were visited, and the bar's parts with their words."""
    count = {outcome: by_outcome.get(outcome.value, 0) for outcome in Outcome}
    received = count[Outcome.RECEIVED] + count[Outcome.RECEIVED_FOR]
    waiting, total = by_outcome.get("", 0), sum(by_outcome.values())
    parts = [
        (received, "ma", _("have received")),
        (count[Outcome.PARTIAL], "q2", _("received in part")),
        (count[Outcome.ABSENT], "lua", _("absent")),
        (count[Outcome.DECLINED], "son", _("declined")),
        (waiting, "rest", _("not visited yet")),
    ]
    shown = [part for part in parts if part[0]]
    said = ", ".join(f"{number} {words}" for number, _tone, words in shown)
    return {"total": total, "done": total - waiting, "waiting": waiting, "parts": shown, "said": said}


def stops(trip: Trip, found: Sequence[Stop]) -> list[dict[str, Any]]:
    """The stops for the part `stops`: the next one first, those that are done below, the latest first."""
    last = max((stop.position for stop in found if stop.outcome), default=0)
    waiting = sorted(
        (one for one in found if one.outcome is None), key=lambda one: (one.position <= last, one.position)
    )
    past = sorted((one for one in found if one.receipt), key=_when, reverse=True)
    out = trip.state == TripState.OUT.value
    return [
        *(_waiting(trip, stop, out and number == 0) for number, stop in enumerate(waiting)),
        *(_past(trip, stop) for stop in past),
    ]


def _when(stop: Stop) -> tuple[Any, int]:
    return (stop.receipt.at if stop.receipt else None, stop.position)


def _waiting(trip: Trip, stop: Stop, following: bool) -> dict[str, Any]:
    return {
        "no": stop.position,
        "url": url_for("deliveries.stops.show", code=trip.code, position=stop.position),
        "name": stop.case.name,
        "address": address(stop),
        "people": people(stop.people),
        "next": following,
    }


def _past(trip: Trip, stop: Stop) -> dict[str, Any]:
    rule = OUTCOMES[Outcome(stop.outcome or "")]
    by = (
        f" ({stop.receipt.relation or stop.receipt.received_by})"
        if stop.receipt and stop.receipt.received_by
        else ""
    )
    when = filters.clock_time(stop.receipt.at) if stop.receipt else ""
    return {
        "no": stop.position,
        "url": url_for("deliveries.stops.show", code=trip.code, position=stop.position),
        "name": stop.case.name,
        "past": True,
        "tone": rule.colour if rule.colour != "ma" else "",
        "said": f"{filters.say(rule.label)}{by} {when}",
    }


def corrections(stop: Stop) -> list[dict[str, Any]]:
    """What was recorded before and who corrected it, the newest correction first."""
    return [
        {
            "at": new.corrects.superseded_at,
            "by": new.by_name,
            "reason": new.reason,
            "before": OUTCOMES[Outcome(new.corrects.outcome)].label,
        }
        for new in reversed(stop.receipts)
        if new.corrects is not None
    ]


def why_another_day(trip: Trip, today: date) -> RuleBroken | None:
    """What speaks against sending a planned trip out today; its `field` says whether a tick is enough."""
    begins, ends = trip.campaign.distributes_from, trip.campaign.distributes_to
    try:
        check_day_out(today, planned=trip.on, begins=begins, ends=ends)
    except RuleBroken as refusal:
        return refusal if trip.state == TripState.PLANNED.value else None
    return None


def people(count: int) -> str:
    """4 khẩu."""
    return str(ngettext("%(num)d person", "%(num)d people", count))


def address(stop: Stop) -> str:
    """The address with the residential group behind it, where it does not say it itself."""
    case = stop.case
    parts = [case.address, case.residential_group if case.residential_group not in case.address else ""]
    return ", ".join(part for part in parts if part)


def goods(stop: Stop) -> list[dict[str, Any]]:
    """The share of a stop: each good, its amount, what that is in packs, and what was given."""
    found = []
    for good, planned, given in queries.shares(stop):
        facts, lots = facts_of(good), [line.lot for line in stop.lines if line.good_code == good.code]
        pack = next(
            ((lot.pack_factor, lot.pack_name) for lot in lots if lot.pack_factor and lot.pack_name), None
        )
        packs = in_packs(planned, facts, *pack) if pack and planned >= pack[0] else None
        found.append({"good": good, "planned": planned, "given": given, "packs": packs})
    return found


def slips(trip: Trip, found: Sequence[Stop]) -> list[Slip]:
    """The slips of a trip in the order of its stops, in the language of paper."""
    unit = places.get_unit(trip.place_id)
    name = trip.campaign.name
    return [
        Slip(
            name=stop.case.name,
            people=stop.people,
            code=stop.case.code,
            campaign_code=trip.campaign.code,
            campaign=name[:1].upper() + name[1:],
            ward_kind=unit.name.removesuffix(unit.bare).strip(),
            ward=unit.bare,
            goods=[
                SlipGood(good.name, say_in("vi", show_amount(planned, facts_of(good))))
                for good, planned, _given in queries.shares(stop)
            ],
            address=address(stop),
        )
        for stop in found
    ]
