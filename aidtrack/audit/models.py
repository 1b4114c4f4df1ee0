"""What the chain keeps: entries with digests only, their head, and readable details beside them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from aidtrack.db import Base, Key, Moment


class Entry(Base):
    """One link of the chain. Append-only by trigger; holds no personal data, only digests."""

    __tablename__ = "audit_entries"
    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    action: Mapped[str] = mapped_column(Key)
    subject: Mapped[str] = mapped_column(Key)
    actor: Mapped[str] = mapped_column(Key)
    at: Mapped[datetime] = mapped_column(Moment)
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    digest: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
    detail: Mapped[Detail | None] = relationship(viewonly=True, lazy="joined")

    __table_args__ = (Index("ix_audit_entries_subject", "subject", "seq"),)

    @property
    def covered(self) -> dict[str, Any]:
        """What the hash of this entry covers."""
        return {
            "seq": self.seq,
            "action": self.action,
            "subject": self.subject,
            "actor": self.actor,
            "at": self.at.isoformat(),
            "recorded_at": self.recorded_at.isoformat(),
            "digest": self.digest,
        }


class Head(Base):
    """The last link, in a row that every writer locks: so numbers have no holes."""

    __tablename__ = "audit_head"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    seq: Mapped[int] = mapped_column(Integer)
    hash: Mapped[str] = mapped_column(String(64))

    __table_args__ = (CheckConstraint("id = 1", name="single"),)


class Detail(Base):
    """What an entry was about, readable; may be erased without breaking the chain."""

    __tablename__ = "audit_details"
    seq: Mapped[int] = mapped_column(ForeignKey("audit_entries.seq"), primary_key=True)
    actor_name: Mapped[str] = mapped_column(Text)
    place_path: Mapped[str | None] = mapped_column(Key)
    content: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    salt: Mapped[str] = mapped_column(String(32))
    erased_at: Mapped[datetime | None] = mapped_column(Moment)

    __table_args__ = (Index("ix_audit_details_place_path", "place_path"),)
