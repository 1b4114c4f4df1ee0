"""How the two wards of `two_wards` come to be: by the actions that people use, on a copy of the demo."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from flask import Flask
from PIL import Image
from sqlalchemy import select

from aidtrack.campaigns import actions as campaigns
from aidtrack.campaigns.entitlement import Norm
from aidtrack.campaigns.models import Campaign
from aidtrack.cases import actions as cases
from aidtrack.cases import calling_actions, view_actions, visit_actions
from aidtrack.cases.facts import CaseFacts
from aidtrack.cases.models import Case, CasePair, WaitingRow
from aidtrack.cases.photos import Photo, prepared
from aidtrack.cases.sampling import CONFIRMED
from aidtrack.cases.visits import AS_TOLD, VisitFacts, Witness
from aidtrack.clock import real_now
from aidtrack.community import actions as requests
from aidtrack.community import keyed
from aidtrack.community.actions import Arrived
from aidtrack.community.asking import Asked
from aidtrack.community.limit_actions import Doors
from aidtrack.db import db, transaction
from aidtrack.deliveries import actions as deliveries
from aidtrack.deliveries import queries as trips
from aidtrack.deliveries.models import Trip
from aidtrack.deliveries.trips import Outcome
from aidtrack.donations import actions as donations
from aidtrack.donations.arrivals import Arrival
from aidtrack.goods import queries as goods
from aidtrack.people import actions as people
from aidtrack.people import queries as people_queries
from aidtrack.people.models import SignedIn
from aidtrack.places import queries as places
from aidtrack.posts import actions as posts
from aidtrack.posts.actions import ReadPost
from aidtrack.posts.models import Post
from aidtrack.posts.pasting import Pasted
from aidtrack.posts.reading import Household, Reading, Span
from aidtrack.rights import Role
from aidtrack.stock import actions as stock
from aidtrack.stock.models import Location, Transfer
from aidtrack.web.secrets_of_requests import secret_of
from tests.cases.lists import sheet_with
from tests.web.two_wards import NOW, OPERATOR, OWN, SIBLING, TODAY, WHERES, Side, World


@contextmanager
def act(world: World, role: Role, where: str) -> Iterator[Any]:
    """`by=` and `at=` of one person, in a transaction."""
    with transaction():
        yield {"by": world.who(role, where), "at": NOW}


def build(app: Flask) -> World:
    """All of it, on a fresh copy of the demo."""
    with app.app_context():
        made = World(app, _side(OWN), _side(SIBLING))
        _people(made)
        for number, side in enumerate((made.own, made.sibling)):
            where = "own" if side is made.own else "sibling"
            _stores(made, side, where)
            _look_alikes(made, side, where, number)
            _lists(made, side, where, number)
            _posts(made, side, where, number)
            _visited(made, side, where)
            _campaigns(made, side, where)
            _trips(made, side, where)
            _requests(made, side, where, number)
        _across(made)
        db.session.remove()
    return made


def _side(place: str) -> Side:
    return Side(place, places.path_of(place), places.label_of(place))


def _people(made: World) -> None:
    """Somebody of every role at every place, signed in."""
    for index, (role, where) in enumerate((role, where) for role in Role for where in WHERES):
        with transaction():
            person = people.add(f"09581{index:05}", f"{role} {where}", by=OPERATOR, at=NOW)
            if where != "none":
                begins, ends = date(2021, 7, 1), date(2021, 8, 10) if where == "expired" else None
                given = people.assign(
                    person, role, WHERES[where], starts_on=begins, ends_on=ends, by=OPERATOR, at=NOW
                )
            db.session.flush()
            made.ids[role, where] = person.id
            made.sessions[role, where] = _session(person.id)
            side = {"own": made.own, "sibling": made.sibling}.get(where)
            if side and role is Role.VOLUNTEER:
                side.person, side.assignment = person.id, given.id


def _session(person_id: int) -> str:
    token, now = secrets.token_urlsafe(16), real_now()
    digest = people_queries.digest_of(token)
    row = SignedIn(token_digest=digest, person_id=person_id, began_at=now, seen_at=now)
    row.expires_at = now + timedelta(days=1)
    db.session.add(row)
    return token


def _stores(made: World, side: Side, where: str) -> None:
    """Two stores, a donation that came in part, a pledge that waits, and goods between the two stores."""
    with act(made, Role.COORDINATOR, where) as how:
        first = stock.open_store(f"Kho một {side.label}", side.place, **how)
        second = stock.open_store(f"Kho hai {side.label}", side.place, **how)
        giver = donations.add_donor(f"Hội quán {side.label}", place_path=side.path, **how)
        gift = donations.pledge(giver, [("rice", 900_000), ("noodles", 90)], place_path=side.path, **how)
        pledge = donations.pledge(giver, [("rice", 5_000)], place_path=side.path, **how)
        arrivals = [Arrival("rice", 900_000, 900_000, "sack", 25_000)]
        paper = donations.receive(gift, arrivals, store=first, key=f"gift-{where}", **how)
        side.store, side.other_store, side.donation, side.pledge = first.id, second.id, gift.code, pledge.code
        side.store_code, side.other_store_code = first.code, second.code
        side.lot = paper.movements[0].lot_id
        more = [Arrival("noodles", 30, 30)]
        side.paper = donations.receive(gift, more, store=first, key=f"more-{where}", **how).number
    with act(made, Role.COORDINATOR, where) as how:
        first, second = (db.session.get_one(Location, one) for one in (side.store, side.other_store))
        told = {"carrier": "anh Sơn", "key": f"way-{where}"}
        sent = stock.transfer(first, second, [(side.lot, 2_000)], **told, **how)
        side.document = sent.number
        side.transfer = db.session.scalars(select(Transfer.id).order_by(Transfer.id.desc())).first() or 0


def _facts(side: Side, name: str, phone: str, year: int, **more: Any) -> CaseFacts:
    told = {
        "people": 3,
        "phone": phone,
        "birth_year": year,
        "sex": "f",
        "address": f"số {year % 100}, xóm Chùa",
        "categories": ("lost_job",),
        "consent_by": "chủ hộ",
    }
    return CaseFacts(name=name, place_id=side.place, **{**told, **more})


def _look_alikes(made: World, side: Side, where: str, number: int) -> None:
    """Two cases that look like one household, and a case that nobody has visited."""
    name = ("Quản Thị Lài", "Kha Thị Rảnh")[number]
    for people_in in (3, 4):
        with act(made, Role.VOLUNTEER, where) as how:
            twin = _facts(side, name, f"09531{number}0001", 1971, people=people_in)
            code = cases.register(twin, **how).code
    side.reported = code
    case = db.session.scalars(select(Case).where(Case.code == code)).one()
    side.pair = db.session.scalars(select(CasePair.id).where(CasePair.second_id == case.id)).one()
    served = select(Case.code).where(Case.place_id == side.place, Case.progress == "served").order_by(Case.id)
    side.case = db.session.scalars(served).first() or ""


def _lists(made: World, side: Side, where: str, number: int) -> None:
    """A list that waits for its "yes", and one that came in, with a row that looks like a case."""
    head = ["STT", "Họ và tên", "Năm sinh", "Số khẩu", "Điện thoại", "Phường/xã", "Quận/huyện"]
    where_is = [side.label.split(",")[0], "Huyện Thanh Trì"]
    names = ("Bế Thị Nụ", "Ma Thị Sẹo"), ("Vi Văn Lồ", "Lù Văn Tỉn")
    first, second = names[number]
    staged = sheet_with([head, [1, first, 1960, 2, f"09532{number}0001", *where_is]])
    twin = ("Quản Thị Lài", "Kha Thị Rảnh")[number]
    known = [2, twin, 1971, 3, f"09531{number}0001", *where_is]
    coming = sheet_with([head, [1, second, 1980, 5, f"09532{number}0002", *where_is], known])
    with act(made, Role.VOLUNTEER, where) as how:
        side.token = cases.stage_import(staged, f"cho-{number}.xlsx", edition="2021", **how).token
    with act(made, Role.VOLUNTEER, where) as how:
        brought = cases.stage_import(coming, f"da-{number}.xlsx", edition="2021", **how)
        cases.commit_import(brought, **how)
        side.committed, brought_id = brought.token, brought.id
        side.view = view_actions.keep("Của tôi", {"q": first}, **how).id
    side.row = db.session.scalars(select(WaitingRow.id).where(WaitingRow.import_id == brought_id)).one()
    side.unseen = db.session.scalars(select(Case.code).where(Case.import_id == brought_id)).one()


def _visited(made: World, side: Side, where: str) -> None:
    """A visit with a witness and a photo, and a list whose sample is being called."""
    with act(made, Role.VOLUNTEER, where) as how:
        case = db.session.scalars(select(Case).where(Case.code == side.case)).one()
        witness = Witness("landlord", f"Chủ trọ {side.label}", f"095340{side.pair:04}")
        told = VisitFacts(TODAY, AS_TOLD, people_found=case.people, witnesses=(witness,))
        folder = made.app.config["SETTINGS"].photos
        made_visit = visit_actions.record_visit(case, told, photos=[a_photo()], folder=folder, **how)
        side.visit, side.photo = made_visit.id, made_visit.photos[0].id
    with act(made, Role.VOLUNTEER, where) as how:
        told = [(f"09534{side.photo:04}{turn}", 1950 + 9 * turn) for turn in (1, 2, 3)]
        kind, name = side.label.split()[1], side.label.split()[-1]
        names = (f"Cứ Thị {kind}", f"Mùa Văn {name}", f"Phàn Ông {kind}")
        first, second, third = (
            cases.register(_facts(side, name, *one), **how) for name, one in zip(names, told, strict=True)
        )
        side.waits, side.to_call = second.code, third.code
    with act(made, Role.COORDINATOR, where) as how:
        side.calls = calling_actions.open_list([third], **how).id
        called = calling_actions.open_list([first], **how)
        calling_actions.answer(called, first, CONFIRMED, **how)
        side.called = called.id


def a_photo() -> Photo:
    """A photo of nothing in particular."""
    out = BytesIO()
    Image.new("RGB", (64, 48), "gray").save(out, "JPEG")
    return prepared(out.getvalue())


def _posts(made: World, side: Side, where: str, number: int) -> None:
    """Posts of the ward's group: one asks for a household of the ward, one for a household of each of the
    two wards, and one offers something."""
    others = SIBLING if side.place == OWN else OWN
    names = (("Lò Mí Nhất", "Vàng Thị Sênh", "Chẩu Thị Mảy"), ("Tráng A Páo", "Ly Thị Cở", "Phàn A Sình"))
    read = [
        Household(name, f"09534{number}000{turn}", 2, f"ngõ {turn + 2}{number} xóm {name}", ward[5:])
        for turn, (name, ward) in enumerate(zip(names[number], (side.place, side.place, others), strict=True))
    ]
    gives = ReadPost(Pasted(f"ai cần chuối qua {side.label} lấy"), Reading("offer"))
    with act(made, Role.VOLUNTEER, where) as how:
        posts.bring([_asking(*read[:1]), gives], side.place, **how)
    with act(made, Role.VOLUNTEER, "parent") as how:
        posts.bring([_asking(*read[1:])], side.place, **how)
    of_ward = select(Post.id).where(Post.place_id == side.place).order_by(Post.id)
    side.post, side.offer, _mixed = db.session.scalars(of_ward).all()


def _asking(*read: Household) -> ReadPost:
    """A post about households, with the words from which they were read."""
    text = "; ".join(f"{one.name}, {one.address}, cần gạo" for one in read)
    spans = tuple(
        Span(text.index(words), text.index(words) + len(words), field, turn)
        for turn, one in enumerate(read)
        for field, words in (("name", one.name or ""), ("address", one.address or ""))
    )
    return ReadPost(Pasted(text), Reading("request", read, spans))


def _campaigns(made: World, side: Side, where: str) -> None:
    """One whose plan is approved, and one whose plan waits for a second person."""
    for number in (1, 2):
        code = f"{where.upper()}-{number}"
        with act(made, Role.COORDINATOR, where) as how:
            store = db.session.get_one(Location, side.store)
            campaign = campaigns.open_campaign(
                code,
                f"đợt {number} của {side.label}",
                place_id=side.place,
                store=store,
                receives_from=date(2021, 8, 1),
                receives_to=date(2021, 8, 14),
                distributes_from=TODAY,
                distributes_to=date(2021, 8, 30),
                **how,
            )
            campaigns.set_norms(campaign, [Norm(goods.facts_of(goods.get_good("rice")), 1_000)], **how)
        with act(made, Role.COORDINATOR, where) as how:
            plan = campaigns.propose(campaign, **how)
        if number == 1:
            with act(made, Role.COORDINATOR, "parent") as how:
                campaigns.approve(plan, no_relatives=True, **how)
    side.campaign, side.proposed = f"{where.upper()}-1", f"{where.upper()}-2"


def _trips(made: World, side: Side, where: str) -> None:
    """Trips of three doors: one is out, somebody was absent, another door waits; one has been to all of its
    doors, of which one is to be visited again; the last is planned."""
    with act(made, Role.COORDINATOR, "parent") as how:
        campaign = db.session.scalars(select(Campaign).where(Campaign.code == side.campaign)).one()
        driver = made.ids[Role.VOLUNTEER, where]
        made_trips = deliveries.plan(campaign, side.place, on=TODAY, driver_id=driver, most_stops=3, **how)
        side.trip, side.done, *_rest, side.planned = (trip.code for trip in made_trips)
    for code, doors in ((side.trip, (1,)), (side.done, (1, 2, 3))):
        with act(made, Role.COORDINATOR, "parent") as how:
            deliveries.send_out(_trip(code), key=f"out-{code}", **how)
        for door in doors:
            with act(made, Role.VOLUNTEER, where) as how:
                stop = trips.get_stop(_trip(code), door)
                deliveries.record(stop, Outcome.ABSENT, key=f"door-{code}-{door}", **how)
    with act(made, Role.COORDINATOR, "parent") as how:
        absent = trips.get_stop(_trip(side.done), 1)
        deliveries.deliver_again(absent, **how)
        side.again = absent.case.code
    side.absent, side.position = 1, 2


def _requests(made: World, side: Side, where: str, number: int) -> None:
    """The ward's page is open; a request waits in the queue, another stands in quarantine."""
    with act(made, Role.COORDINATOR, where) as how:
        requests.keep_page(side.place, is_open=True, phone="024 3861 2345", **how)
    secret = secret_of(made.app)
    names = ("Chẩu Thị Vàng", "Lả Văn Sỉn"), ("Cứ Thị Giàng", "Hờ A Tủa")
    for turn, name in enumerate(names[number]):
        told = {"people": 2, "phone": f"09537{number}000{turn}", "address": f"ngách {number}{turn} xóm Đoài"}
        asked = Asked(side.place, name, **told, words=f"Hết gạo từ hôm {number}{turn}", agreed=True)
        opened = keyed.sealed(real_now() - timedelta(minutes=2), secret)
        key = f"the form of request {number}{turn}"
        how_sent = Arrived(key, opened, bool(turn), "10.1.1.1", real_now())
        with transaction():
            doors = Doors.of(made.app.config["SETTINGS"])
            sent, code = requests.send(asked, how_sent, doors=doors, secret=secret, at=NOW)
        if turn:
            side.apart = sent.id
        else:
            side.request, side.follow = sent.id, code


def _trip(code: str) -> Trip:
    return db.session.scalars(select(Trip).where(Trip.code == code)).one()


ALIKE = ("Sùng Thị Chải", "Giàng A Phừ"), ("Thào Mí Sính", "Vừ Mai Lỳ")
"""Households that are in both wards: the first of two names stays undecided, the other is merged."""


def _across(made: World) -> None:
    """Households that look like one of the other ward: two that nobody decided, two that were merged."""
    for number, (here, there) in enumerate(((made.own, made.sibling), (made.sibling, made.own))):
        where = "own" if here is made.own else "sibling"
        for turn, name in enumerate(ALIKE[number]):
            told = {"phone": f"09533{number}000{turn}", "year": 1985 + turn + 7 * number}
            with act(made, Role.VOLUNTEER, "parent") as how:
                cases.register(_facts(there, name, **told), **how)
            with act(made, Role.VOLUNTEER, where) as how:
                made_here = cases.register(_facts(here, name, **told), **how)
            pair = db.session.scalars(select(CasePair).where(CasePair.second_id == made_here.id)).one()
            here.across += (made_here.code,)
            there.across += (pair.first.code,)
            if turn:
                with act(made, Role.ADMIN, "parent") as how:
                    cases.decide_pair(db.session.get_one(CasePair, pair.id), "same", **how)
