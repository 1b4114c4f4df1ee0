"""A norm says how much of a good a household is to get when there is enough for all.

So much for each person or household, not below a floor and not above a cap, in whole packs where it
says so. Who comes first when it does not reach all is the norm's order; see `fairness`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from aidtrack.errors import RuleBroken
from aidtrack.goods.units import GoodFacts
from aidtrack.sentences import N_


class Per(StrEnum):
    """What a norm's amount is meant for."""

    PERSON = "person"
    HOUSEHOLD = "household"


class Order(StrEnum):
    """Who comes first where a good does not reach all."""

    PRIORITY = "priority"
    LARGEST = "largest_households"


PER_LABELS: Mapping[Per, str] = {Per.PERSON: N_("for each person"), Per.HOUSEHOLD: N_("for each household")}

ORDER_LABELS: Mapping[Order, str] = {
    Order.PRIORITY: N_("by class of priority, evenly within it"),
    Order.LARGEST: N_("the largest households first"),
}


@dataclass(frozen=True)
class Norm:
    """A norm of one good; amounts in base units, `whole_pack` is the pack's factor.

    `households` is how many may get it, in the norm's order; None for all. `step` is the least by
    which portions differ when a good runs short; by default the pack, or one shown unit.
    """

    good: GoodFacts
    amount: int
    per: Per = Per.PERSON
    floor: int | None = None
    cap: int | None = None
    whole_pack: int | None = None
    order: Order = Order.PRIORITY
    households: int | None = None
    step: int | None = None

    def __post_init__(self) -> None:
        """Refuse a norm that nobody could keep, with the field to mend."""
        if self.amount <= 0:
            raise RuleBroken(N_("The norm's amount must be above zero."), field="amount")
        if self.floor is not None and self.floor < 0:
            raise RuleBroken(N_("The least for a household cannot be below zero."), field="floor")
        if self.cap is not None and self.cap < max(1, self.floor or 0):
            raise RuleBroken(N_("The most for a household must not lie below the least."), field="cap")
        if self.households is not None and self.households < 1:
            raise RuleBroken(N_("The number of households must be above zero."), field="households")
        if (self.whole_pack is not None and self.whole_pack < 1) or (self.step is not None and self.step < 1):
            raise RuleBroken(N_("A pack holds at least one."), field="whole_pack")
        if self.cap is not None and self._packs_down(self.cap) < max(1, self._packs_up(self.floor or 0)):
            raise RuleBroken(N_("No whole pack fits between the least and the most."), field="whole_pack")

    @property
    def portion_step(self) -> int:
        """The least by which two portions differ, in base units."""
        return self.whole_pack or self.step or min(self.good.shown_factor, self.amount)

    def entitlement(self, people: int) -> int:
        """What a household of so many people is to get, in base units.

        Whole packs are the nearest number (half a pack rounds up), at least one, within floor and cap.
        """
        if people < 1:
            raise RuleBroken(N_("A household has at least one person."), field="people")
        wanted = self.amount * people if self.per is Per.PERSON else self.amount
        if self.whole_pack:
            wanted = max(1, (2 * wanted + self.whole_pack) // (2 * self.whole_pack)) * self.whole_pack
        if self.cap is not None:
            wanted = min(wanted, self._packs_down(self.cap))
        return max(wanted, self._packs_up(self.floor or 0))

    def weight(self, people: int) -> int:
        """What evenness is measured by: people, or the household as one."""
        return people if self.per is Per.PERSON else 1

    def _packs_down(self, amount: int) -> int:
        return amount - amount % self.whole_pack if self.whole_pack else amount

    def _packs_up(self, amount: int) -> int:
        return amount + -amount % self.whole_pack if self.whole_pack else amount
