"""After an absence the same share is held again from free stock, so that a new trip can take it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, insert, select, update

from aidtrack.audit.actions import record as record_in_chain
from aidtrack.campaigns.actions import one_at_a_time, promise_ends
from aidtrack.campaigns.lifecycle import CampaignState, PortionState
from aidtrack.campaigns.models import Campaign, Portion, PortionLot
from aidtrack.campaigns.progress_actions import tell_progress
from aidtrack.cases.lifecycle import State
from aidtrack.clock import day_of
from aidtrack.db import db
from aidtrack.deliveries.models import Stop
from aidtrack.deliveries.trips import OUTCOMES, Outcome
from aidtrack.errors import Conflict, RuleBroken
from aidtrack.goods.queries import facts_of
from aidtrack.rights import Actor, require
from aidtrack.sentences import N_, say
from aidtrack.stock import queries as stock
from aidtrack.stock.actions import reserve
from aidtrack.stock.picking import parcel_out, pick


def deliver_again(stop: Stop, *, reservation_days: int = 7, by: Actor, at: datetime) -> None:
    """After an absence: hold the same share again from free stock, so that a new trip can take it."""
    trip, campaign = stop.trip, stop.trip.campaign
    require(by, "deliveries.plan", within=trip.place_path)
    one_at_a_time(campaign)  # else it could be closed at this moment
    _check_may_go_again(stop, campaign)
    wanted = select(Portion).where(Portion.id.in_({line.portion_id for line in stop.lines}))
    wanted = wanted.where(Portion.state == PortionState.FAILED.value).order_by(Portion.id).with_for_update()
    portions = db.session.scalars(wanted).all()
    if not portions:
        raise Conflict(N_("This share waits for another trip already."))
    _hold_again(portions, campaign, expires_at=promise_ends(campaign, reservation_days, at=at), at=at)
    tell_progress(
        [stop.case_id],
        note={"campaign": campaign.code, "name": campaign.name},
        said=say(N_("To be delivered again")),
        by=by,
        at=at,
    )
    subject = f"case:{stop.case.code}"
    record_in_chain("deliveries.deliver_again", subject, by=by, at=at, path=trip.place_path, trip=trip.code)


def _check_may_go_again(stop: Stop, campaign: Campaign) -> None:
    if stop.outcome is None or not OUTCOMES[Outcome(stop.outcome)].again:
        raise RuleBroken(N_("Only a household that was absent is visited again."))
    if campaign.state != CampaignState.OPEN.value:
        raise RuleBroken(N_("This campaign is closed. Open a new one."))
    if stop.case.suspected or stop.case.state != State.VERIFIED.value:
        raise RuleBroken(N_("This case may not be served now. Look at it first."))


def _hold_again(
    portions: Sequence[Portion], campaign: Campaign, *, expires_at: datetime, at: datetime
) -> None:
    """Promise portions anew, all their lots by one statement in the order that everybody keeps."""
    store, parcels = campaign.store, []
    for portion in portions:
        lots = stock.free_lots(store.id, portion.good_code, on=day_of(at))
        picked = pick(lots, portion.amount, on=day_of(at), good=facts_of(portion.good), location=store.name)
        parcels += parcel_out([(portion.id, portion.amount)], picked)
    promises = [(f"portion:{portion_id}", store.id, lot_id, amount) for portion_id, lot_id, amount in parcels]
    made = reserve(promises, expires_at=expires_at, at=at)
    ids = [portion.id for portion in portions]
    db.session.execute(delete(PortionLot).where(PortionLot.portion_id.in_(ids)))
    rows = [
        {"portion_id": portion_id, "lot_id": lot_id, "reservation_id": held.id, "amount": amount}
        for (portion_id, lot_id, amount), held in zip(parcels, made, strict=True)
    ]
    db.session.execute(insert(PortionLot), rows)
    db.session.execute(update(Portion), [{"id": one, "state": PortionState.RESERVED.value} for one in ids])
