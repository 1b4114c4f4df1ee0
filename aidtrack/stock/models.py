"""What the ledger keeps: documents of movements, balances changed with them, and reservations."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from aidtrack.db import Base, Key, Moment
from aidtrack.goods.models import Good


class Location(Base):
    """Where goods can be: stores and vehicles keep a balance; donors, households, loss and count do not."""

    __tablename__ = "stock_locations"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    code: Mapped[str] = mapped_column(Key, unique=True)
    name: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(16))
    place_path: Mapped[str] = mapped_column(Key, default="")
    """The place it serves; "" for one that serves all (donor, beneficiary, loss, count, transit)."""


class Lot(Base):
    """One good as it arrived together: its pack factor and expiry belong here, not to the good."""

    __tablename__ = "stock_lots"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    code: Mapped[str] = mapped_column(Key, unique=True)
    good_code: Mapped[str] = mapped_column(ForeignKey("goods.code"), index=True)
    pack_name: Mapped[str | None] = mapped_column(Text)
    pack_factor: Mapped[int | None] = mapped_column(Integer)
    expires_on: Mapped[date | None] = mapped_column(Date)
    received_on: Mapped[date] = mapped_column(Date)
    good: Mapped[Good] = relationship(lazy="joined")

    __table_args__ = (CheckConstraint("pack_factor IS NULL OR pack_factor > 0", name="pack_factor"),)


class Document(Base):
    """An act of the ledger: a numbered paper with its movements. Append-only by trigger."""

    __tablename__ = "stock_documents"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    number: Mapped[str] = mapped_column(Key, unique=True)
    kind: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    by_name: Mapped[str] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(Key, default="")
    """What it serves: "donation:…", "trip:…", "stop:…"."""
    reason: Mapped[str] = mapped_column(Text, default="")
    key: Mapped[str] = mapped_column(Key, unique=True)
    content_digest: Mapped[str] = mapped_column(String(64))
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("stock_documents.id"), unique=True)
    place_path: Mapped[str] = mapped_column(Key, default="")
    """The smallest place that holds every store and vehicle it touches: who may read it."""
    movements: Mapped[list[Movement]] = relationship(back_populates="document", order_by="Movement.id")
    counted: Mapped[list[CountLine]] = relationship(back_populates="document", order_by="CountLine.id")

    __table_args__ = (
        Index("ix_stock_documents_kind_at", "kind", "at"),
        Index("ix_stock_documents_subject", "subject"),
        Index("ix_stock_documents_place_path_id", "place_path", "id"),
    )


class Movement(Base):
    """So many base units of one lot from one location to another. Append-only by trigger."""

    __tablename__ = "stock_movements"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("stock_documents.id"), index=True)
    lot_id: Mapped[int] = mapped_column(ForeignKey("stock_lots.id"), index=True)
    from_id: Mapped[int] = mapped_column(ForeignKey("stock_locations.id"))
    to_id: Mapped[int] = mapped_column(ForeignKey("stock_locations.id"))
    amount: Mapped[int] = mapped_column(BigInteger)
    document: Mapped[Document] = relationship(back_populates="movements")
    lot: Mapped[Lot] = relationship(lazy="joined")
    source: Mapped[Location] = relationship(foreign_keys=[from_id])
    target: Mapped[Location] = relationship(foreign_keys=[to_id])

    __table_args__ = (
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("from_id <> to_id", name="elsewhere"),
        Index("ix_stock_movements_from_id_lot_id", "from_id", "lot_id"),
        Index("ix_stock_movements_to_id_lot_id", "to_id", "lot_id"),
    )


class CountLine(Base):
    """What a stock-take expected of a lot and what it found, where both agree too. Append-only by trigger."""

    __tablename__ = "stock_count_lines"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("stock_documents.id"), index=True)
    location_id: Mapped[int] = mapped_column(ForeignKey("stock_locations.id"))
    lot_id: Mapped[int] = mapped_column(ForeignKey("stock_lots.id"))
    expected: Mapped[int] = mapped_column(BigInteger)
    counted: Mapped[int] = mapped_column(BigInteger)
    document: Mapped[Document] = relationship(back_populates="counted")
    location: Mapped[Location] = relationship()
    lot: Mapped[Lot] = relationship(lazy="joined")

    __table_args__ = (
        CheckConstraint("expected >= 0 AND counted >= 0", name="amounts"),
        Index("ix_stock_count_lines_location_id_lot_id", "location_id", "lot_id"),
    )


class Transfer(Base):
    """Goods on their way between two stores, under a carrier's name until all of them have arrived.

    Its documents carry the subject "transfer:<id>"; what they leave in transit is what is still open.
    """

    __tablename__ = "stock_transfers"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("stock_locations.id"))
    target_id: Mapped[int] = mapped_column(ForeignKey("stock_locations.id"))
    carrier: Mapped[str] = mapped_column(Text)
    begun_at: Mapped[datetime] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    source: Mapped[Location] = relationship(foreign_keys=[source_id], lazy="joined")
    target: Mapped[Location] = relationship(foreign_keys=[target_id], lazy="joined")

    __table_args__ = (Index("ix_stock_transfers_closed_at", "closed_at"),)

    @property
    def subject(self) -> str:
        """What its documents serve."""
        return f"transfer:{self.id}"


class Counter(Base):
    """The last number given under a name: of a kind of document, of lots, of stores."""

    __tablename__ = "stock_counters"
    name: Mapped[str] = mapped_column(Key, primary_key=True)
    last: Mapped[int] = mapped_column(Integer)


class Balance(Base):
    """What lies of a lot at a location that keeps a balance, and how much of it is promised."""

    __tablename__ = "stock_balances"
    location_id: Mapped[int] = mapped_column(ForeignKey("stock_locations.id"), primary_key=True)
    lot_id: Mapped[int] = mapped_column(ForeignKey("stock_lots.id"), primary_key=True, index=True)
    on_hand: Mapped[int] = mapped_column(BigInteger, default=0)
    reserved: Mapped[int] = mapped_column(BigInteger, default=0)
    location: Mapped[Location] = relationship()
    lot: Mapped[Lot] = relationship()

    __table_args__ = (CheckConstraint("reserved >= 0 AND on_hand >= reserved", name="covered"),)


class Reservation(Base):
    """A promise of so much of a lot at a location; it ends exactly once: used, released or expired."""

    __tablename__ = "stock_reservations"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    location_id: Mapped[int] = mapped_column(ForeignKey("stock_locations.id"))
    lot_id: Mapped[int] = mapped_column(ForeignKey("stock_lots.id"))
    amount: Mapped[int] = mapped_column(BigInteger)
    subject: Mapped[str] = mapped_column(Key)
    """What it is for: "portion:17"."""
    made_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime | None] = mapped_column(Moment)
    ended: Mapped[str | None] = mapped_column(String(16))
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    lot: Mapped[Lot] = relationship()

    __table_args__ = (
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("ended IS NULL OR ended IN ('used', 'released', 'expired')", name="ended"),
        Index("ix_stock_reservations_subject", "subject"),
        Index("ix_stock_reservations_ended_expires_at", "ended", "expires_at"),
        Index("ix_stock_reservations_lot_id", "lot_id"),
    )
