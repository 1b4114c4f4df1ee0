"""Plans through the real actions: August 2021 to the packet, two people, and who was quicker."""

from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from aidtrack.audit.models import Entry
from aidtrack.campaigns import actions, need_queries, plan_queries, queries
from aidtrack.campaigns.entitlement import Norm, Order, Per
from aidtrack.campaigns.lifecycle import PlanState, PortionState
from aidtrack.campaigns.models import Plan, Portion, PortionLot
from aidtrack.cases import actions as cases
from aidtrack.cases.models import Case
from aidtrack.clock import moment_of
from aidtrack.db import db, transaction
from aidtrack.errors import AidtrackError, Conflict, NotAllowed, RuleBroken
from aidtrack.goods.catalogue import BY_CODE
from aidtrack.people import actions as people
from aidtrack.rights import Role
from aidtrack.stock import actions as stock_actions
from aidtrack.stock import queries as stock
from aidtrack.stock.actions import expire_reservations
from aidtrack.stock.models import Balance, Reservation
from tests.campaigns.august_world import (
    LATE,
    OPERATOR,
    THE_14TH,
    World,
    amounts,
    approve,
    august,
    give,
    households,
    open_august,
    person_of,
    propose,
    somebody,
)

SMALL = "2413", "1111"


@pytest.fixture
def world(session: Session) -> World:
    """Four households of ten people; enough for 1,000."""
    return august(sizes=SMALL[0], classes=SMALL[1])


def waiting_in(world: World) -> need_queries.Waiting:
    return need_queries.waiting(
        world.campaign, today=THE_14TH.date(), verification_days=90, by=world.approver
    )


def free(world: World) -> dict[str, int]:
    return stock.free_totals(world.store_id, on=THE_14TH.date())


def test_the_plan_of_august_comes_out_to_the_packet(session: Session) -> None:
    world = august()
    plan = propose(world)
    assert (plan.households, plan.people, plan.number) == (347, 1000, 1)
    given = {code: figures["given"] for code, figures in plan.figures.items()}
    assert given == {"rice": 4_000_000, "peanuts": 1_000_000, "noodles": 9_000, "fish_sauce": 100}
    for good, each in (("rice", 4_000), ("peanuts", 1_000), ("noodles", 9)):
        assert all(amount == people * each for people, amount in amounts(plan, good))
    bottles = [people for people, amount in amounts(plan, "fish_sauce") if amount]
    assert (sum(size >= 5 for size in bottles), bottles.count(4), len(bottles)) == (56, 44, 100)
    assert plan.figures["rice"]["half"] == 500
    approve(plan, world.approver)
    assert free(world) == {}
    promised = select(func.sum(Reservation.amount)).where(Reservation.ended.is_(None))
    assert db.session.scalar(promised) == 4_000_000 + 1_000_000 + 9_000 + 100


def test_sixty_missing_packs_come_off_one_each_of_the_largest_households(session: Session) -> None:
    world = august(noodles=9_000 - LATE)
    plan = propose(world)
    less = [(people, amount) for people, amount in amounts(plan, "noodles") if amount != 9 * people]
    assert len(less) == LATE and all(amount == 9 * people - 1 for people, amount in less)
    assert sum(people >= 5 for people, _ in less) == 56 and sum(people == 4 for people, _ in less) == 4
    assert plan.figures["noodles"]["given"] == 8_940 and plan.figures["noodles"]["needed"] == 9_000
    told = {share.portions[code].why["say"] for share, code in plan_queries.telling_shares(plan, by=OPERATOR)}
    assert len(told) >= 4, "different reasons are shown, not the same one six times"


def test_every_household_stands_once_in_the_order_with_a_reason_for_each_good(world: World) -> None:
    plan = propose(world)
    rows = plan_queries.shares(plan, by=OPERATOR)
    assert [row.position for row in rows] == [1, 2, 3, 4]
    assert all(set(row.portions) == {"rice", "peanuts", "noodles", "fish_sauce"} for row in rows)
    assert all(portion.why["say"] for row in rows for portion in row.portions.values())
    again = plan_queries.shares(plan, by=OPERATOR, after=2)
    assert [row.position for row in again] == [3, 4]
    assert [row.code for row in plan_queries.shares(plan, by=OPERATOR, find=rows[2].code)] == [rows[2].code]
    assert len(plan_queries.shares(plan, by=OPERATOR, find="NGUYEN văn")) == 4
    assert plan_queries.shares(plan, by=OPERATOR, find="%") == []


def test_who_proposes_does_not_approve(world: World) -> None:
    plan = propose(world)
    with pytest.raises(NotAllowed, match="two people, never one"):
        approve(plan, world.proposer)
    assert plan.state == PlanState.PROPOSED and len(free(world)) == 4
    barred = plan_queries.approval_barred(plan, world.proposer)
    assert barred and "two people" in barred.render()
    assert plan_queries.approval_barred(plan, world.approver) is None


def test_only_coordinators_of_the_whole_area_propose_and_approve(world: World) -> None:
    with transaction():
        local = somebody("Vũ Minh Quân", Role.COORDINATOR, "2021:00682")
        auditor = somebody("Đinh Thị Sổ", Role.AUDITOR)
    plan = propose(world)
    for actor in (local, auditor, world.volunteer):
        with pytest.raises(NotAllowed):
            approve(plan, actor)
        assert plan_queries.approval_barred(plan, actor)
        with pytest.raises(NotAllowed), transaction():
            actions.propose(world.campaign, by=actor, at=THE_14TH)
        with pytest.raises(NotAllowed), transaction():
            actions.send_back(plan, "sai", by=actor, at=THE_14TH)


def test_nobody_decides_on_their_own_household(world: World) -> None:
    plan = propose(world)
    with transaction():
        own = db.session.scalars(select(Case)).first()
        assert own
        own.phone = person_of(world.approver).phone
    with pytest.raises(NotAllowed, match="own household"):
        approve(plan, world.approver)
    assert plan_queries.own_household_in(plan, world.approver)
    assert not plan_queries.own_household_in(plan, world.proposer)


def test_an_approval_wants_the_word_that_no_relative_stands_in_the_list(world: World) -> None:
    plan = propose(world)
    with pytest.raises(RuleBroken) as refused, transaction():
        actions.approve(plan, no_relatives=False, by=world.approver, at=THE_14TH)
    assert refused.value.field == "no_relatives"


def test_a_second_approval_comes_too_late(world: World) -> None:
    plan = propose(world)
    with transaction():
        third = somebody("Hoàng Văn Ba", Role.COORDINATOR)
    approve(plan, world.approver)
    held = db.session.scalar(select(func.count()).select_from(Reservation))
    for late in (third, world.approver):
        with pytest.raises(Conflict, match="decided or replaced"):
            approve(plan, late)
    with pytest.raises(Conflict), transaction():
        actions.send_back(plan, "muộn", by=third, at=THE_14TH)
    assert db.session.scalar(select(func.count()).select_from(Reservation)) == held


def test_an_approval_reserves_every_portion_in_lots_and_is_one_entry_of_the_chain(world: World) -> None:
    plan = approve(propose(world), world.approver)
    assert plan.state == PlanState.APPROVED and plan.no_relatives
    assert plan.decided_by_name == "Nguyễn Thu Trang"
    rows = db.session.execute(
        select(Portion.amount, func.sum(PortionLot.amount))
        .join(PortionLot, PortionLot.portion_id == Portion.id)
        .where(Portion.plan_id == plan.id)
        .group_by(Portion.id)
    ).all()
    assert len(rows) == 16 and all(amount == held for amount, held in rows)
    assert set(db.session.scalars(select(Portion.state))) == {PortionState.RESERVED}
    assert set(db.session.scalars(select(Case.progress))) == {"allocated"}
    assert len(queries.undelivered(world.campaign)) == 16
    approvals = select(func.count()).select_from(Entry).where(Entry.action == "campaigns.approve")
    assert db.session.scalar(approvals) == 1
    assert plan_queries.held_until(plan) == date(2021, 8, 31), "to the last day of distribution"


def test_households_of_an_approved_plan_are_not_served_twice(world: World) -> None:
    approve(propose(world), world.approver)
    with pytest.raises(RuleBroken, match="No verified case waits"):
        propose(world)
    with transaction():
        households("7", "1", by=world.volunteer, start=900)
    plan = propose(world)
    assert (plan.number, plan.households, plan.people) == (2, 1, 7)
    waiting = waiting_in(world)
    assert (waiting.households, waiting.people) == (1, 7)
    assert {one.norm.good_code: one.need for one in waiting.needs}["rice"] == 28_000


def test_a_good_for_so_many_households_is_for_so_many_over_all_plans(world: World) -> None:
    def bottles(households: int) -> None:
        norm = Norm(BY_CODE["fish_sauce"], 1, Per.HOUSEHOLD, order=Order.LARGEST, households=households)
        with transaction():
            norms = [Norm(BY_CODE["rice"], 4_000), norm]
            actions.set_norms(world.campaign, norms, by=world.proposer, at=THE_14TH)

    bottles(5)
    assert approve(propose(world), world.approver).figures["fish_sauce"]["given"] == 4
    with transaction():
        households("7654", "1111", by=world.volunteer, start=900)
    needs = waiting_in(world).needs
    assert {one.norm.good_code: one.need for one in needs} == {"rice": 88_000, "fish_sauce": 1}
    assert propose(world).figures["fish_sauce"]["given"] == 1
    bottles(4)
    assert set(propose(world).figures) == {"rice"}


def test_portions_of_a_case_that_was_withdrawn_meanwhile_are_dropped(world: World) -> None:
    plan = propose(world)
    with transaction():
        gone = db.session.scalars(select(Case).order_by(Case.id)).first()
        assert gone and gone.people == 2
        cases.move(gone, "withdraw", reason="về quê", by=world.approver, at=THE_14TH)
    approve(plan, world.approver)
    rows = db.session.execute(select(Portion.case_id, Portion.state).where(Portion.plan_id == plan.id))
    states = {case_id == gone.id: state for case_id, state in rows}
    assert states == {True: PortionState.DROPPED, False: PortionState.RESERVED}
    assert plan_queries.dropped_households(plan) == 1
    assert free(world)["rice"] == 4_000_000 - 8 * 4_000
    assert gone.id not in queries.covered_cases(world.campaign)
    assert queries.people_covered(world.campaign, by=OPERATOR) == 8


def test_a_plan_whose_cases_all_went_away_is_not_approved(world: World) -> None:
    plan = propose(world)
    with transaction():
        for one in db.session.scalars(select(Case)):
            cases.move(one, "withdraw", reason="về quê", by=world.approver, at=THE_14TH)
    with pytest.raises(RuleBroken, match="None of these cases"):
        approve(plan, world.approver)
    assert plan.state == PlanState.PROPOSED, "nothing of it was done"


def test_new_norms_and_new_proposals_outdate_a_plan_that_waits(world: World) -> None:
    first = propose(world)
    second = propose(world)
    assert (first.state, second.state) == (PlanState.OUTDATED, PlanState.PROPOSED)
    with transaction():
        actions.set_norms(world.campaign, [Norm(BY_CODE["rice"], 2_000)], by=world.proposer, at=THE_14TH)
    assert second.state == PlanState.OUTDATED
    with pytest.raises(Conflict):
        approve(second, world.approver)
    third = propose(world)
    assert set(third.figures) == {"rice"} and third.figures["rice"]["given"] == 20_000


def test_an_approved_plan_survives_new_norms(world: World) -> None:
    plan = approve(propose(world), world.approver)
    with transaction():
        actions.set_norms(world.campaign, [Norm(BY_CODE["rice"], 2_000)], by=world.proposer, at=THE_14TH)
    assert plan.state == PlanState.APPROVED


def test_a_plan_that_is_sent_back_keeps_its_reason_and_holds_nothing(world: World) -> None:
    plan = propose(world)
    with pytest.raises(RuleBroken) as refused, transaction():
        actions.send_back(plan, "  ", by=world.approver, at=THE_14TH)
    assert refused.value.field == "reason"
    with transaction():
        actions.send_back(plan, " chờ hai thùng mì ", by=world.approver, at=THE_14TH)
    assert (plan.state, plan.decision_reason) == (PlanState.RETURNED, "chờ hai thùng mì")
    assert free(world)["rice"] == 4_000_000
    with pytest.raises(Conflict):
        approve(plan, world.approver)


def test_the_windows_bound_proposals_and_approvals(world: World) -> None:
    after = THE_14TH + timedelta(days=18)
    with pytest.raises(RuleBroken, match="distributes from"):
        propose(world, at=after)
    plan = propose(world, at=THE_14TH - timedelta(days=1))
    with pytest.raises(RuleBroken, match="distributes from"):
        approve(plan, world.approver, at=after)


def test_a_plan_needs_norms_and_verified_cases(session: Session) -> None:
    world = august(sizes="", classes="")
    with pytest.raises(RuleBroken, match="No verified case waits"):
        propose(world)
    with transaction():
        bare = actions.open_campaign(
            *("TRONG", "đợt trống"),
            store=world.store,
            **{name: date(2021, 8, 14) for name in ("receives_from", "receives_to")},
            **{name: date(2021, 8, 14) for name in ("distributes_from", "distributes_to")},
            by=world.proposer,
            at=THE_14TH,
        )
    with pytest.raises(RuleBroken, match="Set the norms first"), transaction():
        actions.propose(bare, by=world.proposer, at=THE_14TH)


def test_a_plan_of_nothing_is_not_made_and_the_refusal_names_what_is_missing(world: World) -> None:
    with transaction():
        empty = stock_actions.open_store("Kho Đông Anh", None, by=OPERATOR, at=THE_14TH)
        open_august("DOT-KHO-TRONG", empty, by=world.proposer)
    bare = queries.get_campaign("DOT-KHO-TRONG", by=OPERATOR)
    with pytest.raises(RuleBroken, match="Kho Đông Anh has nothing free") as refused, transaction():
        actions.propose(bare, by=world.proposer, at=THE_14TH)
    assert "Rice, Peanuts, Instant noodles, Fish sauce" in refused.value.sentence.render()
    assert queries.plans_of(bare) == []
    with transaction():
        give(empty, "rice", 5_000, by=world.proposer)
        plan = actions.propose(bare, by=world.proposer, at=THE_14TH)
    assert plan.figures["rice"]["given"] == 5_000 and plan.figures["peanuts"]["given"] == 0


def test_goods_that_expire_before_they_are_promised_are_not_promised(world: World) -> None:
    with transaction():
        give(world.store, "noodles", 300, by=world.proposer)
    plan = propose(world)
    assert plan.figures["noodles"]["supply"] == 9_300


def test_promises_that_run_out_let_their_households_wait_again(world: World) -> None:
    approve(propose(world), world.approver)
    with transaction():
        assert expire_reservations(moment_of("2021-08-31T23:59")) == []
    later = moment_of("2021-09-01T00:00")
    with transaction():
        ended = expire_reservations(later)
        assert actions.release_expired(ended, at=later) == 16
    assert set(db.session.scalars(select(Portion.state))) == {PortionState.RELEASED}
    assert set(db.session.scalars(select(Case.progress))) == {"none"}
    assert waiting_in(world).households == 4


def test_of_two_plans_for_the_same_stock_one_gets_it_and_the_other_reads_what_is_left(
    world: World, each_database: str
) -> None:
    with transaction():  # 4,000 kg for ten people, so that each campaign alone could take it all
        norm = [Norm(BY_CODE["rice"], 300_000)]
        code = other_campaign_inside(world)
        for campaign in (world.campaign, queries.get_campaign(code, by=OPERATOR)):
            actions.set_norms(campaign, norm, by=world.proposer, at=THE_14TH)
    first = propose(world)
    with transaction():
        second = actions.propose(queries.get_campaign(code, by=OPERATOR), by=world.proposer, at=THE_14TH)
    approve(first, world.approver)
    with pytest.raises(RuleBroken) as refused:
        approve(second, world.approver)
    said = refused.value.sentence.render()
    assert said == "Only 1000 kg of Rice is free at Kho Thanh Trì; 3000 kg is wanted."
    assert second.state == PlanState.PROPOSED and free(world)["rice"] == 1_000_000


def other_campaign_inside(world: World) -> str:
    open_august("DOT-HAI", world.store, by=world.proposer)
    return "DOT-HAI"


def race(app: Flask, acts: list) -> list[str]:  # type: ignore[type-arg]
    """Let several threads act at one moment; how each ended."""
    ready, ends = threading.Barrier(len(acts)), [""] * len(acts)

    def run(place: int) -> None:
        with app.app_context():
            ready.wait()
            try:
                with transaction():
                    acts[place]()
                ends[place] = "done"
            except AidtrackError as error:
                ends[place] = type(error).__name__
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return sorted(ends)


def test_of_two_who_approve_one_plan_at_one_moment_one_succeeds(
    app: Flask, world: World, each_database: str
) -> None:
    plan_id = propose(world).id
    with transaction():
        third = somebody("Hoàng Văn Ba", Role.COORDINATOR)

    def approving(by):  # type: ignore[no-untyped-def]
        return lambda: actions.approve(
            db.session.get_one(Plan, plan_id), no_relatives=True, by=by, at=THE_14TH
        )

    assert race(app, [approving(world.approver), approving(third)]) == ["Conflict", "done"]
    assert db.session.scalar(select(func.count()).select_from(Reservation)) == 16


def test_two_coordinators_on_the_same_stock_at_one_moment_never_promise_it_twice(
    app: Flask, world: World, each_database: str
) -> None:
    with transaction():
        code = other_campaign_inside(world)
        for campaign in (world.campaign, queries.get_campaign(code, by=OPERATOR)):
            actions.set_norms(campaign, [Norm(BY_CODE["rice"], 300_000)], by=world.proposer, at=THE_14TH)
    ids = [propose(world).id]
    with transaction():
        ids.append(
            actions.propose(queries.get_campaign(code, by=OPERATOR), by=world.proposer, at=THE_14TH).id
        )

    def approving(plan_id):  # type: ignore[no-untyped-def]
        return lambda: actions.approve(
            db.session.get_one(Plan, plan_id), no_relatives=True, by=world.approver, at=THE_14TH
        )

    assert race(app, [approving(one) for one in ids]) == ["RuleBroken", "done"]
    db.session.rollback()
    held = db.session.execute(select(func.sum(Balance.on_hand), func.sum(Balance.reserved))).one()
    assert held[1] == 3_000_000


def test_two_campaigns_approved_at_one_moment_do_not_both_serve_a_household_that_then_rests(
    app: Flask, world: World, each_database: str
) -> None:
    with transaction():
        code = other_campaign_inside(world)
        both = (world.campaign, queries.get_campaign(code, by=OPERATOR))
        for campaign in both:
            norms = [Norm(BY_CODE["rice"], 1_000)]
            actions.set_norms(campaign, norms, rest_days=14, by=world.proposer, at=THE_14TH)
    with transaction():
        ids = [actions.propose(one, by=world.proposer, at=THE_14TH).id for one in both]

    def approving(plan_id):  # type: ignore[no-untyped-def]
        return lambda: actions.approve(
            db.session.get_one(Plan, plan_id), no_relatives=True, by=world.approver, at=THE_14TH
        )

    assert race(app, [approving(one) for one in ids]) == ["RuleBroken", "done"]


def test_two_proposals_at_one_moment_get_two_numbers_and_one_waits(
    app: Flask, world: World, each_database: str
) -> None:
    def proposing() -> None:
        actions.propose(world.campaign, by=world.proposer, at=THE_14TH)

    assert race(app, [proposing, proposing]) == ["done", "done"]
    db.session.rollback()
    plans = queries.plans_of(world.campaign)
    assert [(one.number, one.state) for one in plans] == [(2, "proposed"), (1, "outdated")]


def test_a_closed_campaign_takes_no_plans_and_norms(world: World) -> None:
    plan = propose(world)
    with transaction():
        actions.close(world.campaign, by=world.proposer, at=THE_14TH)
    assert plan.state == PlanState.OUTDATED
    for act in (
        lambda: actions.propose(world.campaign, by=world.proposer, at=THE_14TH),
        lambda: actions.set_norms(world.campaign, [Norm(BY_CODE["rice"], 1)], by=world.proposer, at=THE_14TH),
    ):
        with pytest.raises(RuleBroken, match="closed"), transaction():
            act()
    with pytest.raises(Conflict), transaction():
        actions.close(world.campaign, by=world.proposer, at=THE_14TH)


def test_a_campaign_does_not_close_while_goods_are_promised(world: World) -> None:
    approve(propose(world), world.approver)
    with pytest.raises(RuleBroken, match="still wait"), transaction():
        actions.close(world.campaign, by=world.proposer, at=THE_14TH)


def test_a_person_whose_account_changed_still_counts_as_one(world: World) -> None:
    """The rule looks at the person, not at the name that was written down."""
    plan = propose(world)
    with transaction():
        row = person_of(world.proposer)
        row.name = "Một tên khác"
        people.end_sessions(row)
    with pytest.raises(NotAllowed):
        approve(plan, world.proposer)
