"""A share is freed by hand only while no trip counts on it: trips that have not gone out are known here."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from aidtrack.campaigns import release_actions
from aidtrack.campaigns.actions import one_at_a_time
from aidtrack.campaigns.models import Campaign
from aidtrack.cases.models import Case
from aidtrack.db import db
from aidtrack.deliveries.models import Stop, Trip
from aidtrack.deliveries.trips import TripState
from aidtrack.errors import RuleBroken
from aidtrack.rights import Actor, require
from aidtrack.sentences import N_


def free_share(campaign: Campaign, case: Case, reason: str, *, by: Actor, at: datetime) -> int:
    """Let go what a campaign holds for a household; how many portions. See `release_actions.free_share`.

    RuleBroken if a planned trip carries it: its slip is printed and its driver told.
    """
    require(by, "campaigns.approve", within=campaign.place_path)
    one_at_a_time(campaign)  # else a trip could be planned at this moment
    wanted = select(Trip.code).join(Stop, Stop.trip_id == Trip.id).where(Stop.case_id == case.id)
    wanted = wanted.where(Trip.campaign_id == campaign.id, Trip.state == TripState.PLANNED.value)
    trip = db.session.scalar(wanted.limit(1))
    if trip is not None:
        raise RuleBroken(
            N_(
                "Trip {trip} is to carry this share."
                " Cancel the trip first, or let it go and record the outcome."
            ),
            trip=trip,
        )
    return release_actions.free_share(campaign, case, reason, by=by, at=at)
