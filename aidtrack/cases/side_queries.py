"""One side of a suspected pair: a household as far as the reader may know it, and whom to ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from aidtrack.cases.facts import CaseFacts, MemberFacts
from aidtrack.cases.models import Case
from aidtrack.places import queries as places
from aidtrack.rights import Actor
from aidtrack.sentences import N_, Sentence, say


@dataclass(frozen=True)
class Side:
    """One side of a pair. Outside the reader's scope only the ward is told: `code` and `facts` are None."""

    place_id: str
    place: str
    code: str | None = None
    name: str | None = None
    state: str | None = None
    progress: str | None = None
    registered_at: datetime | None = None
    registered_by_name: str | None = None
    facts: CaseFacts | None = None


def facts_of(case: Case) -> CaseFacts:
    """What is told of a household, to fill its form and to compare it."""
    return CaseFacts(
        name=case.name,
        place_id=case.place_id,
        people=case.people,
        phone=case.phone,
        citizen_id=case.citizen_id,
        birth_year=case.birth_year,
        birth_date=case.birth_date,
        sex=case.sex,
        address=case.address,
        residential_group=case.residential_group,
        residence=case.residence,
        home_address=case.home_address,
        categories=tuple(category.code for category in case.categories),
        needs=tuple(case.needs),
        circumstances=case.circumstances,
        remark=case.remark,
        consent_by=case.consent_by,
        members=tuple(MemberFacts(m.name, m.birth_year, m.relation, m.care) for m in case.members),
        young=case.young,
        old=case.old,
        asked_by_name=case.asked_by_name,
        asked_by_phone=case.asked_by_phone,
        asked_by_relation=case.asked_by_relation,
    )


def side_of(case: Case, by: Actor) -> Side:
    """A case as one side of a pair; only its ward where the reader may not see it."""
    side = Side(case.place_id, places.label_of(case.place_id))
    if not by.can("cases.see", within=case.place_path):
        return side
    return replace(
        side,
        code=case.code,
        name=case.name,
        state=case.state,
        progress=case.progress,
        registered_at=case.registered_at,
        registered_by_name=case.registered_by_name,
        facts=facts_of(case),
    )


def why_told(why: Mapping[str, Any], *sides: Side) -> Sentence:
    """Why two look alike; where a side is hidden, only whom to ask."""
    hidden = next((side for side in sides if side.facts is None), None)
    return ask(hidden.place) if hidden else Sentence.from_plain(why)


def ask(place: str) -> Sentence:
    """What may be said of a look-alike outside the reader's scope."""
    return say(N_("This may be there already: ask the coordinator of {place}."), place=place)
