"""What is kept of deliveries: a trip, its stops, what each stop carries, and what was signed for."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from aidtrack.campaigns.models import Campaign
from aidtrack.cases.models import Case
from aidtrack.db import Base, Key, Moment
from aidtrack.goods.models import Good
from aidtrack.people.models import Person
from aidtrack.places.models import Place
from aidtrack.stock.models import Document, Location, Lot


class Trip(Base):
    """One run of a driver in a ward: planned, out, closed; or cancelled before it went out.

    Its vehicle is a location of the ledger. A cancelled trip has no stops.
    """

    __tablename__ = "trips"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    code: Mapped[str] = mapped_column(Key, unique=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), index=True)
    place_id: Mapped[str] = mapped_column(ForeignKey("places.id"))
    place_path: Mapped[str] = mapped_column(Key, index=True)
    state: Mapped[str] = mapped_column(String(16), default="planned")
    on: Mapped[date] = mapped_column("on_day", Date)
    driver_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    vehicle_id: Mapped[int] = mapped_column(ForeignKey("stock_locations.id"))
    planned_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    planned_at: Mapped[datetime] = mapped_column(Moment)
    sent_out_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    issue_id: Mapped[int | None] = mapped_column(ForeignKey("stock_documents.id"))
    version: Mapped[int] = mapped_column(Integer, default=1)
    campaign: Mapped[Campaign] = relationship()
    place: Mapped[Place] = relationship(lazy="joined")
    driver: Mapped[Person | None] = relationship(foreign_keys=[driver_id])
    vehicle: Mapped[Location] = relationship()
    issue: Mapped[Document | None] = relationship()
    stops: Mapped[list[Stop]] = relationship(back_populates="trip", order_by="Stop.position")

    __table_args__ = (CheckConstraint("state IN ('planned', 'out', 'closed', 'cancelled')", name="state"),)


class Stop(Base):
    """One household on a trip. `outcome` is None until something happened at the door."""

    __tablename__ = "stops"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    trip_id: Mapped[int] = mapped_column(ForeignKey("trips.id"), index=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    people: Mapped[int] = mapped_column(Integer)
    outcome: Mapped[str | None] = mapped_column(String(16))
    version: Mapped[int] = mapped_column(Integer, default=1)
    trip: Mapped[Trip] = relationship(back_populates="stops")
    case: Mapped[Case] = relationship(lazy="joined")
    lines: Mapped[list[StopLine]] = relationship(
        back_populates="stop", order_by="StopLine.id", lazy="selectin"
    )
    receipt: Mapped[Receipt | None] = relationship(
        primaryjoin="and_(Receipt.stop_id == Stop.id, Receipt.superseded_at.is_(None))", viewonly=True
    )
    """The receipt that counts; those that were corrected are among `receipts`."""
    receipts: Mapped[list[Receipt]] = relationship(back_populates="stop", order_by="Receipt.id")

    __table_args__ = (
        CheckConstraint(
            "outcome IS NULL OR outcome IN ('received', 'received_for', 'absent', 'declined', 'partial')",
            name="outcome",
        ),
        Index("uq_stops_trip_id_case_id", "trip_id", "case_id", unique=True),
    )


class StopLine(Base):
    """What a stop carries of one lot for one portion, and what was handed over (base units)."""

    __tablename__ = "stop_lines"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    stop_id: Mapped[int] = mapped_column(ForeignKey("stops.id"), index=True)
    portion_id: Mapped[int] = mapped_column(ForeignKey("portions.id"), index=True)
    good_code: Mapped[str] = mapped_column(ForeignKey("goods.code"))
    lot_id: Mapped[int] = mapped_column(ForeignKey("stock_lots.id"))
    reservation_id: Mapped[int] = mapped_column(ForeignKey("stock_reservations.id"))
    planned: Mapped[int] = mapped_column(BigInteger)
    given: Mapped[int | None] = mapped_column(BigInteger)
    stop: Mapped[Stop] = relationship(back_populates="lines")
    good: Mapped[Good] = relationship(lazy="joined")
    lot: Mapped[Lot] = relationship()

    __table_args__ = (
        CheckConstraint("planned > 0", name="planned"),
        CheckConstraint("given IS NULL OR (given >= 0 AND given <= planned)", name="given"),
    )


class Receipt(Base):
    """The proof of what happened at a stop: outcome, who received, who recorded, when, and the signature.

    A wrong one is superseded by another, never changed and never deleted; one of each stop counts.
    """

    __tablename__ = "receipts"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    stop_id: Mapped[int] = mapped_column(ForeignKey("stops.id"), index=True)
    outcome: Mapped[str] = mapped_column(String(16))
    received_by: Mapped[str] = mapped_column(Text, default="")
    relation: Mapped[str] = mapped_column(Text, default="")
    signature: Mapped[str] = mapped_column(Text, default="")
    """The signature's strokes as SVG path data; "" where the person signed on paper or pressed a finger."""
    note: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(Moment)
    """When somebody was at the door; a correction keeps it."""
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    by_name: Mapped[str] = mapped_column(Text)
    give_id: Mapped[int | None] = mapped_column(ForeignKey("stock_documents.id"))
    return_id: Mapped[int | None] = mapped_column(ForeignKey("stock_documents.id"))
    key: Mapped[str] = mapped_column(Key, unique=True)
    """The client's own name for it: the same key records once."""
    digest: Mapped[str] = mapped_column(String(64))
    """What it says, as SHA-256: the same key with another digest is another receipt."""
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("receipts.id"), unique=True)
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why the one before was wrong; "" of a first receipt."""
    superseded_at: Mapped[datetime | None] = mapped_column(Moment)
    """When another one took its place; None of the one that counts."""
    stop: Mapped[Stop] = relationship(back_populates="receipts")
    corrects: Mapped[Receipt | None] = relationship(remote_side=[id])

    __table_args__ = (
        Index(
            "uq_receipts_stop_id_counts",
            "stop_id",
            unique=True,
            sqlite_where=text("superseded_at IS NULL"),
            postgresql_where=text("superseded_at IS NULL"),
        ),
        CheckConstraint("corrects_id IS NULL OR reason <> ''", name="reason"),
    )
