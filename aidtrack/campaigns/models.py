"""What is kept of campaigns: windows, norms, plans with their portions, and the lots that hold them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from aidtrack.cases.models import Case
from aidtrack.db import Base, Key, Moment
from aidtrack.goods.models import Good
from aidtrack.stock.models import Location, Lot


class Campaign(Base):
    """A whole distribution (đợt): its receiving and distribution windows and its priority classes."""

    __tablename__ = "campaigns"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    code: Mapped[str] = mapped_column(Key, unique=True)
    name: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(16), default="open")
    purpose: Mapped[str] = mapped_column(Text, default="")
    receives_from: Mapped[date] = mapped_column(Date)
    receives_to: Mapped[date] = mapped_column(Date)
    distributes_from: Mapped[date] = mapped_column(Date)
    distributes_to: Mapped[date] = mapped_column(Date)
    place_path: Mapped[str] = mapped_column(Key)
    """The place whose cases it serves; "" for everywhere."""
    store_id: Mapped[int] = mapped_column(ForeignKey("stock_locations.id"))
    classes: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """Priority class by category code where it differs from the categories' table."""
    rest_days: Mapped[int] = mapped_column(Integer, default=0)
    """How many days must lie between a household's last goods and this campaign; 0 for none."""
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime] = mapped_column(Moment)
    version: Mapped[int] = mapped_column(Integer, default=1)
    store: Mapped[Location] = relationship()
    norms: Mapped[list[Norm]] = relationship(back_populates="campaign", order_by="Norm.id", lazy="selectin")
    plans: Mapped[list[Plan]] = relationship(back_populates="campaign", order_by="Plan.id")

    __table_args__ = (
        CheckConstraint("state IN ('open', 'closed')", name="state"),
        CheckConstraint("rest_days >= 0", name="rest_days"),
    )


class Norm(Base):
    """So much of a good for each person or household (base units), with floor, cap, packs and order."""

    __tablename__ = "campaign_norms"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), index=True)
    good_code: Mapped[str] = mapped_column(ForeignKey("goods.code"))
    per: Mapped[str] = mapped_column(String(16))
    amount: Mapped[int] = mapped_column(BigInteger)
    floor: Mapped[int | None] = mapped_column(BigInteger)
    cap: Mapped[int | None] = mapped_column(BigInteger)
    whole_pack: Mapped[int | None] = mapped_column(Integer)
    order: Mapped[str] = mapped_column("order_rule", String(24), default="priority")
    households: Mapped[int | None] = mapped_column(Integer)
    """How many households at most receive it, in the order's sequence; None for all."""
    campaign: Mapped[Campaign] = relationship(back_populates="norms")
    good: Mapped[Good] = relationship(lazy="joined")

    __table_args__ = (
        CheckConstraint("per IN ('person', 'household')", name="per"),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("order_rule IN ('priority', 'largest_households')", name="order"),
        Index("uq_campaign_norms_campaign_id_good_code", "campaign_id", "good_code", unique=True),
    )


class Plan(Base):
    """A proposal of who gets what: proposed by one person, approved by a second, then reserved."""

    __tablename__ = "plans"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), index=True)
    number: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(16), default="proposed")
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    proposed_by_name: Mapped[str] = mapped_column(Text)
    proposed_at: Mapped[datetime] = mapped_column(Moment)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_by_name: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decision_reason: Mapped[str] = mapped_column(Text, default="")
    no_relatives: Mapped[bool] = mapped_column(Boolean, default=False)
    households: Mapped[int] = mapped_column(Integer)
    people: Mapped[int] = mapped_column(Integer)
    resting: Mapped[int] = mapped_column(Integer, default=0)
    """How many households were left out because they received lately (see `resting`)."""
    figures: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """Supply, need and what is left by good (base units), and the fairness figures."""
    digest: Mapped[str] = mapped_column(String(64))
    version: Mapped[int] = mapped_column(Integer, default=1)
    campaign: Mapped[Campaign] = relationship(back_populates="plans")
    portions: Mapped[list[Portion]] = relationship(back_populates="plan", order_by="Portion.id")

    __table_args__ = (
        CheckConstraint("state IN ('proposed', 'approved', 'returned', 'outdated')", name="state"),
        Index("uq_plans_campaign_id_number", "campaign_id", "number", unique=True),
    )


class Portion(Base):
    """What one household gets of one good in a plan (base units), and why."""

    __tablename__ = "portions"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    good_code: Mapped[str] = mapped_column(ForeignKey("goods.code"))
    position: Mapped[int] = mapped_column(Integer)
    """The household's place in the plan's order, from 1."""
    people: Mapped[int] = mapped_column(Integer)
    entitled: Mapped[int] = mapped_column(BigInteger)
    amount: Mapped[int] = mapped_column(BigInteger)
    why: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(16), default="proposed")
    plan: Mapped[Plan] = relationship(back_populates="portions")
    case: Mapped[Case] = relationship()
    good: Mapped[Good] = relationship()
    lots: Mapped[list[PortionLot]] = relationship(back_populates="portion", order_by="PortionLot.id")

    __table_args__ = (
        CheckConstraint("amount >= 0", name="amount"),
        CheckConstraint(
            "state IN ('proposed', 'dropped', 'reserved', 'out', 'given', 'partial', 'failed', 'released')",
            name="state",
        ),
        Index("uq_portions_plan_id_case_id_good_code", "plan_id", "case_id", "good_code", unique=True),
        Index("ix_portions_case_id", "case_id"),
        Index("ix_portions_plan_id_position", "plan_id", "position"),
    )


class PortionLot(Base):
    """From which lot a portion comes, and the reservation that holds it."""

    __tablename__ = "portion_lots"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    portion_id: Mapped[int] = mapped_column(ForeignKey("portions.id"), index=True)
    lot_id: Mapped[int] = mapped_column(ForeignKey("stock_lots.id"))
    reservation_id: Mapped[int] = mapped_column(ForeignKey("stock_reservations.id"), unique=True)
    amount: Mapped[int] = mapped_column(BigInteger)
    portion: Mapped[Portion] = relationship(back_populates="lots")
    lot: Mapped[Lot] = relationship(lazy="joined")

    __table_args__ = (CheckConstraint("amount > 0", name="amount"),)
