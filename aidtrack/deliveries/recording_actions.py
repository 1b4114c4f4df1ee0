"""What may be done at a door: record the outcome with its proof, once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import update

from aidtrack.audit.actions import record as record_in_chain
from aidtrack.cases.queries import refuse_own_household
from aidtrack.db import db
from aidtrack.deliveries.door_actions import (
    heard,
    papers_of,
    recorded_already,
    refuse_allocators,
    sent_before,
    settle,
    split,
    tell,
    written,
)
from aidtrack.deliveries.models import Receipt, Stop
from aidtrack.deliveries.trips import OUTCOMES, Outcome, TripState
from aidtrack.errors import Conflict, RuleBroken
from aidtrack.rights import Actor, require
from aidtrack.sentences import N_, say
from aidtrack.stock.actions import post_all
from aidtrack.stock.ledger import DocumentKind


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
    key with the same content gives the same receipt; a second recording is a Conflict.
    """
    trip = stop.trip
    require(by, "deliveries.record", within=trip.place_path)
    told = heard(stop, outcome, received_by, relation, given, signature, note)
    if (before := sent_before(stop, told, key)) is not None:
        return before
    if stop.receipt is not None:
        raise recorded_already(stop.receipt)
    _check_may_record(stop, by, at)
    _claim(stop, outcome)
    split(stop, told.handed)
    made = {document.kind: document.id for document in post_all(papers_of(stop, key, at=at), by=by, at=at)}
    papers = made.get(DocumentKind.GIVE.value), made.get(DocumentKind.RETURN.value)
    receipt = written(stop, told, papers, key=key, by=by, at=at)
    settle(stop)
    said = say(N_("{outcome} on trip {trip}"), outcome=say(OUTCOMES[outcome].label), trip=trip.code)
    tell(stop, said, served_at=at, by=by, at=at)
    facts = {"trip": trip.code, "outcome": outcome.value, "given": dict(told.handed)}
    record_in_chain(
        "deliveries.record",
        f"case:{stop.case.code}",
        by=by,
        at=at,
        path=trip.place_path,
        **facts,
        received_by=receipt.received_by,
    )
    return receipt


def _check_may_record(stop: Stop, by: Actor, at: datetime) -> None:
    """The trip is out, and whoever records neither allocated the share nor is the household itself."""
    trip = stop.trip
    if trip.state != TripState.OUT.value:
        raise RuleBroken(N_("This trip is not on its way, so nothing can be handed over."))
    refuse_allocators(stop, by)
    refuse_own_household(stop.case.phone, by)
    if trip.sent_out_at and at < trip.sent_out_at:
        raise RuleBroken(N_("The outcome lies before the trip went out. Check the time."), field="at")


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
