"""What may be done with the books: keep the answer of a check, under the name of who asked for it."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from aidtrack.audit.actions import record
from aidtrack.books.queries import ANSWER, Checked, Examined
from aidtrack.db import keep_fact
from aidtrack.rights import Actor, require
from aidtrack.stock.papers import smallest_place

SHOWN = 20
"""So many differences of one check are kept to be shown; more are counted."""


def keep(found: Examined, *, by: Actor, at: datetime) -> None:
    """Keep the answer of a check for the page, and enter it in the chain. Nothing else is changed, and
    nothing is repaired."""
    require(by, "books.check")
    keep_fact(ANSWER, json.dumps(_told(found, by, at), ensure_ascii=False))
    record(
        "books.check",
        "books",
        by=by,
        at=at,
        path=smallest_place(by.reach("books.check")),
        ok=found.ok,
        differences=found.differences,
        checks=[one.invariant.code for one in found.checks if one.differences],
        movements=found.movements,
        chain=found.chain.ok,
        entries=found.chain.rows,
        head=found.chain.head,
    )


def _told(found: Examined, by: Actor, at: datetime) -> dict[str, Any]:
    return {
        "at": at.isoformat(),
        "by": by.name,
        "itself": by.id is None,
        "checks": {one.invariant.code: _each(one) for one in found.checks},
        "movements": found.movements,
        "last_document": found.last_document,
        "chain": found.chain.ok,
        "entries": found.chain.rows,
        "head": found.chain.head,
    }


def _each(one: Checked) -> dict[str, Any]:
    shown = [[row.table, row.id, row.expected, row.found] for row in one.differences[:SHOWN]]
    return {"rows": one.rows, "count": len(one.differences), "differences": shown}
