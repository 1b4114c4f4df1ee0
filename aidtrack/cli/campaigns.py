"""Campaigns at the command line: list them, propose a plan, and approve it by a second person."""

from __future__ import annotations

from typing import Any

import click

from aidtrack.campaigns import actions, queries
from aidtrack.campaigns.entitlement import Norm, Order, Per
from aidtrack.campaigns.lifecycle import CAMPAIGN_LABELS, CampaignState
from aidtrack.campaigns.models import Plan
from aidtrack.cli.session import Session, as_person, json_option, say, show
from aidtrack.cli.spoken_help import SpokenGroup
from aidtrack.cli.typed import amount_of, day_typed, key_of_place, the_only_store
from aidtrack.db import transaction
from aidtrack.errors import RuleBroken
from aidtrack.goods.queries import facts_of, get_good
from aidtrack.sentences import N_
from aidtrack.sentences import say as sentence


@click.group(cls=SpokenGroup)
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
    show(rows, as_json, lambda found: (_named(one) for one in found))


def _named(one: dict[str, Any]) -> str:
    """A campaign in the line of a list."""
    return f"{one['code']}  {one['name']}  {say(CAMPAIGN_LABELS[CampaignState(one['state'])])}"


@campaigns.command("open")
@click.argument("code")
@click.option("--name", required=True, help="Such as “đợt 14/8”.")
@click.option("--place", metavar="EDITION:CODE", help="The area; by default everywhere.")
@click.option("--store", help="The store's code; may be left out where there is one store.")
@click.option(
    "--receives", nargs=2, required=True, metavar="FROM TO", help="Days such as 30/7/2021 14/8/2021."
)
@click.option("--distributes", nargs=2, required=True, metavar="FROM TO", help="The days of giving.")
@click.option("--purpose", default="", help="What the campaign is for.")
@json_option
@as_person
def open_campaign(
    session: Session,
    code: str,
    name: str,
    place: str | None,
    store: str | None,
    receives: tuple[str, str],
    distributes: tuple[str, str],
    purpose: str,
    as_json: bool,
) -> None:
    """Open a campaign with its windows of receiving and giving."""
    windows = [day_typed(day, "--receives") for day in receives] + [
        day_typed(day, "--distributes") for day in distributes
    ]
    with transaction():
        opened = actions.open_campaign(
            code,
            name,
            place_id=key_of_place(place) if place else None,
            store=the_only_store(store, session.by),
            receives_from=windows[0],
            receives_to=windows[1],
            distributes_from=windows[2],
            distributes_to=windows[3],
            purpose=purpose,
            by=session.by,
            at=session.at,
        )
        answer = {"code": opened.code, "name": opened.name, "state": opened.state}
    show(answer, as_json, lambda one: iter([_named(one)]))


@campaigns.command("norm")
@click.option("--campaign", "code", required=True, metavar="CODE", help="The campaign's code.")
@click.option("--person", multiple=True, metavar="GOOD=AMOUNT", help="For each person, such as “rice=4 kg”.")
@click.option("--household", multiple=True, metavar="GOOD=AMOUNT", help="For each household.")
@click.option(
    "--largest", multiple=True, metavar="GOOD=COUNT", help="Only the COUNT largest households get it."
)
@json_option
@as_person
def norm(
    session: Session,
    code: str,
    person: tuple[str, ...],
    household: tuple[str, ...],
    largest: tuple[str, ...],
    as_json: bool,
) -> None:
    """Set a campaign's norms anew: so much of each good for a person or a household."""
    limits = dict(_pair(one, "--largest") for one in largest)
    asked = [(Per.PERSON, one) for one in person] + [(Per.HOUSEHOLD, one) for one in household]
    with transaction():
        campaign = queries.get_campaign(code, by=session.by)
        actions.set_norms(
            campaign, [_norm(per, one, limits) for per, one in asked], by=session.by, at=session.at
        )
        answer = {
            "campaign": campaign.code,
            "norms": [
                {
                    "good": kept.good_code,
                    "per": kept.per,
                    "amount": kept.amount,
                    "households": kept.households,
                }
                for kept in campaign.norms
            ],
        }
    words = N_("The norms of {campaign} are set: {count}.")
    told = sentence(words, campaign=campaign.code, count=len(answer["norms"]))
    show(answer, as_json, lambda _: iter([say(told)]))


def _norm(per: Per, text: str, limits: dict[str, str]) -> Norm:
    good, amount = _pair(text, f"--{per.value}")
    base = amount_of(amount, good, f"--{per.value}")
    if good not in limits:
        return Norm(facts_of(get_good(good)), base, per=per)
    if not limits[good].isdecimal():
        raise click.UsageError(say(N_("Write GOOD=COUNT with a whole number, such as fish_sauce=100.")))
    return Norm(facts_of(get_good(good)), base, per=per, order=Order.LARGEST, households=int(limits[good]))


def _pair(text: str, option: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not value.strip():
        raise click.UsageError(f"{option}: " + say(N_("Write GOOD=AMOUNT, such as “rice=4 kg”.")))
    return name.strip(), value.strip()


@campaigns.command("plan")
@click.option("--campaign", "code", required=True, metavar="CODE", help="The campaign's code.")
@json_option
@as_person
def plan(session: Session, code: str, as_json: bool) -> None:
    """Propose who gets what from the stock that is free now."""
    with transaction():
        campaign = queries.get_campaign(code, by=session.by)
        days = session.settings.verification_days
        made = actions.propose(campaign, verification_days=days, by=session.by, at=session.at)
        answer = _told(made)
    words = N_("Plan {plan} of {campaign}: {households} households, {people} people. It waits for approval.")
    show(answer, as_json, lambda one: iter([_sentence_of(words, one)]))


@campaigns.command("approve")
@click.option("--campaign", "code", required=True, metavar="CODE", help="The campaign's code.")
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
    words = N_("Plan {plan} of {campaign} is approved: {households} households, {people} people.")
    show(answer, as_json, lambda one: iter([_sentence_of(words, one)]))


def _sentence_of(words: str, plan: dict[str, Any]) -> str:
    """A sentence about a plan, with its figures."""
    told = {name: plan[name] for name in ("campaign", "households", "people")}
    return say(sentence(words, plan=str(plan["plan"]), **told))


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
