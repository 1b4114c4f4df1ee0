"""For everything that must hold: a planted fault is found by its name, and nothing else is said."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from aidtrack.books import queries
from aidtrack.books.invariants import ALTERED, COUNTED, INVARIANTS
from aidtrack.db import transaction
from aidtrack.stock.ledger import DocumentKind, content_digest
from tests.books.books_of_a_day import a_day, cover_up, drop_the_guards


@dataclass(frozen=True)
class Fault:
    """`row` asks, after the planting, for the id that the check must name. `covered`: a forger tidied up."""

    sql: tuple[str, ...]
    row: str
    covered: bool = True


_LINE = "(SELECT MIN(id) FROM donation_lines)"
_RECEIVED = "(SELECT MIN(id) FROM stops WHERE outcome = 'received')"
_ABSENT = "(SELECT MIN(id) FROM stops WHERE outcome = 'absent')"
_HELD = "(SELECT MIN(id) FROM stock_reservations WHERE ended IS NULL)"
_STORE_LOT = """
    (SELECT MIN(b.lot_id) FROM stock_balances b JOIN stock_locations l ON l.id = b.location_id
     WHERE l.kind = 'store' AND b.reserved > 0)
"""
_STORE = "(SELECT MIN(id) FROM stock_locations WHERE kind = 'store')"
_BALANCE = f"WHERE location_id = {_STORE} AND lot_id = {_STORE_LOT}"
_LOT_AT_STORE = f"""
    SELECT l.code || ' · ' || t.code FROM stock_locations l, stock_lots t
    WHERE l.id = {_STORE} AND t.id = {_STORE_LOT}
"""
_ONE_MOVEMENT = "(SELECT MIN(m.id) FROM stock_movements m WHERE m.document_id = ({document}))"
_GIVE = f"SELECT give_id FROM receipts WHERE stop_id = {_RECEIVED}"
_RETURN = f"SELECT return_id FROM receipts WHERE stop_id = {_ABSENT}"
_REVERSAL = "SELECT id FROM stock_documents WHERE kind = 'reversal'"
_ISSUE = "SELECT issue_id FROM trips WHERE state = 'closed'"

_NOT_CLOSED = "UPDATE trips SET state = 'out' WHERE state = 'closed'"
"""So that what stays on the vehicle is not named a second time."""


def _less(document: str) -> str:
    movement = _ONE_MOVEMENT.format(document=document)
    return f"UPDATE stock_movements SET amount = amount - 1 WHERE id = {movement}"


FAULTS = {
    "balance": Fault(
        (
            f"UPDATE stock_balances SET on_hand = on_hand + 5 {_BALANCE}",
        ),
        _LOT_AT_STORE,
        covered=False,
    ),
    "reserved": Fault(
        (
            f"UPDATE stock_balances SET reserved = reserved - 1 {_BALANCE}",
        ),
        _LOT_AT_STORE,
    ),
    "documents": Fault(
        (
            f"""INSERT INTO stock_documents
            (number, kind, at, by_name, subject, reason, key, content_digest, place_path) VALUES
            ('PNK-9999', 'receive', '2021-08-14 01:00:00', 'x', '', '', 'planted',
            '{content_digest(DocumentKind.RECEIVE, [], subject="", reason="")}', '')""",
            """INSERT INTO audit_entries (seq, action, subject, actor, at, recorded_at, digest, hash)
            SELECT seq + 1, action, 'paper:PNK-9999', actor, at, recorded_at, digest, 'planted'
            FROM audit_entries WHERE seq = (SELECT MAX(seq) FROM audit_entries)""",
        ),
        "SELECT 'PNK-9999'",
    ),
    "entries": Fault(
        ("UPDATE stock_documents SET number = 'PXH-9999' WHERE kind = 'loss'",),
        """SELECT SUBSTR(subject, 7) FROM audit_entries WHERE action = 'stock.loss'
        UNION ALL SELECT 'PXH-9999'""",
    ),
    "reversals": Fault((_less(_REVERSAL),), f"SELECT number FROM stock_documents WHERE id = ({_REVERSAL})"),
    "receipts_of_donations": Fault(
        (
            """UPDATE donation_lines SET received = received - 1 WHERE id =
            (SELECT n.id FROM donation_lines n JOIN donation_receipts r ON r.donation_id = n.donation_id
             JOIN stock_lots t ON t.id = r.lot_id AND t.good_code = n.good_code
             WHERE r.id = (SELECT MIN(id) FROM donation_receipts))""",
            """UPDATE donation_receipts SET counted = counted - 1
            WHERE id = (SELECT MIN(id) FROM donation_receipts)""",
        ),
        "SELECT CAST(MIN(id) AS TEXT) FROM donation_receipts",
    ),
    "donations": Fault(
        (
            f"UPDATE donation_lines SET received = received + 1 WHERE id = {_LINE}",
        ),
        """SELECT d.code || ' · ' || n.good_code
        FROM donation_lines n JOIN donations d ON d.id = n.donation_id
        WHERE n.id = (SELECT MIN(id) FROM donation_lines)""",
    ),
    "portions": Fault(
        (
            """UPDATE portions SET amount = amount + 1
            WHERE id = (SELECT MIN(id) FROM portions WHERE state = 'reserved')""",
        ),
        "SELECT CAST(MIN(id) AS TEXT) FROM portions WHERE state = 'reserved'",
    ),
    "promises": Fault(
        (
            f"""UPDATE stock_balances
            SET reserved = reserved - (SELECT amount FROM stock_reservations WHERE id = {_HELD})
            WHERE location_id = (SELECT location_id FROM stock_reservations WHERE id = {_HELD})
            AND lot_id = (SELECT lot_id FROM stock_reservations WHERE id = {_HELD})""",
            f"UPDATE stock_reservations SET ended = 'released', ended_at = made_at WHERE id = {_HELD}",
        ),
        """SELECT CAST(l.portion_id AS TEXT) FROM portion_lots l
        JOIN stock_reservations r ON r.id = l.reservation_id WHERE r.ended = 'released'""",
    ),
    "handovers": Fault((_NOT_CLOSED, _less(_GIVE)), f"SELECT CAST({_RECEIVED} AS TEXT)"),
    "returns": Fault((_NOT_CLOSED, _less(_RETURN)), f"SELECT CAST({_ABSENT} AS TEXT)"),
    "vehicles": Fault(
        (
            f"""INSERT INTO stock_movements (document_id, lot_id, from_id, to_id, amount)
            SELECT document_id, lot_id, from_id, to_id, 7 FROM stock_movements
            WHERE id = {_ONE_MOVEMENT.format(document=_ISSUE)}""",
        ),
        "SELECT code FROM trips WHERE state = 'closed'",
    ),
    "signatures": Fault(
        (f"UPDATE receipts SET outcome = 'declined' WHERE stop_id = {_RECEIVED}",),
        f"SELECT CAST({_RECEIVED} AS TEXT)",
    ),
    "outcomes": Fault(
        (
            f"UPDATE receipts SET outcome = 'declined' WHERE stop_id = {_RECEIVED}",
            f"UPDATE stops SET outcome = 'declined' WHERE id = {_RECEIVED}",
        ),
        "SELECT CAST(MIN(stop_id) AS TEXT) FROM receipts WHERE outcome = 'declined'",
    ),
    "two_persons": Fault(
        ("UPDATE cases SET verified_by_id = registered_by_id WHERE id = (SELECT MIN(id) FROM cases)",),
        "SELECT code FROM cases WHERE id = (SELECT MIN(id) FROM cases)",
    ),
    "suspicions": Fault(
        ("UPDATE cases SET suspected = NOT suspected WHERE id = (SELECT MIN(id) FROM cases)",),
        "SELECT code FROM cases WHERE id = (SELECT MIN(id) FROM cases)",
    ),
    "altered": Fault(
        ("UPDATE stock_documents SET reason = 'việc khác' WHERE kind = 'loss'",),
        "SELECT number FROM stock_documents WHERE kind = 'loss'",
        covered=False,
    ),
}
"""One fault for each thing that must hold."""

ALL = [*(one.code for one in INVARIANTS), ALTERED.code]


def test_every_invariant_has_its_fault_here_and_its_words() -> None:
    assert list(FAULTS) == ALL
    assert {one.table for one in (*INVARIANTS, ALTERED)} == set(COUNTED)


def test_the_books_of_an_honest_day_hold(session: Session, each_database: str) -> None:
    # Every question is asked of both databases here; the faults below need only one.
    a_day()
    assert queries.check() == []
    assert {one.invariant.code: one.rows for one in queries.check_each()}["handovers"] == 3


def test_empty_books_hold(session: Session) -> None:
    assert queries.check() == []


@pytest.mark.parametrize("code", ALL)
def test_a_planted_fault_is_found_by_its_name_and_nothing_else_is_said(session: Session, code: str) -> None:
    a_day()
    fault = FAULTS[code]
    with transaction():
        drop_the_guards(session)
        for sql in fault.sql:
            assert session.execute(text(sql)).rowcount == 1, "the fault was planted"  # type: ignore[attr-defined]
        if fault.covered:
            cover_up(session)
        expected = session.scalars(text(fault.row)).all()
    session.expire_all()
    assert [(one.check, one.id) for one in queries.check()] == [(code, row) for row in expected]
    assert all(one.expected != one.found for one in queries.check())


@pytest.mark.parametrize(
    ("sql", "kind"),
    [
        (
            "UPDATE stock_movements SET amount = amount + 1 WHERE id = 1",
            "altered",
        ),
        ("UPDATE stock_count_lines SET counted = counted + 1", "altered"),
        (
            "UPDATE plans SET decided_by_id = proposed_by_id WHERE id = (SELECT MIN(id) FROM plans)",
            "two_persons",
        ),
        ("UPDATE receipts SET by_id = (SELECT MIN(proposed_by_id) FROM plans) WHERE id = 1", "two_persons"),
    ],
)
def test_other_ways_to_change_the_past_are_found_too(session: Session, sql: str, kind: str) -> None:
    a_day()
    with transaction():
        drop_the_guards(session)
        assert session.execute(text(sql)).rowcount == 1  # type: ignore[attr-defined]
    session.expire_all()
    assert kind in {one.check for one in queries.check()}
