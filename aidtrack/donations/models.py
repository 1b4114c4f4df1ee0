"""What is kept of donations: the donor, the pledge by good, and each receipt on paper and counted."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, Date, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from aidtrack.db import Base, Key, Moment
from aidtrack.goods.models import Good
from aidtrack.stock.models import Document, Lot


class Donor(Base):
    """A person or an organisation that gives."""

    __tablename__ = "donors"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    folded: Mapped[str] = mapped_column(Key, index=True)
    phone: Mapped[str | None] = mapped_column(Key)
    note: Mapped[str] = mapped_column(Text, default="")
    place_path: Mapped[str] = mapped_column(Key, default="")
    """Where it was written down; "" is seen by those with rights everywhere."""


class Donation(Base):
    """A pledge: promised, received in part, or received."""

    __tablename__ = "donations"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    code: Mapped[str] = mapped_column(Key, unique=True)
    donor_id: Mapped[int] = mapped_column(ForeignKey("donors.id"), index=True)
    state: Mapped[str] = mapped_column(String(16), default="promised")
    promised_at: Mapped[datetime] = mapped_column(Moment)
    expected_on: Mapped[date | None] = mapped_column(Date)
    note: Mapped[str] = mapped_column(Text, default="")
    earmark: Mapped[list[Any]] = mapped_column(JSON, default=list)
    """Codes of case categories that it is meant for; [] for all."""
    place_path: Mapped[str] = mapped_column(Key, default="")
    version: Mapped[int] = mapped_column(Integer, default=1)
    donor: Mapped[Donor] = relationship(lazy="joined")
    lines: Mapped[list[DonationLine]] = relationship(back_populates="donation", order_by="DonationLine.id")
    receipts: Mapped[list[DonationReceipt]] = relationship(
        back_populates="donation", order_by="DonationReceipt.id"
    )

    __table_args__ = (
        CheckConstraint("state IN ('promised', 'part', 'received', 'withdrawn')", name="state"),
    )


class DonationLine(Base):
    """So much of one good promised, 0 if it came unannounced, and counted of it so far (base units)."""

    __tablename__ = "donation_lines"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    donation_id: Mapped[int] = mapped_column(ForeignKey("donations.id"), index=True)
    good_code: Mapped[str] = mapped_column(ForeignKey("goods.code"))
    promised: Mapped[int] = mapped_column(BigInteger)
    received: Mapped[int] = mapped_column(BigInteger, default=0)
    donation: Mapped[Donation] = relationship(back_populates="lines")
    good: Mapped[Good] = relationship(lazy="joined")

    __table_args__ = (
        CheckConstraint("promised >= 0", name="promised"),
        CheckConstraint("received >= 0", name="received"),
        Index("uq_donation_lines_donation_id_good_code", "donation_id", "good_code", unique=True),
    )


class DonationReceipt(Base):
    """One arrival: the lot, the quantity on paper and the quantity counted, and why they differ."""

    __tablename__ = "donation_receipts"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    donation_id: Mapped[int] = mapped_column(ForeignKey("donations.id"), index=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("stock_documents.id"), index=True)
    lot_id: Mapped[int] = mapped_column(ForeignKey("stock_lots.id"))
    on_paper: Mapped[int] = mapped_column(BigInteger)
    counted: Mapped[int] = mapped_column(BigInteger)
    difference_reason: Mapped[str] = mapped_column(Text, default="")
    handed_over_by: Mapped[str] = mapped_column(Text, default="")
    donation: Mapped[Donation] = relationship(back_populates="receipts")
    document: Mapped[Document] = relationship()
    lot: Mapped[Lot] = relationship(lazy="joined")

    __table_args__ = (
        CheckConstraint("on_paper >= 0", name="on_paper"),
        CheckConstraint("counted > 0", name="counted"),
    )
