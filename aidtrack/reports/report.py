"""What a report is: its name, what it is for, who may have it, what narrows it, and what makes it.

`Asked` is one order of a report; `gather` turns it into a file. The gathering files call the queries
of the topics and hand plain rows to the papers; none of them holds a query of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from aidtrack.campaigns.models import Campaign
from aidtrack.clock import day_of
from aidtrack.deliveries.models import Trip
from aidtrack.errors import RuleBroken
from aidtrack.goods.models import Good
from aidtrack.goods.units import UNITS
from aidtrack.languages import say_in
from aidtrack.places import queries as places
from aidtrack.reports.goods_columns import GoodColumn
from aidtrack.reports.papers import Issuer, Paper
from aidtrack.rights import Actor
from aidtrack.sentences import N_
from aidtrack.vietnamese.folding import fold

PAPERS = "vi"
"""Papers are Vietnamese in every language of the screen."""


@dataclass(frozen=True)
class Letterhead:
    """What the organisation's settings say of every paper."""

    issuer: str = "BAN TỔ CHỨC CỨU TRỢ"
    youth_union: bool = False
    citizen_id_title: str = "CCCD"


Days = tuple[date | None, date | None]


@dataclass(frozen=True)
class Asked:
    """One order of a report: for which campaign and, where the report takes it, which ward or trip."""

    campaign: Campaign
    by: Actor
    at: datetime
    place_id: str | None = None
    trip: Trip | None = None
    posting: bool = False
    letterhead: Letterhead = Letterhead()
    head: str = ""
    """The chain's head at that moment (hex), printed on the paper."""
    days: Days = (None, None)
    """The first and the last day, where the report takes them; None: the campaign's own."""

    @property
    def paths(self) -> tuple[str, ...] | None:
        """The places that the order is narrowed to; None for all that the person reaches."""
        return places.reach(self.place_id) if self.place_id else None

    @property
    def period(self) -> tuple[date, date]:
        """The days asked for, else the campaign's: from the first arrival to the last giving, up to today."""
        one, (first, last) = self.campaign, self.days
        first = first or min(one.receives_from, one.distributes_from, last or date.max)
        return first, last or max(first, min(max(one.receives_to, one.distributes_to), day_of(self.at)))

    def paper(self, *, number: str = "", on: date | None = None) -> Paper:
        """The paper's frame: who issues it, when, under which head of the chain."""
        head = self.letterhead
        return Paper(
            Issuer.of(head.issuer, youth_union=head.youth_union),
            on=on or day_of(self.at),
            printed_at=self.at,
            number=number,
            subtitle=self.subtitle,
            chain_head=self.head,
            citizen_id_title=head.citizen_id_title,
        )

    @property
    def subtitle(self) -> str:
        """Where and what for: "Phường Minh Khai, Quận Hai Bà Trưng. Đợt 14/8"."""
        place = self.trip.place_id if self.trip else self.place_id
        parts = [f"Chuyến {self.trip.code}"] if self.trip else []
        parts += [full_name(place)] if place else []
        parts.append(self.campaign.name[:1].upper() + self.campaign.name[1:])
        return ". ".join(parts)

    def file_name(self, stem: str) -> str:
        """An ASCII name that says what is in it: "danh-sach-ky-nhan-dot-14-8-xa-lien-ninh.xlsx"."""
        parts = [stem, self.campaign.code]
        parts += [self.trip.code] if self.trip else [full_name(self.place_id)] if self.place_id else []
        parts += ["niem-yet"] if self.posting else []
        words = fold(" ".join(parts))
        return "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in words).split()) + ".xlsx"


@dataclass(frozen=True)
class Made:
    """A report as a file: the .xlsx, and how many rows (households, wards, notes, lines) stand in it."""

    data: bytes
    rows: int


@dataclass(frozen=True)
class Report:
    """One line of the catalogue. `takes` names what may narrow it: "ward", "trip", "posting", "days"."""

    name: str
    title: str
    said: str
    stem: str
    gather: Callable[[Asked], Made]
    takes: frozenset[str] = frozenset()
    right: str = "reports.export"

    def check(self, asked: Asked) -> None:
        """RuleBroken where the order narrows what this report does not take."""
        given: Mapping[str, bool] = {
            "ward": asked.place_id is not None,
            "trip": asked.trip is not None,
            "posting": asked.posting,
            "days": asked.days != (None, None),
        }
        for what, is_given in given.items():
            if is_given and what not in self.takes:
                raise RuleBroken(REFUSED[what], field=_FIELDS.get(what, what))
        first, last = asked.days
        if first and last and last < first:
            raise RuleBroken(N_("The last day lies before the first. Swap the two."), field="last")


_FIELDS = {"ward": "place", "days": "first"}

REFUSED: Mapping[str, str] = {
    "ward": N_("This report is made for whole stores. Leave the ward out."),
    "trip": N_("This report is not made for single trips. Leave the trip out."),
    "days": N_("This report is made for the whole campaign. Leave the days out."),
    "posting": N_("This report names no households, so there is nothing to mask. Untick the posted version."),
}


def column_of(good: Good) -> GoodColumn:
    """A good as papers show it, in its Vietnamese unit."""
    return GoodColumn(good.code, good.name, unit_word(good.shown), good.shown_factor)


def unit_word(code: str) -> str:
    """A unit's Vietnamese word; a word that is no unit stays as it is."""
    return say_in(PAPERS, UNITS[code].label) if code in UNITS else code


def full_name(place_id: str) -> str:
    """A unit with its district: "Phường Minh Khai, Quận Hai Bà Trưng"."""
    ward, district = ward_and_district(place_id)
    return f"{ward}, {district}" if district else ward


def ward_and_district(place_id: str) -> tuple[str, str]:
    """The names of a unit and of the district above it ("" where there is none)."""
    unit = places.get_unit(place_id)
    district = places.gazetteer(unit.edition).district_of(unit)
    return unit.name, district.name if district else ""


def in_hanoi(moment: datetime | None) -> date | None:
    """The day of a moment that may be missing."""
    return day_of(moment) if moment else None
