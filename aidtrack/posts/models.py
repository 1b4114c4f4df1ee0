"""What is kept of posts of community groups: their text for a while, and the drafts read from them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, CheckConstraint, ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from aidtrack.cases.models import Case
from aidtrack.db import Base, Key, Moment


class Post(Base):
    """One post as it stood in a group. `place_path` is the path of the group's ward.

    `text`, `link`, `spans` and `digest` are forgotten some days after the last decision about it.
    """

    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    batch: Mapped[str] = mapped_column(Key, index=True)
    """Posts that were brought in together share it."""
    place_id: Mapped[str] = mapped_column(ForeignKey("places.id"))
    place_path: Mapped[str] = mapped_column(Key)
    text: Mapped[str] = mapped_column(Text)
    link: Mapped[str] = mapped_column(Text, default="")
    digest: Mapped[str | None] = mapped_column(String(64))
    """Of its letters and digits: the same post is not read twice in one ward."""
    posted_at: Mapped[datetime | None] = mapped_column(Moment)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    by_name: Mapped[str] = mapped_column(Text)
    kind_read: Mapped[str] = mapped_column(String(16))
    kind: Mapped[str | None] = mapped_column(String(16))
    """What a person found it to be; None until somebody looked."""
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    """When the last word about it was said."""
    spans: Mapped[list[Any]] = mapped_column(JSON, default=list)
    """Where its words were read: [start, end, field, household or None]."""
    forgotten: Mapped[bool] = mapped_column(Boolean, default=False)
    drafts: Mapped[list[PostDraft]] = relationship(
        back_populates="post", order_by="PostDraft.number", cascade="all, delete-orphan"
    )

    __table_args__ = (
        Index("uq_posts_place_id_digest", "place_id", "digest", unique=True),
        Index("ix_posts_unsorted", "kind", "place_path", "id"),
    )


class PostDraft(Base):
    """One household read from a post: a proposal, until a person confirms it or puts it aside.

    `place_path` is the path of the ward it lives in, which may be another one than the group's.
    """

    __tablename__ = "post_drafts"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(Integer)
    """Its place in the post, from 1."""
    place_id: Mapped[str] = mapped_column(ForeignKey("places.id"))
    place_path: Mapped[str] = mapped_column(Key)
    place_known: Mapped[bool] = mapped_column(Boolean, default=True)
    """Whether its ward was read or chosen, or only taken from the group for want of a better one."""
    urgent: Mapped[bool] = mapped_column(Boolean, default=False)
    since: Mapped[datetime] = mapped_column(Moment)
    """When it was posted, else brought in."""
    phone: Mapped[str | None] = mapped_column(Key, index=True)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    """What was read, by field; emptied when the post is forgotten."""
    state: Mapped[str] = mapped_column(String(16), default="open")
    reason: Mapped[str | None] = mapped_column(String(16))
    corrected: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    """Fields that the person who confirmed it had to mend."""
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"), index=True)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_by_name: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    post: Mapped[Post] = relationship(back_populates="drafts")
    case: Mapped[Case | None] = relationship()

    __table_args__ = (
        CheckConstraint("state IN ('open', 'confirmed', 'discarded', 'served')", name="state"),
        Index("uq_post_drafts_post_id_number", "post_id", "number", unique=True),
        Index(
            "ix_post_drafts_open",
            "urgent",
            "since",
            "id",
            "place_path",
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_post_drafts_place", "place_path", "state"),
    )
