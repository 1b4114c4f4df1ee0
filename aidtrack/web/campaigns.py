"""Campaigns: their windows and norms, the plans of who gets what, and the second person's approval."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from aidtrack.campaigns import actions, plan_queries, queries
from aidtrack.campaigns.lifecycle import CAMPAIGN_LABELS, PLAN_LABELS
from aidtrack.campaigns.models import Campaign, Plan
from aidtrack.campaigns.resting import USUAL_REST
from aidtrack.campaigns.windows import Windows
from aidtrack.cases import queries as cases
from aidtrack.deliveries import freeing_actions
from aidtrack.goods import queries as goods
from aidtrack.stock import queries as stock
from aidtrack.web import campaign_page
from aidtrack.web.access import needs
from aidtrack.web.addresses import whole
from aidtrack.web.forms.base import Form
from aidtrack.web.forms.campaigns import (
    ApproveForm,
    ConfirmForm,
    FreeForm,
    NormsForm,
    OpenForm,
    SendBackForm,
)

pages = Blueprint("campaigns", __name__, url_prefix="/campaigns")


@pages.get("/")
@needs("campaigns.see")
def index() -> Any:
    rows = [
        (one, queries.newest_plan(one), queries.people_covered(one, by=g.actor))
        for one in queries.index(g.actor)
    ]
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
    """A campaign, with what the action on it answered."""
    return render_template("campaigns/show.html", form=form, **campaign_page.shown(campaign)), form.status


@pages.route("/<code>/norms", methods=["GET", "POST"])
@needs("campaigns.keep")
def set_norms(code: str) -> Any:
    campaign = queries.get_campaign(code, by=g.actor, right="campaigns.keep")
    kept = {norm.good_code: queries.norm_facts(norm) for norm in campaign.norms}
    rest = campaign.rest_days if kept else USUAL_REST
    form = NormsForm.of([goods.facts_of(good) for good in goods.all_goods()], kept, rest)
    if form.submitted():
        with form.acting() as act:
            actions.set_norms(campaign, form.norms, rest_days=form.days, by=g.actor, at=g.clock.now())
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
    """A plan, with what the second person's word was answered."""
    status = 422 if approving.problems or returning.problems else 200
    return render_template(
        "campaigns/plan.html", approving=approving, returning=returning, **campaign_page.plan_shown(plan)
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
    told = campaign_page.households_shown(found)
    return render_template(
        "campaigns/households.html", rows=rows[:size], find=find, after=after, more=more, **told
    )


@pages.route("/<code>/plans/<int:number>/households/<household>/free", methods=["GET", "POST"])
@needs("campaigns.approve")
def free_share(code: str, number: int, household: str) -> Any:
    campaign, case = queries.get_campaign(code, by=g.actor), cases.get_case(household, by=g.actor)
    plan, form = queries.get_plan(campaign, number), FreeForm()
    if form.submitted():
        with form.acting() as act:
            freeing_actions.free_share(campaign, case, form.reason.data, by=g.actor, at=g.clock.now())
            act.leads_to = url_for(".households", code=code, number=number, q=case.code)
        if act.done:
            flash(_("The share is freed. Its goods may go to somebody else."), "done")
            return redirect(act.leads_to)
    share, told = plan_queries.share_of(plan, case.code, by=g.actor), campaign_page.households_shown(plan)
    return render_template("campaigns/free_share.html", share=share, form=form, **told), form.status


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
