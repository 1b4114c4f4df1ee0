"""What is kept of a question to another ward: who asked about a look-alike, and the answer."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from aidtrack.db import Base, Key, Moment


class PairQuestion(Base):
    """A suspected pair of two wards, put before who coordinates the other one.

    `asking_id` and `asked_id` are the cases of the two sides. While `answer` is empty the question is open;
    "lapsed" says that the pair was decided or changed otherwise meanwhile.
    """

    __tablename__ = "case_pair_questions"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    pair_id: Mapped[int] = mapped_column(ForeignKey("case_pairs.id", ondelete="CASCADE"))
    asking_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    asked_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    asked_by_name: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(Moment)
    note: Mapped[str] = mapped_column(Text, default="")
    answer: Mapped[str | None] = mapped_column(String(16))
    answer_note: Mapped[str] = mapped_column(Text, default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    answered_by_name: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    place: Mapped[str] = mapped_column(Key)
    """The key of the ward that is asked."""

    __table_args__ = (
        CheckConstraint("answer IS NULL OR answer IN ('same', 'different', 'lapsed')", name="answer"),
        Index("ix_case_pair_questions_pair_id", "pair_id"),
    )
