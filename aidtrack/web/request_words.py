"""How requests are told on pages: to residents by stages only, to the ward with what is needed to answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import g
from flask_babel import gettext as _
from flask_babel import ngettext

from aidtrack.clock import day_of
from aidtrack.community import queries
from aidtrack.community.answering import REASONS, STATE_LABELS, STATE_TONES, RequestState
from aidtrack.community.asking import SITUATIONS
from aidtrack.community.models import HelpRequest
from aidtrack.community.queries import Followed, RequestCounts
from aidtrack.community.stages import WORDS, Stage, next_of, walked
from aidtrack.places import queries as places
from aidtrack.web import case_words, filters


def told_to_resident(found: Followed) -> dict[str, Any]:
    """All that the holder of a code is told: the stage, the way so far, where to ask. No name, no amount."""
    page = queries.page_of(found.place_id)
    told = WORDS[found.stage]
    text = filters.say(told.text)
    if found.stage is Stage.NOT_NOW and found.reason in REASONS:
        text = f"{text} {filters.say(REASONS[found.reason].told)}"
    done = [
        {"title": filters.say(WORDS[stage].title), "text": "", "kind": "done"}
        for stage in reversed(walked(found.stage))
    ]
    done[-1]["text"] = filters.day(found.sent_at)
    follows = next_of(found.stage)
    coming = [{"title": filters.say(WORDS[follows].title), "text": "", "kind": "next"}] if follows else []
    return {
        "unit": places.get_unit(found.place_id),
        "title": filters.say(told.title),
        "text": text,
        "events": [*coming, *done],
        "phone": page.phone if page else None,
        "may_withdraw": found.stage not in (Stage.GIVEN, Stage.NOT_NOW, Stage.WITHDRAWN),
        "asked": found.withdrawal_asked,
        "tone": {"given": "ma", "not_now": "lua", "withdrawn": "mute"}.get(found.stage, "bien"),
    }


def waits(request: HelpRequest) -> str:
    """For how many days a request waits."""
    days = (g.clock.today() - day_of(request.sent_at)).days
    return str(ngettext("%(num)d day", "%(num)d days", days) if days > 0 else _("today"))


def said_of(rows: Sequence[HelpRequest], tab: str, counts: RequestCounts) -> str:
    """How many there are, and in which order."""
    number = {"waiting": counts.waiting, "apart": counts.apart}.get(tab, len(rows))
    if tab not in ("waiting", "apart"):
        return str(_("The newest first"))
    said = ngettext(
        "%(num)d request, urgent ones first, then the longest wait",
        "%(num)d requests, urgent ones first, then the longest wait",
        number,
    )
    return str(said)


def badge(request: HelpRequest) -> tuple[str, str]:
    """The state in words, and its tone."""
    state = RequestState(request.state)
    return filters.say(STATE_LABELS[state]), STATE_TONES[state]


def why_apart(request: HelpRequest) -> list[str]:
    """What is suspicious of a request, in sentences."""
    return [filters.say(one["said"]) for one in request.suspicions]


def facts(request: HelpRequest) -> list[tuple[str, Any]]:
    """What a request tells, for whoever answers it."""
    ticked = "; ".join(filters.say(SITUATIONS[code]) for code in request.categories if code in SITUATIONS)
    shown: list[tuple[str, Any]] = [
        (_("Number of people"), filters.number(request.people)),
        (_("Current address"), request.address),
        (_("Ward or commune"), places.label_of(request.place_id)),
        (_("Situation"), ticked),
        (_("Needs"), case_words.needs_in_words(request.needs)),
        (_("In their own words"), request.words),
        (_("Came"), filters.moment(request.sent_at)),
        (_("Answered"), _answered(request)),
        (_("Reason"), _reason(request)),
    ]
    return [(label, value) for label, value in shown if value]


def _answered(request: HelpRequest) -> str:
    if not request.answered_at:
        return ""
    who = request.answered_by_name
    who = str(_("the resident")) if request.state == RequestState.WITHDRAWN else who
    return f"{badge(request)[0]}: {who}, {filters.moment(request.answered_at)}"


def _reason(request: HelpRequest) -> str:
    label = filters.say(REASONS[request.reason].label) if request.reason in REASONS else ""
    return ". ".join(filter(None, (label, request.reason_text)))
