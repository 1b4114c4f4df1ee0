"""From which lots an amount is taken: what expires first goes out first, what has expired never."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple, TypeVar

from aidtrack.errors import RuleBroken
from aidtrack.goods.expiry import turn, usable
from aidtrack.goods.units import GoodFacts, show_amount
from aidtrack.sentences import N_, Sentence, say

Want = TypeVar("Want")


class FreeLot(NamedTuple):
    """A lot with what is free of it: on hand and not promised, in base units."""

    lot_id: int
    free: int
    expires_on: date | None
    received_on: date


def pick(
    lots: Iterable[FreeLot], amount: int, *, on: date, good: GoodFacts | None = None, location: str = ""
) -> list[tuple[int, int]]:
    """So much of each lot, in the order to take them; RuleBroken says how much is free if it is too little.

    Usable through the day of expiry; lots without expiry last, then the earlier received, then the
    smaller id. `good` and `location` only word the refusal.
    """
    if amount <= 0:
        raise RuleBroken(N_("The amount to take must be above zero."), field="amount")
    known = list(lots)
    good_ones = [lot for lot in known if lot.free > 0 and usable(lot.expires_on, on)]
    picked: list[tuple[int, int]] = []
    left = amount
    for lot in sorted(good_ones, key=lambda lot: turn(lot.expires_on, lot.received_on, lot.lot_id)):
        if left == 0:
            break
        taken = min(lot.free, left)
        picked.append((lot.lot_id, taken))
        left -= taken
    if left:
        expired = sum(lot.free for lot in known if lot.free > 0 and not usable(lot.expires_on, on))
        raise _too_little(amount, amount - left, expired, good, location)
    return picked


def _too_little(wanted: int, free: int, expired: int, good: GoodFacts | None, location: str) -> RuleBroken:
    def shown(amount: int) -> Sentence | int:
        return show_amount(amount, good) if good else amount

    values = {"free": shown(free), "wanted": shown(wanted), "item": good.title if good else ""}
    if good and location:
        short = say(
            N_("Only {free} of {item} is free at {location}; {wanted} is wanted."),
            location=location,
            **values,
        )
    elif good:
        short = say(N_("Only {free} of {item} is free; {wanted} is wanted."), **values)
    else:
        short = say(N_("Only {free} is free; {wanted} is wanted."), **values)
    if expired:
        short = say(N_("{short} Another {expired} has expired."), short=short, expired=shown(expired))
    return RuleBroken(short, field="amount")


def parcel_out(
    wants: Sequence[tuple[Want, int]], picked: Sequence[tuple[int, int]]
) -> list[tuple[Want, int, int]]:
    """Who gets how much from which lot: wants are filled in order from picked lots in order.

    The picked amounts must cover the wants; an amount may be parted over two lots.
    """
    parcels: list[tuple[Want, int, int]] = []
    lots = iter(picked)
    lot_id, left = 0, 0
    for want, amount in wants:
        while amount:
            while not left:
                lot_id, left = next(lots, (0, -1))
            if left < 0:
                raise RuleBroken(N_("The lots that were picked do not cover what is wanted."))
            taken = min(amount, left)
            parcels.append((want, lot_id, taken))
            amount, left = amount - taken, left - taken
    return parcels
