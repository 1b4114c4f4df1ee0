"""Who waits for a share of a campaign: not who received lately, and only as far as one may look."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from aidtrack.campaigns import actions, need_queries
from aidtrack.campaigns.models import Campaign, Plan
from aidtrack.campaigns.queries import norm_facts
from aidtrack.campaigns.release_actions import free_share
from aidtrack.cases.actions import decide_pair, merge, unmerge
from aidtrack.cases.models import Case, CasePair
from aidtrack.db import db, transaction
from aidtrack.deliveries import actions as deliveries
from aidtrack.deliveries import queries as trips
from aidtrack.deliveries.trips import Outcome
from aidtrack.errors import RuleBroken
from aidtrack.rights import Role
from tests import factories
from tests.factories import DAI_ANG, LIEN_NINH, NOW, TODAY, World

pytestmark = pytest.mark.usefixtures("each_database")


@pytest.fixture
def world(each_database: str, session: Session) -> World:
    """Households of 4, 2 and 3 people: the first received, the second was absent, the third has a share;
    and two that are in no plan yet, one in each ward."""
    world = factories.allocated((4, 2))
    with transaction():
        trip = world.trip()
    with transaction():
        for position, outcome in ((1, Outcome.RECEIVED), (2, Outcome.ABSENT)):
            stop = trips.get_stop(trip, position)
            deliveries.record(stop, outcome, key=f"door-{position}", by=world.who("volunteer"), at=NOW)
    with transaction():
        factories.more_households(world, (3,))
        people = {"by": world.who("admin"), "checked_by": world.who("planner")}
        world.cases += [
            factories.verified_case(7, 1, LIEN_NINH, **people),
            factories.verified_case(8, 5, DAI_ANG, **people),
        ]
    return world


def second(world: World, rest_days: int | None) -> Campaign:
    """Another campaign for the same households, a few days later."""
    with transaction():
        campaign = factories.campaign(world, {"rice": 1_000}, "DOT-22-8")
        norms = [norm_facts(norm) for norm in campaign.norms]
        return actions.set_norms(campaign, norms, rest_days=rest_days, by=world.who("planner"), at=NOW)


def waiting(campaign: Campaign, world: World) -> tuple[set[Case], int]:
    found, resting = need_queries.who_waits(campaign, today=TODAY, verification_days=90)
    return {db.session.get_one(Case, one.id) for one in found}, len(resting)


def propose(campaign: Campaign, world: World) -> Plan:
    with transaction():
        return actions.propose(campaign, by=world.who("planner"), at=NOW)


def test_who_received_lately_or_is_to_receive_is_left_out_and_who_was_absent_is_not(world: World) -> None:
    received, absent, promised, alone, neighbour = world.cases
    assert received.progress == "served" and promised.progress == "allocated"
    assert waiting(second(world, None), world) == (set(world.cases), 0)
    campaign = db.session.merge(second_rests(world, 14))
    assert waiting(campaign, world) == ({absent, alone, neighbour}, 2)
    plan = propose(campaign, world)
    assert (plan.households, plan.people, plan.resting) == (3, 8, 2)
    assert need_queries.need(campaign, today=TODAY, verification_days=90) == {"rice": 8_000}


def second_rests(world: World, days: int) -> Campaign:
    """The second campaign with other days of rest."""
    campaign = db.session.query(Campaign).filter_by(code="DOT-22-8").one()
    with transaction():
        norms = [norm_facts(norm) for norm in campaign.norms]
        return actions.set_norms(campaign, norms, rest_days=days, by=world.who("planner"), at=NOW)


def test_who_received_under_a_case_that_was_merged_has_received(world: World) -> None:
    received, _absent, promised, alone, neighbour = world.cases
    office, first, campaign = world.who("office"), world.campaign, second(world, 14)
    assert first
    with transaction():
        merge(received, into=promised, by=office, at=NOW)
    with transaction():
        free_share(first, promised, "đã nhận với mã khác", by=world.who("approver"), at=NOW)
    assert (promised.progress, promised.served_at) == ("none", None)
    assert waiting(first, world) == ({alone, neighbour}, 0), "one share of a campaign for one household"
    fit, resting = waiting(campaign, world)
    assert promised not in fit and resting == 1
    with transaction():
        unmerge(received, by=office, at=NOW)
        decide_pair(db.session.scalars(select(CasePair)).one(), "different", by=office, at=NOW)
    assert promised in waiting(first, world)[0]


def test_who_receives_between_the_proposal_and_the_approval_drops_out(world: World) -> None:
    campaign, absent = second(world, 14), world.cases[1]
    plan = propose(campaign, world)
    with transaction():
        absent.progress, absent.served_at = "served", NOW
    with transaction():
        actions.approve(plan, no_relatives=True, by=world.who("approver"), at=NOW)
    assert {one.case_id: one.state for one in plan.portions}[absent.id] == "dropped"
    assert sorted(one.state for one in plan.portions) == ["dropped", "reserved", "reserved"]


def test_when_all_have_received_the_refusal_says_so(world: World) -> None:
    campaign = second(world, 14)
    with transaction():
        for case in world.cases:
            case.served_at = NOW - timedelta(days=3)
    with pytest.raises(RuleBroken, match="5 households received less than 14 days before"):
        propose(campaign, world)


def test_norms_set_anew_without_a_word_keep_the_days_of_rest(world: World) -> None:
    campaign = second(world, 14)
    with transaction():
        norms = [norm_facts(norm) for norm in campaign.norms]
        actions.set_norms(campaign, norms, by=world.who("planner"), at=NOW)
    assert campaign.rest_days == 14
    with pytest.raises(RuleBroken, match="between 0 and"), transaction():
        actions.set_norms(campaign, norms, rest_days=-1, by=world.who("planner"), at=NOW)


def test_who_serves_one_ward_counts_its_households_only(world: World) -> None:
    campaign = second(world, 14)
    with transaction():
        local = factories.person("0952999001", "Ngô Thị Na", Role.COORDINATOR, DAI_ANG)
        local_actor = factories.acting(local)
    found = need_queries.waiting(campaign, today=TODAY, verification_days=90, by=local_actor)
    assert (found.households, found.people, found.resting) == (1, 5, 0)
    whole = need_queries.waiting(campaign, today=TODAY, verification_days=90, by=world.who("planner"))
    assert (whole.households, whole.people, whole.resting) == (3, 8, 2)
