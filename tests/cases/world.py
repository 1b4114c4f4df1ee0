"""A small world for the tests of cases: wards, people with assignments, households with names."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

from aidtrack.cases import actions, pair_queries
from aidtrack.cases.facts import CaseFacts
from aidtrack.cases.models import Case, CasePair
from aidtrack.clock import day_of, moment_of
from aidtrack.db import db, transaction
from aidtrack.people import actions as people
from aidtrack.people.queries import actor_of
from aidtrack.rights import Actor, Role

NOW = moment_of("2021-08-14T08:00")
TODAY = day_of(NOW)
OPERATOR = Actor(None, "operator", operator=True)

VINH_TUY = "2021:00283"
"""A ward of Hai Bà Trưng."""
THANH_NHAN = "2021:00271"
"""Its neighbour in the same district."""
HAI_BA_TRUNG = "2021:007"
LIEN_NINH = "2021:00682"
"""A commune of Thanh Trì, another district."""

_numbers = count(1)


def somebody(role: Role | None, place_id: str | None = None, *, phone: str | None = None) -> Actor:
    """A new person with a role at a place (None: everywhere), as who acts today."""
    number = next(_numbers)
    with transaction():
        name = f"{role.value if role else 'nobody'} {number}"
        person = people.add(phone or f"0953{number:06}", name, by=OPERATOR, at=NOW)
        if role:
            people.assign(person, role, place_id, starts_on=TODAY - timedelta(days=30), by=OPERATOR, at=NOW)
    return actor_of(person, TODAY)


def household(name: str = "Lý Thế Tuấn", place_id: str = VINH_TUY, **told: object) -> CaseFacts:
    """The facts of a household, with nothing in it that makes two of them alike but what is said."""
    facts = CaseFacts(name=name, place_id=place_id, people=4, consent_by="chủ hộ")
    return replace(facts, **told)  # type: ignore[arg-type]


LYS = household(phone="0953 509 991", birth_year=1977, address="158, ngõ 108 Đê La Thành", people=4)
LYS_AGAIN = replace(LYS, phone="0953 509 992", people=4, remark="chủ trọ nhắn")
"""The same household, reported by somebody else."""


def registered(
    facts: CaseFacts | None = None,
    *,
    by: Actor,
    at: datetime = NOW,
    place_id: str = VINH_TUY,
    name: str = "Lý Thế Tuấn",
) -> Case:
    """A case, registered in a transaction of its own."""
    with transaction():
        return actions.register(facts or household(name, place_id), by=by, at=at)


def moved(case: Case, *moves: str, by: Actor, reason: str = "lý do", at: datetime = NOW) -> Case:
    """The case after some moves."""
    for move in moves:
        with transaction():
            actions.move(case, move, reason=reason, by=by, at=at)
    return case


def the_pair(by: Actor) -> CasePair:
    """The only open pair."""
    [found] = pair_queries.pairs_open(by)
    return pair_queries.kept_pair(found.id, by=by)


def fresh(case: Case) -> Case:
    """The case as the database has it now."""
    db.session.rollback()
    return db.session.get_one(Case, case.id, populate_existing=True)


@contextmanager
def writing() -> Iterator[None]:
    """A transaction, for tests that read as prose."""
    with transaction():
        yield
