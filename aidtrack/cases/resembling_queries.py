"""Which cases that are there look like a household: found by shared keys, weighed, the likest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import func, select

from aidtrack.cases.duplicates import LARGEST_BLOCK, Facts, Likeness, blocking_keys, likest
from aidtrack.cases.models import Case, CaseBlock
from aidtrack.db import db

_AT_ONCE = 500
"""Values in one question to the database."""


@dataclass(frozen=True)
class Alike:
    """A case that looks like a household, and how alike they are."""

    case_id: int
    likeness: Likeness


def alike(facts: Facts, *, but: int | None = None) -> list[Alike]:
    """The cases that look like a household, the likest first; `but` leaves one out."""
    return [found for found in alike_many([facts])[0] if found.case_id != but]


def alike_many(households: Sequence[Facts]) -> list[list[Alike]]:
    """The same for many households at once, in their order.

    Whoever looks like a merged case is told the case that it was merged into.
    """
    keys = [blocking_keys(facts) for facts in households]
    sharing = _sharing(set().union(*keys))
    candidates = [set().union(*(sharing.get(key, ()) for key in own)) for own in keys]
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


def _sharing(keys: set[str]) -> Mapping[str, list[int]]:
    """The cases under each key; a key that very many share tells nothing and is left out."""
    found: dict[str, list[int]] = {}
    for some in _portions(sorted(keys)):
        counted = select(CaseBlock.key).where(CaseBlock.key.in_(some)).group_by(CaseBlock.key)
        telling = list(db.session.scalars(counted.having(func.count() <= LARGEST_BLOCK)))
        wanted = select(CaseBlock.key, CaseBlock.case_id).where(CaseBlock.key.in_(telling))
        for key, case_id in db.session.execute(wanted):
            found.setdefault(key, []).append(case_id)
    return found


def _facts(ids: set[int]) -> tuple[dict[int, Facts], dict[int, int]]:
    """What is compared of some cases, and under which case each of them goes on."""
    known: dict[int, Facts] = {}
    into: dict[int, int] = {}
    for some in _portions(sorted(ids)):
        wanted = select(
            *(Case.id, Case.name, Case.birth_year, Case.sex, Case.citizen_id, Case.phone, Case.address),
            *(Case.place_id, Case.people, Case.home_address, Case.merged_into_id),
        ).where(Case.id.in_(some))
        for row in db.session.execute(wanted):
            known[row.id] = Facts(
                *row[1:7], unit=row.place_id, people=row.people, home_address=row.home_address
            )
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


def _portions(values: Iterable[object]) -> Iterator[list[object]]:
    rest = iter(values)
    while some := list(islice(rest, _AT_ONCE)):
        yield some
