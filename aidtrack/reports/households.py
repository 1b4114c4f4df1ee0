"""The households of a campaign as the list shows them, before and after the doors.

Before an outcome a row shows what is allocated; once there is one, what was really handed over, so
that the totals equal the ledger when all outcomes are known. Who was absent or declined stays on the
list with nothing given and the outcome in Ghi chú.
"""

from __future__ import annotations

from collections.abc import Sequence

from aidtrack.campaigns import queries as campaigns
from aidtrack.cases.categories import BY_CODE
from aidtrack.cases.models import Case
from aidtrack.deliveries import queries as deliveries
from aidtrack.deliveries.queries import Given
from aidtrack.errors import RuleBroken
from aidtrack.goods import queries as goods
from aidtrack.languages import say_in
from aidtrack.reports.distribution_list import ListRow
from aidtrack.reports.goods_columns import GoodColumn
from aidtrack.reports.papers import outcome_note
from aidtrack.reports.report import PAPERS, Asked, column_of, in_hanoi, ward_and_district
from aidtrack.sentences import N_
from aidtrack.vietnamese.folding import fold


def shares(asked: Asked) -> list[Given]:
    """The households with a share, ward by ward, within a ward in the plan's order.

    RuleBroken if there is none: a list of nobody is not signed.
    """
    found = deliveries.outcomes(asked.campaign, by=asked.by, paths=asked.paths, trip=asked.trip)
    if not found:
        raise RuleBroken(
            N_("No household has a share here yet. Approve a plan first, or choose another place.")
        )
    # A stable sort by the units' codes keeps the districts together and the plan's order inside.
    return sorted(found, key=lambda one: one.case.place_path)


def amounts(one: Given) -> dict[str, int]:
    """What the list counts for a household: what was given, or, without an outcome, what is allocated."""
    return one.planned if one.outcome is None else one.given


def columns(asked: Asked, found: Sequence[Given]) -> list[GoodColumn]:
    """The campaign's goods, and those of the rows too, should the norms have been changed since."""
    codes = {good.code for good in campaigns.goods_of(asked.campaign)}
    codes |= {code for one in found for code in (*one.planned, *one.given)}
    return [column_of(good) for good in goods.all_goods(active=None) if good.code in codes]


def row_of(one: Given, goods_columns: Sequence[GoodColumn], *, posting: bool) -> ListRow:
    """A household's line. A posted list names no neighbour, no illness and no case's code."""
    case = one.case
    ward, district = ward_and_district(case.place_id)
    return ListRow(
        name=case.name,
        people=one.people,
        amounts=amounts(one),
        birth_year=case.birth_year,
        citizen_id=case.citizen_id or "",
        phone=case.phone or "",
        permanent=case.home_address,
        current=_address(case),
        ward=ward,
        district=district,
        categories=_categories(case, posting=posting),
        circumstances=case.circumstances,
        note=_note(one, goods_columns, posting=posting),
        code="" if posting else case.code,
    )


def _address(case: Case) -> str:
    group = case.residential_group
    parts = [case.address, "" if fold(group) in fold(case.address) else group]
    return ", ".join(part for part in parts if part)


def _categories(case: Case, *, posting: bool) -> str:
    known = [BY_CODE[one.code] for one in case.categories if one.code in BY_CODE]
    return "; ".join(say_in(PAPERS, one.label) for one in known if not (posting and one.ill))


def _note(one: Given, goods_columns: Sequence[GoodColumn], *, posting: bool) -> str:
    if one.outcome is None:
        return ""
    relation = f" ({one.relation})" if one.relation else ""
    by_whom = f"{one.received_by}{relation}" if one.received_by and not posting else ""
    part = _missing(one, goods_columns) if one.outcome == "partial" else ""
    return outcome_note(one.outcome, by_whom=by_whom, given=part, on=in_hanoi(one.at))


def _missing(one: Given, goods_columns: Sequence[GoodColumn]) -> str:
    """What of a share handed over in part went back: "thiếu 4 kg gạo"."""
    short = [
        f"{good.figure(one.planned[good.code] - one.given.get(good.code, 0))} {good.name}"
        for good in goods_columns
        if one.planned.get(good.code, 0) > one.given.get(good.code, 0)
    ]
    return f"thiếu {', '.join(short)}" if short else ""
