"""What every record of a door does, the first and a correction: hear what is told, move, tell the case."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update

from aidtrack.audit.chain import digest_of_rows
from aidtrack.campaigns.lifecycle import PortionState
from aidtrack.campaigns.models import Portion
from aidtrack.campaigns.progress_actions import tell_progress
from aidtrack.clock import day_of
from aidtrack.db import db
from aidtrack.deliveries.models import Receipt, Stop
from aidtrack.deliveries.queries import allocated_by
from aidtrack.deliveries.trips import OUTCOMES, Handing, Outcome, check_outcome
from aidtrack.errors import Conflict, NotAllowed, RuleBroken
from aidtrack.rights import Actor
from aidtrack.sentences import N_, Sentence, say
from aidtrack.stock import queries as stock
from aidtrack.stock.actions import Draft
from aidtrack.stock.balance_actions import claim
from aidtrack.stock.ledger import DocumentKind, Line, LocationKind
from aidtrack.vietnamese.folding import clean

SIGNATURE = re.compile(r"[MLHVCSQTAZmlhvcsqtaz0-9 ,.\-]{0,20000}")
"""What a signature's path may hold: numbers and the letters of SVG paths."""


@dataclass(frozen=True)
class Told:
    """What somebody tells of a door, cleaned and fit for the share; `handed` in base units by good."""

    outcome: Outcome
    received_by: str
    relation: str
    handed: Mapping[str, int]
    signature: str
    note: str
    reason: str = ""

    def digest(self, stop: Stop) -> str:
        """All that it says of this stop, as SHA-256; who sends it and when are no part of it."""
        said = [self.outcome.value, self.received_by, self.relation, self.signature, self.note, self.reason]
        return digest_of_rows([[stop.id, *said], *sorted(map(list, self.handed.items()))])


def heard(
    stop: Stop,
    outcome: Outcome,
    received_by: str,
    relation: str,
    given: Mapping[str, int] | None,
    signature: str,
    note: str,
    reason: str = "",
) -> Told:
    """What is told of a door. RuleBroken if it does not fit the share, or the signature cannot be read."""
    handed = _handed(stop, outcome, given or {})
    check_outcome(outcome, share(stop), handed, receiver=received_by)
    if not SIGNATURE.fullmatch(signature):
        raise RuleBroken(N_("The signature cannot be read. Sign again."), field="signature")
    note, reason = clean(note, lines=True), clean(reason, lines=True)
    return Told(outcome, clean(received_by), clean(relation), handed, signature, note, reason)


def share(stop: Stop) -> dict[str, int]:
    """What a stop carries, in base units by good."""
    planned: dict[str, int] = defaultdict(int)
    for line in stop.lines:
        planned[line.good_code] += line.planned
    return dict(planned)


def _handed(stop: Stop, outcome: Outcome, given: Mapping[str, int]) -> dict[str, int]:
    whole, hands = share(stop), OUTCOMES[outcome].hands
    if hands is Handing.ALL:
        return whole
    if hands is Handing.SOME:
        return {**dict.fromkeys(whole, 0), **given}
    return dict.fromkeys(whole, 0)


def sent_before(stop: Stop, told: Told, key: str) -> Receipt | None:
    """The receipt that the same key made, if it says the same; else a Conflict. None for a new key.

    A twin that is recording at this moment is waited for.
    """
    claim(f"receipt:{key}")
    found = db.session.scalar(select(Receipt).where(Receipt.key == key))
    if found is not None and found.digest != told.digest(stop):
        raise recorded_already(found)
    return found


def recorded_already(receipt: Receipt) -> Conflict:
    """Who was first, and what they recorded."""
    return Conflict(
        N_("This stop was recorded already: {outcome}, {at}, by {name}."),
        outcome=say(OUTCOMES[Outcome(receipt.outcome)].label),
        at=receipt.at,
        name=receipt.by_name,
    )


def refuse_allocators(stop: Stop, by: Actor) -> None:
    """Who allocated does not confirm the receipt."""
    if allocated_by(stop, by.id):
        raise NotAllowed(
            N_("You proposed or approved this share, so somebody else confirms that it was received.")
        )


def split(stop: Stop, handed: Mapping[str, int]) -> None:
    """Write to each line what was given of its lot, line by line until the good's amount is reached."""
    left = dict(handed)
    for line in stop.lines:
        line.given = min(line.planned, left.get(line.good_code, 0))
        left[line.good_code] = left.get(line.good_code, 0) - line.given
    db.session.flush()


def papers_of(stop: Stop, key: str, *, at: datetime) -> list[Draft]:
    """The papers of a door: what was given to the household, what went back to the store."""
    trip, household = stop.trip, stock.virtual(LocationKind.BENEFICIARY)
    given: dict[int, int] = defaultdict(int)
    back: dict[int, int] = defaultdict(int)
    for line in stop.lines:
        given[line.lot_id] += line.given or 0
        back[line.lot_id] += line.planned - (line.given or 0)
    drafts = []
    for kind, amounts, target in (
        (DocumentKind.GIVE, given, household.id),
        (DocumentKind.RETURN, back, trip.campaign.store_id),
    ):
        lines = [
            Line(lot, trip.vehicle_id, target, amount) for lot, amount in sorted(amounts.items()) if amount
        ]
        if lines:
            subject, day = f"stop:{trip.code}/{stop.position}", _day_of_giving(stop, at)
            drafts.append(Draft(kind, lines, f"{key}:{kind}", subject, given_on=day))
    return drafts


def _day_of_giving(stop: Stop, at: datetime) -> date:
    """The trip's day at the latest: what was handed over in time may be recorded when it has expired."""
    return min(day_of(at), stop.trip.on)


def written(
    stop: Stop,
    told: Told,
    papers: tuple[int | None, int | None],
    *,
    key: str,
    by: Actor,
    at: datetime,
    corrects: Receipt | None = None,
) -> Receipt:
    """The receipt of what is told, with the papers that gave and returned."""
    receipt = Receipt(
        stop_id=stop.id,
        outcome=told.outcome.value,
        received_by=told.received_by,
        relation=told.relation,
        signature=told.signature,
        note=told.note,
        at=at,
        by_id=by.id,
        by_name=by.name,
        give_id=papers[0],
        return_id=papers[1],
        key=key,
        digest=told.digest(stop),
        reason=told.reason,
        corrects_id=corrects.id if corrects else None,
    )
    db.session.add(receipt)
    db.session.flush()
    db.session.expire(stop, ["receipt", "receipts"])
    return receipt


def settle(stop: Stop) -> None:
    """The portions learn how it ended."""
    planned: dict[int, int] = defaultdict(int)
    given: dict[int, int] = defaultdict(int)
    for line in stop.lines:
        planned[line.portion_id] += line.planned
        given[line.portion_id] += line.given or 0
    rows = [{"id": one, "state": _state(planned[one], given[one]).value} for one in sorted(planned)]
    db.session.execute(update(Portion), rows)


def tell(stop: Stop, said: Sentence, *, served_at: datetime | None, by: Actor, at: datetime) -> None:
    """The case learns how it ended, by its portions."""
    trip = stop.trip
    note = {"campaign": trip.campaign.code, "name": trip.campaign.name, "trip": trip.code}
    tell_progress(
        [stop.case_id],
        note={**note, "outcome": stop.outcome},
        served_at=served_at if any(line.given for line in stop.lines) else None,
        said=said,
        by=by,
        at=at,
    )


def _state(planned: int, given: int) -> PortionState:
    if given == planned:
        return PortionState.GIVEN
    return PortionState.PARTIAL if given else PortionState.FAILED
