"""What may be done with a list that is to be verified together: draw its sample, note each call, decide.

The sample is drawn by a kept seed (`sampling`), so nobody chooses whom to call, and anybody can check it.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import update

from aidtrack.audit import chain
from aidtrack.audit.actions import record
from aidtrack.cases import calling_queries, queries, sampling
from aidtrack.cases.bulk_actions import CHANGED, verify_many
from aidtrack.cases.models import Case
from aidtrack.cases.row_actions import common_path, free_text, tell
from aidtrack.cases.sampling import ANSWERS, CONFIRMED, WRONG
from aidtrack.cases.visit_models import CallList, CallListCase
from aidtrack.db import db
from aidtrack.errors import Conflict, RuleBroken
from aidtrack.rights import Actor, require, two_persons
from aidtrack.sentences import N_, Sentence, say

MOST_LISTED = 2_000
"""So many cases at most stand in one list."""

Refused = list[tuple[str, Sentence]]


def open_list(
    cases: Sequence[Case],
    *,
    seen: Mapping[str, int] | None = None,
    seed: str | None = None,
    by: Actor,
    at: datetime,
) -> CallList:
    """A list of all cases that the actor could verify, with the sample to call.

    RuleBroken if none could be. `seen` as in `verify_many`; `seed` is drawn unless a test gives one.
    """
    require(by, "cases.verify")
    if len(cases) > MOST_LISTED:
        said = N_("{count} cases are too many for one list, at most {most}. Choose a smaller place.")
        raise RuleBroken(said, field="place", count=len(cases), most=MOST_LISTED)
    taken = calling_queries.held(cases)
    looked_at = [case for case in cases if seen is None or seen.get(case.code) == case.version]
    going = [case for case in looked_at if case.id not in taken and not queries.blocked(case, "verify", by)]
    if not going:
        raise RuleBroken(N_("None of these cases can be verified by you now."))
    seed = seed or secrets.token_hex(8)
    lots = {code: lot for lot, code in enumerate(sampling.drawn((case.code for case in going), seed), 1)}
    path = common_path(case.place_path for case in going)
    made = CallList(place_path=path, seed=seed, by_id=by.id, by_name=by.name, at=at)
    made.members = [
        CallListCase(case_id=case.id, version=case.version, lot=lots.get(case.code)) for case in going
    ]
    db.session.add(made)
    db.session.flush()
    digest = chain.digest_of_rows([case.code, str(case.version)] for case in going)
    details = {"count": len(going), "calls": len(lots), "seed": seed, "digest": digest}
    record("cases.open_calls", f"calls:{made.id}", by=by, at=at, path=path, **details)
    return made


def answer(
    one: CallList, case: Case, brought: str, *, note: str = "", by: Actor, at: datetime
) -> CallListCase:
    """What a call brought (a key of `sampling.ANSWERS`); it may be answered again while the list is open.

    RuleBroken if it is not so and nobody writes what is wrong; NotAllowed for who added the case. So
    many wrong answers that no other can mend them refuse the list at once.
    """
    require(by, "cases.verify", within=one.place_path)
    _refuse_closed(one)
    call = calling_queries.call_to(one, case)
    two_persons(case.registered_by_id, by, N_("You added this case. Somebody else calls the household."))
    queries.refuse_own_household(case.phone, by)
    if brought not in ANSWERS:
        raise RuleBroken(N_("Say what the call brought."), field="answer")
    note = free_text(note, "note")
    if brought == WRONG and not note:
        raise RuleBroken(N_("Write what is not so."), field="note")
    call.answer, call.note, call.answered_at = brought, note, at
    call.answered_by_id, call.answered_by_name = by.id, by.name
    said = say(N_("Called back: {answer}"), answer=say(ANSWERS[brought]))
    tell(case.id, "call", said, by=by, at=at, text=note)
    record("cases.answer_call", f"case:{case.code}", by=by, at=at, path=case.place_path, answer=brought)
    db.session.flush()
    count = calling_queries.count_of(one)
    if count.refused:
        _close(one, "refused", by, at, wrong=count.wrong, calls=count.size)
    return call


def verify_list(one: CallList, *, by: Actor, at: datetime) -> tuple[list[Case], Refused]:
    """Verify all of a list but those whom a call did not confirm; RuleBroken until the answers allow it."""
    require(by, "cases.verify", within=one.place_path)
    _refuse_closed(one)
    count = calling_queries.count_of(one)
    sampling.check(count)
    going = [member for member in one.members if member.lot is None or member.answer == CONFIRMED]
    codes = {member.case.code: member.version for member in going}
    found = queries.cases_by_code(list(codes), by=by, right="cases.verify")
    _close(one, "verified", by, at, wrong=count.wrong, calls=count.size)
    done, refused = verify_many(found, seen=codes, sample=f"calls:{one.id}", by=by, at=at)
    one.verified = len(done)
    return done, refused


def drop_list(one: CallList, *, by: Actor, at: datetime) -> None:
    """Give a list up; its cases are free again. Whoever draws anew can be seen in the chain."""
    require(by, "cases.verify", within=one.place_path)
    _refuse_closed(one)
    count = calling_queries.count_of(one)
    _close(one, "dropped", by, at, wrong=count.wrong, calls=count.size)


def _refuse_closed(one: CallList) -> None:
    if one.outcome:
        raise RuleBroken(N_("This list is decided already."))


def _close(one: CallList, outcome: str, by: Actor, at: datetime, *, wrong: int, calls: int) -> None:
    """Decide a list, once: of two who do it at one moment, one is told."""
    change = update(CallList).where(CallList.id == one.id, CallList.outcome == "")
    done = db.session.execute(change.values(outcome=outcome, decided_at=at))
    if done.rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict(CHANGED)
    db.session.refresh(one)
    details = {"outcome_of_calls": outcome, "wrong": wrong, "calls": calls}
    record("cases.close_calls", f"calls:{one.id}", by=by, at=at, path=one.place_path, **details)
