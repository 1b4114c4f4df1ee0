"""How fast the ledger is: drawing from one lot, alone and by forty hands, and promising a whole plan."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from pathlib import Path

from flask import Flask

from aidtrack.app import create_app
from aidtrack.db import db, transaction
from aidtrack.settings import Settings
from aidtrack.stock import actions, queries
from aidtrack.stock.ledger import DocumentKind, Line, LocationKind
from tests.benchmarks.figure import Figure, seconds
from tests.databases import SECRET, Databases, make_ready
from tests.stock.shelf import CHIEF, NOW, fresh_shelf

DRAWS, HANDS, PORTIONS = 400, 40, 1_141
"""1,141 portions: rice, peanuts and noodles for 347 households, fish sauce for 100."""

NAMES = count(1)


def figures() -> list[Figure]:
    """On SQLite on this disk, as most run it, and on PostgreSQL."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
        make_ready(url)
        with running(url) as app:
            found = measured(app, "SQLite", 1)
    databases = Databases()
    try:
        with running(databases.ready("postgres")) as app:
            found += measured(app, "PostgreSQL", HANDS)
    finally:
        databases.close()
    return found


@contextmanager
def running(url: str) -> Iterator[Flask]:
    """The application on a database, let go of at the end."""
    app = create_app(Settings(database_url=url, secret_key=SECRET))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def measured(app: Flask, name: str, hands: int) -> list[Figure]:
    """Draws a second by so many hands from one lot, and the promises of a plan for 1,000 people."""
    drawing = seconds(draws(app, hands))
    promise, free = promises()
    promising, freeing = seconds(promise), seconds(free)
    return [
        Figure(f"draws from one lot, {hands} at once, {name}", DRAWS / drawing, "papers/s"),
        Figure(f"{PORTIONS} portions reserved, {name}", promising, "s"),
        Figure(f"{PORTIONS} portions released, {name}", freeing, "s"),
    ]


def draws(app: Flask, hands: int) -> Callable[[], None]:
    """The act of drawing, each draw a paper in a transaction of its own."""
    shelf = fresh_shelf()
    with transaction():
        lot = shelf.lot("noodles", DRAWS)
    line = Line(lot.id, shelf.store_id, queries.virtual(LocationKind.BENEFICIARY).id, 1)
    db.session.rollback()

    def hand(_: int) -> None:
        with app.app_context():
            for _number in range(DRAWS // hands):
                with transaction():
                    actions.post(DocumentKind.GIVE, [line], key=f"draw-{next(NAMES)}", by=CHIEF, at=NOW)
            db.session.remove()

    def act() -> None:
        with ThreadPoolExecutor(hands) as crowd:
            list(crowd.map(hand, range(hands)))

    return act


def promises() -> tuple[Callable[[], None], Callable[[], None]]:
    """The acts of promising all portions in one transaction, and of freeing them."""
    store = queries.stores(CHIEF)[0]
    donor = queries.virtual(LocationKind.DONOR).id
    with transaction():
        lots = [
            actions.new_lot(good, received_on=NOW.date())
            for good in ("rice", "peanuts", "noodles", "fish_sauce")
        ]
        lines = [Line(lot.id, donor, store.id, 10**7) for lot in lots]
        actions.post(DocumentKind.RECEIVE, lines, key="goods", by=CHIEF, at=NOW)
        wanted = [(f"portion:{n}", store.id, lots[n % 4].id, 9) for n in range(PORTIONS)]
    made: list[int] = []

    def promise() -> None:
        with transaction():
            held = actions.reserve(wanted, expires_at=NOW + timedelta(days=7), at=NOW)
            made.extend(one.id for one in held)

    def free() -> None:
        with transaction():
            actions.release(made, "released", at=NOW)

    return promise, free
