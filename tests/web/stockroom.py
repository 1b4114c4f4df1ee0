"""Two stores at Liên Ninh and Yên Mỹ with goods, and people of every role, for the tests of stock's pages."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from aidtrack.clock import moment_of
from aidtrack.db import db, rows_in, transaction
from aidtrack.people import actions as people
from aidtrack.rights import Role
from aidtrack.stock import actions as stock
from aidtrack.stock import queries
from aidtrack.stock.models import Document
from tests.conftest import open_session
from tests.stock.shelf import CHIEF, Shelf

HANOI, LIEN_NINH, YEN_MY = "2021:01", "2021:00682", "2021:00661"
NOW = moment_of("2021-08-14T08:00")
FORMS = ("/stock/transfers/new", "/stock/write-offs/new", "/stock/counts/new")
PAGES = ("/stock/", "/stock/documents", "/stock/locations", "/stock/statement", *FORMS)


@dataclass
class Stockroom:
    """The application, the codes of its two stores, and the ids of lots by their good."""

    app: Flask
    here: str = ""
    there: str = ""
    ids: dict[str, int] = field(default_factory=dict)
    lots: dict[str, int] = field(default_factory=dict)
    phones: count[int] = field(default_factory=lambda: count(952_400_001))

    def browser(self, role: Role, place: str | None = HANOI, *, language: str = "vi") -> FlaskClient:
        """The browser of somebody with a role at a place."""
        with self.app.app_context(), transaction():
            person = people.add(f"0{next(self.phones)}", "Lê Thị Kho", by=CHIEF, at=NOW)
            people.assign(person, role, place, starts_on=date(2021, 8, 1), by=CHIEF, at=NOW)
            person.language = language
            db.session.flush()
        browser = self.app.test_client()
        browser.set_cookie("aidtrack", open_session(self.app, person))
        return browser

    def lies(self, good: str, store: str | None = None) -> int:
        """How much of a good's lot lies in a store, the first one unless another is named."""
        with self.app.app_context():
            found = queries.lots_at([self.ids[store or self.here]])
        return sum(lot.on_hand for lot in found if lot.good_code == good)

    def moves(self, good: str) -> int:
        """How much of a good is on its way between stores."""
        with self.app.app_context():
            found = queries.lots_at([queries.virtual("transit").id])
        return sum(lot.on_hand for lot in found if lot.good_code == good)

    def amounts(self, **typed: str) -> dict[str, str]:
        """What is typed of each good's lot, as a browser sends it."""
        return {f"lot_{self.lots[good]}": text for good, text in typed.items()}

    def give(self, good: str, amount: int) -> None:
        """Somebody hands out so much meanwhile."""
        with self.app.app_context(), transaction():
            shelf = Shelf(queries.get_location(self.here, by=CHIEF), count(1_000))
            shelf.give(queries.get_lot(self.lots[good]), amount)


def furnish(app: Flask, now: datetime) -> Stockroom:
    """400 kg of rice, ten cartons of 30 noodles and 20 bottles lie in the first store, nothing elsewhere."""
    room = Stockroom(app)
    with app.app_context(), transaction():
        here = stock.open_store("Kho Liên Ninh", LIEN_NINH, by=CHIEF, at=now)
        there = stock.open_store("Kho Yên Mỹ", YEN_MY, by=CHIEF, at=now)
        shelf = Shelf(here)
        room.lots = {
            "rice": shelf.lot("rice", 400_000).id,
            "noodles": shelf.lot("noodles", 300, expires_on=date(2022, 2, 1), pack=("carton", 30)).id,
            "fish_sauce": shelf.lot("fish_sauce", 20, expires_on=date(2021, 9, 1)).id,
        }
        room.here, room.there = here.code, there.code
        room.ids = {here.code: here.id, there.code: there.id}
    return room


def send(room: Stockroom, keeper: FlaskClient, **typed: str) -> str:
    """Goods on their way to the second store; the transfer's page."""
    told = {"key": "t", "store": room.here, "target": room.there, "carrier": "Trần Văn Tải"}
    answer = keeper.post("/stock/transfers/new", data=told | room.amounts(**(typed or {"rice": "2 tạ"})))
    assert answer.status_code == 302, refusals(answer)
    return str(answer.headers["Location"])


def newest(room: Stockroom) -> str:
    """The number of the newest paper."""
    with room.app.app_context():
        return queries.documents(CHIEF).rows[0].number


def rows_of(room: Stockroom) -> int:
    """How many papers there are."""
    with room.app.app_context():
        return rows_in(Document)


def refusals(answer: Any) -> list[str]:
    """The sentences beside the fields of a page."""
    return [text.strip() for text in re.findall(r'class="err"[^>]*>([^<]*)', answer.text)]


def main_of(page: str) -> str:
    """What stands between the bar and the foot of a page."""
    return page.split("<main")[1].split("</main>")[0]
