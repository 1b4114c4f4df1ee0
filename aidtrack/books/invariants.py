"""What must hold in the books, as a table: a name in the field's words, the table, and the question.

Each question selects the rows that break it: the row's id, what was expected, what was found. The
sums are made anew from the movements; nothing here repairs anything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aidtrack.sentences import N_


@dataclass(frozen=True)
class Invariant:
    """One thing that must hold: `code` for machines, `said` for people, SQL for both databases."""

    code: str
    said: str
    table: str
    sql: str


@dataclass(frozen=True)
class Difference:
    """A row that breaks an invariant, with what was expected and found (base units, states, counts)."""

    check: str
    table: str
    id: str
    expected: str
    found: str


_MOVED = """
    SELECT location_id, lot_id, SUM(amount) AS amount FROM (
        SELECT to_id AS location_id, lot_id, amount FROM stock_movements
        UNION ALL SELECT from_id, lot_id, -amount FROM stock_movements
    ) AS moved GROUP BY location_id, lot_id
"""

ALTERED = Invariant(
    "altered",
    N_("Each document says what it said when it was written"),
    "stock_documents",
    "",
)
"""Its question cannot be asked in SQL: the documents' digests are made anew (see `queries`)."""

INVARIANTS: Sequence[Invariant] = (
    Invariant(
        "balance",
        N_("The balance of each lot at each place equals the sum of its movements"),
        "stock_balances",
        f"""
        SELECT l.code || ' · ' || t.code, COALESCE(m.amount, 0), COALESCE(b.on_hand, 0)
        FROM stock_locations l CROSS JOIN stock_lots t
        LEFT JOIN stock_balances b ON b.location_id = l.id AND b.lot_id = t.id
        LEFT JOIN ({_MOVED}) m ON m.location_id = l.id AND m.lot_id = t.id
        WHERE l.kind IN ('store', 'vehicle', 'transit') AND COALESCE(m.amount, 0) <> COALESCE(b.on_hand, 0)
        """,  # noqa: S608 (made of constants alone)
    ),
    Invariant(
        "reserved",
        N_("What is reserved equals the promises that are open"),
        "stock_balances",
        """
        SELECT l.code || ' · ' || t.code, COALESCE(r.amount, 0), b.reserved
        FROM stock_balances b
        JOIN stock_locations l ON l.id = b.location_id JOIN stock_lots t ON t.id = b.lot_id
        LEFT JOIN (SELECT location_id, lot_id, SUM(amount) AS amount FROM stock_reservations
                   WHERE ended IS NULL GROUP BY location_id, lot_id) r
               ON r.location_id = b.location_id AND r.lot_id = b.lot_id
        WHERE COALESCE(r.amount, 0) <> b.reserved
        """,
    ),
    Invariant(
        "documents",
        N_("Each document of the ledger moves or counts something"),
        "stock_documents",
        """
        SELECT d.number, 1, 0 FROM stock_documents d
        WHERE NOT EXISTS (SELECT 1 FROM stock_movements m WHERE m.document_id = d.id)
          AND NOT EXISTS (SELECT 1 FROM stock_count_lines c WHERE c.document_id = d.id)
        """,
    ),
    Invariant(
        "entries",
        N_("The log and the ledger name the same documents"),
        "stock_documents",
        """
        SELECT SUBSTR(subject, 7), 1, 0 FROM audit_entries WHERE subject LIKE 'paper:%'
           AND SUBSTR(subject, 7) NOT IN (SELECT number FROM stock_documents)
        UNION ALL
        SELECT number, 0, 1 FROM stock_documents WHERE number NOT IN
            (SELECT SUBSTR(subject, 7) FROM audit_entries WHERE subject LIKE 'paper:%')
        """,
    ),
    Invariant(
        "reversals",
        N_("A reversal undoes exactly what its document did"),
        "stock_documents",
        """
        SELECT d.number, SUM(o.amount), SUM(COALESCE(r.amount, 0))
        FROM stock_documents d
        JOIN stock_movements o ON o.document_id = d.reverses_id
        LEFT JOIN stock_movements r ON r.document_id = d.id AND r.lot_id = o.lot_id
              AND r.from_id = o.to_id AND r.to_id = o.from_id AND r.amount = o.amount
        GROUP BY d.number HAVING SUM(o.amount) <> SUM(COALESCE(r.amount, 0))
        """,
    ),
    Invariant(
        "receipts_of_donations",
        N_("What was counted on arrival is what was booked"),
        "donation_receipts",
        """
        SELECT CAST(r.id AS TEXT), r.counted, COALESCE(SUM(m.amount), 0)
        FROM donation_receipts r
        LEFT JOIN stock_movements m ON m.document_id = r.document_id AND m.lot_id = r.lot_id
        GROUP BY r.id, r.counted HAVING r.counted <> COALESCE(SUM(m.amount), 0)
        """,
    ),
    Invariant(
        "donations",
        N_("What a donation has received is the sum of its arrivals"),
        "donation_lines",
        """
        SELECT d.code || ' · ' || n.good_code, COALESCE(r.amount, 0), n.received
        FROM donation_lines n JOIN donations d ON d.id = n.donation_id
        LEFT JOIN (SELECT r.donation_id, t.good_code, SUM(r.counted) AS amount
                   FROM donation_receipts r JOIN stock_lots t ON t.id = r.lot_id
                   WHERE NOT EXISTS (SELECT 1 FROM stock_documents v WHERE v.reverses_id = r.document_id)
                   GROUP BY r.donation_id, t.good_code) r
               ON r.donation_id = n.donation_id AND r.good_code = n.good_code
        WHERE COALESCE(r.amount, 0) <> n.received
        """,
    ),
    Invariant(
        "portions",
        N_("Each approved share is covered by its lots"),
        "portions",
        """
        SELECT CAST(p.id AS TEXT), p.amount, COALESCE(SUM(l.amount), 0)
        FROM portions p LEFT JOIN portion_lots l ON l.portion_id = p.id
        WHERE p.state IN ('reserved', 'out', 'given', 'partial', 'failed') AND p.amount > 0
        GROUP BY p.id, p.amount HAVING p.amount <> COALESCE(SUM(l.amount), 0)
        """,
    ),
    Invariant(
        "promises",
        N_("Goods are held for a share until it goes out, and no longer"),
        "portions",
        """
        SELECT CAST(p.id AS TEXT), CASE WHEN p.state = 'reserved' THEN 'open' ELSE 'ended' END,
               COALESCE(r.ended, 'open')
        FROM portions p JOIN portion_lots l ON l.portion_id = p.id
        JOIN stock_reservations r ON r.id = l.reservation_id
        WHERE (p.state = 'reserved' AND r.ended IS NOT NULL AND r.ended <> 'expired')
           OR (p.state <> 'reserved' AND r.ended IS NULL)
        """,
    ),
    Invariant(
        "handovers",
        N_("What each stop handed over is what its documents say"),
        "stops",
        """
        SELECT CAST(s.id AS TEXT), g.given, COALESCE(m.amount, 0)
        FROM stops s JOIN receipts r ON r.stop_id = s.id AND r.superseded_at IS NULL
        JOIN (SELECT stop_id, SUM(COALESCE(given, 0)) AS given FROM stop_lines GROUP BY stop_id) g
             ON g.stop_id = s.id
        LEFT JOIN (SELECT document_id, SUM(amount) AS amount FROM stock_movements GROUP BY document_id) m
               ON m.document_id = r.give_id
        WHERE g.given <> COALESCE(m.amount, 0)
        """,
    ),
    Invariant(
        "returns",
        N_("What was not handed over went back to the store"),
        "stops",
        """
        SELECT CAST(s.id AS TEXT), g.back, COALESCE(m.amount, 0)
        FROM stops s JOIN receipts r ON r.stop_id = s.id AND r.superseded_at IS NULL
        JOIN (SELECT stop_id, SUM(planned - COALESCE(given, 0)) AS back FROM stop_lines GROUP BY stop_id) g
             ON g.stop_id = s.id
        LEFT JOIN (SELECT document_id, SUM(amount) AS amount FROM stock_movements GROUP BY document_id) m
               ON m.document_id = r.return_id
        WHERE g.back <> COALESCE(m.amount, 0)
        """,
    ),
    Invariant(
        "vehicles",
        N_("A trip that is closed has nothing left on its vehicle"),
        "trips",
        """
        SELECT t.code, 0, SUM(b.on_hand)
        FROM trips t JOIN stock_balances b ON b.location_id = t.vehicle_id
        WHERE t.state IN ('closed', 'cancelled') GROUP BY t.code HAVING SUM(b.on_hand) <> 0
        """,
    ),
    Invariant(
        "signatures",
        N_("Each stop with an outcome has one receipt, and it says the same"),
        "stops",
        """
        SELECT CAST(s.id AS TEXT), COALESCE(s.outcome, '–'), COALESCE(r.outcome, '–')
        FROM stops s LEFT JOIN receipts r ON r.stop_id = s.id AND r.superseded_at IS NULL
        WHERE COALESCE(s.outcome, '–') <> COALESCE(r.outcome, '–')
        """,
    ),
    Invariant(
        "outcomes",
        N_("Each outcome says what was handed over: all of the share, a part of it, or nothing"),
        "stops",
        """
        SELECT CAST(id AS TEXT), said, done FROM (
            SELECT s.id, CASE WHEN s.outcome IN ('received', 'received_for') THEN 'all'
                              WHEN s.outcome = 'partial' THEN 'part' ELSE 'nothing' END AS said,
                   CASE WHEN SUM(COALESCE(l.given, 0)) = 0 THEN 'nothing'
                        WHEN SUM(COALESCE(l.given, 0)) = SUM(l.planned) THEN 'all' ELSE 'part' END AS done
            FROM stops s JOIN stop_lines l ON l.stop_id = s.id GROUP BY s.id, s.outcome) AS told
        WHERE said <> done
        """,
    ),
    Invariant(
        "two_persons",
        N_("Who registers does not verify, who proposes does not approve, who allocates does not confirm"),
        "cases",
        """
        SELECT c.code, 'two persons', 'one person' FROM cases c WHERE c.verified_by_id = c.registered_by_id
        UNION ALL
        SELECT g.code || ' · ' || CAST(p.number AS TEXT), 'two persons', 'one person'
        FROM plans p JOIN campaigns g ON g.id = p.campaign_id
        WHERE p.state = 'approved' AND p.proposed_by_id = p.decided_by_id
        UNION ALL
        SELECT DISTINCT t.code || ' · ' || CAST(s.position AS TEXT), 'two persons', 'one person'
        FROM receipts r JOIN stops s ON s.id = r.stop_id JOIN trips t ON t.id = s.trip_id
        JOIN stop_lines l ON l.stop_id = s.id
        JOIN portions q ON q.id = l.portion_id JOIN plans p ON p.id = q.plan_id
        WHERE r.by_id = p.proposed_by_id OR r.by_id = p.decided_by_id
        """,
    ),
    Invariant(
        "suspicions",
        N_("A case is marked as a possible duplicate while a pair of it is open"),
        "cases",
        """
        SELECT c.code, CASE WHEN o.n > 0 THEN 1 ELSE 0 END, CASE WHEN c.suspected THEN 1 ELSE 0 END
        FROM cases c LEFT JOIN (
            SELECT case_id, COUNT(*) AS n FROM (
                SELECT first_id AS case_id FROM case_pairs WHERE decision IS NULL
                UNION ALL SELECT second_id FROM case_pairs WHERE decision IS NULL) AS open_pairs
            GROUP BY case_id) o ON o.case_id = c.id
        WHERE (CASE WHEN COALESCE(o.n, 0) > 0 THEN 1 ELSE 0 END) <> (CASE WHEN c.suspected THEN 1 ELSE 0 END)
        """,
    ),
)
"""All that is asked in SQL, in the order in which an auditor reads it."""

COUNTED: Mapping[str, str] = {
    "stock_balances": N_("{rows} balances"),
    "stock_documents": N_("{rows} documents"),
    "donation_receipts": N_("{rows} arrivals"),
    "donation_lines": N_("{rows} lines of donations"),
    "portions": N_("{rows} shares"),
    "stops": N_("{rows} stops"),
    "trips": N_("{rows} trips"),
    "cases": N_("{rows} cases"),
}
"""How many rows a check went through, by its table."""

FINDINGS: Mapping[str, str] = {
    "all": N_("the whole share"),
    "part": N_("a part of the share"),
    "nothing": N_("nothing"),
    "two persons": N_("two people"),
    "one person": N_("one person"),
    "open": N_("still held"),
    "ended": N_("not held any more"),
    "used": N_("used"),
    "released": N_("released"),
}
"""What a difference says where it counts nothing, in the reader's words."""
