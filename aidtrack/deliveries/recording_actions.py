"""What may be done at a door: record the outcome with its proof, and plan another visit after an absence."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update

from aidtrack.audit.actions import record as record_in_chain
from aidtrack.campaigns.actions import one_at_a_time
from aidtrack.campaigns.lifecycle import CampaignState, PortionState
from aidtrack.campaigns.models import Campaign, Portion, PortionLot
from aidtrack.campaigns.progress_actions import tell_progress
from aidtrack.cases.lifecycle import State
from aidtrack.cases.queries import refuse_own_household
from aidtrack.clock import day_of
from aidtrack.db import db
from aidtrack.deliveries.models import Receipt, Stop
from aidtrack.deliveries.queries import allocated_by
from aidtrack.deliveries.trips import OUTCOMES, Handing, Outcome, TripState, check_outcome
from aidtrack.errors import Conflict, NotAllowed, RuleBroken
from aidtrack.goods.queries import facts_of
from aidtrack.rights import Actor, require
from aidtrack.sentences import N_, say
from aidtrack.stock import queries as stock
from aidtrack.stock.actions import Draft, post_all, reserve
from aidtrack.stock.ledger import DocumentKind, Line, LocationKind
from aidtrack.stock.models import Document
from aidtrack.stock.picking import parcel_out, pick
from aidtrack.vietnamese.folding import clean

SIGNATURE = re.compile(r"[MLHVCSQTAZmlhvcsqtaz0-9 ,.\-]{0,20000}")
"""What a signature's path may hold: numbers and the letters of SVG paths."""

def record(
    stop: Stop,
    outcome: Outcome,
    *,
    received_by: str = "",
    relation: str = "",
    given: Mapping[str, int] | None = None,
    signature: str = "",
    note: str = "",
    key: str,
    by: Actor,
    at: datetime,
) -> Receipt:
    """Record what happened at a door; goods that were not handed over go back to the store at once.

    `given` says for each good (code → base units) what was handed over, only for `partial`. The same
    key again gives the same receipt; a second recording is a Conflict.
    """
    trip = stop.trip
    require(by, "deliveries.record", within=trip.place_path)
    if stop.receipt is not None:
        return _told_before(stop.receipt, outcome, key)
    _check_may_record(stop, by, at)
    handed = _handed(stop, outcome, given or {})
    check_outcome(outcome, _share(stop), handed, receiver=received_by)
    if not SIGNATURE.fullmatch(signature):
        raise RuleBroken(N_("The signature cannot be read. Sign again."), field="signature")
    _claim(stop, outcome)
    _split(stop, handed)
    give, back = _post(stop, key, by=by, at=at)
    receipt = Receipt(
        stop_id=stop.id,
        outcome=outcome.value,
        received_by=clean(received_by),
        relation=clean(relation),
        signature=signature,
        note=clean(note, lines=True),
        at=at,
        by_id=by.id,
        by_name=by.name,
        give_id=give,
        return_id=back,
    )
    db.session.add(receipt)
    db.session.flush()
    db.session.expire(stop, ["receipt"])
    _tell(stop, outcome, by=by, at=at)
    told = {"trip": trip.code, "outcome": outcome.value, "given": handed, "received_by": receipt.received_by}
    record_in_chain("deliveries.record", f"case:{stop.case.code}", by=by, at=at, path=trip.place_path, **told)
    return receipt


def _check_may_record(stop: Stop, by: Actor, at: datetime) -> None:
    """The trip is out, and whoever records neither allocated the share nor is the household itself."""
    trip = stop.trip
    if trip.state != TripState.OUT.value:
        raise RuleBroken(N_("This trip is not on its way, so nothing can be handed over."))
    _refuse_allocators(stop, by)
    refuse_own_household(stop.case.phone, by)
    if trip.sent_out_at and at < trip.sent_out_at:
        raise RuleBroken(N_("The outcome lies before the trip went out. Check the time."), field="at")


def _told_before(receipt: Receipt, outcome: Outcome, key: str) -> Receipt:
    """The receipt that the same key made with the same outcome; anything else comes too late."""
    keys = [f"{key}:{kind}" for kind in (DocumentKind.GIVE, DocumentKind.RETURN)]
    papers = (receipt.give_id, receipt.return_id)
    made = select(Document.id).where(Document.key.in_(keys), Document.id.in_([one for one in papers if one]))
    if receipt.outcome == outcome.value and db.session.scalar(made.limit(1)) is not None:
        return receipt
    raise Conflict(
        N_("This stop was recorded already: {outcome}, {at}, by {name}."),
        outcome=say(OUTCOMES[Outcome(receipt.outcome)].label),
        at=receipt.at,
        name=receipt.by_name,
    )


def _refuse_allocators(stop: Stop, by: Actor) -> None:
    """Who allocated does not confirm the receipt."""
    if allocated_by(stop, by.id):
        raise NotAllowed(
            N_("You proposed or approved this share, so somebody else confirms that it was received.")
        )


def _share(stop: Stop) -> dict[str, int]:
    share: dict[str, int] = defaultdict(int)
    for line in stop.lines:
        share[line.good_code] += line.planned
    return dict(share)


def _handed(stop: Stop, outcome: Outcome, given: Mapping[str, int]) -> dict[str, int]:
    share, hands = _share(stop), OUTCOMES[outcome].hands
    if hands is Handing.ALL:
        return share
    return {code: given.get(code, 0) for code in share} if hands is Handing.SOME else dict.fromkeys(share, 0)


def _claim(stop: Stop, outcome: Outcome) -> None:
    """The guarded move of a stop: one outcome counts."""
    moved = db.session.execute(
        update(Stop)
        .where(Stop.id == stop.id, Stop.outcome.is_(None))
        .values(outcome=outcome.value, version=Stop.version + 1)
    )
    if moved.rowcount == 0:  # type: ignore[attr-defined]
        raise Conflict(N_("Somebody else recorded this stop just now. Reload the page."))
    db.session.refresh(stop)


def _split(stop: Stop, handed: Mapping[str, int]) -> None:
    """Write to each line what was given of its lot, line by line until the good's amount is reached."""
    left = dict(handed)
    for line in stop.lines:
        line.given = min(line.planned, left.get(line.good_code, 0))
        left[line.good_code] = left.get(line.good_code, 0) - line.given
    db.session.flush()


def _post(stop: Stop, key: str, *, by: Actor, at: datetime) -> tuple[int | None, int | None]:
    """The papers of a door: what was given to the household, what went back to the store."""
    trip, household = stop.trip, stock.virtual(LocationKind.BENEFICIARY)
    given: dict[int, int] = defaultdict(int)
    back: dict[int, int] = defaultdict(int)
    for line in stop.lines:
        given[line.lot_id] += line.given or 0
        back[line.lot_id] += line.planned - (line.given or 0)
    subject = f"stop:{trip.code}/{stop.position}"
    drafts = []
    for kind, amounts, target in (
        (DocumentKind.GIVE, given, household.id),
        (DocumentKind.RETURN, back, trip.campaign.store_id),
    ):
        lines = [
            Line(lot, trip.vehicle_id, target, amount) for lot, amount in sorted(amounts.items()) if amount
        ]
        if lines:
            drafts.append(Draft(kind, lines, f"{key}:{kind}", subject))
    made = {document.kind: document.id for document in post_all(drafts, by=by, at=at)}
    return made.get(DocumentKind.GIVE.value), made.get(DocumentKind.RETURN.value)


def _tell(stop: Stop, outcome: Outcome, *, by: Actor, at: datetime) -> None:
    """Portions and the case learn how it ended."""
    planned: dict[int, int] = defaultdict(int)
    given: dict[int, int] = defaultdict(int)
    for line in stop.lines:
        planned[line.portion_id] += line.planned
        given[line.portion_id] += line.given or 0
    rows = [{"id": one, "state": _state(planned[one], given[one]).value} for one in sorted(planned)]
    db.session.execute(update(Portion), rows)
    trip = stop.trip
    tell_progress(
        [stop.case_id],
        note={
            "campaign": trip.campaign.code,
            "name": trip.campaign.name,
            "trip": trip.code,
            "outcome": outcome.value,
        },
        served_at=at if any(given.values()) else None,
        said=say(N_("{outcome} on trip {trip}"), outcome=say(OUTCOMES[outcome].label), trip=trip.code),
        by=by,
        at=at,
    )


def _state(planned: int, given: int) -> PortionState:
    if given == planned:
        return PortionState.GIVEN
    return PortionState.PARTIAL if given else PortionState.FAILED


def deliver_again(stop: Stop, *, reservation_days: int = 7, by: Actor, at: datetime) -> None:
    """After an absence: hold the same share again from free stock, so that a new trip can take it."""
    trip, campaign = stop.trip, stop.trip.campaign
    require(by, "deliveries.plan", within=trip.place_path)
    one_at_a_time(campaign)  # else it could be closed at this moment
    _check_may_go_again(stop, campaign)
    wanted = select(Portion).where(Portion.id.in_({line.portion_id for line in stop.lines}))
    wanted = wanted.where(Portion.state == PortionState.FAILED.value).order_by(Portion.id).with_for_update()
    portions = db.session.scalars(wanted).all()
    if not portions:
        raise Conflict(N_("This share waits for another trip already."))
    _hold_again(portions, campaign, expires_at=at + timedelta(days=reservation_days), at=at)
    tell_progress(
        [stop.case_id],
        note={"campaign": campaign.code, "name": campaign.name},
        said=say(N_("To be delivered again")),
        by=by,
        at=at,
    )
    subject = f"case:{stop.case.code}"
    record_in_chain("deliveries.deliver_again", subject, by=by, at=at, path=trip.place_path, trip=trip.code)


def _check_may_go_again(stop: Stop, campaign: Campaign) -> None:
    if stop.outcome is None or not OUTCOMES[Outcome(stop.outcome)].again:
        raise RuleBroken(N_("Only a household that was absent is visited again."))
    if campaign.state != CampaignState.OPEN.value:
        raise RuleBroken(N_("This campaign is closed. Open a new one."))
    if stop.case.suspected or stop.case.state != State.VERIFIED.value:
        raise RuleBroken(N_("This case may not be served now. Look at it first."))


def _hold_again(
    portions: Sequence[Portion], campaign: Campaign, *, expires_at: datetime, at: datetime
) -> None:
    """Promise portions anew, all their lots by one statement in the order that everybody keeps."""
    store, parcels = campaign.store, []
    for portion in portions:
        lots = stock.free_lots(store.id, portion.good_code, on=day_of(at))
        picked = pick(lots, portion.amount, on=day_of(at), good=facts_of(portion.good), location=store.name)
        parcels += parcel_out([(portion.id, portion.amount)], picked)
    promises = [(f"portion:{portion_id}", store.id, lot_id, amount) for portion_id, lot_id, amount in parcels]
    made = reserve(promises, expires_at=expires_at, at=at)
    ids = [portion.id for portion in portions]
    db.session.execute(delete(PortionLot).where(PortionLot.portion_id.in_(ids)))
    rows = [
        {"portion_id": portion_id, "lot_id": lot_id, "reservation_id": held.id, "amount": amount}
        for (portion_id, lot_id, amount), held in zip(parcels, made, strict=True)
    ]
    db.session.execute(insert(PortionLot), rows)
    db.session.execute(update(Portion), [{"id": one, "state": PortionState.RESERVED.value} for one in ids])
