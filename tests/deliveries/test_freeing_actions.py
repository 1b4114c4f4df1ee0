"""A share that a planned trip counts on is not freed behind the driver's back."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from aidtrack.campaigns.models import Portion
from aidtrack.clock import moment_of
from aidtrack.db import db, transaction
from aidtrack.deliveries import actions, freeing_actions
from aidtrack.deliveries.trips import Outcome
from aidtrack.errors import NotAllowed, RuleBroken
from aidtrack.stock.models import Reservation
from tests import factories
from tests.factories import NOW, World


@pytest.fixture
def world(session: Session) -> World:
    """Three households with an approved plan."""
    return factories.allocated()


def freed(world: World, number: int, by: str = "approver") -> int:
    assert world.campaign
    with transaction():
        return freeing_actions.free_share(
            world.campaign, world.cases[number], "đã về quê", by=world.who(by), at=NOW
        )


def states(world: World, number: int) -> set[str]:
    return set(db.session.scalars(select(Portion.state).where(Portion.case_id == world.cases[number].id)))


def test_a_share_on_a_planned_trip_stays_until_the_trip_is_cancelled(world: World) -> None:
    with transaction():
        trip = world.trip(out=False)
    with pytest.raises(RuleBroken, match=f"Trip {trip.code} is to carry this share"):
        freed(world, 1)
    assert states(world, 1) == {"reserved"}
    with transaction():
        actions.cancel(trip, by=world.who("office"), at=NOW)
    assert freed(world, 1) == 2 and states(world, 1) == {"released"}


def test_without_a_trip_it_is_freed_and_without_the_right_nothing_is_told(world: World) -> None:
    with transaction():
        world.trip(out=False)
    with pytest.raises(NotAllowed):
        freed(world, 1, by="stranger")
    with transaction():
        factories.more_households(world, (5,))
    assert freed(world, 3) == 2


def test_a_share_held_again_after_an_absence_lasts_as_long_as_a_first_promise(world: World) -> None:
    with transaction():
        trip = world.trip()
        stop = trip.stops[0]
        actions.record(stop, Outcome.ABSENT, key="door", by=world.who("volunteer"), at=NOW)
    with transaction():
        actions.deliver_again(stop, reservation_days=1, by=world.who("office"), at=NOW)
    open_promises = select(Reservation.expires_at).where(Reservation.ended.is_(None)).distinct()
    the_20th_is_over = moment_of("2021-08-21T00:00")
    assert db.session.scalars(open_promises).all() == [the_20th_is_over]
