"""Which campaign's papers are shown first."""

from __future__ import annotations

import pytest
from flask import Flask

from aidtrack.campaigns import queries as campaigns
from aidtrack.db import transaction
from aidtrack.reports.queries import current
from tests.campaigns.august_world import OPERATOR, approve, august, open_august, propose

pytestmark = pytest.mark.usefixtures("each_database")


def test_the_newest_campaign_with_an_approved_plan_comes_first(app: Flask) -> None:
    with app.app_context():
        assert current([]) is None
        world = august()
        with transaction():
            open_august("DOT-22-8", world.store, by=world.proposer)

        def first() -> str:
            chosen = current(campaigns.index(OPERATOR))
            assert chosen
            return chosen.code

        assert first() == "DOT-22-8", "no plan is approved yet"
        plan = propose(world)
        assert first() == "DOT-22-8"
        approve(plan, world.approver)
        assert first() == "DOT-14-8"
