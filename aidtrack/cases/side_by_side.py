"""Two households laid side by side: attributes down, a verdict for each, for the eyes that decide."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aidtrack.cases import resemblance
from aidtrack.cases.changes import FIELD_LABELS
from aidtrack.cases.facts import CaseFacts
from aidtrack.sentences import N_

SAME, ALIKE, DIFFERENT, ONE_SIDED = "same", "alike", "different", "one_sided"

VERDICT_LABELS: Mapping[str, str] = {
    SAME: N_("the same"),
    ALIKE: N_("nearly the same"),
    DIFFERENT: N_("different"),
    ONE_SIDED: N_("only one tells it"),
}


@dataclass(frozen=True)
class Attribute:
    """One row of the comparison: the field (a key of `changes.FIELD_LABELS`), both values, the verdict.

    The verdict is `SAME`, `ALIKE` (a slip, a short form, another spelling), `DIFFERENT` or
    `ONE_SIDED` (the other household does not tell it).
    """

    field: str
    first: Any
    second: Any
    verdict: str

    @property
    def label(self) -> str:
        """The marked name of the field."""
        return FIELD_LABELS[self.field]


def laid_out(first: CaseFacts, second: CaseFacts) -> list[Attribute]:
    """The attributes of which at least one household tells something."""
    pairs = [(field, getattr(first, field), getattr(second, field)) for field in COMPARED]
    return [
        Attribute(field, one, other, _verdict(field, one, other))
        for field, one, other in pairs
        if not (_untold(one) and _untold(other))
    ]


COMPARED = (
    *("name", "birth_year", "sex", "citizen_id", "phone", "place_id", "address", "residential_group"),
    *("home_address", "people", "categories", "members"),
)


def _untold(value: Any) -> bool:
    return value in (None, "", ())


def _verdict(field: str, one: Any, other: Any) -> str:
    if _untold(one) or _untold(other):
        return ONE_SIDED
    if one == other:
        return SAME
    answer = _ANSWERS[field](one, other) if field in _ANSWERS else "other"
    return SAME if answer == "same" else DIFFERENT if answer in _APART else ALIKE


def together(pairs: Sequence[tuple[Hashable, Hashable]]) -> list[list[int]]:
    """Pairs that belong together, by their positions: those that share a household, or are linked by others.

    >>> together([("a", "b"), ("c", "d"), ("b", "e")])
    [[0, 2], [1]]
    """
    group_of: dict[Hashable, list[int]] = {}
    for at, (first, second) in enumerate(pairs):
        one, other = group_of.get(first), group_of.get(second)
        merged = sorted([*(one or []), *((other or []) if other is not one else []), at])
        for place in merged:
            group_of.update(dict.fromkeys(pairs[place], merged))
    groups = {id(group): group for group in group_of.values()}
    return sorted(groups.values())


_ANSWERS: Mapping[str, Callable[[Any, Any], str]] = {
    "name": lambda a, b: resemblance.names(resemblance.WrittenName.of(a), resemblance.WrittenName.of(b)),
    "birth_year": resemblance.birth_years,
    "citizen_id": resemblance.numbers,
    "phone": resemblance.numbers,
    "address": lambda a, b: resemblance.addresses(
        resemblance.WrittenAddress.of(a), resemblance.WrittenAddress.of(b)
    ),
    "home_address": resemblance.origins,
    "people": resemblance.head_counts,
}
_APART = frozenset({"other", "different", "neighbour", resemblance.UNKNOWN})
