"""What may be asked of the books: whether all that must hold does, computed anew from the movements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select, text

from aidtrack.books.invariants import INVARIANTS, Difference, Invariant
from aidtrack.db import db
from aidtrack.rights import Actor, require
from aidtrack.stock.models import Movement

@dataclass(frozen=True)
class Checked:
    """One invariant with the rows that break it; none means that it holds."""

    invariant: Invariant
    differences: Sequence[Difference]


def check() -> list[Difference]:
    """Every row that breaks an invariant; [] when the books are right."""
    return [difference for checked in check_each() for difference in checked.differences]


def check_each() -> list[Checked]:
    """Each invariant with its differences, in the auditor's order."""
    return [Checked(one, _broken(one)) for one in INVARIANTS]


def check_for(by: Actor) -> list[Checked]:
    """The check for a page: only for those who may check the books everywhere they reach."""
    require(by, "books.check")
    return check_each()


def movements_counted() -> int:
    """How many movements the check went through."""
    return int(db.session.scalar(select(func.count()).select_from(Movement)) or 0)


def _broken(one: Invariant) -> list[Difference]:
    return [
        Difference(one.code, one.table, str(row[0]), str(row[1]), str(row[2]))
        for row in db.session.execute(text(one.sql))
    ]

