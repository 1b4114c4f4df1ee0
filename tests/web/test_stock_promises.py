"""What is promised to households: seen beside its lot with who holds it, and never counted away."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask import Flask

from aidtrack.db import db, transaction
from aidtrack.rights import Role
from aidtrack.stock import actions as stock
from aidtrack.stock.models import Location
from tests.campaigns.august_world import approve, august, propose
from tests.stock.shelf import NOW
from tests.web.stockroom import Stockroom, furnish, main_of, refusals


@pytest.fixture
def room(app: Flask, now: datetime) -> Stockroom:
    app.config["WTF_CSRF_ENABLED"] = False
    return furnish(app, now)


def test_beside_what_is_held_stands_which_plan_holds_it(room: Stockroom) -> None:
    with room.app.app_context():
        world = august(sizes="423", classes="121")
        approve(propose(world), world.approver)
        store = db.session.get_one(Location, world.store_id).code
    reader = room.browser(Role.COORDINATOR, None)
    for form in ("/stock/counts/new", "/stock/write-offs/new"):
        page = main_of(reader.get(f"{form}?store={store}").text)
        assert page.count('href="/campaigns/DOT-14-8/plans/1/households"') >= 3, form
        assert "36<u>kg</u></span>, 3 hộ" in page


def test_what_is_promised_is_not_counted_away(room: Stockroom) -> None:
    keeper = room.browser(Role.COORDINATOR)
    with room.app.app_context(), transaction():
        wanted = [("portion:1", room.ids[room.here], room.lots["rice"], 300_000)]
        stock.reserve(wanted, expires_at=None, at=NOW)
    assert "300<u>kg</u>" in keeper.get("/stock/").text
    told = {"key": "c", "store": room.here} | room.amounts(rice="299 kg")
    answer = keeper.post("/stock/counts/new", data=told)
    assert answer.status_code == 422 and "đang giữ 300 kg" in refusals(answer)[0]
