"""What an entry of the chain says in plain words, from one table; unknown acts show their own name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aidtrack.audit.models import Entry
from aidtrack.sentences import N_
from aidtrack.web import filters

WORDS: Mapping[str, str] = {
    "people.add": N_("invited a person"),
    "people.assign": N_("gave an assignment"),
    "people.end_assignment": N_("ended an assignment"),
    "people.close": N_("closed an account"),
    "people.activate": N_("opened an account"),
    "people.make_link": N_("made a one-time link"),
    "people.use_link": N_("chose a password by a link"),
    "people.change_password": N_("changed the own password"),
    "people.set_password": N_("set a password at the command line"),
    "people.lock": N_("was locked after wrong passwords"),
    "goods.add": N_("added a good"),
    "goods.edit": N_("changed a good"),
    "goods.set_active": N_("switched a good on or off"),
    "stock.open_store": N_("opened a store"),
    "stock.receive": N_("wrote a paper of goods received"),
    "stock.transfer": N_("moved goods between stores"),
    "stock.issue": N_("issued goods to a vehicle"),
    "stock.give": N_("wrote down goods handed over"),
    "stock.return": N_("took goods back into the store"),
    "stock.loss": N_("wrote goods off"),
    "stock.count": N_("counted stock"),
    "stock.reversal": N_("reversed a document"),
    "stock.expire": N_("let promises of goods run out"),
    "donations.add_donor": N_("wrote a donor down"),
    "donations.pledge": N_("wrote a pledge down"),
    "donations.receive": N_("received goods"),
    "donations.take_back": N_("took an arrival back"),
    "donations.withdraw": N_("withdrew a pledge"),
    "cases.register": N_("added a case"),
    "cases.import": N_("imported a list"),
    "cases.edit": N_("changed a case"),
    "cases.note": N_("wrote a note"),
    "cases.take_up": N_("took a case up"),
    "cases.verify": N_("verified a case"),
    "cases.verify_many": N_("verified many cases"),
    "cases.send_back": N_("sent a case back"),
    "cases.resubmit": N_("sent a case in again"),
    "cases.reject": N_("rejected a case"),
    "cases.appeal": N_("appealed against a rejection"),
    "cases.hold": N_("put a case on hold"),
    "cases.resume": N_("resumed a case"),
    "cases.withdraw": N_("withdrew a case"),
    "cases.reopen": N_("reopened a case"),
    "cases.merge": N_("merged two cases"),
    "cases.unmark": N_("undid a merge"),
    "cases.keep_apart": N_("found two cases to be two households"),
    "cases.decide_row": N_("decided on a row of a list"),
    "cases.reveal": N_("looked at a hidden number"),
    "cases.expire": N_("let an old verification expire"),
    "cases.expire_many": N_("let old verifications expire"),
    "campaigns.open": N_("opened a campaign"),
    "campaigns.set_norms": N_("set the norms"),
    "campaigns.propose": N_("proposed a plan"),
    "campaigns.approve": N_("approved a plan"),
    "campaigns.send_back": N_("sent a plan back"),
    "campaigns.release": N_("let shares go that were held"),
    "campaigns.close": N_("closed a campaign"),
    "deliveries.plan": N_("planned trips"),
    "deliveries.send_out": N_("sent a trip out"),
    "deliveries.cancel": N_("cancelled a trip"),
    "deliveries.record": N_("recorded a delivery"),
    "deliveries.deliver_again": N_("held a share for another visit"),
    "deliveries.close": N_("closed a trip"),
    "reports.export": N_("exported a list"),
    "books.check": N_("checked the books"),
    "care.backup": N_("made a backup"),
}
"""Action to words; what is missing here is shown by its own name."""


@dataclass(frozen=True)
class Line:
    """An entry as a page shows it."""

    who: str
    did: str
    details: list[tuple[str, str]]


def about(entry: Entry) -> Line:
    """The entry in words: who, did what, and the details that were not erased."""
    kept = entry.detail
    did = filters.say(WORDS[entry.action]) if entry.action in WORDS else entry.action
    content: dict[str, Any] = (kept.content or {}) if kept else {}
    details = [(name, _short(value)) for name, value in content.items() if value not in (None, "", [], {})]
    return Line(kept.actor_name if kept else entry.actor, did, details)


def _short(value: Any) -> str:
    if isinstance(value, dict) and "say" in value:
        return filters.say(value)
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return text if len(text) <= 120 else text[:117] + "…"
