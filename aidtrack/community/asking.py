"""What a resident tells in a request, the plain words that are ticked, and what they agree to.

The words of consent follow Law 91/2025 on personal data: what for, who sees it, how long, how to withdraw.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date

from aidtrack.cases.facts import CaseFacts, tidied
from aidtrack.errors import RuleBroken
from aidtrack.sentences import N_
from aidtrack.vietnamese.folding import clean, proper_name
from aidtrack.vietnamese.phone import parse_phone

CONSENT = "2026-1"
"""Which wording somebody agreed to; a new wording is a new name, kept with every request."""

SITUATIONS: Mapping[str, str] = {
    "stranded_worker": N_("Came to work here from another province and cannot go home"),
    "student": N_("Student far from home"),
    "patient": N_("Somebody is ill and in treatment"),
    "patient_relative": N_("Stays with a patient in hospital"),
    "lost_job": N_("Lost the work, no income"),
    "elderly_alone": N_("Elderly, lives alone"),
    "child": N_("A child whose parents are not at home"),
    "disabled": N_("Somebody has a disability"),
    "policy": N_("Family under social policy"),
    "merit": N_("Family with merit to the revolution"),
}
"""The categories as residents say them; who ticks nothing belongs to none."""

MOST_WORDS = 1_000


@dataclass(frozen=True)
class Asked:
    """One request as it was filled in: for whom, where, what; and who asks, where it is a neighbour."""

    place_id: str
    name: str
    people: int
    phone: str | None = None
    address: str = ""
    categories: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    urgent: bool = False
    words: str = ""
    for_neighbour: bool = False
    asker_name: str = ""
    asker_phone: str | None = None
    agreed: bool = False

    def facts(self) -> CaseFacts:
        """As the facts of a case, to be checked or to be proposed to whoever takes the request up."""
        return CaseFacts(
            name=self.name,
            place_id=self.place_id,
            people=self.people,
            phone=self.phone,
            address=self.address,
            categories=self.categories,
            needs=self.needs,
            circumstances=self.words,
        )

    @property
    def call_back(self) -> str | None:
        """The number of whoever asks."""
        return self.asker_phone if self.for_neighbour else self.phone

    @property
    def written(self) -> str:
        """All of it as one line, of which only a digest stays."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)


def checked(asked: Asked, *, today: date) -> Asked:
    """The request cleaned and in its one right form; RuleBroken names the field to mend."""
    if not asked.agreed:
        raise RuleBroken(N_("Tick that you agree; without it nothing may be kept."), field="agreed")
    facts = tidied(asked.facts(), today=today, consent=False)
    if not facts.address:
        raise RuleBroken(N_("Write where they live, so that somebody finds the way."), field="address")
    if len(facts.circumstances) > MOST_WORDS:
        raise RuleBroken(
            N_("This text has {count} characters; at most {most} are kept. Shorten it."),
            field="words",
            count=len(facts.circumstances),
            most=MOST_WORDS,
        )
    asker, number = clean(asked.asker_name), asked.asker_phone
    if asked.for_neighbour and not asker:
        raise RuleBroken(N_("Write your own name: the ward is to know who asks."), field="asker_name")
    if asked.for_neighbour and not number:
        raise RuleBroken(
            N_("Write your own phone number, so that somebody can call you."), field="asker_phone"
        )
    if not asked.for_neighbour and not facts.phone:
        raise RuleBroken(N_("Write a phone number, so that somebody can call you."), field="phone")
    return Asked(
        place_id=asked.place_id,
        name=facts.name,
        people=facts.people,
        phone=facts.phone,
        address=facts.address,
        categories=facts.categories,
        needs=facts.needs,
        urgent=asked.urgent,
        words=facts.circumstances,
        for_neighbour=asked.for_neighbour,
        asker_name=proper_name(asker)[:100] if asked.for_neighbour else "",
        asker_phone=parse_phone(number, field="asker_phone") if asked.for_neighbour and number else None,
        agreed=True,
    )
