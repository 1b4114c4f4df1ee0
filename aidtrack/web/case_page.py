"""What one case's page shows: facts, moves as buttons, look-alikes, what it received, the timeline."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from flask import g
from flask_babel import gettext as _
from flask_babel import ngettext

from aidtrack.campaigns import queries as campaigns
from aidtrack.campaigns.lifecycle import PlanState
from aidtrack.campaigns.models import Portion
from aidtrack.cases import priority_queries, queries, reasons
from aidtrack.cases.lifecycle import WAITING_STATES, State
from aidtrack.cases.list_queries import OVERDUE_AFTER
from aidtrack.cases.models import Case
from aidtrack.cases.queries import OfferedMove, TimelineEntry
from aidtrack.clock import day_of
from aidtrack.deliveries import queries as deliveries
from aidtrack.deliveries.models import Stop
from aidtrack.places import queries as places
from aidtrack.sentences import N_, Sentence
from aidtrack.vietnamese.phone import show_phone
from aidtrack.web import case_words, filters, visit_words

LEADING = ("verify", "resubmit", "resume", "reopen", "unmark", "appeal", "take_up")
"""The first of these that is open is the page's primary button."""
IN_HEAD = ("reject", "send_back", *LEADING)
"""The moves that stand in the page's head; the others stand below the timeline."""
OPEN_RINGS = frozenset({"suspect", "different", "ask", "answer", "note", "edit", "correct"})
"""Kinds of timeline lines that are no step of the case's life."""

OUTCOMES = {
    "received": N_("Signed for"),
    "received_for": N_("Received on their behalf"),
    "absent": N_("Nobody was there"),
    "declined": N_("The household declined"),
    "partial": N_("Received in part"),
}


def shown(case: Case) -> dict[str, Any]:
    """All that the template of a case needs besides the forms."""
    moves = [offer for offer in queries.moves_for(case, g.actor) if offer.move.name != "mark_duplicate"]
    lead = next((name for name in LEADING if any(offer.move.name == name for offer in moves)), "")
    return {
        "case": case,
        "unit": places.get_unit(case.place_id),
        "today_unit": places.today_of(case.place_id),
        "badge": case_words.badge_of(case),
        "sentence": case_words.state_sentence(case),
        "head_moves": _in_head(moves, lead),
        "other_moves": [_button(one, "") for one in moves if not _stands_in_head(one, lead)],
        "blocked": [_button(one, "") for one in moves if one.blocked],
        "facts": _facts(case),
        "pairs": [
            (pair, case_words.compared(pair.first, pair.second, case.code))
            for pair in queries.pairs_open(g.actor, of=case)
        ],
        "rows": [
            (row, case_words.compared(row.this, row.of, case.code))
            for row in queries.waiting_rows_open(g.actor, of=case)
        ],
        "shares": _shares(campaigns.portions_of_case(case)),
        "stops": [
            _stop(stop, "" if one is case else one.code)
            for one in (case, *queries.merged_into(case))
            for stop in deliveries.stops_of_case(one)
        ],
        "events": [*_next_step(case), *(_event(entry) for entry in queries.timeline(case))],
        "score": _score(case),
        "visits": visit_words.shown(case),
        "lacking": visit_words.missing(case),
        "may": lambda right: g.actor.can(right, within=case.place_path),
    }


def _stands_in_head(offer: OfferedMove, lead: str) -> bool:
    name = offer.move.name
    return name in ("reject", "send_back") or name == lead


def _in_head(moves: Sequence[OfferedMove], lead: str) -> list[dict[str, Any]]:
    order = {name: at for at, name in enumerate(("reject", "send_back"))}
    found = [one for one in moves if _stands_in_head(one, lead)]
    found.sort(key=lambda one: order.get(one.move.name, len(order)))
    return [_button(one, lead) for one in found]


def _button(offer: OfferedMove, lead: str) -> dict[str, Any]:
    move = offer.move
    return {
        "name": move.name.replace("_", "-"),
        "label": filters.say(move.label),
        "tone": "stop" if move.name in ("reject", "withdraw") else "primary" if move.name == lead else "line",
        "reason": move.reason,
        "blocked": filters.say(offer.blocked) if offer.blocked else "",
    }


def _facts(case: Case) -> list[tuple[str, Any]]:
    facts = queries.facts_of(case)
    words = case_words.told
    born = (
        words("birth_date", facts.birth_date) if facts.birth_date else words("birth_year", facts.birth_year)
    )
    shown = [
        (_("Category"), words("categories", facts.categories)),
        (_("Circumstances"), facts.circumstances),
        (_("Needs"), case_words.needs_in_words(facts.needs)),
        (_("Current address"), ", ".join(part for part in (facts.address, facts.residential_group) if part)),
        (_("Permanent residence"), facts.home_address),
        (_("Residence"), words("residence", facts.residence) if facts.residence != "unknown" else ""),
        (_("Born"), ", ".join(part for part in (born, words("sex", facts.sex) if facts.sex else "") if part)),
        (_("Children under 6"), facts.young or ""),
        (_("Elderly people"), facts.old or ""),
        (_("Remark"), facts.remark),
        (_("Consent"), _consent(case)),
        (_("Added by"), f"{case.registered_by_name}, {filters.moment(case.registered_at)}"),
        (_("Asked for by"), _asker(case)),
        (_("Reason"), _reason(case)),
    ]
    return [(label, value) for label, value in shown if value]


def _score(case: Case) -> Sentence | None:
    """The sentence of the score, for those who decide and those who check."""
    closed = case.state in (State.DUPLICATE, State.WITHDRAWN)
    if closed or not g.actor.can("cases.reveal", within=case.place_path):
        return None
    return priority_queries.score_today(case, today=g.clock.today()).said


def _asker(case: Case) -> str:
    """Who asked for the household, who that is to them, and where to ask back."""
    phone = show_phone(case.asked_by_phone) if case.asked_by_phone else ""
    return ", ".join(part for part in (case.asked_by_name, case.asked_by_relation, phone) if part)


def _reason(case: Case) -> str:
    told = [code for code in case.reasons if code != reasons.OTHER]  # that one the words tell
    chosen = [filters.say(label) for label in reasons.labelled(told)]
    return "; ".join(part for part in (", ".join(chosen), case.state_reason) if part)


def _consent(case: Case) -> str:
    if not case.consent_by and case.asked_by_name:
        return str(_("To be asked of the household itself, at the visit"))
    if not case.consent_by:
        return str(_("Nobody has been asked yet"))
    return f"{case.consent_by}, {filters.moment(case.consent_at)}" if case.consent_at else case.consent_by


def _shares(portions: Sequence[Portion]) -> list[dict[str, Any]]:
    """What each plan gives or gave to the household."""
    groups = (group for _plan, group in groupby(portions, key=lambda one: one.plan_id))
    plans = [sorted(group, key=lambda one: one.good.position) for group in groups]
    return [
        {
            "campaign": found[0].plan.campaign,
            "proposed": found[0].plan.state == PlanState.PROPOSED.value,
            "portions": [one for one in found if one.amount],
            "whys": [(one.good, one.why) for one in found if one.why],
        }
        for found in plans
        if any(one.amount for one in found)
    ]


def _stop(stop: Stop, merged: str) -> dict[str, Any]:
    """What was handed over at the door, or under the code of a case that was merged into this one."""
    receipt = stop.receipt
    said = filters.say(OUTCOMES[stop.outcome]) if stop.outcome else _("Not there yet")
    by = f" ({receipt.received_by})" if receipt and receipt.received_by else ""
    when = filters.moment(receipt.at) if receipt else filters.short_day(stop.trip.on)
    return {
        "campaign": stop.trip.campaign.name,
        "merged": merged,
        "text": f"{said}{by}, {when}",
        "given": sorted((line for line in stop.lines if line.given), key=lambda line: line.good.position),
    }


def _next_step(case: Case) -> list[dict[str, Any]]:
    """The step that everybody waits for, with its deadline and who may do it."""
    if case.state not in WAITING_STATES:
        return (
            [{"title": _("Send again"), "text": _("Whoever added the case completes it."), "kind": "next"}]
            if case.state == State.NEEDS_MORE
            else []
        )
    late = (g.clock.today() - day_of(case.registered_at)).days - OVERDUE_AFTER
    due = (
        ngettext("Overdue by %(num)d day.", "Overdue by %(num)d days.", late)
        if late > 0
        else ngettext("%(num)d day left.", "%(num)d days left.", -late)
    )
    who = _("The verifier is another person than who added or changed it.")
    return [{"title": _("Verify"), "text": f"{due} {who}", "kind": "next"}]


def _event(entry: TimelineEntry) -> dict[str, Any]:
    text = f"{filters.moment(entry.at)}, {entry.by_name}"
    if entry.of:
        text = f"{entry.of}, {text}"
    said = f"{text}. {entry.text}" if entry.text else text
    return {"title": entry.said, "text": said, "kind": "" if entry.kind in OPEN_RINGS else "done"}
