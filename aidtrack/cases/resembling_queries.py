"""Which cases that are there look like a household: found by shared keys, weighed, the likest first."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import TypeVar

from sqlalchemy import TextClause, bindparam, select, text

from aidtrack.cases.duplicates import LARGEST_BLOCK, Facts, Likeness, blocking_keys, likest
from aidtrack.cases.models import Case, Member
from aidtrack.db import db

_T = TypeVar("_T")
_AT_ONCE = 500
"""Values in one question to the database."""
_FEW_KEYS = 64
"""So many are asked for one by one, each at most as far as the largest block goes."""
MOST_CANDIDATES = 600
"""Cases that are weighed for one household; the rarest keys come first."""


@dataclass(frozen=True)
class Alike:
    """A case that looks like a household, and how alike they are."""

    case_id: int
    likeness: Likeness


def alike(facts: Facts, *, but: int | None = None) -> list[Alike]:
    """The cases that look like a household, the likest first; `but` leaves one out."""
    return [found for found in alike_many([facts])[0] if found.case_id != but]


def alike_many(
    households: Sequence[Facts], keys: Sequence[set[str]] | None = None
) -> list[list[Alike]]:
    """The same for many households at once, in their order; their `keys` if somebody has made them already.

    Whoever looks like a merged case is told the case that it was merged into.
    """
    keys = [blocking_keys(facts) for facts in households] if keys is None else keys
    sharing = _sharing(set().union(*keys))
    candidates = [_rarest([sharing[key] for key in own if key in sharing]) for own in keys]
    known, goes_on_as = _facts(set().union(*candidates))
    found = []
    for facts, ids in zip(households, candidates, strict=True):
        weighed = likest(facts, ((case_id, known[case_id]) for case_id in sorted(ids)))
        best: dict[int, Alike] = {}
        for case_id, likeness in weighed:
            kept = goes_on_as[case_id]
            best.setdefault(kept, Alike(kept, likeness))
        found.append(list(best.values()))
    return found


def _rarest(blocks: list[list[int]]) -> set[int]:
    """The cases of the smallest blocks, as many as one household is compared with."""
    found: set[int] = set()
    for block in sorted(blocks, key=len):
        if found and len(found) + len(block) > MOST_CANDIDATES:
            break
        found.update(block)
    return found


def _sharing(keys: set[str]) -> Mapping[str, list[int]]:
    """The cases under each key; a key that very many share tells nothing and is left out."""
    if len(keys) <= _FEW_KEYS:
        return _sharing_few(sorted(keys))
    found: dict[str, list[int]] = {}
    on_sqlite = db.session.get_bind().dialect.name == "sqlite"
    asked = json.dumps(sorted(keys)) if on_sqlite else sorted(keys)
    told = {"keys": asked, "most": LARGEST_BLOCK + 1}
    for key, case_id in db.session.execute(_MANY_ON_SQLITE if on_sqlite else _MANY, told):
        found.setdefault(key, []).append(case_id)
    return found


_MANY = text(
    "WITH asked AS (SELECT unnest(CAST(:keys AS text[])) AS key), telling AS (SELECT key FROM asked WHERE"
    " (SELECT count(*) FROM (SELECT 1 FROM case_blocks WHERE case_blocks.key = asked.key LIMIT :most)"
    " AS counted)"
    " BETWEEN 1 AND :most - 1)"
    " SELECT case_blocks.key, case_id FROM telling JOIN case_blocks ON case_blocks.key = telling.key"
)
"""One question for thousands of keys: no block is counted to its end."""
_MANY_ON_SQLITE = text(
    _MANY.text.replace("unnest(CAST(:keys AS text[])) AS key", "value AS key FROM json_each(:keys)")
)


def _sharing_few(keys: Sequence[str]) -> Mapping[str, list[int]]:
    """The same while somebody types: no block is counted to its end."""
    if not keys:
        return {}
    found: dict[str, list[int]] = {}
    asked = {f"key{at}": key for at, key in enumerate(keys)}
    for key, case_id in db.session.execute(_question(len(keys)), {**asked, "most": LARGEST_BLOCK + 1}):
        found.setdefault(key, []).append(case_id)
    return {key: block for key, block in found.items() if len(block) <= LARGEST_BLOCK}


@cache
def _question(count: int) -> TextClause:
    # SQLite allows a LIMIT in a part of a union only inside brackets of its own.
    one = "SELECT * FROM (SELECT key, case_id FROM case_blocks WHERE key = :key{at} LIMIT :most) AS block{at}"
    return text(" UNION ALL ".join(one.format(at=at) for at in range(count)))


def facts_kept(ids: set[int]) -> dict[int, Facts]:
    """What is compared of some cases."""
    return _facts(ids)[0]


_TOLD = select(
    *(Case.id, Case.name, Case.birth_year, Case.sex, Case.citizen_id, Case.phone, Case.address),
    *(Case.place_id, Case.people, Case.home_address, Case.merged_into_id),
).where(Case.id.in_(bindparam("ids", expanding=True)))
_MEMBERS = (
    select(Member.case_id, Member.name)
    .where(Member.case_id.in_(bindparam("ids", expanding=True)))
    .order_by(Member.id)
)


def _facts(ids: set[int]) -> tuple[dict[int, Facts], dict[int, int]]:
    """What is compared of some cases, and under which case each of them goes on."""
    known: dict[int, Facts] = {}
    into: dict[int, int] = {}
    for some in _portions(sorted(ids)):
        members: dict[int, list[str]] = {}
        for case_id, name in db.session.execute(_MEMBERS, {"ids": some}):
            members.setdefault(case_id, []).append(name)
        for row in db.session.execute(_TOLD, {"ids": some}):
            rest = {"unit": row.place_id, "people": row.people, "home_address": row.home_address}
            known[row.id] = Facts(*row[1:7], **rest, members=tuple(members.get(row.id, ())))
            into[row.id] = row.id if row.merged_into_id is None else row.merged_into_id
    return known, _followed(into)


def _followed(into: dict[int, int]) -> dict[int, int]:
    """Each case to the end of its chain of merges."""
    while targets := {target for case_id, target in into.items() if case_id != target}:
        on = select(Case.id, Case.merged_into_id).where(
            Case.id.in_(targets), Case.merged_into_id.is_not(None)
        )
        further = dict(db.session.execute(on).all())
        if not further:
            break
        into = {case_id: further.get(target, target) or target for case_id, target in into.items()}
    return into


def _portions(values: Iterable[_T]) -> Iterator[list[_T]]:
    rest = iter(values)
    while some := list(islice(rest, _AT_ONCE)):
        yield some
