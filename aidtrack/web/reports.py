"""Reports as files: the catalogue with what narrows it, what was exported, and comparing a file with that."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import Blueprint, Response, current_app, g, render_template, request

from aidtrack.campaigns import queries as campaigns
from aidtrack.reports import actions, queries
from aidtrack.reports.actions import Exported
from aidtrack.reports.catalogue import REPORTS, get_report, title_of
from aidtrack.reports.report import Letterhead
from aidtrack.web.access import needs
from aidtrack.web.addresses import whole
from aidtrack.web.forms.reports import CompareForm, ExportForm

pages = Blueprint("reports", __name__, url_prefix="/reports")

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pages.get("/")
@needs("reports.see")
def index() -> Any:
    known = campaigns.index(g.actor)
    first = queries.current(known)
    asked = {"campaign": first.code if first else None, **request.args.to_dict()}
    form = ExportForm(data={name: asked.get(name) for name in ("campaign", "place", "trip")})
    return _catalogue(form.offer(known))


@pages.post("/<report>/export")
@needs("reports.export")
def export(report: str) -> Any:
    get_report(report)
    form = ExportForm().offer(campaigns.index(g.actor))
    if form.submitted():
        with form.acting() as act:
            exported = _export(report, form)
        if act.done:
            return _download(exported)
    return _catalogue(form)


@pages.get("/exports")
@needs("reports.see")
def exports() -> Any:
    found = queries.exports(g.actor, before=request.args.get("before", type=whole))
    shown = found[: queries.PAGE]
    after = shown[-1].seq if len(found) > queries.PAGE else None
    return render_template("reports/exports.html", exports=shown, after=after)


@pages.route("/compare", methods=["GET", "POST"])
@needs("reports.see")
def compare() -> Any:
    """Whether a file is byte for byte one that was exported here. Nothing of it is kept."""
    form, digest, found = CompareForm(), "", None
    if form.submitted():
        digest = hashlib.file_digest(form.file.data.stream, "sha256").hexdigest()
        found = queries.export_of(digest)
    page = render_template("reports/compare.html", form=form, digest=digest, found=found, title_of=title_of)
    return page, 422 if form.problems else 200


def _catalogue(form: ExportForm) -> Any:
    return render_template("reports/index.html", form=form, reports=REPORTS.values()), form.status


def _export(report: str, form: ExportForm) -> Exported:
    return actions.export(
        report,
        campaign=campaigns.get_campaign(form.campaign.data, by=g.actor),
        place_id=form.place.place_id,
        trip=form.trip_for(g.actor),
        posting=form.posting.data,
        days=(form.first.data, form.last.data),
        letterhead=letterhead(),
        by=g.actor,
        at=g.clock.now(),
    )


def letterhead() -> Letterhead:
    """What this deployment's settings say of every paper."""
    settings = current_app.config["SETTINGS"]
    return Letterhead(settings.issuer, settings.youth_union, settings.citizen_id_title)


def _download(exported: Exported) -> Response:
    # Not send_file: it would let browsers keep a list of people for as long as a style sheet.
    named = {"Content-Disposition": f'attachment; filename="{exported.file_name}"'}
    return Response(exported.data, mimetype=XLSX, headers=named)
