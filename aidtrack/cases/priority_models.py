"""What is kept of priorities: by how much somebody raised or lowered a household's score, and why."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from aidtrack.db import Base, Key, Moment


class PriorityChange(Base):
    """A change by hand; the last one of a case counts. `score` is what came of it, by table `version`."""

    __tablename__ = "case_priority_changes"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    by_name: Mapped[str] = mapped_column(Text)
    points: Mapped[int] = mapped_column(Integer)
    reason: Mapped[str] = mapped_column(Text)
    score: Mapped[int] = mapped_column(Integer)
    version: Mapped[str] = mapped_column(Key)

    __table_args__ = (CheckConstraint("points BETWEEN -20 AND 20", name="points"),)
