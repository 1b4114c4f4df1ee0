"""Who gets what when goods are shared: by class of priority, fair within it, each portion with its reason.

Households and supplies in, a proposal out; the same facts give the same proposal in whatever order
they come. What a good's shortage does is said in `pouring`, how it is worded in `explanation`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import NamedTuple

from aidtrack.campaigns import explanation
from aidtrack.campaigns.entitlement import Norm, Order
from aidtrack.campaigns.pouring import Claim, claim, pour_by_priority, pour_in_turn
from aidtrack.cases.priority import Standing, tie_break_key
from aidtrack.errors import RuleBroken
from aidtrack.goods.units import show_amount
from aidtrack.sentences import N_, Sentence


@dataclass(frozen=True)
class Household:
    """A household that may get a share; `standing` decides its turn (see `cases.priority`)."""

    case_id: int
    people: int
    standing: Standing


class Portion(NamedTuple):
    """What a household gets of a good, in base units, out of what it is entitled to, and why.

    `position` is its place, from 1, in the order of ties over the whole plan.
    """

    case_id: int
    good: str
    position: int
    people: int
    entitled: int
    amount: int
    reason: Sentence


@dataclass(frozen=True)
class Tally:
    """A good's sum of a proposal, in base units."""

    supply: int
    needed: int
    given: int
    households: int

    @property
    def left(self) -> int:
        """What stays in stock."""
        return self.supply - self.given

    @property
    def missing(self) -> int:
        """What would have to come in to serve everyone entitled in full."""
        return max(0, self.needed - self.supply)


@dataclass(frozen=True)
class Proposal:
    """Who gets what. `portions` are in the plan's order, goods in the norms'; `without` got none and why."""

    households: int
    people: int
    portions: tuple[Portion, ...]
    without: tuple[Portion, ...]
    tallies: Mapping[str, Tally]


def share(households: Iterable[Household], supplies: Mapping[str, int], norms: Sequence[Norm]) -> Proposal:
    """Share free stock (base units by good's code) by the norms.

    RuleBroken for a household or a good that stands twice, and for a supply below zero.
    """
    ranked = sorted(households, key=lambda household: tie_break_key(household.standing))
    _check(ranked, supplies, norms)
    shared = [_share_one(ranked, supplies.get(norm.good.code, 0), norm) for norm in norms]
    portions = [portion for of_one_household in zip(*shared, strict=True) for portion in of_one_household]
    return Proposal(
        households=len(ranked),
        people=sum(household.people for household in ranked),
        portions=tuple(portion for portion in portions if portion.amount),
        without=tuple(portion for portion in portions if not portion.amount),
        tallies={
            norm.good.code: _tally(supplies.get(norm.good.code, 0), of_one_good)
            for norm, of_one_good in zip(norms, shared, strict=True)
        },
    )


def _check(ranked: Sequence[Household], supplies: Mapping[str, int], norms: Sequence[Norm]) -> None:
    for case_id, times in Counter(household.case_id for household in ranked).items():
        if times > 1:
            code = next(each.standing.code for each in ranked if each.case_id == case_id)
            raise RuleBroken(N_("Household {code} stands twice in the list."), code=code)
    for norm in norms:
        if sum(norm.good.code == other.good.code for other in norms) > 1:
            raise RuleBroken(N_("{good} has two norms; keep one."), good=norm.good.title)
        if supplies.get(norm.good.code, 0) < 0:
            raise RuleBroken(N_("The supply of {good} is below zero; check the books."), good=norm.good.title)


def _tally(supply: int, portions: Sequence[Portion]) -> Tally:
    return Tally(
        supply=supply,
        needed=sum(portion.entitled for portion in portions),
        given=sum(portion.amount for portion in portions),
        households=sum(portion.amount > 0 for portion in portions),
    )


def _share_one(ranked: Sequence[Household], supply: int, norm: Norm) -> list[Portion]:
    """The portions of one good, one for each household in the order of ranks."""
    turns = list(range(len(ranked)))
    if norm.order is Order.LARGEST:
        turns.sort(key=lambda rank: (-ranked[rank].people, rank))
    claims = _claims(turns[: norm.households], ranked, norm)
    pour = pour_in_turn if norm.order is Order.LARGEST else pour_by_priority
    amounts = pour(claims, supply, floors=bool(norm.floor))
    entitled = {each.rank: each.entitled for each in claims}
    if norm.order is Order.LARGEST:
        reason = _reasons_by_size(ranked, turns, norm, entitled, amounts, supply)
    else:
        reason = _reasons_by_priority(ranked, norm, claims, amounts, supply)
    return [
        Portion(
            case_id=household.case_id,
            good=norm.good.code,
            position=rank + 1,
            people=household.people,
            entitled=entitled.get(rank, 0),
            amount=amounts.get(rank, 0),
            reason=reason(rank),
        )
        for rank, household in enumerate(ranked)
    ]


def _claims(ranks: Iterable[int], ranked: Sequence[Household], norm: Norm) -> list[Claim]:
    entitlement, weight = cache(norm.entitlement), norm.weight
    floor, step = norm.floor or 0, norm.portion_step
    households = ((rank, ranked[rank]) for rank in ranks)
    return [
        claim(
            *(rank, household.standing.klass),
            weight=weight(household.people),
            entitled=entitlement(household.people),
            floor=floor,
            step=step,
        )
        for rank, household in households
    ]


def _reasons_by_priority(
    ranked: Sequence[Household], norm: Norm, claims: Sequence[Claim], amounts: Mapping[int, int], supply: int
) -> Callable[[int], Sentence]:
    """What to say to each rank of a good that goes by class."""
    entitled = {each.rank: each.entitled for each in claims}
    missing = max(0, sum(entitled.values()) - supply)
    less = sum(amounts[rank] < full for rank, full in entitled.items())
    small = all(amounts[each.rank] >= each.trimmed for each in claims)
    limited = norm.households is not None and norm.households < len(ranked)

    @cache
    def of_size(people: int, amount: int) -> Sentence:
        if amount == norm.entitlement(people):
            return explanation.by_norm(norm, people)
        if small:
            return explanation.one_step_less(norm, people, missing=missing, households=less)
        return explanation.by_class(norm, people, missing=missing, amount=amount)

    def reason(rank: int) -> Sentence:
        if rank not in entitled:
            return explanation.beyond_order(place=rank + 1, households=norm.households or 0)
        if limited and amounts[rank] == entitled[rank]:
            return explanation.place_in_order(place=rank + 1, households=norm.households or 0)
        return of_size(ranked[rank].people, amounts[rank])

    return reason


def _reasons_by_size(
    ranked: Sequence[Household],
    turns: Sequence[int],
    norm: Norm,
    entitled: Mapping[int, int],
    amounts: Mapping[int, int],
    supply: int,
) -> Callable[[int], Sentence]:
    """What to say to each rank of a good that goes to the largest households."""
    places = {rank: place for place, rank in enumerate(turns, start=1)}
    served = [rank for rank in turns if amounts.get(rank)]
    reached = len(served)
    smallest = ranked[served[-1]].people if served else 0
    tied = [rank for rank in turns if ranked[rank].people == smallest]
    left = show_amount(sum(amounts.get(rank, 0) for rank in tied), norm.good)
    contested = any(not amounts.get(rank) for rank in tied)
    missing = max(0, sum(entitled.values()) - supply)
    beyond = cache(partial(explanation.beyond_size, households=reached, smallest=smallest))

    def reason(rank: int) -> Sentence:
        people = ranked[rank].people
        if reached == len(ranked) and amounts[rank] == entitled[rank]:
            return explanation.by_norm(norm, people)
        if 0 < amounts.get(rank, 0) < entitled[rank] or not served:
            return explanation.by_class(norm, people, missing=missing, amount=amounts.get(rank, 0))
        if people == smallest and contested:
            place = places[rank] - places[tied[0]] + 1
            return explanation.tie_by_size(people=people, tied=len(tied), left=left, place=place)
        if amounts.get(rank):
            return explanation.place_by_size(people=people, place=places[rank], households=reached)
        return beyond(people=people)

    return reason
