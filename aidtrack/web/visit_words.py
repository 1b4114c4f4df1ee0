"""How visits are told on pages: what was found, who vouched, and what a case still lacks, with its field."""

from __future__ import annotations

from typing import Any

from flask import g, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from aidtrack.cases import reasons, visit_queries, visits
from aidtrack.cases.models import Case
from aidtrack.cases.visit_models import CaseVisit
from aidtrack.vietnamese.phone import show_phone
from aidtrack.web import filters

TONES = {visits.AS_TOLD: "ma", visits.DIFFERS: "lua", visits.NOBODY_IN: "", visits.NOT_KNOWN: "son"}
VISIT_FIELDS = {"consent": "consent_by", "witness": "witnesses-0-name", "photo": "photos"}
"""What a visit brings, by the field of its form."""


def shown(case: Case) -> list[dict[str, Any]]:
    """The visits of a case as its page shows them, the last one first."""
    return [_visit(one) for one in visit_queries.visits_of(case)]


def _visit(one: CaseVisit) -> dict[str, Any]:
    kept = [photo for photo in one.photos if photo.erased_at is None]
    return {
        "id": one.id,
        "day": filters.day(one.visited_on),
        "by": one.by_name,
        "result": filters.say(visits.RESULTS[one.result]),
        "tone": TONES[one.result],
        "facts": _facts(one),
        "findings": one.findings,
        "photos": ngettext("%(num)d photo", "%(num)d photos", len(kept)) if kept else "",
        "erased": len(one.photos) - len(kept),
    }


def _facts(one: CaseVisit) -> list[tuple[str, str]]:
    told = [
        (_("Counted there"), ngettext("%(num)d person", "%(num)d people", one.people_found or 0)),
        (_("Without papers"), ngettext("%(num)d person", "%(num)d people", one.without_papers)),
        (_("Agreed on the spot"), one.consent_by),
        (_("Witnesses"), "; ".join(_witness(witness) for witness in one.witnesses)),
        (_("Independent"), _("Two of them, so their word stands in for papers") if one.vouched else ""),
    ]
    asked = (bool(one.people_found), bool(one.without_papers), True, True, True)
    return [(label, text) for (label, text), wanted in zip(told, asked, strict=True) if wanted and text]


def _witness(witness: Any) -> str:
    """Name and role, and under which number or address they can be asked again."""
    said = f"{witness.name} ({filters.say(visits.ROLES[witness.role]).lower()})"
    phone = show_phone(witness.phone) if witness.phone else ""
    where = ", ".join(part for part in (phone, witness.address) if part)
    return f"{said}, {where}" if where else said


def missing(case: Case) -> list[dict[str, Any]]:
    """What a case was sent back for: label, whether it is there, and the way to its field."""
    return [
        {"label": filters.say(one.label), "there": one.there, "url": _way_to(one.code, case)}
        for one in visit_queries.missing(case)
    ]


def _way_to(code: str, case: Case) -> str:
    if code in reasons.IN_FORM and g.actor.can("cases.edit", within=case.place_path):
        return url_for("cases.edit", code=case.code, _anchor=code)
    if code in VISIT_FIELDS and g.actor.can("cases.visit", within=case.place_path):
        return url_for("cases.visits.new", code=case.code, _anchor=VISIT_FIELDS[code])
    return ""
