"""How each household's share of a campaign ended, and what was handed over, ward by ward."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy import case as if_

from aidtrack.campaigns.models import Campaign, Plan, Portion
from aidtrack.cases.models import Case
from aidtrack.db import db, scoped, within
from aidtrack.deliveries.models import Receipt, Stop, StopLine, Trip
from aidtrack.rights import Actor


@dataclass
class Given:
    """How one household's share of a campaign ended: amounts in base units by good's code."""

    case: Case
    position: int
    trip_code: str | None
    outcome: str | None
    received_by: str
    relation: str
    at: datetime | None
    people: int = 0
    """The people of its share, as the plan counted them."""
    planned: dict[str, int] = field(default_factory=dict)
    given: dict[str, int] = field(default_factory=dict)


def outcomes(
    campaign: Campaign, *, by: Actor, paths: Sequence[str] | None = None, trip: Trip | None = None
) -> list[Given]:
    """Every household with a share in an approved plan of a campaign, in the plan's order.

    `paths` narrow it to places, `trip` to one trip. The latest stop decides the outcome; of one trip its
    own stop does, whatever a later trip brought.
    """
    portions = (
        select(Portion.case_id, Portion.good_code, Portion.amount, Portion.position, Portion.people)
        .join(Plan, Plan.id == Portion.plan_id)
        .join(Case, Case.id == Portion.case_id)
        .where(Plan.campaign_id == campaign.id, Plan.state == "approved", Portion.amount > 0)
        .where(Portion.state.not_in(["dropped", "released"]))
        .where(within(Case.place_path, by.reach("reports.see")))
        .order_by(Plan.number, Portion.position)
    )
    if paths is not None:
        portions = portions.where(within(Case.place_path, tuple(paths)))
    if trip is not None:
        portions = portions.where(Portion.case_id.in_(select(Stop.case_id).where(Stop.trip_id == trip.id)))
    rows = db.session.execute(portions).all()
    cases = _cases({row.case_id for row in rows})
    found: dict[int, Given] = {}
    for row in rows:
        new = Given(cases[row.case_id], row.position, None, None, "", "", None, row.people)
        one = found.setdefault(row.case_id, new)
        one.planned[row.good_code] = one.planned.get(row.good_code, 0) + row.amount
    _tell_outcomes(Trip.campaign_id == campaign.id if trip is None else Trip.id == trip.id, found)
    return list(found.values())


def _cases(ids: set[int]) -> dict[int, Case]:
    found: dict[int, Case] = {}
    ordered = sorted(ids)
    for start in range(0, len(ordered), 500):
        for case in db.session.scalars(select(Case).where(Case.id.in_(ordered[start : start + 500]))):
            found[case.id] = case
    return found


def _tell_outcomes(of: ColumnElement[bool], found: dict[int, Given]) -> None:
    """Fill in what happened at the door on these trips, a later stop over an earlier one."""
    told = (
        select(
            Stop.case_id, Stop.outcome, Trip.code, Receipt.received_by, Receipt.relation, Receipt.at, Stop.id
        )
        .join(Trip, Trip.id == Stop.trip_id)
        .outerjoin(Receipt, (Receipt.stop_id == Stop.id) & Receipt.superseded_at.is_(None))
        .where(of)
        .order_by(Stop.id)
    )
    latest: dict[int, int] = {}
    for row in db.session.execute(told):
        if one := found.get(row.case_id):
            one.outcome, one.trip_code, one.at = row.outcome, row.code, row.at
            one.received_by, one.relation = row.received_by or "", row.relation or ""
            latest[row.id] = row.case_id
    handed = (
        select(StopLine.stop_id, StopLine.good_code, func.sum(StopLine.given))
        .join(Stop, Stop.id == StopLine.stop_id)
        .join(Trip, Trip.id == Stop.trip_id)
        .where(of, StopLine.given > 0)
        .group_by(StopLine.stop_id, StopLine.good_code)
    )
    for stop_id, good_code, amount in db.session.execute(handed):
        if (case_id := latest.get(stop_id)) is not None:
            given = found[case_id].given
            given[good_code] = given.get(good_code, 0) + int(amount or 0)


def given_by_ward(by: Actor, *, campaign: Campaign | None = None) -> dict[str, dict[str, int]]:
    """What was handed over, by the ward's key and the good's code (base units)."""
    wanted = (
        select(Case.place_id, StopLine.good_code, func.sum(StopLine.given))
        .join(Stop, Stop.id == StopLine.stop_id)
        .join(Case, Case.id == Stop.case_id)
        .where(StopLine.given > 0, scoped(Case, by, "deliveries.see"))
        .group_by(Case.place_id, StopLine.good_code)
    )
    if campaign is not None:
        wanted = wanted.join(Trip, Trip.id == Stop.trip_id).where(Trip.campaign_id == campaign.id)
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for place_id, good_code, amount in db.session.execute(wanted):
        found[place_id][good_code] = int(amount or 0)
    return dict(found)


def people_by_outcome(campaign: Campaign, *, by: Actor) -> dict[str, int]:
    """How many people's households in reach ended how, the latest stop of each counting."""
    latest = (
        select(func.max(Stop.id))
        .join(Trip, Trip.id == Stop.trip_id)
        .where(Trip.campaign_id == campaign.id)
        .group_by(Stop.case_id)
    )
    wanted = (
        select(if_((Stop.outcome.is_(None), "waiting"), else_=Stop.outcome), func.sum(Stop.people))
        .join(Case, Case.id == Stop.case_id)
        .where(Stop.id.in_(latest), scoped(Case, by, "campaigns.see"))
        .group_by(Stop.outcome)
    )
    return {outcome: int(people) for outcome, people in db.session.execute(wanted)}
