"""Look-alikes that wait for a decision: suspected pairs of cases, and rows of lists that look like a case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from aidtrack.cases import actions, asking_actions, pair_queries, queries, side_by_side
from aidtrack.cases.models import CasePair
from aidtrack.cases.pair_queries import OpenPair
from aidtrack.web import case_words
from aidtrack.web.access import needs
from aidtrack.web.addresses import whole
from aidtrack.web.forms.cases import DecideForm

SIZE = 50

pages = Blueprint("pairs", __name__)


@pages.get("/pairs")
@needs("cases.see")
def index() -> Any:
    pairs = pair_queries.pairs_open(g.actor, after=request.args.get("after", 0, whole), size=SIZE)
    rows = pair_queries.waiting_rows_open(g.actor, after=request.args.get("rows_after", 0, whole), size=SIZE)
    ways_on = {
        "pairs": url_for(".index", after=pairs[-1].id) if len(pairs) == SIZE else None,
        "rows": url_for(".index", rows_after=rows[-1].id) if len(rows) == SIZE else None,
    }
    return render_template("cases/pairs.html", groups=_grouped(pairs), rows=rows, ways_on=ways_on)


def _grouped(pairs: Sequence[OpenPair]) -> list[list[OpenPair]]:
    """Pairs of one household beside each other; of hidden sides nobody learns that they are one."""
    ends = [(pair.first.code or (pair.id, 1), pair.second.code or (pair.id, 2)) for pair in pairs]
    return [[pairs[at] for at in group] for group in side_by_side.together(ends)]


@pages.get("/pairs/<int:pair_id>")
@needs("cases.see")
def show(pair_id: int) -> Any:
    if decided := pair_queries.decided_into(pair_id, by=g.actor):
        flash(_("This pair was decided already."), "done")
        return redirect(url_for("cases.show", code=decided.code))
    return _pair_page(pair_id, DecideForm(formdata=None))


def _pair_page(pair_id: int, form: DecideForm) -> Any:
    pair = pair_queries.get_pair(pair_id, by=g.actor)
    sides = case_words.compared(pair.first, pair.second) or case_words.one_side(pair.first, pair.second)
    following = pair_queries.next_open(g.actor, pair.id, pair.first.code, pair.second.code)
    shown = render_template("cases/pair.html", pair=pair, compared=sides, form=form, following=following)
    return shown, 422 if form.problems else 200


@pages.post("/pairs/<int:pair_id>")
@needs("cases.compare")
def decide(pair_id: int) -> Any:
    form = DecideForm()
    if form.submitted():
        with form.acting() as act:
            pair = pair_queries.kept_pair(pair_id, by=g.actor)
            keep = queries.get_case(form.keep.data, by=g.actor) if form.keep.data else None
            stays = keep or pair.first
            actions.decide_pair(pair, form.decision.data or "", keep=keep, by=g.actor, at=g.clock.now())
            act.leads_to = _onward(form, pair, stays.code)
        if act.done:
            flash(_said(form), "done")
            return redirect(act.leads_to)
    return _pair_page(pair_id, form)


def _said(form: DecideForm) -> str:
    apart = form.decision.data == "different"
    return str(_("They are two households.") if apart else _("The two cases are one now."))


def _onward(form: DecideForm, pair: CasePair, code: str) -> str:
    """From the queue to the next pair, if there is one; from a case's page back to the case."""
    if not form.queue.data:
        return url_for("cases.show", code=code)
    following = pair_queries.next_open(g.actor, pair.id, pair.first.code, pair.second.code)
    return url_for(".show", pair_id=following) if following else url_for(".index")


@pages.post("/pairs/<int:pair_id>/ask")
@needs("cases.compare")
def ask(pair_id: int) -> Any:
    form = DecideForm()
    if form.submitted():
        with form.acting() as act:
            pair = pair_queries.kept_pair(pair_id, by=g.actor)
            asking_actions.ask(pair, note=form.note.data or "", by=g.actor, at=g.clock.now())
            act.leads_to = url_for(".show", pair_id=pair_id)
        if act.done:
            flash(_("The other ward is asked. The pair waits for its answer."), "done")
            return redirect(act.leads_to)
    return _pair_page(pair_id, form)


@pages.post("/pairs/<int:pair_id>/answer")
@needs("cases.compare")
def answer(pair_id: int) -> Any:
    form = DecideForm()
    if form.submitted():
        with form.acting() as act:
            pair = pair_queries.kept_pair(pair_id, by=g.actor)
            question = pair_queries.kept_question(pair_id, by=g.actor)
            decision, note = form.decision.data or "", form.note.data or ""
            asked = asking_actions.answer(question, decision, note=note, by=g.actor, at=g.clock.now())
            act.leads_to = _onward(form, pair, asked.code)
        if act.done:
            flash(_said(form), "done")
            return redirect(act.leads_to)
    return _pair_page(pair_id, form)


@pages.get("/waiting-rows/<int:row_id>")
@needs("cases.see")
def show_row(row_id: int) -> Any:
    return _row_page(row_id, DecideForm(formdata=None))


def _row_page(row_id: int, form: DecideForm) -> Any:
    row = pair_queries.get_row(row_id, by=g.actor)
    sides = case_words.compared(row.this, row.of)
    return render_template(
        "cases/waiting_row.html", row=row, compared=sides, form=form
    ), 422 if form.problems else 200


@pages.post("/waiting-rows/<int:row_id>")
@needs("cases.compare")
def decide_row(row_id: int) -> Any:
    form = DecideForm()
    if form.submitted():
        with form.acting() as act:
            row = pair_queries.kept_row(row_id, by=g.actor)
            made = actions.decide_row(row, form.decision.data or "", by=g.actor, at=g.clock.now())
            act.leads_to = url_for("cases.show", code=(made or row.of_case).code)
        if act.done:
            flash(_("The row is a case of its own now.") if made else _("The row is left out."), "done")
            return redirect(act.leads_to)
    return _row_page(row_id, form)
