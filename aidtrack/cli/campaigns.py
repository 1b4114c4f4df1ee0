"""Campaigns at the command line: list them, propose a plan, and approve it by a second person."""

from __future__ import annotations

from typing import Any

import click

from aidtrack.campaigns import actions, queries
from aidtrack.campaigns.models import Plan
from aidtrack.cli.session import Session, as_person, json_option, say, show
from aidtrack.db import transaction
from aidtrack.errors import RuleBroken
from aidtrack.sentences import N_


@click.group()
def campaigns() -> None:
    """Campaigns, their norms and plans."""


@campaigns.command("list")
@json_option
@as_person
def list_campaigns(session: Session, as_json: bool) -> None:
    """All campaigns, oldest first."""
    rows = [
        {
            "code": one.code,
            "name": one.name,
            "state": one.state,
            "distributes_from": one.distributes_from,
            "distributes_to": one.distributes_to,
            "goods": [good.code for good in queries.goods_of(one)],
        }
        for one in queries.index(session.by)
    ]
    show(rows, as_json, lambda found: (f"{one['code']}  {one['name']}  {one['state']}" for one in found))


@campaigns.command("plan")
@click.option("--campaign", "code", required=True)
@json_option
@as_person
def plan(session: Session, code: str, as_json: bool) -> None:
    """Propose who gets what from the stock that is free now."""
    with transaction():
        campaign = queries.get_campaign(code, by=session.by)
        days = session.settings.verification_days
        made = actions.propose(campaign, verification_days=days, by=session.by, at=session.at)
        answer = _told(made)
    show(answer, as_json, lambda one: iter([f"{one['campaign']} {one['plan']}: {one['households']} / {one['people']}"]))


@campaigns.command("approve")
@click.option("--campaign", "code", required=True)
@click.option("--plan", "number", type=int, help="By default the one that waits.")
@click.option("--no-relatives", is_flag=True, help="Confirm that nobody of your family stands in the list.")
@json_option
@as_person
def approve(session: Session, code: str, number: int | None, no_relatives: bool, as_json: bool) -> None:
    """Approve a plan: every share is reserved, or nothing at all."""
    with transaction():
        campaign = queries.get_campaign(code, by=session.by)
        found = queries.get_plan(campaign, number) if number else queries.newest_plan(campaign)
        if found is None:
            raise RuleBroken(N_("This campaign has no plan yet. Propose one first."))
        actions.approve(
            found,
            no_relatives=no_relatives,
            reservation_days=session.settings.reservation_days,
            verification_days=session.settings.verification_days,
            by=session.by,
            at=session.at,
        )
        answer = _told(found)
    show(answer, as_json, lambda one: iter([f"{one['campaign']} {one['plan']}: {say(N_('Approved plan'))}"]))


def _told(plan: Plan) -> dict[str, Any]:
    return {
        "campaign": plan.campaign.code,
        "plan": plan.number,
        "state": plan.state,
        "households": plan.households,
        "people": plan.people,
        "goods": {
            code: {name: figures[name] for name in ("supply", "needed", "given", "left", "households")}
            for code, figures in plan.figures.items()
        },
    }


COMMANDS = (campaigns,)
