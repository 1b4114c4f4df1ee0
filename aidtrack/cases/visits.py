"""A visit as it is told: who vouched in which role, what was found, and what suffices for a verification.

A witness counts who stands outside: not of the household, neither its registrar nor whoever asked for it
or visited it. Two are independent of each other unless they share a phone, a name or a home.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations

from aidtrack.cases.facts import MOST_LINE, MOST_TEXT, too_long
from aidtrack.cases.headcount import MOST_PEOPLE
from aidtrack.errors import RuleBroken
from aidtrack.sentences import N_, Sentence, say
from aidtrack.vietnamese.folding import clean, fold, proper_name
from aidtrack.vietnamese.phone import parse_phone

ROLES: Mapping[str, str] = {
    "group_head": N_("Head of the residential group"),
    "landlord": N_("Landlord"),
    "beat_officer": N_("Beat officer"),
    "foreman": N_("Foreman of the building site"),
    "front": N_("Fatherland Front"),
    "womens_union": N_("Women's Union"),
    "youth_union": N_("Youth Union"),
    "neighbour": N_("Neighbour"),
    "other_witness": N_("Somebody else who knows them"),
}
"""In which role somebody vouches for a household."""

AS_TOLD, DIFFERS, NOBODY_IN, NOT_KNOWN = "as_told", "differs", "nobody_in", "not_known"
RESULTS: Mapping[str, str] = {
    AS_TOLD: N_("As it is written"),
    DIFFERS: N_("Other than it is written"),
    NOBODY_IN: N_("Nobody was in"),
    NOT_KNOWN: N_("Nobody of that name lives there"),
}
"""What a visit found."""
MET = frozenset({AS_TOLD, DIFFERS})
"""The results of a visit at which the household was met."""

ENOUGH_WITNESSES = 2
"""So many independent witnesses stand in for papers."""
MOST_WITNESSES = 6
OLDEST_VISIT = 90
"""Days after which a visit is no longer written down."""
MOST_PHOTOS = 5


@dataclass(frozen=True)
class Witness:
    """Somebody who vouches: role, name, and a phone or an address under which they can be asked again."""

    role: str
    name: str
    phone: str | None = None
    address: str = ""


@dataclass(frozen=True)
class VisitFacts:
    """What somebody tells of a visit. `people_found` is counted there, not copied; `without_papers` of them
    have none; `consent_by` says who of the household agreed, on the spot, that all this is kept."""

    visited_on: date
    result: str
    people_found: int | None = None
    without_papers: int = 0
    findings: str = ""
    consent_by: str = ""
    witnesses: tuple[Witness, ...] = ()


@dataclass(frozen=True)
class Side:
    """Those whose own word a visit is to check: the sentence that says so, their names and phones."""

    said: str
    names: frozenset[str]
    phones: frozenset[str]

    @classmethod
    def of(cls, said: str, names: Iterable[str | None], phones: Iterable[str | None]) -> Side:
        """With names folded, and whatever is not known left out."""
        known = (fold(name) for name in names if name)
        return cls(said, frozenset(filter(None, known)), frozenset(filter(None, phones)))


OF_HOUSEHOLD = N_("{name} is of the household itself.")
OF_REGISTRAR = N_("{name} added this case.")
OF_ASKER = N_("{name} asked for this household.")
OF_VISITOR = N_("{name} is who visited.")


@dataclass(frozen=True)
class Standing:
    """What the last visit says for a verification; `vouched` by two independent witnesses or not."""

    result: str
    people_found: int | None
    without_papers: int
    vouched: bool


def tidied(facts: VisitFacts, *, today: date) -> VisitFacts:
    """The facts cleaned and checked; RuleBroken names the field to mend."""
    _check_day(facts.visited_on, today)
    if facts.result not in RESULTS:
        raise RuleBroken(N_("Say what the visit found."), field="result")
    people, without = _counted(facts)
    findings = _fitting(clean(facts.findings, lines=True), MOST_TEXT, "findings")
    if facts.result == DIFFERS and not findings:
        raise RuleBroken(N_("Write what is other than it is written."), field="findings")
    if len(facts.witnesses) > MOST_WITNESSES:
        raise RuleBroken(N_("At most {most} witnesses are kept."), field="witnesses", most=MOST_WITNESSES)
    return replace(
        facts,
        people_found=people,
        without_papers=without,
        findings=findings,
        consent_by=_fitting(clean(facts.consent_by), MOST_LINE, "consent_by") if facts.result in MET else "",
        witnesses=tuple(_witness(one) for one in facts.witnesses),
    )


def _check_day(day: date, today: date) -> None:
    if day > today:
        raise RuleBroken(N_("This day has not come yet."), field="visited_on")
    if day < today - timedelta(days=OLDEST_VISIT):
        raise RuleBroken(
            N_("This visit is more than {days} days ago. Visit again."), field="visited_on", days=OLDEST_VISIT
        )


def _counted(facts: VisitFacts) -> tuple[int | None, int]:
    if facts.result not in MET:
        return None, 0
    found, without = facts.people_found, facts.without_papers
    if found is None or not 1 <= found <= MOST_PEOPLE:
        said = N_("Write how many people live there, from 1 to {most}.")
        raise RuleBroken(said, field="people_found", most=MOST_PEOPLE)
    if not 0 <= without <= found:
        raise RuleBroken(
            N_("More than all {people} people of the household."), field="without_papers", people=found
        )
    return found, without


def _witness(told: Witness) -> Witness:
    if told.role not in ROLES:
        raise RuleBroken(N_("Choose in which role the witness speaks."), field="witnesses")
    name = proper_name(_fitting(clean(told.name), MOST_LINE, "witnesses"))
    if sum(char.isalpha() for char in name) < 2:
        raise RuleBroken(N_("Write the name of each witness."), field="witnesses")
    phone = parse_phone(told.phone) if clean(told.phone or "") else None
    address = _fitting(clean(told.address), MOST_LINE, "witnesses")
    if not phone and not address:
        raise RuleBroken(
            N_("Write the phone or the address of {name}, so that they can be asked again."),
            field="witnesses",
            name=name,
        )
    return Witness(told.role, name, phone, address)


def _fitting(text: str, most: int, field: str) -> str:
    if len(text) > most:
        raise too_long(len(text), most, field)
    return text


def why_related(one: Witness, other: Witness) -> Sentence | None:
    """Why two witnesses count as one; None if they are independent of each other."""
    names = {"one": one.name, "other": other.name}
    if one.phone and one.phone == other.phone:
        return say(N_("{one} and {other} have one phone."), **names)
    if fold(one.name) == fold(other.name):
        return say(N_("{one} stands there twice."), one=one.name)
    if _home(one) and _home(one) == _home(other):
        return say(N_("{one} and {other} live in one home."), **names)
    return None


def _home(witness: Witness) -> str:
    return "".join(char for char in fold(witness.address) if char.isalnum())


def why_inside(witness: Witness, sides: Sequence[Side]) -> Sentence | None:
    """Why a witness does not stand outside what is checked; None if they do."""
    for side in sides:
        if fold(witness.name) in side.names or (witness.phone and witness.phone in side.phones):
            return say(side.said, name=witness.name)
    return None


def independent(witnesses: Sequence[Witness], sides: Sequence[Side]) -> tuple[Witness, ...]:
    """Two witnesses who stand outside and are independent of each other; () if there are none."""
    outside = [one for one in witnesses if why_inside(one, sides) is None]
    for pair in combinations(outside, ENOUGH_WITNESSES):
        if why_related(*pair) is None:
            return pair
    return ()


def doubts(witnesses: Sequence[Witness], sides: Sequence[Side]) -> list[Sentence]:
    """Why witnesses do not count, each cause once."""
    inside = [why_inside(one, sides) for one in witnesses]
    related = [why_related(one, other) for one, other in combinations(witnesses, 2)]
    return [said for said in (*inside, *related) if said is not None]


def check_standing(standing: Standing, people: int) -> None:
    """RuleBroken unless the last visit carries a verification of a household of so many `people`."""
    if standing.result == NOT_KNOWN:
        raise RuleBroken(
            N_("The last visit found nobody of that name there. Visit again, or reject the case.")
        )
    if standing.people_found is not None and standing.people_found != people:
        raise RuleBroken(
            N_("The visit counted {found} people, the case says {people}. Correct the case, or visit again."),
            found=standing.people_found,
            people=people,
        )
    if standing.without_papers and not standing.vouched:
        raise RuleBroken(
            N_(
                "{count} people there have no papers. Two witnesses must vouch for them who are independent"
                " of each other and of the household, of who added the case and of who visited."
            ),
            count=standing.without_papers,
        )


def check_consent(consent_by: str, *, asked_by: str, from_list: bool) -> None:
    """RuleBroken while nobody of the household agreed; an office that brings a list answers for it."""
    if consent_by or (from_list and not asked_by):
        return
    if asked_by:
        raise RuleBroken(
            N_("{name} asked for this household. Ask the household itself at the visit whether it agrees."),
            name=asked_by,
        )
    raise RuleBroken(
        N_("Nobody of the household has agreed yet that its information is kept. Ask at a visit.")
    )
