"""A ward whose request page is open, and somebody who asks for help there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy.orm import Session

from aidtrack.clock import moment_of
from aidtrack.community import actions, keyed
from aidtrack.community.actions import Arrived
from aidtrack.community.asking import Asked
from aidtrack.community.limit_actions import Doors
from aidtrack.community.limits import DAY, HOUR, Door
from aidtrack.community.models import HelpRequest
from aidtrack.db import transaction
from tests.factories import DAI_ANG, LIEN_NINH, NOW, OPERATOR, World, staffed

SECRET = b"a secret of thirty-two characters"
REAL = moment_of("2026-11-24T08:20")
DOORS = Doors(
    Door("send:address", HOUR, 40),
    Door("send:phone", DAY, 10),
    Door("send:ward", HOUR, 200),
    Door("follow", HOUR, 60),
)
Send = Callable[..., tuple[HelpRequest, str]]
_keys = count(1)


def told(**more: Any) -> Asked:
    """A request like any other."""
    usual: dict[str, Any] = {
        "place_id": LIEN_NINH,
        "name": "Lý Thị Tuân",
        "people": 3,
        "phone": "0953509991",
        "address": "2, ngõ 214, tổ 16",
        "categories": ("lost_job",),
        "needs": ("rice",),
        "words": "Nhà 3 người, nghỉ việc từ tháng 7, hết gạo.",
        "agreed": True,
    }
    return Asked(**{**usual, **more})


def arrived(real: datetime = REAL, took: int = 90, **more: Any) -> Arrived:
    """Sent after a minute and a half from a phone's own address."""
    opened = keyed.sealed(real - timedelta(seconds=took), SECRET)
    usual = {
        "key": f"a form's own key no. {next(_keys):06}",
        "opened": opened,
        "address": "10.0.0.1",
        "real": real,
    }
    return Arrived(**{"honeypot": False, **usual, **more})


@pytest.fixture
def world(session: Session) -> World:
    """The staff; the pages of both wards are open."""
    with transaction():
        made = staffed()
        for place in (LIEN_NINH, DAI_ANG):
            actions.keep_page(place, is_open=True, phone="024 3861 2345", by=OPERATOR, at=NOW)
    return made


@pytest.fixture
def send(world: World) -> Send:
    """`send(name=…)` sends a request; `how=` says how it arrived."""

    def one(how: Arrived | None = None, at: datetime = NOW, doors: Doors = DOORS, **more: Any) -> Any:
        with transaction():
            return actions.send(told(**more), how or arrived(), doors=doors, secret=SECRET, at=at)

    return one
