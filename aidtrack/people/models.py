"""What is kept of people: who they are, their assignments, their sessions and one-time links."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from aidtrack.db import Base, Key, Moment
from aidtrack.places.models import Place


class Person(Base):
    """Somebody who signs in with a phone and a password. `password_hash` is None until they chose one."""

    __tablename__ = "people"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    phone: Mapped[str] = mapped_column(Key, unique=True)
    password_hash: Mapped[str | None] = mapped_column(Text)
    language: Mapped[str | None] = mapped_column(String(2))
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    demo: Mapped[bool] = mapped_column(Boolean, default=False)
    failures: Mapped[int] = mapped_column(Integer, default=0)
    locked_until: Mapped[datetime | None] = mapped_column(Moment)
    created_at: Mapped[datetime] = mapped_column(Moment)
    assignments: Mapped[list[Assignment]] = relationship(
        back_populates="person", order_by="Assignment.id", foreign_keys="Assignment.person_id"
    )


class Assignment(Base):
    """A role at a place from a day to a day; no place: everywhere, no last day: until further notice."""

    __tablename__ = "assignments"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    role: Mapped[str] = mapped_column(String(16))
    place_id: Mapped[str | None] = mapped_column(ForeignKey("places.id"))
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    given_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    person: Mapped[Person] = relationship(back_populates="assignments", foreign_keys=[person_id])
    place: Mapped[Place | None] = relationship(lazy="joined")


class SignedIn(Base):
    """A session: the digest of the token in the browser, real time, ended when rights change."""

    __tablename__ = "sessions"
    token_digest: Mapped[str] = mapped_column(Key, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    began_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    person: Mapped[Person] = relationship(lazy="joined")


class OneTimeLink(Base):
    """A link that an administrator hands over: to begin, or to get back in. Works once, for some hours."""

    __tablename__ = "one_time_links"
    token_digest: Mapped[str] = mapped_column(Key, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)
    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="joined")

    __table_args__ = (Index("ix_one_time_links_expires_at", "expires_at"),)
