"""A list between its reading and its writing: what its importer may not bring in, and what is there already.

Facts in, decision out: the database's answers come as arguments, and all of it can be kept as JSON.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from aidtrack.cases.intake import paired
from aidtrack.cases.listing import HouseholdRow, ListReading, RowNote, Stt
from aidtrack.sentences import Sentence


@dataclass(frozen=True)
class Resembling:
    """A row that waits: it looks like another row of the list (`of`), or like a case that is there.

    `of_case` is that case's code if the importer may see it; otherwise `why` only says whom to ask.
    """

    row: int
    stt: Stt
    of: int | None
    of_stt: Stt
    of_case: str | None
    why: Sentence


@dataclass(frozen=True)
class LikeCase:
    """What a row is found to look like: a case and why. `code` and `shown` are what the importer may read."""

    case_id: int
    code: str | None
    why: Sentence
    shown: Sentence


@dataclass(frozen=True)
class Staged:
    """A reading beside the cases that are there.

    `there` are the keys of rows that are cases already (or were found to be one), `like` the cases that
    rows of the list look like, by the row's number.
    """

    reading: ListReading
    there: frozenset[str]
    like: Mapping[int, LikeCase]

    @property
    def staying(self) -> list[HouseholdRow]:
        """The households of the list: neither a duplicate nor a problem."""
        return [row for row in self.reading.households if row.key in self.there or row.row not in self.like]

    @property
    def fresh(self) -> list[HouseholdRow]:
        """Those of them that are not there yet, so that they would be written."""
        return [row for row in self.staying if row.key not in self.there]

    @property
    def already(self) -> int:
        """How many of them are there."""
        return len(self.staying) - len(self.fresh)

    @property
    def people(self) -> int:
        """The people of the households of the list."""
        return sum(row.people for row in self.staying)

    @property
    def decided(self) -> list[HouseholdRow]:
        """The rows that look like another one, about which somebody has decided already."""
        return [row for row in self.reading.waiting if row.key in self.there]

    @property
    def alike(self) -> list[Resembling]:
        """The rows that look like another household, decided on or not, in the list's order."""
        within = [
            Resembling(pair.row, pair.stt, pair.of, pair.of_stt, None, pair.why)
            for pair in self.reading.duplicates
        ]
        waits = [row for row in self.reading.households if row.key not in self.there and row.row in self.like]
        to_cases = [
            Resembling(row.row, row.stt, None, None, self.like[row.row].code, self.like[row.row].shown)
            for row in waits
        ]
        return sorted([*within, *to_cases], key=lambda found: found.row)

    @property
    def duplicates(self) -> list[Resembling]:
        """Those of them that wait for somebody's decision."""
        decided = {row.row for row in self.decided}
        return [found for found in self.alike if found.row not in decided]

    def to_plain(self) -> dict[str, Any]:
        """A JSON-ready form."""
        like = {
            str(row): {
                "case_id": found.case_id,
                "code": found.code,
                "why": found.why.to_plain(),
                "shown": found.shown.to_plain(),
            }
            for row, found in self.like.items()
        }
        return {**self.reading.to_plain(), "there": sorted(self.there), "like": like}

    @classmethod
    def from_plain(cls, kept: Mapping[str, Any]) -> Staged:
        """The staged list that `to_plain` wrote down."""
        like = {
            int(row): LikeCase(
                found["case_id"],
                found["code"],
                Sentence.from_plain(found["why"]),
                Sentence.from_plain(found["shown"]),
            )
            for row, found in kept["like"].items()
        }
        return cls(ListReading.from_plain(kept), frozenset(kept["there"]), like)


def kept_inside(reading: ListReading, refusal: Callable[[str], Sentence | None]) -> ListReading:
    """The reading without the rows whose ward the importer may not write: those become problems.

    `refusal` tells for a ward's key why it is refused, None if it is not. A row that looked like a
    refused one no longer waits for it.
    """
    rows = sorted((*reading.households, *reading.waiting), key=lambda row: row.row)
    refused = {row.row: why for row in rows if (why := refusal(row.unit)) is not None}
    if not refused:
        return reading
    staying, waiting, pairs = paired([row for row in rows if row.row not in refused])
    column = next(
        (c.letter for field in ("ward", "address") for c in reading.columns if c.field == field), ""
    )
    problems = [
        RowNote(row.row, row.stt, column, "ward", why, str(why.values.get("place", "")))
        for row in rows
        if (why := refused.get(row.row))
    ]
    return replace(
        reading,
        households=staying,
        waiting=waiting,
        duplicates=pairs,
        problems=tuple(sorted([*reading.problems, *problems], key=lambda note: note.row)),
    )
