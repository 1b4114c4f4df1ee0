"""What each signal of two households weighs: the whole judgement is a table, and its sum.

A point is about one bit of evidence: with each, "one household" becomes about twice as likely. The points
were set on one style of invented lists and measured on others (`tests/benchmarks/duplicates.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from aidtrack.sentences import N_


@dataclass(frozen=True)
class Weight:
    """What one answer of a comparison counts, and how it is said (None: not worth a word)."""

    points: int
    said: str | None = None


Table = Mapping[str, Mapping[str, Weight]]

WEIGHTS: Table = {
    "citizen_id": {
        "same": Weight(14, N_("same ID number")),
        "slip": Weight(5, N_("ID numbers one slip apart")),
        "slips": Weight(1),
        "other": Weight(-7, N_("different ID numbers")),
    },
    "phone": {
        "same": Weight(8, N_("same phone")),
        "crowd": Weight(3, N_("same phone, which several give")),
        "slip": Weight(6, N_("phone numbers one slip apart")),
        "slips": Weight(1),
        "other": Weight(-2),
    },
    "name": {
        "same": Weight(6, N_("same name")),
        "unmarked": Weight(5, N_("same name without marks")),
        "spelling": Weight(5, N_("same name in another spelling")),
        "short": Weight(4, N_("one name is a short form of the other")),
        "order": Weight(4, N_("same name in another order")),
        "typo": Weight(3, N_("names one letter apart")),
        "tones": Weight(1, N_("names alike but for the marks")),
        "given": Weight(2, N_("same given name")),
        "near": Weight(1, N_("names nearly alike")),
        "middle": Weight(-5, N_("names with different middle words")),
        "different": Weight(-9, N_("different names")),
    },
    "rarity": {
        "rare": Weight(1, N_("a rare name")),
        "very rare": Weight(2, N_("a very rare name")),
    },
    "birth_year": {
        "same": Weight(3, N_("same birth year")),
        "beside": Weight(1, N_("birth years one apart")),
        "slip": Weight(0, N_("birth years one slip apart")),
        "close": Weight(-4, N_("birth years a few apart")),
        "other": Weight(-7, N_("different birth years")),
    },
    "address": {
        "same": Weight(6, N_("same address")),
        "alike": Weight(4, N_("addresses alike")),
        "neighbour": Weight(-2),
        "other": Weight(-2, N_("different address")),
    },
    "unit": {"same": Weight(2), "other": Weight(-1, N_("different ward"))},
    "people": {"same": Weight(1), "beside": Weight(0), "other": Weight(-1, N_("different number of people"))},
    "members": {
        "named": Weight(3, N_("one is named among the members of the other")),
        "shared": Weight(4, N_("members in common")),
        "apart": Weight(-3, N_("other members")),
    },
    "home_address": {"same": Weight(1), "other": Weight(-2, N_("different permanent residence"))},
    "sex": {"other": Weight(-4, N_("a man and a woman"))},
    "against": {"nothing": Weight(2)},
    "copy": {"whole": Weight(4, N_("everything told is the same"))},
}
"""One person told twice: add the points. An answer that is not listed counts nothing."""

COUPLE: Table = {
    "couple": {
        "likely": Weight(-2, N_("a man and a woman of like age, perhaps a couple")),
        "perhaps": Weight(-3, N_("two people of like age, perhaps a couple")),
        "kin": Weight(-4, N_("a man and a woman of one family name")),
    },
    "phone": {
        "same": Weight(8, N_("same phone")),
        "crowd": Weight(1, N_("same phone, which several give")),
        "slip": Weight(4, N_("phone numbers one slip apart")),
        "other": Weight(-3),
    },
    "address": {
        "same": Weight(6, N_("same address")),
        "alike": Weight(4, N_("addresses alike")),
        "neighbour": Weight(-4),
        "other": Weight(-7, N_("different address")),
    },
    "unit": {"same": Weight(1), "other": Weight(-4, N_("different ward"))},
    "people": {
        "same": Weight(1, N_("same number of people")),
        "beside": Weight(-2),
        "other": Weight(-4, N_("different number of people")),
    },
    "members": {
        "named": Weight(9, N_("one is named among the members of the other")),
        "shared": Weight(7, N_("members in common")),
        "apart": Weight(-5, N_("other members")),
    },
    "home_address": {"same": Weight(1), "other": Weight(-2, N_("different permanent residence"))},
}
"""A household told once by the husband and once by the wife: names, IDs and years say nothing."""

ALERT = 10
"""From so many points on a pair is shown to people as suspected."""
ALERT_SCORE, PER_POINT = 60, 3


def score_of(points: int) -> int:
    """The points as 0 to 100; a pair alerts from 60 on.

    >>> [score_of(points) for points in (-20, 0, 9, 10, 16, 24)]
    [0, 30, 57, 60, 78, 100]
    """
    return max(0, min(100, ALERT_SCORE + PER_POINT * (points - ALERT)))
