"""What the list of cases shows: filters out of the address, tabs, chips that undo them, rows and ways on."""

from __future__ import annotations

from typing import Any

from flask import current_app, g, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from aidtrack.cases import queries
from aidtrack.cases.list_queries import VIEWS, CaseFilters, CasePage, CaseRow
from aidtrack.places import queries as places
from aidtrack.web import case_words, filters
from aidtrack.web.forms.cases import FilterForm

PARTS = ("view", "q", "ward", "state", "category")
"""The parts of the address that say what is shown; `after` and `before` say which page of it."""


def shown() -> dict[str, Any]:
    """All that the list's template needs, for the address that was asked."""
    form = FilterForm(request.args)
    form.validate()
    wanted = _filters(form)
    page = queries.page(
        g.actor,
        wanted,
        request.args.get("after"),
        request.args.get("before"),
        today=g.clock.today(),
        verification_days=current_app.config["SETTINGS"].verification_days,
    )
    return {
        "form": form,
        "views": _tabs(wanted.view),
        "chips": _chips(form, wanted),
        "clear": url_for("cases.index", view=wanted.view),
        "rows": [_row(row) for row in page.rows],
        "pager": _pager(page),
        "filters": wanted,
        "here": request.full_path.rstrip("?"),
    }


def _filters(form: FilterForm) -> CaseFilters:
    view = request.args.get("view", "all")
    return CaseFilters(
        view=view if view in VIEWS else "all",
        state=form.state.data or "",
        category=form.category.data or "",
        place_id=form.ward.place_id or "",
        search=(form.q.data or "")[:80],
    )


def _address(**changes: Any) -> str:
    kept = {name: request.args.get(name, "") for name in PARTS} | changes
    return url_for("cases.index", **{name: value for name, value in kept.items() if value})


def _tabs(current: str) -> list[dict[str, Any]]:
    counts = queries.counts(g.actor, today=g.clock.today())
    return [
        {
            "url": url_for("cases.index", view=key),
            "label": filters.say(label),
            "count": counts.of(key),
            "current": key == current,
        }
        for key, label in VIEWS.items()
    ]


def _chips(form: FilterForm, wanted: CaseFilters) -> list[dict[str, Any]]:
    chosen = {
        "ward": places.label_of(wanted.place_id) if wanted.place_id else "",
        "q": f"“{wanted.search}”" if wanted.search else "",
        "state": dict(_labels(form.state)).get(wanted.state, "") if wanted.state else "",
        "category": dict(_labels(form.category)).get(wanted.category, "") if wanted.category else "",
    }
    return [{"label": label, "url": _address(**{name: ""})} for name, label in chosen.items() if label]


def _labels(field: Any) -> list[tuple[str, str]]:
    return [(choice.value, choice.label) for choice in field.choices]


def _row(row: CaseRow) -> dict[str, Any]:
    return {
        "case": row,
        "name": case_words.marked(row.name, row.name_marks),
        "badge": case_words.shown_badge(row.badge),
        "categories": case_words.categories_in_words(row.categories),
        "waits": _waits(row.waits_days),
        "by": row.registered_by_name.split()[-1] if row.registered_by_name else "",
    }


def _waits(days: int | None) -> str:
    if days is None:
        return ""
    return str(ngettext("%(num)d day", "%(num)d days", days) if days else _("today"))


def _pager(page: CasePage) -> dict[str, Any]:
    return {
        "said": page.said,
        "before": _address(before=page.before) if page.before else None,
        "after": _address(after=page.after) if page.after else None,
        "after_label": _("Next cases"),
    }
