"""A wrong outcome is corrected: the receipt is superseded, its papers are taken back, the true ones written.

Nothing is deleted. What the store got back is drawn from it again, what was given comes back to it, in one
transaction; the trip's vehicle stays as empty as it was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, func, insert, select, update

from aidtrack.audit.actions import record as record_in_chain
from aidtrack.campaigns.actions import one_at_a_time
from aidtrack.campaigns.lifecycle import PortionState
from aidtrack.campaigns.models import Plan, Portion, PortionLot
from aidtrack.campaigns.queries import COVERED
from aidtrack.campaigns.release_actions import held_for
from aidtrack.cases.board_queries import same_household
from aidtrack.cases.bulk_actions import note_served
from aidtrack.cases.queries import refuse_own_household
from aidtrack.db import db
from aidtrack.deliveries.door_actions import (
    Told,
    heard,
    papers_of,
    refuse_allocators,
    sent_before,
    settle,
    split,
    tell,
    written,
)
from aidtrack.deliveries.models import Receipt, Stop, StopLine, Trip
from aidtrack.deliveries.trips import OUTCOMES, Outcome, TripState
from aidtrack.errors import Conflict, NotAllowed, RuleBroken
from aidtrack.rights import Actor, require
from aidtrack.sentences import N_, Sentence, say
from aidtrack.stock.actions import post_all, release
from aidtrack.stock.balance_actions import lock
from aidtrack.stock.ledger import DocumentKind
from aidtrack.stock.models import Document
from aidtrack.stock.moving_actions import counted_since, taking_back

Papers = tuple[int | None, int | None]
"""The paper that gave to the household, and the one that brought back to the store."""


def correct(
    stop: Stop,
    outcome: Outcome,
    *,
    received_by: str = "",
    relation: str = "",
    given: Mapping[str, int] | None = None,
    signature: str = "",
    note: str = "",
    reason: str,
    seen: int | None = None,
    key: str,
    by: Actor,
    at: datetime,
) -> Receipt:
    """Put another outcome in the place of the one that was recorded; the arguments are those of `record`.

    While the trip is out by whoever recorded it or the office, afterwards by the office. RuleBroken if
    the goods lie in the store no longer, were counted since, or went out again on a later trip. `seen` is
    the receipt (its id) that the person looked at: Conflict if another one counts meanwhile. The same key
    with the same content gives the same receipt; with another content it is a Conflict.
    """
    trip = stop.trip
    require(by, "deliveries.record", within=trip.place_path)
    told = heard(stop, outcome, received_by, relation, given, signature, note, reason)
    if (before := sent_before(stop, told, key)) is not None:
        return before
    seen = seen or (stop.receipt.id if stop.receipt else None)
    one_at_a_time(trip.campaign)  # its share could be held for another trip at this moment
    old = _counting(stop, seen)
    check_may_correct(stop, old, by)
    if not told.reason:
        raise RuleBroken(N_("Write why the outcome is corrected."), field="reason")
    _check_changed(stop, old, told)
    handed_before = _handed_before(stop)
    _supersede(stop, old, told, at)
    papers: Papers = (old.give_id, old.return_id)
    if told.handed != handed_before:
        papers = _move_again(stop, old, told, key, by=by, at=at)
    elif not OUTCOMES[outcome].again:  # else another visit, which may be planned already, still makes sense
        _take_over(stop, at)
        settle(stop)
    receipt = written(stop, told, papers, key=key, by=by, at=old.at, corrects=old)
    if told.handed == handed_before and not told.signature:
        receipt.signature = old.signature  # it was signed for these very goods
    _tell(stop, old, told, by=by, at=at)
    return receipt


def check_may_correct(stop: Stop, receipt: Receipt, by: Actor) -> None:
    """NotAllowed unless it is their own record of a trip that is out, or they are the office of the place.

    The rules of recording bind here too: who allocated does not confirm, nor does the household itself.
    """
    office = by.can("deliveries.close", within=stop.trip.place_path)
    if stop.trip.state != TripState.OUT.value and not office:
        raise NotAllowed(N_("This trip is closed. The office corrects its outcomes."))
    if not office and receipt.by_id != by.id:
        raise NotAllowed(
            N_("{name} recorded this outcome. They correct it, or the office does."), name=receipt.by_name
        )
    refuse_allocators(stop, by)
    refuse_own_household(stop.case.phone, by)


def why_not_corrected(stop: Stop, by: Actor) -> Sentence | None:
    """Why somebody may not correct what is recorded of a stop; None if they may."""
    if not by.can("deliveries.record", within=stop.trip.place_path) or stop.receipt is None:
        return say(N_("You may look at this trip; whoever delivers records what happened."))
    try:
        check_may_correct(stop, stop.receipt, by)
    except NotAllowed as refusal:
        return refusal.sentence
    return None


def _counting(stop: Stop, seen: int | None) -> Receipt:
    """The receipt that counts, held until the transaction ends; Conflict if another one was seen."""
    wanted = select(Receipt).where(Receipt.stop_id == stop.id, Receipt.superseded_at.is_(None))
    found = db.session.scalar(wanted.with_for_update().execution_options(populate_existing=True))
    if found is None:
        raise RuleBroken(N_("Nothing is recorded here yet. Record what happened."))
    if found.id != seen:
        raise Conflict(CORRECTED_MEANWHILE)
    for line in stop.lines:
        db.session.expire(line)  # what was given may have been read before the one who was quicker was done
    return found


CORRECTED_MEANWHILE = N_("Somebody else corrected this stop just now. Reload the page.")


def _handed_before(stop: Stop) -> dict[str, int]:
    handed: dict[str, int] = {}
    for line in stop.lines:
        handed[line.good_code] = handed.get(line.good_code, 0) + (line.given or 0)
    return handed


def _check_changed(stop: Stop, old: Receipt, told: Told) -> None:
    """RuleBroken if the correction says what the receipt says; no new signature is the old one."""
    said = (told.outcome.value, told.received_by, told.relation, told.note)
    kept = (old.outcome, old.received_by, old.relation, old.note)
    if said == kept and told.handed == _handed_before(stop) and told.signature in ("", old.signature):
        raise RuleBroken(N_("This is what is recorded already. Change what was wrong."), field="outcome")


def _supersede(stop: Stop, old: Receipt, told: Told, at: datetime) -> None:
    """The guarded moves: of two who correct at once, one does."""
    gone = update(Receipt).where(Receipt.id == old.id, Receipt.superseded_at.is_(None))
    moved = update(Stop).where(Stop.id == stop.id, Stop.outcome == old.outcome)
    values = {"outcome": told.outcome.value, "version": Stop.version + 1}
    for act in (gone.values(superseded_at=at), moved.values(values)):
        if db.session.execute(act).rowcount != 1:  # type: ignore[attr-defined]
            raise Conflict(CORRECTED_MEANWHILE)
    db.session.refresh(stop)


def _move_again(stop: Stop, old: Receipt, told: Told, key: str, *, by: Actor, at: datetime) -> Papers:
    """Take the old papers back and write the true ones, all in one go: balances change by their sum."""
    _take_over(stop, at)
    _refuse_if_counted(stop, old)
    split(stop, told.handed)
    undone = [
        taking_back(paper, reason=told.reason, key=f"{key}:undo-{paper.kind}", owner=paper.subject)
        for paper in _papers(old)
    ]
    made = post_all([*undone, *papers_of(stop, key, at=at)], by=by, at=at)
    settle(stop)
    ids = {document.kind: document.id for document in made}
    return ids.get(DocumentKind.GIVE.value), ids.get(DocumentKind.RETURN.value)


def _papers(receipt: Receipt) -> Sequence[Document]:
    ids = [one for one in (receipt.give_id, receipt.return_id) if one is not None]
    return db.session.scalars(select(Document).where(Document.id.in_(ids)).order_by(Document.id)).all()


def _refuse_if_counted(stop: Stop, old: Receipt) -> None:
    """RuleBroken if a stock-take lies behind the papers: it found the goods where they truly were, also
    those in the store of which the papers say that they were handed over."""
    store = stop.trip.campaign.store_id
    for paper in _papers(old):
        count = counted_since(paper, also=[(store, line.lot_id) for line in stop.lines])
        if count is not None:
            raise RuleBroken(
                N_(
                    "The store was counted after this outcome (paper {paper}). Take that stock-take back, "
                    "correct the outcome, then count again."
                ),
                paper=count.number,
            )


def _take_over(stop: Stop, at: datetime) -> None:
    """The share is this stop's again: what was promised of it for another trip meanwhile is let go.

    RuleBroken if another trip carries it, or the household has another share of the campaign since.
    """
    portions = sorted({line.portion_id for line in stop.lines})
    later = select(Trip.code).join(Stop, Stop.trip_id == Trip.id).join(StopLine, StopLine.stop_id == Stop.id)
    code = db.session.scalar(later.where(StopLine.portion_id.in_(portions), Stop.id > stop.id).limit(1))
    if code is not None:
        raise RuleBroken(
            N_("This share is on trip {trip} now. Cancel that trip, or correct the outcome there."), trip=code
        )
    promises = held_for(portions)
    trip, lots = stop.trip, {line.lot_id for line in stop.lines}
    touched = {(place, lot) for place in (trip.vehicle_id, trip.campaign.store_id) for lot in lots}
    lock(touched | {(one.location_id, one.lot_id) for one in promises})
    again = (PortionState.RESERVED.value, PortionState.RELEASED.value)
    waiting = select(Portion.id).where(Portion.id.in_(portions), Portion.state.in_(again))
    if held := set(db.session.scalars(waiting)):
        _refuse_if_covered_anew(stop, portions)
        release([one.id for one in promises], "released", at=at)
        _hold_as_carried(stop, held)


def _refuse_if_covered_anew(stop: Stop, portions: Sequence[int]) -> None:
    """Its share was let go, and a newer plan gave the household another one: two would be too many."""
    others = (
        select(Portion.id)
        .join(Plan, Plan.id == Portion.plan_id)
        .where(Plan.campaign_id == stop.trip.campaign_id, Portion.amount > 0)
        .where(Portion.case_id.in_(same_household(stop.case_id)))
        .where(Portion.id.not_in(portions), Portion.state.in_([state.value for state in COVERED]))
        .where(Portion.plan_id.not_in(select(Portion.plan_id).where(Portion.id.in_(portions))))
    )
    if db.session.scalar(others.limit(1)) is not None:
        raise RuleBroken(
            N_("The household has another share in this campaign since. Free that one first, then correct.")
        )


def _hold_as_carried(stop: Stop, portions: set[int]) -> None:
    """The portions come from the lots that this stop carried, not from those held for another visit."""
    db.session.execute(delete(PortionLot).where(PortionLot.portion_id.in_(portions)))
    rows = [
        {
            "portion_id": line.portion_id,
            "lot_id": line.lot_id,
            "reservation_id": line.reservation_id,
            "amount": line.planned,
        }
        for line in stop.lines
        if line.portion_id in portions
    ]
    db.session.execute(insert(PortionLot), rows)


def _tell(stop: Stop, old: Receipt, told: Told, *, by: Actor, at: datetime) -> None:
    """Portions, the case with its timeline, and the chain learn what was wrong, who mended it, and why."""
    trip, before = stop.trip, Outcome(old.outcome)
    said = say(
        N_("Corrected on trip {trip}: {outcome}; it had said {before}. {reason}"),
        trip=trip.code,
        outcome=say(OUTCOMES[told.outcome].label),
        before=say(OUTCOMES[before].label),
        reason=told.reason,
    )
    tell(stop, said, served_at=None, by=by, at=at)
    note_served(stop.case_id, _served_at(stop))
    facts = {"trip": trip.code, "outcome": told.outcome.value, "before": before.value, "reason": told.reason}
    record_in_chain(
        "deliveries.correct",
        f"case:{stop.case.code}",
        by=by,
        at=at,
        path=trip.place_path,
        **facts,
        recorded_by=old.by_name,
        given=dict(told.handed),
        received_by=told.received_by,
    )


def _served_at(stop: Stop) -> datetime | None:
    """When the household last got something, by the receipts that count."""
    handed = select(StopLine.stop_id).where(StopLine.given > 0)
    wanted = (
        select(func.max(Receipt.at))
        .join(Stop, Stop.id == Receipt.stop_id)
        .where(Stop.case_id == stop.case_id, Receipt.superseded_at.is_(None), Stop.id.in_(handed))
    )
    return db.session.scalar(wanted)
