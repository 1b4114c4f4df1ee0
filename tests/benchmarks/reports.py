"""How long the demo's distribution list takes: 347 households and 1,000 people, exported and recorded."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from aidtrack import care
from aidtrack.app import create_app
from aidtrack.books import queries as books
from aidtrack.campaigns import queries as campaigns
from aidtrack.db import db, transaction
from aidtrack.demo import story
from aidtrack.people import queries as people
from aidtrack.reports import actions
from aidtrack.settings import Settings
from tests.benchmarks.figure import Figure, milliseconds
from tests.databases import SECRET, quick_folder

AUDITOR = "0952 000 104"


def figures() -> list[Figure]:
    """The list for signing, with its record in the chain, and the check of the demo's books."""
    with _demo() as settings:

        def export() -> None:
            clock = settings.fixed_clock
            assert clock is not None
            with transaction():
                by = people.actor_of(people.by_phone(AUDITOR), clock.date())  # type: ignore[arg-type]
                campaign = campaigns.get_campaign("DOT-14-8", by=by)
                actions.export("distribution-list", campaign=campaign, by=by, at=clock)

        return [
            Figure("the distribution list of 347 households", milliseconds(export, 5), "ms", asked=1000),
            Figure("the books of the demo checked", milliseconds(books.check, 5), "ms"),
        ]


@contextmanager
def _demo() -> Iterator[Settings]:
    """The demo's database in a folder of its own."""
    with tempfile.TemporaryDirectory(dir=quick_folder()) as folder:
        settings = Settings(
            database_url=f"sqlite:///{folder}/demo.sqlite3",
            var=Path(folder),
            edition="2021",
            secret_key=SECRET,
            clock="2021-08-15T08:40",
        )
        app = create_app(settings)
        with app.app_context():
            care.init()
            story.tell(settings)
            yield settings
            db.session.remove()
            db.engine.dispose()
