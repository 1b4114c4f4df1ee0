"""How far help has come is told by all portions of a household, not by the campaign that spoke last."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from aidtrack.campaigns import actions, release_actions
from aidtrack.campaigns.lifecycle import PortionState
from aidtrack.campaigns.models import Campaign
from aidtrack.campaigns.progress_actions import of_plan
from aidtrack.cases import actions as cases
from aidtrack.db import transaction
from aidtrack.deliveries import actions as deliveries
from aidtrack.deliveries import queries
from aidtrack.deliveries.trips import Outcome
from aidtrack.errors import RuleBroken
from aidtrack.goods.catalogue import BY_CODE
from aidtrack.stock.actions import expire_reservations
from tests import factories
from tests.factories import DISTRICT, LIEN_NINH, NOW, TODAY, Norm, World


@pytest.mark.parametrize(
    ("states", "progress"),
    [
        ("reserved reserved", "allocated"),
        ("reserved out", "out"),
        ("given given", "served"),
        ("given failed", "partial"),
        ("partial", "partial"),
        ("failed failed", "failed"),
        ("failed reserved", "allocated"),
        ("given released", "served"),
        ("released dropped", "none"),
        ("", "none"),
    ],
)
def test_a_share_of_several_goods_has_one_progress(states: str, progress: str) -> None:
    assert of_plan(map(PortionState, states.split())) == progress


@pytest.fixture
def world(each_database: str, session: Session) -> World:
    """One household of four with an approved share of rice and noodles, and a second campaign for it."""
    return factories.allocated((4,))


def second(world: World) -> Campaign:
    """A second campaign, of noodles, whose plan is approved."""
    days = {"receives_from": TODAY, "receives_to": TODAY, "distributes_from": TODAY, "distributes_to": TODAY}
    by = world.who("planner")
    campaign = actions.open_campaign(
        "DOT-2", "đợt 2", place_id=DISTRICT, store=world.store, **days, by=by, at=NOW
    )
    actions.set_norms(campaign, [Norm(BY_CODE["noodles"], 9)], by=by, at=NOW)
    plan = actions.propose(campaign, by=by, at=NOW)
    actions.approve(plan, no_relatives=True, by=world.who("approver"), at=NOW)
    return campaign


def handed_over(world: World, trip: deliveries.Trip) -> None:
    for stop in queries.stops_of(trip):
        key = f"door-{stop.id}"
        deliveries.record(stop, Outcome.RECEIVED, key=key, by=world.who("volunteer"), at=NOW)


def test_a_household_whose_other_goods_are_on_their_way_is_not_done(world: World) -> None:
    with transaction():
        first = world.trip()
    with transaction():
        by = world.who("office")
        (other,) = deliveries.plan(second(world), LIEN_NINH, on=TODAY, by=by, at=NOW)
        deliveries.send_out(other, key="other", by=by, at=NOW)
        handed_over(world, first)
    assert world.cases[0].progress == "out"
    with pytest.raises(RuleBroken, match="on their way"), transaction():
        cases.move(world.cases[0], "withdraw", reason="đã về quê", by=world.who("office"), at=NOW)
    with transaction():
        handed_over(world, other)
    assert world.cases[0].progress == "served"


def test_a_promise_that_runs_out_does_not_undo_what_was_received(world: World) -> None:
    with transaction():
        handed_over(world, world.trip())
        second(world)
    assert world.cases[0].progress == "allocated"
    late = NOW + timedelta(days=8)
    with transaction():
        release_actions.release_expired(expire_reservations(late), at=late)
    assert world.cases[0].progress == "served", "they have the goods of the first campaign"
