"""Trips through the actions: planned by ward, sent out from what was held, closed when all came out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from aidtrack.audit.models import Entry
from aidtrack.books.queries import check
from aidtrack.campaigns import actions as campaigns
from aidtrack.campaigns.lifecycle import PortionState
from aidtrack.campaigns.models import Portion, PortionLot
from aidtrack.campaigns.queries import shares_by_state
from aidtrack.cases import actions as cases
from aidtrack.cases import queries as case_queries
from aidtrack.cases.models import Case
from aidtrack.db import db, transaction
from aidtrack.deliveries import actions, queries
from aidtrack.deliveries.models import Stop, Trip
from aidtrack.deliveries.trips import Outcome, TripState
from aidtrack.errors import AidtrackError, Conflict, NotAllowed, NotFound, RuleBroken
from aidtrack.places import queries as places
from aidtrack.stock import queries as stock
from aidtrack.stock.actions import expire_reservations
from aidtrack.stock.models import Reservation
from tests import factories
from tests.factories import DAI_ANG, DISTRICT, LIEN_NINH, NOW, TODAY, World


@pytest.fixture
def world(session: Session) -> World:
    """Three households of Liên Ninh (4, 2 and 3 people) with an approved plan."""
    return factories.allocated()


def plan(world: World, place: str = LIEN_NINH, part: str = "office", **more: Any) -> list[Trip]:
    assert world.campaign
    given: dict[str, Any] = {"on": TODAY, "by": world.who(part), "at": NOW, **more}
    return actions.plan(world.campaign, place, **given)


def on_hand(world: World) -> dict[str, int]:
    found: dict[str, int] = {}
    for lot in stock.lots_at([world.store.id]):
        found[lot.good_code] = found.get(lot.good_code, 0) + lot.on_hand
    return found


def portions(world: World) -> set[str]:
    return set(db.session.scalars(select(Portion.state)))


def test_trips_stay_in_one_ward_and_carry_every_share_once(each_database: str, session: Session) -> None:
    world = factories.allocated((4, 2, 3))
    with transaction():
        for number, people in ((7, 5), (8, 1)):
            factories.verified_case(
                number, people, DAI_ANG, by=world.who("admin"), checked_by=world.who("planner")
            )
        assert world.campaign
        second = campaigns.propose(world.campaign, by=world.who("planner"), at=NOW)
        campaigns.approve(second, no_relatives=True, by=world.who("approver"), at=NOW)
    with transaction():
        made = plan(world, DISTRICT)
    assert sorted((trip.place_id, len(trip.stops)) for trip in made) == [(DAI_ANG, 2), (LIEN_NINH, 3)]
    carried = [line.portion_id for trip in made for stop in trip.stops for line in stop.lines]
    assert len(carried) == len(set(carried)) == 10
    with pytest.raises(RuleBroken, match="No share waits"), transaction():
        plan(world, DISTRICT)


def test_a_long_way_is_split_and_the_stops_are_numbered_along_it(world: World) -> None:
    with transaction():
        made = plan(world, most_stops=2)
    assert [[stop.position for stop in trip.stops] for trip in made] in ([[1, 2], [1]], [[1], [1, 2]])


def test_what_waits_is_counted_by_ward_until_a_trip_takes_it(world: World) -> None:
    assert world.campaign
    assert queries.waiting_by_ward(world.campaign, by=world.who("office")) == [(LIEN_NINH, 3, 9)]
    assert queries.waiting_by_ward(world.campaign, by=world.who("stranger")) == []
    with transaction():
        plan(world)
    assert queries.waiting_by_ward(world.campaign, by=world.who("office")) == []


def test_a_trip_lies_within_the_window_of_its_campaign(world: World) -> None:
    with pytest.raises(RuleBroken, match="is given out from") as refusal, transaction():
        plan(world, on=date(2021, 8, 21))
    assert refusal.value.field == "on"


def test_a_driver_works_in_the_ward_of_the_trip(world: World) -> None:
    for stranger in ("neighbour", "auditor"):
        with pytest.raises(RuleBroken, match="no assignment") as refusal, transaction():
            plan(world, driver_id=world.staff[stranger].id)
        assert refusal.value.field == "driver"
    with transaction():
        (trip,) = plan(world, driver_id=world.staff["volunteer"].id)
    assert trip.driver and trip.driver.name == "Vũ Minh Quân"


def test_a_closed_campaign_sends_nobody_out(world: World) -> None:
    with transaction():
        db.session.merge(world.campaign).state = "closed"  # type: ignore[union-attr]
    with pytest.raises(RuleBroken, match="closed"), transaction():
        plan(world)


@pytest.mark.parametrize("part", ["volunteer", "neighbour", "auditor", "stranger"])
def test_only_the_office_of_the_place_plans_sends_out_and_closes(world: World, part: str) -> None:
    with transaction():
        (trip,) = plan(world)
    other = world.who(part)
    with pytest.raises(NotAllowed), transaction():
        plan(world, part=part)
    with pytest.raises(NotAllowed), transaction():
        actions.send_out(trip, key="k", by=other, at=NOW)
    with pytest.raises(NotAllowed), transaction():
        actions.close(trip, by=other, at=NOW)


def test_a_trip_out_of_reach_is_not_there(world: World) -> None:
    with transaction():
        (trip,) = plan(world)
    code = trip.code
    assert queries.get_trip(code, by=world.who("volunteer")).id == trip.id
    for part in ("neighbour", "stranger"):
        with pytest.raises(NotFound):
            queries.get_trip(code, by=world.who(part))
        assert queries.index(world.who(part)) == []


def test_sending_out_uses_what_was_held_and_issues_it(each_database: str, session: Session) -> None:
    world = factories.allocated()
    before = on_hand(world)
    with transaction():
        (trip,) = plan(world)
        actions.send_out(trip, key="out", by=world.who("office"), at=NOW)
    assert trip.state == TripState.OUT.value and trip.issue and trip.issue.kind == "issue"
    loaded = {good.code: amount for good, amount in queries.on_vehicle(trip)}
    assert loaded == {"rice": 36_000, "noodles": 81}
    after = on_hand(world)
    assert {code: before[code] - after[code] for code in before} == loaded
    assert set(db.session.scalars(select(Reservation.ended))) == {"used"}
    assert portions(world) == {"out"}
    assert {case.progress for case in world.cases} == {"out"}
    assert check() == []


def test_sending_out_twice_is_refused_and_issues_once(world: World) -> None:
    with transaction():
        (trip,) = plan(world)
        actions.send_out(trip, key="one", by=world.who("office"), at=NOW)
    with pytest.raises(RuleBroken, match="cannot be done"), transaction():
        actions.send_out(trip, key="two", by=world.who("office"), at=NOW)
    assert {good.code: amount for good, amount in queries.on_vehicle(trip)}["rice"] == 36_000


@pytest.mark.parametrize("why", ["suspected", "withdrawn"])
def test_whoever_may_not_be_served_any_more_stays_behind(
    each_database: str, session: Session, why: str
) -> None:
    world = factories.allocated()
    gone = world.cases[1]
    with transaction():
        (trip,) = plan(world)
        if why == "suspected":
            twin = factories.facts(1, 2, name="Đào Thị Huệ")
            cases.register(twin, by=world.who("admin"), at=NOW)
        else:
            cases.move(gone, "withdraw", reason="đã chuyển đi", by=world.who("office"), at=NOW)
    with transaction():
        actions.send_out(trip, key="out", by=world.who("office"), at=NOW)
    assert [stop.case_id for stop in queries.stops_of(trip)] == [world.cases[0].id, world.cases[2].id]
    loaded = {good.code: amount for good, amount in queries.on_vehicle(trip)}
    assert loaded == {"rice": 28_000, "noodles": 63}
    left = set(db.session.scalars(select(Portion.state).where(Portion.case_id == gone.id)))
    assert left == {"released"} and gone.progress == "none"
    free = stock.free_totals(world.store.id, on=TODAY)
    assert free["rice"] == 72_000 - 28_000, "what was held for them is free again"
    assert check() == []


def test_a_promise_that_ran_out_does_not_block_the_others(session: Session) -> None:
    world = factories.allocated()
    with transaction():
        (trip,) = plan(world)
        first = trip.stops[0]
        ran_out = [line.reservation_id for line in first.lines]
        for held in db.session.scalars(select(Reservation).where(Reservation.id.in_(ran_out))):
            held.expires_at = NOW - timedelta(hours=1)
    with transaction():
        ended = expire_reservations(NOW)
        campaigns.release_expired(ended, at=NOW)
    with transaction():
        actions.send_out(trip, key="out", by=world.who("office"), at=NOW)
    assert len(queries.stops_of(trip)) == 2 and check() == []


def test_a_trip_for_nobody_does_not_go_out(world: World) -> None:
    with transaction():
        (trip,) = plan(world)
        for case in world.cases:
            cases.move(case, "withdraw", reason="đã chuyển đi", by=world.who("office"), at=NOW)
    with pytest.raises(RuleBroken, match="No household"), transaction():
        actions.send_out(trip, key="out", by=world.who("office"), at=NOW)
    assert db.session.get_one(Trip, trip.id).state == "planned", "nothing of it was done"


def test_a_trip_closes_when_every_door_has_its_outcome(each_database: str, session: Session) -> None:
    world = factories.allocated()
    with transaction():
        trip = world.trip()
    stops = list(queries.stops_of(trip))
    for stop in stops[:-1]:
        record(world, stop, Outcome.RECEIVED)
    with pytest.raises(RuleBroken, match=r"Stops without an outcome: 3\.") as refusal, transaction():
        actions.close(trip, by=world.who("office"), at=NOW)
    assert refusal.value.field == "stops"
    record(world, stops[-1], Outcome.DECLINED)
    with transaction():
        actions.close(trip, by=world.who("office"), at=NOW)
    assert (trip.state, trip.closed_at) == ("closed", NOW)
    assert queries.on_vehicle(trip) == [] and check() == []


def record(world: World, stop: Stop, outcome: Outcome) -> None:
    with transaction():
        actions.record(stop, outcome, key=f"door-{stop.id}", by=world.who("volunteer"), at=NOW)


def test_a_trip_that_is_only_planned_is_not_closed(world: World) -> None:
    with transaction():
        (trip,) = plan(world)
    with pytest.raises(RuleBroken, match="cannot be done"), transaction():
        actions.close(trip, by=world.who("office"), at=NOW)


def test_each_act_is_in_the_log_and_a_refused_one_is_not(world: World) -> None:
    with transaction():
        trip = world.trip()
    with pytest.raises(AidtrackError), transaction():
        actions.close(trip, by=world.who("office"), at=NOW)
    acts = list(db.session.scalars(select(Entry.action).where(Entry.action.startswith("deliveries."))))
    assert acts == ["deliveries.plan", "deliveries.send_out"]


def test_a_trip_that_has_not_gone_out_is_cancelled_and_its_shares_wait_for_another(
    each_database: str, session: Session
) -> None:
    world = factories.allocated()
    before = stock.free_totals(world.store.id, on=TODAY)
    with transaction():
        (trip,) = plan(world)
    with transaction():
        actions.cancel(trip, reason="xe hỏng", by=world.who("office"), at=NOW)
    assert (trip.state, trip.closed_at, list(trip.stops)) == ("cancelled", NOW, [])
    assert portions(world) == {"reserved"} and {case.progress for case in world.cases} == {"allocated"}
    assert stock.free_totals(world.store.id, on=TODAY) == before, "the goods stay held"
    with transaction():
        second = world.trip()
    assert len(second.stops) == 3 and check() == []


def test_only_a_planned_trip_is_cancelled_once_and_by_the_office(world: World) -> None:
    with transaction():
        (trip,) = plan(world)
    for part in ("volunteer", "neighbour", "auditor", "stranger"):
        with pytest.raises(NotAllowed), transaction():
            actions.cancel(trip, by=world.who(part), at=NOW)
    with transaction():
        actions.cancel(trip, by=world.who("office"), at=NOW)
    for act in (actions.cancel, actions.close):
        with pytest.raises(RuleBroken, match="cannot be done"), transaction():
            act(trip, by=world.who("office"), at=NOW)
    with pytest.raises(RuleBroken, match="cannot be done"), transaction():
        actions.send_out(trip, key="late", by=world.who("office"), at=NOW)
    with transaction():
        gone = world.trip()
    with pytest.raises(RuleBroken, match="cannot be done"), transaction():
        actions.cancel(gone, by=world.who("office"), at=NOW)


@pytest.mark.parametrize("changed", [{"state": "withdrawn"}, {"suspected": True}])
def test_a_household_that_withdraws_while_the_trip_is_loaded_stops_it(
    world: World, monkeypatch: pytest.MonkeyPatch, changed: dict[str, Any]
) -> None:
    with transaction():
        (trip,) = plan(world)
    gone, post = world.cases[0], actions.post

    def withdrawn_meanwhile(*args: Any, **kwargs: Any) -> Any:
        db.session.execute(update(Case).where(Case.id == gone.id).values(**changed))
        return post(*args, **kwargs)

    monkeypatch.setattr(actions, "post", withdrawn_meanwhile)
    with pytest.raises(Conflict, match="just changed"), transaction():
        actions.send_out(trip, key="out", by=world.who("office"), at=NOW)
    assert db.session.get_one(Trip, trip.id).state == "planned" and portions(world) == {"reserved"}


# ---- on which day ----

TOMORROW, LAST = TODAY + timedelta(days=1), date(2021, 8, 20)


def test_a_trip_of_a_later_day_goes_out_today_only_if_that_is_confirmed(world: World) -> None:
    with transaction():
        (trip,) = plan(world, on=TOMORROW)
    with pytest.raises(RuleBroken, match="planned for") as refusal, transaction():
        actions.send_out(trip, key="early", by=world.who("office"), at=NOW)
    assert refusal.value.field == "another_day" and trip.state == "planned"
    with transaction():
        actions.send_out(trip, key="early", another_day=True, by=world.who("office"), at=NOW)
    assert (trip.state, trip.on) == ("out", TODAY), "the day on which it goes is its day"


def test_a_trip_that_is_late_goes_out_without_ado(world: World) -> None:
    with transaction():
        (trip,) = plan(world)
        actions.send_out(trip, key="late", by=world.who("office"), at=NOW + timedelta(days=1))
    assert trip.on == TOMORROW


def test_after_the_last_day_of_its_campaign_a_trip_goes_out_only_if_that_is_confirmed(world: World) -> None:
    with transaction():
        (trip,) = plan(world, on=LAST)
    over = NOW + timedelta(days=7)
    with pytest.raises(RuleBroken, match="last day"), transaction():
        actions.send_out(trip, key="over", by=world.who("office"), at=over)
    with transaction():
        actions.send_out(trip, key="over", another_day=True, by=world.who("office"), at=over)
    assert trip.state == "out"


def test_nothing_goes_out_before_its_campaign_gives_anything(world: World) -> None:
    with transaction():
        (trip,) = plan(world)
    with pytest.raises(RuleBroken, match="given out from"), transaction():
        actions.send_out(
            trip, key="early", another_day=True, by=world.who("office"), at=NOW - timedelta(days=1)
        )


# ---- who moved ----


def moved(world: World, trip: Trip) -> Case:
    """The household of the second stop lives in Đại Áng now."""
    case = queries.get_stop(trip, 2).case
    with transaction():
        path = places.path_of(DAI_ANG)
        db.session.execute(
            update(Case).where(Case.id == case.id).values(place_id=DAI_ANG, place_path=path)
        )
    db.session.expire_all()
    return case


def test_the_old_ward_reads_nothing_of_a_household_that_moved_after_the_planning(world: World) -> None:
    with transaction():
        (trip,) = plan(world, driver_id=world.staff["volunteer"].id)
    case = moved(world, trip)
    volunteer = world.who("volunteer")
    assert case.id not in {stop.case_id for stop in queries.stops_of(trip)}
    assert queries.moved_away(trip) == 1 and queries.stop_for(case.code, by=volunteer) is None
    with pytest.raises(NotFound):
        queries.get_stop(trip, 2)
    (row,) = queries.index(volunteer)
    assert (row.stops, sum(queries.how_far([trip])[trip.id].values())) == (2, 2)


def test_who_moved_stays_behind_and_a_trip_of_the_new_ward_takes_the_share(
    each_database: str, session: Session
) -> None:
    world = factories.allocated()
    with transaction():
        (trip,) = plan(world)
    case = moved(world, trip)
    assert world.campaign
    assert [row[0] for row in queries.waiting_by_ward(world.campaign, by=world.who("office"))] == [DAI_ANG]
    with transaction():
        (other,) = plan(world, DAI_ANG)
    for one in (trip, other):
        with transaction():
            actions.send_out(one, key=one.code, by=world.who("office"), at=NOW)
    assert case.id not in {stop.case_id for stop in trip.stops}
    assert [stop.case_id for stop in other.stops] == [case.id] and case.progress == "out"
    assert check() == []


# ---- where a driver goes next ----


def test_a_driver_goes_on_with_the_trip_that_is_out_else_with_the_next_one_planned(world: World) -> None:
    quan = world.who("volunteer")
    assert queries.next_trip_of(quan, TODAY) is None
    with transaction():
        made = plan(world, on=TOMORROW, driver_id=quan.id, most_stops=2)
    found = queries.next_trip_of(quan, TODAY)
    assert found and (found.trip.code, found.stops) == (made[0].code, len(made[0].stops))
    assert queries.next_trip_of(quan, TOMORROW + timedelta(days=1)) is None, "its day is over"
    with transaction():
        actions.send_out(made[1], key="go", another_day=True, by=world.who("office"), at=NOW)
    found = queries.next_trip_of(quan, TODAY)
    assert found and found.trip.code == made[1].code
    assert queries.next_trip_of(world.who("office"), TODAY) is None


def test_a_household_whose_share_comes_from_two_lots_is_counted_once(world: World) -> None:
    with transaction():
        factories.stocked(world.store, {"rice": 5_000, "noodles": 90}, by=world.who("office"), key="second")
        factories.more_households(world, [9, 9])
    assert world.campaign
    carried = db.session.scalar(select(func.count()).select_from(PortionLot))
    assert carried > db.session.scalar(select(func.count()).select_from(Portion)), "some have two lots"
    assert shares_by_state(world.campaign) == {PortionState.RESERVED: 5}


def test_no_trip_is_planned_for_who_may_not_be_served(world: World) -> None:
    gone = world.cases[0]
    with transaction():
        cases.move(gone, "hold", reason="đang hỏi lại", by=world.who("office"), at=NOW)
    with transaction():
        (trip,) = plan(world)
    assert gone.id not in {stop.case_id for stop in trip.stops} and len(trip.stops) == 2


def test_whoever_has_to_be_verified_again_stays_behind_but_keeps_the_share(session: Session) -> None:
    world = factories.allocated()
    corrected = world.cases[1]
    with transaction():
        (trip,) = plan(world)
        more = replace(case_queries.facts_of(corrected), people=corrected.people + 3)
        cases.edit(corrected, more, version=corrected.version, by=world.who("admin"), at=NOW)
    with transaction():
        actions.send_out(trip, key="out", by=world.who("office"), at=NOW)
    assert corrected.id not in [stop.case_id for stop in queries.stops_of(trip)]
    held = set(db.session.scalars(select(Portion.state).where(Portion.case_id == corrected.id)))
    assert held == {"reserved"} and (corrected.state, corrected.progress) == ("under_review", "allocated")
    with pytest.raises(RuleBroken, match="No share waits"), transaction():
        plan(world)
    with transaction():
        cases.verify(corrected, by=world.who("office"), at=NOW)
    with transaction():
        (again,) = plan(world)
    assert [stop.case_id for stop in again.stops] == [corrected.id] and check() == []
