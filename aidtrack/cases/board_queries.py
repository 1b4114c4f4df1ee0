"""Cases by ward, and the cases that a plan may serve."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from aidtrack.rights import Actor


@dataclass(frozen=True)
class WardRow:
    """A ward on the board: how many cases stand at each step (each case at one), and their people.

    `reported` are those not yet verified, `allocated` those in an approved plan or with goods
    reserved, `served` those that received all or a part, `per_day` the cases registered on each of the
    last 14 days, the oldest day first.
    """

    place_id: str
    label: str
    reported: int
    verified: int
    allocated: int
    out: int
    served: int
    failed: int
    people: int
    oldest_wait_days: int | None
    per_day: tuple[int, ...]

    @property
    def cases(self) -> int:
        """All cases on the board."""
        return self.reported + self.verified + self.allocated + self.out + self.served + self.failed


@dataclass(frozen=True)
class EligibleCase:
    """A case that a plan may serve, with what decides its turn."""

    id: int
    code: str
    place_id: str
    place_path: str
    people: int
    categories: tuple[str, ...]
    child_or_elderly: bool
    ill: bool
    verified_at: datetime
    registered_at: datetime
    list_position: int | None
    progress: str
    served_at: datetime | None


def board(by: Actor, *, today: date, place_path: str = "") -> Sequence[WardRow]:
    """The wards with cases that the actor may see, by name; `place_path` narrows it to a place."""
    raise NotImplementedError


def eligible(path: str, *, today: date, verification_days: int) -> list[EligibleCase]:
    """The cases at a place that may be served: verified, not suspected, not grown old.

    Asks for no right: the campaign's action has checked its own. `progress` tells whether another
    plan already serves a case.
    """
    raise NotImplementedError
