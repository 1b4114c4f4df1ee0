"""Posts are forgotten some days after the last word about them: what stays tells nothing of anybody."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update

from aidtrack.audit.actions import record
from aidtrack.db import db
from aidtrack.errors import NotAllowed
from aidtrack.posts.models import Post, PostDraft
from aidtrack.rights import Actor
from aidtrack.sentences import N_

MOST_AT_ONCE = 500


def forget(before: datetime, *, by: Actor, at: datetime) -> int:
    """Forget the text of posts of which nothing has waited since a moment; how many. The nightly job's.

    What stays says no more of anybody: the kind, the ward, the states of drafts, the cases they became.
    """
    if not by.operator:
        raise NotAllowed(N_("Only the program itself does this."))
    waits = select(PostDraft.post_id).where(PostDraft.state == "open")
    last = func.coalesce(Post.decided_at, Post.at)
    old = select(Post.id).where(Post.forgotten.is_(False), last < before, Post.id.not_in(waits))
    ids = list(db.session.scalars(old.order_by(Post.id).limit(MOST_AT_ONCE)))
    if not ids:
        return 0
    nothing: dict[str, Any] = {"text": "", "link": "", "digest": None, "spans": [], "forgotten": True}
    db.session.execute(update(Post).where(Post.id.in_(ids)).values(**nothing))
    db.session.execute(update(PostDraft).where(PostDraft.post_id.in_(ids)).values(facts={}, phone=None))
    db.session.execute(delete(PostDraft).where(PostDraft.post_id.in_(ids), PostDraft.state == "served"))
    record("posts.forget", "posts:old", by=by, at=at, count=len(ids))
    return len(ids)
