"""What the list of cases shows: filters out of the address, tabs, chips that undo them, rows and ways on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import current_app, g, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from aidtrack.cases import many_actions, queries, view_queries
from aidtrack.cases.finding_models import CaseView
from aidtrack.cases.lifecycle import move_named
from aidtrack.cases.list_columns import COLUMNS, ListColumn, chosen
from aidtrack.cases.list_queries import VIEWS, CaseFilters, CasePage, CaseRow
from aidtrack.cases.searching import Search, marks_in, read_search
from aidtrack.places import queries as places
from aidtrack.web import case_words, filters
from aidtrack.web.forms.cases import FilterForm
from aidtrack.web.forms.people import ConfirmForm

PARTS = ("view", "q", "ward", "ward-key", "state", "category", "need", "added_by", "since", "until")
"""The parts of the address that say which cases are shown; `after` and `before` say which page of them."""
COLUMN = "column"
"""The part of the address, as often as there are columns, that says what is shown of each."""
KEYS: Mapping[str, str] = {"verify": "v", "take_up": "t", "send_back": "b", "edit": "e"}
"""The keys of the day's queue. None decides: they lead to a page, or to a button that Enter presses."""
MORE = ("need", "added_by", "since", "until")
"""Filters that are folded away until one of them is used."""


def shown() -> dict[str, Any]:
    """All that the list's template needs, for the address that was asked."""
    form, wanted = asked()
    page = queries.page(
        g.actor,
        wanted,
        request.args.get("after"),
        request.args.get("before"),
        today=g.clock.today(),
        verification_days=current_app.config["SETTINGS"].verification_days,
    )
    kept = view_queries.kept_views(g.actor)
    return {
        "form": form,
        "views": [*_tabs(wanted.view, kept.offered), *(_kept_tab(view) for view in kept.offered)],
        "chips": _chips(form, wanted),
        "clear": url_for("cases.index", view=wanted.view),
        "columns": columns(kept.columns),
        "rows": [_row(row, read_search(wanted.search)) for row in page.rows],
        "pager": _pager(page),
        "filters": wanted,
        "more": any(request.args.get(name) for name in MORE),
        "here": request.full_path.rstrip("?"),
        "parts": parts(),
        "all_columns": COLUMNS.values(),
        "excel_form": ConfirmForm(formdata=None),
        "columns_form": ConfirmForm(formdata=None),
        "excel": address_of("cases.lists.excel"),
        "keep": address_of("cases.lists.keep"),
        "keep_columns": address_of("cases.lists.keep_columns"),
        "keys": KEYS,
        "moves": [move for name in many_actions.TOGETHER if _may((move := move_named(name)).right)],
    }


def _may(right: str | None) -> bool:
    return right is not None and bool(g.actor.can(right))


def asked() -> tuple[FilterForm, CaseFilters]:
    """The filters of the address, as a form and as what the queries take."""
    form = FilterForm(request.args)
    form.validate()
    return form, _filters(form)


def _filters(form: FilterForm) -> CaseFilters:
    view = request.args.get("view", "all")
    return CaseFilters(
        view=view if view in VIEWS else "all",
        state=form.state.data or "",
        category=form.category.data or "",
        place_id=form.ward.place_id or "",
        search=(form.q.data or "")[:80],
        added_by=form.added_by.data or "",
        since=form.since.data,
        until=form.until.data,
        need=form.need.data or "",
    )


def columns(own: tuple[str, ...] = ()) -> tuple[ListColumn, ...]:
    """The columns of the address, else the own ones, else the usual ones."""
    return chosen(request.args.getlist(COLUMN) or own)


def parts() -> dict[str, str]:
    """What the address filters by, as far as it says something."""
    return {name: value for name in PARTS if (value := request.args.get(name, ""))}


def address(**changes: Any) -> str:
    """This list with something changed: other filters, or another page."""
    return url_of({**parts(), **changes}, request.args.getlist(COLUMN))


def address_of(endpoint: str) -> str:
    """What is done with this very list, filters and columns in the address."""
    return url_of(parts(), request.args.getlist(COLUMN), endpoint)


def url_of(filtered: Mapping[str, Any], shown_columns: Any, endpoint: str = "cases.index") -> str:
    """The address of a list."""
    told: dict[str, Any] = {name: value for name, value in filtered.items() if value}
    told[COLUMN] = [key for key in shown_columns if key in COLUMNS]
    return url_for(endpoint, **told)


def _tabs(current: str, offered: Any) -> list[dict[str, Any]]:
    counts = queries.counts(g.actor, today=g.clock.today())
    kept = any(_is_shown(view) for view in offered)
    return [
        {
            "url": url_for("cases.index", view=key),
            "label": filters.say(label),
            "count": counts.of(key),
            "current": key == current and not kept,
        }
        for key, label in VIEWS.items()
    ]


def _kept_tab(view: CaseView) -> dict[str, Any]:
    """A view that somebody keeps, with no count: it would be asked for on every page."""
    whose = "" if view.owner_id == g.actor.id else f" ({view.owner_name})"
    return {
        "url": url_of(view.filters, view.columns),
        "label": f"{view.label}{whose}",
        "current": _is_shown(view),
        "own": view.owner_id == g.actor.id,
        "id": view.id,
        "shared": view.place_path is not None,
    }


def _is_shown(view: CaseView) -> bool:
    return view.filters == parts() and list(view.columns) == request.args.getlist(COLUMN)


def _chips(form: FilterForm, wanted: CaseFilters) -> list[dict[str, Any]]:
    choices = (form.state, form.category, form.need, form.added_by)
    labels = {
        "ward": places.label_of(wanted.place_id) if wanted.place_id else "",
        "q": f"“{wanted.search}”" if wanted.search else "",
        **{field.name: dict(_labels(field)).get(field.data, "") if field.data else "" for field in choices},
        "since": _("from %(day)s", day=filters.day(wanted.since)) if wanted.since else "",
        "until": _("until %(day)s", day=filters.day(wanted.until)) if wanted.until else "",
    }
    labels["added_by"] = _added_by(wanted.added_by)
    without = {"ward": {"ward": "", "ward-key": ""}}
    return [
        {"label": label, "url": address(**without.get(name, {name: ""}))}
        for name, label in labels.items()
        if label
    ]


def _added_by(whose: str) -> str:
    return str({"me": _("added by me"), "others": _("added by others")}.get(whose, ""))


def _labels(field: Any) -> list[tuple[str, str]]:
    return [(choice.value, choice.label) for choice in field.choices]


def _row(row: CaseRow, search: Search | None) -> dict[str, Any]:
    return {
        "case": row,
        "name": case_words.marked(row.name, row.name_marks),
        "address": case_words.marked(row.address, marks_in(row.address, search)),
        "badge": case_words.shown_badge(row.badge),
        "categories": case_words.categories_in_words(row.categories),
        "needs": case_words.needs_in_words(row.needs) if row.needs else "",
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
        "before": address(before=page.before) if page.before else None,
        "after": address(after=page.after) if page.after else None,
        "after_label": _("Next cases"),
    }
