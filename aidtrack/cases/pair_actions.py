"""What may be done with look-alikes: decide a suspected pair or row, merge two cases and undo it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update

from aidtrack.audit.actions import record
from aidtrack.cases import changes, queries
from aidtrack.cases.changes import Change
from aidtrack.cases.duplicates import compare
from aidtrack.cases.facts import CaseFacts
from aidtrack.cases.lifecycle import State
from aidtrack.cases.models import Case, CaseImport, CasePair, WaitingRow
from aidtrack.cases.pair_models import PairQuestion
from aidtrack.cases.progress import HELPED, OPEN, Progress
from aidtrack.cases.row_actions import (
    NewCase,
    Origin,
    common_path,
    guarded,
    insert_cases,
    one_at_a_time,
    tell,
)
from aidtrack.cases.suspicion_actions import named, pairs_of, recompute_suspicion, suspect
from aidtrack.db import db
from aidtrack.errors import Conflict, RuleBroken
from aidtrack.rights import Actor, require
from aidtrack.sentences import N_, Sentence, say

SAME, DIFFERENT = "same", "different"
_UNTOUCHED = (Progress.NONE, Progress.FAILED)
"""Nothing under way, nothing given: such a case can always be merged away."""


def decide_pair(
    pair: CasePair, decision: str, *, keep: Case | None = None, by: Actor, at: datetime
) -> Case | None:
    """Decide "same" (merge; the kept case comes back) or "different" (remembered; None comes back).

    `keep` is one of the two; without it the one that has goods under way or given, else the
    verified one, else the one with more facts, else the older. The other becomes "duplicate" with
    `merged_into_id`. RuleBroken if goods of the other are under way, or were given while the kept one
    has none; if both have some, the chain tells the auditors that one household was served twice.
    Needs "cases.compare" where both cases are.
    """
    check_decision(decision)
    first, second = pair.first, pair.second
    _look_again(first, second)
    _refuse_if_handed_over(pair)
    for case in (first, second):
        _may_compare(case, by)
    if keep is not None and keep.id not in (first.id, second.id):
        raise RuleBroken(N_("Choose which of the two cases stays."), field="keep")
    _close(pair, decision, by, at)
    if decision == DIFFERENT:
        _remember_score(pair)
        _tell_different(first, second, by, at)
        recompute_suspicion([first.id, second.id])
        return None
    kept = keep or max((first, second), key=_worth)
    _merge(kept, second if kept.id == first.id else first, by, at)
    return kept


def _look_again(*cases: Case) -> None:
    """The cases as they are once nobody else can look for look-alikes, merge or part."""
    one_at_a_time()
    for case in cases:
        db.session.refresh(case)


def _refuse_if_handed_over(pair: CasePair) -> None:
    """Conflict if somebody merged one of the two into a third meanwhile."""
    now = select(CasePair.first_id, CasePair.second_id).where(CasePair.id == pair.id)
    if db.session.execute(now).one_or_none() != (pair.first_id, pair.second_id):
        raise Conflict(_DECIDED)


_DECIDED = N_("Somebody else has decided on this pair already.")


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
        raise Conflict(_DECIDED)
    _lapse([pair.id])


def _lapse(pair_ids: list[int]) -> None:
    """Nobody need answer a question whose pair was decided, or is another pair now."""
    still = update(PairQuestion).where(PairQuestion.pair_id.in_(pair_ids), PairQuestion.answer.is_(None))
    db.session.execute(still.values(answer="lapsed").execution_options(synchronize_session=False))


def _remember_score(pair: CasePair) -> None:
    """What was known when the two were found to be two: only what speaks much louder asks anew."""
    facts = (queries.facts_of(case).compared for case in (pair.first, pair.second))
    pair.score = compare(*facts).score


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
    return named(case, other, N_("Compared with {code}: two households"), far)


def _merge(kept: Case, other: Case, by: Actor, at: datetime) -> None:
    """The other case becomes a duplicate of the kept one, and what hung on it hangs on the kept one."""
    queries.check_move(other, "mark_duplicate", by)
    if kept.state == State.DUPLICATE:
        raise Conflict(N_("{code} was merged into another case meanwhile. Look at it again."), code=kept.code)
    twice = _served_twice(kept, other)
    start = other.state
    said = named(other, kept, N_("Merged into {code}"), N_("Merged into a case in {place}"))
    as_read = Case.progress == other.progress
    if not guarded(other, as_read, state=State.DUPLICATE, state_reason="", merged_into_id=kept.id):
        raise Conflict(N_("Somebody else has just changed this case. Look at it again, then decide."))
    moved = changes.to_plain([Change("state", start, State.DUPLICATE)])
    tell(other.id, "merge", said, by=by, at=at, version=other.version, changes=moved)
    tell(kept.id, "merge", named(kept, other, *_TOOK[twice]), by=by, at=at)
    db.session.execute(
        update(WaitingRow)
        .where(WaitingRow.of_case_id == other.id, WaitingRow.decision.is_(None))
        .values(of_case_id=kept.id)
    )
    recompute_suspicion({kept.id, other.id, *_hand_over_pairs(kept, other)})
    path = common_path((kept.place_path, other.place_path))
    action = "cases.merge_served" if twice else "cases.merge"
    record(action, f"case:{other.code}", by=by, at=at, path=path, into=kept.code)


_TOOK = {
    False: (N_("{code} was merged into this case"), N_("A case in {place} was merged into this one")),
    True: (
        N_("{code} was merged into this case: one household that has a share under each of them"),
        N_("A case in {place} was merged into this one: one household that has a share under each of them"),
    ),
}


def _served_twice(kept: Case, other: Case) -> bool:
    """Whether the case that goes has received goods; RuleBroken if it must stay because of its goods."""
    if other.progress in OPEN and kept.progress in OPEN:
        raise RuleBroken(
            N_("{code} and {other} both have goods under way. First withdraw one and let its share go."),
            field="keep",
            code=kept.code,
            other=other.code,
        )
    helped = other.progress in HELPED and kept.progress not in _UNTOUCHED
    if other.progress not in _UNTOUCHED and not helped:
        raise RuleBroken(
            N_("{code} has goods under way or has received some, so it must stay. Merge the other into it."),
            field="keep",
            code=other.code,
        )
    return helped


def _hand_over_pairs(kept: Case, other: Case) -> set[int]:
    """Who was suspected with the other case is now suspected with the kept one, unless that was decided."""
    known = db.session.scalars(select(CasePair).where(pairs_of(kept.id))).all()
    decided = {pair.first_id + pair.second_id - kept.id for pair in known}
    thirds = set()
    open_pairs = select(CasePair).where(CasePair.decision.is_(None), pairs_of(other.id))
    for pair in db.session.scalars(open_pairs).all():
        third = pair.first_id + pair.second_id - other.id
        thirds.add(third)
        _lapse([pair.id])
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
    one_at_a_time()
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
    _look_again(case)
    end = queries.check_move(case, "unmark", by)
    kept = db.session.get_one(Case, case.merged_into_id)
    _may_compare(kept, by)
    ids = sorted((case.id, kept.id))
    _refuse_if_given_since(kept, ids)
    if not guarded(case, state=end, state_since=at, state_by_id=by.id, merged_into_id=None):
        raise Conflict(N_("Somebody else has just changed this case. Look at it again, then decide."))
    pair = update(CasePair).where(CasePair.first_id == ids[0], CasePair.second_id == ids[1])
    db.session.execute(pair.values(decision=None, decided_by_id=None, decided_at=None))
    moved = changes.to_plain([Change("state", State.DUPLICATE, end)])
    tell(case.id, "unmark", say(N_("Merge undone")), by=by, at=at, version=case.version, changes=moved)
    freed = N_("{code} is a case of its own again"), N_("A case in {place} is a case of its own again")
    tell(kept.id, "unmark", named(kept, case, *freed), by=by, at=at)
    recompute_suspicion(ids)
    path = common_path((kept.place_path, case.place_path))
    record("cases.unmark", f"case:{case.code}", by=by, at=at, path=path, other=kept.code)
    return case


def _refuse_if_given_since(kept: Case, ids: list[int]) -> None:
    """RuleBroken if the merged household has received goods: nobody could say whose they were."""
    merged = select(CasePair.decided_at).where(CasePair.first_id == ids[0], CasePair.second_id == ids[1])
    since = db.session.scalar(merged)
    if kept.served_at is not None and since is not None and kept.served_at > since:
        raise RuleBroken(
            N_(
                "{code} has received goods since the two were merged."
                " If it is two households, add the other."
            ),
            code=kept.code,
        )


def decide_row(row: WaitingRow, decision: str, *, by: Actor, at: datetime) -> Case | None:
    """Decide a waiting row of a list: "same" drops it, with a trace on the case's timeline (None comes
    back), "different" makes it a case of its own (which comes back), registered by who imported it.

    Needs "cases.compare" where the row and the case are.
    """
    check_decision(decision)
    one_at_a_time()
    db.session.refresh(row)  # another merge may have handed it over
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
