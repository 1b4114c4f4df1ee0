"""A small deployment for tests, made by the very actions that people use: staff, a store, cases, a campaign.

Everything is in the commune Liên Ninh and its neighbour Đại Áng on 14 August 2021, 08:00.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from aidtrack.campaigns import actions as campaigns
from aidtrack.campaigns.entitlement import Norm, Per
from aidtrack.campaigns.models import Campaign, Plan
from aidtrack.cases import actions as cases
from aidtrack.cases.facts import CaseFacts
from aidtrack.cases.models import Case
from aidtrack.clock import day_of, moment_of
from aidtrack.db import db, transaction
from aidtrack.deliveries import actions as deliveries
from aidtrack.deliveries.models import Trip
from aidtrack.donations import actions as donations
from aidtrack.donations.arrivals import Arrival
from aidtrack.goods import queries as goods
from aidtrack.people import actions as people
from aidtrack.people import queries as people_queries
from aidtrack.people.models import Person
from aidtrack.rights import Actor, Role
from aidtrack.stock import actions as stock
from aidtrack.stock.models import Location

NOW = moment_of("2021-08-14T08:00")
TODAY = day_of(NOW)
OPERATOR = Actor(None, "operator", operator=True)
DISTRICT = "2021:020"
LIEN_NINH, DAI_ANG = "2021:00682", "2021:00679"
WARDS = (LIEN_NINH, DAI_ANG)

STAFF: Mapping[str, tuple[str, Role, str | None]] = {
    "admin": ("Phạm Quốc Hùng", Role.ADMIN, None),
    "planner": ("Nguyễn Thu Trang", Role.COORDINATOR, DISTRICT),
    "approver": ("Trần Văn Bách", Role.COORDINATOR, DISTRICT),
    "office": ("Lê Thị Ngà", Role.COORDINATOR, DISTRICT),
    "volunteer": ("Vũ Minh Quân", Role.VOLUNTEER, LIEN_NINH),
    "neighbour": ("Lò Hồng Thảo", Role.VOLUNTEER, DAI_ANG),
    "auditor": ("Đỗ Mạnh Cường", Role.AUDITOR, DISTRICT),
    "stranger": ("Bùi Thanh Mai", Role.COORDINATOR, "2021:001"),
}
"""Who there is: name, role and place. `planner` proposes, `approver` approves, `office` sends out."""

NAMES = (
    "Lý Thế Tuấn",
    "Đào Thị Huệ",
    "Huỳnh Kim Tâm",
    "Hà Bá Dũng",
    "Võ Hữu Tú",
    "Lương Ngọc Dung",
    "Trương Gia Hạnh",
    "Quách Xuân Phú",
    "Mạc Thị Yến",
    "Châu Đức Khải",
    "Tạ Bích Loan",
    "Kiều Anh Sơn",
)
STREETS = ("Đê La Thành", "Phùng Khoang", "Cầu Diễn", "Mễ Trì", "Ngọc Hồi", "Trần Cung", "Yên Xá", "Phúc La")


def person(phone: str, name: str, role: Role | None, place_id: str | None) -> Person:
    """Somebody with a role at a place (None: everywhere), inside a transaction of the caller."""
    made = people.add(phone, name, by=OPERATOR, at=NOW)
    if role:
        people.assign(made, role, place_id, starts_on=TODAY - timedelta(days=60), by=OPERATOR, at=NOW)
    return made


def acting(someone: Person, on: date = TODAY) -> Actor:
    """A person as an actor with the grants of a day."""
    return people_queries.actor_of(someone, on)


def facts(number: int, people_in: int = 3, place_id: str = LIEN_NINH, **more: Any) -> CaseFacts:
    """What is told of the household with this number; two numbers never look alike."""
    given = {
        "name": NAMES[number % len(NAMES)] + (f" {number}" if number >= len(NAMES) else ""),
        "phone": f"095{3_000_000 + number * 7919:07}",
        "birth_year": 1950 + (number * 7) % 45,
        "address": f"số {11 + number * 3}, ngõ {5 + number * 17} {STREETS[number % len(STREETS)]}",
        "residential_group": f"tổ {1 + number % 5}",
        "categories": ("lost_job",),
        "consent_by": "Chủ hộ",
    }
    return CaseFacts(place_id=place_id, people=people_in, **{**given, **more})


def verified_case(
    number: int, people_in: int, place_id: str, *, by: Actor, checked_by: Actor, at: datetime = NOW
) -> Case:
    """A case that one person registered and another one verified."""
    case = cases.register(facts(number, people_in, place_id), by=by, at=at - timedelta(days=2))
    return cases.verify(case, by=checked_by, at=at - timedelta(days=1))


def stocked(
    store: Location, amounts: Mapping[str, int], *, by: Actor, key: str = "gift", at: datetime = NOW
) -> None:
    """A donor's gift that lies in the store, in base units by good; noodles come in cartons of 30."""
    donor = donations.add_donor("Nhà máy gạo Hưng Yên", by=OPERATOR, at=at)
    gift = donations.pledge(donor, list(amounts.items()), by=OPERATOR, at=at)
    packs: Mapping[str, tuple[str, int]] = {"noodles": ("carton", 30), "rice": ("bag", 5_000)}
    arrivals = [
        Arrival(code, amount, amount, *packs.get(code, (None, None)), expires_on=TODAY + timedelta(days=120))
        for code, amount in amounts.items()
    ]
    donations.receive(gift, arrivals, store=store, key=key, by=by, at=at)


@dataclass
class World:
    """What was made. `staff` holds the people by their part; `who(part)` is the actor."""

    staff: dict[str, Person]
    store: Location
    cases: list[Case] = field(default_factory=list)
    campaign: Campaign | None = None
    plan: Plan | None = None

    def who(self, part: str) -> Actor:
        """A member of the staff as an actor."""
        return acting(self.staff[part])

    def trip(self, place_id: str = LIEN_NINH, *, out: bool = True, driver: str | None = "volunteer") -> Trip:
        """The one trip for what waits in a ward, sent out unless `out` is False; the caller's transaction."""
        driver_id = self.staff[driver].id if driver else None
        assert self.campaign is not None
        office = self.who("office")
        (trip,) = deliveries.plan(self.campaign, place_id, on=TODAY, driver_id=driver_id, by=office, at=NOW)
        return deliveries.send_out(trip, key=f"out-{trip.code}", by=office, at=NOW) if out else trip


def staffed() -> World:
    """The staff and an empty store, in the caller's transaction."""
    made = {
        part: person(f"0952{index:06}", name, role, place)
        for index, (part, (name, role, place)) in enumerate(STAFF.items(), 1)
    }
    return World(made, stock.open_store("Kho Liên Ninh", DISTRICT, by=OPERATOR, at=NOW))


def allocated(
    households: Sequence[int] = (4, 2, 3),
    *,
    ward: str = LIEN_NINH,
    norms: Mapping[str, int] | None = None,
) -> World:
    """A world with verified households of so many people and an approved plan for them, in a transaction of
    its own. The norms are for each person, in base units; twice as much lies in the store."""
    norms = norms or {"rice": 4_000, "noodles": 9}
    with transaction():
        world = staffed()
        world.campaign = campaign(world, norms)
        more_households(world, households, ward=ward)
    return world


def more_households(world: World, households: Sequence[int], *, ward: str = LIEN_NINH) -> list[Case]:
    """Further verified households with a share in an approved plan of their own; the caller's transaction."""
    assert world.campaign is not None
    supply = {norm.good_code: 2 * norm.amount * sum(households) for norm in world.campaign.norms}
    stocked(world.store, supply, by=world.who("office"), key=f"gift-{len(world.cases)}")
    registrar, checker = world.who("admin"), world.who("planner")
    made = [
        verified_case(number, count, ward, by=registrar, checked_by=checker)
        for number, count in enumerate(households, len(world.cases))
    ]
    world.cases += made
    world.plan = campaigns.propose(world.campaign, by=world.who("planner"), at=NOW)
    campaigns.approve(world.plan, no_relatives=True, by=world.who("approver"), at=NOW)
    db.session.flush()
    return made


def campaign(world: World, norms: Mapping[str, int], code: str = "DOT-14-8") -> Campaign:
    """An open campaign of August 2021 with norms for each person, in the caller's transaction."""
    planner = world.who("planner")
    opened = campaigns.open_campaign(
        code,
        f"đợt {code[4:].replace('-', '/')}",
        place_id=DISTRICT,
        store=world.store,
        receives_from=date(2021, 8, 1),
        receives_to=date(2021, 8, 13),
        distributes_from=date(2021, 8, 14),
        distributes_to=date(2021, 8, 20),
        by=planner,
        at=NOW,
    )
    wanted = [
        Norm(goods.facts_of(goods.get_good(good)), amount, per=Per.PERSON) for good, amount in norms.items()
    ]
    return campaigns.set_norms(opened, wanted, by=planner, at=NOW)
