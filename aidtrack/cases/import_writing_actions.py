"""How staged lines become cases: in portions, each whole, from wherever the last one ended.

As in `import_staging_actions` each piece is done in a transaction of its own, or all in one. Who committed
the list, and when, is kept with it, so a piece that is done tomorrow tells the same as one of today.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from hashlib import sha256
from typing import Any

from sqlalchemy import Row, Select, delete, func, insert, select, update

from aidtrack.audit.actions import record
from aidtrack.cases import import_queries
from aidtrack.cases.blocking import VERSION
from aidtrack.cases.facts import CaseFacts
from aidtrack.cases.import_beside_queries import (
    Beside,
    LikeCase,
    Seen,
    beside,
    cases_by_key,
    seen,
    touched_since,
    waiting_by_key,
)
from aidtrack.cases.import_fates import COMMITTED, DECIDED, FRESH, LIKE, THERE, TWIN, WAITS, WRITING
from aidtrack.cases.import_models import ImportFile, StagedRow
from aidtrack.cases.import_preview import row_of
from aidtrack.cases.import_staging_actions import moved_on
from aidtrack.cases.listing import HouseholdRow
from aidtrack.cases.models import Case, CaseImport, WaitingRow
from aidtrack.cases.row_actions import NewCase, Origin, common_path, insert_cases, one_at_a_time
from aidtrack.db import db
from aidtrack.places import queries as places
from aidtrack.rights import Actor
from aidtrack.sentences import N_, Sentence, say

Write = Callable[[], None]
PORTION = 500
HOUSEHOLDS, ALIKE = "households", "alike"
"""The two steps: first the cases, then the lines that wait for one of them."""
_FATES = {HOUSEHOLDS: (FRESH,), ALIKE: WAITS}


def writing(staged: CaseImport) -> Iterator[Write]:
    """Write all of a list that has not been written yet, one piece after the other."""
    writer = _Writer(staged)
    while rows := writer.next_rows():
        yield partial(writer.write, rows)
    yield writer.finish


class _Writer:
    """Where the writing of a list stands. What it knows beyond the list's row only spares it work."""

    def __init__(self, staged: CaseImport) -> None:
        self.id, self.said = staged.id, say(N_("Brought in with the list {file}"), file=staged.file_name)
        self.kept = self.step, self.cursor = staged.step, staged.cursor
        self.done, self.at = staged.done, staged.committed_at or staged.at
        self.by = Actor(staged.by_id, staged.by_name, operator=staged.by_id is None)
        self.same_keys = staged.reading.get("keys") == VERSION
        self.seen, self.others = Seen(*staged.reading.get("seen", (0, -1))), False

    def next_rows(self) -> Sequence[Row[Any]]:
        """The next lines, of this step or of the one after it."""
        told = (StagedRow.no, StagedRow.fate, StagedRow.facts, StagedRow.of_no, StagedRow.why)
        lines: Select[Any] = select(*told, StagedRow.blocks)
        mine = (StagedRow.import_id == self.id, StagedRow.fate.in_(_FATES[self.step]))
        wanted = lines.where(*mine, StagedRow.no > self.cursor).order_by(StagedRow.no).limit(PORTION)
        rows = db.session.execute(wanted).all()
        if rows or self.step == ALIKE:
            return rows
        self.step, self.cursor = ALIKE, 0
        return self.next_rows()

    def write(self, lines: Sequence[Row[Any]]) -> None:
        """Write some lines as cases; whatever looks like one is put up for a decision in the second step."""
        self._forward(lines)
        one_at_a_time()
        rows = {line.no: row_of(line.facts) for line in lines}
        compare = self.step == ALIKE or self._others_came()
        facts = {row.key: row.facts for row in rows.values()} if compare else {}
        known = beside(list(rows.values()), facts, compare=compare, but=self.id)
        like = self._like(lines, rows, known)
        fates = {line.no: _fate(line, rows[line.no], known, like) for line in lines}
        blocks = {line.no: line.blocks.split() for line in lines if line.blocks and self.same_keys}
        self._insert([(rows[no], blocks.get(no)) for no, fate in fates.items() if fate == FRESH])
        if self.step == ALIKE:
            waits = [no for no, fate in fates.items() if fate in WAITS and rows[no].key not in known.waits]
            _put_up([self._waiting(rows[no], like[no]) for no in waits])
        self._keep({line.no: fates[line.no] for line in lines if fates[line.no] != line.fate}, like)
        self.seen = seen()

    def _forward(self, lines: Sequence[Row[Any]]) -> None:
        """Say how far it is now; nobody else can be at these lines then."""
        before = (CaseImport.step == self.kept[0], CaseImport.cursor == self.kept[1])
        self.cursor, self.done = lines[-1].no, self.done + len(lines)
        moved_on(self.id, WRITING, *before, step=self.step, cursor=self.cursor, done=self.done)
        self.kept = self.step, self.cursor

    def _others_came(self) -> bool:
        """Whether anything happened to cases since the list was staged, so that it must be compared again."""
        now = seen()
        undone = now.undone != self.seen.undone
        self.others = self.others or undone or touched_since(self.seen.event, but=self.id)
        return self.others

    def _like(
        self, lines: Sequence[Row[Any]], rows: Mapping[int, HouseholdRow], known: Beside
    ) -> dict[int, LikeCase]:
        """The case that each line waits for: that of its twin in the list, else what it looks like."""
        found = {no: known.like[row.key] for no, row in rows.items() if row.key in known.like}
        twins = {line.no: line.of_no for line in lines if line.of_no is not None}
        keys = select(StagedRow.no, StagedRow.key).where(StagedRow.import_id == self.id)
        named = db.session.execute(keys.where(StagedRow.no.in_(set(twins.values()))))
        of = {row.no: row.key for row in named}
        cases = cases_by_key(filter(None, of.values()))
        put_up = waiting_by_key(filter(None, of.values()))
        why = {line.no: line.why for line in lines}
        for no, twin in twins.items():
            key = of.get(twin) or ""
            case_id = cases.get(key) or (put_up[key].of_case_id if key in put_up else None)
            if case_id is not None:
                found[no] = LikeCase(case_id, Sentence.from_plain(why[no]))
        return found

    def _insert(self, rows: Sequence[tuple[HouseholdRow, Sequence[str] | None]]) -> None:
        origin = Origin(self.by.id, self.by.name, self.at, "import", self.said)
        new = [
            NewCase(CaseFacts.of_row(row), row.key, self.id, list_position=row.row, blocks=blocks)
            for row, blocks in rows
        ]
        insert_cases(new, origin)

    def _waiting(self, row: HouseholdRow, like: LikeCase) -> dict[str, Any]:
        return {
            "import_id": self.id,
            "import_key": row.key,
            "row": row.row,
            "facts": CaseFacts.of_row(row).to_plain(),
            "place_path": places.path_of(row.unit),
            "of_case_id": like.case_id,
            "why": like.why.to_plain(),
        }

    def _keep(self, fates: Mapping[int, str], like: Mapping[int, LikeCase]) -> None:
        """Keep what became of lines otherwise than their preview said."""
        for no, fate in fates.items():
            values: dict[str, Any] = {"fate": fate}
            if fate == LIKE and no in like:
                values |= {"like_case_id": like[no].case_id, "why": like[no].why.to_plain()}
            line = update(StagedRow).where(StagedRow.import_id == self.id, StagedRow.no == no)
            db.session.execute(line.values(**values).execution_options(synchronize_session=False))

    def finish(self) -> None:
        """The list is written: its counts, and the one entry in the chain."""
        staged = db.session.get_one(CaseImport, self.id)
        counts = import_queries.tally(self.id)
        written, digest = _written(self.id)
        reading = {**staged.reading, "counts": counts.to_plain()}
        values = {"reading": reading, "written": written, "already": counts.there}
        before = (CaseImport.step == self.kept[0], CaseImport.cursor == self.kept[1])
        moved_on(self.id, WRITING, *before, **values, state=COMMITTED, step="", claimed_until=None)
        db.session.execute(delete(ImportFile).where(ImportFile.import_id == self.id))
        record(
            "cases.import",
            f"import:{self.id}",
            by=self.by,
            at=self.at,
            path=common_path(_paths(self.id)),
            file=staged.file_name,
            file_digest=staged.file_digest,
            count=written,
            waiting=_put_up_by(self.id),
            digest=digest,
        )
        db.session.expire(staged)


def _fate(line: Row[Any], row: HouseholdRow, known: Beside, like: Mapping[int, LikeCase]) -> str:
    twin = line.of_no is not None
    if row.key in known.there:
        return DECIDED if twin else THERE
    if line.no in like:
        return TWIN if twin else LIKE
    return FRESH


def _put_up(rows: list[dict[str, Any]]) -> None:
    if rows:
        db.session.execute(insert(WaitingRow), rows)


def _written(import_id: int) -> tuple[int, str]:
    """How many cases a list became, and the digest of their lines: each one's JSON and a line's end."""
    facts = (
        select(StagedRow.facts)
        .join(Case, Case.import_key == StagedRow.key)
        .where(StagedRow.import_id == import_id, Case.import_id == import_id)
        .order_by(StagedRow.no)
    )
    count, whole = 0, sha256()
    for text in db.session.scalars(facts.execution_options(yield_per=PORTION)):
        count += 1
        whole.update(f"{text}\n".encode())
    return count, whole.hexdigest()


def _paths(import_id: int) -> Iterable[str]:
    cases = select(Case.place_path).where(Case.import_id == import_id).distinct()
    rows = select(WaitingRow.place_path).where(WaitingRow.import_id == import_id).distinct()
    return {*db.session.scalars(cases), *db.session.scalars(rows)}


def _put_up_by(import_id: int) -> int:
    rows = select(func.count()).select_from(WaitingRow).where(WaitingRow.import_id == import_id)
    return int(db.session.scalar(rows) or 0)
