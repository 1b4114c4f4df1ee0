"""What may be asked about posts: those in sight, the drafts that wait, and how well they were read.

A post is seen by the ward of its group and by the wards of its drafts; of a draft that lives elsewhere only
the ward is told, unless one brought the post oneself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, Text, and_, case, cast, exists, func, or_, select
from sqlalchemy.orm import contains_eager

from aidtrack.cases.models import Case
from aidtrack.cases.pair_queries import Hint, hints
from aidtrack.db import db, scoped
from aidtrack.errors import NotFound
from aidtrack.places import queries as places
from aidtrack.places.naming import WARD_KINDS
from aidtrack.posts.marking import Piece, pieces, quoted
from aidtrack.posts.models import Post, PostDraft
from aidtrack.posts.proposing import PRESSING
from aidtrack.rights import Actor
from aidtrack.sentences import N_

__all__ = ["Hint", "hints"]

RIGHT = "posts.see"
SIZE = 30


@dataclass(frozen=True)
class Page:
    """Drafts or posts in their order; `after` leads on (an id), if there are more."""

    rows: Sequence[PostDraft]
    posts: Sequence[Post] = ()
    after: int | None = None


@dataclass(frozen=True)
class Score:
    """How posts of a place were read: posts, households proposed, decided, confirmed, confirmed unchanged."""

    posts: int = 0
    proposed: int = 0
    confirmed: int = 0
    discarded: int = 0
    unchanged: int = 0


def get_post(post_id: int, *, by: Actor) -> Post:
    """A post in sight; NotFound if there is none."""
    post = db.session.scalar(select(Post).where(Post.id == post_id, _in_sight(by)))
    if post is None:
        raise NotFound(N_("There is no such post."))
    return post


def posts_by_id(ids: Sequence[int], *, by: Actor) -> Sequence[Post]:
    """Those of the posts that stood in the actor's groups."""
    wanted = select(Post).where(Post.id.in_(ids), scoped(Post, by, RIGHT)).order_by(Post.id)
    return db.session.scalars(wanted).all()


def get_draft(post_id: int, number: int, *, by: Actor) -> PostDraft:
    """A draft in a ward of the actor's; NotFound if there is none."""
    wanted = select(PostDraft).where(PostDraft.post_id == post_id, PostDraft.number == number)
    draft = db.session.scalar(wanted.where(scoped(PostDraft, by, RIGHT)))
    if draft is None:
        raise NotFound(N_("There is no such household that waits here."))
    return draft


def _in_sight(by: Actor) -> ColumnElement[bool]:
    of_mine = exists().where(PostDraft.post_id == Post.id, scoped(PostDraft, by, RIGHT))
    return or_(scoped(Post, by, RIGHT), of_mine)


def waiting(by: Actor, *, after: int | None = None, batch: str = "", size: int = SIZE) -> Page:
    """The drafts that wait in the actor's wards: the urgent first, then by the time of their posts."""
    wanted = _open(by).join(Post).options(contains_eager(PostDraft.post))
    if batch:
        wanted = wanted.where(Post.batch == batch)
    if after and (last := db.session.get(PostDraft, after)) is not None:
        wanted = wanted.where(_behind(last))
    order = (PostDraft.urgent.desc(), PostDraft.since, PostDraft.id)
    rows = list(db.session.scalars(wanted.order_by(*order).limit(size + 1)))
    return Page(rows[:size], after=rows[size - 1].id if len(rows) > size else None)


def _open(by: Actor) -> Select[PostDraft]:
    return select(PostDraft).where(PostDraft.state == "open", scoped(PostDraft, by, RIGHT))


def _behind(last: PostDraft) -> ColumnElement[bool]:
    """What stands behind a draft in the queue."""
    later = or_(PostDraft.since > last.since, and_(PostDraft.since == last.since, PostDraft.id > last.id))
    same = and_(PostDraft.urgent.is_(last.urgent), later)
    return or_(same, PostDraft.urgent.is_(False)) if last.urgent else same


def next_waiting(draft: PostDraft, *, by: Actor) -> PostDraft | None:
    """The draft to look at after this one: of the same post, else the next in the queue, else the first."""
    same = _open(by).where(PostDraft.post_id == draft.post_id).order_by(PostDraft.number)
    order = (PostDraft.urgent.desc(), PostDraft.since, PostDraft.id)
    for wanted in (same, _open(by).where(_behind(draft)).order_by(*order), _open(by).order_by(*order)):
        found = db.session.scalars(wanted.where(PostDraft.id != draft.id).limit(1)).first()
        if found is not None:
            return found
    return None


def unsorted(by: Actor, *, after: int | None = None, size: int = SIZE) -> Page:
    """Posts of the actor's groups that ask for nothing, as they were read, and that nobody looked at yet."""
    pressing = case((Post.kind_read.in_(PRESSING), 0), else_=1)
    wanted = select(Post).where(Post.kind.is_(None), scoped(Post, by, RIGHT), ~_has_open())
    if after and (last := db.session.get(Post, after)) is not None:
        rank = 0 if last.kind_read in PRESSING else 1
        wanted = wanted.where(or_(pressing > rank, and_(pressing == rank, Post.id < last.id)))
    rows = list(db.session.scalars(wanted.order_by(pressing, Post.id.desc()).limit(size + 1)))
    return Page((), rows[:size], rows[size - 1].id if len(rows) > size else None)


def _has_open() -> ColumnElement[bool]:
    return exists().where(PostDraft.post_id == Post.id, PostDraft.state == "open")


def decided(by: Actor, *, after: int | None = None, size: int = SIZE) -> Page:
    """The drafts of the actor's wards on which somebody has decided, the newest posts first."""
    wanted = (
        select(PostDraft)
        .join(Post)
        .options(contains_eager(PostDraft.post))
        .where(PostDraft.state.in_(("confirmed", "discarded")), scoped(PostDraft, by, RIGHT))
    )
    if after:
        wanted = wanted.where(PostDraft.id < after)
    rows = list(db.session.scalars(wanted.order_by(PostDraft.id.desc()).limit(size + 1)))
    return Page(rows[:size], after=rows[size - 1].id if len(rows) > size else None)


def waiting_for(by: Actor) -> int:
    """How many drafts wait in the actor's wards."""
    return _count(_open(by))


def urgent_for(by: Actor) -> int:
    """How many of them are urgent."""
    return _count(_open(by).where(PostDraft.urgent))


def unsorted_for(by: Actor) -> int:
    """How many posts without a household nobody has looked at, in the actor's groups."""
    return _count(select(Post).where(Post.kind.is_(None), scoped(Post, by, RIGHT), ~_has_open()))


def _count(wanted: Select[PostDraft] | Select[Post]) -> int:
    some = wanted.with_only_columns(func.count()).order_by(None)
    return int(db.session.scalar(some) or 0)


def score(by: Actor) -> Score:
    """How well the posts of the actor's wards were read."""
    posts = db.session.scalar(select(func.count()).select_from(Post).where(scoped(Post, by, RIGHT)))
    mine = select(PostDraft.state, func.count()).where(scoped(PostDraft, by, RIGHT)).group_by(PostDraft.state)
    states: dict[str, int] = {state: count for state, count in db.session.execute(mine)}  # noqa: C416
    as_read = and_(PostDraft.state == "confirmed", cast(PostDraft.corrected, Text) == "[]")
    unchanged = _count(select(PostDraft).where(as_read, scoped(PostDraft, by, RIGHT)))
    proposed = sum(states.get(state, 0) for state in ("open", "confirmed", "discarded"))
    return Score(int(posts or 0), proposed, states.get("confirmed", 0), states.get("discarded", 0), unchanged)


def unseen(post: Post, by: Actor) -> set[int]:
    """The households of a post (from 0) whose words the actor may not see: they live in others' wards."""
    if by.id is not None and post.by_id == by.id:
        return set()
    return {draft.number - 1 for draft in post.drafts if not by.can(RIGHT, within=draft.place_path)}


def shown(post: Post, by: Actor, *, household: int | None = None) -> list[Piece]:
    """The post's text in pieces, as the actor may see it; one household's words are marked, or all."""
    return pieces(post.text, post.spans, household=household, unseen=unseen(post, by))


def words_of(draft: PostDraft) -> dict[str, str]:
    """The words of the post from which each field of the draft was read."""
    return quoted(draft.post.text, draft.post.spans, draft.number - 1)


@dataclass(frozen=True)
class SamePhone:
    """Another post with the draft's phone number: what became of it."""

    post_id: int
    number: int
    state: str
    reason: str | None
    since: datetime
    case_code: str | None = None


def same_phone(draft: PostDraft, *, by: Actor, most: int = 5) -> list[SamePhone]:
    """Other households of posts in sight with this phone number: confirmed, put aside, waiting, served."""
    if not draft.phone:
        return []
    wanted = (
        select(
            PostDraft.post_id, PostDraft.number, PostDraft.state, PostDraft.reason, PostDraft.since, Case.code
        )
        .outerjoin(Case, and_(Case.id == PostDraft.case_id, scoped(Case, by, "cases.see")))
        .where(PostDraft.phone == draft.phone, PostDraft.id != draft.id, scoped(PostDraft, by, RIGHT))
        .order_by(PostDraft.since.desc(), PostDraft.id.desc())
        .limit(most)
    )
    return [SamePhone(*row) for row in db.session.execute(wanted)]


def last_ward(by: Actor) -> str | None:
    """The ward in whose group the actor's last posts stood, if they may still read posts there."""
    wanted = select(Post.place_id, Post.place_path).where(Post.by_id == by.id).order_by(Post.id.desc())
    found = db.session.execute(wanted.limit(1)).first() if by.id is not None else None
    return found.place_id if found and by.can("posts.read", within=found.place_path) else None


def ward_at(path: str) -> str | None:
    """The ward whose path this is; None if it is the path of a district or a province."""
    parts = path.strip("/").split("/")
    unit = places.get_unit(f"{parts[0]}:{parts[-1]}") if len(parts) > 1 else None
    return unit.key if unit and unit.kind in WARD_KINDS else None


def may_sort(post: Post, *, by: Actor) -> bool:
    """Whether the actor may still say what the post is."""
    settled = post.kind is not None or post.forgotten or any(one.state == "open" for one in post.drafts)
    return not settled and by.can("posts.decide", within=post.place_path)


def ward_of(post: Post | PostDraft) -> str:
    """The name of the ward of a group or of a household."""
    return places.label_of(post.place_id)
