"""The campaign of 14 August 2021 made by actions: people, goods of four donors, 347 verified households."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import count

from sqlalchemy import select

from aidtrack.campaigns import actions, queries
from aidtrack.campaigns.models import Campaign, Plan, Portion
from aidtrack.cases import actions as cases
from aidtrack.cases.facts import CaseFacts
from aidtrack.cases.models import Case
from aidtrack.cases.row_actions import NewCase, Origin, insert_cases
from aidtrack.clock import moment_of
from aidtrack.db import db, transaction
from aidtrack.donations import actions as donations
from aidtrack.donations.arrivals import Arrival
from aidtrack.people import actions as people
from aidtrack.people.models import Person
from aidtrack.people.queries import actor_of
from aidtrack.rights import Actor, Role
from aidtrack.sentences import say
from aidtrack.stock import actions as stock
from aidtrack.stock.models import Location
from tests.campaigns.the_list_of_august import CLASSES, NORMS, SIZES

OPERATOR = Actor(None, "operator", operator=True)
THE_13TH = moment_of("2021-08-13T15:00")
THE_14TH = moment_of("2021-08-14T08:00")
WARDS = ("2021:00682", "2021:00679", "2021:00325")
CATEGORY_OF_CLASS = {"1": "stranded_worker", "2": "lost_job", "3": "elderly_alone", "4": "child"}
USE_BY = date(2022, 2, 1)
LATE = 60
"""Packs of noodles that came only on the 14th: two cartons of 30."""


@dataclass(frozen=True)
class World:
    """What the tests speak of, by ids, so that it outlives the transaction that made it."""

    store_id: int
    campaign_code: str
    proposer: Actor
    approver: Actor
    volunteer: Actor

    @property
    def store(self) -> Location:
        """The store that the goods lie in."""
        return db.session.get_one(Location, self.store_id)

    @property
    def campaign(self) -> Campaign:
        """The campaign of August."""
        return queries.get_campaign(self.campaign_code, by=OPERATOR)


_phones = count(952_100_000)


def somebody(name: str, role: Role, place_id: str | None = None, phone: str | None = None) -> Actor:
    """A person with one role, as an actor."""
    made = people.add(phone or f"0{next(_phones)}", name, by=OPERATOR, at=THE_13TH)
    people.assign(made, role, place_id, starts_on=date(2021, 8, 1), by=OPERATOR, at=THE_13TH)
    db.session.flush()
    db.session.refresh(made)
    return actor_of(made, THE_13TH.date())


def person_of(actor: Actor) -> Person:
    """The row of an actor."""
    return db.session.get_one(Person, actor.id)


def give(store: Location, good: str, amount: int, *, by: Actor, on_paper: int | None = None) -> None:
    """A donor's good: promised, then received, a shortage with its reason."""
    donor = donations.add_donor(f"Nhà hảo tâm {good}", by=by, at=THE_13TH)
    promised = donations.pledge(donor, [(good, on_paper or amount)], by=by, at=THE_13TH)
    arrival = Arrival(
        good,
        on_paper or amount,
        amount,
        *(("carton", 30) if good == "noodles" else (None, None)),
        expires_on=USE_BY if good in ("noodles", "fish_sauce") else None,
        difference_reason="thiếu hai thùng" if on_paper else "",
    )
    donations.receive(promised, [arrival], store=store, key=f"give:{promised.code}", by=by, at=THE_13TH)


def households(sizes: str = SIZES, classes: str = CLASSES, *, by: Actor, start: int = 1) -> list[int]:
    """Verified households of these sizes, in the list's order, verified by somebody but the registrar."""
    new = [
        NewCase(
            CaseFacts(
                f"Nguyễn Văn {'ABCDEĐGHIK'[place % 10]}{'anh bình chi dung giang'.split()[place % 5]}",
                WARDS[place % len(WARDS)],
                int(size),
                address=f"số {place} ngõ {place * 7}",
                categories=(CATEGORY_OF_CLASS[klass],),
                consent_by="chủ hộ",
            ),
            list_position=place,
        )
        for place, (size, klass) in enumerate(zip(sizes, classes, strict=True), start=start)
    ]
    origin = Origin(by.id, by.name, THE_13TH, "register", say("Case added"))
    ids = insert_cases(new, origin)
    checker = replace(OPERATOR, name="Phạm Văn Kiểm")
    rows = list(db.session.scalars(select(Case).where(Case.id.in_(ids)).order_by(Case.id)))
    done, refused = cases.verify_many(rows, sample="test", by=checker, at=THE_13TH + timedelta(hours=1))
    assert len(done) == len(ids) and not refused
    return ids


def open_august(code: str, store: Location, *, by: Actor, place_id: str | None = "2021:01") -> Campaign:
    """A campaign with the windows and norms of August."""
    campaign = actions.open_campaign(
        code,
        "đợt 14/8",
        place_id=place_id,
        store=store,
        receives_from=date(2021, 8, 1),
        receives_to=date(2021, 8, 14),
        distributes_from=date(2021, 8, 14),
        distributes_to=date(2021, 8, 31),
        by=by,
        at=THE_13TH,
    )
    return actions.set_norms(campaign, NORMS, by=by, at=THE_13TH)


def august(*, noodles: int = 9_000, sizes: str = SIZES, classes: str = CLASSES) -> World:
    """Everything until the morning of the 14th: nothing is proposed yet."""
    with transaction():
        proposer = somebody("Trần Mạnh Hùng", Role.COORDINATOR)
        approver = somebody("Nguyễn Thu Trang", Role.COORDINATOR)
        volunteer = somebody("Lò Hồng Thảo", Role.VOLUNTEER, "2021:00682")
        store = stock.open_store("Kho Thanh Trì", None, by=OPERATOR, at=THE_13TH)
        for good, amount in (("rice", 4_000_000), ("peanuts", 1_000_000), ("fish_sauce", 100)):
            give(store, good, amount, by=proposer)
        give(store, "noodles", noodles, by=proposer, on_paper=9_000 if noodles < 9_000 else None)
        households(sizes, classes, by=volunteer)
        open_august("DOT-14-8", store, by=proposer)
        return World(store.id, "DOT-14-8", proposer, approver, volunteer)


def propose(world: World, *, at: datetime = THE_14TH) -> Plan:
    """A plan of the proposer, in a transaction of its own."""
    with transaction():
        return actions.propose(world.campaign, by=world.proposer, at=at)


def approve(plan: Plan, by: Actor, *, at: datetime = THE_14TH) -> Plan:
    """An approval in a transaction of its own."""
    with transaction():
        return actions.approve(plan, no_relatives=True, by=by, at=at)


def amounts(plan: Plan, good: str) -> list[tuple[int, int]]:
    """(people, amount) of every portion of a good, in the plan's order."""
    wanted = (
        select(Portion.people, Portion.amount)
        .where(Portion.plan_id == plan.id, Portion.good_code == good)
        .order_by(Portion.position)
    )
    return [(people, amount) for people, amount in db.session.execute(wanted)]
