"""A wrong outcome is corrected: the true one counts, the goods lie where they are, the old one is kept."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event
from time import sleep
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from aidtrack.audit.models import Entry
from aidtrack.books.queries import check
from aidtrack.campaigns import actions as campaigns
from aidtrack.campaigns.release_actions import let_go
from aidtrack.cases import queries as cases
from aidtrack.cases.actions import merge
from aidtrack.db import db, transaction
from aidtrack.deliveries import actions, correcting_actions, queries
from aidtrack.deliveries.models import Receipt, Stop
from aidtrack.deliveries.trips import Outcome
from aidtrack.errors import Conflict, NotAllowed, RuleBroken
from aidtrack.rights import Actor
from aidtrack.stock import actions as stock_actions
from aidtrack.stock import queries as stock
from aidtrack.stock.models import Balance, Document, Lot
from tests import factories
from tests.deliveries.test_recording_actions import SHARE, Door
from tests.factories import NOW, TODAY

LATER = NOW + timedelta(hours=3)
ALL = tuple(Outcome)
GIVES = {
    Outcome.RECEIVED: {"given"},
    Outcome.RECEIVED_FOR: {"given"},
    Outcome.PARTIAL: {"partial", "given"},
}
"""How the portions stand after an outcome that hands something over."""


class Mended(Door):
    """A door with an outcome that can be corrected."""

    def correct(
        self, outcome: Outcome, *, key: str = "mend", part: str = "volunteer", **more: Any
    ) -> Receipt:
        given = {"reason": "ghi nhầm hộ", "at": LATER, **more}
        with transaction():
            return actions.correct(self.stop, outcome, key=key, by=self.world.who(part), **given)

    def in_store(self) -> dict[str, int]:
        return stock.free_totals(self.world.store.id, on=TODAY)

    def close(self) -> None:
        """Every other door is received, and the trip closed."""
        for position in (2, 3):
            with transaction():
                stop = queries.get_stop(self.trip, position)
                actions.record(
                    stop, Outcome.RECEIVED, key=f"p{position}", by=self.world.who("volunteer"), at=NOW
                )
        with transaction():
            actions.close(self.trip, by=self.world.who("office"), at=NOW)


@pytest.fixture
def door(session: Session) -> Mended:
    return Mended()


def told(outcome: Outcome) -> dict[str, Any]:
    """What belongs to an outcome."""
    if outcome is Outcome.PARTIAL:
        return {"given": {"rice": 10_000, "noodles": 36}}
    return {"received_by": "bà Lan"} if outcome is Outcome.RECEIVED_FOR else {}


def every_change() -> list[Outcome]:
    """A walk over the outcomes in which each of them becomes each other one, once."""
    left = {one: [two for two in ALL if two is not one] for one in ALL}
    path, walk = [ALL[0]], []
    while path:
        if left[path[-1]]:
            path.append(left[path[-1]].pop())
        else:
            walk.append(path.pop())
    return walk[::-1]


@pytest.mark.parametrize("closed", [False, True])
def test_any_outcome_becomes_any_other_and_the_books_say_what_is_true(
    each_database: str, session: Session, closed: bool
) -> None:
    door, walk = Mended(), every_change()
    start = door.in_store()
    door.record(walk[0], **told(walk[0]))
    if closed:
        door.close()
    for number, outcome in enumerate(walk[1:]):
        part = "office" if closed else "volunteer"
        receipt = door.correct(outcome, part=part, key=f"mend-{number}", **told(outcome))
        stop = queries.get_stop(door.trip, 1)
        assert (stop.outcome, stop.receipt) == (outcome.value, receipt)
        back = dict.fromkeys(SHARE, 0)
        for line in stop.lines:
            back[line.good_code] += line.planned - (line.given or 0)
        assert {code: door.in_store()[code] - start[code] for code in SHARE} == back
        assert door.states() == GIVES.get(outcome, {"failed"})
        assert stop.case.served_at == (NOW if outcome in GIVES else None)
        assert check() == []
    assert len(walk) == 21 and len(queries.get_stop(door.trip, 1).receipts) == 21


@pytest.mark.parametrize("before", [Outcome.ABSENT, Outcome.RECEIVED])
def test_the_old_receipt_is_kept_and_its_papers_are_taken_back(
    each_database: str, session: Session, before: Outcome
) -> None:
    door = Mended()
    old = door.record(before, signature="M1 2L3 4", note="ở tầng 2")
    papers = [one for one in (old.give_id, old.return_id) if one]
    after = Outcome.RECEIVED if before is Outcome.ABSENT else Outcome.ABSENT
    new = door.correct(after)
    db.session.refresh(old)
    assert (old.outcome, old.note, old.superseded_at) == (before.value, "ở tầng 2", LATER)
    assert (new.corrects_id, new.reason, new.superseded_at, new.at) == (old.id, "ghi nhầm hộ", None, NOW)
    undone = set(db.session.scalars(select(Document.reverses_id).where(Document.kind == "reversal")))
    assert undone == set(papers)
    assert door.moved(new.give_id or new.return_id) == SHARE
    assert queries.on_vehicle(door.trip) and check() == []


def test_whoever_corrected_whom_and_why_stands_in_the_chain_and_on_the_timeline(door: Mended) -> None:
    door.record(Outcome.ABSENT)
    door.correct(Outcome.RECEIVED, part="office")
    entry = db.session.scalars(select(Entry).where(Entry.action == "deliveries.correct")).unique().one()
    assert entry.detail and entry.detail.actor_name == "Lê Thị Ngà" and entry.detail.content
    content = entry.detail.content
    assert (content["before"], content["outcome"], content["reason"]) == ("absent", "received", "ghi nhầm hộ")
    assert content["recorded_by"] == "Vũ Minh Quân"
    event = cases.timeline(door.stop.case)[0]
    assert event.by_name == "Lê Thị Ngà"
    assert event.said.render() == "Corrected on trip CHUYEN-0001: Signed for; it had said Absent. ghi nhầm hộ"


def test_what_is_told_of_an_outcome_counts_the_true_receipt_only(door: Mended) -> None:
    door.record(Outcome.RECEIVED_FOR, received_by="bà Mùi")
    door.correct(Outcome.RECEIVED_FOR, received_by="ông Tư", relation="hàng xóm")
    door.correct(Outcome.PARTIAL, key="again", given={"rice": 2_000})
    office = door.world.who("office")
    (one,) = (
        row for row in queries.outcomes(door.trip.campaign, by=office) if row.case.id == door.stop.case_id
    )
    assert (one.outcome, one.received_by, one.given, one.at) == ("partial", "", {"rice": 2_000}, NOW)
    assert queries.given_by_ward(office)[factories.LIEN_NINH] == {"rice": 2_000}
    assert queries.people_by_outcome(door.trip.campaign, by=office) == {"partial": 4, "waiting": 5}
    assert queries.how_far([door.trip])[door.trip.id] == {"partial": 1, "": 2}
    assert len(queries.stops_of(door.trip)) == 3 and check() == []


def test_where_nothing_else_was_handed_over_no_goods_move(door: Mended) -> None:
    old = door.record(Outcome.RECEIVED_FOR, received_by="bà Mùi", signature="M1 2L3 4")
    new = door.correct(Outcome.RECEIVED_FOR, received_by="ông Tư")
    assert (new.give_id, new.signature) == (old.give_id, "M1 2L3 4"), "they signed for the same goods"
    assert db.session.scalar(select(func.count()).where(Document.kind == "reversal")) == 0


def test_a_signature_for_other_goods_is_not_taken_over(door: Mended) -> None:
    door.record(Outcome.RECEIVED, signature="M1 2L3 4")
    assert door.correct(Outcome.PARTIAL, given={"rice": 1}).signature == ""


def test_the_same_key_corrects_once_and_other_content_is_a_conflict(
    each_database: str, session: Session
) -> None:
    door = Mended()
    door.record(Outcome.ABSENT)
    first = door.correct(Outcome.PARTIAL, given={"rice": 1_000})
    assert door.correct(Outcome.PARTIAL, given={"rice": 1_000}).id == first.id
    for other in ({"given": {"rice": 2_000}}, {"given": {"rice": 1_000}, "reason": "khác"}):
        with pytest.raises(Conflict, match="recorded already"):
            door.correct(Outcome.PARTIAL, **other)
    assert db.session.scalar(select(func.count()).select_from(Receipt)) == 2 and check() == []


@pytest.mark.parametrize(
    ("more", "why", "field"),
    [
        ({"reason": "  "}, "Write why", "reason"),
        ({"outcome": Outcome.ABSENT}, "recorded already", "outcome"),
        ({"outcome": Outcome.PARTIAL, "given": {"rice": 16_001}}, "More was handed over", "rice"),
        ({"outcome": Outcome.RECEIVED_FOR}, "Say who received it", "received_by"),
        ({"signature": "<svg>"}, "cannot be read", "signature"),
    ],
)
def test_a_correction_that_cannot_be_is_refused_and_leaves_no_trace(
    door: Mended, more: dict[str, Any], why: str, field: str
) -> None:
    door.record(Outcome.ABSENT)
    with pytest.raises(RuleBroken, match=why) as refusal:
        door.correct(more.pop("outcome", Outcome.RECEIVED), **more)
    assert refusal.value.field == field
    assert queries.get_stop(door.trip, 1).outcome == "absent" and check() == []


def test_nothing_is_corrected_that_was_not_recorded(door: Mended) -> None:
    with pytest.raises(RuleBroken, match="Nothing is recorded here yet"):
        door.correct(Outcome.RECEIVED)


# ---- who may ----


@pytest.mark.parametrize("part", ["planner", "approver"])
def test_who_allocated_corrects_no_receipt(door: Mended, part: str) -> None:
    door.record(Outcome.ABSENT)
    with pytest.raises(NotAllowed, match="somebody else confirms"):
        door.correct(Outcome.RECEIVED, part=part)


def test_nobody_corrects_the_receipt_of_their_own_household(door: Mended) -> None:
    door.record(Outcome.ABSENT)
    with transaction():
        db.session.get_one(Stop, door.stop.id).case.phone = door.world.staff["volunteer"].phone
    with pytest.raises(NotAllowed, match="your own household"):
        door.correct(Outcome.RECEIVED)


@pytest.mark.parametrize("part", ["neighbour", "auditor", "stranger"])
def test_only_who_works_in_the_ward_corrects(door: Mended, part: str) -> None:
    door.record(Outcome.ABSENT)
    with pytest.raises(NotAllowed):
        door.correct(Outcome.RECEIVED, part=part)


def test_another_volunteer_does_not_correct_what_they_did_not_record(door: Mended) -> None:
    with transaction():
        other = factories.person("0952999111", "Chu Thị Mận", factories.Role.VOLUNTEER, factories.LIEN_NINH)
    door.world.staff["other"] = other
    door.record(Outcome.ABSENT)
    with pytest.raises(NotAllowed, match="Vũ Minh Quân recorded this"):
        door.correct(Outcome.RECEIVED, part="other")


def test_when_the_trip_is_closed_the_office_corrects(door: Mended) -> None:
    door.record(Outcome.ABSENT)
    door.close()
    with pytest.raises(NotAllowed, match="The office corrects"):
        door.correct(Outcome.RECEIVED)
    door.correct(Outcome.RECEIVED, part="office")
    assert queries.on_vehicle(door.trip) == [] and check() == []


# ---- what the store holds since ----


def test_goods_that_the_store_gave_away_since_cannot_have_been_received(door: Mended) -> None:
    door.record(Outcome.ABSENT)
    store = door.world.store
    lots = [(lot.lot_id, lot.on_hand - lot.reserved) for lot in stock.lots_at([store.id])]
    with transaction():
        stock_actions.write_off(
            store, lots, reason="chuột cắn", key="rats", by=door.world.who("office"), at=LATER
        )
    with pytest.raises(RuleBroken, match=r"Only 0 .* is free at Kho Liên Ninh"):
        door.correct(Outcome.RECEIVED)
    assert queries.get_stop(door.trip, 1).outcome == "absent" and check() == []


def test_behind_a_stock_take_it_is_taken_back_first(each_database: str, session: Session) -> None:
    door = Mended()
    door.record(Outcome.ABSENT)
    store, office = door.world.store, door.world.who("office")
    found = [(lot.lot_id, lot.on_hand, lot.on_hand) for lot in stock.lots_at([store.id])]
    found[0] = (found[0][0], found[0][1], found[0][1] + 1)
    with transaction():
        count = stock_actions.count(store, found, key="count", by=office, at=LATER)
    with pytest.raises(RuleBroken, match=f"counted after this outcome .paper {count.number}."):
        door.correct(Outcome.RECEIVED)
    with transaction():
        stock_actions.reverse(count, reason="đếm lại", key="undo", by=office, at=LATER)
    door.correct(Outcome.RECEIVED)
    assert door.states() == {"given"} and check() == []


def test_goods_that_a_stock_take_found_in_the_store_are_not_returned_a_second_time(
    each_database: str, session: Session
) -> None:
    """They were recorded as handed over and lay in the store all the while; the count booked them there."""
    door = Mended()
    door.record(Outcome.RECEIVED)
    store, office = door.world.store, door.world.who("office")
    surplus = {line.lot_id: line.planned for line in door.stop.lines}
    lots = stock.lots_at([store.id])
    found = [(lot.lot_id, lot.on_hand, lot.on_hand + surplus[lot.lot_id]) for lot in lots]
    with transaction():
        count = stock_actions.count(store, found, key="count", by=office, at=LATER)
    with pytest.raises(RuleBroken, match=f"counted after this outcome .paper {count.number}."):
        door.correct(Outcome.ABSENT)
    assert queries.get_stop(door.trip, 1).outcome == "received" and check() == []


def again(door: Mended) -> None:
    with transaction():
        actions.deliver_again(door.stop, by=door.world.who("office"), at=NOW)


@pytest.mark.parametrize("after", [Outcome.RECEIVED, Outcome.DECLINED])
def test_a_share_that_was_held_for_another_visit_is_this_stops_again(
    each_database: str, session: Session, after: Outcome
) -> None:
    door = Mended()
    before = door.in_store()
    door.record(Outcome.ABSENT)
    again(door)
    door.correct(after)
    assert door.states() == {"given" if after is Outcome.RECEIVED else "failed"}
    assert db.session.scalar(select(func.sum(Balance.reserved))) == 0
    back = SHARE if after is Outcome.DECLINED else dict.fromkeys(SHARE, 0)
    assert {code: door.in_store()[code] - before[code] for code in SHARE} == back
    assert queries.waiting_by_ward(door.trip.campaign, by=door.world.who("office")) == []
    assert check() == []


def test_a_word_that_is_mended_leaves_the_next_visit_as_it_is(door: Mended) -> None:
    door.record(Outcome.ABSENT)
    again(door)
    door.correct(Outcome.ABSENT, note="Gọi 2 lần")
    assert door.states() == {"reserved"} and door.stop.case.progress == "allocated" and check() == []


def test_a_share_on_another_trip_is_corrected_there(door: Mended) -> None:
    door.record(Outcome.ABSENT)
    again(door)
    with transaction():
        second = door.world.trip(out=False)
    with pytest.raises(RuleBroken, match=f"on trip {second.code} now. Cancel that trip"):
        door.correct(Outcome.RECEIVED)
    with transaction():
        actions.cancel(second, by=door.world.who("office"), at=NOW)
    door.correct(Outcome.RECEIVED)
    assert check() == []


def test_a_share_that_a_newer_plan_gave_anew_is_not_given_twice(door: Mended) -> None:
    door.record(Outcome.ABSENT)
    again(door)
    case, campaign = door.stop.case, door.trip.campaign
    with transaction():
        let_go([line.portion_id for line in door.stop.lines], at=NOW)
    with transaction():
        plan = campaigns.propose(campaign, by=door.world.who("planner"), at=NOW)
        campaigns.approve(plan, no_relatives=True, by=door.world.who("approver"), at=NOW)
    assert case.progress == "allocated"
    with pytest.raises(RuleBroken, match="another share in this campaign"):
        door.correct(Outcome.RECEIVED)


def test_a_share_that_went_to_the_case_it_was_merged_into_is_not_given_twice(door: Mended) -> None:
    door.record(Outcome.ABSENT)
    again(door)
    world, case, campaign = door.world, door.stop.case, door.trip.campaign
    with transaction():
        let_go([line.portion_id for line in door.stop.lines], at=NOW)
        people = {"by": world.who("admin"), "checked_by": world.who("planner")}
        kept = factories.verified_case(9, 2, case.place_id, **people)
    with transaction():
        merge(case, into=kept, by=world.who("office"), at=NOW)
    with transaction():
        plan = campaigns.propose(campaign, by=world.who("planner"), at=NOW)
        campaigns.approve(plan, no_relatives=True, by=world.who("approver"), at=NOW)
    assert kept.progress == "allocated"
    with pytest.raises(RuleBroken, match="another share in this campaign"):
        door.correct(Outcome.RECEIVED)


def test_an_absence_that_was_none_and_one_that_was_lead_to_another_visit(door: Mended) -> None:
    door.record(Outcome.RECEIVED)
    door.correct(Outcome.ABSENT)
    assert queries.may_go_again(queries.get_stop(door.trip, 1))
    again(door)
    with transaction():
        second = door.world.trip()
    assert [stop.case_id for stop in second.stops] == [door.stop.case_id] and check() == []


def test_who_corrects_at_the_same_time_is_told_so(
    door: Mended, monkeypatch: pytest.MonkeyPatch
) -> None:
    door.record(Outcome.ABSENT)
    honest = correcting_actions._check_changed

    def quicker(stop: Stop, old: Receipt, told: Any) -> None:
        honest(stop, old, told)
        db.session.execute(update(Receipt).where(Receipt.id == old.id).values(superseded_at=NOW))

    monkeypatch.setattr(correcting_actions, "_check_changed", quicker)
    with pytest.raises(Conflict, match="corrected this stop just now"):
        door.correct(Outcome.RECEIVED)


def test_of_two_corrections_at_one_moment_the_second_never_counts_with_old_amounts(
    app: Flask, each_database: str
) -> None:
    """Both saw the absence. The one who waits for the other would take over papers that no longer fit."""
    first_is_writing = Event()

    def correct(outcome: Outcome, stop_id: int, by: Actor) -> str:
        with app.app_context():
            try:
                with transaction():
                    stop = db.session.get_one(Stop, stop_id)
                    actions.correct(stop, outcome, reason="nhầm", key=outcome.value, by=by, at=LATER)
                    first_is_writing.set()
                    sleep(0.5)
                return "done"
            except Conflict as refused:
                return str(refused)
            finally:
                db.session.remove()

    with app.app_context(), ThreadPoolExecutor(2) as threads:
        door = Mended()
        door.record(Outcome.ABSENT)
        stop_id, office = door.stop.id, door.world.who("office")
        db.session.rollback()
        first = threads.submit(correct, Outcome.RECEIVED, stop_id, office)
        assert first_is_writing.wait(20)
        second = threads.submit(correct, Outcome.DECLINED, stop_id, office)
        told = [first.result(), second.result()]
        stop = db.session.get_one(Stop, stop_id)
        # SQLite lets the second in when the first is done, PostgreSQL while it is still writing
        refused = "Somebody else corrected this stop just now. Reload the page."
        assert told == ["done", "done" if each_database == "sqlite" else refused]
        given = {line.given == line.planned for line in stop.lines}
        assert given == {stop.outcome == "received"} and check() == []
        db.session.remove()


def test_nobody_corrects_a_receipt_that_they_did_not_see(door: Mended) -> None:
    seen = door.record(Outcome.ABSENT).id
    door.correct(Outcome.RECEIVED, seen=seen)
    with pytest.raises(Conflict, match="corrected this stop just now"):
        door.correct(Outcome.DECLINED, seen=seen, key="late")
    assert door.correct(Outcome.RECEIVED, seen=seen).outcome == "received", "the same key is the same act"


def test_goods_given_in_time_are_recorded_and_corrected_when_their_lot_has_expired(door: Mended) -> None:
    with transaction():
        db.session.execute(update(Lot).values(expires_on=TODAY))
    later = NOW + timedelta(days=3)
    door.record(Outcome.RECEIVED, at=later)
    door.correct(Outcome.ABSENT, at=later)
    door.correct(Outcome.RECEIVED, key="third", at=later)
    assert door.states() == {"given"} and check() == []


def test_what_had_expired_on_the_trips_day_is_not_given(door: Mended) -> None:
    with transaction():
        db.session.execute(update(Lot).values(expires_on=TODAY - timedelta(days=1)))
    with pytest.raises(RuleBroken, match="expired"):
        door.record(Outcome.RECEIVED)


def test_only_the_receipt_that_counts_is_one_for_its_stop(door: Mended) -> None:
    """The database itself holds it: two receipts of one stop cannot both count."""
    old = door.record(Outcome.ABSENT)
    door.correct(Outcome.DECLINED)
    with pytest.raises(Exception, match=r"(?i)unique"), transaction():
        db.session.execute(update(Receipt).where(Receipt.id == old.id).values(superseded_at=None))


def test_a_program_that_forgets_the_reversal_is_caught(door: Mended, monkeypatch: pytest.MonkeyPatch) -> None:
    door.record(Outcome.RECEIVED)
    monkeypatch.setattr(correcting_actions, "_papers", lambda _receipt: [])
    door.correct(Outcome.ABSENT)  # the return is taken from what the vehicle carries for the next doors
    with pytest.raises(RuleBroken, match="is free at"):
        door.close()
