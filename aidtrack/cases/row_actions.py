"""How a household becomes rows: one way in for the form, the list and the phone, and one way to change it.

Nothing here asks who may: the verbs in `actions`, `import_actions` and `pair_actions` do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from posixpath import commonpath
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from aidtrack.cases import duplicates
from aidtrack.cases.codes import new_code
from aidtrack.cases.facts import MOST_TEXT, CaseFacts, too_long
from aidtrack.cases.finding import terms_of
from aidtrack.cases.import_models import WithdrawnCode
from aidtrack.cases.models import Case, CaseBlock, CaseCategory, CaseEvent, Member
from aidtrack.db import db
from aidtrack.places import queries as places
from aidtrack.rights import Actor
from aidtrack.sentences import Sentence
from aidtrack.vietnamese.folding import clean, fold, name_sort_key

_LOOKING_FOR_ALIKE = 20_210_814
"""The number of the lock under which look-alikes are searched and written."""


@dataclass(frozen=True)
class NewCase:
    """A household on its way in: its tidied facts, and where it comes from. `blocks` are the keys under which
    its look-alikes are found, if somebody has made them already."""

    facts: CaseFacts
    key: str | None = None
    import_id: int | None = None
    list_position: int | None = None
    blocks: Sequence[str] | None = None


@dataclass(frozen=True)
class Origin:
    """Who registered households, when, and the line with which their timelines begin."""

    by_id: int | None
    by_name: str
    at: datetime
    kind: str
    said: Sentence


def one_at_a_time() -> None:
    """Let no other transaction look for look-alikes, or approve shares, until this one ends.

    Two people who register one household at one moment would otherwise not see each other's, nor two
    who approve shares for it. SQLite has one writer anyway.
    """
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(_LOOKING_FOR_ALIKE)))


def insert_cases(new: Sequence[NewCase], origin: Origin) -> list[int]:
    """Write new cases in the state "reported" with all that hangs on them; their ids in the same order."""
    if not new:
        return []
    ids, codes = _new_ids(len(new)), _free_codes(len(new))
    _insert(
        Case,
        (
            {"id": case_id, **_row(case, code, origin)}
            for case_id, case, code in zip(ids, new, codes, strict=True)
        ),
    )
    pairs = [(case_id, case.facts) for case_id, case in zip(ids, new, strict=True)]
    _insert(CaseCategory, (row for case_id, facts in pairs for row in _categories(case_id, facts)))
    _insert_blocks(zip(ids, new, strict=True))
    _insert(Member, (row for case_id, facts in pairs for row in _members(case_id, facts)))
    said = origin.said.to_plain()
    lines = ((case_id, said) for case_id in ids)
    tell_many(lines, origin.kind, by_id=origin.by_id, by_name=origin.by_name, at=origin.at)
    return list(ids)


def _new_ids(count: int) -> Sequence[int]:
    """So many free numbers of cases, in order. Nobody else can write cases now (see `one_at_a_time`)."""
    if db.session.get_bind().dialect.name == "postgresql":
        sequence = func.nextval(func.pg_get_serial_sequence("cases", "id"))
        return sorted(db.session.scalars(select(sequence).select_from(func.generate_series(1, count))))
    last = db.session.scalar(select(func.max(Case.id))) or 0
    return range(last + 1, last + count + 1)


def _row(case: NewCase, code: str, origin: Origin) -> dict[str, Any]:
    return {
        **columns(case.facts),
        "code": code,
        "state": "reported",
        "state_since": origin.at,
        "state_by_id": origin.by_id,
        "version": 1,
        "suspected": False,
        "consent_at": origin.at if case.facts.consent_by else None,
        "registered_by_id": origin.by_id,
        "registered_by_name": origin.by_name,
        "registered_at": origin.at,
        "import_id": case.import_id,
        "import_key": case.key,
        "list_position": case.list_position,
        "state_reason": "",
        "progress": "none",
        "progress_note": {},
    }


_APART = frozenset({"categories", "members", "needs"})
"""Facts that do not stand in the case's row as they are."""


def columns(facts: CaseFacts) -> dict[str, Any]:
    """The columns that the facts fill."""
    told = {name: getattr(facts, name) for name in facts.__dataclass_fields__ if name not in _APART}
    return {
        **told,
        "needs": list(facts.needs),
        "place_path": places.path_of(facts.place_id),
        "name_folded": fold(facts.name),
        "name_sort": name_sort_key(facts.name),
        "finds": terms_of(facts.name, facts.address, facts.residential_group, phone=facts.phone),
    }


def _free_codes(count: int) -> list[str]:
    """So many codes that no case has or ever had."""
    free: list[str] = []
    while len(free) < count:
        drawn = {new_code() for _ in range(count - len(free))} - set(free)
        taken = set(db.session.scalars(select(Case.code).where(Case.code.in_(drawn))))
        taken |= set(db.session.scalars(select(WithdrawnCode.code).where(WithdrawnCode.code.in_(drawn))))
        free += sorted(drawn - taken)
    return free


def _categories(case_id: int, facts: CaseFacts) -> Iterable[dict[str, Any]]:
    for position, code in enumerate(facts.categories):
        yield {"case_id": case_id, "code": code, "position": position}


def _blocks(case_id: int, facts: CaseFacts) -> Iterable[dict[str, Any]]:
    for key in sorted(duplicates.blocking_keys(facts.compared)):
        yield {"key": key, "case_id": case_id}


def _insert_blocks(cases: Iterable[tuple[int, NewCase]]) -> None:
    """Ten keys a case: handed over as they are, because translating each costs more than writing."""
    rows = [
        (key, case_id)
        for case_id, case in cases
        for key in (
            case.blocks if case.blocks is not None else duplicates.blocking_keys(case.facts.compared)
        )
    ]
    rows.sort()
    sign = "?" if db.session.get_bind().dialect.name == "sqlite" else "%s"
    statement = f"INSERT INTO case_blocks (key, case_id) VALUES ({sign}, {sign})"  # noqa: S608 - two signs
    if rows:
        db.session.connection().exec_driver_sql(statement, rows)


def _members(case_id: int, facts: CaseFacts) -> Iterable[dict[str, Any]]:
    for position, member in enumerate(facts.members):
        yield {"case_id": case_id, "position": position, **asdict(member)}


def _insert(model: Any, rows: Iterable[dict[str, Any]]) -> None:
    written = list(rows)
    if written:
        db.session.flush()
        db.session.connection().execute(insert(model.__table__), written)


def replace_what_hangs(case_id: int, old: CaseFacts, new: CaseFacts) -> None:
    """Write categories, members and keys anew where an edit changed them."""
    hanging = (
        (CaseCategory, old.categories != new.categories, _categories),
        (Member, old.members != new.members, _members),
        (CaseBlock, old.compared != new.compared, _blocks),
    )
    for model, changed, rows in hanging:
        if changed:
            db.session.execute(delete(model).where(model.case_id == case_id))
            _insert(model, rows(case_id, new))


def guarded(case: Case, *also: Any, **values: Any) -> bool:
    """Change a case if it still is what was read, and raise its version; False if somebody was quicker."""
    still = (Case.id == case.id, Case.version == case.version, Case.state == case.state, *also)
    change = update(Case).where(*still).values(version=case.version + 1, **values)
    done = db.session.execute(change.execution_options(synchronize_session=False))
    if done.rowcount != 1:  # type: ignore[attr-defined]
        return False
    db.session.refresh(case)
    return True


def tell(
    case_id: int,
    kind: str,
    said: Sentence,
    *,
    by: Actor,
    at: datetime,
    text: str = "",
    **beside: Any,
) -> CaseEvent:
    """Add a line to a timeline; what stands `beside` the sentence (version, changes) is kept with it."""
    event = CaseEvent(
        case_id=case_id,
        at=at,
        by_id=by.id,
        by_name=by.name,
        kind=kind,
        said={**said.to_plain(), **beside},
        text=text,
    )
    db.session.add(event)
    return event


def tell_many(
    lines: Iterable[tuple[int, Mapping[str, Any]]],
    kind: str,
    *,
    by_id: int | None,
    by_name: str,
    at: datetime,
    text: str = "",
) -> None:
    """Add lines to many timelines: a case, and its sentence in plain form with what stands beside it."""
    line = {"at": at, "by_id": by_id, "by_name": by_name, "kind": kind, "text": text}
    _insert(CaseEvent, ({**line, "case_id": case_id, "said": dict(said)} for case_id, said in lines))


def common_path(paths: Iterable[str]) -> str:
    """The path of the smallest place that holds all of them; "" if there is none.

    >>> common_path(["2021/01/006/00178/", "2021/01/006/00181/"])
    '2021/01/006/'
    """
    every = set(paths)
    shared = commonpath(every) if every and "" not in every else ""
    return f"{shared}/" if shared else ""


def free_text(text: str, field: str) -> str:
    """A reason or a note as it is kept; RuleBroken if it is too long."""
    text = clean(text, lines=True)
    if len(text) > MOST_TEXT:
        raise too_long(len(text), MOST_TEXT, field)
    return text
