"""What may be asked about promises from the store's side: which campaign holds how much of a lot."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import func, select

from aidtrack.campaigns.models import Campaign, Plan, Portion, PortionLot
from aidtrack.db import db, overlapping
from aidtrack.rights import Actor
from aidtrack.stock.models import Reservation


@dataclass(frozen=True)
class HeldFor:
    """So much of a lot (base units) that a plan holds for so many households."""

    campaign: str
    name: str
    plan: int
    households: int
    amount: int


def holders(store_id: int, *, by: Actor) -> dict[int, list[HeldFor]]:
    """Of each lot in a store, the plans that hold some of it: oldest campaign first, those in reach."""
    wanted = (
        select(
            Reservation.lot_id,
            Campaign.code,
            Campaign.name,
            Plan.number,
            func.count(Portion.case_id.distinct()),
            func.sum(Reservation.amount),
        )
        .join(PortionLot, PortionLot.reservation_id == Reservation.id)
        .join(Portion, Portion.id == PortionLot.portion_id)
        .join(Plan, Plan.id == Portion.plan_id)
        .join(Campaign, Campaign.id == Plan.campaign_id)
        .where(Reservation.location_id == store_id, Reservation.ended.is_(None))
        .where(overlapping(Campaign.place_path, by.reach("campaigns.see")))
        .group_by(Reservation.lot_id, Campaign.id, Campaign.code, Campaign.name, Plan.number)
        .order_by(Campaign.id, Plan.number)
    )
    found: dict[int, list[HeldFor]] = defaultdict(list)
    for lot_id, code, name, number, households, amount in db.session.execute(wanted):
        found[lot_id].append(HeldFor(code, name, number, households, int(amount)))
    return dict(found)
