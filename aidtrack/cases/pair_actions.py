"""What may be done with look-alikes: write suspected pairs, decide them, merge two cases and undo it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, exists, or_, select, update

from aidtrack.audit.actions import record
from aidtrack.cases import changes, queries
from aidtrack.cases.changes import Change
from aidtrack.cases.facts import CaseFacts
from aidtrack.cases.lifecycle import State
from aidtrack.cases.models import Case, CaseImport, CasePair, WaitingRow
from aidtrack.cases.progress import Progress
from aidtrack.cases.resembling_queries import Alike, alike
from aidtrack.cases.row_actions import (
    NewCase,
    Origin,
    common_path,
    guarded,
    insert_cases,
    one_at_a_time,
    tell,
)
from aidtrack.db import db
from aidtrack.errors import Conflict, RuleBroken
from aidtrack.places import queries as places
from aidtrack.rights import Actor, require
from aidtrack.sentences import N_, Sentence, say

SAME, DIFFERENT = "same", "different"
_UNTOUCHED = (Progress.NONE, Progress.FAILED)
"""How far help may have come for a case that is merged away: nothing under way, nothing given."""


def suspect(case: Case, facts: CaseFacts, *, by: Actor, at: datetime) -> None:
    """Write a pair for every case that looks like this one, unless the two were decided before."""
    found = {one.case_id: one for one in alike(facts.compared, but=case.id)}
    known = select(CasePair.first_id, CasePair.second_id).where(_of(case.id))
    for pair in db.session.execute(known):
        found.pop(sum(pair) - case.id, None)
    if not found:
        return
    others = db.session.scalars(select(Case).where(Case.id.in_(found))).all()
    for other in others:
        _pair_up(case, other, found[other.id], by, at)
    recompute_suspicion([case.id, *found])


def _of(case_id: int) -> ColumnElement[bool]:
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
    return _named(case, other, N_("Looks like {code}"), N_("Looks like a case in {place}"))


def _named(case: Case, other: Case, near: str, far: str) -> Sentence:
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


def decide_pair(
    pair: CasePair, decision: str, *, keep: Case | None = None, by: Actor, at: datetime
) -> Case | None:
    """Decide "same" (merge; the kept case comes back) or "different" (remembered; None comes back).

    `keep` is one of the two; without it the one that has goods under way or given, else the
    verified one, else the one with more facts, else the older. The other becomes "duplicate" with
    `merged_into_id`. RuleBroken if goods of the other are under way or were given.
    Needs "cases.compare" where both cases are.
    """
    check_decision(decision)
    first, second = pair.first, pair.second
    for case in (first, second):
        _may_compare(case, by)
    if keep is not None and keep.id not in (first.id, second.id):
        raise RuleBroken(N_("Choose which of the two cases stays."), field="keep")
    _close(pair, decision, by, at)
    if decision == DIFFERENT:
        _tell_different(first, second, by, at)
        recompute_suspicion([first.id, second.id])
        return None
    kept = keep or max((first, second), key=_worth)
    _merge(kept, second if kept.id == first.id else first, by, at)
    return kept


def check_decision(decision: str) -> None:
    """RuleBroken unless it is one of the two words."""
    if decision not in (SAME, DIFFERENT):
        raise RuleBroken(N_("Decide whether it is one household or two."), field="decision")


def _may_compare(case: Case, by: Actor) -> None:
    require(by, "cases.compare", within=case.place_path)
    queries.refuse_own_household(case.phone, by)


def _close(pair: CasePair, decision: str, by: Actor, at: datetime) -> None:
    """Decide a pair that is still open; Conflict if somebody was quicker."""
    still = update(CasePair).where(CasePair.id == pair.id, CasePair.decision.is_(None))
    done = db.session.execute(still.values(decision=decision, decided_by_id=by.id, decided_at=at))
    if done.rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict(N_("Somebody else has decided on this pair already."))


def _worth(case: Case) -> tuple[bool, bool, int, int]:
    """What speaks for keeping a case of two: the greater stays."""
    told = sum(value not in (None, "", [], ()) for value in queries.facts_of(case).to_plain().values())
    return case.progress not in _UNTOUCHED, case.state == State.VERIFIED, told, -case.id


def _tell_different(first: Case, second: Case, by: Actor, at: datetime) -> None:
    for case, other in ((first, second), (second, first)):
        tell(case.id, "different", _other_than(case, other), by=by, at=at)
    path = common_path((first.place_path, second.place_path))
    record("cases.keep_apart", f"case:{first.code}", by=by, at=at, path=path, other=second.code)


def _other_than(case: Case, other: Case) -> Sentence:
    far = N_("Compared with a case in {place}: two households")
    return _named(case, other, N_("Compared with {code}: two households"), far)


def _merge(kept: Case, other: Case, by: Actor, at: datetime) -> None:
    """The other case becomes a duplicate of the kept one, and what hung on it hangs on the kept one."""
    queries.check_move(other, "mark_duplicate", by)
    if kept.state == State.DUPLICATE:
        raise Conflict(N_("{code} was merged into another case meanwhile. Look at it again."), code=kept.code)
    if other.progress not in _UNTOUCHED:
        raise RuleBroken(
            N_("{code} has goods under way or has received some, so it must stay. Merge the other into it."),
            field="keep",
            code=other.code,
        )
    start = other.state
    said = _named(other, kept, N_("Merged into {code}"), N_("Merged into a case in {place}"))
    untouched = Case.progress.in_(_UNTOUCHED)
    if not guarded(other, untouched, state=State.DUPLICATE, state_reason="", merged_into_id=kept.id):
        raise Conflict(N_("Somebody else has just changed this case. Look at it again, then decide."))
    moved = changes.to_plain([Change("state", start, State.DUPLICATE)])
    tell(other.id, "merge", said, by=by, at=at, version=other.version, changes=moved)
    took = N_("{code} was merged into this case"), N_("A case in {place} was merged into this one")
    tell(kept.id, "merge", _named(kept, other, *took), by=by, at=at)
    db.session.execute(
        update(WaitingRow)
        .where(WaitingRow.of_case_id == other.id, WaitingRow.decision.is_(None))
        .values(of_case_id=kept.id)
    )
    recompute_suspicion({kept.id, other.id, *_hand_over_pairs(kept, other)})
    path = common_path((kept.place_path, other.place_path))
    record("cases.merge", f"case:{other.code}", by=by, at=at, path=path, into=kept.code)


def _hand_over_pairs(kept: Case, other: Case) -> set[int]:
    """Who was suspected with the other case is now suspected with the kept one, unless that was decided."""
    known = db.session.scalars(select(CasePair).where(_of(kept.id))).all()
    decided = {pair.first_id + pair.second_id - kept.id for pair in known}
    thirds = set()
    open_pairs = select(CasePair).where(CasePair.decision.is_(None), _of(other.id))
    for pair in db.session.scalars(open_pairs).all():
        third = pair.first_id + pair.second_id - other.id
        thirds.add(third)
        if third in decided:
            db.session.delete(pair)
        else:
            pair.first_id, pair.second_id = sorted((third, kept.id))
    db.session.flush()
    return thirds


def merge(case: Case, *, into: Case, by: Actor, at: datetime) -> Case:
    """Merge two cases that nobody suspected; the same rules as `decide_pair`. The kept case comes back."""
    if case.id == into.id:
        raise RuleBroken(N_("A case cannot be merged into itself."), field="into")
    first, second = sorted((case, into), key=lambda one: one.id)
    known = select(CasePair).where(CasePair.first_id == first.id, CasePair.second_id == second.id)
    pair = db.session.scalar(known)
    if pair is None:
        why = say(N_("Compared by hand")).to_plain()
        pair = CasePair(first=first, second=second, score=0, why=why, found_at=at)
        db.session.add(pair)
    pair.decision = None
    db.session.flush()
    decide_pair(pair, SAME, keep=into, by=by, at=at)
    return into


def unmerge(case: Case, *, by: Actor, at: datetime) -> Case:
    """Undo a merge (the move "unmark"): the case is reviewed again and its pair waits for a decision."""
    end = queries.check_move(case, "unmark", by)
    kept = db.session.get_one(Case, case.merged_into_id)
    _may_compare(kept, by)
    if not guarded(case, state=end, merged_into_id=None):
        raise Conflict(N_("Somebody else has just changed this case. Look at it again, then decide."))
    ids = sorted((case.id, kept.id))
    pair = update(CasePair).where(CasePair.first_id == ids[0], CasePair.second_id == ids[1])
    db.session.execute(pair.values(decision=None, decided_by_id=None, decided_at=None))
    moved = changes.to_plain([Change("state", State.DUPLICATE, end)])
    tell(case.id, "unmark", say(N_("Merge undone")), by=by, at=at, version=case.version, changes=moved)
    freed = N_("{code} is a case of its own again"), N_("A case in {place} is a case of its own again")
    tell(kept.id, "unmark", _named(kept, case, *freed), by=by, at=at)
    recompute_suspicion(ids)
    path = common_path((kept.place_path, case.place_path))
    record("cases.unmark", f"case:{case.code}", by=by, at=at, path=path, other=kept.code)
    return case


def decide_row(row: WaitingRow, decision: str, *, by: Actor, at: datetime) -> Case | None:
    """Decide a waiting row of a list: "same" drops it, with a trace on the case's timeline (None comes
    back), "different" makes it a case of its own (which comes back), registered by who imported it.

    Needs "cases.compare" where the row and the case are.
    """
    check_decision(decision)
    require(by, "cases.compare", within=row.place_path)
    _may_compare(row.of_case, by)
    queries.refuse_own_household(row.facts["phone"], by)
    still = update(WaitingRow).where(WaitingRow.id == row.id, WaitingRow.decision.is_(None))
    done = db.session.execute(still.values(decision=decision, decided_by_id=by.id, decided_at=at))
    if done.rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict(N_("Somebody else has decided on this row already."))
    staged = db.session.get_one(CaseImport, row.import_id)
    subject = f"import:{staged.id}"
    record("cases.decide_row", subject, by=by, at=at, path=row.place_path, row=row.row, decision=decision)
    if decision == SAME:
        said = say(
            N_("Row {row} of the list {file} was found to be this household"),
            row=row.row,
            file=staged.file_name,
        )
        tell(row.of_case_id, "row", said, by=by, at=at)
        return None
    return _case_of_row(row, staged, by, at)


def _case_of_row(row: WaitingRow, staged: CaseImport, by: Actor, at: datetime) -> Case:
    """The case that a row becomes: it keeps its turn, the moment and the place of its list."""
    facts = CaseFacts.from_plain(row.facts)
    one_at_a_time()
    said = say(N_("Brought in with the list {file}"), file=staged.file_name)
    origin = Origin(staged.by_id, staged.by_name, staged.committed_at or staged.at, "import", said)
    new = NewCase(facts, key=row.import_key, import_id=staged.id, list_position=row.row)
    case = db.session.get_one(Case, insert_cases([new], origin)[0])
    first, second = sorted((case.id, row.of_case_id))
    db.session.add(
        CasePair(
            first_id=first,
            second_id=second,
            score=0,
            why=row.why,
            found_at=at,
            decision=DIFFERENT,
            decided_by_id=by.id,
            decided_at=at,
        )
    )
    db.session.flush()
    _tell_different(case, row.of_case, by, at)
    suspect(case, facts, by=by, at=at)
    return case
