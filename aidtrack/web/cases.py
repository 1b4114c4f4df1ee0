"""Cases: the list, one household with all that happened to it, adding and changing, the moves of its life."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask import Blueprint, current_app, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from aidtrack.cases import actions, queries
from aidtrack.cases.lifecycle import move_named
from aidtrack.cases.models import Case
from aidtrack.cases.reasons import SEVERAL
from aidtrack.cases.sampling import size_for
from aidtrack.errors import NotFound, RuleBroken
from aidtrack.places import queries as places
from aidtrack.places.naming import WARD_KINDS
from aidtrack.rights import EVERYWHERE
from aidtrack.sentences import N_, Sentence
from aidtrack.web import (
    access,
    case_list,
    case_page,
    case_words,
    cases_calls,
    cases_imports,
    cases_lists,
    cases_pairs,
    cases_priority,
    cases_visits,
    filters,
    visit_words,
)
from aidtrack.web.access import needs
from aidtrack.web.forms.cases import MoveForm, NoteForm, VerifyManyForm
from aidtrack.web.forms.household_edits import EditCaseForm, as_chosen, untouched
from aidtrack.web.forms.households import NewCaseForm, filled_with
from aidtrack.web.forms.people import ConfirmForm
from aidtrack.web.limits import limiter

MOST_TICKED = 200

pages = Blueprint("cases", __name__, url_prefix="/cases")
pages.register_blueprint(cases_pairs.pages)
pages.register_blueprint(cases_imports.pages)
pages.register_blueprint(cases_visits.pages)
pages.register_blueprint(cases_calls.pages)
pages.register_blueprint(cases_priority.pages)
pages.register_blueprint(cases_lists.pages)


@pages.get("/")
@needs("cases.see")
def index() -> Any:
    return render_template("cases/index.html", bulk_form=VerifyManyForm(formdata=None), **case_list.shown())


@pages.post("/verify")
@needs("cases.verify")
def verify_many() -> Any:
    """First a page that names who can and who cannot be verified, then the deed."""
    form, back = VerifyManyForm(), access.own_address(request.form.get("back", url_for(".index")))
    ticked = queries.cases_by_code(request.form.getlist("case")[:MOST_TICKED], by=g.actor)
    if form.submitted() and form.confirmed.data:
        with form.acting() as act:
            how = {"seen": form.seen, "most": current_app.config["SETTINGS"].sample_above}
            done = actions.verify_many(ticked, **how, by=g.actor, at=g.clock.now())
            act.leads_to = back
        if act.done:
            _tell_verified(*done)
            return redirect(back)
    answers = [(case, queries.blocked(case, "verify", g.actor)) for case in ticked]
    shown = {"answers": answers, "back": back, "calls": _calls(case for case, why in answers if not why)}
    return render_template("cases/verify.html", form=form, **shown), 422 if form.problems else 200


def _calls(going: Iterable[Case]) -> int:
    """How many of the cases are called back before they are verified together; 0 where they are so few
    that none is."""
    unvisited = sum(case.visited_at is None for case in going)
    return size_for(unvisited) if unvisited > current_app.config["SETTINGS"].sample_above else 0


def _tell_verified(verified: Sequence[Case], refused: Sequence[tuple[str, Sentence]]) -> None:
    """How many were verified, and who stayed behind, by name."""
    if verified:
        flash(ngettext("%(num)d case is verified.", "%(num)d cases are verified.", len(verified)), "done")
    names = {
        case.code: case.name for case in queries.cases_by_code([code for code, _ in refused], by=g.actor)
    }
    for code, why in refused:
        said = {"name": names.get(code, ""), "code": code, "why": filters.say(why)}
        flash(_("%(name)s (%(code)s) stays as it is: %(why)s", **said), "wait")


@pages.route("/new", methods=["GET", "POST"])
@needs("cases.register")
def new() -> Any:
    form = NewCaseForm(data={"place": _own_ward()})
    if _wants_rows(form):
        return render_template("cases/new.html", form=form)
    if form.submitted():
        with form.acting() as act:
            case = actions.register(form.facts(), by=g.actor, at=g.clock.now())
            act.leads_to = url_for(".show", code=case.code)
        if act.done:
            flash(_("The case is added. Somebody else verifies it."), "done")
            return redirect(act.leads_to)
    return render_template("cases/new.html", form=form), form.status


def _wants_rows(form: Any) -> bool:
    """Whether only more rows for members were asked for; then they are there."""
    if request.method != "POST" or request.form.get("do") != "members":
        return False
    form.make_room()
    return True


def _own_ward() -> str | None:
    """The ward of an actor who registers in a single one."""
    paths = g.actor.reach("cases.register")
    if len(paths) != 1 or paths[0] == EVERYWHERE:
        return None
    parts = paths[0].strip("/").split("/")
    unit = places.get_unit(f"{parts[0]}:{parts[-1]}") if len(parts) > 1 else None
    return unit.key if unit and unit.kind in WARD_KINDS else None


@pages.post("/hint")
@needs("cases.register")
@limiter.limit("60 per minute")
def hint() -> Any:
    """Look-alikes of what is being typed; a fragment, or nothing."""
    form, but = NewCaseForm(), None
    form.validate()
    if of := request.args.get("of"):
        but = queries.get_case(of, by=g.actor)
    return render_template("cases/_hint.html", hints=queries.hints(form.facts(), by=g.actor, but=but))


@pages.get("/<code>")
@needs("cases.see")
def show(code: str) -> Any:
    return _page(queries.get_case(code, by=g.actor))


def _page(case: Case, note: NoteForm | None = None, revealed: str = "") -> Any:
    form, note = ConfirmForm(formdata=None), note or NoteForm(formdata=None)
    status = 422 if note.problems else 200
    return render_template(
        "cases/show.html", form=form, note=note, revealed=revealed, **case_page.shown(case)
    ), status


@pages.post("/<code>/notes")
@needs("cases.note")
def add_note(code: str) -> Any:
    case, form = queries.get_case(code, by=g.actor), NoteForm()
    if form.submitted():
        with form.acting() as act:
            actions.note(case, form.text.data or "", by=g.actor, at=g.clock.now())
            act.leads_to = url_for(".show", code=case.code)
        if act.done:
            flash(_("The note is saved."), "done")
            return redirect(act.leads_to)
    return _page(case, form)


@pages.post("/<code>/reveal")
@needs("cases.reveal")
@limiter.limit("60 per minute")
def reveal(code: str) -> Any:
    """The whole ID number, once; the chain keeps who looked."""
    case, form, number = queries.get_case(code, by=g.actor), ConfirmForm(), ""
    if form.submitted():
        with form.acting() as act:
            number = actions.reveal(case, "citizen_id", by=g.actor, at=g.clock.now())
            act.leads_to = url_for(".show", code=case.code)
    return _page(case, revealed=number)


@pages.get("/<code>/moves/<move>")
@needs("cases.see")
def ask_reason(code: str, move: str) -> Any:
    """The page that asks for a move's reason."""
    case = queries.get_case(code, by=g.actor)
    return _move_page(case, move, MoveForm(data={"version": str(case.version)}))


@pages.post("/<code>/<move>")
@needs("cases.see")
def make_move(code: str, move: str) -> Any:
    """Any move of the lifecycle's table; the action asks for the move's own right."""
    case, form, row = queries.get_case(code, by=g.actor), MoveForm(), _named(move)
    form.offer(row.name)
    if form.submitted():
        with form.acting() as act:
            reason, why = form.reason.data or "", form.why.data or ()
            actions.move(
                case, row.name, reason=reason, why=why, seen=form.seen, by=g.actor, at=g.clock.now()
            )
            act.leads_to = url_for(".show", code=case.code)
        if act.done:
            flash(_("%(done)s: %(name)s.", done=filters.say(row.done), name=case.name), "done")
            return redirect(act.leads_to)
    return _move_page(case, move, form)


def _move_page(case: Case, move: str, form: MoveForm) -> Any:
    row = _named(move)
    form.offer(row.name)
    shown = {"blocked": queries.blocked(case, row.name, g.actor), "several": row.name in SEVERAL}
    lacking = visit_words.missing(case) if row.name == "resubmit" else []
    return render_template(
        "cases/move.html", case=case, move=row, form=form, lacking=lacking, **shown
    ), form.status


def _named(move: str) -> Any:
    """The row of a move by its word in an address."""
    try:
        return move_named(move.replace("-", "_"))
    except RuleBroken:
        raise NotFound(N_("There is no such page.")) from None


@pages.route("/<code>/edit", methods=["GET", "POST"])
@needs("cases.edit")
def edit(code: str) -> Any:
    case = queries.get_case(code, by=g.actor, right="cases.edit")
    known, before = queries.facts_of(case), case.state
    kept = {**filled_with(known), "version": case.version}
    sent = as_chosen(request.form, known) if request.form else None
    form = EditCaseForm(sent, data=kept, kept_place=case.place_id)
    if _wants_rows(form):
        return render_template("cases/edit.html", form=form, case=case, lead=case_words.edit_warning(case))
    if form.submitted():
        with form.acting() as act:
            actions.edit(
                case, form.facts(queries.facts_of(case)), version=form.seen, by=g.actor, at=g.clock.now()
            )
            act.leads_to = url_for(".show", code=case.code)
        if act.done:
            flash(case_words.saved(case, before), "done")
            return redirect(act.leads_to)
        if form.conflict:
            return _conflict_page(case, form)
    lead = case_words.edit_warning(case)
    return render_template("cases/edit.html", form=form, case=case, lead=lead), form.status


def _conflict_page(case: Case, form: EditCaseForm) -> Any:
    """What somebody else changed, beside what was typed: field by field, or theirs altogether."""
    changes = form.conflict.changes if form.conflict else ()
    shown = {
        "changes": changes,
        "settled": untouched(changes),
        "told": case_words.told,
        "label_of": case_words.label_of,
    }
    return render_template("cases/conflict.html", case=case, form=form, **shown), 409
