"""One move made of many ticked cases: each is decided by itself, and whoever cannot be moved stays by name.

A reasoned decision on a household is an entry of its own in the chain, as if it had been made on its page;
to verify many at once is `bulk_actions.verify_many`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from aidtrack.cases import actions
from aidtrack.cases.bulk_actions import CHANGED
from aidtrack.cases.lifecycle import move_named
from aidtrack.cases.models import Case
from aidtrack.errors import AidtrackError, RuleBroken
from aidtrack.rights import Actor, require
from aidtrack.sentences import N_, Sentence, say

TOGETHER = ("take_up", "send_back", "hold", "resume")
"""The moves that may be made of many; who is refused help, or leaves, is decided one by one."""

_OF_ALL = frozenset({"reason", "why"})
"""Fields whose refusal holds for every case: the reason is one for all."""


def move_many(
    cases: Sequence[Case],
    move_name: str,
    *,
    reason: str = "",
    why: Sequence[str] = (),
    seen: Mapping[str, int],
    by: Actor,
    at: datetime,
) -> tuple[list[Case], list[tuple[str, Sentence]]]:
    """Make one move of all that can be moved: those that were, and code and cause of each that was not.

    `seen` is the version of each case (by its code) that the person looked at. RuleBroken if the reason
    itself is missing or wrong: then nothing is moved.
    """
    if move_name not in TOGETHER:
        raise RuleBroken(N_("This is decided one case at a time."), field="move")
    if right := move_named(move_name).right:
        require(by, right)
    moved: list[Case] = []
    refused: list[tuple[str, Sentence]] = []
    for case in cases:
        if seen.get(case.code) != case.version:
            refused.append((case.code, say(CHANGED)))
            continue
        try:
            actions.move(case, move_name, reason=reason, why=why, by=by, at=at)
        except AidtrackError as refusal:
            if refusal.field in _OF_ALL and not moved:
                raise
            refused.append((case.code, refusal.sentence))
        else:
            moved.append(case)
    return moved, refused
