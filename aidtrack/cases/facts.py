"""What is told of a household when it is registered or edited, and the rules that it must keep.

`tidied` cleans and checks all of it in one place, so that a page, a phone and a command agree.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import Any

from aidtrack.cases import categories, duplicates
from aidtrack.cases.headcount import MOST_PEOPLE
from aidtrack.cases.listing import HouseholdRow
from aidtrack.errors import RuleBroken
from aidtrack.sentences import N_
from aidtrack.vietnamese.citizen_id import parse_citizen_id
from aidtrack.vietnamese.folding import clean, proper_name
from aidtrack.vietnamese.phone import parse_phone

MALE, FEMALE = "m", "f"
SEXES: Mapping[str, str] = {MALE: N_("Male"), FEMALE: N_("Female")}

RESIDENCES: Mapping[str, str] = {
    "permanent": N_("Registered here permanently"),
    "temporary": N_("Registered here temporarily"),
    "none": N_("Not registered here"),
    "unknown": N_("Not known"),
}
"""Whether the household is registered where it lives. Nobody is ever refused for it."""

MOST_TEXT = 2_000
"""Characters in a free text (circumstances, remark)."""
MOST_LINE = 300
"""Characters in a line (name, address, a need)."""
MOST_NEEDS = 20
_DIGITS_OF_A_NUMBER = 6
"""With so many digits a name has swallowed a phone or an ID number."""


@dataclass(frozen=True)
class MemberFacts:
    """Somebody of the household: name, birth year, relation to the head, what to heed (an illness)."""

    name: str
    birth_year: int | None = None
    relation: str = ""
    care: str = ""


@dataclass(frozen=True)
class CaseFacts:
    """All that can be told of a household; whatever is not known stays None or empty.

    `place_id` is the ward's key "2021:00682", `phone` and `citizen_id` may be given in any form that
    people type, `sex` is "m" or "f", `residence` a key of `RESIDENCES`, `categories` codes of
    `cases.categories`, `needs` codes of goods or free words, `young` and `old` the numbers of
    children under 6 and of people of 60 and more where a list tells them.
    `consent_by` says who of the household agreed that all this is kept; where somebody else asks for it
    (`asked_by_name`), nobody has been asked yet.
    """

    name: str
    place_id: str
    people: int
    phone: str | None = None
    citizen_id: str | None = None
    birth_year: int | None = None
    birth_date: date | None = None
    sex: str | None = None
    address: str = ""
    residential_group: str = ""
    residence: str = "unknown"
    home_address: str = ""
    categories: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    circumstances: str = ""
    remark: str = ""
    consent_by: str = ""
    members: tuple[MemberFacts, ...] = ()
    young: int | None = None
    old: int | None = None
    asked_by_name: str = ""
    asked_by_phone: str | None = None
    asked_by_relation: str = ""

    @property
    def compared(self) -> duplicates.Facts:
        """What is compared with other households; the facts must be tidied."""
        return duplicates.Facts.of(self, self.place_id)

    def to_plain(self) -> dict[str, Any]:
        """A JSON-ready form."""
        return {field.name: plain_value(getattr(self, field.name)) for field in fields(self)}

    @classmethod
    def from_plain(cls, kept: Mapping[str, Any]) -> CaseFacts:
        """The facts that `to_plain` wrote down."""
        return cls(**{name: revived_value(name, value) for name, value in kept.items()})

    @classmethod
    def of_row(cls, row: HouseholdRow) -> CaseFacts:
        """The facts that a line of a list tells; it was cleaned when it was read."""
        return cls(
            name=row.name[:MOST_LINE],
            place_id=row.unit,
            people=row.people,
            phone=row.phone,
            citizen_id=row.citizen_id,
            birth_year=row.birth_year,
            birth_date=row.birth_date,
            sex=row.sex[0] if row.sex else None,
            address=row.address,
            residential_group=row.residential_group,
            home_address=row.home_address,
            categories=row.categories,
            needs=row.needs,
            circumstances=row.circumstances,
            remark=row.remark,
            members=tuple(MemberFacts(one.name, one.birth_year, one.relation) for one in row.members),
            young=row.young if (row.young or 0) <= row.people else None,
            old=row.old if (row.old or 0) <= row.people else None,
        )


def plain_value(value: Any) -> Any:
    """The JSON form of one fact."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [asdict(part) if isinstance(part, MemberFacts) else part for part in value]
    return value


def revived_value(field: str, value: Any) -> Any:
    """One fact out of its JSON form."""
    if field == "birth_date":
        return date.fromisoformat(value) if value else None
    if field == "members":
        return tuple(MemberFacts(**member) for member in value)
    return tuple(value) if isinstance(value, list) else value


def tidied(facts: CaseFacts, *, today: date, consent: bool = True) -> CaseFacts:
    """The facts cleaned and in their one right form; RuleBroken names the field to mend.

    With `consent`, somebody must have agreed that they are kept (a list's rows come without).
    """
    people = _people(facts.people)
    birth_year = _birth_year(facts.birth_year, facts.birth_date, today)
    members = tuple(_member(member, today) for member in facts.members if clean(member.name))
    if len(members) > people:
        raise RuleBroken(
            N_("{count} members are named, but the household has {people} people."),
            field="people",
            count=len(members),
            people=people,
        )
    consent_by = _line(facts.consent_by, "consent_by")
    asked_by_name = _line(facts.asked_by_name, "asked_by_name")
    if consent and not consent_by and not asked_by_name:
        raise RuleBroken(
            N_("Ask first whether the information may be kept, and write who agreed."), field="consent_by"
        )
    return replace(
        facts,
        name=_name(facts.name, "name"),
        people=people,
        phone=parse_phone(facts.phone) if clean(facts.phone or "") else None,
        citizen_id=parse_citizen_id(facts.citizen_id, regain=False)
        if clean(facts.citizen_id or "")
        else None,
        birth_year=birth_year,
        sex=_one_of(facts.sex, SEXES, "sex") if facts.sex else None,
        address=_line(facts.address, "address"),
        residential_group=_line(facts.residential_group, "residential_group"),
        residence=_one_of(facts.residence, RESIDENCES, "residence"),
        home_address=_line(facts.home_address, "home_address"),
        categories=categories.in_order(facts.categories),
        needs=_needs(facts.needs),
        circumstances=_text(facts.circumstances, "circumstances"),
        remark=_text(facts.remark, "remark"),
        consent_by=consent_by,
        members=members,
        young=_part(facts.young, people, "young"),
        old=_part(facts.old, people, "old"),
        asked_by_name=proper_name(asked_by_name),
        asked_by_phone=_asker(facts.asked_by_phone) if asked_by_name else None,
        asked_by_relation=_line(facts.asked_by_relation, "asked_by_relation") if asked_by_name else "",
    )


def _name(written: str, field: str) -> str:
    name = proper_name(_line(written, field))
    if not name:
        raise RuleBroken(N_("The name of the head of household is missing."), field=field)
    if sum(char.isalpha() for char in name) < 2:
        raise RuleBroken(N_("“{written}” is not a name."), field=field, written=name[:40])
    if sum(char.isdigit() for char in name) >= _DIGITS_OF_A_NUMBER:
        raise RuleBroken(
            N_("There is a number in the name “{written}”. Write it into its own field."),
            field=field,
            written=name[:40],
        )
    return name


def _asker(phone: str | None) -> str | None:
    try:
        return parse_phone(phone) if clean(phone or "") else None
    except RuleBroken as refusal:
        refusal.field = "asked_by_phone"
        raise


def _people(people: int) -> int:
    if people < 1:
        raise RuleBroken(N_("A household has at least one person."), field="people")
    if people > MOST_PEOPLE:
        raise RuleBroken(
            N_("{written} people are too many for one household (at most {most}). Split the group."),
            field="people",
            written=str(people)[:12],
            most=MOST_PEOPLE,
        )
    return people


def _birth_year(year: int | None, day: date | None, today: date) -> int | None:
    born = day.year if day else year
    if day and year and day.year != year:
        raise RuleBroken(N_("The birth date lies in another year than the birth year."), field="birth_year")
    if born is not None and (not 1900 <= born <= today.year or (day and day > today)):
        raise RuleBroken(N_("{year} cannot be a birth year."), field="birth_year", year=str(born))
    return born


def _member(member: MemberFacts, today: date) -> MemberFacts:
    year = member.birth_year
    if year is not None and not 1900 <= year <= today.year:
        raise RuleBroken(N_("{year} cannot be a birth year."), field="members", year=str(year))
    name = proper_name(_line(member.name, "members"))
    return MemberFacts(name, year, _line(member.relation, "members"), _line(member.care, "members"))


def _one_of(word: str, table: Mapping[str, str], field: str) -> str:
    if word not in table:
        raise RuleBroken(N_("“{word}” is none of the choices."), field=field, word=clean(str(word))[:40])
    return word


def _line(text: str, field: str) -> str:
    return _fitting(clean(text), MOST_LINE, field)


def _text(text: str, field: str) -> str:
    return _fitting(clean(text, lines=True), MOST_TEXT, field)


def _fitting(text: str, most: int, field: str) -> str:
    if len(text) > most:
        raise too_long(len(text), most, field)
    return text


def too_long(count: int, most: int, field: str) -> RuleBroken:
    """The refusal of a text that has more characters than are kept."""
    said = N_("This text has {count} characters; at most {most} are kept. Shorten it.")
    return RuleBroken(said, field=field, count=count, most=most)


def _needs(needs: tuple[str, ...]) -> tuple[str, ...]:
    written = tuple(dict.fromkeys(need for text in needs if (need := _line(text, "needs"))))
    if len(written) > MOST_NEEDS:
        raise RuleBroken(
            N_("At most {most} needs are kept for one household."), field="needs", most=MOST_NEEDS
        )
    return written


def _part(count: int | None, people: int, field: str) -> int | None:
    if count is not None and not 0 <= count <= people:
        raise RuleBroken(N_("More than all {people} people of the household."), field=field, people=people)
    return count
