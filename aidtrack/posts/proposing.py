"""From what was read to what is proposed: a draft's facts, words for needs, reasons to put it aside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from aidtrack.cases.categories import BY_CODE
from aidtrack.errors import RuleBroken
from aidtrack.posts.reading import NEEDS, Household
from aidtrack.sentences import N_
from aidtrack.vietnamese.folding import clean, fold, proper_name
from aidtrack.vietnamese.phone import parse_phone

KIND_LABELS: Mapping[str, str] = {
    "request": N_("asks for help"),
    "served": N_("has been helped already"),
    "offer": N_("offers help"),
    "thanks": N_("thanks"),
    "question": N_("question"),
    "rumour": N_("rumour"),
    "violation": N_("reports an offence"),
    "missing_person": N_("missing person"),
    "other": N_("something else"),
}
PRESSING = ("missing_person", "violation", "rumour")
"""Kinds that somebody else should hear of soon; they stand first among those that ask for nothing."""

REASONS: Mapping[str, str] = {
    "served": N_("Has been helped already"),
    "known": N_("Is there as a case already"),
    "unreachable": N_("Cannot be reached"),
    "declined": N_("The household does not want it"),
    "offer": N_("It offers help"),
    "thanks": N_("It gives thanks"),
    "question": N_("It asks a question"),
    "rumour": N_("It is a rumour"),
    "violation": N_("It reports an offence"),
    "missing_person": N_("It looks for a missing person"),
    "other": N_("It is something else"),
}
"""Why a draft does not become a case. Where the reason is a kind, the post is known to be of that kind."""

FREE_NEEDS: Mapping[str, str] = {
    "vegetables": N_("vegetables"),
    "meat": N_("meat"),
    "water": N_("drinking water"),
    "medicine": N_("medicine"),
    "diapers": N_("diapers"),
    "gas": N_("gas for cooking"),
    "money": N_("money"),
    "transport": N_("transport"),
    "food": N_("food"),
    "other": N_("other things"),
}
"""Needs that are no goods of the store; they are written in words."""

_GOODS = frozenset(NEEDS) - FREE_NEEDS.keys()
COMPARED = ("name", "phone", "people", "address", "place", "categories", "needs")
"""Fields by which a draft and the case made of it are compared, to know how well posts are read."""


def facts_of(one: Household) -> dict[str, Any]:
    """What is kept of a household as it was read, in JSON's forms; what cannot be right is left out."""
    people = one.people if one.people and 0 < one.people <= 1_000 else None
    return {
        "name": proper_name(clean(one.name or ""))[:300],
        "phone": e164(one.phone),
        "people": people,
        "address": clean(one.address or "")[:300],
        "categories": [code for code in BY_CODE if code in one.categories],
        "needs": list(dict.fromkeys(one.needs)),
    }


def e164(phone: str | None) -> str | None:
    """A phone number in its one form; None where it is none."""
    try:
        return parse_phone(phone) if phone else None
    except RuleBroken:
        return None


def reason_named(code: str) -> str:
    """The reason with this code; RuleBroken (field "reason") if there is none."""
    if code not in REASONS:
        raise RuleBroken(N_("Choose why it does not become a case."), field="reason")
    return code


def kind_named(code: str) -> str:
    """The kind with this code; RuleBroken (field "kind") if there is none."""
    if code not in KIND_LABELS:
        raise RuleBroken(N_("Choose what the post is."), field="kind")
    return code


def corrections(read: Mapping[str, Any], written: Mapping[str, Any]) -> list[str]:
    """The fields in which what was confirmed differs from what was read; marks and order do not count."""
    return [
        field for field in COMPARED if _plain(read.get(field), field) != _plain(written.get(field), field)
    ]


def _plain(value: Any, field: str) -> object:
    if isinstance(value, Iterable) and not isinstance(value, str):
        # needs in words may be worded anew; goods are compared by their codes
        return sorted(str(one) for one in value if field != "needs" or one in _GOODS)
    if field in ("categories", "needs"):
        return []
    return fold(value) if isinstance(value, str) else value or ""
