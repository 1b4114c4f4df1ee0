"""What happens at a door, through the actions: the right goods move, the rest goes back, and once only."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from aidtrack.books.queries import check
from aidtrack.campaigns.models import Portion
from aidtrack.cases import actions as cases
from aidtrack.db import db, transaction
from aidtrack.deliveries import actions, queries, recording_actions
from aidtrack.deliveries.models import Receipt, Stop, StopLine, Trip
from aidtrack.deliveries.trips import Outcome
from aidtrack.errors import Conflict, NotAllowed, RuleBroken
from aidtrack.people.models import Person
from aidtrack.stock import queries as stock
from aidtrack.stock.ledger import DocumentKind
from aidtrack.stock.models import Document, Movement
from tests import factories
from tests.factories import NOW, World

GIVES = (Outcome.RECEIVED, Outcome.RECEIVED_FOR)
SHARE = {"rice": 16_000, "noodles": 36}
"""What the first household, four people, is to get."""


class Door:
    """A trip that is out, at its first door: four people."""

    def __init__(self) -> None:
        self.world = factories.allocated()
        with transaction():
            self.trip = self.world.trip()
        self.stop = queries.get_stop(self.trip, 1)

    def record(self, outcome: Outcome, *, key: str = "door", **more: Any) -> Receipt:
        """Record the outcome in a transaction of its own."""
        given: dict[str, Any] = {"by": self.world.who("volunteer"), "at": NOW, **more}
        with transaction():
            return actions.record(self.stop, outcome, key=key, **given)

    def states(self) -> set[str]:
        """How the portions of the household stand."""
        return set(db.session.scalars(select(Portion.state).where(Portion.case_id == self.stop.case_id)))

    def moved(self, paper: int | None) -> dict[str, int]:
        """What a paper moved, by good."""
        found: dict[str, int] = {}
        for line in db.session.scalars(select(Movement).where(Movement.document_id == paper)):
            found[line.lot.good_code] = found.get(line.lot.good_code, 0) + line.amount
        return found


@pytest.fixture
def door(session: Session) -> Door:
    return Door()


@pytest.mark.parametrize("outcome", GIVES)
def test_a_receipt_moves_the_whole_share_to_the_household(
    each_database: str, session: Session, outcome: Outcome
) -> None:
    door = Door()
    receipt = door.record(
        outcome, received_by="bà Lan", relation="hàng xóm", signature="M1 2L3 4", note=" ở tầng 2 "
    )
    assert door.moved(receipt.give_id) == SHARE and receipt.return_id is None
    assert door.states() == {"given"}
    assert (door.stop.case.progress, door.stop.case.served_at) == ("served", NOW)
    assert (receipt.signature, receipt.note, receipt.by_name) == ("M1 2L3 4", "ở tầng 2", "Vũ Minh Quân")
    assert {line.given == line.planned for line in door.stop.lines} == {True}
    assert check() == []


@pytest.mark.parametrize("outcome", [Outcome.ABSENT, Outcome.DECLINED])
def test_what_is_not_handed_over_is_back_in_the_store_at_once(
    each_database: str, session: Session, outcome: Outcome
) -> None:
    door = Door()
    before = stock.free_totals(door.world.store.id, on=factories.TODAY)
    receipt = door.record(outcome, note="Gọi 2 lần không nghe máy")
    assert receipt.give_id is None and door.moved(receipt.return_id) == SHARE
    after = stock.free_totals(door.world.store.id, on=factories.TODAY)
    assert {code: after[code] - before.get(code, 0) for code in SHARE} == SHARE
    assert door.states() == {"failed"}
    assert (door.stop.case.progress, door.stop.case.served_at) == ("failed", None)
    assert check() == []


def test_a_part_is_given_and_the_rest_goes_back(each_database: str, session: Session) -> None:
    door = Door()
    receipt = door.record(Outcome.PARTIAL, given={"rice": 10_000, "noodles": 36})
    assert door.moved(receipt.give_id) == {"rice": 10_000, "noodles": 36}
    assert door.moved(receipt.return_id) == {"rice": 6_000}
    assert door.states() == {"partial", "given"}
    assert (door.stop.case.progress, door.stop.case.served_at) == ("partial", NOW)
    assert check() == []


@pytest.mark.parametrize(
    ("outcome", "more", "why", "field"),
    [
        (Outcome.PARTIAL, {"given": SHARE}, "In part means", "outcome"),
        (Outcome.PARTIAL, {"given": {}}, "In part means", "outcome"),
        (Outcome.PARTIAL, {"given": {"rice": 16_001}}, "More was handed over", "rice"),
        (Outcome.PARTIAL, {"given": {"rice": -1, "noodles": 1}}, "More was handed over", "rice"),
        (Outcome.RECEIVED_FOR, {"received_by": "  "}, "Say who received it", "received_by"),
        (Outcome.RECEIVED, {"signature": '"><script>'}, "signature cannot be read", "signature"),
        (Outcome.RECEIVED, {"at": NOW.replace(year=2020)}, "before the trip went out", "at"),
    ],
)
def test_an_outcome_that_cannot_be_is_refused_and_leaves_no_trace(
    door: Door, outcome: Outcome, more: dict[str, Any], why: str, field: str
) -> None:
    with pytest.raises(RuleBroken, match=why) as refusal:
        door.record(outcome, **more)
    assert refusal.value.field == field
    assert queries.get_stop(door.trip, 1).outcome is None and check() == []


def test_nothing_is_handed_over_before_the_trip_is_out(session: Session) -> None:
    world = factories.allocated()
    with transaction():
        trip = world.trip(out=False)
    with pytest.raises(RuleBroken, match="not on its way"), transaction():
        actions.record(
            queries.get_stop(trip, 1), Outcome.RECEIVED, key="k", by=world.who("volunteer"), at=NOW
        )


def test_a_stop_is_recorded_once(door: Door) -> None:
    door.record(Outcome.ABSENT)
    with pytest.raises(Conflict, match="recorded already: Absent"):
        door.record(Outcome.RECEIVED, key="another")
    with pytest.raises(Conflict, match="recorded already"):
        door.record(Outcome.RECEIVED)  # the same key that says something else
    assert queries.get_stop(door.trip, 1).outcome == "absent"


def test_the_same_key_gives_the_same_receipt(each_database: str, session: Session) -> None:
    door = Door()
    first = door.record(Outcome.RECEIVED)
    again = door.record(Outcome.RECEIVED)
    assert again.id == first.id
    papers = select(Document).where(Document.kind.in_(["give", "return"]))
    assert len(db.session.scalars(papers).all()) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"received_by": "ông Tư"},
        {"relation": "chủ trọ"},
        {"given": {"rice": 1_000}},
        {"note": "ở tầng 3"},
        {"signature": "M1 1L2 2"},
    ],
)
def test_the_same_key_with_anything_else_in_it_is_a_conflict(door: Door, other: dict[str, Any]) -> None:
    told: dict[str, Any] = {"received_by": "bà Lan", "given": {"rice": 2_000}, "note": "ở tầng 2"}
    first = door.record(Outcome.PARTIAL, **told)
    assert door.record(Outcome.PARTIAL, **told).id == first.id
    with pytest.raises(Conflict, match="recorded already"):
        door.record(Outcome.PARTIAL, **{**told, **other})


def test_a_key_of_another_door_is_no_answer_for_this_one(door: Door) -> None:
    door.record(Outcome.RECEIVED, key="first")
    door.stop = queries.get_stop(door.trip, 2)
    door.record(Outcome.RECEIVED, key="second")
    with pytest.raises(Conflict):
        door.record(Outcome.RECEIVED, key="first")


@pytest.mark.parametrize("part", ["planner", "approver"])
def test_who_allocated_does_not_confirm_the_receipt(door: Door, part: str) -> None:
    with pytest.raises(NotAllowed, match="somebody else confirms"):
        door.record(Outcome.RECEIVED, by=door.world.who(part))


def test_nobody_confirms_the_receipt_of_their_own_household(door: Door) -> None:
    with transaction():
        own = update(Person).where(Person.id == door.world.staff["volunteer"].id)
        db.session.execute(own.values(phone=door.stop.case.phone))
    with pytest.raises(NotAllowed, match="your own household"):
        door.record(Outcome.RECEIVED)


@pytest.mark.parametrize("part", ["neighbour", "auditor", "stranger"])
def test_only_who_works_in_the_ward_records(door: Door, part: str) -> None:
    with pytest.raises(NotAllowed):
        door.record(Outcome.RECEIVED, by=door.world.who(part))


# ---- another visit ----


def again(door: Door, **more: Any) -> None:
    given: dict[str, Any] = {"by": door.world.who("office"), "at": NOW, **more}
    with transaction():
        actions.deliver_again(door.stop, **given)


def test_an_absent_household_is_visited_again_with_the_same_share(
    each_database: str, session: Session
) -> None:
    door = Door()
    door.record(Outcome.ABSENT)
    again(door)
    assert door.states() == {"reserved"} and door.stop.case.progress == "allocated"
    with transaction():
        second = door.world.trip()
    (stop,) = queries.stops_of(second)
    assert stop.case_id == door.stop.case_id
    with transaction():
        actions.record(stop, Outcome.RECEIVED, key="second", by=door.world.who("volunteer"), at=NOW)
    assert door.states() == {"given"} and check() == []
    told = {
        one.case.id: one.outcome for one in queries.outcomes(door.trip.campaign, by=door.world.who("office"))
    }
    assert told[stop.case_id] == "received", "the later visit decides"


def test_a_share_waits_for_one_trip_only(door: Door) -> None:
    door.record(Outcome.ABSENT)
    again(door)
    with pytest.raises(Conflict, match="waits for another trip"):
        again(door)


@pytest.mark.parametrize("outcome", [Outcome.RECEIVED, Outcome.DECLINED])
def test_only_the_absent_are_visited_again(door: Door, outcome: Outcome) -> None:
    door.record(outcome)
    assert not queries.may_go_again(door.stop)
    with pytest.raises(RuleBroken, match="Only a household that was absent"):
        again(door)


def test_nobody_is_visited_again_who_may_not_be_served(door: Door) -> None:
    door.record(Outcome.ABSENT)
    with transaction():
        cases.move(door.stop.case, "withdraw", reason="đã về quê", by=door.world.who("office"), at=NOW)
    with pytest.raises(RuleBroken, match="may not be served"):
        again(door)


def test_the_office_decides_on_another_visit(door: Door) -> None:
    door.record(Outcome.ABSENT)
    with pytest.raises(NotAllowed):
        again(door, by=door.world.who("volunteer"))


# ---- what the queries tell ----


def test_what_was_handed_over_is_told_by_ward_and_by_outcome(door: Door) -> None:
    door.record(Outcome.PARTIAL, given={"rice": 10_000})
    door.stop = queries.get_stop(door.trip, 2)
    door.record(Outcome.RECEIVED, key="second")
    office = door.world.who("office")
    assert queries.given_by_ward(office) == {factories.LIEN_NINH: {"rice": 18_000, "noodles": 18}}
    assert queries.given_by_ward(door.world.who("stranger")) == {}
    told = queries.people_by_outcome(door.trip.campaign, by=factories.OPERATOR)
    assert told == {"partial": 4, "received": 2, "waiting": 3}
    assert queries.how_far([door.trip])[door.trip.id] == {"partial": 1, "received": 1, "": 1}


def test_the_next_door_goes_round(door: Door) -> None:
    assert (found := queries.next_stop(door.trip, after=3)) and found.position == 1
    door.record(Outcome.RECEIVED)
    assert (found := queries.next_stop(door.trip, after=1)) and found.position == 2
    assert (found := queries.next_stop(door.trip, after=3)) and found.position == 2


def test_a_slips_code_leads_to_the_door_that_waits(door: Door) -> None:
    volunteer, code = door.world.who("volunteer"), door.stop.case.code
    found = queries.stop_for(code, by=volunteer, campaign_code="DOT-14-8")
    assert found and found.id == door.stop.id
    assert queries.stop_for(code, by=volunteer, campaign_code="DOT-KHAC") is None
    assert queries.stop_for(code, by=door.world.who("neighbour")) is None


# ---- any sequence of outcomes ----

PARTS = st.integers(0, 4)
"""Quarters of a share: not of the amounts, whose bounds would differ from run to run."""


class AnyRound(RuleBasedStateMachine):
    """Whatever happens at the doors: given and returned make what was loaded, and the books are right.

    Each run has new households in one and the same deployment, with a plan and a trip of their own.
    """

    world: World

    @initialize(sizes=st.lists(st.integers(1, 6), min_size=1, max_size=3))
    def set_out(self, sizes: list[int]) -> None:
        with transaction():
            self.households = [case.id for case in factories.more_households(self.world, sizes)]
            self.trips = [self.world.trip()]
        self.volunteer, self.office = self.world.who("volunteer"), self.world.who("office")
        self.loaded = {self.trips[0].id: self.on_board(self.trips[0])}

    @property
    def trip(self) -> Trip:
        """The trip that went out last."""
        return self.trips[-1]

    def on_board(self, trip: Trip) -> dict[str, int]:
        """What lies on a vehicle, by good."""
        return {good.code: amount for good, amount in queries.on_vehicle(trip)}

    def waits(self) -> bool:
        """Whether a door of the newest trip has no outcome."""
        return bool(self.trips) and queries.next_stop(self.trip) is not None

    def record(self, outcome: Outcome, given: dict[str, int] | None = None) -> None:
        stop = queries.next_stop(self.trip)
        assert stop is not None
        with transaction():
            actions.record(
                stop,
                outcome,
                received_by="bà Lan",
                given=given,
                key=f"door-{stop.id}",
                by=self.volunteer,
                at=NOW,
            )

    @precondition(waits)
    @rule(outcome=st.sampled_from([one for one in Outcome if one is not Outcome.PARTIAL]))
    def a_door(self, outcome: Outcome) -> None:
        self.record(outcome)

    @precondition(waits)
    @rule(rice=PARTS, noodles=PARTS)
    def a_door_in_part(self, rice: int, noodles: int) -> None:
        stop = queries.next_stop(self.trip)
        assert stop is not None
        quarters = {"rice": rice, "noodles": noodles}
        given = {
            good.code: planned * quarters[good.code] // 4 for good, planned, _given in queries.shares(stop)
        }
        if rice + noodles in (0, 8):
            with pytest.raises(RuleBroken):
                self.record(Outcome.PARTIAL, given)
        else:
            self.record(Outcome.PARTIAL, given)

    @rule()
    def a_trip_is_not_closed_while_a_door_waits(self) -> None:
        if self.waits():
            with pytest.raises(RuleBroken, match="Stops without an outcome"), transaction():
                actions.close(self.trip, by=self.office, at=NOW)

    def recorded(self) -> list[Stop]:
        """The doors of the newest trip that have an outcome."""
        return [stop for stop in queries.stops_of(self.trip) if stop.outcome] if self.trips else []

    @precondition(lambda self: bool(getattr(self, "trips", ())) and self.recorded())
    @rule(
        outcome=st.sampled_from([one for one in Outcome if one is not Outcome.PARTIAL]),
        number=st.integers(0, 5),
    )
    def an_outcome_is_corrected(self, outcome: Outcome, number: int) -> None:
        doors = self.recorded()
        stop = doors[number % len(doors)]
        if stop.outcome == outcome.value:
            return
        with transaction():
            actions.correct(
                stop,
                outcome,
                received_by="bà Lan",
                reason="ghi nhầm",
                key=f"mend-{stop.id}-{stop.version}",
                by=self.volunteer,
                at=NOW,
            )
        assert stop.receipt and stop.receipt.outcome == outcome.value

    def absent(self) -> list[Stop]:
        """The doors of the newest trip that may be visited again."""
        return (
            [stop for stop in queries.stops_of(self.trip) if queries.may_go_again(stop)] if self.trips else []
        )

    @precondition(lambda self: not self.waits() and self.absent())
    @rule()
    def those_who_were_absent_are_visited_again(self) -> None:
        with transaction():
            for stop in self.absent():
                actions.deliver_again(stop, by=self.office, at=NOW)
            actions.close(self.trip, by=self.office, at=NOW)
            self.trips.append(self.world.trip())
        self.loaded[self.trip.id] = self.on_board(self.trip)

    @invariant()
    def what_was_loaded_was_given_or_returned_or_is_on_board(self) -> None:
        for trip in getattr(self, "trips", ()):
            moved: dict[str, int] = {}
            touched = or_(Movement.from_id == trip.vehicle_id, Movement.to_id == trip.vehicle_id)
            for line in db.session.scalars(select(Movement).where(touched)):
                if line.document_id == trip.issue_id:
                    continue
                out = line.amount if line.from_id == trip.vehicle_id else -line.amount  # back: a reversal
                moved[line.lot.good_code] = moved.get(line.lot.good_code, 0) + out
            board = self.on_board(trip)
            for code, amount in self.loaded[trip.id].items():
                assert moved.get(code, 0) + board.get(code, 0) == amount

    @invariant()
    def the_books_are_right(self) -> None:
        assert check() == []

    def teardown(self) -> None:
        if not hasattr(self, "loaded"):
            return
        while self.waits():
            self.record(Outcome.ABSENT)
        with transaction():
            actions.close(self.trip, by=self.office, at=NOW)
        assert self.on_board(self.trip) == {}
        given = select(StopLine.given).join(Stop).where(Stop.trip_id == self.trip.id)
        assert None not in set(db.session.scalars(given))
        self.what_was_loaded_was_given_or_returned_or_is_on_board()


def run(world: World, examples: int = 12) -> None:
    with transaction():
        world.trip()  # the households that the world came with go their own way
    of_world = type("AnyRoundHere", (AnyRound,), {"world": world})
    run_state_machine_as_test(
        of_world,
        settings=settings(
            max_examples=examples,
            stateful_step_count=8,
            deadline=None,
            database=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_whatever_happens_at_the_doors_all_goods_come_out(session: Session) -> None:
    run(factories.allocated())


def test_a_program_that_forgets_to_bring_goods_back_is_caught(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = recording_actions.post_all
    monkeypatch.setattr(
        recording_actions,
        "post_all",
        lambda drafts, **more: honest([one for one in drafts if one.kind != DocumentKind.RETURN], **more),
    )
    AnyRound.world = factories.allocated()
    with transaction():
        AnyRound.world.trip()
    by_hand = AnyRound()
    by_hand.set_out([3])
    by_hand.record(Outcome.ABSENT)
    with pytest.raises(RuleBroken, match="still booked on the vehicle"):
        by_hand.teardown()


def test_a_program_that_writes_down_more_than_it_gave_is_caught(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = Door()
    door.record(Outcome.PARTIAL, given={"rice": 10_000})
    with transaction():
        db.session.execute(update(StopLine).where(StopLine.given == 10_000).values(given=12_000))
    assert check() != []
