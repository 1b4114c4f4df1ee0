"""Suspected pairs and waiting rows: what waits for a decision, and what may be said of the other side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from aidtrack.cases.facts import CaseFacts
from aidtrack.cases.lifecycle import State
from aidtrack.cases.models import Case, CaseImport, CasePair, WaitingRow
from aidtrack.cases.pair_models import PairQuestion
from aidtrack.cases.resembling_queries import Alike, alike
from aidtrack.cases.side_queries import Side as Side
from aidtrack.cases.side_queries import ask as ask
from aidtrack.cases.side_queries import facts_of as facts_of
from aidtrack.cases.side_queries import side_of, why_told
from aidtrack.db import db, scoped
from aidtrack.errors import NotFound, RuleBroken
from aidtrack.places import queries as places
from aidtrack.rights import Actor
from aidtrack.sentences import N_, Sentence, say
from aidtrack.vietnamese.citizen_id import parse_citizen_id
from aidtrack.vietnamese.folding import clean
from aidtrack.vietnamese.phone import parse_phone

RIGHT = "cases.compare"
MOST_HINTS = 5
MOST_AHEAD = 50
"""Pairs of the queue among which the next one is chosen."""


@dataclass(frozen=True)
class Asked:
    """An open question to another ward: who asked, when, and what was written."""

    id: int
    by_name: str
    at: datetime
    place: str
    """The ward that is asked."""
    note: str


@dataclass(frozen=True)
class OpenPair:
    """A suspected pair that waits. `why` is general where one side lies outside the reader's scope.

    `decidable`: the reader holds "cases.compare" where both are; `askable`: on one side only, and nobody
    was asked yet; `answerable`: the other ward asked (`asked`) the reader's. `id` goes into the address.
    """

    id: int
    first: Side
    second: Side
    score: int
    why: Sentence
    found_at: datetime
    decidable: bool
    askable: bool = False
    answerable: bool = False
    asked: Asked | None = None


@dataclass(frozen=True)
class OpenRow:
    """A row of a list that waits: what it tells, and the case it looks like."""

    id: int
    file_name: str
    row: int
    at: datetime
    by_name: str
    this: Side
    of: Side
    why: Sentence
    decidable: bool


@dataclass(frozen=True)
class Hint:
    """A case that looks like the one being registered, or only whom to ask if it lies outside the scope."""

    said: Sentence
    code: str | None = None
    name: str | None = None
    birth_year: int | None = None
    people: int | None = None
    place: str = ""


def pairs_open(by: Actor, *, of: Case | None = None, after: int = 0, size: int = 50) -> Sequence[OpenPair]:
    """The undecided pairs with at least one side in the actor's scope, oldest first; `of` one case."""
    wanted = _pairs(by).where(CasePair.id > after).order_by(CasePair.id).limit(size)
    if of is not None:
        wanted = wanted.where(or_(CasePair.first_id == of.id, CasePair.second_id == of.id))
    pairs = list(db.session.scalars(wanted))
    asked = _questions([pair.id for pair in pairs])
    return [_open_pair(pair, asked.get(pair.id), by) for pair in pairs]


def get_pair(pair_id: int, *, by: Actor) -> OpenPair:
    """One undecided pair; NotFound if there is none or no side is in scope."""
    return _open_pair(kept_pair(pair_id, by=by), _questions([pair_id]).get(pair_id), by)


def _questions(pair_ids: Sequence[int]) -> Mapping[int, PairQuestion]:
    """The open question of each pair that has one."""
    still = select(PairQuestion).where(PairQuestion.pair_id.in_(pair_ids), PairQuestion.answer.is_(None))
    return {one.pair_id: one for one in db.session.scalars(still)}


def kept_question(pair_id: int, *, by: Actor) -> PairQuestion:
    """The open question of a pair, for `asking_actions.answer`; NotFound if there is none."""
    kept_pair(pair_id, by=by)
    if (found := _questions([pair_id]).get(pair_id)) is None:
        raise NotFound(N_("There is no question that waits for an answer."))
    return found


def next_open(by: Actor, pair_id: int, *codes: str | None) -> int | None:
    """The pair to look at after another: first one of the same cases (`codes`), then the next in the queue.

    Only pairs on which the reader can do something count.
    """
    ahead = [one for one in pairs_open(by, size=MOST_AHEAD) if one.decidable or one.askable or one.answerable]
    same = set(codes) - {None}
    order = sorted(
        (one for one in ahead if one.id != pair_id),
        key=lambda one: (not same & {one.first.code, one.second.code}, one.id < pair_id, one.id),
    )
    return order[0].id if order else None


def kept_pair(pair_id: int, *, by: Actor) -> CasePair:
    """The row of an undecided pair, for `pair_actions.decide_pair`; NotFound as `get_pair`."""
    pair = db.session.scalar(_pairs(by).where(CasePair.id == pair_id))
    if pair is None:
        raise NotFound(N_("There is no such pair that waits for a decision."))
    return pair


def decided_into(pair_id: int, *, by: Actor) -> Case | None:
    """The case in scope that a decided pair led to: the one that stays, of two households the first."""
    pair = db.session.get(CasePair, pair_id)
    if pair is None or pair.decision is None:
        return None
    sides = sorted((pair.first, pair.second), key=lambda case: case.state == State.DUPLICATE.value)
    return next((case for case in sides if by.can("cases.see", within=case.place_path)), None)


def _pairs(by: Actor) -> Select[CasePair]:
    first, second = aliased(Case), aliased(Case)
    seen = or_(scoped(first, by, "cases.see"), scoped(second, by, "cases.see"))
    whole = (selectinload(Case.members), selectinload(Case.categories))
    return (
        select(CasePair)
        .join(first, first.id == CasePair.first_id)
        .join(second, second.id == CasePair.second_id)
        .where(CasePair.decision.is_(None), seen)
        .options(joinedload(CasePair.first).options(*whole), joinedload(CasePair.second).options(*whole))
    )


def _open_pair(pair: CasePair, question: PairQuestion | None, by: Actor) -> OpenPair:
    cases = (pair.first, pair.second)
    sides = [side_of(case, by) for case in cases]
    mine = [by.can(RIGHT, within=case.place_path) for case in cases]
    asked_is_mine = question is not None and mine[[case.id for case in cases].index(question.asked_id)]
    return OpenPair(
        id=pair.id,
        first=sides[0],
        second=sides[1],
        score=pair.score if all(side.code for side in sides) else 0,
        why=why_told(pair.why, *sides),
        found_at=pair.found_at,
        decidable=all(mine),
        askable=question is None and sum(mine) == 1,
        answerable=asked_is_mine and not all(mine),
        asked=_told(question) if question else None,
    )


def _told(one: PairQuestion) -> Asked:
    return Asked(one.id, one.asked_by_name, one.asked_at, places.label_of(one.place), one.note)


def waiting_rows_open(
    by: Actor, *, of: Case | None = None, import_id: int | None = None, after: int = 0, size: int = 50
) -> Sequence[OpenRow]:
    """The undecided rows of lists in the actor's scope, oldest first; `of` one case, or of one import."""
    wanted = _rows(by).where(WaitingRow.id > after).order_by(WaitingRow.id).limit(size)
    if of is not None:
        wanted = wanted.where(WaitingRow.of_case_id == of.id)
    if import_id is not None:
        wanted = wanted.where(WaitingRow.import_id == import_id)
    return [_open_row(row, staged, by) for row, staged in db.session.execute(wanted)]


def get_row(row_id: int, *, by: Actor) -> OpenRow:
    """One undecided row; NotFound if there is none or it lies outside the scope."""
    found = db.session.execute(_rows(by).where(WaitingRow.id == row_id)).one_or_none()
    if found is None:
        raise NotFound(N_("There is no such row that waits for a decision."))
    return _open_row(*found, by)


def kept_row(row_id: int, *, by: Actor) -> WaitingRow:
    """The undecided row itself, for `pair_actions.decide_row`; NotFound as `get_row`."""
    get_row(row_id, by=by)
    return db.session.get_one(WaitingRow, row_id)


def _rows(by: Actor) -> Select[WaitingRow, CaseImport]:
    return (
        select(WaitingRow, CaseImport)
        .join(CaseImport, CaseImport.id == WaitingRow.import_id)
        .where(WaitingRow.decision.is_(None), scoped(WaitingRow, by, "cases.see"))
        .options(joinedload(WaitingRow.of_case).options(selectinload(Case.members)))
    )


def _open_row(row: WaitingRow, staged: CaseImport, by: Actor) -> OpenRow:
    facts = CaseFacts.from_plain(row.facts)
    of = side_of(row.of_case, by)
    this = Side(facts.place_id, places.label_of(facts.place_id), name=facts.name, facts=facts)
    paths = (row.place_path, row.of_case.place_path)
    return OpenRow(
        id=row.id,
        file_name=staged.file_name,
        row=row.row,
        at=staged.committed_at or staged.at,
        by_name=staged.by_name,
        this=this,
        of=of,
        why=why_told(row.why, of),
        decidable=all(by.can(RIGHT, within=path) for path in paths),
    )


def hints(facts: CaseFacts, *, by: Actor, but: Case | None = None) -> Sequence[Hint]:
    """Cases that look like what is being typed, the likest first, at most five; never blocks anything.

    `facts` may be half filled; what cannot be read yet is left out. Of a case outside the scope only
    the ward is told.
    """
    found = alike(_readable(facts).compared, but=but.id if but else None)[:MOST_HINTS]
    told: list[Hint] = []
    for one, row in _rows_of(found):
        hint = _hint(row, one, by)
        told += [hint] if hint not in told else []
    return told


def _rows_of(found: Sequence[Alike]) -> Iterator[tuple[Alike, Any]]:
    """What a hint tells of cases, without their whole files: this is asked with every field that is left."""
    columns = (Case.id, Case.code, Case.name, Case.birth_year, Case.people, Case.place_id, Case.place_path)
    wanted = select(*columns).where(Case.id.in_([one.case_id for one in found]))
    by_id = {row.id: row for row in db.session.execute(wanted)} if found else {}
    return ((one, by_id[one.case_id]) for one in found)


def _hint(row: Any, found: Alike, by: Actor) -> Hint:
    place = places.label_of(row.place_id)
    if not by.can("cases.see", within=row.place_path):
        return Hint(ask(place), place=place)
    said = say(N_("This may be there already ({why})."), why=found.likeness.why)
    return Hint(said, row.code, row.name, row.birth_year, row.people, place)


def _readable(facts: CaseFacts) -> CaseFacts:
    """The facts without numbers that nobody can read yet."""
    known: dict[str, str | None] = {"name": clean(facts.name), "phone": None, "citizen_id": None}
    for name, read in (("phone", parse_phone), ("citizen_id", parse_citizen_id)):
        try:
            known[name] = read(getattr(facts, name) or "")
        except RuleBroken:
            known[name] = None
    return replace(facts, **known)  # type: ignore[arg-type]
