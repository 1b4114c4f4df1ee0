"""Bringing in a list, step by step: the file, what was found in it, and the cases it became."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, redirect, render_template, url_for

from aidtrack.cases import actions, import_actions, import_queries
from aidtrack.cases.categories import CATEGORIES
from aidtrack.cases.columns import KNOWN
from aidtrack.cases.import_preview import Staged
from aidtrack.cases.models import CaseImport
from aidtrack.errors import RuleBroken
from aidtrack.languages import say_in
from aidtrack.reports.list_template import list_template
from aidtrack.sentences import N_
from aidtrack.web import case_words, filters
from aidtrack.web.access import needs
from aidtrack.web.forms.cases import UploadForm
from aidtrack.web.forms.people import ConfirmForm

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEMPLATE_NAME = "mau-danh-sach-ho.xlsx"

pages = Blueprint("imports", __name__, url_prefix="/imports")


@pages.route("/new", methods=["GET", "POST"])
@needs("cases.import")
def new() -> Any:
    form = UploadForm()
    if form.submitted() and (staged := _staged(form)):
        return redirect(staged)
    brought = import_queries.imports_of(g.actor)
    return render_template("cases/import_new.html", form=form, brought=brought), form.status


def _staged(form: UploadForm) -> str | None:
    """The address of the preview, or None with the refusal beside the field."""
    file = form.file.data
    data = file.read() if file else b""
    try:
        if not data:
            raise RuleBroken(N_("Choose the file with the list."), field="file")
        reading = import_actions.read(data, by=g.actor)
    except RuleBroken as error:
        form.refuse(error)
        return None
    with form.acting() as act:
        name = file.filename or TEMPLATE_NAME
        staged = actions.stage_import(data, name, reading=reading, by=g.actor, at=g.clock.now())
        act.leads_to = url_for(".show", token=staged.token)
    return act.leads_to if act.done else None


@pages.get("/template.xlsx")
@needs("cases.import")
def template() -> Any:
    """The empty list to fill in, in Vietnamese as all lists are."""
    words = [say_in("vi", category.label) for category in CATEGORIES]
    answer = Response(list_template(at=g.clock.now(), categories=words), mimetype=XLSX)
    answer.headers["Content-Disposition"] = f"attachment; filename={TEMPLATE_NAME}"
    return answer


@pages.get("/<token>")
@needs("cases.import")
def show(token: str) -> Any:
    """The preview; once it was committed, what became of the list."""
    staged = import_queries.get_import(token, by=g.actor)
    return _preview_page(staged, ConfirmForm(formdata=None))


def _preview_page(staged: CaseImport, form: ConfirmForm) -> Any:
    found = import_queries.preview(staged)
    page = "cases/import_result.html" if staged.committed_at else "cases/import_preview.html"
    shown: dict[str, Any] = {
        "columns": _columns(found),
        "not_written": _not_written(found),
        "names": _names(found),
    }
    shown["people"] = sum(row.people for row in found.fresh)
    return render_template(
        page, staged=staged, found=found, form=form, **shown
    ), 422 if form.problems else 200


def _columns(found: Staged) -> list[dict[str, str]]:
    """The columns with what they were taken for; a column for one category goes by its name."""
    labels = {column.field: column.label for column in KNOWN}
    return [
        {
            "letter": column.letter,
            "title": column.title,
            "example": column.example,
            "field": filters.say(labels[column.field])
            if column.field in labels
            else case_words.categories_in_words([column.field]),
        }
        for column in found.reading.columns
    ]


def _names(found: Staged) -> dict[int, str]:
    """Who stands in the rows that look like others, and in those that they look like."""
    return {row.row: row.name for row in (*found.reading.households, *found.reading.waiting)}


def _not_written(found: Staged) -> int:
    """How many rows have problems; one row may have several."""
    return len({note.row for note in found.reading.problems})


@pages.post("/<token>/commit")
@needs("cases.import")
def commit(token: str) -> Any:
    staged, form = import_queries.get_import(token, by=g.actor), ConfirmForm()
    if form.submitted():
        with form.acting() as act:
            actions.commit_import(staged, by=g.actor, at=g.clock.now())
            act.leads_to = url_for(".show", token=token)
        if act.done:
            return redirect(act.leads_to)
    return _preview_page(staged, form)
