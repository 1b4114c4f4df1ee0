"""How the day of 14 August ended at each door, chosen so that the people add up, the same way every time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aidtrack.deliveries.trips import Outcome

RECEIVED_FOR = 31
ABSENT = 5
DECLINED = 2
"""People, not households; the rest signs. Who is absent or declines has no bottle of fish sauce."""


@dataclass(frozen=True)
class Door:
    """A household on a trip: its people, and whether its share holds a bottle."""

    case_id: int
    people: int
    bottle: bool


def endings(doors: Sequence[Door]) -> dict[int, Outcome]:
    """The outcome of each door by case, in the order of the doors."""
    found = {door.case_id: Outcome.RECEIVED for door in doors}
    plain = [door for door in doors if not door.bottle]
    for outcome, people, among in (
        (Outcome.DECLINED, DECLINED, plain[7::11]),
        (Outcome.ABSENT, ABSENT, plain[3::13]),
        (Outcome.RECEIVED_FOR, RECEIVED_FOR, doors[5::9]),
    ):
        for door in exactly(people, [door for door in among if found[door.case_id] is Outcome.RECEIVED]):
            found[door.case_id] = outcome
    return found


def exactly(people: int, doors: Sequence[Door]) -> list[Door]:
    """The first doors found whose people add up to exactly that many; ValueError if none do."""
    ways: dict[int, list[Door]] = {0: []}
    for door in doors:
        for total, way in sorted(ways.items()):
            ways.setdefault(total + door.people, [*way, door])
        if people in ways:
            return ways[people]
    raise ValueError(f"no households of together {people} people")
