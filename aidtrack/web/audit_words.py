"""What an entry of the chain says in plain words: who did what to which thing, from one table of acts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from aidtrack.audit.models import Entry
from aidtrack.sentences import N_
from aidtrack.vietnamese.folding import sort_key
from aidtrack.web import audit_details, filters

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
    "cases.undo_import": N_("took an imported list back"),
    "cases.edit": N_("changed a case"),
    "cases.note": N_("wrote a note"),
    "cases.take_up": N_("took a case up"),
    "cases.visit": N_("visited a household"),
    "cases.see_photo": N_("looked at a photo of a visit"),
    "cases.erase_photos": N_("erased photos that were old enough"),
    "cases.open_calls": N_("drew whom of a list to call back"),
    "cases.answer_call": N_("called a household back"),
    "cases.close_calls": N_("decided on a list after calls"),
    "cases.prioritise": N_("raised or lowered a priority"),
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
    "cases.merge_served": N_("merged two cases that were both served"),
    "cases.unmark": N_("undid a merge"),
    "cases.keep_apart": N_("found two cases to be two households"),
    "cases.decide_row": N_("decided on a row of a list"),
    "cases.ask_ward": N_("asked another ward about a look-alike"),
    "cases.answer_ward": N_("answered another ward about a look-alike"),
    "cases.share_view": N_("offered a view of the list to others"),
    "cases.reveal": N_("looked at a hidden number"),
    "cases.expire": N_("let an old verification expire"),
    "cases.recheck": N_("sent a changed case back to review"),
    "cases.recheck_many": N_("sent changed cases back to review"),
    "cases.expire_many": N_("let old verifications expire"),
    "community.send": N_("sent a request"),
    "community.take_up": N_("took a request up as a case"),
    "community.link": N_("found a request's case to be there already"),
    "community.decline": N_("answered a request: not in this round"),
    "community.restore": N_("put a request back into the queue"),
    "community.discard": N_("discarded requests as spam"),
    "community.withdraw": N_("took a request back"),
    "community.ask_to_withdraw": N_("asked the ward to take a request back"),
    "community.keep_page": N_("opened or closed a ward's request page"),
    "community.erase": N_("erased what was personal of old requests"),
    "posts.bring": N_("brought in posts of a group"),
    "posts.confirm": N_("made a case of a post"),
    "posts.discard": N_("put a household of a post aside"),
    "posts.forward": N_("handed a household of a post on to its ward"),
    "posts.sort": N_("said what a post is"),
    "posts.sort_many": N_("went through posts that ask for nothing"),
    "posts.forget": N_("forgot the text of old posts"),
    "campaigns.open": N_("opened a campaign"),
    "campaigns.set_norms": N_("set the norms"),
    "campaigns.propose": N_("proposed a plan"),
    "campaigns.approve": N_("approved a plan"),
    "campaigns.send_back": N_("sent a plan back"),
    "campaigns.release": N_("let shares go that were held"),
    "campaigns.free_share": N_("freed a household's share"),
    "campaigns.close": N_("closed a campaign"),
    "deliveries.plan": N_("planned trips"),
    "deliveries.send_out": N_("sent a trip out"),
    "deliveries.cancel": N_("cancelled a trip"),
    "deliveries.record": N_("recorded a delivery"),
    "deliveries.correct": N_("corrected the outcome of a delivery"),
    "deliveries.deliver_again": N_("held a share for another visit"),
    "deliveries.close": N_("closed a trip"),
    "reports.export": N_("exported a list"),
    "books.check": N_("checked the books"),
    "care.backup": N_("made a backup"),
}
"""Act to words; a test holds that every act which is recorded stands here."""


@dataclass(frozen=True)
class Line:
    """An entry as a page shows it: a sentence, its details in words, and the raw form behind a fold."""

    who: str
    did: str
    named: str
    details: list[tuple[str, str]]
    raw: str
    erased: bool


def about(entry: Entry, people: Mapping[int, str]) -> Line:
    """An entry in words; `people` are the names of those whom entries of the page are about."""
    kept = entry.detail
    content: dict[str, Any] = (kept.content or {}) if kept else {}
    return Line(
        who=_who(entry),
        did=filters.say(WORDS[entry.action]) if entry.action in WORDS else entry.action,
        named=audit_details.named(entry.subject, _name(entry.subject, content, people)),
        details=audit_details.in_words(entry.subject, _unsaid(entry.subject, content)),
        raw=json.dumps(
            {**entry.covered, "hash": entry.hash, "content": content}, ensure_ascii=False, indent=1
        ),
        erased=kept is None or kept.erased_at is not None,
    )


def _who(entry: Entry) -> str:
    """The name of whoever acted; nobody signed in acted at the machine or by night."""
    name = entry.detail.actor_name if entry.detail else ""
    if entry.actor != "operator":
        return name or str(_("somebody"))
    if name == "resident":
        return str(_("A resident"))
    return str(_("aidtrack by itself") if name == "aidtrack" else _("The operator at the machine"))


def _name(subject: str, content: Mapping[str, Any], people: Mapping[int, str]) -> str:
    """The name of what an entry is about, where its code says nothing to people."""
    kind, _colon, code = subject.partition(":")
    if kind == "person" and code.isdigit():
        return people.get(int(code), "")
    return str(content.get("name", "")) if kind in ("donor", "store") else ""


def _unsaid(subject: str, content: Mapping[str, Any]) -> dict[str, Any]:
    """The details without the name that the sentence says already."""
    said = subject.partition(":")[0] in ("donor", "store", "person", "good", "campaign")
    return {name: value for name, value in content.items() if not (said and name == "name")}


def whom(entries: Iterable[Entry]) -> set[int]:
    """The ids of the people whom entries are about."""
    subjects = (entry.subject.partition(":") for entry in entries)
    return {int(code) for kind, _colon, code in subjects if kind == "person" and code.isdigit()}


def meant(typed: str) -> list[str]:
    """The subjects that somebody may mean by what they typed: "PXK-0001", or "paper:PXK-0001" itself."""
    if ":" in typed or not typed:
        return [typed] if typed else []
    code = typed.upper()
    return [f"{kind}:{code}" for kind in audit_details.SUBJECTS]


def acts() -> list[tuple[str, str]]:
    """Every act with its words, in the order of the reader's alphabet, to choose from."""
    return sorted(((act, filters.say(said)) for act, said in WORDS.items()), key=lambda one: sort_key(one[1]))
