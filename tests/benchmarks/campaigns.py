"""How long it takes to propose and to approve who gets what for the 1,000 people of August 2021."""

from __future__ import annotations

import tempfile
from pathlib import Path

from sqlalchemy import select

from aidtrack.app import create_app
from aidtrack.campaigns.models import Plan
from aidtrack.db import db
from aidtrack.settings import Settings
from tests.benchmarks.figure import Figure, seconds
from tests.campaigns.august_world import approve, august, propose
from tests.databases import SECRET, make_ready


def figures() -> list[Figure]:
    """The plan of 347 households, from the database and back into it, and its approval."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
        make_ready(url)
        app = create_app(Settings(database_url=url, secret_key=SECRET))
        with app.app_context():
            world = august()
            propose(world)
            proposed = min(seconds(lambda: propose(world)) for _ in range(5))
            plan = db.session.scalars(select(Plan).order_by(Plan.id.desc())).first()
            assert plan is not None and plan.people == 1000
            approved = seconds(lambda: approve(plan, world.approver))
            db.session.remove()
            db.engine.dispose()
    return [
        Figure("the plan for 1,000 people", proposed, "s", 0.5),
        Figure("its approval, every lot held", approved, "s"),
    ]
