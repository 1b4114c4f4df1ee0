"""In which order a good that runs short is handed out, step by step, until the next step does not fit.

The order is fixed before anybody looks at the supply, and a smaller supply only ends it earlier: so
more supply never takes from anyone. For norms by priority it has three stretches:

1. floors, class by class: nobody gets more before every more pressing household has its floor;
2. class by class up to one step below the entitlement, within a class always to whom has the least
   for each person, so that nobody is ahead by more than a step;
3. the last step of every household over all classes, again to whom has the least for each person.

Seen from the end, what is missing comes off one step each, the largest households first (a step
weighs least there), and only a shortage of more than that goes by class, the least pressing first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from math import lcm
from typing import NamedTuple


class Claim(NamedTuple):
    """What a household is to get: `first` is its first or floor portion, the rest comes by steps.

    `trimmed` is the entitlement without its last step; a first portion is never that step.
    """

    rank: int
    klass: int
    weight: int
    entitled: int
    first: int
    trimmed: int
    step: int


def claim(rank: int, klass: int, *, weight: int, entitled: int, floor: int, step: int) -> Claim:
    """A claim whose first portion covers the floor and leaves whole steps to the entitlement."""
    steps = (entitled - floor) // step
    first = entitled - steps * step if floor else entitled % step or min(step, entitled)
    trimmed = entitled - step if entitled > first else entitled
    return Claim(rank, klass, weight, entitled, first, trimmed, step)


class Supply:
    """What is left of a good while it is handed out; closed for good once a step did not fit."""

    def __init__(self, amount: int, claims: Iterable[Claim]) -> None:
        self.left = amount
        self.open = True
        self.given: dict[int, int] = dict.fromkeys((claim.rank for claim in claims), 0)

    def give(self, rank: int, amount: int) -> None:
        """Hand out one step, or close."""
        self.open = self.open and amount <= self.left
        if self.open:
            self.given[rank] += amount
            self.left -= amount


def pour_by_priority(claims: Sequence[Claim], supply: int, *, floors: bool) -> dict[int, int]:
    """How much each rank gets; claims in the order of their ranks, most pressing class first."""
    if sum(each.entitled for each in claims) <= supply:
        return {each.rank: each.entitled for each in claims}
    rest = Supply(supply, claims)
    if floors:
        for each in claims:
            rest.give(each.rank, each.first)
    for _, same_class in groupby(sorted(claims, key=_class), key=_class):
        _level(list(same_class), rest)
    scale = lcm(*(each.weight for each in claims))
    last_steps = [each for each in claims if each.entitled > each.first]
    for each in sorted(last_steps, key=lambda each: (each.trimmed * scale // each.weight, each.rank)):
        rest.give(each.rank, each.step)
    return rest.given


def pour_in_turn(claims: Sequence[Claim], supply: int, *, floors: bool) -> dict[int, int]:
    """How much each rank gets where each is served whole before the next; claims in that order."""
    rest = Supply(supply, claims)
    if floors:
        for each in claims:
            rest.give(each.rank, each.first)
    for each in claims:
        if not rest.given[each.rank]:
            rest.give(each.rank, each.first)
        steps = min((each.entitled - rest.given[each.rank]) // each.step, rest.left // each.step)
        if rest.open and steps:
            rest.give(each.rank, steps * each.step)
        rest.open = rest.open and rest.given[each.rank] == each.entitled
    return rest.given


def _class(claim: Claim) -> int:
    return claim.klass


def _level(claims: Sequence[Claim], rest: Supply) -> None:
    """Raise a class towards its trimmed entitlements, always those with the least for each person.

    The level is found by halving instead of step by step; a level T stands for T/scale base units
    for each person, so all levels at which somebody's next step begins are whole numbers.
    """
    if not rest.open or not claims:
        return
    scale = lcm(*(each.weight for each in claims))
    kinds = Counter((each.weight, each.first, each.trimmed, rest.given[each.rank]) for each in claims)
    step = claims[0].step

    def risen(kind: tuple[int, int, int, int], level: int) -> int:
        """What such a household gets in all when every step that begins at the level or below is given."""
        weight, first, top, held = kind
        begun = level * weight // scale
        steps = (begun - first) // step + 1 if begun >= first else 0
        return min(top, first + steps * step) if level >= 0 else held

    def cost(level: int) -> int:
        return sum(count * (risen(kind, level) - kind[3]) for kind, count in kinds.items())

    low, high = -1, max(each.trimmed * scale // each.weight for each in claims)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if cost(middle) <= rest.left else (low, middle - 1)
    for level in (low, low + 1):
        for each in claims:
            kind = (each.weight, each.first, each.trimmed, rest.given[each.rank])
            rise = risen(kind, level) - kind[3]
            if rise > 0:
                rest.give(each.rank, rise)
