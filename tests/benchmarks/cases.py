"""Cases at full size: 100,000 of them on SQLite; their pages, one more registered, a list imported."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path

from flask import Flask
from sqlalchemy import text

from aidtrack.app import create_app
from aidtrack.cases import actions, board_queries, import_actions, list_queries
from aidtrack.cases.categories import CODES
from aidtrack.cases.facts import CaseFacts
from aidtrack.cases.list_queries import END, CaseFilters, CasePage
from aidtrack.cases.row_actions import NewCase, Origin, insert_cases
from aidtrack.clock import day_of, moment_of
from aidtrack.db import db, transaction
from aidtrack.places import queries as places
from aidtrack.rights import Actor, Grant, Role
from aidtrack.sentences import say
from aidtrack.settings import Settings
from tests.benchmarks import answers
from tests.benchmarks.figure import Figure, milliseconds, seconds
from tests.databases import SECRET, Databases

CASES = 100_000
AT_ONCE = 5_000
NOW = moment_of("2021-08-14T08:00")
LIST = Path(actions.__file__).parent / "data" / "recipients-2021-08-14.xlsx"
ANYWHERE = Actor(None, "coordinator", (Grant(Role.COORDINATOR),))
IN_A_DISTRICT = Actor(None, "coordinator of Hai Bà Trưng", (Grant(Role.COORDINATOR, "2021/01/007/"),))
IN_A_WARD = Actor(None, "volunteer of Vĩnh Tuy", (Grant(Role.VOLUNTEER, "2021/01/007/00283/"),))

_FAMILY = "Nguyễn Nguyễn Nguyễn Trần Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Lý Lò".split()
_MIDDLE = "Văn Thị Đức Minh Thu Ngọc Quang Hữu Thanh Xuân Anh Thế Bá Kim Hồng Công Đình Gia Khánh Bảo".split()
_GIVEN = (
    "Tuấn Tuân Anh Hương Lan Mai Hùng Dũng Cường Hà Linh Phương Nam Bình Hòa Thảo Quân Trang Oanh Yến Sơn"
    " Long Hải Đào Nhung Hiền Tú Kiệt Phúc Lộc Thọ Khang Ninh Vy Thúy Hằng Nga Loan Tiến Thắng Lợi Đạt"
).split()
_STREETS = (
    "Đê La Thành|Vĩnh Tuy|Kim Ngưu|Lĩnh Nam|Trần Cung|Tân Mai|Phú Đô|Bạch Mai|Minh Khai|Trương Định".split(
        "|"
    )
)


def households(wanted: int, seed: int = 2021) -> Iterator[CaseFacts]:
    """So many invented households, the same ones each time."""
    chance = random.Random(seed)
    wards = [unit.key for unit in places.gazetteer("2021").wards()]
    for number in range(wanted):
        pick = chance.choice
        yield CaseFacts(
            name=f"{pick(_FAMILY)} {pick(_MIDDLE)} {pick(_GIVEN)}",
            place_id=pick(wards),
            people=chance.randint(1, 7),
            phone=f"+849{chance.randrange(10**8):08}" if number % 4 else None,
            citizen_id=f"0{chance.randrange(10**11):011}" if number % 3 else None,
            birth_year=chance.randint(1935, 2003),
            address=f"{chance.randint(1, 300)}, ngõ {chance.randint(1, 400)} {pick(_STREETS)}",
            home_address=pick(("Hà Giang", "Nghệ An", "Thanh Hóa", "")),
            categories=(pick(CODES),),
        )


@contextmanager
def many_cases(wanted: int = CASES, kind: str = "sqlite") -> Iterator[Flask]:
    """The application on a database of so many cases, registered over two weeks, ward by ward mixed."""
    databases = Databases()
    settings = Settings(database_url=databases.ready(kind), edition="2021", secret_key=SECRET)
    app = create_app(settings)
    try:
        with app.app_context():
            _fill(wanted)
            yield app
            db.session.remove()
            db.engine.dispose()
    finally:
        databases.close()


def _fill(wanted: int) -> None:
    every = households(wanted)
    for batch in range(0, wanted, AT_ONCE):
        at = NOW - timedelta(days=14) * (1 - batch / wanted)
        new = [NewCase(facts) for facts in islice(every, AT_ONCE)]
        with transaction():
            insert_cases(new, Origin(None, "operator", at, "register", say("")))
    with transaction():
        for statement in _LIVES:
            db.session.execute(text(statement))


_LIVES = (
    # Most are verified, a tenth waits, very few are suspected or rejected.
    "UPDATE cases SET state = 'verified', verified_at = registered_at WHERE id % 10 > 1",
    "UPDATE cases SET state = 'rejected' WHERE id % 100 = 10",
    "UPDATE cases SET suspected = (1 = 1) WHERE id % 400 = 0",
    "UPDATE cases SET progress = 'served' WHERE id % 10 > 7",
    "UPDATE cases SET progress = 'failed' WHERE id % 25000 = 8",
)


def figures() -> list[Figure]:
    """The times that the issue asks for, and some more that are worth knowing."""
    with many_cases() as app:
        return [*_pages(), *answers.figures_of(app), *_others()]


def _page(actor: Actor, filters: CaseFilters, **key: str | None) -> CasePage:
    db.session.rollback()
    return list_queries.page(actor, filters, today=day_of(NOW), **key)  # type: ignore[arg-type]


def _pages() -> Iterator[Figure]:
    lists = {
        "everything": (ANYWHERE, CaseFilters()),
        "of a district": (IN_A_DISTRICT, CaseFilters()),
        "of a ward": (IN_A_WARD, CaseFilters()),
        "waiting": (ANYWHERE, CaseFilters("waiting")),
        "waiting in a district": (IN_A_DISTRICT, CaseFilters("waiting")),
        "overdue": (ANYWHERE, CaseFilters("overdue")),
        "suspected": (ANYWHERE, CaseFilters("suspected")),
        "suspected in a ward": (IN_A_WARD, CaseFilters("suspected")),
        "rejected": (ANYWHERE, CaseFilters(state="rejected")),
        "rejected in a ward": (IN_A_WARD, CaseFilters(state="rejected")),
        "served": (ANYWHERE, CaseFilters(state="served")),
        "not delivered": (ANYWHERE, CaseFilters(state="failed")),
        "of a category": (ANYWHERE, CaseFilters(category="student")),
        "name without marks": (ANYWHERE, CaseFilters(search="tuan")),
        "name with marks": (ANYWHERE, CaseFilters(search="tuấn")),
        "rare name": (ANYWHERE, CaseFilters(search="zorro")),
        "phone": (ANYWHERE, CaseFilters(search="0912 345")),
    }
    for name, (actor, filters) in lists.items():
        middle = _middle(actor, filters)
        asked = 30
        for which, key in (("first", {}), ("middle", {"after": middle}), ("last", {"before": END})):
            yield Figure(
                f"cases, {name}, {which} page",
                milliseconds(partial(_page, actor, filters, **key)),
                "ms",
                asked,
            )


def _middle(actor: Actor, filters: CaseFilters) -> str | None:
    """A key from the tenth page or so."""
    key: str | None = None
    for _ in range(10):
        key = _page(actor, filters, after=key).after or key
    return key


def _others() -> Iterator[Figure]:
    today = day_of(NOW)

    def fresh(ask: Callable[[], object]) -> Callable[[], object]:
        def asked() -> object:
            db.session.rollback()
            return ask()

        return asked

    counts = fresh(lambda: list_queries.counts(ANYWHERE, today=today))
    yield Figure("counts of all views", milliseconds(counts), "ms", 30)
    yield Figure(
        "what waits for me", milliseconds(fresh(lambda: list_queries.waiting_for(ANYWHERE))), "ms", 10
    )
    yield Figure(
        "board of 579 wards", milliseconds(fresh(lambda: board_queries.board(ANYWHERE, today=today)), 3), "ms"
    )
    new = households(1_000, seed=7)
    yield Figure("registering a case", milliseconds(lambda: _register(next(new), NOW)), "ms", 50)
    yield Figure("importing a list of 360 rows", seconds(_import), "s", 3)


def _register(facts: CaseFacts, at: datetime) -> None:
    with transaction():
        actions.register(replace(facts, consent_by="chủ hộ"), by=ANYWHERE, at=at)


def _import() -> None:
    with transaction():
        staged = import_actions.stage_import(LIST.read_bytes(), LIST.name, by=ANYWHERE, at=NOW)
    with transaction():
        import_actions.commit_import(staged, by=ANYWHERE, at=NOW)
