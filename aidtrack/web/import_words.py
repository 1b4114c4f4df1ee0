"""What the pages of a list show: which of them it is at, the lines page by page, and numbers in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import g, url_for

from aidtrack.cases import import_fates, import_queries
from aidtrack.cases.import_fates import Counts, counts_of
from aidtrack.cases.models import CaseImport
from aidtrack.sentences import N_, Sentence, say
from aidtrack.web import filters
from aidtrack.web.forms.imports import choices

PAGES = {
    import_fates.UNCLEAR: "cases/import_columns.html",
    import_fates.STAGED: "cases/import_preview.html",
    import_fates.COMMITTED: "cases/import_result.html",
}
"""The page of each state; in all others the worker is at it, or it is over."""

PROBLEMS, ALIKE, ODD, COLUMNS = "problems", "alike", "odd", "columns"


def page_of(staged: CaseImport, asked: str, after: int) -> tuple[str, dict[str, Any]]:
    """The template of a list, and what it shows; `asked` is one of the views of its preview."""
    page = PAGES.get(staged.state, "cases/import_working.html")
    counts = counts_of(staged.reading)
    told: dict[str, Any] = {"counts": counts, "sheets": import_queries.sheets_of(staged), "choices": choices}
    if staged.state in (import_fates.STAGED, import_fates.COMMITTED):
        told |= _lines(staged, counts, asked, after)
    return page, told


def _lines(staged: CaseImport, counts: Counts, asked: str, after: int) -> dict[str, Any]:
    found = {PROBLEMS: counts.problems, ALIKE: counts.waiting, ODD: counts.warned}
    views = [name for name, count in found.items() if count]
    shown = asked if asked in (*views, COLUMNS) else next(iter(views), COLUMNS)
    lines: Sequence[Any] = ()
    if shown == ALIKE:
        lines = import_queries.alike(staged, by=g.actor, after=after)
    elif shown != COLUMNS:
        lines = import_queries.noted(staged, shown, after=after)
    tabs = [_tab(staged, name, _LABELS[name], found[name], shown) for name in views]
    if staged.state == import_fates.STAGED:
        tabs.append(_tab(staged, COLUMNS, _LABELS[COLUMNS], None, shown))
    return {"shown": shown, "lines": lines, "tabs": tabs, "pager": _pager(staged, shown, lines, after)}


_LABELS = {
    PROBLEMS: N_("To be mended"),
    ALIKE: N_("Look like others"),
    ODD: N_("Written, but odd"),
    COLUMNS: N_("How the columns were read"),
}


def _tab(staged: CaseImport, name: str, label: str, count: int | None, shown: str) -> dict[str, Any]:
    url = url_for("cases.imports.show", token=staged.token, show=name)
    return {"url": url, "label": filters.say(label), "count": count, "current": name == shown}


def _pager(staged: CaseImport, shown: str, lines: Sequence[Any], after: int) -> dict[str, Any] | None:
    """The way on and back to the beginning; None where all lines stand on one page."""
    full = len(lines) == import_queries.PAGE
    if not lines or not (full or after):
        return None
    where: dict[str, Any] = {"token": staged.token, "show": shown}
    first, last = lines[0].row, lines[-1].row
    said: Sentence = say(N_("Rows {first} to {last} of the file"), first=first, last=last)
    return {
        "said": filters.say(said),
        "before": url_for("cases.imports.show", **where) if after else None,
        "after": url_for("cases.imports.show", **where, after=lines[-1].no) if full else None,
        "after_label": None,
    }
