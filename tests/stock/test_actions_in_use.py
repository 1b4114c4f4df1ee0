"""Any run of what people do in a store, through the very actions, beside a model of a few lines.

The model is the pure ledger: a dictionary of balances, changed by `ledger.deltas`. After every step the
database must hold what the model holds, and the books check must find nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from flask import Flask
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
from sqlalchemy import select
from sqlalchemy.orm import Session

from aidtrack.audit import queries as audit
from aidtrack.db import db, transaction
from aidtrack.errors import AidtrackError, Conflict
from aidtrack.stock import actions, ledger, queries
from aidtrack.stock.ledger import DocumentKind, Held, Line, LocationKind
from aidtrack.stock.models import Balance, Document, Location, Movement, Reservation
from tests.stock.shelf import CHIEF, NOW, open_shelf

KINDS = {kind for kind in DocumentKind if kind not in (DocumentKind.REVERSAL, DocumentKind.COUNT)}
NAMES = count(1)
amounts = st.integers(1, 30)
which = st.integers(0, 1000)


class Store(RuleBasedStateMachine):
    """Two stores, a car and three lots of its own for each run."""

    post = staticmethod(actions.post)
    reserve = staticmethod(actions.reserve)
    release = staticmethod(actions.release)
    reverse = staticmethod(actions.reverse)
    count = staticmethod(actions.count)

    @initialize(received=st.lists(amounts, min_size=3, max_size=3))
    def begin(self, received: list[int]) -> None:
        self.held: dict[tuple[int, int], Held] = {}
        self.papers: list[tuple[DocumentKind, list[Line], dict[str, Any], int]] = []
        self.reversed: set[int] = set()
        self.counted: dict[tuple[int, int], int] = {}
        self.promises: list[tuple[int, int, int, int]] = []
        self.steps = count(1)
        with transaction():
            self.name = f"run-{next(NAMES)}"
            stores = [open_shelf(f"{self.name}-{n}").store for n in (1, 2)]
            car = actions.open_vehicle(f"{self.name}-car", "Xe", "")
            self.kinds = {location.id: LocationKind(location.kind) for location in [*stores, car]}
            self.lots = [actions.new_lot("rice", received_on=NOW.date()).id for _ in received]
        for kind in LocationKind:
            if kind not in (LocationKind.STORE, LocationKind.VEHICLE):
                self.kinds[queries.virtual(kind).id] = kind
        self.shelves = {place for place, kind in self.kinds.items() if kind in ledger.KEEPS_BALANCE}
        donor = next(place for place, kind in self.kinds.items() if kind is LocationKind.DONOR)
        lines = [
            Line(lot, donor, stores[0].id, amount) for lot, amount in zip(self.lots, received, strict=True)
        ]
        self.write(DocumentKind.RECEIVE, lines)

    def place(self, number: int) -> int:
        return sorted(self.kinds)[number % len(self.kinds)]

    def somewhere(self, number: int) -> tuple[int, int]:
        """A balance: mostly one where something lies, at times one of nothing."""
        full = sorted(key for key, held in self.held.items() if held.on_hand)
        if number % 5 and full:
            return full[number % len(full)]
        return sorted(self.shelves)[number % len(self.shelves)], self.lots[number % 3]

    def allowed(self, kind: DocumentKind, lines: list[Line], used: dict[tuple[int, int], int]) -> bool:
        """Whether the pure ledger would write it; if so, the model has written it."""
        after = dict(self.held)
        try:
            ledger.check_lines(kind, lines, self.kinds)
        except AidtrackError:
            return False
        for key, amount in used.items():
            after[key] = after[key]._replace(reserved=after[key].reserved - amount)
        for place, lot, change in ledger.deltas(lines, self.shelves):
            was = after.get((place, lot), Held(0))
            after[place, lot] = was._replace(on_hand=was.on_hand + change)
        if any(not 0 <= held.reserved <= held.on_hand for held in after.values()):
            return False
        self.held = after
        return True

    def write(
        self, kind: DocumentKind, lines: list[Line], promise: tuple[int, int, int, int] | None = None
    ) -> None:
        """Post for real; what the model allows is written, and nothing else."""
        used = {promise[1:3]: promise[3]} if promise else {}
        fits = self.allowed(kind, lines, used)
        given = {
            "key": f"{self.name}/{next(self.steps)}",
            "by": CHIEF,
            "at": NOW,
            "consume": [promise[0]] if promise else [],
        }
        try:
            with transaction():
                number = self.post(kind, lines, **given).id
        except AidtrackError:
            assert not fits
            return
        assert fits
        self.papers.append((kind, lines, given, number))
        if promise:
            self.promises.remove(promise)

    @rule(
        kind=st.sampled_from(sorted(KINDS)),
        parts=st.lists(st.tuples(which, amounts), min_size=1, max_size=3),
        source=which,
        end=which,
    )
    def move(self, kind: DocumentKind, parts: list[tuple[int, int]], source: int, end: int) -> None:
        ways = sorted(ledger.DOCUMENTS[kind].ways)
        way = ways[source % len(ways)]
        ends = [[place for place, kind in sorted(self.kinds.items()) if kind is one] for one in way]
        here, there = ends[0][end % len(ends[0])], ends[1][source % len(ends[1])]
        self.write(kind, [Line(self.lots[lot % 3], here, there, amount) for lot, amount in parts])

    @rule(kind=st.sampled_from(sorted(KINDS)), lot=which, source=which, end=which)
    def move_anywhere(self, kind: DocumentKind, lot: int, source: int, end: int) -> None:
        self.write(kind, [Line(self.lots[lot % 3], self.place(source), self.place(end), 1)])

    @rule(number=which, changed=st.booleans())
    def send_again(self, number: int, changed: bool) -> None:
        kind, lines, given, written = self.papers[number % len(self.papers)]
        if changed:
            lines = [lines[0]._replace(amount=lines[0].amount + 1), *lines[1:]]
        try:
            with transaction():
                assert self.post(kind, lines, **given).id == written
            assert not changed
        except Conflict:
            assert changed

    @rule(place=which, amount=amounts, more=st.lists(amounts, max_size=2))
    def promise(self, place: int, amount: int, more: list[int]) -> None:
        key = self.somewhere(place)
        held, asked = self.held.get(key, Held(0)), [amount, *more]
        fits = held.on_hand - held.reserved >= sum(asked)
        try:
            with transaction():
                wanted = [(self.name, *key, one) for one in asked]
                made = self.reserve(wanted, expires_at=NOW + timedelta(days=1), at=NOW)
                ids = [one.id for one in made]
        except AidtrackError:
            assert not fits
            return
        assert fits
        self.held[key] = held._replace(reserved=held.reserved + sum(asked))
        self.promises += [(one, *key, part) for one, part in zip(ids, asked, strict=True)]

    @precondition(lambda self: bool(self.promises))
    @rule(number=which, twice=st.booleans())
    def free(self, number: int, twice: bool) -> None:
        ended, place, lot, amount = self.promises.pop(number % len(self.promises))
        with transaction():
            self.release([ended], "released", at=NOW)
        self.held[place, lot] = self.held[place, lot]._replace(
            reserved=self.held[place, lot].reserved - amount
        )
        if twice:
            with pytest.raises(Conflict), transaction():
                self.release([ended], "expired", at=NOW)

    @precondition(lambda self: bool(self.promises))
    @rule(number=which, less=st.integers(0, 3))
    def use(self, number: int, less: int) -> None:
        promise = self.promises[number % len(self.promises)]
        _, place, lot, amount = promise
        ends = {LocationKind.STORE: LocationKind.BENEFICIARY, LocationKind.VEHICLE: LocationKind.BENEFICIARY}
        end = ends.get(self.kinds[place], LocationKind.LOSS)
        kind = DocumentKind.GIVE if end is LocationKind.BENEFICIARY else DocumentKind.LOSS
        target = next(place for place, kind in self.kinds.items() if kind is end)
        self.write(kind, [Line(lot, place, target, max(1, amount - less))], promise)

    @rule(place=which, found=st.integers(0, 40), stale=st.booleans())
    def take_stock(self, place: int, found: int, stale: bool) -> None:
        key = self.somewhere(place)
        if self.kinds[key[0]] is LocationKind.TRANSIT:
            return
        held = self.held.get(key, Held(0))
        fits = not stale and found >= held.reserved
        location = db.session.get_one(Location, key[0])
        rows = [(key[1], held.on_hand + (1 if stale else 0), found)]
        try:
            with transaction():
                number = self.count(
                    location, rows, key=f"{self.name}/{next(self.steps)}", by=CHIEF, at=NOW
                ).id
        except AidtrackError:
            assert not fits
            return
        assert fits
        self.held[key] = held._replace(on_hand=found)
        self.counted[key] = number

    @rule(number=which)
    def take_back(self, number: int) -> None:
        kind, lines, _, written = self.papers[number % len(self.papers)]
        touched = {(place, line.lot_id) for line in lines for place in (line.from_id, line.to_id)}
        fits = written not in self.reversed and not any(self.counted.get(key, 0) > written for key in touched)
        fits = fits and self.allowed(DocumentKind.REVERSAL, ledger.reversal_of(lines), {})
        document = db.session.get_one(Document, written)
        try:
            with transaction():
                key = f"{self.name}/{next(self.steps)}"
                self.reverse(document, reason="nhầm", key=key, by=CHIEF, at=NOW)
        except AidtrackError:
            assert not fits, f"{kind} should be taken back"
            return
        assert fits
        self.reversed.add(written)

    @invariant()
    def the_database_holds_what_the_model_holds(self) -> None:
        db.session.rollback()
        rows = select(Balance.location_id, Balance.lot_id, Balance.on_hand, Balance.reserved)
        found = {
            (p, lot): Held(h, r)
            for p, lot, h, r in db.session.execute(rows.where(Balance.lot_id.in_(self.lots)))
        }
        nothing = Held(0)
        assert {k: v for k, v in found.items() if v != nothing} == {
            k: v for k, v in self.held.items() if v != nothing
        }

    def teardown(self) -> None:
        """The books of the run: balances recomputed from the movements, promises from the reservations."""
        if not hasattr(self, "lots"):
            return
        rows = select(Movement.lot_id, Movement.from_id, Movement.to_id, Movement.amount).order_by(
            Movement.id
        )
        moved = [Line(*row) for row in db.session.execute(rows.where(Movement.lot_id.in_(self.lots)))]
        promised: dict[tuple[int, int], int] = {}
        for one in db.session.scalars(select(Reservation).where(Reservation.subject == self.name)):
            if one.ended is None:
                key = (one.location_id, one.lot_id)
                promised[key] = promised.get(key, 0) + one.amount
        assert (
            ledger.check_balances(moved, self.held, tracked_location_ids=self.shelves, reserved=promised)
            == []
        )


QUICK = settings(
    max_examples=30,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
SEARCH = settings(QUICK, max_examples=60, derandomize=True, database=None, phases=[Phase.generate])


@pytest.fixture
def books(session: Session, app: Flask) -> Iterator[None]:
    """A database that the runs share, because each brings its own stores and lots."""
    yield
    assert audit.verify().ok


def test_any_run_leaves_what_the_model_says(books: None) -> None:
    run_state_machine_as_test(Store, settings=QUICK)


def _forgets_the_key(kind: Any, lines: Any, *, key: str, **given: Any) -> Document:
    return actions.post(kind, lines, key=f"{key}/{next(NAMES)}", **given)


def _promises_without_looking(wanted: Any, *, expires_at: Any, at: Any) -> list[Reservation]:
    made = actions.reserve(
        [(subject, place, lot, 1) for subject, place, lot, _ in wanted], expires_at=expires_at, at=at
    )
    return made


def _frees_nothing(ids: Any, how: Any, *, at: Any) -> None:
    for one in ids:
        reservation = db.session.get_one(Reservation, one)
        if reservation.ended:
            raise Conflict("ended")
        reservation.ended, reservation.ended_at = how, at


def _keeps_the_promise(kind: Any, lines: Any, *, consume: Any, **given: Any) -> Document:
    return actions.post(kind, lines, **given)


@pytest.mark.parametrize(
    ("deed", "fault"),
    [
        ("post", _forgets_the_key),
        ("post", _keeps_the_promise),
        ("reserve", _promises_without_looking),
        ("release", _frees_nothing),
    ],
)
def test_the_run_finds_a_planted_fault(books: None, deed: str, fault: Any) -> None:
    faulty = type("Faulty", (Store,), {deed: staticmethod(fault)})
    with pytest.raises((AssertionError, AidtrackError)):
        run_state_machine_as_test(faulty, settings=SEARCH)
    db.session.rollback()
