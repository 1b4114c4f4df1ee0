"""Moving goods by hand: to another store, off the books, and what a stock-take found."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

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
)


def add_to(pages: Blueprint) -> None:
    """Hang these pages into the blueprint of stock."""
    pages.add_url_rule("/transfers/new", view_func=new_transfer, methods=["GET", "POST"])
    pages.add_url_rule("/transfers/<int:transfer_id>", view_func=transfer, methods=["GET", "POST"])
    pages.add_url_rule("/transfers/<int:transfer_id>/give-up", view_func=give_up, methods=["POST"])
    pages.add_url_rule("/write-offs/new", view_func=new_write_off, methods=["GET", "POST"])
    pages.add_url_rule("/counts/new", view_func=new_count, methods=["GET", "POST"])


def _store(right: str) -> Any:
    """The store that is worked in: the one asked for, else the first where the actor holds the right."""
    stores = queries.stores(g.actor, right=right)
    if not stores:
        raise NotFound(N_("There is no such store."))
    asked = request.args.get("store") or request.form.get("store")
    chosen = next((one for one in stores if one.code == asked), None) if asked else stores[0]
    if chosen is None:
        raise NotFound(N_("There is no such store."))
    return chosen


def _page(template: str, form: LotsForm, store: Any, right: str, **more: Any) -> Any:
    stores = queries.stores(g.actor, right=right)
    shown = render_template(template, form=form, store=store, stores=stores, facts=facts(), **more)
    return shown, form.status


@needs("stock.move")
def new_transfer() -> Any:
    store = _store("stock.move")
    others = [one for one in queries.stores(g.actor) if one.id != store.id]
    form = for_lots(TransferForm, queries.lots_at([store.id]))
    form.target.choices = [(one.code, one.name) for one in others]
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
            act.leads_to = url_for(".document", number=paper.number)
        if act.done:
            return redirect(act.leads_to)
    return _page("stock/new_transfer.html", form, store, "stock.move")


@needs("stock.see")
def transfer(transfer_id: int) -> Any:
    moving = queries.get_transfer(transfer_id, by=g.actor)
    open_ones = queries.open_lines(moving)
    mine = {one.lot.id for one in open_ones}
    lots = [lot for lot in queries.lots_at([queries.virtual("transit").id]) if lot.lot_id in mine]
    form = for_lots(ArriveForm, lots)
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
            act.leads_to = url_for(".document", number=paper.number)
        if act.done:
            return redirect(act.leads_to)
    arrives = g.actor.can("stock.move", moving.target.place_path) and moving.closed_at is None
    more = {"arrives": arrives, "reason": ReasonForm(), "facts": facts()}
    shown = render_template("stock/transfer.html", moving=moving, lines=open_ones, form=form, **more)
    return shown, form.status


@needs("stock.write_off")
def give_up(transfer_id: int) -> Any:
    moving, form = queries.get_transfer(transfer_id, by=g.actor), ReasonForm()
    if form.submitted():
        with form.acting() as act:
            paper = actions.give_up(
                moving, reason=form.reason.data, key=f"give-up:{form.key.data}", by=g.actor, at=g.clock.now()
            )
            act.leads_to = url_for(".document", number=paper.number)
        if act.done:
            return redirect(act.leads_to)
    for _field, text in form.problems:
        flash(text, "stop")
    return redirect(url_for(".transfer", transfer_id=transfer_id))


@needs("stock.write_off")
def new_write_off() -> Any:
    store = _store("stock.write_off")
    form = for_lots(WriteOffForm, queries.lots_at([store.id]))
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
            return redirect(act.leads_to)
    return _page("stock/new_write_off.html", form, store, "stock.write_off")


@needs("stock.count")
def new_count() -> Any:
    store = _store("stock.count")
    lots = queries.lots_at([store.id], empty=True)
    form = for_lots(CountForm, lots)
    if form.submitted():
        with form.acting() as act:
            paper = actions.count(
                store,
                [(lot_id, _expected(lot_id, lots), amount) for lot_id, amount in form.amounts],
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


def _expected(lot_id: int, lots: Any) -> int:
    """What the page said when the count began: it travels with the form, so that a move since is noticed."""
    sent = request.form.get(f"expected_{lot_id}", type=int)
    return sent if sent is not None else next(lot.on_hand for lot in lots if lot.lot_id == lot_id)
