"""How a suspicion is written down: pairs of cases that look alike, and the mark on both while one is open."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, exists, or_, select, update

from aidtrack.cases.facts import CaseFacts
from aidtrack.cases.models import Case, CasePair
from aidtrack.cases.resembling_queries import Alike, alike
from aidtrack.cases.row_actions import tell
from aidtrack.db import db
from aidtrack.places import queries as places
from aidtrack.rights import Actor
from aidtrack.sentences import N_, Sentence, say


def suspect(case: Case, facts: CaseFacts, *, by: Actor, at: datetime) -> None:
    """Write a pair for every case that looks like this one, unless the two were decided before.

    What was found to be two households is asked anew only when the facts have come to speak much louder.
    """
    found = {one.case_id: one for one in alike(facts.compared, but=case.id)}
    if not found:
        return
    again = []
    for pair in db.session.scalars(select(CasePair).where(pairs_of(case.id))):
        one = found.pop(pair.first_id + pair.second_id - case.id, None)
        if one and _speaks_louder(pair, one):
            again.append((pair, one))
    for pair, one in again:
        _ask_anew(pair, case, one, by, at)
    for other in db.session.scalars(select(Case).where(Case.id.in_(found))).all():
        _pair_up(case, other, found[other.id], by, at)
    recompute_suspicion([case.id, *found, *(one.case_id for _, one in again)])


LOUDER = 15
"""A decided pair is asked anew when its score has grown by so much: by five points, such as a phone."""


def _speaks_louder(pair: CasePair, now: Alike) -> bool:
    return pair.decision == "different" and 0 < pair.score <= now.likeness.score - LOUDER


def _ask_anew(pair: CasePair, case: Case, now: Alike, by: Actor, at: datetime) -> None:
    pair.decision, pair.decided_by_id, pair.decided_at = None, None, None
    pair.score, pair.why, pair.found_at = now.likeness.score, now.likeness.why.to_plain(), at
    other = db.session.get_one(Case, now.case_id)
    for one, its_like in ((case, other), (other, case)):
        tell(one.id, "suspect", _looks_like(one, its_like), by=by, at=at)


def pairs_of(case_id: int) -> ColumnElement[bool]:
    """The pairs in which a case stands."""
    return or_(CasePair.first_id == case_id, CasePair.second_id == case_id)


def _pair_up(case: Case, other: Case, alike: Alike, by: Actor, at: datetime) -> None:
    first, second = sorted((case.id, other.id))
    why = alike.likeness.why
    pair = CasePair(
        first_id=first, second_id=second, score=alike.likeness.score, why=why.to_plain(), found_at=at
    )
    db.session.add(pair)
    for one, its_like in ((case, other), (other, case)):
        tell(one.id, "suspect", _looks_like(one, its_like), by=by, at=at)


def _looks_like(case: Case, other: Case) -> Sentence:
    return named(case, other, N_("Looks like {code}"), N_("Looks like a case in {place}"))


def named(case: Case, other: Case, near: str, far: str) -> Sentence:
    """A line of one timeline about the other case: by its code (`near`), or by its ward alone (`far`)."""
    # Who may read one timeline may not know the other case, unless both are of one ward.
    if case.place_path == other.place_path:
        return say(near, code=other.code)
    return say(far, place=places.label_of(other.place_id))


def recompute_suspicion(case_ids: Iterable[int]) -> None:
    """Cases are suspected exactly while a pair of theirs is undecided."""
    db.session.flush()
    open_pair = exists().where(
        CasePair.decision.is_(None), or_(CasePair.first_id == Case.id, CasePair.second_id == Case.id)
    )
    ids = sorted(set(case_ids))
    change = update(Case).where(Case.id.in_(ids)).values(suspected=open_pair)
    db.session.execute(change.execution_options(synchronize_session=False))
    for case in db.session.identity_map.values():
        if isinstance(case, Case) and case.id in ids:
            db.session.expire(case, ["suspected"])
