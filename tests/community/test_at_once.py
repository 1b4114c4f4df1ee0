"""Residents who knock at one moment, each on a connection of their own: exactly as many pass as may."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import Any

import pytest
from flask import Flask

from aidtrack.community import actions, limits
from aidtrack.community.models import HelpRequest
from aidtrack.db import db, rows_in, transaction
from tests.community.conftest import DOORS, SECRET, arrived, told
from tests.factories import LIEN_NINH, NOW, OPERATOR

AT_ONCE, MOST = 8, 3


@pytest.fixture
def inside(app: Flask) -> Iterator[Flask]:
    with app.app_context():
        with transaction():
            how: dict[str, Any] = {"phone": "024 3861 2345", "by": OPERATOR, "at": NOW}
            actions.keep_page(LIEN_NINH, is_open=True, **how)
        yield app
        db.session.remove()


def test_of_many_at_one_moment_exactly_as_many_pass_as_may(inside: Flask, each_database: str) -> None:
    doors = replace(DOORS, of_ward=replace(DOORS.of_ward, most=MOST))
    ready = Barrier(AT_ONCE)

    def one(number: int) -> str:
        with inside.app_context():
            db.session.rollback()
            asked = told(phone=f"095350990{number}", words="")
            how = arrived(address=f"10.0.0.{number}")
            ready.wait(timeout=20)
            try:
                with transaction():
                    actions.send(asked, how, doors=doors, secret=SECRET, at=NOW)
                return "passed"
            except limits.TooMany:
                return "refused"
            finally:
                db.session.remove()

    db.session.rollback()
    with ThreadPoolExecutor(AT_ONCE) as threads:
        answers = list(threads.map(one, range(AT_ONCE)))
    assert sorted(answers) == ["passed"] * MOST + ["refused"] * (AT_ONCE - MOST)
    assert rows_in(HelpRequest) == MOST
