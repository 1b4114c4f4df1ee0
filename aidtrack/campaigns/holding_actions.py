"""Approved shares are held: their lots are reserved, first expired first out, until a day that was told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import insert, update

from aidtrack.campaigns.lifecycle import PortionState
from aidtrack.campaigns.models import Campaign, Portion, PortionLot
from aidtrack.campaigns.windows import Windows, promised_until
from aidtrack.cases.filter_queries import start_of
from aidtrack.clock import day_of
from aidtrack.db import db
from aidtrack.goods.queries import facts_of
from aidtrack.stock import queries as stock
from aidtrack.stock.actions import reserve
from aidtrack.stock.picking import parcel_out, pick


def one_at_a_time(campaign: Campaign) -> None:
    """Hold the campaign's row: who proposes, approves or changes norms waits for whoever is doing it now."""
    db.session.refresh(campaign, with_for_update=True)


def promise_ends(campaign: Campaign, days: int, *, at: datetime) -> datetime:
    """When goods promised now are free again if no trip took them: a midnight in Hanoi."""
    last = promised_until(Windows.of(campaign), day_of(at), days)
    return start_of(last, days_ago=-1)


def hold(campaign: Campaign, portions: Sequence[Portion], *, expires_at: datetime, at: datetime) -> None:
    """Reserve lots of the campaign's store for portions, first expired first out, in the plan's order."""
    by_good: dict[str, list[Portion]] = defaultdict(list)
    for portion in portions:
        by_good[portion.good_code].append(portion)
    store = campaign.store
    parcels: list[tuple[Portion, int, int]] = []
    for good_code in sorted(by_good):
        wanted = sorted(by_good[good_code], key=lambda one: one.position)
        picked = pick(
            stock.free_lots(store.id, good_code, on=day_of(at)),
            sum(one.amount for one in wanted),
            on=day_of(at),
            good=facts_of(wanted[0].good),
            location=store.name,
        )
        parcels += parcel_out([(one, one.amount) for one in wanted], picked)
    made = reserve(
        [(f"portion:{portion.id}", store.id, lot_id, amount) for portion, lot_id, amount in parcels],
        expires_at=expires_at,
        at=at,
    )
    rows = [
        {"portion_id": portion.id, "lot_id": lot_id, "reservation_id": held.id, "amount": amount}
        for (portion, lot_id, amount), held in zip(parcels, made, strict=True)
    ]
    db.session.execute(insert(PortionLot), rows)
    move_portions(portions, PortionState.RESERVED)


def move_portions(portions: Iterable[Portion], state: PortionState) -> None:
    """Write a state to portions."""
    rows = [{"id": portion.id, "state": state.value} for portion in portions]
    if rows:
        db.session.execute(update(Portion), rows)
