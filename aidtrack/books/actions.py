"""What may be done with the books: check them under one's name, so that the chain knows when they closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from aidtrack.audit import queries as audit
from aidtrack.audit.actions import record
from aidtrack.books import queries
from aidtrack.books.queries import Checked
from aidtrack.rights import Actor
from aidtrack.stock.papers import smallest_place


def check(*, by: Actor, at: datetime) -> Sequence[Checked]:
    """Check all that must hold, walk the chain, and record the answer. Nothing is changed or repaired."""
    found = queries.check_for(by)
    broken = [one for one in found if one.differences]
    chain = audit.verify()
    record(
        "books.check",
        "books",
        by=by,
        at=at,
        path=smallest_place(by.reach("books.check")),
        ok=not broken and chain.ok,
        differences=sum(len(one.differences) for one in broken),
        checks=[one.invariant.code for one in broken],
        movements=queries.movements_counted(),
        chain=chain.ok,
        entries=chain.rows,
        head=chain.head,
    )
    return found
