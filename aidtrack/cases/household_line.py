"""From one line of a list to a household: every fact cleaned, every trouble noted, nothing typed lost.

Without a name, a number of people and a ward a line cannot be accepted. All else that cannot be read
is a warning, and its text goes into the remark.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from aidtrack.cases.categories import in_order, recognise
from aidtrack.cases.columns import LABELS
from aidtrack.cases.headcount import is_sum, parse_people
from aidtrack.cases.heading import Head, HeadColumn
from aidtrack.cases.lines import Line
from aidtrack.cases.listing import HouseholdRow, PersonBelow, RowNote, Stt
from aidtrack.cases.sheet import Cell
from aidtrack.cases.ward_of_line import FoundWard, WardFinder, Whereabouts
from aidtrack.cases.written_cells import (
    HONORIFICS,
    MAN,
    SEXES,
    TICKS,
    WOMAN,
    born,
    identity_in,
    person_name,
    phones_in,
    says_none,
    written,
)
from aidtrack.errors import RuleBroken
from aidtrack.sentences import N_, Sentence, say
from aidtrack.vietnamese.citizen_id import doubts, parse_citizen_id
from aidtrack.vietnamese.folding import clean, fold, proper_name
from aidtrack.vietnamese.phone import parse_phone, show_phone

T = TypeVar("T")


@dataclass
class ReadLine:
    """What came of a line: the household if it can be accepted, and its notes."""

    household: HouseholdRow | None
    problems: list[RowNote] = field(default_factory=list)
    warnings: list[RowNote] = field(default_factory=list)


class LineReader:
    """Reads lines under one head, with the wards of one edition."""

    def __init__(self, head: Head, wards: WardFinder) -> None:
        self.head, self.wards = head, wards

    def read(self, line: Line) -> ReadLine:
        """The household of a line, and all that is wrong or odd in it."""
        return _Reading(self.head, self.wards, line).result()

    def knows_ward(self, line: Line) -> bool:
        """Whether this edition knows the ward that a line names."""
        return self.wards.knows(_Reading(self.head, self.wards, line).whereabouts())


class _Reading:
    def __init__(self, head: Head, wards: WardFinder, line: Line) -> None:
        self.head, self.wards, self.line = head, wards, line
        self.problems: list[RowNote] = []
        self.warnings: list[RowNote] = []
        self.unread: list[str] = []

    # What stands in the line

    def _text(self, *fields: str, between: str = ", ") -> str:
        texts = [written(self.line.cell(column.index)) for column in self.head.columns_for(*fields)]
        return between.join(dict.fromkeys(text for text in texts if text))

    def _cell(self, name: str) -> Cell:
        return next((self.line.cell(column.index) for column in self.head.columns_for(name)), None)

    @cached_property
    def stt(self) -> Stt:
        """What stands in the list's own column of numbers."""
        cell = self._cell("stt")
        text = written(cell)
        return int(text) if text.isdigit() and len(text) < 10 else text[:20] or None

    def whereabouts(self) -> Whereabouts:
        """What the line and its section say of the place."""
        section = self.line.section
        return Whereabouts(
            ward=self._text("ward"),
            district=self._text("district"),
            section_ward=section.ward,
            section_district=section.district,
            address=self._text("address"),
        )

    # What is said about it

    def _note(self, kept: list[RowNote], name: str, sentence: Sentence, *columns: str) -> None:
        blamed = next(iter(self.head.columns_for(*(columns or (name,)))), None)
        found = written(self.line.cell(blamed.index)) if blamed else ""
        letter = blamed.letter if blamed else ""
        kept.append(RowNote(self.line.row, self.stt, letter, name, sentence, found[:200]))

    def _odd(self, name: str, sentence: Sentence, *columns: str, keep: str = "") -> None:
        self._note(self.warnings, name, sentence, *columns)
        if keep:
            self.unread.append(keep)

    def _required(self, name: str, parse: Callable[[Any], T], value: object, *columns: str) -> T | None:
        try:
            return parse(value)
        except RuleBroken as refused:
            self._note(self.problems, name, refused.sentence, *columns)
            return None

    def _if_readable(self, name: str, parse: Callable[[Any], T], value: object, *columns: str) -> T | None:
        if not written(value):
            return None
        try:
            return parse(value)
        except RuleBroken as refused:
            kept = f"{_title(self.head, name, columns)}: {written(value)}"
            self._odd(name, refused.sentence, *columns, keep=kept)
            return None

    # The facts, one after the other

    def result(self) -> ReadLine:
        name, sex_by_name = self._name()
        people = self._people()
        ward = self._ward()
        sex, year, day = self._birth_and_sex(sex_by_name)
        citizen_id = self._citizen_id(sex, year)
        phone = self._phone()
        categories, circumstances = self._categories(self._text("circumstances"))
        if not (name and people and ward.unit):
            return ReadLine(None, self.problems, self.warnings)
        members = self._members()
        household = HouseholdRow(
            row=self.line.row,
            stt=self.stt,
            key="",
            name=name,
            unit=ward.unit,
            people=people,
            sex=sex,
            birth_year=year,
            birth_date=day,
            citizen_id=citizen_id,
            phone=phone,
            home_address=self._text("home_address") or self._text("province"),
            address=self._text("address") if ward.address is None else ward.address,
            residential_group=self._text("residential_group") or self.line.section.group,
            categories=categories,
            circumstances=circumstances,
            needs=tuple(part for part in re.split(r"\s*[,;+]\s*", self._text("needs")) if part),
            remark="; ".join(filter(None, [self._text("remark"), *self.unread])),
            young=self._count("young"),
            old=self._count("old"),
            members=members[: people - 1],
        )
        return ReadLine(household, self.problems, self.warnings)

    def _name(self) -> tuple[str | None, str | None]:
        name = self._text("family_name", "name", between=" ")
        first, _, rest = name.partition(" ")
        sex = HONORIFICS.get(first.casefold().rstrip(".:"))
        if first.casefold().rstrip(".:") in HONORIFICS and len(rest.split()) > 1:
            name = rest
        else:
            sex = None
        return self._required("name", person_name, name, "name", "family_name"), sex

    def _people(self) -> int | None:
        """The number written; else the adults and children, or the people who have lines of their own."""
        cell, listed = self._cell("people"), 1 + len(self.line.below)
        adults = self._count("adults")
        if not written(cell) and adults is not None:
            return self._required("people", parse_people, adults + (self._count("young") or 0), "adults")
        if not written(cell) and listed > 1:
            if self.head.columns_for("people"):
                self._odd("people", say(N_("Counted from the lines of its people: {listed}."), listed=listed))
            return listed
        if not self.head.columns_for("people", "adults"):
            return 1
        people = self._required("people", parse_people, cell)
        if people and people < listed:
            said = N_("The number says {people} people, but {listed} have lines here.")
            self._odd("people", say(said, people=people, listed=listed))
        elif people and is_sum(cell):
            self._odd("people", say(N_("Added up: {people} people."), people=people))
        return people

    def _members(self) -> tuple[PersonBelow, ...]:
        """The household's other people, where each has a line; their numbers go into the remark."""
        members = []
        for line in self.line.below:
            one = _Reading(self.head, self.wards, line)
            name = clean(one._text("family_name", "name", between=" "))
            _, year, _ = one._birth_and_sex(None)
            members.append(PersonBelow(proper_name(name), year, one._text("relation")))
            numbers = one._text("citizen_id", "phone")
            self.unread += [f"{name}: {numbers}"] if numbers else []
            self.warnings += one.warnings
        return tuple(members)

    def _ward(self) -> FoundWard:
        found = self.wards.find(self.whereabouts())
        if found.refusal:
            name = found.blames if self.head.columns_for(found.blames) else "ward"
            self._note(self.problems, name, found.refusal, name, "ward", "address")
        return found

    def _birth_and_sex(self, sex: str | None) -> tuple[str | None, int | None, date | None]:
        sexes = {MAN: self._cell("male"), WOMAN: self._cell("female")}
        filled = {sex: cell for sex, cell in sexes.items() if written(cell)}
        if len(filled) == 2:
            self._odd("sex", say(N_("Both columns are filled, for a man and for a woman.")), "male", "female")
        cell_born: object = self._cell("birth")
        column = "birth"
        for known, cell in filled.items():
            sex = known if len(filled) == 1 else sex
            if fold(written(cell)) not in TICKS:
                cell_born, column = cell, "male" if known == MAN else "female"
        sex = self._sex_column() or sex
        known_birth = self._if_readable("birth", born, cell_born, column)
        return sex, *(known_birth or (None, None))

    def _sex_column(self) -> str | None:
        said = self._text("sex")
        sex = SEXES.get(fold(said))
        if said and sex is None:
            self._odd("sex", say(N_("“{written}” is neither Nam nor Nữ."), written=said[:40]))
        return sex

    def _citizen_id(self, sex: str | None, year: int | None) -> str | None:
        cell = self._cell("citizen_id")
        if says_none(cell):
            return None
        number, more = identity_in(cell)
        cid = self._if_readable("citizen_id", parse_citizen_id, number)
        if cid and more:
            self._keep("citizen_id", cell)
        for doubt in doubts(cid, sex, year) if cid else ():
            self._odd("citizen_id", doubt)
        return cid

    def _phone(self) -> str | None:
        cell = self._cell("phone")
        parts = phones_in(cell)
        numbers = [self._if_readable("phone", parse_phone, part) for part, _ in parts]
        known = list(dict.fromkeys(number for number in numbers if number))
        if known and any(more for _, more in parts):
            self._keep("phone", cell)
        else:
            self.unread += [f"{_title(self.head, 'phone', ())}: {show_phone(other)}" for other in known[1:]]
        return known[0] if known else None

    def _keep(self, name: str, cell: Cell) -> None:
        """What stands beside a fact goes into the remark with it."""
        self.unread.append(f"{_title(self.head, name, ())}: {written(cell)}")

    def _categories(self, circumstances: str) -> tuple[tuple[str, ...], str]:
        said = recognise(self._text("categories", between="; "))
        ticked = {
            column.category for column in self.head.columns_for("category") if _is_tick(self.line, column)
        }
        codes = in_order({*said.codes, *(code for code in ticked if code)})
        if said.unknown:
            words = ", ".join(said.unknown)
            self._odd(
                "categories",
                say(N_("No category is called “{words}”; it is kept in the circumstances."), words=words),
            )
            circumstances = "; ".join(filter(None, [circumstances, words]))
        return codes or self.line.section.categories, circumstances

    def _count(self, name: str) -> int | None:
        count = written(self._cell(name))
        return int(count) if count.isdigit() and len(count) < 3 else None


def _title(head: Head, name: str, columns: tuple[str, ...]) -> str:
    titles = (column.title for column in head.columns_for(*(columns or (name,))))
    return next(titles, LABELS.get(name, name))


def _is_tick(line: Line, column: HeadColumn) -> bool:
    return fold(written(line.cell(column.index))) in TICKS
