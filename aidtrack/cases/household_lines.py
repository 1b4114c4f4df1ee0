"""Households as lines of JSON, compared with one another: a file in, suspected pairs out, nothing kept.

A line is `{"id", "name", "birth_year", "cccd", "phone", "address", "ward_code", "members"}`; all but the id
may be missing or null. Numbers are read as people write them; what cannot be read is not known.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from aidtrack.cases.duplicates import WORTH_A_LOOK, Facts, Likeness, pairs_within
from aidtrack.cases.headcount import parse_people
from aidtrack.errors import RuleBroken
from aidtrack.sentences import N_, Sentence
from aidtrack.vietnamese.citizen_id import parse_citizen_id
from aidtrack.vietnamese.dates import parse_birth
from aidtrack.vietnamese.folding import clean
from aidtrack.vietnamese.phone import parse_phone

LONGEST_LINE = 100_000
"""Bytes; no household needs more."""
_LONGEST_TEXT = 300
_MOST_MEMBERS = 99


@dataclass(frozen=True)
class FoundPair:
    """Two households of the file by their ids, in the file's order."""

    a: str | int
    b: str | int
    likeness: Likeness


@dataclass
class HouseholdFile:
    """The households of a file while it is read: their ids, and what is wrong with other lines."""

    ids: list[str | int] = field(default_factory=list)
    problems: list[tuple[int, Sentence]] = field(default_factory=list)

    def households(self, lines: Iterable[bytes]) -> Iterator[Facts]:
        """The facts of the readable lines, one after the other."""
        first: dict[str, int] = {}
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                told = _object(line)
                own = _id(told)
                if str(own) in first:
                    words = N_("The id “{id}” stands in line {line} already.")
                    raise RuleBroken(words, id=str(own)[:40], line=first[str(own)])
            except RuleBroken as refused:
                self.problems.append((number, refused.sentence))
                continue
            first[str(own)] = number
            self.ids.append(own)
            yield facts_of(told)

    def pairs(self, lines: Iterable[bytes]) -> Iterator[FoundPair]:
        """The suspected pairs of the lines, and those below the alert level that are worth a look."""
        for pair in pairs_within(self.households(lines), least=WORTH_A_LOOK):
            yield FoundPair(self.ids[pair.first], self.ids[pair.second], pair.likeness)


def _object(line: bytes) -> Mapping[str, Any]:
    if len(line) > LONGEST_LINE:
        raise RuleBroken(N_("This line is too long for a household."))
    try:
        told = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise RuleBroken(N_("This line is not written in UTF-8.")) from None
    except (ValueError, RecursionError):
        raise RuleBroken(N_("This line is no JSON.")) from None
    if not isinstance(told, dict):
        raise RuleBroken(N_("This line is no JSON object with the facts of a household."))
    return told


def _id(told: Mapping[str, Any]) -> str | int:
    own = told.get("id")
    if isinstance(own, bool) or not isinstance(own, (str, int)) or own == "":
        raise RuleBroken(N_("This line has no id."))
    return own


def facts_of(told: Mapping[str, Any]) -> Facts:
    """What is compared of a household as a line tells it."""
    names, people = _members(told.get("members"))
    return Facts(
        name=_text(told.get("name")),
        birth_year=_year(told.get("birth_year")),
        citizen_id=_number(told.get("cccd"), parse_citizen_id),
        phone=_number(told.get("phone"), parse_phone),
        address=_text(told.get("address")),
        unit=_ward(told.get("ward_code")),
        people=people,
        members=names,
    )


def _text(value: object) -> str:
    return clean(value[: 2 * _LONGEST_TEXT])[:_LONGEST_TEXT] if isinstance(value, str) else ""


def _year(value: object) -> int | None:
    try:
        return parse_birth(value)[0] if _is_told(value) else None
    except (RuleBroken, OverflowError):
        return None


def _is_told(value: object) -> bool:
    return isinstance(value, (str, int, float)) and not isinstance(value, bool) and value != ""


def _number(value: object, read: Any) -> str | None:
    """A number in its one form; the digits as they stand if they are no such number, but many."""
    if not _is_told(value):
        return None
    text = _text(str(value))
    try:
        return str(read(text))
    except RuleBroken:
        digits = "".join(char for char in text if char in "0123456789")
        return digits if len(digits) in _MANY_DIGITS else None


_MANY_DIGITS = range(7, 16)


def _ward(value: object) -> str | None:
    if not _is_told(value):
        return None
    text = _text(str(value).removesuffix(".0"))
    return text.zfill(5) if text.isdecimal() else text or None


def _members(value: object) -> tuple[tuple[str, ...], int | None]:
    """The names and the number of people, from a number of them or from a list of names or of persons."""
    if isinstance(value, list):
        persons = value[:_MOST_MEMBERS]
        names = tuple(filter(None, map(_name_of, persons)))
        return names, len(persons) or None
    try:
        return (), parse_people(value) if _is_told(value) else None
    except RuleBroken:
        return (), None


def _name_of(person: object) -> str:
    if isinstance(person, dict):
        return next((_text(person[key]) for key in _NAME_KEYS if isinstance(person.get(key), str)), "")
    return _text(person)


_NAME_KEYS = ("name", "full_name", "ho_ten", "họ tên", "ten")
