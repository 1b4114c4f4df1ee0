"""What is kept of requests: the page of each ward, what residents sent, and how often somebody knocked."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, CheckConstraint, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from aidtrack.cases.models import Case
from aidtrack.db import Base, Key, Moment
from aidtrack.places.models import Place


class RequestPage(Base):
    """Whether residents of a ward can send requests, and whom they may call. No row: they cannot."""

    __tablename__ = "request_pages"
    place_id: Mapped[str] = mapped_column(ForeignKey("places.id"), primary_key=True)
    place_path: Mapped[str] = mapped_column(Key, index=True)
    is_open: Mapped[bool] = mapped_column(Boolean)
    phone: Mapped[str | None] = mapped_column(Key)
    """The ward's own number, shown to everybody."""
    reason: Mapped[str] = mapped_column(Text, default="")
    changed_by_name: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime] = mapped_column(Moment)
    version: Mapped[int] = mapped_column(Integer, default=1)
    place: Mapped[Place] = relationship(lazy="joined")


class HelpRequest(Base):
    """What a resident sent. No case: that is added by whoever takes it up.

    Of its follow-up code and of the form's key only keyed digests are kept; `digest` is one over all that was
    written, and stays when the personal part is erased.
    """

    __tablename__ = "help_requests"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    code_digest: Mapped[str] = mapped_column(String(64), unique=True)
    key_digest: Mapped[str] = mapped_column(String(64), unique=True)
    digest: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(16))
    version: Mapped[int] = mapped_column(Integer, default=1)
    place_id: Mapped[str] = mapped_column(ForeignKey("places.id"))
    place_path: Mapped[str] = mapped_column(Key)
    sent_at: Mapped[datetime] = mapped_column(Moment)
    urgent: Mapped[bool] = mapped_column(Boolean, default=False)
    for_neighbour: Mapped[bool] = mapped_column(Boolean, default=False)
    name: Mapped[str] = mapped_column(Text)
    phone: Mapped[str | None] = mapped_column(Key)
    people: Mapped[int] = mapped_column(Integer)
    address: Mapped[str] = mapped_column(Text, default="")
    categories: Mapped[list[Any]] = mapped_column(JSON, default=list)
    needs: Mapped[list[Any]] = mapped_column(JSON, default=list)
    words: Mapped[str] = mapped_column(Text, default="")
    asker_name: Mapped[str] = mapped_column(Text, default="")
    asker_phone: Mapped[str | None] = mapped_column(Key)
    consent: Mapped[str] = mapped_column(Text)
    """Which wording was agreed to, at `sent_at`."""
    suspicions: Mapped[list[Any]] = mapped_column(JSON, default=list)
    words_digest: Mapped[str] = mapped_column(String(64), default="")
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"), index=True)
    linked: Mapped[bool] = mapped_column(Boolean, default=False)
    """Whether the case was there before."""
    reason: Mapped[str] = mapped_column(String(16), default="")
    reason_text: Mapped[str] = mapped_column(Text, default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    answered_by_name: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawal_asked_at: Mapped[datetime | None] = mapped_column(Moment)
    erased_at: Mapped[datetime | None] = mapped_column(Moment)
    place: Mapped[Place] = relationship(lazy="joined")
    case: Mapped[Case | None] = relationship()

    __table_args__ = (
        CheckConstraint(
            "state IN ('apart', 'waiting', 'taken', 'declined', 'spam', 'withdrawn')", name="state"
        ),
        CheckConstraint("state <> 'taken' OR case_id IS NOT NULL", name="case"),
        Index("ix_help_requests_queue", "state", "urgent", "sent_at", "id", "place_path"),
        Index("ix_help_requests_place_id_sent_at", "place_id", "sent_at"),
        Index("ix_help_requests_phone", "phone"),
        Index("ix_help_requests_asker_phone", "asker_phone"),
    )


class Knock(Base):
    """How often somebody knocked at a door within a window of real time; `who` is a keyed digest."""

    __tablename__ = "request_knocks"
    door: Mapped[str] = mapped_column(Key, primary_key=True)
    who: Mapped[str] = mapped_column(String(64), primary_key=True)
    since: Mapped[datetime] = mapped_column(Moment, primary_key=True)
    count: Mapped[int] = mapped_column(Integer)

    __table_args__ = (Index("ix_request_knocks_since", "since"),)
