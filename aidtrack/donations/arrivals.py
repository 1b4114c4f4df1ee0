"""What arrives: on paper and counted, both always, and a reason where they differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from aidtrack.errors import RuleBroken
from aidtrack.sentences import N_

STATES: Mapping[str, str] = {
    "promised": N_("Promised"),
    "part": N_("Received in part"),
    "received": N_("Received in full"),
    "withdrawn": N_("Withdrawn"),
}
"""The states of a donation and their words."""


@dataclass(frozen=True)
class Arrival:
    """One good of an arrival, in base units; `pack_factor` base units lie in a pack of this lot."""

    good_code: str
    on_paper: int
    counted: int
    pack_name: str | None = None
    pack_factor: int | None = None
    expires_on: date | None = None
    difference_reason: str = ""


def check_arrivals(arrivals: Sequence[Arrival], *, on: date) -> None:
    """RuleBroken unless something was counted everywhere, nothing had expired on the day it came, and
    every difference has its reason."""
    if not arrivals:
        raise RuleBroken(N_("Write at least one good that arrived."), field="counted")
    for one in arrivals:
        if one.counted <= 0:
            raise RuleBroken(N_("Nothing was counted. Leave the good out until it arrives."), field="counted")
        if one.on_paper < 0:
            raise RuleBroken(N_("The amount on paper cannot be below zero."), field="on_paper")
        if one.expires_on is not None and one.expires_on < on:
            raise RuleBroken(
                N_("These goods expired before they arrived; they cannot be taken in."), field="expires_on"
            )
        if one.on_paper != one.counted and not one.difference_reason.strip():
            raise RuleBroken(
                N_("Paper and count differ. Write why, for example “two cartons missing”."),
                field="difference_reason",
            )


def state_after(lines: Iterable[tuple[int, int]]) -> str:
    """The state that promised and received amounts make."""
    pairs = list(lines)
    if all(received >= promised for promised, received in pairs):
        return "received"
    return "part" if any(received for _promised, received in pairs) else "promised"
