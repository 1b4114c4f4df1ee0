"""How lots, stores and papers are said on pages: in packs, the place served, whose a paper is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

from flask import url_for
from flask_babel import gettext as _

from aidtrack.donations import queries as donations
from aidtrack.goods.queries import facts
from aidtrack.goods.units import in_packs
from aidtrack.places import queries as places
from aidtrack.stock import queries as stock
from aidtrack.stock.queries import PaperLine
from aidtrack.web import filters


class Owner(NamedTuple):
    """What a paper serves: its name, its page, and where the paper is taken back."""

    label: str
    url: str
    back: str


def packed(lot: Any) -> str:
    """A lot's amount in its packs, "1 thùng 30 và 6 gói"; empty where there is not one whole pack."""
    if not lot.pack_factor or not lot.pack_name or lot.on_hand < lot.pack_factor:
        return ""
    return filters.say(in_packs(lot.on_hand, facts()[lot.good_code], lot.pack_factor, lot.pack_name))


def lines_of(paper: Any) -> list[PaperLine]:
    """What stands on a paper; of goods received also what the donor's own paper said."""
    told = {arrival.lot_id: arrival.on_paper for arrival in donations.arrivals_on(paper)}
    lines = stock.paper_lines(paper)
    return [replace(line, on_paper=told.get(line.lot.id, line.on_paper)) for line in lines]


def serves(path: str) -> str:
    """The place that a store serves, by its path "2021/01/020/"."""
    parts = path.strip("/").split("/")
    return places.label_of(f"{parts[0]}:{parts[-1]}") if path else _("everywhere")


def owner_of(paper: Any) -> Owner | None:
    """The donation, trip or stop that a paper belongs to; None for papers of the store itself."""
    topic, _colon, code = paper.subject.partition(":")
    if topic == "donation":
        page = url_for("donations.show", code=code)
        back = url_for("donations.take_back", code=code, number=paper.number)
        return Owner(_("Donation %(code)s", code=code), page, back if paper.kind == "receive" else page)
    if topic == "trip":
        page = url_for("deliveries.show", code=code)
        return Owner(_("Trip %(code)s", code=code), page, page)
    if topic == "stop":
        trip, _slash, position = code.partition("/")
        page = url_for("deliveries.stops.show", code=trip, position=position)
        label = _("Stop %(position)s of trip %(code)s", position=position, code=trip)
        return Owner(label, page, page)
    return None
