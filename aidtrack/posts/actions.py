"""What may be done with posts: bring them in, confirm or put aside what was read, hand on, sort.

Reading happens before (`read_all`), outside of any transaction. Nothing becomes a case without a person.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update

from aidtrack.audit.actions import record
from aidtrack.audit.chain import digest_of_rows
from aidtrack.cases import actions as cases
from aidtrack.cases.facts import CaseFacts
from aidtrack.cases.models import Case
from aidtrack.cases.row_actions import common_path, one_at_a_time, tell
from aidtrack.db import db
from aidtrack.errors import Conflict, NotFound, RuleBroken
from aidtrack.places import queries as places
from aidtrack.places.naming import WARD_KINDS
from aidtrack.posts.models import Post, PostDraft
from aidtrack.posts.pasting import Pasted
from aidtrack.posts.proposing import (
    KIND_LABELS,
    corrections,
    facts_of,
    kind_named,
    reason_named,
)
from aidtrack.posts.reading import Household, Reading, read
from aidtrack.rights import Actor, require
from aidtrack.sentences import N_, say

DECIDED = N_("Somebody else has just decided on this household. Look at the queue again.")


@dataclass(frozen=True)
class ReadPost:
    """A post with what was read from it."""

    pasted: Pasted
    reading: Reading


@dataclass(frozen=True)
class Brought:
    """What became of posts that were brought in: the batch they are, how many were new, what was proposed."""

    batch: str
    new: int
    already: int
    proposed: int
    elsewhere: int = 0
    """Of those proposed: how many live where whoever brought them may not decide."""


def read_all(posts: Sequence[Pasted], place_id: str, *, by: Actor) -> list[ReadPost]:
    """Read posts of the group of a ward; RuleBroken (field "ward") if it is none of the actor's wards."""
    _group_path(place_id, by)
    unit = places.get_unit(place_id)
    gazetteer = places.gazetteer(unit.edition)
    return [
        ReadPost(one, read(one.text, posted_at=one.posted_at, group_ward=unit, gazetteer=gazetteer))
        for one in posts
    ]


def bring(posts: Sequence[ReadPost], place_id: str, *, by: Actor, at: datetime) -> Brought:
    """Keep posts that were read, with a draft for each household. What this group has already is left out."""
    path = _group_path(place_id, by)
    one_at_a_time()
    digests = [one.pasted.digest for one in posts]
    known = set(
        db.session.scalars(select(Post.digest).where(Post.place_id == place_id, Post.digest.in_(digests)))
    )
    fresh = [one for one in posts if one.pasted.digest not in known]
    batch, proposed, elsewhere = secrets.token_urlsafe(9), 0, 0
    for one in fresh:
        post = _post(one, place_id, path, batch, by, at)
        post.drafts = [
            _draft(post, number, household) for number, household in enumerate(one.reading.households, 1)
        ]
        waiting = [draft for draft in post.drafts if draft.state == "open"]
        proposed += len(waiting)
        elsewhere += sum(not by.can("posts.decide", within=draft.place_path) for draft in waiting)
        db.session.add(post)
    db.session.flush()
    if fresh:
        digest = digest_of_rows([[one.pasted.digest, one.reading.kind] for one in fresh])
        details = {"count": len(fresh), "proposed": proposed, "already": len(posts) - len(fresh)}
        record(
            "posts.bring", f"posts:{batch}", by=by, at=at, path=path, place=place_id, digest=digest, **details
        )
    return Brought(batch, len(fresh), len(posts) - len(fresh), proposed, elsewhere)


def _group_path(place_id: str, by: Actor) -> str:
    path = _ward_path(place_id, "ward")
    if not by.can("posts.read", within=path):
        raise RuleBroken(
            N_("{place} lies outside the area of your assignment. Ask its coordinator."),
            field="ward",
            place=places.label_of(place_id),
        )
    return path


def _ward_path(place_id: str, field: str) -> str:
    """The path of a ward; RuleBroken if it is none."""
    try:
        unit = places.get_unit(place_id)
    except NotFound:
        raise RuleBroken(N_("Choose the ward or commune."), field=field) from None
    if unit.kind not in WARD_KINDS:
        raise RuleBroken(
            N_("{place} is no ward or commune. Choose one inside it."), field=field, place=unit.label
        )
    return places.path_of(place_id)


def _post(one: ReadPost, place_id: str, path: str, batch: str, by: Actor, at: datetime) -> Post:
    return Post(
        batch=batch,
        place_id=place_id,
        place_path=path,
        text=one.pasted.text,
        link=one.pasted.link,
        digest=one.pasted.digest,
        # a group's clock may run before ours
        posted_at=min(one.pasted.posted_at, at) if one.pasted.posted_at else None,
        at=at,
        by_id=by.id,
        by_name=by.name,
        kind_read=one.reading.kind if one.reading.kind in KIND_LABELS else "other",
        spans=[[span.start, span.end, span.field, span.household] for span in one.reading.spans],
        forgotten=False,
    )


def _draft(post: Post, number: int, one: Household) -> PostDraft:
    """A household as it was read; of a post that says it has been helped already, only a trace."""
    place_id, known = _place_read(one.ward_code, post.place_id)
    facts = facts_of(one)
    return PostDraft(
        number=number,
        place_id=place_id,
        place_path=places.path_of(place_id),
        place_known=known,
        urgent=one.urgency == "high",
        since=post.posted_at or post.at,
        phone=facts["phone"],
        facts=facts,
        state="served" if post.kind_read == "served" else "open",
    )


def _place_read(code: str | None, group: str) -> tuple[str, bool]:
    """The ward that was read, else the group's; and whether it was read."""
    try:
        unit = places.get_unit(f"{group.split(':')[0]}:{code}")
    except NotFound:
        return group, False
    return (unit.key, True) if code and unit.kind in WARD_KINDS else (group, False)


def confirm(draft: PostDraft, facts: CaseFacts, *, by: Actor, at: datetime) -> Case:
    """Make a case of a draft as a person wrote it down; whoever confirms is its registrar.

    Asking in public is no consent: `facts` say either who of the household agreed when it was called
    (`consent_by`), or who asked in the group (`asked_by_name`), and then the visit asks for consent.
    """
    post = draft.post
    require(by, "posts.decide", within=draft.place_path)
    case = cases.register(facts, by=by, at=at)
    written = {**facts.to_plain(), "place": facts.place_id, "phone": case.phone, "name": case.name}
    mended = corrections(_as_read(draft), written)
    _decide(draft, by, at, state="confirmed", case_id=case.id, corrected=mended)
    said = say(N_("Asked for in the group of {place}"), place=places.label_of(post.place_id))
    tell(case.id, "post", said, by=by, at=at, version=case.version)
    details = {"case": case.code, "fields": mended}
    record("posts.confirm", _named(draft), by=by, at=at, path=case.place_path, **details)
    _close(post, "request", at)
    return case


def _as_read(draft: PostDraft) -> Mapping[str, Any]:
    return {**draft.facts, "place": draft.place_id if draft.place_known else None}


def discard(draft: PostDraft, reason: str, *, by: Actor, at: datetime) -> None:
    """Put a draft aside for one of the reasons; it becomes no case."""
    require(by, "posts.decide", within=draft.place_path)
    reason = reason_named(reason)
    _decide(draft, by, at, state="discarded", reason=reason)
    record("posts.discard", _named(draft), by=by, at=at, path=draft.place_path, put_aside=reason)
    _close(draft.post, reason if reason in KIND_LABELS else "request", at)


def forward(draft: PostDraft, place_id: str, *, by: Actor, at: datetime) -> None:
    """Hand a draft on to the ward where the household lives; its people find it in their queue."""
    require(by, "posts.decide", within=draft.place_path)
    path, before = _ward_path(place_id, "place"), draft.place_path
    if place_id == draft.place_id and draft.place_known:
        raise RuleBroken(N_("It is with that ward already."), field="place")
    _guarded(draft, place_id=place_id, place_path=path, place_known=True)
    record("posts.forward", _named(draft), by=by, at=at, path=before, place=place_id)


def sort(post: Post, kind: str, *, by: Actor, at: datetime) -> PostDraft | None:
    """Say what a post is that was read to ask for nothing; if it is a request after all, an empty draft."""
    require(by, "posts.decide", within=post.place_path)
    kind = kind_named(kind)
    if db.session.scalar(select(PostDraft.id).where(PostDraft.post_id == post.id, PostDraft.state == "open")):
        raise Conflict(N_("Households of this post still wait; decide on each of them."))
    still = update(Post).where(Post.id == post.id, Post.kind.is_(None), Post.forgotten.is_(False))
    asked = kind == "request"
    if not db.session.execute(still.values(kind=kind, decided_at=at)).rowcount:  # type: ignore[attr-defined]
        raise Conflict(N_("Somebody else has just said what this post is."))
    record("posts.sort", f"post:{post.id}", by=by, at=at, path=post.place_path, kind=kind)
    db.session.expire(post)
    return _empty_draft(post) if asked else None


def sort_as_read(posts: Sequence[Post], *, by: Actor, at: datetime) -> int:
    """Say of many posts at once that they are what they were read to be; how many. What asks for help, has
    a household that waits, or was sorted by somebody else meanwhile, is left as it is."""
    require(by, "posts.decide")
    mine = [post for post in posts if by.can("posts.decide", within=post.place_path)]
    waits = select(PostDraft.post_id).where(PostDraft.state == "open")
    still = update(Post).where(
        Post.id.in_([post.id for post in mine]),
        Post.kind.is_(None),
        Post.kind_read != "request",
        Post.id.not_in(waits),
    )
    sorted_ids = list(db.session.scalars(still.values(kind=Post.kind_read, decided_at=at).returning(Post.id)))
    if sorted_ids:
        kinds = sorted((post.id, post.kind_read) for post in mine if post.id in sorted_ids)
        path = common_path(post.place_path for post in mine)
        told = {"count": len(kinds), "digest": digest_of_rows(list(one) for one in kinds)}
        record("posts.sort_many", "posts:many", by=by, at=at, path=path, **told)
    return len(sorted_ids)


def _empty_draft(post: Post) -> PostDraft:
    last = db.session.scalar(select(func.max(PostDraft.number)).where(PostDraft.post_id == post.id))
    draft = _draft(post, int(last or 0) + 1, Household())
    draft.state = "open"
    post.drafts.append(draft)
    db.session.flush()
    return draft


def _named(draft: PostDraft) -> str:
    return f"post:{draft.post_id}/{draft.number}"


def _decide(draft: PostDraft, by: Actor, at: datetime, **values: Any) -> None:
    _guarded(draft, decided_by_id=by.id, decided_by_name=by.name, decided_at=at, **values)


def _guarded(draft: PostDraft, **values: Any) -> None:
    """Change an open draft, if it is open still; Conflict otherwise."""
    db.session.flush()
    still = update(PostDraft).where(
        PostDraft.id == draft.id, PostDraft.state == "open", PostDraft.place_id == draft.place_id
    )
    if not db.session.execute(still.values(**values)).rowcount:  # type: ignore[attr-defined]
        raise Conflict(DECIDED)
    db.session.expire(draft)


def _close(post: Post, kind: str, at: datetime) -> None:
    """Once nothing of a post waits, it is what the last word said, unless a household of it was confirmed."""
    states = list(db.session.scalars(select(PostDraft.state).where(PostDraft.post_id == post.id)))
    if "open" not in states:
        post.kind = "request" if "confirmed" in states else kind
    post.decided_at = at
