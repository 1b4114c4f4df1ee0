"""Goods: what is given, in which units and packs; administrators add and change them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from aidtrack.goods import actions, packing, queries
from aidtrack.rights import EVERYWHERE
from aidtrack.web import filters
from aidtrack.web.access import needs
from aidtrack.web.forms.goods import EditGoodForm, NewGoodForm
from aidtrack.web.forms.people import ConfirmForm

pages = Blueprint("goods", __name__, url_prefix="/goods")


@pages.get("/")
@needs("goods.see")
def index() -> Any:
    goods = queries.all_goods(active=None)
    rows = [(good, _packs(good)) for good in goods]
    return render_template("goods/index.html", rows=rows, form=ConfirmForm())


def _packs(good: Any) -> list[str]:
    facts = queries.facts_of(good)
    return [filters.say(line) for line in packing.write_packs(facts.packs, facts)]


@pages.route("/new", methods=["GET", "POST"])
@needs("goods.keep", within=EVERYWHERE)
def new() -> Any:
    form = NewGoodForm()
    if form.submitted():
        with form.acting() as act:
            actions.add(
                form.code.data,
                form.name.data,
                form.name_en.data,
                form.measured.data,
                packs=form.packs.data,
                perishable=form.perishable.data,
                by=g.actor,
                at=g.clock.now(),
            )
            act.leads_to = url_for(".index")
        if act.done:
            flash(_("The good is added."), "done")
            return redirect(url_for(".index"))
    return render_template("goods/new.html", form=form), form.status


@pages.route("/<code>/edit", methods=["GET", "POST"])
@needs("goods.keep", within=EVERYWHERE)
def edit(code: str) -> Any:
    good = queries.get_good(code)
    told = {"name": good.name, "name_en": good.name_en, "perishable": good.perishable}
    form = EditGoodForm(data={**told, "packs": "\n".join(_packs(good))})
    if form.submitted():
        with form.acting() as act:
            actions.edit(
                good,
                name=form.name.data,
                name_en=form.name_en.data,
                packs=form.packs.data,
                perishable=form.perishable.data,
                by=g.actor,
                at=g.clock.now(),
            )
            act.leads_to = url_for(".index")
        if act.done:
            flash(_("The good is changed."), "done")
            return redirect(url_for(".index"))
    return render_template("goods/edit.html", form=form, good=good), form.status


@pages.post("/<code>/activity")
@needs("goods.keep", within=EVERYWHERE)
def set_active(code: str) -> Any:
    good, form = queries.get_good(code), ConfirmForm()
    if form.submitted():
        with form.acting() as act:
            active = request.form.get("active") == "1"
            actions.set_active(good, active, by=g.actor, at=g.clock.now())
            act.leads_to = url_for(".index")
        if act.done:
            name = filters.good_name(good)
            said = _("%(good)s is in use.", good=name) if active else _("%(good)s is out of use.", good=name)
            flash(said, "done")
    return redirect(url_for(".index"))
