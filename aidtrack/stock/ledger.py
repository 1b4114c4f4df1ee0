"""The ledger's rules: every movement takes from one location and gives to another, so nothing gets lost.

Donors, beneficiaries, losses and counts are locations too: over all of them each lot sums to zero.
Documents are never changed; a correction is a reversal, once, and never behind a later count.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from aidtrack.errors import RuleBroken
from aidtrack.sentences import N_, say


class LocationKind(StrEnum):
    """What a location is."""

    STORE = "store"
    VEHICLE = "vehicle"
    TRANSIT = "transit"
    DONOR = "donor"
    BENEFICIARY = "beneficiary"
    LOSS = "loss"
    COUNT = "count"


class DocumentKind(StrEnum):
    """What an act of the ledger is."""

    RECEIVE = "receive"
    TRANSFER = "transfer"
    ISSUE = "issue"
    GIVE = "give"
    RETURN = "return"
    LOSS = "loss"
    COUNT = "count"
    REVERSAL = "reversal"


LOCATION_LABELS: Mapping[LocationKind, str] = {
    LocationKind.STORE: N_("Warehouse"),
    LocationKind.VEHICLE: N_("Vehicle"),
    LocationKind.TRANSIT: N_("In transit"),
    LocationKind.DONOR: N_("Donors"),
    LocationKind.BENEFICIARY: N_("Households served"),
    LocationKind.LOSS: N_("Losses"),
    LocationKind.COUNT: N_("Count differences"),
}

KEEPS_BALANCE: frozenset[LocationKind] = frozenset(
    {LocationKind.STORE, LocationKind.VEHICLE, LocationKind.TRANSIT}
)
"""Only here goods can lie, so only here nothing may go below zero."""

Way = tuple[LocationKind, LocationKind]


@dataclass(frozen=True)
class DocumentRule:
    """A kind of document: its name, and from where to where its lines may lead."""

    label: str
    ways: frozenset[Way]


def _ways(sources: Iterable[LocationKind], targets: Iterable[LocationKind]) -> frozenset[Way]:
    return frozenset((source, target) for source in sources for target in targets)


_SHELVES = (LocationKind.STORE, LocationKind.VEHICLE)
_FORWARD: Mapping[DocumentKind, DocumentRule] = {
    DocumentKind.RECEIVE: DocumentRule(N_("Goods received"), _ways([LocationKind.DONOR], _SHELVES)),
    # A transfer is two documents: out of one store into transit, and out of transit into the other.
    DocumentKind.TRANSFER: DocumentRule(
        N_("Transfer"), _ways(_SHELVES, [LocationKind.TRANSIT]) | _ways([LocationKind.TRANSIT], _SHELVES)
    ),
    DocumentKind.ISSUE: DocumentRule(N_("Goods issued"), _ways([LocationKind.STORE], [LocationKind.VEHICLE])),
    DocumentKind.GIVE: DocumentRule(N_("Handed over"), _ways(_SHELVES, [LocationKind.BENEFICIARY])),
    DocumentKind.RETURN: DocumentRule(
        N_("Returned to stock"), _ways([LocationKind.VEHICLE], [LocationKind.STORE])
    ),
    DocumentKind.LOSS: DocumentRule(N_("Loss"), _ways(KEEPS_BALANCE, [LocationKind.LOSS])),
    DocumentKind.COUNT: DocumentRule(
        N_("Stock-take"), _ways(_SHELVES, [LocationKind.COUNT]) | _ways([LocationKind.COUNT], _SHELVES)
    ),
}

DOCUMENTS: Mapping[DocumentKind, DocumentRule] = {
    **_FORWARD,
    DocumentKind.REVERSAL: DocumentRule(
        N_("Reversal"),
        frozenset((target, source) for rule in _FORWARD.values() for source, target in rule.ways),
    ),
}
"""The whole policy of what may move where; a reversal goes every way backwards."""


class Line(NamedTuple):
    """So many base units of one lot from one location to another."""

    lot_id: int
    from_id: int
    to_id: int
    amount: int


class Delta(NamedTuple):
    """What a document changes in one balance."""

    location_id: int
    lot_id: int
    change: int


class Held(NamedTuple):
    """A balance: what lies there, and how much of it is promised."""

    on_hand: int
    reserved: int = 0


class Difference(NamedTuple):
    """A balance that disagrees with the movements; `check` names the rule that is broken."""

    check: str
    location_id: int
    lot_id: int
    expected: int
    found: int


def check_lines(kind: DocumentKind, lines: Sequence[Line], kinds: Mapping[int, LocationKind]) -> None:
    """RuleBroken unless every line moves something on a way that is open to the document."""
    if not lines:
        raise RuleBroken(N_("A document needs at least one line."))
    rule = DOCUMENTS[kind]
    for number, line in enumerate(lines, start=1):
        if line.amount <= 0:
            raise RuleBroken(N_("Line {line}: the amount must be above zero."), field="amount", line=number)
        source, target = kinds[line.from_id], kinds[line.to_id]
        if line.from_id == line.to_id or (source, target) not in rule.ways:
            raise RuleBroken(
                N_("Line {line}: “{document}” cannot lead from “{source}” to “{target}”."),
                line=number,
                document=say(rule.label),
                source=say(LOCATION_LABELS[source]),
                target=say(LOCATION_LABELS[target]),
            )


def deltas(lines: Iterable[Line], tracked_location_ids: Collection[int]) -> list[Delta]:
    """The balances that lines change, netted, sorted by location and lot: the order to lock rows in."""
    changes: dict[tuple[int, int], int] = {}
    for line in lines:
        for location_id, change in ((line.from_id, -line.amount), (line.to_id, line.amount)):
            if location_id in tracked_location_ids:
                key = (location_id, line.lot_id)
                changes[key] = changes.get(key, 0) + change
    return [Delta(*key, change) for key, change in sorted(changes.items()) if change]


def reversal_of(lines: Iterable[Line]) -> list[Line]:
    """The lines that undo a document: the same amounts, backwards."""
    return [Line(line.lot_id, line.to_id, line.from_id, line.amount) for line in lines]


def check_reversal(kind: DocumentKind, *, reversed_already: bool, counted_since: bool) -> None:
    """RuleBroken if a document cannot be reversed any more; `counted_since`: its balances were counted."""
    if kind is DocumentKind.REVERSAL:
        raise RuleBroken(N_("A reversal cannot be reversed; record the movement again."))
    if reversed_already:
        raise RuleBroken(N_("This document has been reversed already."))
    if counted_since:
        raise RuleBroken(N_("The stock was counted after this document; mend it by a new count."))


def content_digest(kind: str, lines: Iterable[Line], **facts: Any) -> str:
    """SHA-256 of what a document says: the same key with another digest is another document.

    The lines' order is no content. Facts are text, whole numbers, dates or None.
    """
    content = {"kind": str(kind), "lines": sorted(tuple(line) for line in lines), "facts": facts}
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _plain(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"A digest cannot hold {type(value).__name__}.")


def check_balances(
    movements: Iterable[Line],
    balances: Mapping[tuple[int, int], Held],
    *,
    tracked_location_ids: Collection[int],
    reserved: Mapping[tuple[int, int], int] | None = None,
) -> list[Difference]:
    """Where the kept balances (by location and lot) differ from what the movements, in order, add up to.

    `reserved` are the open reservations' sums. Checks: "on_hand", "below_zero" (at any time),
    "reserved", "covered" (nothing is promised that is not there). Nothing is repaired.
    """
    sums: dict[tuple[int, int], int] = {}
    found: list[Difference] = []
    for movement in movements:
        for location_id, lot_id, change in deltas([movement], tracked_location_ids):
            key = (location_id, lot_id)
            was, sums[key] = sums.get(key, 0), sums.get(key, 0) + change
            if sums[key] < 0 <= was:
                found.append(Difference("below_zero", *key, 0, sums[key]))
    for key in sorted(sums.keys() | balances.keys() | (reserved or {}).keys()):
        held = balances.get(key, Held(0))
        promised = held.reserved if reserved is None else reserved.get(key, 0)
        if held.on_hand != sums.get(key, 0):
            found.append(Difference("on_hand", *key, sums.get(key, 0), held.on_hand))
        if held.reserved != promised:
            found.append(Difference("reserved", *key, promised, held.reserved))
        if not 0 <= held.reserved <= held.on_hand:
            found.append(Difference("covered", *key, held.on_hand, held.reserved))
    return found
