"""A trip carries the shares of a ward's households from the store to their doors and comes back empty.

What it was loaded with is handed over or returned, to the gram; what happened at a door is one of five
outcomes, and each says what may have been handed over.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from aidtrack.errors import RuleBroken
from aidtrack.goods.units import GoodFacts, show_amount
from aidtrack.sentences import N_, Sentence, say
from aidtrack.vietnamese.folding import clean

Item = TypeVar("Item", bound=Hashable)


class Outcome(StrEnum):
    """What happened at a door."""

    RECEIVED = "received"
    RECEIVED_FOR = "received_for"
    ABSENT = "absent"
    DECLINED = "declined"
    PARTIAL = "partial"


class Handing(StrEnum):
    """How much of a share an outcome hands over."""

    ALL = "all"
    SOME = "some"
    NOTHING = "nothing"


@dataclass(frozen=True)
class OutcomeRule:
    """One row: its words, its colour role in the theme, what is handed over, whether a receiver is named,
    and whether the household may be visited again."""

    label: str
    colour: str
    hands: Handing
    names_receiver: bool = False
    again: bool = False


OUTCOMES: Mapping[Outcome, OutcomeRule] = {
    Outcome.RECEIVED: OutcomeRule(N_("Signed for"), "ma", Handing.ALL),
    Outcome.RECEIVED_FOR: OutcomeRule(N_("Received on behalf"), "ma", Handing.ALL, names_receiver=True),
    Outcome.PARTIAL: OutcomeRule(N_("Handed over in part"), "lua", Handing.SOME),
    Outcome.ABSENT: OutcomeRule(N_("Absent"), "lua", Handing.NOTHING, again=True),
    Outcome.DECLINED: OutcomeRule(N_("Declined"), "son", Handing.NOTHING),
}
"""All outcomes, in the order in which they are offered."""


class TripState(StrEnum):
    """Where a trip stands; `OUT` from loading to closing. Only one that has not gone out can be cancelled."""

    PLANNED = "planned"
    OUT = "out"
    CLOSED = "closed"
    CANCELLED = "cancelled"


TRIP_LABELS: Mapping[TripState, str] = {
    TripState.PLANNED: N_("Trip planned"),
    TripState.OUT: N_("Trip out"),
    TripState.CLOSED: N_("Trip closed"),
    TripState.CANCELLED: N_("Trip cancelled"),
}

TRIP_MOVES: Mapping[tuple[TripState, str], TripState] = {
    (TripState.PLANNED, "load"): TripState.OUT,
    (TripState.OUT, "close"): TripState.CLOSED,
    (TripState.PLANNED, "cancel"): TripState.CANCELLED,
}


def after(state: TripState, move: str) -> TripState:
    """The state that a move leads to; RuleBroken if it is not open from here."""
    try:
        return TRIP_MOVES[state, move]
    except KeyError:
        raise RuleBroken(
            N_("That cannot be done with this trip any more: {state}."), state=say(TRIP_LABELS[state])
        ) from None


def check_day_out(
    today: date, *, planned: date, begins: date, ends: date, another_day: bool = False
) -> None:
    """RuleBroken if a trip goes out before its campaign gives anything, or on a day that nobody confirmed:
    before its own (`planned`), or after the campaign's last."""
    if today < begins:
        raise RuleBroken(N_("Goods are given out from {begins} on. Send the trip out then."), begins=begins)
    if another_day:
        return
    if today < planned:
        raise RuleBroken(
            N_("This trip is planned for {day}. Tick that it goes out today, or send it out on its day."),
            field="another_day",
            day=planned,
        )
    if today > ends:
        raise RuleBroken(
            N_("The last day of giving out was {ends}. Tick that the trip goes out all the same."),
            field="another_day",
            ends=ends,
        )


def check_outcome(
    outcome: Outcome, share: Mapping[str, int], handed: Mapping[str, int], *, receiver: str = ""
) -> None:
    """RuleBroken unless what was handed over (base units by good) fits the outcome and the share."""
    rule = OUTCOMES[outcome]
    for good, amount in handed.items():
        if not 0 <= amount <= share.get(good, 0):
            raise RuleBroken(N_("More was handed over than the household's share."), field=good)
    given, whole = sum(handed.values()), sum(share.values())
    if rule.hands is Handing.NOTHING and given:
        raise RuleBroken(
            N_("“{outcome}” means that nothing was handed over."), field="outcome", outcome=say(rule.label)
        )
    if rule.hands is Handing.ALL and given != whole:
        raise RuleBroken(
            N_("“{outcome}” means that the whole share was handed over; choose “{partial}” for less."),
            field="outcome",
            outcome=say(rule.label),
            partial=say(OUTCOMES[Outcome.PARTIAL].label),
        )
    if rule.hands is Handing.SOME and not 0 < given < whole:
        raise RuleBroken(N_("In part means: something, but less than the share."), field="outcome")
    if rule.names_receiver and not clean(receiver):
        raise RuleBroken(N_("Say who received it for the household."), field="received_by")


def remaining(load: Mapping[Item, int], handovers: Iterable[Mapping[Item, int]]) -> dict[Item, int]:
    """What is still on the vehicle, by whatever the load is counted by (goods, lots), nothing left out.

    RuleBroken if more was handed over than was loaded.
    """
    given: Counter[Item] = Counter()
    for handover in handovers:
        for item, amount in handover.items():
            given[item] += amount
    for item, amount in given.items():
        if amount > load.get(item, 0):
            raise RuleBroken(N_("More was handed over than the trip was loaded with."))
    return {item: amount - given[item] for item, amount in load.items()}


def check_comes_out(
    loaded: Mapping[str, int],
    given: Mapping[str, int],
    returned: Mapping[str, int],
    goods: Mapping[str, GoodFacts] | None = None,
) -> None:
    """RuleBroken unless given and returned make up what was loaded, good by good."""

    def shown(good: str, amount: int) -> Sentence | int:
        return show_amount(amount, goods[good]) if goods and good in goods else amount

    for good in sorted({*loaded, *given, *returned}):
        out, back = given.get(good, 0), returned.get(good, 0)
        if out + back != loaded.get(good, 0):
            raise RuleBroken(
                N_("{good}: {loaded} loaded, but {given} handed over and {returned} returned."),
                field=good,
                good=goods[good].title if goods and good in goods else good,
                loaded=shown(good, loaded.get(good, 0)),
                given=shown(good, out),
                returned=shown(good, back),
            )
