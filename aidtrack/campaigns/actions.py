"""What may be done with campaigns: open one, set its norms, and close it. Plans: see `plan_actions`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from aidtrack.audit.actions import record
from aidtrack.campaigns.entitlement import Norm as NormFacts
from aidtrack.campaigns.holding_actions import hold, one_at_a_time, promise_ends
from aidtrack.campaigns.lifecycle import CampaignState, PortionState
from aidtrack.campaigns.models import Campaign, Norm, Plan, Portion
from aidtrack.campaigns.plan_actions import approve, outdate, propose, send_back
from aidtrack.campaigns.release_actions import release_all, release_expired, release_gone
from aidtrack.campaigns.windows import Windows, check_windows
from aidtrack.cases.categories import BY_CODE
from aidtrack.clock import day_of
from aidtrack.db import db
from aidtrack.errors import Conflict, RuleBroken
from aidtrack.places import queries as places
from aidtrack.rights import Actor, require
from aidtrack.sentences import N_
from aidtrack.stock.models import Location
from aidtrack.vietnamese.folding import clean

__all__ = [
    "approve",
    "close",
    "hold",
    "one_at_a_time",
    "open_campaign",
    "promise_ends",
    "propose",
    "release_expired",
    "release_gone",
    "send_back",
    "set_norms",
]

LONGEST_REST = 366
"""Days; who received a year ago rests no more."""


def open_campaign(
    code: str,
    name: str,
    *,
    place_id: str | None = None,
    store: Location,
    receives_from: date,
    receives_to: date,
    distributes_from: date,
    distributes_to: date,
    purpose: str = "",
    classes: Mapping[str, int] | None = None,
    by: Actor,
    at: datetime,
) -> Campaign:
    """A new campaign for a place (None: everywhere). RuleBroken if windows, code or classes cannot be."""
    path = places.path_of(place_id) if place_id else ""
    require(by, "campaigns.keep", within=path)
    code, name = _new_code(code), _checked_name(name)
    check_windows(Windows(receives_from, receives_to, distributes_from, distributes_to))
    campaign = Campaign(
        code=code,
        name=name,
        purpose=clean(purpose, lines=True),
        place_path=path,
        store_id=store.id,
        receives_from=receives_from,
        receives_to=receives_to,
        distributes_from=distributes_from,
        distributes_to=distributes_to,
        classes=_checked_classes(classes or {}),
        made_by_id=by.id,
        made_at=at,
        state=CampaignState.OPEN.value,
        version=1,
    )
    db.session.add(campaign)
    db.session.flush()
    until = distributes_to
    record("campaigns.open", f"campaign:{code}", by=by, at=at, path=path, name=name, distributes_to=until)
    return campaign


def _new_code(typed: str) -> str:
    """A code that no campaign has, in capitals."""
    code = clean(typed).upper()
    if not re.fullmatch(r"[A-Z0-9][A-Z0-9-]{1,19}", code):
        raise RuleBroken(
            N_("The code has 2 to 20 letters, digits or hyphens, such as DOT-14-8."), field="code"
        )
    if db.session.scalar(select(Campaign.id).where(Campaign.code == code)) is not None:
        raise RuleBroken(N_("There is a campaign with this code already."), field="code")
    return code


def _checked_name(typed: str) -> str:
    name = clean(typed)
    if not name:
        raise RuleBroken(N_("Write the campaign's name, such as “đợt 14/8”."), field="name")
    return name


def _checked_classes(classes: Mapping[str, int]) -> dict[str, Any]:
    for code, number in classes.items():
        if code not in BY_CODE or not 1 <= number <= 9:
            raise RuleBroken(N_("Priority classes run from 1 to 9, by category."), field="classes")
    return dict(classes)


def set_norms(
    campaign: Campaign,
    norms: Sequence[NormFacts],
    *,
    rest_days: int | None = None,
    by: Actor,
    at: datetime,
) -> Campaign:
    """Replace the norms. Plans that were only proposed are outdated by it; approved ones stay.

    `rest_days` is how far a household's last goods and this campaign lie apart at least: 0 for none, None
    leaves it as it was.
    """
    require(by, "campaigns.keep", within=campaign.place_path)
    one_at_a_time(campaign)
    if campaign.state != CampaignState.OPEN.value:
        raise RuleBroken(N_("This campaign is closed. Open a new one."))
    if not norms:
        raise RuleBroken(N_("A campaign needs the norm of at least one good."), field="amount")
    codes = [norm.good.code for norm in norms]
    if len(set(codes)) < len(codes):
        raise RuleBroken(N_("Each good has one norm. Remove the second one."), field="good")
    if rest_days is not None:
        campaign.rest_days = _checked_rest(rest_days)
    for kept in list(campaign.norms):
        db.session.delete(kept)
    db.session.flush()
    db.session.add_all(_row(campaign, norm) for norm in norms)
    outdate(campaign)
    db.session.flush()
    db.session.expire(campaign, ["norms"])
    record(
        "campaigns.set_norms",
        f"campaign:{campaign.code}",
        by=by,
        at=at,
        path=campaign.place_path,
        norms=[[norm.good.code, str(norm.per), norm.amount] for norm in norms],
        rest_days=campaign.rest_days,
    )
    return campaign


def _checked_rest(days: int) -> int:
    if not 0 <= days <= LONGEST_REST:
        raise RuleBroken(N_("Write between 0 and {most} days."), field="rest_days", most=LONGEST_REST)
    return days


def _row(campaign: Campaign, norm: NormFacts) -> Norm:
    return Norm(
        campaign_id=campaign.id,
        good_code=norm.good.code,
        per=str(norm.per),
        amount=norm.amount,
        floor=norm.floor,
        cap=norm.cap,
        whole_pack=norm.whole_pack,
        order=str(norm.order),
        households=norm.households,
    )


def close(campaign: Campaign, *, by: Actor, at: datetime) -> None:
    """End a campaign: nothing may be on a trip, and, until its last day is over, nothing wait for one.

    What is held for households that are gone is let go, after the last day all that is held.
    """
    require(by, "campaigns.keep", within=campaign.place_path)
    one_at_a_time(campaign)
    over = day_of(at) > campaign.distributes_to
    (release_all if over else release_gone)(campaign, by=by, at=at)
    waiting = db.session.scalar(
        select(Portion.id)
        .join(Plan, Plan.id == Portion.plan_id)
        .where(Plan.campaign_id == campaign.id)
        .where(Portion.state.in_([PortionState.RESERVED.value, PortionState.OUT.value]))
        .limit(1)
    )
    if waiting is not None:
        raise RuleBroken(
            N_("Some shares still wait or are on their way. Deliver them or close their trips first.")
        )
    if campaign.state != CampaignState.OPEN.value:
        raise Conflict(N_("Somebody else closed this campaign already."))
    campaign.state = CampaignState.CLOSED.value
    campaign.version += 1
    outdate(campaign)
    record("campaigns.close", f"campaign:{campaign.code}", by=by, at=at, path=campaign.place_path)
