"""What the details of an entry say in plain words: one table of labels, one of how each value is read.

What only machines compare (digests, heads) stays in the raw form that every entry carries on the page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from flask import g
from flask_babel import gettext as _

from aidtrack.books.invariants import INVARIANTS
from aidtrack.campaigns import queries as campaigns
from aidtrack.campaigns.entitlement import PER_LABELS, Per
from aidtrack.cases.lifecycle import STATE_LABELS, State
from aidtrack.cases.list_columns import chosen
from aidtrack.cases.reasons import labelled
from aidtrack.cases.sampling import ANSWERS
from aidtrack.cases.visits import RESULTS
from aidtrack.deliveries.trips import OUTCOMES, Outcome
from aidtrack.errors import AidtrackError
from aidtrack.goods import queries as goods
from aidtrack.goods.packing import MEASURED, write_packs
from aidtrack.goods.units import GoodFacts, Pack, show_amount
from aidtrack.places import queries as places
from aidtrack.posts.proposing import KIND_LABELS
from aidtrack.posts.proposing import REASONS as PUT_ASIDE
from aidtrack.reports.catalogue import title_of
from aidtrack.rights import ROLE_LABELS, Role
from aidtrack.sentences import N_, say
from aidtrack.vietnamese.phone import show_phone
from aidtrack.web import case_words, filters

FOR_MACHINES = frozenset({"digest", "file_digest", "sha256", "head", "seed"})
"""Details that nobody reads in words."""

LABELS: Mapping[str, str] = {
    "active": N_("In use"),
    "already": N_("Read before"),
    "answer": N_("Answer"),
    "before": N_("Recorded before"),
    "calls": N_("Called back"),
    "campaign": N_("Campaign"),
    "case": N_("Case"),
    "cases": N_("Cases"),
    "categories": N_("Category"),
    "chain": N_("The log of changes is whole"),
    "checks": N_("Does not hold"),
    "consent": N_("Consent given"),
    "columns": N_("Columns"),
    "count": N_("How many"),
    "decision": N_("Decision"),
    "differences": N_("Differences"),
    "distributes_to": N_("Given out until"),
    "donor": N_("Donor"),
    "ends_on": N_("To"),
    "entries": N_("Entries of the log"),
    "failures": N_("Wrong passwords in a row"),
    "field": N_("Field"),
    "fields": N_("Changed"),
    "file": N_("File"),
    "filters": N_("Filtered by"),
    "found": N_("Found"),
    "given": N_("Handed over"),
    "goods": N_("Goods"),
    "hours": N_("Hours that it works"),
    "households": N_("Households"),
    "into": N_("Goes on as"),
    "issue": N_("Paper"),
    "kind": N_("What the post is"),
    "last": N_("Last day"),
    "measured": N_("Measured in"),
    "movements": N_("Movements"),
    "name": N_("Name"),
    "norms": N_("Norms"),
    "ok": N_("The books close"),
    "other": N_("The other case"),
    "outcome": N_("Outcome"),
    "outcome_of_calls": N_("After the calls"),
    "packs": N_("Packs"),
    "paper": N_("Paper"),
    "people": N_("Number of people"),
    "perishable": N_("Spoils"),
    "phone": N_("Phone"),
    "photos": N_("Photos"),
    "place": N_("Place"),
    "plan": N_("Plan no."),
    "points": N_("By hand"),
    "portions": N_("Shares"),
    "proposed": N_("Households proposed"),
    "posting": N_("For posting, numbers masked"),
    "put_aside": N_("Put aside"),
    "reason": N_("Reason"),
    "reasons": N_("Why"),
    "received_by": N_("Received by"),
    "recorded_by": N_("Recorded before by"),
    "report": N_("List"),
    "rest_days": N_("Days apart from the last goods"),
    "role": N_("Role"),
    "row": N_("Row"),
    "rows": N_("Rows"),
    "sample": N_("Sample called back"),
    "score": N_("Score"),
    "serves": N_("For"),
    "starts_on": N_("From"),
    "state": N_("State"),
    "stops": N_("Stops"),
    "trip": N_("Trip"),
    "trips": N_("Trips"),
    "values": N_("Before and now"),
    "version": N_("Table of the score"),
    "vouched": N_("Two independent witnesses"),
    "waiting": N_("Rows that wait for a decision"),
    "without_papers": N_("Without papers"),
    "witnesses": N_("Witnesses"),
    "wrong": N_("It is not so"),
}
"""What each detail is called; a page shows them in the order in which they were recorded."""

DECISIONS: Mapping[str, str] = {"same": N_("One household"), "different": N_("Two households")}


def in_words(subject: str, content: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The details of an entry that somebody reads: label and text, empty ones left out."""
    told = ((name, _told(name, value, subject)) for name, value in content.items() if name in LABELS)
    return [(filters.say(LABELS[name]), text) for name, text in told if text]


def _told(name: str, value: Any, subject: str) -> str:
    """A value in words; "" where there is none, or where an entry of old has another shape than today's."""
    if value in (None, "", [], {}) and (name, value) != ("place", None):
        return ""
    try:
        return READ[name](value, subject) if name in READ else plainly(value)
    except (AidtrackError, AttributeError, KeyError, TypeError, ValueError):
        return ""


def plainly(value: Any) -> str:
    """Numbers, sentences, lists and texts as people write them."""
    if isinstance(value, bool):
        return _yes(value)
    if isinstance(value, int):
        return filters.number(value)
    if isinstance(value, list):
        return ", ".join(plainly(one) for one in value)
    return filters.say(value) if isinstance(value, dict) else str(value)


def _yes(value: bool) -> str:
    return str(_("yes") if value else _("no"))


def _facts() -> Mapping[str, GoodFacts]:
    """Every good, asked for once for all entries of a page."""
    if "audit_goods" not in g:
        g.audit_goods = goods.facts()
    return g.audit_goods  # type: ignore[no-any-return]


def _amount(code: str, amount: int) -> str:
    good = _facts()[code]
    return f"{filters.good_name(good)} {filters.say(show_amount(amount, good))}"


def good_named(code: str) -> str:
    """A good by its code; the code where nobody knows it any more."""
    known = _facts().get(code)
    return filters.good_name(known) if known else code


def campaign_named(code: str) -> str:
    """A campaign by its code, as far as the reader may see campaigns; the code otherwise."""
    if "audit_campaigns" not in g:
        seen = campaigns.index(g.actor) if g.actor.can("campaigns.see") else []
        g.audit_campaigns = {one.code: one.name for one in seen}
    return str(g.audit_campaigns.get(code, code))


def _goods(told: Any, subject: str) -> str:
    """What was promised, handed over ({good: amount}) or counted on arrival ([good, on paper, counted])."""
    if isinstance(told, dict):
        return ", ".join(_amount(code, amount) for code, amount in told.items())
    return ", ".join(_arrived(*arrival) for arrival in told)


def _arrived(code: str, on_paper: int, counted: int) -> str:
    if on_paper == counted:
        return _amount(code, counted)
    paper = filters.say(show_amount(on_paper, _facts()[code]))
    return str(_("%(counted)s (on paper %(paper)s)", counted=_amount(code, counted), paper=paper))


def _norms(norms: Any, subject: str) -> str:
    return ", ".join(
        f"{_amount(code, amount)} {filters.say(PER_LABELS[Per(per)])}" for code, per, amount in norms
    )


def _packs(packs: Any, subject: str) -> str:
    pairs = (pack.rsplit(" ", 1) for pack in packs)
    kept = [Pack(unit, int(factor)) for unit, factor in pairs]
    good = _facts()[subject.partition(":")[2]]
    return ", ".join(filters.say(line) for line in write_packs(kept, good))


def _state(change: Any, subject: str) -> str:
    return " → ".join(filters.say(STATE_LABELS[State(state)]) for state in change)


def _values(values: Any, subject: str) -> str:
    """Of an edit: each field whose values may be told, before and now."""
    return "; ".join(
        f"{case_words.label_of(field)}: {case_words.told(field, old)} → {case_words.told(field, new)}"
        for field, (old, new) in values.items()
    )


def _checks(codes: Any, subject: str) -> str:
    said = {one.code: one.said for one in INVARIANTS}
    return "; ".join(filters.say(said[code]) for code in codes if code in said)


def _day(text: Any, subject: str) -> str:
    return filters.day(datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text))


def _place(key: Any, subject: str) -> str:
    return places.label_of(key) if key else str(_("everywhere"))


def _file(name: Any, subject: str) -> str:
    return f"“{name}”"


def _sample(sample: Any, subject: str) -> str:
    return named(sample) or str(_("none, at the command line"))


_AFTER_CALLS = {"verified": N_("Verified"), "refused": N_("Refused after calls"), "dropped": N_("Given up")}


def _serves(served: Any, subject: str) -> str:
    return named(served)


def named(subject: str, name: str = "") -> str:
    """What an entry is about, in words: “case HN-…”, “stop 3 of trip CHUYEN-0001”, a good by its name."""
    kind, _colon, code = subject.partition(":")
    if kind == "stop":
        trip, _slash, position = code.partition("/")
        return str(_("stop %(position)s of trip %(trip)s", position=position, trip=trip))
    if kind in ("good", "campaign"):
        code = good_named(code) if kind == "good" else campaign_named(code)
    if kind not in SUBJECTS:
        return ""
    return filters.say(say(SUBJECTS[kind], code=name or code))


SUBJECTS: Mapping[str, str] = {
    "calls": N_("list no. {code} to call back"),
    "campaign": N_("campaign {code}"),
    "case": N_("case {code}"),
    "donation": N_("donation {code}"),
    "donor": N_("donor {code}"),
    "good": N_("good {code}"),
    "import": N_("list no. {code}"),
    "paper": N_("paper {code}"),
    "person": N_("person {code}"),
    "post": N_("post no. {code}"),
    "request": N_("request no. {code}"),
    "store": N_("store {code}"),
    "trip": N_("trip {code}"),
    "view": N_("view “{code}”"),
}
"""Kinds of things that have a name of their own; entries about others ("the books") say all in the verb."""

READ: Mapping[str, Callable[[Any, str], str]] = {
    "answer": lambda answer, _subject: filters.say(ANSWERS[answer]),
    "found": lambda found, _subject: filters.say(RESULTS[found]),
    "outcome_of_calls": lambda outcome, _subject: filters.say(_AFTER_CALLS[outcome]),
    "photos": lambda digests, _subject: filters.number(len(digests)),
    "reasons": lambda codes, _subject: ", ".join(filters.say(label) for label in labelled(codes)),
    "sample": _sample,
    "before": lambda outcome, _subject: filters.say(OUTCOMES[Outcome(outcome)].label),
    "campaign": lambda code, _subject: campaign_named(code),
    "categories": lambda codes, _subject: case_words.categories_in_words(codes),
    "checks": _checks,
    "decision": lambda decision, _subject: filters.say(DECISIONS[decision]),
    "distributes_to": _day,
    "ends_on": _day,
    "columns": lambda keys, _subject: ", ".join(filters.say(one.title) for one in chosen(keys)),
    "filters": lambda told, _subject: ", ".join(f"{name} = {value}" for name, value in told.items()),
    "field": lambda field, _subject: case_words.label_of(field),
    "fields": lambda fields, _subject: ", ".join(case_words.label_of(field) for field in fields),
    "file": _file,
    "given": _goods,
    "goods": _goods,
    "kind": lambda kind, _subject: filters.say(KIND_LABELS[kind]),
    "last": _day,
    "measured": lambda unit, _subject: filters.say(MEASURED[unit].label),
    "norms": _norms,
    "outcome": lambda outcome, _subject: filters.say(OUTCOMES[Outcome(outcome)].label),
    "packs": _packs,
    "phone": lambda e164, _subject: show_phone(e164),
    "place": _place,
    "put_aside": lambda reason, _subject: filters.say(PUT_ASIDE[reason]),
    "report": lambda name, _subject: filters.say(title_of(name)),
    "role": lambda role, _subject: filters.say(ROLE_LABELS[Role(role)]),
    "serves": _serves,
    "starts_on": _day,
    "state": _state,
    "values": _values,
}
"""How a detail is read where it is more than a number, a sentence or somebody's own words."""
