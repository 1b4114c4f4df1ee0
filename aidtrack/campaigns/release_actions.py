"""Shares that nobody will carry are let go: their goods are free again, and their households wait anew.

A promise runs out, a household withdraws, a campaign ends: none of them may hold goods back. And a
coordinator may free the share of one household by hand, with a reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, select, update

from aidtrack.audit.actions import record
from aidtrack.audit.chain import digest_of_rows
from aidtrack.campaigns.holding_actions import one_at_a_time
from aidtrack.campaigns.lifecycle import PortionState
from aidtrack.campaigns.models import Campaign, Plan, Portion, PortionLot
from aidtrack.campaigns.progress_actions import tell_progress
from aidtrack.cases.lifecycle import State
from aidtrack.cases.models import Case
from aidtrack.cases.queries import refuse_own_household
from aidtrack.db import db
from aidtrack.errors import Conflict, RuleBroken
from aidtrack.rights import Actor, require
from aidtrack.sentences import N_, Sentence, say
from aidtrack.stock.actions import release
from aidtrack.stock.models import Reservation
from aidtrack.vietnamese.folding import clean

GONE = (State.WITHDRAWN, State.REJECTED, State.DUPLICATE)
"""The states of a case that is served no more. One on hold or under review may be served later."""

AT_ONCE = 500


def release_expired(expired: Sequence[Reservation], *, at: datetime) -> int:
    """Portions whose promise ran out before a trip took them; their cases wait for a share again."""
    ids = [one.id for one in expired]
    held = select(PortionLot.portion_id).where(PortionLot.reservation_id.in_(ids))
    return let_go(sorted(set(db.session.scalars(held))), at=at)


def release_gone(campaign: Campaign | None = None, *, by: Actor, at: datetime) -> int:
    """Let go what is held for households that withdrew, were rejected or merged; how many portions.

    The caller has checked the right.
    """
    return _release(Case.state.in_(GONE), campaign, by=by, at=at)


def release_all(campaign: Campaign, *, by: Actor, at: datetime) -> int:
    """Let go all that a campaign still holds, since nothing of it goes out any more; how many portions.

    The caller has checked the right.
    """
    return _release(Portion.amount > 0, campaign, by=by, at=at)


def free_share(campaign: Campaign, case: Case, reason: str, *, by: Actor, at: datetime) -> int:
    """Let go what a campaign holds for one household; how many portions. The case waits for a share again.

    RuleBroken once it is on its way. Pages call the verb of `deliveries.freeing_actions`, which knows the
    trips that have not gone out.
    """
    require(by, "campaigns.approve", within=campaign.place_path)
    refuse_own_household(case.phone, by)
    if not (reason := clean(reason)):
        raise RuleBroken(N_("Write why the share is freed."), field="reason")
    one_at_a_time(campaign)
    held = _held_for(campaign, case)
    said = say(N_("The share in “{campaign}” was freed: {reason}"), campaign=campaign.name, reason=reason)
    freed = let_go(held, said=said, by=by, at=at)
    if not freed:
        raise Conflict(N_("This share went out or was freed just now. Reload the page."))
    told = {"campaign": campaign.code, "portions": freed, "reason": reason}
    record("campaigns.free_share", f"case:{case.code}", by=by, at=at, path=case.place_path, **told)
    return freed


def _held_for(campaign: Campaign, case: Case) -> Sequence[int]:
    """The portions that wait in the store for a household. RuleBroken if some are out, or none wait."""
    wanted = (
        select(Portion.id, Portion.state)
        .join(Plan, Plan.id == Portion.plan_id)
        .where(Plan.campaign_id == campaign.id, Portion.case_id == case.id, Portion.amount > 0)
        .order_by(Portion.id)
    )
    by_state = [(PortionState(state), number) for number, state in db.session.execute(wanted)]
    if any(state is PortionState.OUT for state, _ in by_state):
        raise RuleBroken(
            N_(
                "This share is on its way. Record the outcome at the door;"
                " what is not handed over comes back."
            )
        )
    held = [number for state, number in by_state if state is PortionState.RESERVED]
    if not held:
        raise RuleBroken(N_("Nothing is held for case {code} in this campaign."), code=case.code)
    return held


def _release(which: ColumnElement[bool], campaign: Campaign | None, *, by: Actor, at: datetime) -> int:
    """One entry of the chain for all that are let go."""
    wanted = (
        select(Portion.id)
        .join(Case, Case.id == Portion.case_id)
        .join(Plan, Plan.id == Portion.plan_id)
        .where(Portion.state == PortionState.RESERVED.value, which)
        .order_by(Portion.id)
    )
    if campaign is not None:
        wanted = wanted.where(Plan.campaign_id == campaign.id)
    ids = list(db.session.scalars(wanted))
    released = let_go(ids, said=say(N_("The share is held no longer")), by=by, at=at)
    if released:
        subject = f"campaign:{campaign.code}" if campaign else "shares"
        path = campaign.place_path if campaign else None
        digest = digest_of_rows(ids)
        record("campaigns.release", subject, by=by, at=at, path=path, count=released, digest=digest)
    return released


def let_go(
    portion_ids: Sequence[int], *, at: datetime, said: Sentence | None = None, by: Actor | None = None
) -> int:
    """End what is still promised to portions that wait for a trip; how many were waiting.

    Whoever went out at the same moment keeps the share. Promises first, then portions, then cases: the
    order in which a trip takes them.
    """
    cases: set[int] = set()
    count = 0
    release([one.id for some in _chunks(portion_ids) for one in held_for(some)], "released", at=at)
    for some in _chunks(portion_ids):
        moved = db.session.execute(
            update(Portion)
            .where(Portion.id.in_(some), Portion.state == PortionState.RESERVED.value)
            .values(state=PortionState.RELEASED.value)
            .returning(Portion.case_id)
        )
        found = list(moved.scalars())
        cases.update(found)
        count += len(found)
    tell_progress(sorted(cases), note={}, said=said, by=by, at=at)
    return count


def held_for(portion_ids: Sequence[int]) -> Sequence[Reservation]:
    """What is still promised to portions, locked so that nobody else ends it."""
    wanted = (
        select(Reservation)
        .join(PortionLot, PortionLot.reservation_id == Reservation.id)
        .where(PortionLot.portion_id.in_(portion_ids), Reservation.ended.is_(None))
        .order_by(Reservation.id)
        .with_for_update(of=Reservation)
    )
    return db.session.scalars(wanted).all()


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))
