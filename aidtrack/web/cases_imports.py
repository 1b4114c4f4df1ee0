"""Bringing in a list, step by step: the file, what was found in it, the cases it became, and back again."""

from __future__ import annotations

from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)

from aidtrack.cases import import_actions, import_fates, import_queries, import_undo_actions
from aidtrack.cases.categories import CATEGORIES
from aidtrack.cases.import_undo_queries import moved_on
from aidtrack.cases.listing import ColumnsUnclear
from aidtrack.cases.models import CaseImport
from aidtrack.cases.sheet import TooLong
from aidtrack.errors import RuleBroken
from aidtrack.jobs import runner
from aidtrack.languages import say_in
from aidtrack.reports.list_template import list_template
from aidtrack.reports.problem_rows import problem_rows
from aidtrack.sentences import N_
from aidtrack.web import filters, import_words
from aidtrack.web.access import needs
from aidtrack.web.forms.imports import ColumnsForm, UploadForm
from aidtrack.web.forms.people import ConfirmForm

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEMPLATE_NAME = "mau-danh-sach-ho.xlsx"
LARGE = 1_500_000
"""Bytes of a file that no page waits for."""

pages = Blueprint("imports", __name__, url_prefix="/imports")


@pages.route("/new", methods=["GET", "POST"])
@needs("cases.import")
def new() -> Any:
    form = UploadForm()
    if form.submitted() and (leads_to := _received(form)):
        return redirect(leads_to)
    brought = import_queries.imports_of(g.actor)
    return render_template("cases/import_new.html", form=form, brought=brought), form.status


def _received(form: UploadForm) -> str | None:
    """The address of the list's page, or None with the refusal beside the field."""
    file = form.file.data
    data, name = (file.read(), file.filename or TEMPLATE_NAME) if file else (b"", "")
    unclear = opened = None
    try:
        if not data:
            raise RuleBroken(N_("Choose the file with the list."), field="file")
        opened = import_actions.read(data, file_name=name, by=g.actor) if len(data) < LARGE else None
    except TooLong:
        pass  # the worker has the patience
    except ColumnsUnclear as error:
        unclear = error
    except RuleBroken as error:
        form.refuse(error)
        return None
    with form.acting() as act:
        if opened and opened.rows <= import_actions.AT_ONCE:
            staged = import_actions.stage_import(data, name, reading=opened, by=g.actor, at=g.clock.now())
        else:
            staged = import_actions.receive(data, name, by=g.actor, at=g.clock.now())
        if unclear:
            import_actions.keep_unclear(staged, unclear)
        act.leads_to = url_for(".show", token=staged.token)
    return _woken(act.leads_to) if act.done else None


def _woken(leads_to: str | None) -> str | None:
    """The address, the worker being told that something waits for it."""
    if import_queries.wanted():
        runner.wake(current_app.config["SETTINGS"])
    return leads_to


@pages.get("/template.xlsx")
@needs("cases.import")
def template() -> Any:
    """The empty list to fill in, in Vietnamese as all lists are."""
    words = [say_in("vi", category.label) for category in CATEGORIES]
    return _workbook(list_template(at=g.clock.now(), categories=words), TEMPLATE_NAME)


def _workbook(data: bytes, name: str) -> Response:
    answer = Response(data, mimetype=XLSX)
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    return answer


@pages.get("/<token>")
@needs("cases.import")
def show(token: str) -> Any:
    """Where the list stands: being read, to be looked through, being written, written, undone."""
    return _page(import_queries.get_import(token, by=g.actor), ConfirmForm(formdata=None))


def _page(staged: CaseImport, form: ConfirmForm | ColumnsForm) -> Any:
    page, told = import_words.page_of(staged, request.args.get("show", ""), _after())
    status = 422 if form.problems else 200
    return render_template(page, staged=staged, form=form, **told), status


def _after() -> int:
    """The line after which a page goes on; nonsense in an address begins anew."""
    asked = request.args.get("after", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 0


@pages.get("/<token>/progress")
@needs("cases.import")
def progress(token: str) -> Any:
    """How far the worker is, for the page that asks every second; at the end the page loads itself anew."""
    staged = import_queries.get_import(token, by=g.actor)
    answer = make_response(render_template("cases/_import_progress.html", staged=staged))
    if staged.state not in import_fates.AT_WORK:
        answer.headers["HX-Refresh"] = "true"
    return answer


@pages.post("/<token>/columns")
@needs("cases.import")
def columns(token: str) -> Any:
    """Say what the columns hold; the list is read again."""
    staged = import_queries.get_import(token, by=g.actor)
    form = ColumnsForm(sheets=import_queries.sheets_of(staged))
    if form.submitted() and (leads_to := _read_again(staged, form)):
        return redirect(leads_to)
    return _page(staged, form)


def _read_again(staged: CaseImport, form: ColumnsForm) -> str | None:
    """The address of the list's page after it was read with other columns, or None with the refusal."""
    opened = None
    try:
        said, data = form.said, import_queries.file_of(staged)
        if len(data) < LARGE:
            opened = import_actions.read(
                data, file_name=staged.file_name, edition=staged.reading.get("asked"), by=g.actor, said=said
            )
    except TooLong:
        pass  # the worker has the patience
    except RuleBroken as error:
        form.refuse(error)
        return None
    if opened and opened.rows > import_actions.AT_ONCE:
        opened = None
    with form.acting() as act:
        import_actions.correct(staged, said, opened=opened, by=g.actor, at=g.clock.now())
        act.leads_to = url_for(".show", token=staged.token)
    return _woken(act.leads_to) if act.done else None


@pages.post("/<token>/commit")
@needs("cases.import")
def commit(token: str) -> Any:
    staged, form = import_queries.get_import(token, by=g.actor), ConfirmForm()
    if form.submitted():
        with form.acting() as act:
            import_actions.commit_import(staged, by=g.actor, at=g.clock.now())
            act.leads_to = url_for(".show", token=token)
        if act.done:
            return redirect(_woken(act.leads_to) or act.leads_to)
    return _page(staged, form)


@pages.route("/<token>/undo", methods=["GET", "POST"])
@needs("cases.import")
def undo(token: str) -> Any:
    """Take the whole list back, or see which of its cases have moved on."""
    staged, form = import_queries.get_import(token, by=g.actor), ConfirmForm()
    if form.submitted():
        with form.acting() as act:
            import_undo_actions.undo(staged, by=g.actor, at=g.clock.now())
            act.leads_to = url_for(".show", token=token)
        if act.done:
            return redirect(_woken(act.leads_to) or act.leads_to)
    if staged.state != import_fates.COMMITTED:
        return redirect(url_for(".show", token=token))
    count, moved = moved_on(staged, by=g.actor)
    page = render_template("cases/import_undo.html", staged=staged, form=form, count=count, moved=moved)
    return page, form.status


@pages.get("/<token>/problems.xlsx")
@needs("cases.import")
def problems(token: str) -> Any:
    """The lines that nobody can accept, to be mended and sent again."""
    staged = import_queries.get_import(token, by=g.actor)
    book = problem_rows(
        import_queries.sheets_of(staged),
        import_queries.faulty(staged),
        say=filters.say,
        at=g.clock.now(),
    )
    return _workbook(book, f"dong-can-sua-{staged.id}.xlsx")
