"""What may be asked of cases: one case with its timeline and the moves it is open to.

Lists are in `list_queries`, the board and eligible cases in `board_queries`, pairs and waiting rows in
`pair_queries`, imports in `import_queries`; their questions can be asked here as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, select

from aidtrack.cases import changes, lifecycle
from aidtrack.cases.board_queries import EligibleCase, WardRow, board, eligible
from aidtrack.cases.changes import Change
from aidtrack.cases.codes import parse_code
from aidtrack.cases.facts import CaseFacts
from aidtrack.cases.import_queries import get_import, import_report
from aidtrack.cases.lifecycle import Move, State
from aidtrack.cases.list_queries import CaseFilters, CasePage, CaseRow, ViewCounts, counts, page, waiting_for
from aidtrack.cases.models import Case, CaseEvent
from aidtrack.cases.pair_queries import facts_of, hints, pairs_open, waiting_rows_open
from aidtrack.cases.progress import Progress
from aidtrack.cases.vouching_queries import check_evidence, is_own_word, refuse_old_judge
from aidtrack.db import db, scoped
from aidtrack.errors import AidtrackError, NotAllowed, NotFound, RuleBroken
from aidtrack.people.models import Person
from aidtrack.rights import RIGHTS, Actor, Role, require, two_persons
from aidtrack.sentences import N_, Sentence

__all__ = [
    "CaseFilters",
    "CasePage",
    "CaseRow",
    "EligibleCase",
    "ViewCounts",
    "WardRow",
    "board",
    "counts",
    "eligible",
    "facts_of",
    "get_import",
    "hints",
    "import_report",
    "page",
    "pairs_open",
    "waiting_for",
    "waiting_rows_open",
]

_AT_ONCE = 500
"""Codes in one question to the database."""


@dataclass(frozen=True)
class TimelineEntry:
    """A line of the timeline.

    `kind` is a move's name, or register, import, edit, correct (an edit of what a verification vouches
    for), note, suspect, merge, different, row, progress. `of` is the code of the merged case whose line
    it is, empty for the case's own.
    """

    at: datetime
    by_name: str
    kind: str
    said: Sentence
    text: str = ""
    of: str = ""


@dataclass(frozen=True)
class OfferedMove:
    """A button of the case's page; `blocked` is the cause to write beside it if it cannot be pressed."""

    move: Move
    blocked: Sentence | None


def get_case(code: str, *, by: Actor, right: str = "cases.see") -> Case:
    """A case by its code (typed in any form); NotFound if there is none where the actor holds the right."""
    found = db.session.scalar(select(Case).where(Case.code == _canonical(code), scoped(Case, by, right)))
    if found is None:
        raise NotFound(N_("There is no case {code} that you may see."), code=code[:20])
    return found


def _canonical(code: str) -> str:
    try:
        return parse_code(code)
    except RuleBroken:
        return code


def cases_by_code(codes: Sequence[str], *, by: Actor, right: str = "cases.see") -> list[Case]:
    """Several cases in the order of their codes in the argument; those out of reach are left out."""
    wanted = list(dict.fromkeys(map(_canonical, codes)))
    by_code: dict[str, Case] = {}
    for at in range(0, len(wanted), _AT_ONCE):
        found = select(Case).where(Case.code.in_(wanted[at : at + _AT_ONCE]), scoped(Case, by, right))
        by_code |= {case.code: case for case in db.session.scalars(found)}
    return [by_code[code] for code in wanted if code in by_code]


def timeline(case: Case) -> Sequence[TimelineEntry]:
    """What happened to a case, newest first, with the lines of cases of its ward that were merged into it."""
    codes = dict(db.session.execute(select(Case.id, Case.code).where(_merged_into(case))).all())
    whole = CaseEvent.case_id.in_([case.id, *codes])
    found = select(CaseEvent).where(whole).order_by(CaseEvent.at.desc(), CaseEvent.id.desc())
    return [
        TimelineEntry(
            event.at,
            event.by_name,
            event.kind,
            Sentence.from_plain(event.said),
            event.text,
            codes.get(event.case_id, ""),
        )
        for event in db.session.scalars(found)
        # What a merged case tells of this one, this one's own line tells as well.
        if event.case_id == case.id or event.said["with"].get("code") != case.code
    ]


def merged_into(case: Case) -> Sequence[Case]:
    """The cases of its ward that were merged into a case, the oldest first."""
    return db.session.scalars(select(Case).where(_merged_into(case)).order_by(Case.id)).all()


def _merged_into(case: Case) -> ColumnElement[bool]:
    # Those of another ward may name cases there, which not everybody who reads this one may know.
    return and_(Case.merged_into_id == case.id, Case.place_path == case.place_path)


def changed_since(case: Case, version: int, typed: CaseFacts) -> tuple[str, list[Change]]:
    """Who changed a case last since a version, and what was changed altogether, beside what is typed."""
    found = select(CaseEvent).where(CaseEvent.case_id == case.id).order_by(CaseEvent.id)
    later = [event for event in db.session.scalars(found) if event.said.get("version", 0) > version]
    steps = [step for event in later for step in changes.from_plain(event.said["changes"])]
    return (later[-1].by_name if later else ""), changes.altogether(steps, typed)


def is_own_household(phone: str | None, by: Actor) -> bool:
    """Whether a household's phone is the actor's."""
    if by.id is None or phone is None:
        return False
    person = db.session.get(Person, by.id)
    return person is not None and person.phone == phone


def refuse_own_household(phone: str | None, by: Actor) -> None:
    """NotAllowed if the actor would decide on their own household."""
    if is_own_household(phone, by):
        raise NotAllowed(N_("This is your own household. Somebody else must decide on it."))


def check_move(case: Case, move_name: str, by: Actor) -> State:
    """The state that a move leads to, or the refusal: NotAllowed for this person, RuleBroken for anybody."""
    move = lifecycle.move_named(move_name)
    if move.right is None and not by.operator:
        raise NotAllowed(N_("Only the program itself does this."))
    if move.right is not None:
        require(by, move.right, within=case.place_path)
    end = lifecycle.after(case.state, move.name)
    if move.other_person:
        two_persons(
            case.registered_by_id, by, N_("You registered this case. Somebody else must decide on it.")
        )
    if move.fresh_eyes and is_own_word(case, by):
        raise NotAllowed(N_("You changed what is to be verified. Somebody else must verify it."))
    if move.right is not None and Role.VOLUNTEER not in RIGHTS[move.right]:
        refuse_own_household(case.phone, by)
    if move.other_judge:
        refuse_old_judge(case, by)
    lifecycle.check_suspicion(move.name, case.suspected)
    if move.evidence:
        check_evidence(case)
    if move.at_rest and case.progress == Progress.OUT:
        raise RuleBroken(N_("The goods are on their way. First record what became of them."))
    return end


def is_rechecked(case: Case, changed: Sequence[Change]) -> bool:
    """Whether an edit sends a case back to review: what was verified is not what stands there now.

    While goods are on their way to it, it waits for their outcome (`bulk_actions.note_progress`).
    """
    return case.state in lifecycle.move_named("recheck").starts and changes.weighty(changed)


def blocked(case: Case, move_name: str, by: Actor) -> Sentence | None:
    """Why the actor cannot make a move on a case now; None if nothing stands in the way."""
    try:
        check_move(case, move_name, by)
    except AidtrackError as refusal:
        return refusal.sentence
    return None


def moves_for(case: Case, by: Actor) -> list[OfferedMove]:
    """The moves to offer on a case's page: open from its state and within the actor's rights there."""
    return [
        OfferedMove(move, blocked(case, move.name, by))
        for move in lifecycle.moves_from(case.state)
        if move.right and by.can(move.right, within=case.place_path)
    ]
