"""Counting who knocks, in rows that every process shares: one statement counts and says the number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from aidtrack.community import keyed
from aidtrack.community.limits import DAY, HOUR, Door, TooMany, begins, ends
from aidtrack.community.models import Knock
from aidtrack.db import db
from aidtrack.sentences import N_, Sentence, say
from aidtrack.settings import Settings
from aidtrack.vietnamese.phone import show_phone


@dataclass(frozen=True)
class Doors:
    """The doors of a deployment."""

    of_address: Door
    of_phone: Door
    of_ward: Door
    of_codes: Door

    @classmethod
    def of(cls, settings: Settings) -> Doors:
        """As its settings say."""
        return cls(
            Door("send:address", HOUR, settings.requests_per_address),
            Door("send:phone", DAY, settings.requests_per_phone),
            Door("send:ward", HOUR, settings.requests_per_ward),
            Door("follow:address", HOUR, settings.code_tries),
        )


def knock(door: Door, who: str, real: datetime, *, secret: bytes, phone: str | None = None) -> None:
    """Count somebody at a door; TooMany, which says when to try again, once it has opened often enough.

    Whoever turns the refusal into a rollback does not count what was refused.
    """
    insert = sqlite_insert if db.session.get_bind().dialect.name == "sqlite" else pg_insert
    row = {"door": door.name, "who": keyed.digest(secret, door.name, who), "since": begins(door, real)}
    counted = insert(Knock).values(**row, count=1)
    counted = counted.on_conflict_do_update(
        index_elements=["door", "who", "since"], set_={"count": Knock.count + 1}
    )
    count = db.session.scalar(counted.returning(Knock.count)) or 0
    if count > door.most:
        raise TooMany(_sentence(phone, ends(door, real)), ends(door, real))


def _sentence(phone: str | None, until: datetime) -> Sentence:
    if phone:
        return say(
            N_(
                "Too many requests come from here now. Call your ward, {phone}, or try again from {until} on."
            ),
            phone=show_phone(phone),
            until=until,
        )
    return say(N_("That was too often for now. Try again from {until} on, or call your ward."), until=until)
