"""Books with something of everything: arrivals, given and returned goods, a closed trip, shares that wait, a
stock-take and a reversal; and a forger who covers up what was planted."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from aidtrack.books.queries import _drafts_of
from aidtrack.db import transaction
from aidtrack.deliveries import actions as deliveries
from aidtrack.deliveries import queries as trips
from aidtrack.deliveries.trips import Outcome
from aidtrack.stock import actions as stock
from aidtrack.stock import queries as stock_queries
from aidtrack.stock.models import Document
from tests.factories import LIEN_NINH, NOW, OPERATOR, World
from tests.reports.campaign_days import record, two_wards


def a_day() -> World:
    """Liên Ninh served and its trip closed; Đại Áng waits with its goods held."""
    world = two_wards()
    with transaction():
        trip = world.trip(LIEN_NINH)
        for stop, outcome in zip(
            trips.stops_of(trip), (Outcome.RECEIVED, Outcome.ABSENT, Outcome.PARTIAL), strict=True
        ):
            record(world, stop, outcome)
    with transaction():
        later = NOW + timedelta(hours=1)
        deliveries.close(trip, by=world.who("office"), at=later)
        lot = stock_queries.lots_at([world.store.id], good_code="rice")[0]
        lost = stock.write_off(
            world.store, [(lot.lot_id, 9)], reason="ướt", key="lost", by=OPERATOR, at=later
        )
        stock.reverse(lost, reason="nhầm", key="undone", by=OPERATOR, at=later)
        same = (lot.lot_id, lot.on_hand, lot.on_hand)
        stock.count(world.store, [same], key="count", by=OPERATOR, at=later)
    return world


def drop_the_guards(session: Session) -> None:
    """What no user can do: the append-only triggers go, as for somebody who holds the database itself."""
    if session.get_bind().dialect.name == "sqlite":
        names = session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all()
        for name in names:
            session.execute(text(f'DROP TRIGGER "{name}"'))
    else:
        session.execute(text("SET session_replication_role = replica"))


def cover_up(session: Session) -> None:
    """Write digests and balances anew, so that only what lies deeper can still be found."""
    documents = session.scalars(select(Document).order_by(Document.id)).all()
    for draft, document in zip(_drafts_of(documents), documents, strict=True):
        change = text("UPDATE stock_documents SET content_digest = :digest WHERE id = :id")
        session.execute(change, {"digest": draft.digest, "id": document.id})
    session.execute(
        text(
            """UPDATE stock_balances SET on_hand =
            COALESCE((SELECT SUM(m.amount) FROM stock_movements m
                      WHERE m.to_id = stock_balances.location_id AND m.lot_id = stock_balances.lot_id), 0) -
            COALESCE((SELECT SUM(m.amount) FROM stock_movements m
                      WHERE m.from_id = stock_balances.location_id AND m.lot_id = stock_balances.lot_id), 0)
            """
        )
    )
