"""After an absence the same share is held again from free stock, so that a new trip can take it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select

from aidtrack.audit.actions import record as record_in_chain
from aidtrack.campaigns.actions import hold, one_at_a_time, promise_ends
from aidtrack.campaigns.lifecycle import CampaignState, PortionState
from aidtrack.campaigns.models import Campaign, Portion, PortionLot
from aidtrack.campaigns.progress_actions import tell_progress
from aidtrack.cases.lifecycle import State
from aidtrack.db import db
from aidtrack.deliveries.models import Stop
from aidtrack.deliveries.trips import OUTCOMES, Outcome
from aidtrack.errors import Conflict, RuleBroken
from aidtrack.rights import Actor, require
from aidtrack.sentences import N_, say


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
    """Promise portions anew; what they were covered by went out and came back."""
    ids = [portion.id for portion in portions]
    db.session.execute(delete(PortionLot).where(PortionLot.portion_id.in_(ids)))
    hold(campaign, portions, expires_at=expires_at, at=at)
