"""Stock: what lies where and is promised, the papers, and the statement of goods in, out and left."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from aidtrack.goods.queries import facts
from aidtrack.stock import actions, queries
from aidtrack.stock.ledger import DOCUMENTS, DocumentKind
from aidtrack.stock.statement_queries import statement as stock_statement
from aidtrack.web import stock_moves
from aidtrack.web.access import needs
from aidtrack.web.addresses import whole
from aidtrack.web.forms.stock import PeriodForm, ReasonForm, StoreForm
from aidtrack.web.stock_words import lines_of, owner_of, packed, serves

pages = Blueprint("stock", __name__, url_prefix="/stock")
stock_moves.add_to(pages)


@pages.get("/")
@needs("stock.see")
def index() -> Any:
    stores = queries.stores(g.actor)
    asked = request.args.get("store", "")
    chosen = next((one for one in stores if one.code == asked), None)
    goods = queries.on_hand(g.actor, store_id=chosen.id if chosen else None)
    return render_template(
        "stock/index.html",
        stores=stores,
        chosen=chosen,
        goods=goods,
        packed=packed,
        vehicles=queries.vehicles(g.actor),
        transfers=queries.open_transfers(g.actor),
    )


@pages.get("/documents")
@needs("stock.see")
def documents() -> Any:
    asked = request.args.get("kind", "")
    kind = asked if asked in {one.value for one in DocumentKind} else None
    page = queries.documents(g.actor, before=request.args.get("before", type=whole), kind=kind)
    older = url_for(".documents", before=page.after, kind=kind) if page.after else None
    return render_template(
        "stock/documents.html", page=page, older=older, kind=kind, kinds=DOCUMENTS, facts=facts()
    )


@pages.get("/documents/<number>")
@needs("stock.see")
def document(number: str) -> Any:
    paper = queries.get_document(number, by=g.actor)
    undone, owner = queries.reversal_of(paper), owner_of(paper)
    mine = g.actor.can("stock.reverse", paper.place_path) and not undone and paper.kind != "reversal"
    return render_template(
        "stock/document.html",
        paper=paper,
        rule=DOCUMENTS[DocumentKind(paper.kind)],
        lines=lines_of(paper),
        undone=undone,
        moving=queries.transfer_of(paper),
        owner=owner,
        reverses=mine and owner is None and bool(paper.movements),
        theirs=mine and owner is not None,
    )


@pages.route("/documents/<number>/reverse", methods=["GET", "POST"])
@needs("stock.reverse")
def reverse(number: str) -> Any:
    paper, form = queries.get_document(number, by=g.actor), ReasonForm()
    if form.submitted():
        with form.acting() as act:
            made = actions.reverse(
                paper, reason=form.reason.data, key=f"reverse:{form.key.data}", by=g.actor, at=g.clock.now()
            )
            act.leads_to = url_for(".document", number=made.number)
        if act.done:
            flash(_("Paper %(number)s is taken back.", number=number), "done")
            return redirect(act.leads_to)
    owner, rule = owner_of(paper), DOCUMENTS[DocumentKind(paper.kind)]
    return render_template("stock/reverse.html", paper=paper, form=form, owner=owner, rule=rule), form.status


@pages.get("/locations")
@needs("stock.see")
def locations() -> Any:
    return render_template("stock/locations.html", stores=queries.stores(g.actor), serves=serves)


@pages.route("/locations/new", methods=["GET", "POST"])
@needs("stock.locations")
def new_location() -> Any:
    form = StoreForm()
    if form.submitted():
        with form.acting() as act:
            actions.open_store(form.name.data, form.place.place_id, by=g.actor, at=g.clock.now())
            act.leads_to = url_for(".locations")
        if act.done:
            flash(_("The store is open."), "done")
            return redirect(act.leads_to)
    return render_template("stock/new_location.html", form=form), form.status


@pages.get("/statement")
@needs("stock.see")
def statement() -> Any:
    """Goods in, out and left between two days; by default the last fourteen."""
    form = PeriodForm(request.args)
    form.validate()
    last = form.last.data or g.clock.today()
    first, last = sorted((form.first.data or last - timedelta(days=13), last))
    stores = [store.id for store in queries.stores(g.actor)]
    rows = stock_statement(stores, first, last)
    return render_template("stock/statement.html", form=form, rows=rows, first=first, last=last)
