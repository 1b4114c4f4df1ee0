"""A suspected pair of two wards: the coordinator of one asks, the coordinator of the other answers.

Neither learns more of the other's household than what the other writes. Who asks lends the right over their
own side for this one pair, so that together two people decide what neither could alone.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Select, select, update

from aidtrack.audit.actions import record
from aidtrack.cases import queries
from aidtrack.cases.models import Case, CasePair
from aidtrack.cases.pair_actions import SAME, check_decision, decide_pair
from aidtrack.cases.pair_models import PairQuestion
from aidtrack.cases.pair_queries import RIGHT
from aidtrack.cases.row_actions import free_text, one_at_a_time, tell
from aidtrack.db import db
from aidtrack.errors import Conflict, RuleBroken
from aidtrack.places import queries as places
from aidtrack.rights import Actor, Grant, Role, require
from aidtrack.sentences import N_, say

_ASKED = N_("The other ward was asked already.")
_ANSWERED = N_("Somebody else has answered already.")
_GOODS = N_(
    "Goods are under way to one of the two households, or it has received some. Somebody who coordinates both"
    " places must decide."
)


def ask(pair: CasePair, *, note: str = "", by: Actor, at: datetime) -> PairQuestion:
    """Ask who coordinates the other side's ward. Needs "cases.compare" on one side, and on one only."""
    one_at_a_time()
    db.session.refresh(pair)
    own, other = pair.first, pair.second
    if not by.can(RIGHT, within=own.place_path):
        own, other = other, own
    require(by, RIGHT, within=own.place_path)
    if by.can(RIGHT, within=other.place_path):
        raise RuleBroken(N_("You coordinate both places: decide it yourself."))
    queries.refuse_own_household(own.phone, by)
    if pair.decision is not None or db.session.scalar(_open(pair.id)) is not None:
        raise Conflict(_ASKED)
    question = PairQuestion(
        pair_id=pair.id,
        asking_id=own.id,
        asked_id=other.id,
        asked_by_id=by.id,
        asked_by_name=by.name,
        asked_at=at,
        note=free_text(note, "note"),
        place=other.place_id,
    )
    db.session.add(question)
    place, asking = (places.label_of(case.place_id) for case in (other, own))
    tell(
        own.id,
        "ask",
        say(N_("Asked the coordinator of {place} about a look-alike"), place=place),
        by=by,
        at=at,
    )
    tell(
        other.id,
        "ask",
        say(N_("The coordinator of {place} asks about a look-alike"), place=asking),
        by=by,
        at=at,
    )
    record("cases.ask_ward", f"case:{own.code}", by=by, at=at, path=own.place_path, place=other.place_id)
    return question


def _open(pair_id: int) -> Select[PairQuestion]:
    return select(PairQuestion).where(PairQuestion.pair_id == pair_id, PairQuestion.answer.is_(None))


def answer(question: PairQuestion, decision: str, *, note: str = "", by: Actor, at: datetime) -> Case:
    """Answer for the asked ward: "same" merges, "different" keeps apart. The asked case comes back.

    Which case stays is decided as in `decide_pair`. Needs "cases.compare" where the asked case is.
    """
    check_decision(decision)
    one_at_a_time()
    asking, asked = (db.session.get_one(Case, key) for key in (question.asking_id, question.asked_id))
    require(by, RIGHT, within=asked.place_path)
    queries.refuse_own_household(asking.phone, by)
    written = free_text(note, "note")
    _close(question, decision, written, by, at)
    lent = replace(by, grants=(*by.grants, Grant(Role.COORDINATOR, asking.place_path)))
    try:
        decide_pair(db.session.get_one(CasePair, question.pair_id), decision, by=lent, at=at)
    except RuleBroken:
        # What stands in the way may name the other ward's case.
        raise RuleBroken(_GOODS) from None
    place = places.label_of(asked.place_id)
    same, two = N_("{place} answered: one household"), N_("{place} answered: two households")
    said = say(same, place=place) if decision == SAME else say(two, place=place)
    for case in (asking, asked):
        tell(case.id, "answer", said, by=by, at=at, text=written)
    record("cases.answer_ward", f"case:{asked.code}", by=by, at=at, path=asked.place_path, decision=decision)
    return asked


def _close(question: PairQuestion, decision: str, note: str, by: Actor, at: datetime) -> None:
    still = update(PairQuestion).where(PairQuestion.id == question.id, PairQuestion.answer.is_(None))
    values = {
        "answer": decision,
        "answer_note": note,
        "answered_by_id": by.id,
        "answered_by_name": by.name,
        "answered_at": at,
    }
    done = db.session.execute(still.values(**values).execution_options(synchronize_session=False))
    if done.rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict(_ANSWERED)
    db.session.refresh(question)
