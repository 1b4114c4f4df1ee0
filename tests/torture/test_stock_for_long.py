"""The machine of the store, run for so long that what is rare happens too, on both databases.

AIDTRACK_TORTURE_STEPS steps in all, 200,000 if not set, half of them on each database.
"""

from __future__ import annotations

import os
from time import monotonic
from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import invariant, run_state_machine_as_test
from sqlalchemy.orm import Session

from aidtrack.audit import queries as audit
from aidtrack.books import queries as books
from aidtrack.db import db
from aidtrack.errors import AidtrackError
from aidtrack.stock.ledger import DocumentKind
from tests.stock.test_actions_in_use import QUICK, Store

pytestmark = pytest.mark.torture

STEPS = int(os.environ.get("AIDTRACK_TORTURE_STEPS", "200000")) // 2
MINUTES = 7
"""For each database: a slow machine takes fewer steps rather than a day."""

LONG = settings(QUICK, max_examples=10, stateful_step_count=100, database=None, phases=[Phase.generate])


class LongStore(Store):
    """The same store, with a note of how many steps were taken in it."""

    taken = 0

    @invariant()
    def one_more(self) -> None:
        LongStore.taken += 1


def run_for_long(store: type[LongStore], steps: int) -> int:
    """Begin anew with other chances until the steps or the minutes are used up; the steps taken."""
    LongStore.taken, ends = 0, monotonic() + 60 * MINUTES
    while LongStore.taken < steps and monotonic() < ends:
        run_state_machine_as_test(store, settings=LONG)
    return LongStore.taken


def test_a_very_long_run_leaves_what_the_model_says(each_database: str, session: Session) -> None:
    taken = run_for_long(LongStore, STEPS)
    print(f"{each_database}: {taken} of {STEPS} steps")
    assert books.check() == []
    assert audit.verify().ok


class Stammering(LongStore):
    """The planted fault: what is given is written twice, under two keys. Little can be given in most runs."""

    @staticmethod
    def post(kind: Any, lines: Any, *, key: str, **given: Any) -> Any:
        if kind is DocumentKind.GIVE:
            Store.post(kind, lines, key=f"{key}/again", **given)
        return Store.post(kind, lines, key=key, **given)


def test_a_very_long_run_finds_a_fault_that_shows_itself_rarely(each_database: str, session: Session) -> None:
    with pytest.raises((AssertionError, AidtrackError)):
        run_for_long(Stammering, max(STEPS, 20_000))
    db.session.rollback()
