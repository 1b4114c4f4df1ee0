"""Shares that nobody will carry let their goods go: of households that are gone, of campaigns that end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from aidtrack.audit.models import Entry
from aidtrack.books.queries import check
from aidtrack.campaigns import actions, release_actions
from aidtrack.campaigns.models import Portion
from aidtrack.cases import actions as cases
from aidtrack.cases.models import Case
from aidtrack.cases.queries import timeline
from aidtrack.db import db, transaction
from aidtrack.errors import NotAllowed, RuleBroken
from aidtrack.stock import queries as stock
from aidtrack.stock.actions import release
from aidtrack.stock.models import Reservation
from tests import factories
from tests.factories import NOW, OPERATOR, TODAY, World

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def world(each_database: str, session: Session) -> World:
    """Three households of 4, 2 and 3 people with an approved plan."""
    return factories.allocated()


def withdrawn(world: World, number: int) -> Case:
    with transaction():
        return cases.move(world.cases[number], "withdraw", reason="đã về quê", by=world.who("office"), at=NOW)


def states(case: Case) -> set[str]:
    return set(db.session.scalars(select(Portion.state).where(Portion.case_id == case.id)))


def free(world: World) -> int:
    return stock.free_totals(world.store.id, on=TODAY)["rice"]


def test_what_is_held_for_a_household_that_withdrew_is_free_again(world: World) -> None:
    gone, before = withdrawn(world, 1), free(world)
    with transaction():
        assert release_actions.release_gone(by=OPERATOR, at=NOW) == 2
    assert states(gone) == {"released"} and gone.progress == "none"
    assert free(world) == before + 8_000
    assert states(world.cases[0]) == {"reserved"} and check() == []
    with transaction():
        assert release_actions.release_gone(by=OPERATOR, at=NOW) == 0
    entries = select(Entry).where(Entry.action == "campaigns.release")
    assert len(db.session.scalars(entries).unique().all()) == 1, "one entry for all, and none for nothing"


def test_who_is_only_on_hold_keeps_the_share(world: World) -> None:
    with transaction():
        cases.move(world.cases[1], "hold", reason="đang hỏi lại", by=world.who("office"), at=NOW)
        assert release_actions.release_gone(by=OPERATOR, at=NOW) == 0
    assert states(world.cases[1]) == {"reserved"}


def test_a_share_whose_promise_was_ended_by_another_hand_is_let_go_too(world: World) -> None:
    gone = withdrawn(world, 1)
    with transaction():
        held = db.session.scalars(select(Reservation).order_by(Reservation.id)).all()
        release([one.id for one in held if one.amount in (8_000, 18)], "expired", at=NOW)
        assert release_actions.release_gone(by=OPERATOR, at=NOW) == 2
    assert states(gone) == {"released"} and check() == []


def test_a_new_plan_gives_out_what_was_held_for_the_gone(world: World) -> None:
    withdrawn(world, 0)
    assert world.campaign
    with transaction():
        checker = world.who("planner")
        factories.verified_case(7, 2, factories.LIEN_NINH, by=world.who("admin"), checked_by=checker)
        plan = actions.propose(world.campaign, by=world.who("planner"), at=NOW)
    assert plan.figures["rice"]["supply"] == 72_000 - 36_000 + 16_000


def test_a_campaign_closes_though_a_household_with_a_share_is_gone(world: World) -> None:
    assert world.campaign
    for number in range(3):
        withdrawn(world, number)
    with transaction():
        actions.close(world.campaign, by=world.who("planner"), at=NOW)
    assert world.campaign.state == "closed" and free(world) == 72_000 and check() == []


def test_after_its_last_day_a_campaign_closes_and_holds_nothing(world: World) -> None:
    campaign = world.campaign
    assert campaign
    with pytest.raises(RuleBroken, match="still wait"), transaction():
        actions.close(campaign, by=world.who("planner"), at=NOW)
    late = NOW + (campaign.distributes_to - TODAY) + timedelta(days=1)
    with transaction():
        actions.close(campaign, by=world.who("planner"), at=late)
    assert {state for case in world.cases for state in states(case)} == {"released"}
    assert {case.progress for case in world.cases} == {"none"} and check() == []


def test_a_campaign_with_goods_on_their_way_does_not_close_even_then(world: World) -> None:
    campaign = world.campaign
    assert campaign
    with transaction():
        world.trip()
    with pytest.raises(RuleBroken, match="on their way"), transaction():
        actions.close(campaign, by=world.who("planner"), at=NOW + timedelta(days=90))


def freed(world: World, number: int, reason: str = "hộ đã được nơi khác giúp", by: str = "approver") -> int:
    assert world.campaign
    with transaction():
        return release_actions.free_share(
            world.campaign, world.cases[number], reason, by=world.who(by), at=NOW
        )


def test_one_households_share_is_freed_by_hand_with_a_reason(world: World) -> None:
    before, case = free(world), world.cases[1]
    assert freed(world, 1) == 2
    assert states(case) == {"released"} and case.progress == "none" and free(world) == before + 8_000
    assert states(world.cases[0]) == {"reserved"} and check() == []
    entry = db.session.scalars(select(Entry).where(Entry.action == "campaigns.free_share")).unique().one()
    assert entry.detail and entry.detail.content["reason"] == "hộ đã được nơi khác giúp"
    assert any("được nơi khác giúp" in str(line) for line in timeline(case))
    with transaction():
        assert world.campaign
        again = actions.propose(world.campaign, by=world.who("planner"), at=NOW)
    assert again.households == 1, "the household waits for a share again"


def test_a_share_is_not_freed_without_a_reason_or_a_right(world: World) -> None:
    with pytest.raises(RuleBroken, match="Write why") as refused:
        freed(world, 1, reason="  ")
    assert refused.value.field == "reason"
    for stranger in ("volunteer", "auditor", "stranger"):
        with pytest.raises(NotAllowed):
            freed(world, 1, by=stranger)
    assert states(world.cases[1]) == {"reserved"}


def test_nobody_frees_their_own_share(world: World) -> None:
    with transaction():
        world.cases[1].phone = world.staff["approver"].phone
    with pytest.raises(NotAllowed, match="your own household"):
        freed(world, 1)


def test_what_is_on_its_way_or_was_freed_before_is_not_freed(world: World) -> None:
    assert freed(world, 1) == 2
    with pytest.raises(RuleBroken, match="Nothing is held"):
        freed(world, 1)
    with transaction():
        world.trip()
    with pytest.raises(RuleBroken, match="on its way"):
        freed(world, 0)
    assert states(world.cases[0]) == {"out"}
