"""Who plays in the demo, and one act of theirs: one person, one moment, one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from aidtrack.clock import day_of, moment_of
from aidtrack.db import db, transaction
from aidtrack.people.models import Person
from aidtrack.people.queries import actor_of
from aidtrack.rights import Actor
from aidtrack.settings import Settings


@dataclass
class Stage:
    """Who plays, by their keys in the cast."""

    settings: Settings
    ids: dict[str, int] = field(default_factory=dict)

    def actor(self, key: str, at: datetime) -> Actor:
        """A player with the grants of the day."""
        return actor_of(db.session.get_one(Person, self.ids[key]), day_of(at))

    @contextmanager
    def act(self, key: str, moment: str) -> Iterator[tuple[Actor, datetime]]:
        """One act of one person at a moment (Hanoi time), in one transaction."""
        at = moment_of(moment)
        with transaction():
            yield self.actor(key, at), at
