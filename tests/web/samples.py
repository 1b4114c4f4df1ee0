"""One table for all addresses: what stands in the path and what is sent, for things of a given ward.

A new page without an entry fails `test_matrix`. `<Side>` is one of the two wards of `two_wards`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from tests.cases.lists import sheet_with
from tests.web.two_wards import SIBLING, Side

Words = Mapping[str, Any]


def nothing(_side: Side) -> Words:
    """No parameters, or an empty body."""
    return {}


@dataclass(frozen=True)
class Sample:
    """`path` fills the address with something of a ward; `body` is what a form about it would send.

    `right` is the action's own right where it asks for more than the view. `anywhere`: the page has
    nothing of a ward in its address. `owner`: only who made the thing sees it. `tells`: a form that is
    sent to be told something and changes nothing.
    """

    path: Callable[[Side], Words] = nothing
    body: Callable[[Side], Words] = nothing
    right: str = ""
    anywhere: bool = False
    owner: bool = False
    tells: bool = False


def at(**names: str) -> Callable[[Side], Words]:
    """Parameters by the names of a side's attributes: `at(code="trip")`."""
    return lambda side: {name: getattr(side, what) for name, what in names.items()}


def sends(**values: Any) -> Callable[[Side], Words]:
    """A body that is the same for both wards."""
    return lambda _side: values


def household(side: Side) -> Words:
    """A household of the ward, as the form sends it."""
    return {
        "name": "Lầu Thị Súa",
        "people": "3",
        "place": side.label,
        "place-key": side.place,
        "birth": "1988",
        "consent": "y",
        "consent_by": "chủ hộ",
        "version": "1",
    }


def trip_form(side: Side) -> Words:
    """The plan of trips for what waits in a ward."""
    wanted = {"campaign": side.campaign, "place": side.label, "place-key": side.place}
    return {**wanted, "on": "16/8/2021", "driver": str(side.person), "most_stops": "40"}


def campaign_form(side: Side) -> Words:
    """A new campaign for a ward out of its store."""
    days = {"receives_from": "1/8/2021", "receives_to": "14/8/2021"}
    goes = {"distributes_from": "15/8/2021", "distributes_to": "30/8/2021"}
    place = {"place": side.label, "place-key": side.place, "store": str(side.store)}
    return {"code": "DOT-MOI", "name": "đợt mới", **place, **days, **goes}


def list_file(side: Side) -> Words:
    """A spreadsheet with one household of the ward."""
    head = ["STT", "Họ và tên", "Năm sinh", "Số khẩu", "Phường/xã", "Quận/huyện"]
    row = [1, "Hạng Thị Dợ", 1970, 2, side.label.split(",")[0], "Huyện Thanh Trì"]
    return {"file": (BytesIO(sheet_with([head, row])), "danh-sach.xlsx")}


def arrival(side: Side) -> Words:
    """Rice that arrives in a store of the ward."""
    line = {"goods-0-code": "rice", "goods-0-on_paper": "5 kg", "goods-0-counted": "5 kg"}
    return {"store": str(side.store), "handed_over_by": "anh Sơn", **line}


def pledge(_side: Side) -> Words:
    """A donor's promise; it is kept at the place of whoever writes it down."""
    return {"donor": "Hợp tác xã Chè", "lines-0-good": "rice", "lines-0-amount": "20 kg"}


def of_lot(side: Side) -> Words:
    """One kilo of the lot of rice in the ward's store: to the other store, off the books, or counted."""
    told = {"store": side.store_code, "target": side.other_store_code, "carrier": "anh Sơn", "reason": "ẩm"}
    return {**told, f"lot_{side.lot}": "1 kg"}


def counted(side: Side) -> Words:
    """A stock-take that finds a little more of that lot than the books say."""
    return {**of_lot(side), f"lot_{side.lot}": "900 kg"}


def store_form(side: Side) -> Words:
    """A new store in the ward."""
    return {"name": "Kho mới", "place": side.label, "place-key": side.place}


def of_place(side: Side) -> Words:
    """All that waits in the ward."""
    return {"place": side.label, "place-key": side.place}


def visit_form(_side: Side) -> Words:
    """A visit at which nobody was in."""
    return {"visited_on": "15/8/2021", "result": "nobody_in", "without_papers": "0"}


def asked_in_group(side: Side) -> Words:
    """A household that was read from a post, corrected and confirmed."""
    return {**household(side), "heard": "group", "asked_by_name": "Lầu Thị Súa"}


def pasted(side: Side) -> Words:
    """A post of the ward's group."""
    return {"ward": side.label, "ward-key": side.place, "text": "Em hết gạo rồi, xin giúp em 0953 400 111"}


def household_read(side: Side) -> Words:
    """The household that was read from a post."""
    return {"post_id": side.post, "number": 1}


NONE = Sample(anywhere=True)
REASON = sends(reason="nhầm")
CASE, PAIR, ROW, TRIP = at(code="case"), at(pair_id="pair"), at(row_id="row"), at(code="trip")
CALLS = at(list_id="calls")
CAMPAIGN, DONATION, PERSON = at(code="campaign"), at(code="donation"), at(person_id="person")
GOOD = sends(code="rice")
STOP = at(code="trip", position="position")


def in_address(side: Side) -> Words:
    """A ward in the address of its request page."""
    return {"ward": side.place.replace(":", "-")}


WARD = in_address
"""A ward itself, by its lasting address."""


def proposed(side: Side) -> Words:
    """A plan that waits for the second person."""
    return {"code": side.proposed, "number": 1}


def held_share(side: Side) -> Words:
    """The share of a household that was absent and is to be visited again: no trip carries it yet."""
    return {"code": side.campaign, "number": 1, "household": side.again}


SAMPLES: Mapping[str, Sample] = {
    "audit.chain": NONE,
    "audit.index": NONE,
    "books.check": NONE,
    "books.index": NONE,
    "campaigns.approve": Sample(proposed, sends(no_relatives="y")),
    "campaigns.close": Sample(at(code="proposed")),
    "campaigns.free_share": Sample(held_share, REASON),
    "campaigns.households": Sample(proposed),
    "campaigns.index": NONE,
    "campaigns.new": Sample(body=campaign_form, anywhere=True),
    "campaigns.plan": Sample(proposed),
    "campaigns.propose": Sample(at(code="proposed")),
    "campaigns.send_back": Sample(proposed, REASON),
    "campaigns.set_norms": Sample(CAMPAIGN, sends(**{"goods-0-code": "rice", "goods-0-amount": "2 kg"})),
    "campaigns.show": Sample(CAMPAIGN),
    "cases.calls.answer": Sample(at(list_id="calls", code="to_call"), sends(answer="confirmed")),
    "cases.calls.drop": Sample(CALLS),
    "cases.calls.index": Sample(body=of_place, anywhere=True),
    "cases.calls.show": Sample(CALLS),
    "cases.calls.ticked": Sample(
        body=lambda side: {"case": [side.waits], "seen": f"{side.waits}:1"}, anywhere=True
    ),
    "cases.calls.verify": Sample(at(list_id="called")),
    "cases.add_note": Sample(CASE, sends(text="đã gọi")),
    "cases.ask_reason": Sample(lambda side: {"code": side.case, "move": "hold"}),
    "cases.edit": Sample(at(code="reported"), household),
    "cases.hint": Sample(body=household, anywhere=True, tells=True),
    "cases.imports.columns": Sample(at(token="token"), sends(**{"c-0-A": "household"}), owner=True),
    "cases.imports.commit": Sample(at(token="token"), owner=True),
    "cases.imports.new": Sample(body=list_file, anywhere=True),
    "cases.imports.problems": Sample(at(token="token"), owner=True),
    "cases.imports.progress": Sample(at(token="token"), owner=True),
    "cases.imports.show": Sample(at(token="token"), owner=True),
    "cases.imports.template": NONE,
    "cases.imports.undo": Sample(at(token="committed"), owner=True),
    "cases.index": NONE,
    "cases.lists.excel": NONE,
    "cases.lists.forget": Sample(at(view_id="view"), owner=True),
    "cases.lists.keep": Sample(body=sends(label="Tuần này"), anywhere=True),
    "cases.lists.keep_columns": Sample(anywhere=True),
    "cases.lists.move_many": Sample(
        body=lambda side: {
            "case": [side.unseen],
            "seen": f"{side.unseen}:1",
            "confirmed": "1",
            "move": "send_back",
            "why": "phone",
            "reason": "thiếu số",
        },
        right="cases.send_back",
        anywhere=True,
    ),
    "cases.make_move": Sample(lambda side: {"code": side.case, "move": "hold"}, REASON, right="cases.hold"),
    "cases.new": Sample(body=household, anywhere=True),
    "cases.pairs.decide": Sample(PAIR, sends(decision="different")),
    # a pair within one ward is nobody's question: tests/web/test_pairs_across.py has one across two
    "cases.pairs.ask": Sample(PAIR, sends(note="chủ trọ nói là một hộ"), tells=True),
    "cases.pairs.answer": Sample(PAIR, sends(decision="different"), tells=True),
    "cases.pairs.decide_row": Sample(ROW, sends(decision="different")),
    "cases.pairs.index": NONE,
    "cases.pairs.show": Sample(PAIR),
    "cases.pairs.show_row": Sample(ROW),
    "cases.reveal": Sample(CASE),
    "cases.show": Sample(CASE),
    "cases.priority.show": Sample(CASE, sends(points="5", reason="nhà dột"), right="cases.prioritise"),
    "cases.visits.new": Sample(CASE, visit_form),
    "cases.visits.photo": Sample(at(code="case", photo_id="photo")),
    "cases.visits.photos": Sample(at(code="case", visit_id="visit")),
    "cases.verify_many": Sample(
        body=lambda side: {"case": [side.unseen], "seen": f"{side.unseen}:1", "confirmed": "1"}, anywhere=True
    ),
    "community.ask": Sample(WARD),
    "community.find": Sample(WARD),
    "community.index": NONE,
    "community.requests.decline": Sample(at(request_id="request"), sends(reason="served")),
    "community.requests.discard": Sample(
        body=lambda side: {"request": [side.request], "seen": f"{side.request}:1", "confirmed": "1"},
        anywhere=True,
    ),
    "community.requests.index": NONE,
    "community.requests.link": Sample(at(request_id="request"), lambda side: {"code": side.unseen}),
    "community.requests.restore": Sample(at(request_id="apart")),
    "community.requests.show": Sample(at(request_id="request")),
    "community.requests.take_up": Sample(at(request_id="request"), household),
    "community.status": NONE,
    "community.wards.index": NONE,
    "community.wards.poster_pdf": Sample(WARD),
    "community.wards.qr_png": Sample(WARD),
    "community.wards.qr_svg": Sample(WARD),
    "community.wards.show": Sample(WARD, sends(do="close", reason="tạm nghỉ"), right="requests.page"),
    "community.withdraw": NONE,
    "deliveries.cancel": Sample(at(code="planned")),
    "deliveries.close": Sample(at(code="done")),
    "deliveries.index": NONE,
    "deliveries.new": Sample(body=trip_form, anywhere=True),
    "deliveries.send_out": Sample(at(code="planned")),
    "deliveries.show": Sample(TRIP),
    "deliveries.slips": Sample(TRIP),
    "deliveries.stops.again": Sample(at(code="trip", position="absent")),
    "deliveries.stops.correct": Sample(
        at(code="trip", position="absent"), sends(who="household", on_paper="y", reason="ghi nhầm")
    ),
    "deliveries.stops.scan": NONE,
    "deliveries.stops.show": Sample(STOP, sends(who="household", on_paper="y"), right="deliveries.record"),
    "deliveries.ward_board": NONE,
    "donations.index": NONE,
    "donations.new": Sample(body=pledge, anywhere=True),
    "donations.receive": Sample(DONATION, arrival),
    "donations.show": Sample(DONATION),
    "donations.take_back": Sample(at(code="donation", number="paper"), REASON),
    "donations.withdraw": Sample(at(code="pledge"), REASON),
    "goods.edit": Sample(GOOD, sends(name="Gạo nếp", name_en="Sticky rice", packs="túi 5 kg"), anywhere=True),
    "goods.index": NONE,
    "goods.new": Sample(body=sends(code="tea", name="Chè", measured="kg"), anywhere=True),
    "goods.set_active": Sample(GOOD, anywhere=True),
    "home.health": NONE,
    "home.language": NONE,
    "home.show": NONE,
    "people.account": NONE,
    "people.assign": Sample(PERSON, sends(role="volunteer", place="Xã Yên Mỹ", **{"place-key": SIBLING})),
    "people.change_password": NONE,
    "people.end_assignment": Sample(at(person_id="person", assignment_id="assignment")),
    "people.index": NONE,
    "people.make_link": Sample(PERSON),
    "people.new": Sample(body=sends(name="Cao Thị Mến", phone="0953 777 001"), anywhere=True),
    "people.set_active": Sample(PERSON),
    "people.show": Sample(PERSON),
    "people.sign_in": NONE,
    "people.sign_out": NONE,
    "people.use_link": Sample(sends(token="khong-co"), anywhere=True),
    "places.search": NONE,
    "posts.discard": Sample(household_read, sends(reason="unreachable")),
    "posts.draft": Sample(household_read, asked_in_group),
    "posts.forward": Sample(household_read, sends(place="Xã Duyên Hà")),
    "posts.index": NONE,
    "posts.new": Sample(body=pasted, anywhere=True),
    "posts.show": Sample(at(post_id="post")),
    "posts.sort_many": Sample(body=lambda side: {"post": str(side.offer)}, anywhere=True),
    "posts.sort": Sample(at(post_id="offer"), sends(kind="thanks")),
    "reports.compare": NONE,
    "reports.export": Sample(sends(report="distribution-list"), at(campaign="campaign"), anywhere=True),
    "reports.exports": NONE,
    "reports.index": NONE,
    "stock.document": Sample(at(number="document")),
    "stock.documents": NONE,
    "stock.give_up": Sample(at(transfer_id="transfer"), REASON),
    "stock.index": NONE,
    "stock.locations": NONE,
    "stock.new_count": Sample(body=counted, anywhere=True),
    "stock.new_location": Sample(body=store_form, anywhere=True),
    "stock.new_transfer": Sample(body=of_lot, anywhere=True),
    "stock.new_write_off": Sample(body=of_lot, anywhere=True),
    "stock.reverse": Sample(at(number="document"), REASON),
    "stock.statement": NONE,
    "stock.transfer": Sample(at(transfer_id="transfer"), of_lot, right="stock.move"),
}
"""Every endpoint."""
