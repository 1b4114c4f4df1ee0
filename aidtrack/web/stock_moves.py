"""Moving goods by hand: to another store, off the books, and what a stock-take found."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from aidtrack.campaigns.promise_queries import holders
from aidtrack.errors import NotFound
from aidtrack.goods.queries import facts
from aidtrack.sentences import N_
from aidtrack.stock import actions, queries
from aidtrack.web.access import needs
from aidtrack.web.forms.stock import (
    ArriveForm,
    CountForm,
    LotsForm,
    ReasonForm,
    TransferForm,
    WriteOffForm,
    for_lots,
    still_open,
)
from aidtrack.web.stock_words import packed


def add_to(pages: Blueprint) -> None:
    """Hang these pages into the blueprint of stock."""
    pages.add_url_rule("/transfers/new", view_func=new_transfer, methods=["GET", "POST"])
    pages.add_url_rule("/transfers/<int:transfer_id>", view_func=transfer, methods=["GET", "POST"])
    pages.add_url_rule("/transfers/<int:transfer_id>/give-up", view_func=give_up, methods=["POST"])
    pages.add_url_rule("/write-offs/new", view_func=new_write_off, methods=["GET", "POST"])
    pages.add_url_rule("/counts/new", view_func=new_count, methods=["GET", "POST"])


def _store(right: str) -> Any:
    """The store that is worked in: the one asked for, else the first where the actor holds the right; None
    while there is no store at all."""
    stores = queries.stores(g.actor, right=right)
    asked = request.args.get("store") or request.form.get("store")
    if not stores and not asked:
        return None
    chosen = next((one for one in stores if one.code == asked), None) if asked else stores[0]
    if chosen is None:
        raise NotFound(N_("There is no such store."))
    return chosen


def _page(template: str, form: LotsForm, store: Any, right: str) -> Any:
    stores, held = queries.stores(g.actor, right=right), holders(store.id, by=g.actor)
    known = {"stores": stores, "facts": facts(), "packed": packed, "holders": held}
    return render_template(template, form=form, store=store, **known), form.status


def _no_store() -> Any:
    """What to do first, where there is no store to work in."""
    return render_template("stock/no_store.html")


@needs("stock.move")
def new_transfer() -> Any:
    store = _store("stock.move")
    if store is None:
        return _no_store()
    others = [one for one in queries.stores(g.actor) if one.id != store.id]
    form = for_lots(TransferForm, queries.lots_at([store.id], empty=True))
    form.target.choices = [SelectChoice(one.code, one.name) for one in others]
    if form.submitted():
        with form.acting() as act:
            target = queries.get_location(form.target.data, by=g.actor)
            paper = actions.transfer(
                store,
                target,
                form.amounts,
                carrier=form.carrier.data,
                note=form.note.data,
                key=f"transfer:{form.key.data}",
                by=g.actor,
                at=g.clock.now(),
            )
            moving = queries.transfer_of(paper)
            act.leads_to = url_for(".transfer", transfer_id=moving.id) if moving else url_for(".index")
        if act.done:
            flash(_("The goods are on their way. Paper: %(number)s.", number=paper.number), "done")
            return redirect(act.leads_to)
    return _page("stock/new_transfer.html", form, store, "stock.move")


@needs("stock.see")
def transfer(transfer_id: int) -> Any:
    moving = queries.get_transfer(transfer_id, by=g.actor)
    lines = queries.open_lines(moving)
    form = for_lots(ArriveForm, still_open(lines))
    if form.submitted():
        with form.acting() as act:
            paper = actions.arrive(
                moving,
                form.amounts,
                note=form.note.data,
                key=f"arrive:{form.key.data}",
                by=g.actor,
                at=g.clock.now(),
            )
            act.leads_to = url_for(".transfer", transfer_id=transfer_id)
        if act.done:
            flash(_("What arrived is written down on paper %(number)s.", number=paper.number), "done")
            return redirect(act.leads_to)
    return _transfer_page(moving, lines, form, ReasonForm(formdata=None), form.status)


@needs("stock.write_off")
def give_up(transfer_id: int) -> Any:
    moving, form = queries.get_transfer(transfer_id, by=g.actor), ReasonForm()
    if form.submitted():
        with form.acting() as act:
            actions.give_up(
                moving, reason=form.reason.data, key=f"give-up:{form.key.data}", by=g.actor, at=g.clock.now()
            )
            act.leads_to = url_for(".transfer", transfer_id=transfer_id)
        if act.done:
            flash(_("What did not arrive is written off."), "done")
            return redirect(act.leads_to)
    lines = queries.open_lines(moving)
    return _transfer_page(moving, lines, for_lots(ArriveForm, still_open(lines), None), form, form.status)


def _transfer_page(moving: Any, lines: Any, form: LotsForm, reason: ReasonForm, status: int) -> Any:
    """A transfer with its two forms: what arrived, and giving up the rest."""
    is_open = moving.closed_at is None
    arrives = is_open and g.actor.can("stock.move", moving.target.place_path)
    gives_up = is_open and g.actor.can("stock.write_off", moving.target.place_path)
    papers = queries.documents(g.actor, subject=moving.subject).rows
    shown = render_template(
        "stock/transfer.html",
        moving=moving,
        lines=lines,
        form=form,
        reason=reason,
        arrives=arrives,
        gives_up=gives_up,
        papers=papers,
        facts=facts(),
        packed=packed,
    )
    return shown, status


@needs("stock.write_off")
def new_write_off() -> Any:
    store = _store("stock.write_off")
    if store is None:
        return _no_store()
    form = for_lots(WriteOffForm, queries.lots_at([store.id], empty=True))
    if form.submitted():
        with form.acting() as act:
            paper = actions.write_off(
                store,
                form.amounts,
                reason=form.reason.data,
                key=f"write-off:{form.key.data}",
                by=g.actor,
                at=g.clock.now(),
            )
            act.leads_to = url_for(".document", number=paper.number)
        if act.done:
            flash(_("The goods are written off."), "done")
            return redirect(act.leads_to)
    return _page("stock/new_write_off.html", form, store, "stock.write_off")


@needs("stock.count")
def new_count() -> Any:
    store = _store("stock.count")
    if store is None:
        return _no_store()
    form = for_lots(CountForm, queries.lots_at([store.id], empty=True))
    if form.submitted():
        with form.acting() as act:
            paper = actions.count(
                store,
                form.found(),
                note=form.note.data,
                key=f"count:{form.key.data}",
                by=g.actor,
                at=g.clock.now(),
            )
            act.leads_to = url_for(".document", number=paper.number)
        if act.done:
            flash(_("The stock-take is written down."), "done")
            return redirect(act.leads_to)
    return _page("stock/new_count.html", form, store, "stock.count")
