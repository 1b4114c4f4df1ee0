"""What may be done with a case: register, edit, move along its life, verify, note, reveal.

The verbs of imports are in `import_actions`, those of suspected pairs in `pair_actions`, what is done to
many cases at once in `bulk_actions`; they can be called from here as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from aidtrack.audit.actions import record
from aidtrack.cases import changes, lifecycle, queries, reasons, visit_queries
from aidtrack.cases.bulk_actions import CHANGED, UNVERIFIED, expire_old, note_progress, verify_many
from aidtrack.cases.changes import Change, ChangedMeanwhile, changes_between
from aidtrack.cases.facts import CaseFacts, tidied
from aidtrack.cases.import_actions import commit_import, drop_stale, stage_import
from aidtrack.cases.lifecycle import State
from aidtrack.cases.models import Case, CaseEvent
from aidtrack.cases.pair_actions import decide_pair, decide_row, merge, unmerge
from aidtrack.cases.progress import Progress
from aidtrack.cases.row_actions import (
    NewCase,
    Origin,
    columns,
    free_text,
    guarded,
    insert_cases,
    one_at_a_time,
    replace_what_hangs,
    tell,
)
from aidtrack.cases.suspicion_actions import suspect
from aidtrack.cases.vouching_queries import CORRECTED
from aidtrack.clock import day_of
from aidtrack.db import db
from aidtrack.errors import Conflict, NotFound, RuleBroken
from aidtrack.places import queries as places
from aidtrack.places.naming import WARD_KINDS
from aidtrack.rights import Actor, require
from aidtrack.sentences import N_, say

__all__ = [
    "commit_import",
    "decide_pair",
    "decide_row",
    "drop_stale",
    "edit",
    "expire_old",
    "merge",
    "move",
    "note",
    "note_progress",
    "register",
    "reveal",
    "stage_import",
    "unmerge",
    "verify",
    "verify_many",
]


def register(facts: CaseFacts, *, by: Actor, at: datetime, key: str | None = None) -> Case:
    """A new case in the state "reported". Look-alikes become pairs, and both cases `suspected`.

    RuleBroken names the field: "place_id" if the ward lies outside the registrar's assignment,
    "consent_by" without consent. `key` (made by a phone) lets it happen once: the same key gives the
    same case again.
    """
    require(by, "cases.register")
    kept_key = f"key:{key}" if key else None
    if kept_key and (before := _registered_before(kept_key, by)):
        return before
    path = _path_in_reach(facts.place_id, by, "cases.register")
    facts = tidied(facts, today=day_of(at))
    if facts.asked_by_name:  # whoever asks cannot agree for the household: it is asked at the visit
        facts = replace(facts, consent_by="")
    one_at_a_time()
    origin = Origin(by.id, by.name, at, "register", say(N_("Case added")))
    case = db.session.get_one(Case, insert_cases([NewCase(facts, key=kept_key)], origin)[0])
    details = {"people": case.people, "categories": list(facts.categories), "consent": bool(facts.consent_by)}
    record("cases.register", f"case:{case.code}", by=by, at=at, path=path, **details)
    suspect(case, facts, by=by, at=at)
    return case


def _registered_before(key: str, by: Actor) -> Case | None:
    case = db.session.scalar(select(Case).where(Case.import_key == key))
    if case is not None and case.registered_by_id != by.id:
        raise Conflict(N_("Somebody else has sent another case under this key."))
    return case


def _path_in_reach(place_id: str, by: Actor, right: str) -> str:
    """The path of a ward in which the actor holds a right; RuleBroken (field "place_id") otherwise."""
    try:
        unit = places.get_unit(place_id)
    except NotFound:
        raise RuleBroken(N_("Choose the ward or commune."), field="place_id") from None
    if unit.kind not in WARD_KINDS:
        raise RuleBroken(
            N_("{place} is no ward or commune. Choose one inside it."), field="place_id", place=unit.label
        )
    path = places.path_of(place_id)
    if not by.can(right, within=path):
        raise RuleBroken(
            N_("{place} lies outside the area of your assignment. Ask its coordinator."),
            field="place_id",
            place=places.label_of(place_id),
        )
    return path


def edit(case: Case, facts: CaseFacts, *, version: int, by: Actor, at: datetime) -> Case:
    """Change what is told of a household; `version` is the one that the editor saw (`case.version`).

    `changes.ChangedMeanwhile` (a Conflict with `.version`, `.by_name` and `.changes`) if somebody
    was quicker. A merged case is not edited. Whoever changes what a verification vouches for
    (`changes.WEIGHTY`) sends a verified case back to review, and may not verify it themselves; a share
    stays promised meanwhile. While goods are on their way, the case stays verified until their outcome.
    """
    require(by, "cases.edit", within=case.place_path)
    if case.state == State.DUPLICATE:
        raise RuleBroken(N_("This case was merged into another one. Edit that one."))
    if facts.place_id != case.place_id:
        _path_in_reach(facts.place_id, by, "cases.edit")
    facts = tidied(facts, today=day_of(at), consent=False)
    _refuse_if_changed(case, version, facts)
    old = queries.facts_of(case)
    changed = changes_between(old, facts)
    if not changed:
        return case
    if old.compared != facts.compared:
        one_at_a_time()
    before = case.state
    still, values = _back_to_review(case, by, at) if queries.is_rechecked(case, changed) else ((), {})
    if not guarded(case, *still, **columns(facts), **_new_consent(case, facts, at), **values):
        db.session.refresh(case)
        _refuse_if_changed(case, version, facts)
        raise Conflict(N_("Somebody else is changing this case. Try again."))
    replace_what_hangs(case.id, old, facts)
    db.session.expire(case)
    _tell_edit(case, before, changed, by, at)
    if old.compared != facts.compared:
        suspect(case, facts, by=by, at=at)
    return case


def _refuse_if_changed(case: Case, version: int, typed: CaseFacts) -> None:
    if case.version != version:
        by_name, steps = queries.changed_since(case, version, typed)
        if steps:
            raise ChangedMeanwhile(case.version, by_name, steps)


def _new_consent(case: Case, facts: CaseFacts, at: datetime) -> dict[str, Any]:
    if facts.consent_by == case.consent_by:
        return {}
    return {"consent_at": at if facts.consent_by else None}


def _back_to_review(case: Case, by: Actor, at: datetime) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """What must hold at the very moment at which a case goes back to review, and what it changes. While
    goods are on their way it waits for them, and they must be so still."""
    if case.progress == Progress.OUT:
        return (Case.progress == Progress.OUT,), {}
    stands = {"state": lifecycle.move_named("recheck").end, "state_since": at, "state_by_id": by.id}
    return (Case.progress != Progress.OUT,), {**stands, **UNVERIFIED}


def _tell_edit(case: Case, before: str, changed: list[Change], by: Actor, at: datetime) -> None:
    weighty, again = changes.weighty(changed), case.state != before
    said = N_("Changed: {fields}")
    if again:
        said = N_("Changed: {fields}; to be verified again")
    elif weighty and before == State.VERIFIED:
        said = N_("Changed: {fields}; the share is on its way, afterwards to be verified again")
    sentence = say(said, fields=[say(change.label) for change in changed])
    if again:
        changed = [Change("state", before, case.state), *changed]
    kept = changes.to_plain(changed)
    kind = CORRECTED if weighty else "edit"
    tell(case.id, kind, sentence, by=by, at=at, version=case.version, changes=kept)
    plain = {one["field"]: [one["old"], one["new"]] for one in kept if one["field"] in _OPEN}
    names = [change.field for change in changed]
    record("cases.edit", f"case:{case.code}", by=by, at=at, path=case.place_path, fields=names, values=plain)


_OPEN = frozenset({"state", "people", "place_id", "categories", "residence"})
"""Fields whose values the chain's detail tells; of the others it names only the field."""


def move(
    case: Case,
    move_name: str,
    *,
    reason: str = "",
    why: Sequence[str] = (),
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> Case:
    """Make a move of the lifecycle's table (except "mark_duplicate": see `pair_actions.merge`).

    `why` are codes of `cases.reasons`, `reason` the words beside them. RuleBroken if the table does not
    open it from here, a reason is missing (field "reason"), a pair is undecided, or what the case was
    sent back for is neither there nor explained; NotAllowed for the registrar where another person must
    act, and for anybody on their own household; Conflict if somebody was quicker. `seen` is the version
    that the person looked at: nobody vouches for what was changed behind their back.
    """
    if seen is not None and case.version != seen:
        raise Conflict(CHANGED)
    if move_name == "unmark":
        return unmerge(case, by=by, at=at)
    end = queries.check_move(case, move_name, by)
    if move_name == "mark_duplicate":
        raise RuleBroken(N_("Say which case this one is merged into: compare the two."), field="move")
    given = reasons.chosen(move_name, why, free_text(reason, "reason"))
    if not given.codes:
        lifecycle.check_reason(move_name, given.text)
    if move_name == "resubmit":
        reasons.check_complete(visit_queries.missing(case), given.text)
    row, start = lifecycle.move_named(move_name), case.state
    stands = {"state": end, "state_since": at, "state_by_id": by.id}
    values = {**stands, **_kept_reason(row, given), **_judged(case, row, by, at)}
    if not guarded(case, *_still(row), **values):
        raise Conflict(N_("Somebody else has just changed this case. Look at it again, then decide."))
    kept = changes.to_plain([Change("state", start, end)])
    said = say(N_("{done}: {reasons}"), done=say(row.done), reasons=given.labels)
    said = said if given.labels else say(row.done)
    tell(case.id, move_name, said, by=by, at=at, text=given.text, version=case.version, changes=kept)
    told = {"reasons": list(given.codes), "reason": given.text}
    details = {"state": [start, end], **{name: value for name, value in told.items() if value}}
    record(f"cases.{move_name}", f"case:{case.code}", by=by, at=at, path=case.place_path, **details)
    return case


def _kept_reason(row: lifecycle.Move, given: reasons.Given) -> dict[str, Any]:
    return {"state_reason": given.text if row.reason else "", "reasons": list(given.codes)}


def _judged(case: Case, row: lifecycle.Move, by: Actor, at: datetime) -> dict[str, Any]:
    """What a verdict leaves behind, and an appeal: who rejected does not decide again."""
    if row.name == "verify":
        return {"verified_by_id": by.id, "verified_at": at, "appealed_from_id": None}
    if row.name == "reject":
        return {"appealed_from_id": None}
    return {"appealed_from_id": visit_queries.rejected_by(case)} if row.name == "appeal" else {}


def _still(row: lifecycle.Move) -> tuple[Any, ...]:
    """What must hold at the very moment of a move, besides what was read."""
    decided = (Case.suspected.is_(False),) if row.decided_pair else ()
    return (*decided, Case.progress != Progress.OUT) if row.at_rest else decided


def verify(case: Case, *, note: str = "", by: Actor, at: datetime) -> Case:
    """The move "verify", with a note for the timeline. See `move` for the refusals."""
    return move(case, "verify", reason=note, by=by, at=at)


def note(case: Case, text: str, *, by: Actor, at: datetime) -> CaseEvent:
    """A note on the timeline; RuleBroken (field "text") if it is empty or too long."""
    require(by, "cases.note", within=case.place_path)
    text = free_text(text, "text")
    if not text:
        raise RuleBroken(N_("Write the note first."), field="text")
    record("cases.note", f"case:{case.code}", by=by, at=at, path=case.place_path)
    return tell(case.id, "note", say(N_("Note")), by=by, at=at, text=text)


def reveal(case: Case, field: str, *, by: Actor, at: datetime) -> str:
    """The whole ID number (field "citizen_id") for somebody who may see it; recorded in the chain."""
    require(by, "cases.reveal", within=case.place_path)
    if field != "citizen_id" or not case.citizen_id:
        raise NotFound(N_("There is nothing to show."))
    record("cases.reveal", f"case:{case.code}", by=by, at=at, path=case.place_path, field=field)
    return case.citizen_id
