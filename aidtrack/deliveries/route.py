"""Which households one trip calls at, and in which order: stretches of a ward along its streets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from aidtrack.errors import RuleBroken
from aidtrack.sentences import N_
from aidtrack.vietnamese.folding import clean, sort_key


@dataclass(frozen=True)
class Call:
    """A household to call at: where it lives and about how much its share weighs, in grams."""

    case_id: int
    code: str
    group: str = ""
    address: str = ""
    grams: int = 0


def in_order(calls: Iterable[Call]) -> list[Call]:
    """The calls by residential group, then street, lane and number, numbers by their value."""
    return sorted(calls, key=lambda call: (_natural(call.group), _address_key(call.address), call.code))


def split(
    calls: Iterable[Call], *, most_calls: int | None = None, most_grams: int | None = None
) -> list[list[Call]]:
    """The trips of a ward: as few as the limits allow, each a stretch of the way, of about equal length.

    RuleBroken for limits below one and for a share that is too heavy for any trip.
    """
    if (most_calls is not None and most_calls < 1) or (most_grams is not None and most_grams < 1):
        raise RuleBroken(N_("A trip carries at least one household."), field="most_stops")
    ordered = in_order(calls)
    for call in ordered:
        if most_grams is not None and call.grams > most_grams:
            raise RuleBroken(
                N_("The share of household {code} alone weighs more than a trip may carry."),
                field="most_weight",
                code=call.code,
            )
    fewest = _stretches(ordered, most_calls, most_grams)
    if not fewest:
        return []
    even = _stretches(ordered, -(-len(ordered) // len(fewest)), most_grams)
    return even if len(even) == len(fewest) else fewest


def _stretches(calls: Sequence[Call], most_calls: int | None, most_grams: int | None) -> list[list[Call]]:
    trips: list[list[Call]] = []
    grams = 0
    for call in calls:
        full = not trips or len(trips[-1]) == most_calls
        if full or (most_grams is not None and grams + call.grams > most_grams):
            trips.append([])
            grams = 0
        trips[-1].append(call)
        grams += call.grams
    return trips


_NUMBER = re.compile(r"\d+")
# "số 103", "nhà số 96" and "158" say the same: the door.
_DOOR = re.compile(r"^(?:nhà\s+)?số\s+(?=\d)", re.IGNORECASE)


def _natural(text: str) -> tuple[str, tuple[int, ...]]:
    """Words first, then numbers by value: "tổ 7" before "tổ 26"."""
    return sort_key(_NUMBER.sub(" ", text)), tuple(int(number) for number in _NUMBER.findall(text))


def _address_key(address: str) -> list[tuple[str, tuple[int, ...]]]:
    """From the widest part to the door: "số 7, ngõ 155 Trần Cung" by street, lane 155, door 7."""
    parts = [_DOOR.sub("", part.strip()) for part in clean(address).split(",")]
    return [_natural(part) for part in reversed(parts) if part]
