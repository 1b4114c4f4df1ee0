"""What the pages of one campaign and of one plan show.

Whoever serves only a part of the area reads of its own households; sums of a whole plan, which its
reasons speak of, are shown without a name.
"""

from __future__ import annotations

from typing import Any

from flask import current_app, g

from aidtrack.campaigns import need_queries, plan_queries, queries
from aidtrack.campaigns.explanation import of_good
from aidtrack.campaigns.lifecycle import PLAN_LABELS, PORTION_LABELS, CampaignState, PlanState
from aidtrack.campaigns.models import Campaign, Plan
from aidtrack.campaigns.next_steps import STEPS, Step, next_step
from aidtrack.campaigns.windows import Windows, days_to_distribute, deadlines, promised_until
from aidtrack.cases.priority import TIE_BREAKERS
from aidtrack.deliveries import queries as deliveries
from aidtrack.deliveries.trips import OUTCOMES
from aidtrack.goods import queries as goods
from aidtrack.goods.units import show_amount, show_average
from aidtrack.places import queries as places
from aidtrack.sentences import N_, Sentence, say


def shown(campaign: Campaign) -> dict[str, Any]:
    """A campaign: how far it is, what it has and needs, and the one thing to do next."""
    today, plans, windows = g.clock.today(), queries.plans_of(campaign), Windows.of(campaign)
    days = current_app.config["SETTINGS"].verification_days
    waiting = need_queries.waiting(campaign, today=today, verification_days=days, by=g.actor)
    step = next_step(
        CampaignState(campaign.state),
        norms=bool(campaign.norms),
        plan=PlanState(plans[0].state) if plans else None,
        shares=queries.shares_by_state(campaign),
        waiting=waiting.anywhere,
        stock=any(one.have for one in waiting.needs),
    )
    may = {right: g.actor.can(f"campaigns.{right}", within=campaign.place_path) for right in RIGHTS}
    return {
        "campaign": campaign,
        "plans": plans,
        "waiting": waiting,
        "step": step,
        "step_row": STEPS[step],
        "Step": Step,
        "windows": windows,
        "deadlines": deadlines(windows),
        "days_left": days_to_distribute(windows, today),
        "place": _place(campaign.place_path),
        "progress": _progress(campaign),
        "shown": lambda amount, good: show_amount(amount, goods.facts_of(good)),
        "norm_words": norm_words,
        "plan_labels": PLAN_LABELS,
        "keeps": may["keep"],
        "proposes": may["propose"],
        "whole": may["see"],
    }


RIGHTS = ("see", "keep", "propose")


def plan_shown(plan: Plan) -> dict[str, Any]:
    """Who gets what and why, and, while it waits, the word of the second person."""
    facts, campaign, days = goods.facts(), plan.campaign, current_app.config["SETTINGS"].reservation_days
    rows = [(facts[code], plan.figures[code]) for code in facts if code in plan.figures]
    by_household = {norm.good_code for norm in campaign.norms if norm.per == "household"}
    held_until = plan_queries.held_until(plan)
    return {
        "campaign": campaign,
        "plan": plan,
        "label": PLAN_LABELS[PlanState(plan.state)],
        "goods": rows,
        "even": [
            (good, sums) for good, sums in rows if good.code not in by_household and sums["given"]
        ],
        "norms": {norm.good_code: norm_words(norm) for norm in campaign.norms},
        "average": show_average,
        "amount": show_amount,
        "telling": plan_queries.telling_shares(plan, by=g.actor),
        "facts": facts,
        "reason": reason,
        "barred": plan_queries.approval_barred(plan, g.actor) if plan.state == "proposed" else None,
        "returns": g.actor.can("campaigns.approve", within=campaign.place_path),
        "whole": g.actor.can("campaigns.see", within=campaign.place_path),
        "in_reach": plan_queries.households_in_reach(plan, g.actor),
        "dropped": plan_queries.dropped_households(plan),
        "holds": held_until is not None,
        "held_until": held_until or promised_until(Windows.of(campaign), g.clock.today(), days),
        "ties": say("{ties}", ties=[say(one) for one in TIE_BREAKERS]),
    }


def households_shown(plan: Plan) -> dict[str, Any]:
    """What the list of a plan's households needs besides its rows."""
    return {
        "plan": plan,
        "in_reach": plan_queries.households_in_reach(plan, g.actor),
        "facts": goods.facts(),
        "codes": [code for code in goods.facts() if code in plan.figures],
        "place_of": places.label_of,
        "reason": reason,
        "portion_labels": {str(state): label for state, label in PORTION_LABELS.items()},
        "frees": g.actor.can("campaigns.approve", within=plan.campaign.place_path),
    }


def reason(code: str, why: dict[str, Any]) -> Sentence:
    """Why a portion is as large as it is, with the name of its good."""
    return of_good(goods.facts()[code], Sentence.from_plain(why))


def _place(path: str) -> Sentence | str:
    """The name of the place of a path, which ends in the code of its unit."""
    edition, *codes = path.strip("/").split("/")
    return places.label_of(f"{edition}:{codes[-1]}") if codes else say(N_("everywhere"))


def _progress(campaign: Campaign) -> list[tuple[int, str, Sentence]]:
    """People by what happened at their door: number, colour and words, for the bar."""
    people = queries.people_covered(campaign, by=g.actor)
    found = deliveries.people_by_outcome(campaign, by=g.actor)
    parts = [(found.get(str(outcome), 0), row.colour, say(row.label)) for outcome, row in OUTCOMES.items()]
    parts.append((found.get("waiting", 0), "bien", say(N_("on a trip"))))
    rest = people - sum(number for number, _tone, _words in parts)
    return [part for part in [*parts, (max(rest, 0), "mute", say(N_("goods held, no trip yet")))] if part[0]]


def norm_words(norm: Any) -> Sentence:
    """A norm in words: "4 kg mỗi người", "1 chai mỗi hộ, 100 hộ, hộ đông người trước"."""
    facts = queries.norm_facts(norm)
    amount = show_amount(facts.amount, facts.good)
    parts = [
        say(N_("{amount} a person") if facts.per == "person" else N_("{amount} a household"), amount=amount)
    ]
    if facts.floor is not None:
        parts.append(say(N_("at least {amount} a household"), amount=show_amount(facts.floor, facts.good)))
    if facts.cap is not None:
        parts.append(say(N_("at most {amount} a household"), amount=show_amount(facts.cap, facts.good)))
    if facts.households and facts.order == "largest_households":
        parts.append(say(N_("the {n} largest households"), n=facts.households))
    elif facts.households:
        parts.append(say(N_("the first {n} households"), n=facts.households))
    return say("{parts}", parts=parts)
