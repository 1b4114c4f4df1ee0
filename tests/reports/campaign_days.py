"""A campaign in two wards with every kind of ending, and its reports read back: for the tests of exports."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from aidtrack.db import transaction
from aidtrack.deliveries import actions as deliveries
from aidtrack.deliveries import queries
from aidtrack.deliveries.trips import Outcome
from aidtrack.reports import actions
from aidtrack.reports.actions import Exported
from tests.factories import DAI_ANG, LIEN_NINH, NOW, World, allocated, more_households
from tests.reports.samples import opened, table

KG = 1000


def two_wards() -> World:
    """Households of 4, 2 and 3 people in Liên Ninh and of 2 and 1 in Đại Áng, all with approved shares."""
    world = allocated((4, 2, 3))
    with transaction():
        more_households(world, (2, 1), ward=DAI_ANG)
    return world


def delivered(world: World) -> World:
    """Liên Ninh: signed for, absent, 4 of 12 kg of rice given; Đại Áng: declined, a neighbour received."""
    _knock(world, LIEN_NINH, "volunteer", (Outcome.RECEIVED, Outcome.ABSENT, Outcome.PARTIAL))
    _knock(world, DAI_ANG, "neighbour", (Outcome.DECLINED, Outcome.RECEIVED_FOR))
    return world


def _knock(world: World, ward: str, driver: str, outcomes: tuple[Outcome, ...]) -> None:
    """The outcomes in the order of the cases, whatever order the trip visits them in."""
    with transaction():
        trip = world.trip(ward, driver=driver)
        cases = [case.id for case in world.cases if case.place_id == ward]
        for stop in queries.stops_of(trip):
            record(world, stop, outcomes[cases.index(stop.case_id)], by=driver)


def record(world: World, stop: Any, outcome: Outcome, *, by: str = "volunteer") -> None:
    """One door, half an hour after the trip went out."""
    deliveries.record(
        stop,
        outcome,
        received_by="bà Ngô Thị Mùi" if outcome is Outcome.RECEIVED_FOR else "",
        relation="hàng xóm" if outcome is Outcome.RECEIVED_FOR else "",
        given={"rice": 4 * KG} if outcome is Outcome.PARTIAL else None,
        key=f"door-{stop.trip.code}-{stop.position}",
        by=world.who(by),
        at=NOW + timedelta(minutes=30),
    )


def exported(name: str, world: World, by: str = "auditor", **more: Any) -> Exported:
    """A report of the world's campaign, as one of the staff."""
    with transaction():
        given = {"campaign": world.campaign, "by": world.who(by), "at": NOW + timedelta(hours=1), **more}
        return actions.export(name, **given)


def rows_of(file: Exported) -> list[dict[str, object]]:
    """The first sheet's table, the row of totals last."""
    return table(opened(file.data).worksheets[0])
