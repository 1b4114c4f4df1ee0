"""A warehouse in memory keeps the ledger's promises under any run of documents, reversals and promises.

It uses the very rules of the ledger; a second, simpler account in the test says what must come out.
Planted faults show that the run would find them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
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

from aidtrack.errors import RuleBroken
from aidtrack.stock import ledger, picking
from aidtrack.stock.ledger import DocumentKind, Held, Line, LocationKind
from aidtrack.stock.picking import FreeLot

LOCATIONS = {
    1: LocationKind.STORE,
    2: LocationKind.STORE,
    3: LocationKind.VEHICLE,
    4: LocationKind.TRANSIT,
    5: LocationKind.DONOR,
    6: LocationKind.BENEFICIARY,
    7: LocationKind.LOSS,
    8: LocationKind.COUNT,
}
TRACKED = {number for number, kind in LOCATIONS.items() if kind in ledger.KEEPS_BALANCE}
LOTS = (1, 2, 3)
DAY = date(2021, 8, 13)
WAYS = [
    (kind, source, target)
    for kind, table in ledger.DOCUMENTS.items()
    if kind is not DocumentKind.REVERSAL
    for source in LOCATIONS
    for target in LOCATIONS
    if source != target and (LOCATIONS[source], LOCATIONS[target]) in table.ways
]

amounts = st.integers(1, 30)


class Warehouse(RuleBasedStateMachine):
    """Documents are posted as the real thing posts them: all changes in order, or none at all."""

    deltas: Callable[..., list[ledger.Delta]] = staticmethod(ledger.deltas)
    reversal_of: Callable[[Iterable[Line]], list[Line]] = staticmethod(ledger.reversal_of)
    pick: Callable[..., list[tuple[int, int]]] = staticmethod(picking.pick)

    @initialize(received=st.lists(amounts, min_size=3, max_size=3))
    def begin(self, received: list[int]) -> None:
        self.documents: list[tuple[DocumentKind, list[Line]]] = []
        self.reversed: set[int] = set()
        self.held: dict[tuple[int, int], Held] = {}
        self.promises: list[tuple[int, int, int]] = []
        self.account: dict[tuple[int, int], int] = {}
        lines = [Line(lot, 5, 1, amount) for lot, amount in zip(LOTS, received, strict=True)]
        assert self.post(DocumentKind.RECEIVE, lines)

    def post(self, kind: DocumentKind, lines: list[Line]) -> bool:
        """Post a document; False if a balance would no longer cover what is promised of it."""
        ledger.check_lines(kind, lines, LOCATIONS)
        changes = self.deltas(lines, TRACKED)
        assert [change[:2] for change in changes] == sorted(change[:2] for change in changes)
        after = dict(self.held)
        for location_id, lot_id, change in changes:
            was = after.get((location_id, lot_id), Held(0))
            after[location_id, lot_id] = was._replace(on_hand=was.on_hand + change)
        if any(held.on_hand < held.reserved for held in after.values()):
            return False
        self.held = after
        self.documents.append((kind, lines))
        return True

    def book(self, lines: Iterable[Line], sign: int = 1) -> None:
        for line in lines:
            for place, change in ((line.from_id, -line.amount), (line.to_id, line.amount)):
                key = (place, line.lot_id)
                self.account[key] = self.account.get(key, 0) + sign * change

    @rule(
        parts=st.lists(st.tuples(st.sampled_from(LOTS), amounts), min_size=1, max_size=3),
        way=st.sampled_from(WAYS),
    )
    def move(self, parts: list[tuple[int, int]], way: tuple[DocumentKind, int, int]) -> None:
        kind, source, target = way
        lines = [Line(lot, source, target, amount) for lot, amount in parts]
        self.post(kind, lines)

    @rule(which=st.integers(0, 1000))
    def reverse(self, which: int) -> None:
        number = which % len(self.documents)
        kind, lines = self.documents[number]
        try:
            ledger.check_reversal(kind, reversed_already=number in self.reversed, counted_since=False)
        except RuleBroken:
            assert kind is DocumentKind.REVERSAL or number in self.reversed
            return
        if self.post(DocumentKind.REVERSAL, self.reversal_of(lines)):
            self.reversed.add(number)

    @rule(location=st.sampled_from(sorted(TRACKED)), amount=amounts, later=st.integers(0, 40))
    def promise(self, location: int, amount: int, later: int) -> None:
        on = DAY + timedelta(days=later)
        free = {lot: self.free(location, lot, on) for lot in LOTS}
        lots = [
            FreeLot(lot, held.on_hand - held.reserved, self.expiry(lot), DAY)
            for (place, lot), held in self.held.items()
            if place == location
        ]
        try:
            picked = self.pick(lots, amount, on=on)
        except RuleBroken:
            assert sum(free.values()) < amount
            return
        assert sum(taken for _, taken in picked) == amount
        for lot, taken in picked:
            assert 0 < taken <= free[lot]
            held = self.held[location, lot]
            self.held[location, lot] = held._replace(reserved=held.reserved + taken)
            self.promises.append((location, lot, taken))

    @precondition(lambda self: bool(getattr(self, "promises", None)))
    @rule(which=st.integers(0, 1000), used=st.booleans())
    def end_promise(self, which: int, used: bool) -> None:
        location, lot, amount = self.promises.pop(which % len(self.promises))
        held = self.held[location, lot]
        self.held[location, lot] = held._replace(reserved=held.reserved - amount)
        if used:
            target = {LocationKind.STORE: 3, LocationKind.VEHICLE: 6, LocationKind.TRANSIT: 1}[
                LOCATIONS[location]
            ]
            kind = {3: DocumentKind.ISSUE, 6: DocumentKind.GIVE, 1: DocumentKind.TRANSFER}[target]
            assert self.post(kind, [Line(lot, location, target, amount)])

    def free(self, location: int, lot: int, on: date) -> int:
        held = self.held.get((location, lot), Held(0))
        expires = self.expiry(lot)
        return held.on_hand - held.reserved if expires is None or on <= expires else 0

    @staticmethod
    def expiry(lot: int) -> date | None:
        return None if lot == 3 else DAY + timedelta(days=15 * lot)

    def stands(self) -> Sequence[tuple[DocumentKind, list[Line]]]:
        """The documents that count: neither reversals nor what they reversed."""
        return [
            (kind, lines)
            for number, (kind, lines) in enumerate(self.documents)
            if kind is not DocumentKind.REVERSAL and number not in self.reversed
        ]

    @invariant()
    def balances_are_what_the_documents_that_stand_add_up_to(self) -> None:
        self.account = {}
        for _, lines in self.stands():
            self.book(lines)
        kept = {key: held.on_hand for key, held in self.held.items() if held.on_hand}
        assert kept == {key: sum_ for key, sum_ in self.account.items() if sum_ and key[0] in TRACKED}

    @invariant()
    def every_lot_sums_to_zero_over_all_locations(self) -> None:
        for lot in LOTS:
            everything = [line for _, lines in self.documents for line in lines if line.lot_id == lot]
            assert sum(delta.change for delta in self.deltas(everything, LOCATIONS)) == 0

    @invariant()
    def nothing_is_below_zero_and_every_promise_is_covered(self) -> None:
        for held in self.held.values():
            assert 0 <= held.reserved <= held.on_hand

    @invariant()
    def the_books_check_finds_nothing(self) -> None:
        promised: dict[tuple[int, int], int] = {}
        for location, lot, amount in self.promises:
            promised[location, lot] = promised.get((location, lot), 0) + amount
        netted = [line for _, lines in self.documents for line in self.in_safe_order(lines)]
        assert ledger.check_balances(netted, self.held, tracked_location_ids=TRACKED, reserved=promised) == []

    @staticmethod
    def in_safe_order(lines: list[Line]) -> list[Line]:
        # All lines of a document lead from one place to one other: their order decides nothing.
        assert len({(line.from_id, line.to_id) for line in lines}) == 1
        return lines


QUICK = settings(
    max_examples=40, stateful_step_count=30, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)

# The same runs every time, and the first that fails is enough.
SEARCH = settings(QUICK, max_examples=300, derandomize=True, database=None, phases=[Phase.generate])

TestWarehouse = Warehouse.TestCase
TestWarehouse.settings = QUICK


def _forgets_the_last_line(lines: Iterable[Line], tracked: Any) -> list[ledger.Delta]:
    kept = list(lines)
    return ledger.deltas(kept[:-1] if len(kept) > 1 else kept, tracked)


def _takes_without_giving(lines: Iterable[Line], tracked: Any) -> list[ledger.Delta]:
    return [delta for delta in ledger.deltas(lines, tracked) if delta.change < 0 or delta.location_id != 3]


def _does_it_again(lines: Iterable[Line]) -> list[Line]:
    return [Line(line.lot_id, line.from_id, line.to_id, line.amount) for line in lines]


def _halves(lines: Iterable[Line]) -> list[Line]:
    return [line._replace(amount=max(1, line.amount // 2)) for line in ledger.reversal_of(lines)]


def _takes_what_has_expired(lots: Iterable[FreeLot], amount: int, *, on: date) -> list[tuple[int, int]]:
    return picking.pick([lot._replace(expires_on=None) for lot in lots], amount, on=on)


def _takes_from_one_lot_only(lots: Iterable[FreeLot], amount: int, *, on: date) -> list[tuple[int, int]]:
    return [(picking.pick(lots, amount, on=on)[0][0], amount)]


@pytest.mark.parametrize(
    ("part", "fault"),
    [
        ("deltas", _forgets_the_last_line),
        ("deltas", _takes_without_giving),
        ("reversal_of", _does_it_again),
        ("reversal_of", _halves),
        ("pick", _takes_what_has_expired),
        ("pick", _takes_from_one_lot_only),
    ],
)
def test_the_run_finds_a_planted_fault(part: str, fault: Callable[..., Any]) -> None:
    faulty = type("Faulty", (Warehouse,), {part: staticmethod(fault)})
    with pytest.raises((AssertionError, RuleBroken)):
        run_state_machine_as_test(faulty, settings=SEARCH)
