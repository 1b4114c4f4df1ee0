"""Campaigns: their windows and norms, the plans of who gets what, and the second person's approval."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from aidtrack.campaigns import actions, plan_queries, queries
from aidtrack.campaigns.explanation import of_good
from aidtrack.campaigns.lifecycle import (
    CAMPAIGN_LABELS,
    PLAN_LABELS,
    PORTION_LABELS,
    CampaignState,
    PlanState,
)
from aidtrack.campaigns.models import Campaign, Plan
from aidtrack.campaigns.next_steps import STEPS, Step, next_step
from aidtrack.campaigns.windows import Windows, days_to_distribute, deadlines
from aidtrack.cases.priority import TIE_BREAKERS
from aidtrack.deliveries import queries as deliveries
from aidtrack.deliveries.trips import OUTCOMES
from aidtrack.goods import queries as goods
from aidtrack.goods.units import show_amount, show_average
from aidtrack.places import queries as places
from aidtrack.sentences import N_, Sentence, say
from aidtrack.stock import queries as stock
from aidtrack.web.access import needs
from aidtrack.web.addresses import whole
from aidtrack.web.forms.base import Form
from aidtrack.web.forms.campaigns import ApproveForm, ConfirmForm, NormsForm, OpenForm, SendBackForm

pages = Blueprint("campaigns", __name__, url_prefix="/campaigns")


@pages.get("/")
@needs("campaigns.see")
def index() -> Any:
    rows = [(one, queries.newest_plan(one), queries.people_covered(one)) for one in queries.index(g.actor)]
    return render_template("campaigns/index.html", rows=rows[::-1], states=CAMPAIGN_LABELS, plans=PLAN_LABELS)


@pages.route("/new", methods=["GET", "POST"])
@needs("campaigns.keep")
def new() -> Any:
    form = OpenForm()
    form.offer(stock.stores(g.actor))
    if form.submitted():
        with form.acting() as act:
            campaign = actions.open_campaign(**_typed(form), by=g.actor, at=g.clock.now())
            act.leads_to = url_for(".set_norms", code=campaign.code)
        if act.done:
            return redirect(act.leads_to)
    return render_template("campaigns/new.html", form=form), form.status


def _typed(form: OpenForm) -> dict[str, Any]:
    """What the form says, as the action takes it."""
    return {
        "code": form.code.data,
        "name": form.name.data,
        "place_id": None if form.everywhere.data else form.place.place_id,
        "store": stock.get_location(form.store.data, by=g.actor),
        "purpose": form.purpose.data,
        **{name: form[name].data for name in Windows.__dataclass_fields__},
    }


@pages.get("/<code>")
@needs("campaigns.see")
def show(code: str) -> Any:
    return _page(queries.get_campaign(code, by=g.actor), ConfirmForm())


def _page(campaign: Campaign, form: Form) -> Any:
    """A campaign: how far it is, what it has and needs, and the one thing to do next."""
    today, plans = g.clock.today(), queries.plans_of(campaign)
    days = current_app.config["SETTINGS"].verification_days
    waiting = queries.waiting(campaign, today=today, verification_days=days)
    shares = queries.shares_by_state(campaign)
    newest = PlanState(plans[0].state) if plans else None
    step = next_step(
        CampaignState(campaign.state),
        norms=bool(campaign.norms),
        plan=newest,
        shares=shares,
        waiting=waiting.households,
    )
    windows = _windows(campaign)
    return render_template(
        "campaigns/show.html",
        campaign=campaign,
        form=form,
        plans=plans,
        waiting=waiting,
        step=step,
        step_row=STEPS[step],
        windows=windows,
        deadlines=deadlines(windows),
        days_left=days_to_distribute(windows, today),
        place=_place(campaign.place_path),
        progress=_progress(campaign),
        shown=lambda amount, good: show_amount(amount, goods.facts_of(good)),
        norm_words=norm_words,
        plan_labels=PLAN_LABELS,
        keeps=g.actor.can("campaigns.keep", within=campaign.place_path),
        proposes=g.actor.can("campaigns.propose", within=campaign.place_path),
        Step=Step,
    ), form.status


def _windows(campaign: Campaign) -> Windows:
    return Windows(**{name: getattr(campaign, name) for name in Windows.__dataclass_fields__})


def _place(path: str) -> Sentence | str:
    """The name of the place of a path, which ends in the code of its unit."""
    edition, *codes = path.strip("/").split("/")
    return places.label_of(f"{edition}:{codes[-1]}") if codes else say(N_("everywhere"))


def _progress(campaign: Campaign) -> list[tuple[int, str, Sentence]]:
    """People by what happened at their door: number, colour and words, for the bar."""
    people, found = queries.people_covered(campaign), deliveries.people_by_outcome(campaign)
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


@pages.route("/<code>/norms", methods=["GET", "POST"])
@needs("campaigns.keep")
def set_norms(code: str) -> Any:
    campaign = queries.get_campaign(code, by=g.actor, right="campaigns.keep")
    kept = {norm.good_code: queries.norm_facts(norm) for norm in campaign.norms}
    form = NormsForm.of([goods.facts_of(good) for good in goods.all_goods()], kept)
    if form.submitted():
        with form.acting() as act:
            actions.set_norms(campaign, form.norms, by=g.actor, at=g.clock.now())
            act.leads_to = url_for(".show", code=campaign.code)
        if act.done:
            flash(_("The norms are kept."), "done")
            return redirect(act.leads_to)
    return render_template("campaigns/set_norms.html", form=form, campaign=campaign), form.status


@pages.post("/<code>/propose")
@needs("campaigns.propose")
def propose(code: str) -> Any:
    campaign, form = queries.get_campaign(code, by=g.actor), ConfirmForm()
    if form.submitted():
        with form.acting() as act:
            days = current_app.config["SETTINGS"].verification_days
            plan = actions.propose(campaign, verification_days=days, by=g.actor, at=g.clock.now())
            act.leads_to = url_for(".plan", code=campaign.code, number=plan.number)
        if act.done:
            return redirect(act.leads_to)
    return _page(campaign, form)


@pages.get("/<code>/plans/<int:number>")
@needs("campaigns.see")
def plan(code: str, number: int) -> Any:
    found = queries.get_plan(queries.get_campaign(code, by=g.actor), number)
    return _plan_page(found, ApproveForm(), SendBackForm())


def _plan_page(plan: Plan, approving: ApproveForm, returning: SendBackForm) -> Any:
    """Who gets what and why, and, while it waits, the word of the second person."""
    facts, campaign = goods.facts(), plan.campaign
    shown = [(facts[code], plan.figures[code]) for code in facts if code in plan.figures]
    by_household = {norm.good_code for norm in campaign.norms if norm.per == "household"}
    status = 422 if approving.problems or returning.problems else 200
    return render_template(
        "campaigns/plan.html",
        campaign=campaign,
        plan=plan,
        approving=approving,
        returning=returning,
        label=PLAN_LABELS[PlanState(plan.state)],
        goods=shown,
        even=[(good, figures) for good, figures in shown if good.code not in by_household],
        norms={norm.good_code: norm_words(norm) for norm in campaign.norms},
        average=show_average,
        amount=show_amount,
        telling=plan_queries.telling_shares(plan, by=g.actor),
        facts=facts,
        reason=lambda code, why: of_good(facts[code], Sentence.from_plain(why)),
        barred=plan_queries.approval_barred(plan, g.actor) if plan.state == "proposed" else None,
        returns=g.actor.can("campaigns.approve", within=campaign.place_path),
        dropped=plan_queries.dropped_households(plan),
        held_until=plan_queries.held_until(plan),
        ties=say("{ties}", ties=[say(one) for one in TIE_BREAKERS]),
        days=current_app.config["SETTINGS"].reservation_days,
    ), status


@pages.get("/<code>/plans/<int:number>/households")
@needs("campaigns.see")
def households(code: str, number: int) -> Any:
    found = queries.get_plan(queries.get_campaign(code, by=g.actor), number)
    after, find = request.args.get("after", 0, type=whole), request.args.get("q", "").strip()[:80]
    size = plan_queries.PAGE
    rows = plan_queries.shares(found, by=g.actor, after=after, find=find, most=size + 1)
    more = None
    if len(rows) > size:
        more = url_for(".households", code=code, number=number, after=rows[size - 1].position, q=find or None)
    return render_template(
        "campaigns/households.html",
        plan=found,
        rows=rows[:size],
        find=find,
        after=after,
        more=more,
        facts=goods.facts(),
        codes=[code for code in goods.facts() if code in found.figures],
        place_of=places.label_of,
        reason=lambda code, why: of_good(goods.facts()[code], Sentence.from_plain(why)),
        portion_labels={str(state): label for state, label in PORTION_LABELS.items()},
    )


@pages.post("/<code>/plans/<int:number>/approve")
@needs("campaigns.approve")
def approve(code: str, number: int) -> Any:
    found, form = queries.get_plan(queries.get_campaign(code, by=g.actor), number), ApproveForm()
    settings = current_app.config["SETTINGS"]
    if form.submitted():
        with form.acting() as act:
            actions.approve(
                found,
                no_relatives=form.no_relatives.data,
                reservation_days=settings.reservation_days,
                verification_days=settings.verification_days,
                by=g.actor,
                at=g.clock.now(),
            )
            act.leads_to = url_for(".show", code=code)
        if act.done:
            flash(_("The plan is approved. Its goods are held in the store."), "done")
            return redirect(act.leads_to)
    return _plan_page(found, form, SendBackForm(formdata=None))


@pages.post("/<code>/plans/<int:number>/send-back")
@needs("campaigns.approve")
def send_back(code: str, number: int) -> Any:
    found, form = queries.get_plan(queries.get_campaign(code, by=g.actor), number), SendBackForm()
    if form.submitted():
        with form.acting() as act:
            actions.send_back(found, form.reason.data, by=g.actor, at=g.clock.now())
            act.leads_to = url_for(".show", code=code)
        if act.done:
            flash(_("The plan is sent back. Its proposer makes a new one."), "done")
            return redirect(act.leads_to)
    return _plan_page(found, ApproveForm(formdata=None), form)


@pages.post("/<code>/close")
@needs("campaigns.keep")
def close(code: str) -> Any:
    campaign, form = queries.get_campaign(code, by=g.actor), ConfirmForm()
    if form.submitted():
        with form.acting() as act:
            actions.close(campaign, by=g.actor, at=g.clock.now())
            act.leads_to = url_for(".show", code=campaign.code)
        if act.done:
            flash(_("The campaign is closed."), "done")
            return redirect(act.leads_to)
    return _page(campaign, form)
