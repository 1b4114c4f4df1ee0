"""What is done to many cases at once: verify them, note how far help has come, let verifications grow old.

One entry of the chain stands for all of them; each case still has its line on its own timeline.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import select, tuple_, update

from aidtrack.audit import chain
from aidtrack.audit.actions import record
from aidtrack.cases import changes, lifecycle, queries, sampling
from aidtrack.cases.changes import Change
from aidtrack.cases.filter_queries import start_of
from aidtrack.cases.lifecycle import State
from aidtrack.cases.models import Case
from aidtrack.cases.progress import OPEN, Progress
from aidtrack.cases.row_actions import common_path, tell_many
from aidtrack.cases.vouching_queries import corrected_by
from aidtrack.db import db
from aidtrack.errors import NotAllowed, RuleBroken
from aidtrack.rights import Actor, require
from aidtrack.sentences import N_, Sentence, say

T = TypeVar("T")

_AT_ONCE = 400
"""Rows in one statement."""


def verify_many(
    cases: Sequence[Case],
    *,
    seen: Mapping[str, int] | None = None,
    most: int = sampling.UNSAMPLED,
    sample: str = "",
    by: Actor,
    at: datetime,
) -> tuple[list[Case], list[tuple[str, Sentence]]]:
    """Verify all that can be: the verified cases, and code and reason of each that was refused.

    `seen` is the version of each case (by its code) that the person looked at: one that was changed
    since, or of which none was seen, stays behind by name. One entry of the chain for all of them.
    `queries.blocked(case, "verify", by)` tells beforehand. RuleBroken for more than `most` that nobody
    visited, unless `sample` says what stands for them: the answers of a list whose sample was called
    (`calling_actions.verify_list`), or why there are none; the chain keeps it.
    """
    require(by, "cases.verify")
    answers = [(case, _unseen(case, seen) or queries.blocked(case, "verify", by)) for case in cases]
    refused = [(case.code, why) for case, why in answers if why]
    going = [case for case, why in answers if not why]
    if not sample:
        _ask_for_a_sample([case for case in going if case.visited_at is None], most)
    moved = _move_all(
        "verify",
        [(case.id, case.version, case.code, case.state, case.place_path) for case in going],
        {"verified_by_id": by.id, "verified_at": at, **_SETTLED},
        by=by,
        at=at,
        **({"sample": sample} if sample else {}),
    )
    refused += [(case.code, say(CHANGED)) for case in going if case.id not in moved]
    for case in going:
        db.session.expire(case)
    return [case for case in going if case.id in moved], refused


_SETTLED: Mapping[str, Any] = {"state_reason": "", "reasons": [], "appealed_from_id": None}
"""What a verification makes pointless."""


def _ask_for_a_sample(unvisited: Sequence[Case], most: int) -> None:
    if len(unvisited) > most:
        raise RuleBroken(
            N_(
                "{count} cases that nobody visited are to be verified together. From {most} on, some of them"
                " are called back first: draw the sample."
            ),
            count=len(unvisited),
            most=most + 1,
        )


CHANGED = N_("This case was changed since you opened it. Look at it again, then decide.")


def _unseen(case: Case, seen: Mapping[str, int] | None) -> Sentence | None:
    return None if seen is None or seen.get(case.code) == case.version else say(CHANGED)


_Read = tuple[int, int, str, str, str]
"""What was read of a case: id, version, code, state, path."""


def _move_all(
    move: str, read: Sequence[_Read], values: Mapping[str, Any], *, by: Actor, at: datetime, **details: str
) -> set[int]:
    """Make one move of many cases that were checked; the ids of those that still are what was read."""
    row = lifecycle.move_named(move)
    stands = {"state": row.end, "state_since": at, "state_by_id": by.id}
    change = update(Case).values(version=Case.version + 1, **stands, **values)
    if row.decided_pair:
        change = change.where(Case.suspected.is_(False))
    moved: set[int] = set()
    for some in _portions(read):
        still = tuple_(Case.id, Case.version).in_([(case_id, version) for case_id, version, *_ in some])
        done = change.where(still).returning(Case.id).execution_options(synchronize_session=False)
        moved.update(db.session.scalars(done))
    read = [one for one in read if one[0] in moved]
    if not read:
        return moved
    said = say(row.done).to_plain()
    lines = (
        (
            case_id,
            {**said, "version": version + 1, "changes": changes.to_plain([Change("state", state, row.end)])},
        )
        for case_id, version, _, state, _ in read
    )
    tell_many(lines, move, by_id=by.id, by_name=by.name, at=at)
    digest = chain.digest_of_rows([code, state, str(row.end)] for _, _, code, state, _ in read)
    path = common_path(path for *_, path in read)
    record(
        f"cases.{move}_many",
        f"cases:{digest[:12]}",
        by=by,
        at=at,
        path=path,
        count=len(read),
        digest=digest,
        **details,
    )
    return moved


def note_progress(
    case_ids: Sequence[int],
    progress: str,
    *,
    note: Mapping[str, Any],
    served_at: datetime | None = None,
    said: Sentence | None = None,
    by: Actor | None = None,
    at: datetime | None = None,
) -> None:
    """How far the help of some cases has come, told by higher topics (`cases.progress.Progress`).

    `note` is kept as `progress_note` (JSON). With `said`, `by` and `at` a line is added to each
    timeline. The caller has checked the right and writes the chain. What was corrected while goods were
    on their way goes back to review once they are not.
    """
    values: dict[str, Any] = {"progress": Progress(progress), "progress_note": dict(note)}
    if served_at is not None:
        values["served_at"] = served_at
    for some in _portions(case_ids):
        db.session.execute(update(Case).where(Case.id.in_(some)).values(values))
    if said is not None and by is not None and at is not None:
        lines = ((case_id, said.to_plain()) for case_id in case_ids)
        tell_many(lines, "progress", by_id=by.id, by_name=by.name, at=at)
    if progress != Progress.OUT and by is not None and at is not None:
        _recheck(case_ids, by=by, at=at)


UNVERIFIED: Mapping[str, Any] = {"verified_by_id": None, "verified_at": None}
"""What a case loses that goes back to review because something else was verified."""


def _recheck(case_ids: Sequence[int], *, by: Actor, at: datetime) -> None:
    """Send those back to review that were corrected since they were verified."""
    read: list[_Read] = []
    for some in _portions(case_ids):
        corrected = select(Case.id, Case.version, Case.code, Case.state, Case.place_path).where(
            Case.id.in_(some), Case.state == State.VERIFIED, corrected_by()
        )
        read += db.session.execute(corrected.order_by(Case.id))
    if _move_all("recheck", read, UNVERIFIED, by=by, at=at):
        db.session.flush()
        db.session.expire_all()


def note_served(case_id: int, served_at: datetime | None) -> None:
    """When a household last got something, once an outcome was corrected; None: never."""
    db.session.execute(update(Case).where(Case.id == case_id).values(served_at=served_at))


def expire_old(today: date, days: int, *, by: Actor, at: datetime, most: int = 500) -> int:
    """Send verifications older than so many days back to review, at most `most` at a time; how many.

    Cases whose goods are under way stay. Only the operator (the nightly job) does this.
    """
    if not by.operator:
        raise NotAllowed(N_("Only the program itself does this."))
    old = select(Case.id, Case.version, Case.code, Case.state, Case.place_path).where(
        Case.state == State.VERIFIED,
        Case.verified_at < start_of(today, days_ago=days),
        Case.progress.not_in(OPEN),
    )
    read = list(db.session.execute(old.order_by(Case.id).limit(most)))
    moved = _move_all("expire", read, {}, by=by, at=at)
    db.session.expire_all()
    return len(moved)


def _portions(values: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(values)
    while some := list(islice(rest, _AT_ONCE)):
        yield some
