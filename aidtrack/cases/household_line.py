"""From one line of a list to a household: every fact cleaned, every trouble noted, nothing typed lost.

Without a name, a number of people and a ward a line cannot be accepted. All else that cannot be read
is a warning, and its text goes into the remark.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import TypeVar

from aidtrack.cases.categories import in_order, recognise
from aidtrack.cases.facts import MOST_LINE, MOST_NEEDS, MOST_TEXT
from aidtrack.cases.headcount import is_sum, parse_people
from aidtrack.cases.heading import Head, HeadColumn
from aidtrack.cases.line_notes import LineNotes, title_of
from aidtrack.cases.lines import Line
from aidtrack.cases.listing import HouseholdRow, PersonBelow, RowNote
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
from aidtrack.sentences import N_, say
from aidtrack.vietnamese.citizen_id import doubts, parse_citizen_id
from aidtrack.vietnamese.folding import clean, fold, proper_name
from aidtrack.vietnamese.phone import parse_phone, show_phone

T = TypeVar("T")
_NEEDS = re.compile(r"\s*[,;+]\s*")
_people = lru_cache(maxsize=512, typed=True)(parse_people)
_born = lru_cache(maxsize=512, typed=True)(born)
"""The same few numbers stand in thousands of lines."""


@dataclass(slots=True)
class ReadLine:
    """What came of a line: the household if it can be accepted, and its notes."""

    household: HouseholdRow | None
    problems: list[RowNote] = field(default_factory=list)
    warnings: list[RowNote] = field(default_factory=list)
    row: int = 0
    sheet: str = ""
    cells: tuple[Cell, ...] = ()
    """Where the line stands, and what stands in it as it was written."""
    unit: str | None = None
    """The ward of a line that cannot be accepted, if that much could be read."""


class LineReader:
    """Reads lines under one head, with the wards of one edition."""

    def __init__(self, head: Head, wards: WardFinder, sheet: str = "") -> None:
        self.head, self.wards, self.sheet = head, wards, sheet

    def read(self, line: Line) -> ReadLine:
        """The household of a line, and all that is wrong or odd in it."""
        read = _Reading(self.head, self.wards, line, self.sheet).result()
        read.row, read.sheet, read.cells = line.row, self.sheet, line.cells
        return read

    def knows_ward(self, line: Line) -> bool:
        """Whether this edition knows the ward that a line names."""
        return self.wards.knows(_Reading(self.head, self.wards, line).whereabouts())


class _Reading(LineNotes):
    def __init__(self, head: Head, wards: WardFinder, line: Line, sheet: str = "") -> None:
        super().__init__(head, line, sheet)
        self.wards = wards

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
            return ReadLine(None, self.problems, self.warnings, unit=ward.unit)
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
            home_address=self._fit("home_address", self._text("home_address") or self._text("province")),
            address=self._fit("address", self._text("address") if ward.address is None else ward.address),
            residential_group=self._text("residential_group")[:MOST_LINE] or self.line.section.group,
            categories=categories,
            circumstances=self._fit("circumstances", circumstances, MOST_TEXT),
            needs=self._needs(),
            remark=self._remark(),
            young=self._count("young"),
            old=self._count("old"),
            members=members[: people - 1],
            sheet=self.sheet,
        )
        return ReadLine(household, self.problems, self.warnings)

    def _remark(self) -> str:
        return self._fit("remark", "; ".join(filter(None, [self._text("remark"), *self.unread])), MOST_TEXT)

    def _needs(self) -> tuple[str, ...]:
        parts = _NEEDS.split(self._text("needs"))
        return tuple(part[:MOST_LINE] for part in parts if part)[:MOST_NEEDS]

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
        people = self._required("people", _people, cell)
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
            one = _Reading(self.head, self.wards, line, self.sheet)
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
        filled = {sex: cell for sex, cell in sexes.items() if cell is not None and written(cell)}
        if len(filled) == 2:
            self._odd("sex", say(N_("Both columns are filled, for a man and for a woman.")), "male", "female")
        cell_born: object = self._cell("birth")
        column = "birth"
        for known, cell in filled.items():
            sex = known if len(filled) == 1 else sex
            if fold(written(cell)) not in TICKS:
                cell_born, column = cell, "male" if known == MAN else "female"
        sex = self._sex_column() or sex
        known_birth = self._if_readable("birth", _born, cell_born, column)
        return sex, *(known_birth or (None, None))

    def _sex_column(self) -> str | None:
        said = self._text("sex")
        sex = SEXES.get(fold(said)) if said else None
        if said and sex is None:
            self._odd("sex", say(N_("“{written}” is neither Nam nor Nữ."), written=said[:40]))
        return sex

    def _citizen_id(self, sex: str | None, year: int | None) -> str | None:
        cell = self._cell("citizen_id")
        if says_none(cell) or self._shortened("citizen_id", cell):
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
        if isinstance(cell, str) and self._shortened("phone", cell):
            return None
        parts = phones_in(cell)
        numbers = [self._if_readable("phone", parse_phone, part) for part, _ in parts]
        known = list(dict.fromkeys(number for number in numbers if number))
        if known and any(more for _, more in parts):
            self._keep("phone", cell)
        else:
            self.unread += [f"{title_of(self.head, 'phone', ())}: {show_phone(other)}" for other in known[1:]]
        return known[0] if known else None

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


def _is_tick(line: Line, column: HeadColumn) -> bool:
    cell = line.cell(column.index)
    return cell is not None and fold(written(cell)) in TICKS
