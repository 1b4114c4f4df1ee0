"""The demo, and beside it two neighbouring wards in which everything is there twice: people of every role,
stores with goods, donations, campaigns, plans, trips, lists that came in, look-alikes.

Everything is made by the actions that people use. What a test needs of it stands here as plain values.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from aidtrack.cases.import_models import StagedRow
from aidtrack.cases.models import Case, CaseImport, WaitingRow
from aidtrack.clock import moment_of
from aidtrack.community.models import HelpRequest
from aidtrack.db import db
from aidtrack.deliveries.models import Trip
from aidtrack.people import queries as people_queries
from aidtrack.people.models import Person
from aidtrack.posts.models import PostDraft
from aidtrack.rights import Actor, Role
from aidtrack.web.access import COOKIE

NOW = moment_of("2021-08-15T08:00")
TODAY = date(2021, 8, 15)
OPERATOR = Actor(None, "operator", operator=True)
OWN, SIBLING, DISTRICT, BARE = "2021:00682", "2021:00661", "2021:020", "2021:00643"
"""Communes of Thanh Trì: the demo has cases and trips in Liên Ninh and Yên Mỹ; Tân Triều has no store."""

WHERES: Mapping[str, str | None] = {
    "own": OWN,
    "sibling": SIBLING,
    "parent": DISTRICT,
    "everywhere": None,
    "none": None,
    "expired": OWN,
    "bare": BARE,
}
"""Where somebody is assigned; "none" has no assignment at all, that of "expired" ended some days ago."""


_addresses = count(1)


class Browser(FlaskClient):
    """Asks from another machine each time, so that no limit by address stands in a test's way."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        number = next(_addresses)
        self.environ_base["REMOTE_ADDR"] = f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}"
        return super().open(*args, **kwargs)


@dataclass
class Side:
    """One of the two wards, and what is in it: codes and numbers as they stand in addresses."""

    place: str
    path: str
    label: str
    person: int = 0
    assignment: int = 0
    case: str = ""
    reported: str = ""
    unseen: str = ""
    visit: int = 0
    photo: int = 0
    calls: int = 0
    view: int = 0
    """A view of the list of cases that the volunteer keeps."""
    called: int = 0
    waits: str = ""
    to_call: str = ""
    pair: int = 0
    row: int = 0
    token: str = ""
    committed: str = ""
    campaign: str = ""
    proposed: str = ""
    trip: str = ""
    planned: str = ""
    done: str = ""
    position: int = 0
    absent: int = 0
    again: str = ""
    donation: str = ""
    pledge: str = ""
    paper: str = ""
    store: int = 0
    other_store: int = 0
    store_code: str = ""
    other_store_code: str = ""
    document: str = ""
    transfer: int = 0
    lot: int = 0
    post: int = 0
    offer: int = 0
    request: int = 0
    apart: int = 0
    follow: str = ""
    across: tuple[str, ...] = ()
    """Cases that look like one of the other ward, or were merged with one."""


@dataclass
class World:
    """The application on it, the two wards, and a session for every role at every place."""

    app: Flask
    own: Side
    sibling: Side
    sessions: dict[tuple[Role, str], str] = field(default_factory=dict)
    ids: dict[tuple[Role, str], int] = field(default_factory=dict)

    def browser(self, role: Role | None = None, where: str = "own") -> FlaskClient:
        """The browser of somebody who is signed in, or of nobody."""
        client = Browser(self.app, self.app.response_class)
        if role is not None:
            client.set_cookie(COOKIE, self.sessions[role, where])
        return client

    def who(self, role: Role, where: str) -> Actor:
        """Somebody as an actor with the grants of the day; inside the application."""
        return people_queries.actor_of(db.session.get_one(Person, self.ids[role, where]), TODAY)


EXAMPLES = {"CHUYEN-0001"}
"""Codes that pages themselves name as examples of what to write."""


def foreign_words(world: World, home: Side) -> dict[str, str]:
    """What nobody of a ward may read, each word with what it is; nothing that its own cases say too."""
    own: list[str] = []
    foreign: dict[str, str] = {}
    for case in db.session.scalars(select(Case)):
        told = _told(case)
        if case.place_path.startswith(home.path):
            own += told
        else:
            foreign |= dict.fromkeys(told, f"of case {case.code}")
    for trip in db.session.scalars(select(Trip)):
        if not trip.place_path.startswith(home.path):
            foreign[trip.code] = "a trip"
    for word in EXAMPLES:
        foreign.pop(word, None)
    other = world.sibling if home is world.own else world.own
    named = (other.campaign, other.proposed, other.token, other.committed, other.donation, other.document)
    for word in named:
        foreign[word] = "of the other ward"
    for asked in db.session.scalars(select(HelpRequest)):
        if not asked.place_path.startswith(home.path):
            told = [asked.name, asked.address, asked.words, f"0{(asked.phone or '')[3:]}"]
            foreign |= dict.fromkeys(told, "of a request")
    for row in db.session.scalars(select(WaitingRow)):
        if not row.place_path.startswith(home.path):
            foreign[row.facts["name"]] = "a waiting row"
    for draft in db.session.scalars(select(PostDraft)):
        if not draft.place_path.startswith(home.path):
            foreign |= dict.fromkeys((draft.facts["name"], draft.facts["address"]), "of a post")
    for staged in db.session.scalars(select(CaseImport)):
        if staged.token == other.token:
            rows = select(StagedRow.facts).where(StagedRow.import_id == staged.id)
            names = (json.loads(facts)["name"] for facts in db.session.scalars(rows) if facts)
            foreign |= dict.fromkeys(names, "a staged row")
    own_text = "\n".join(own)
    return {word: what for word, what in foreign.items() if len(word) > 5 and word not in own_text}


def _told(case: Case) -> list[str]:
    """The words that would give a household away, as pages write them."""
    words = [case.code, case.name, case.address]
    if case.phone:
        national = "0" + case.phone.removeprefix("+84")
        words += [case.phone, national, f"{national[:4]} {national[4:7]} {national[7:]}"]
    if case.citizen_id:
        words += [case.citizen_id, f"{case.citizen_id[:6]}••••{case.citizen_id[-2:]}"]
    return words
