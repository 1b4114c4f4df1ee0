"""How pressing a household's situation is, in points out of one table, with the sentence of its parts.

The score orders households of one class of priority. Whoever changes a number here raises `VERSION`: it
is kept with every score, so that an old one can still be explained.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from aidtrack.cases.categories import BY_CODE
from aidtrack.cases.priority import CHILD_BELOW, ELDERLY_FROM
from aidtrack.errors import RuleBroken
from aidtrack.sentences import N_, Sentence, say

VERSION = "1"

CATEGORY_POINTS: Mapping[str, int] = {
    "stranded_worker": 30,
    "student": 28,
    "patient": 28,
    "patient_relative": 26,
    "lost_job": 22,
    "elderly_alone": 18,
    "child": 14,
    "disabled": 14,
    "policy": 8,
    "merit": 8,
}
"""Points of the most pressing category, in the order of attention of August 2021."""

NO_INCOME = frozenset({"lost_job"})
"""Categories that say that nobody earns anything."""

EACH_FURTHER, MOST_FURTHER = 3, 6
EACH_CHILD, MOST_CHILDREN = 4, 12
EACH_ELDERLY, MOST_ELDERLY = 4, 8
ILLNESS, WITHOUT_INCOME = 8, 6
NEVER_HELPED, DAYS_A_POINT_OF_AID = 10, 7
MOST_WAITING, DAYS_A_POINT_OF_WAITING = 10, 2
MOST_BY_HAND = 20
"""So far somebody may raise or lower a score by hand."""


@dataclass(frozen=True)
class Situation:
    """What the table looks at. `helped_on` is the day of the last goods, None for never."""

    categories: tuple[str, ...]
    children: int
    elderly: int
    registered_on: date
    helped_on: date | None = None
    by_hand: int = 0


@dataclass(frozen=True)
class Part:
    """A line of a score: what it is for, and its points."""

    label: Sentence
    points: int


@dataclass(frozen=True)
class Score:
    """The points of a household on a day, their parts, and the version of the table."""

    parts: tuple[Part, ...]
    version: str = VERSION

    @property
    def points(self) -> int:
        """All together, never below none."""
        return max(0, sum(part.points for part in self.parts))

    @property
    def said(self) -> Sentence:
        """The sentence of its parts."""
        parts = [say(N_("{label} {points}"), label=part.label, points=part.points) for part in self.parts]
        return say(
            N_("{points} points: {parts} (table {version})"),
            points=self.points,
            parts=parts,
            version=self.version,
        )


def score_of(one: Situation, *, today: date) -> Score:
    """The score of a household today."""
    return Score(tuple(part for part in _parts(one, today) if part.points))


def _parts(one: Situation, today: date) -> Iterable[Part]:
    ranked = sorted(one.categories, key=lambda code: -CATEGORY_POINTS.get(code, 0))
    if ranked:
        yield Part(say(BY_CODE[ranked[0]].label), CATEGORY_POINTS.get(ranked[0], 0))
        yield Part(say(N_("further categories")), min(MOST_FURTHER, EACH_FURTHER * (len(ranked) - 1)))
    yield Part(say(N_("children under 6")), min(MOST_CHILDREN, EACH_CHILD * one.children))
    yield Part(say(N_("elderly people")), min(MOST_ELDERLY, EACH_ELDERLY * one.elderly))
    yield Part(say(N_("illness")), ILLNESS * any(BY_CODE[code].ill for code in one.categories))
    yield Part(say(N_("no income")), WITHOUT_INCOME * bool(NO_INCOME & set(one.categories)))
    if one.helped_on is None:
        yield Part(say(N_("has never received anything")), NEVER_HELPED)
    else:
        days = max(0, (today - one.helped_on).days)
        yield Part(say(N_("days since the last goods")), min(NEVER_HELPED, days // DAYS_A_POINT_OF_AID))
    waits = max(0, (today - max(one.registered_on, one.helped_on or one.registered_on)).days)
    yield Part(say(N_("days of waiting")), min(MOST_WAITING, waits // DAYS_A_POINT_OF_WAITING))
    yield Part(say(N_("changed by hand")), one.by_hand)


def ages(birth_years: Iterable[int | None], *, year: int) -> tuple[int, int]:
    """How many children under six and how many elderly people there are, as far as birth years are known."""
    known = [year - born for born in birth_years if born is not None]
    return sum(age < CHILD_BELOW for age in known), sum(age >= ELDERLY_FROM for age in known)


def check_by_hand(points: int, reason: str) -> None:
    """RuleBroken for a change by hand that is none, too large, or without its reason."""
    if not 1 <= abs(points) <= MOST_BY_HAND:
        raise RuleBroken(
            N_("Write by how many points, from -{most} to {most}, and not 0."),
            field="points",
            most=MOST_BY_HAND,
        )
    if not reason:
        raise RuleBroken(N_("Write the reason, so that the others understand it."), field="reason")
