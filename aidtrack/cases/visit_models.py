"""What is kept of visits, their witnesses and photos, and of the lists whose sample is called back."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from aidtrack.cases.models import Case
from aidtrack.db import Base, Key, Moment


class CaseVisit(Base):
    """One visit to a household: what was found there, and who agreed and vouched."""

    __tablename__ = "case_visits"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    visited_on: Mapped[date] = mapped_column(Date)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    by_name: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    result: Mapped[str] = mapped_column(String(16))
    people_found: Mapped[int | None] = mapped_column(Integer)
    without_papers: Mapped[int] = mapped_column(Integer, default=0)
    findings: Mapped[str] = mapped_column(Text, default="")
    consent_by: Mapped[str] = mapped_column(Text, default="")
    vouched: Mapped[bool] = mapped_column(default=False)
    """Whether two independent witnesses vouched, as things stood when it was written down."""
    witnesses: Mapped[list[VisitWitness]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="VisitWitness.position"
    )
    photos: Mapped[list[VisitPhoto]] = relationship(
        back_populates="visit", cascade="all, delete-orphan", lazy="selectin", order_by="VisitPhoto.id"
    )

    __table_args__ = (
        CheckConstraint("result IN ('as_told', 'differs', 'nobody_in', 'not_known')", name="result"),
        CheckConstraint("without_papers >= 0", name="without_papers"),
    )


class VisitWitness(Base):
    """Somebody who vouched at a visit."""

    __tablename__ = "case_visit_witnesses"
    visit_id: Mapped[int] = mapped_column(ForeignKey("case_visits.id"), primary_key=True)
    position: Mapped[int] = mapped_column(Integer, primary_key=True)
    role: Mapped[str] = mapped_column(Key)
    name: Mapped[str] = mapped_column(Text)
    phone: Mapped[str | None] = mapped_column(Key)
    address: Mapped[str] = mapped_column(Text, default="")


class VisitPhoto(Base):
    """A photo of a visit; its files lie in the deployment's own folder under `name` until they are erased."""

    __tablename__ = "case_photos"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("case_visits.id"), index=True)
    name: Mapped[str] = mapped_column(Key, unique=True)
    digest: Mapped[str] = mapped_column(String(64))
    size: Mapped[int] = mapped_column(Integer)
    width: Mapped[int] = mapped_column(Integer)
    height: Mapped[int] = mapped_column(Integer)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    erased_at: Mapped[datetime | None] = mapped_column(Moment)
    visit: Mapped[CaseVisit] = relationship(back_populates="photos")

    __table_args__ = (Index("ix_case_photos_erased_at", "erased_at"),)


class CallList(Base):
    """Cases that are to be verified together, once some of them were called back.

    `seed` draws the sample again (`sampling.drawn`). `outcome` is empty while calls are open.
    """

    __tablename__ = "case_call_lists"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    place_path: Mapped[str] = mapped_column(Key)
    seed: Mapped[str] = mapped_column(Key)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    by_name: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    outcome: Mapped[str] = mapped_column(String(16), default="")
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    verified: Mapped[int] = mapped_column(Integer, default=0)
    members: Mapped[list[CallListCase]] = relationship(
        cascade="all, delete-orphan", order_by="CallListCase.case_id"
    )

    __table_args__ = (
        CheckConstraint("outcome IN ('', 'verified', 'refused', 'dropped')", name="outcome"),
        Index("ix_case_call_lists_place", "place_path", "outcome"),
    )


class CallListCase(Base):
    """A case of such a list, in the version that was looked at; `lot` is its turn to be called, if any."""

    __tablename__ = "case_call_list_cases"
    list_id: Mapped[int] = mapped_column(ForeignKey("case_call_lists.id"), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True, index=True)
    version: Mapped[int] = mapped_column(Integer)
    lot: Mapped[int | None] = mapped_column(Integer)
    answer: Mapped[str | None] = mapped_column(String(16))
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    answered_by_name: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")
    case: Mapped[Case] = relationship()

    __table_args__ = (
        CheckConstraint("answer IS NULL OR answer IN ('confirmed', 'wrong', 'not_reached')", name="answer"),
    )
