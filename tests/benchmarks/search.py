"""The search at full size: 1,000,000 cases on SQLite, fewer on PostgreSQL; its questions come of a seed.

The cases are written without their timelines and look-alikes, which no search reads: so building takes a
minute or two instead of ten, and its time is printed. Each question is asked everywhere, in a district and
in a ward, where nearly all that matches must be passed over.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from itertools import islice

from sqlalchemy import insert, text

from aidtrack.app import create_app
from aidtrack.cases import list_queries
from aidtrack.cases.codes import ALPHABET, PREFIX
from aidtrack.cases.filter_queries import sought, wanted
from aidtrack.cases.finding_queries import few_found, next_found
from aidtrack.cases.list_queries import CaseFilters
from aidtrack.cases.models import Case
from aidtrack.cases.row_actions import columns
from aidtrack.clock import day_of
from aidtrack.db import db, transaction
from aidtrack.rights import Actor
from aidtrack.settings import Settings
from aidtrack.vietnamese.folding import fold
from tests.benchmarks.cases import ANYWHERE, IN_A_DISTRICT, IN_A_WARD, NOW, households
from tests.benchmarks.figure import Figure
from tests.databases import SECRET, Databases

SIZES = {"sqlite": 1_000_000, "postgres": 100_000}
AT_ONCE = 5_000
SEED = 2021
ASKED = 100
"""Questions of each kind, each in three scopes."""
SCOPES = (ANYWHERE, IN_A_DISTRICT, IN_A_WARD)


@contextmanager
def searchable(wanted: int, kind: str = "sqlite") -> Iterator[None]:
    """A database with so many cases that can be searched."""
    databases = Databases()
    app = create_app(Settings(database_url=databases.ready(kind), edition="2021", secret_key=SECRET))
    try:
        with app.app_context():
            _fill(wanted)
            yield
            db.session.remove()
            db.engine.dispose()
    finally:
        databases.close()


def _fill(wanted: int) -> None:
    every = enumerate(households(wanted, seed=SEED))
    for _ in range(0, wanted, AT_ONCE):
        rows = []
        for number, facts in islice(every, AT_ONCE):
            told = {**columns(facts), "code": _code(number), "registered_by_name": "", "version": 1}
            told["registered_at"] = NOW - timedelta(days=14) * (1 - number / wanted)
            rows.append(told)
        with transaction():
            db.session.connection().execute(insert(Case.__table__), rows)
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("VACUUM ANALYZE cases"))


def _code(number: int) -> str:
    signs = ""
    for _ in range(7):
        number, sign = divmod(number, len(ALPHABET))
        signs += ALPHABET[sign]
    return PREFIX + signs


def questions(seed: int = SEED) -> dict[str, list[str]]:
    """What is typed, by kind: whole words and beginnings, with marks and without, rare and common."""
    chance = random.Random(seed)
    names = [facts.name for facts in households(ASKED * 3, seed=seed + 1)]
    streets = [facts.address for facts in households(ASKED, seed=seed + 2)]
    two = [" ".join(chance.sample(name.split(), 2)) for name in names[:ASKED]]
    plain = [fold(words) for words in two[: ASKED // 2]]
    begun = [" ".join(word[: chance.randint(2, 6)] for word in words.split()) for words in plain]
    rare = [f"{chance.choice(('zorro', 'oke', 'nhuan'))} {words.split()[0]}" for words in plain[:10]]
    house = [" ".join(address.split()[-2:]) for address in streets[:20]]
    parts = [_part(fold(chance.choice(name.split())), chance) for name in names[ASKED:]]
    return {
        "two words": [*plain, *begun, *two[ASKED // 2 :], *rare, *house],
        "any part of a word": [part for part in parts if len(part) >= 3][:ASKED],
        "phone": [f"09{chance.randrange(10**6):06}"[: chance.randint(4, 8)] for _ in range(ASKED // 2)],
        "one word": [fold(chance.choice(name.split())) for name in names[:50]],
    }


def _part(word: str, chance: random.Random) -> str:
    length = min(len(word), chance.randint(3, 5))
    at = chance.randint(0, len(word) - length)
    return word[at : at + length]


def figures() -> list[Figure]:
    """95 of 100 questions are answered within so many milliseconds."""
    found: list[Figure] = []
    for kind, size in SIZES.items():
        began = time.perf_counter()
        with searchable(size, kind):
            where = f"{size:,} cases on {kind}, seed {SEED}"
            found.append(Figure(f"search: building {where}", time.perf_counter() - began, "s"))
            found += _asked(where, bound=kind == "sqlite")
    return found


BOUNDS = {"two words": 5.0, "any part of a word": 50.0}


def _asked(where: str, *, bound: bool) -> Iterator[Figure]:
    for kind, typed in questions().items():
        asked = BOUNDS.get(kind) if bound else None
        yield Figure(f"search: {kind}, p95, {where}", _p95(_finds, typed), "ms", asked)
        yield Figure(f"search: {kind}, page of 50 with its rows, p95, {where}", _p95(_page, typed), "ms")


def _p95(ask: Callable[[Actor, CaseFilters], object], typed: Sequence[str]) -> float:
    """The time in milliseconds that 95 of 100 questions take at most. Each is asked thrice and its quickest
    answer counts: what other processes take away meanwhile is not the search's."""
    times = []
    for words in typed:
        for actor in SCOPES:
            filters = CaseFilters(search=words)
            times.append(min(_time(ask, actor, filters) for _ in range(3)))
    return sorted(times)[int(len(times) * 0.95)]


def _time(ask: Callable[[Actor, CaseFilters], object], actor: Actor, filters: CaseFilters) -> float:
    began = time.perf_counter()
    ask(actor, filters)
    return (time.perf_counter() - began) * 1000


def _finds(actor: Actor, filters: CaseFilters) -> None:
    """Which cases stand on the first page, and how many there are."""
    found = sought(actor, filters, wanted(actor, filters, day_of(NOW)))
    assert found is not None
    if few_found(found, list_queries.MOST_SOUGHT) is None:
        next_found(found, None, list_queries.PAGE + 1, False)


def _page(actor: Actor, filters: CaseFilters) -> None:
    db.session.rollback()
    list_queries.page(actor, filters, today=day_of(NOW))
