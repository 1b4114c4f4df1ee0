"""What may be asked of one plan: its households, the reasons worth a look, and who may approve it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, Select, func, or_, select

from aidtrack.campaigns.lifecycle import PortionState
from aidtrack.campaigns.models import Plan, Portion, PortionLot
from aidtrack.cases.models import Case
from aidtrack.clock import day_of
from aidtrack.db import db, within
from aidtrack.errors import NotFound
from aidtrack.people.models import Person
from aidtrack.rights import Actor
from aidtrack.sentences import N_, Sentence, say
from aidtrack.stock.models import Reservation
from aidtrack.vietnamese.folding import fold

PAGE = 50


@dataclass(frozen=True)
class Share:
    """One household in a plan: its place in the order and its portions by good's code."""

    position: int
    case_id: int
    code: str
    name: str
    place_id: str
    people: int
    portions: dict[str, Row[Any]]

    @property
    def held(self) -> bool:
        """Whether goods lie in the store for it that could be freed."""
        return any(one.state == PortionState.RESERVED.value for one in self.portions.values())


def shares(plan: Plan, *, by: Actor, after: int = 0, most: int = PAGE, find: str = "") -> list[Share]:
    """The households of a plan in its order, each with its portions (amount, entitled, why, state)."""
    places = (
        select(Portion.position)
        .join(Case, Case.id == Portion.case_id)
        .where(Portion.plan_id == plan.id, Portion.position > after)
        .where(within(Case.place_path, by.reach("campaigns.see")))
        .group_by(Portion.position)
        .order_by(Portion.position)
        .limit(most)
    )
    if find:
        named = Case.name_folded.contains(fold(find), autoescape=True)
        places = places.where(or_(named, Case.code.startswith(find.upper(), autoescape=True)))
    return _shares_at(plan, places)


def _shares_at(plan: Plan, positions: Select[Any] | Sequence[int]) -> list[Share]:
    wanted = (
        select(
            Portion.position,
            Portion.case_id,
            Portion.good_code,
            Portion.people,
            Portion.entitled,
            Portion.amount,
            Portion.why,
            Portion.state,
            Case.code,
            Case.name,
            Case.place_id,
        )
        .join(Case, Case.id == Portion.case_id)
        .where(Portion.plan_id == plan.id, Portion.position.in_(positions))
        .order_by(Portion.position, Portion.id)
    )
    found: dict[int, Share] = {}
    for row in db.session.execute(wanted):
        one = found.setdefault(
            row.position, Share(row.position, row.case_id, row.code, row.name, row.place_id, row.people, {})
        )
        one.portions[row.good_code] = row
    return list(found.values())


def telling_shares(plan: Plan, *, by: Actor, most: int = 6) -> list[tuple[Share, str]]:
    """A few households that show why portions differ, each with the code of the good to look at.

    One for each kind of reason: in full, with less, with nothing; the first and the last of each.
    """
    kind = (Portion.good_code, Portion.amount == 0, Portion.amount < Portion.entitled)
    ends = (
        select(Portion.good_code, func.max(Portion.position), func.min(Portion.position))
        .join(Case, Case.id == Portion.case_id)
        .where(Portion.plan_id == plan.id, within(Case.place_path, by.reach("campaigns.see")))
        .group_by(*kind)
        .order_by(*kind)
    )
    turns = [(position, code) for code, last, first in db.session.execute(ends) for position in (last, first)]
    shares_at = {one.position: one for one in _shares_at(plan, sorted({position for position, _ in turns}))}
    told: dict[str, tuple[Share, str]] = {}
    for again in (False, True):  # a household is shown twice only where no other has that reason
        for position, code in turns:
            one = shares_at[position]
            if again or all(one is not share for share, _ in told.values()):
                told.setdefault(_kind_of_reason(one.portions[code].why), (one, code))
    return sorted(list(told.values())[:most], key=lambda pair: pair[0].position)


def _kind_of_reason(why: dict[str, Any]) -> str:
    """A reason's template, and that of the rule inside it."""
    inner = why["with"].get("rule")
    return f"{why['say']} {inner['say']}" if isinstance(inner, dict) else str(why["say"])


def own_household_in(plan: Plan, by: Actor) -> bool:
    """Whether the person's own household (one with their phone number) stands in a plan."""
    own = (
        select(Portion.id)
        .join(Case, Case.id == Portion.case_id)
        .join(Person, Person.phone == Case.phone)
        .where(Portion.plan_id == plan.id, Person.id == by.id)
        .limit(1)
    )
    return by.id is not None and db.session.scalar(own) is not None


def approval_barred(plan: Plan, by: Actor) -> Sentence | None:
    """Why this person may not approve a plan that waits, or None."""
    if not by.can("campaigns.approve", within=plan.campaign.place_path):
        return say(N_("A coordinator of the whole area of this campaign approves it."))
    if plan.proposed_by_id is not None and plan.proposed_by_id == by.id:
        return say(N_("You proposed this plan, so somebody else approves it: two people, never one."))
    if own_household_in(plan, by):
        return say(N_("Your own household stands in this plan, so somebody else decides on it."))
    return None


def dropped_households(plan: Plan) -> int:
    """How many households of a plan were left out when it was approved, because they had changed."""
    wanted = select(func.count(Portion.case_id.distinct())).where(
        Portion.plan_id == plan.id, Portion.state == PortionState.DROPPED.value, Portion.amount > 0
    )
    return int(db.session.scalar(wanted) or 0)


def households_in_reach(plan: Plan, by: Actor) -> int:
    """How many households of a plan the actor may read about."""
    wanted = (
        select(func.count(Portion.case_id.distinct()))
        .join(Case, Case.id == Portion.case_id)
        .where(Portion.plan_id == plan.id, within(Case.place_path, by.reach("campaigns.see")))
    )
    return int(db.session.scalar(wanted) or 0)


def share_of(plan: Plan, code: str, *, by: Actor) -> Share:
    """The share of one household in a plan; NotFound if it has none in the actor's reach."""
    position = (
        select(Portion.position)
        .join(Case, Case.id == Portion.case_id)
        .where(Portion.plan_id == plan.id, Case.code == code)
        .where(within(Case.place_path, by.reach("campaigns.see")))
    )
    for found in _shares_at(plan, position):
        return found
    raise NotFound(N_("Case {code} has no share in this plan."), code=code)


def held_until(plan: Plan) -> date | None:
    """The last day on which all goods of an approved plan are held that are not on their way yet."""
    wanted = (
        select(func.min(Reservation.expires_at))
        .join(PortionLot, PortionLot.reservation_id == Reservation.id)
        .join(Portion, Portion.id == PortionLot.portion_id)
        .where(Portion.plan_id == plan.id, Reservation.ended.is_(None))
    )
    found = db.session.scalar(wanted)
    # a promise ends at a midnight: the day before is the last one
    return day_of(found - timedelta(microseconds=1)) if found else None
