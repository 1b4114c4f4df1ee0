"""A ward's request page as the ward sees it: link, QR code, poster, words for the group, on and off."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from aidtrack.community import actions, poster, queries, ward_words
from aidtrack.places import queries as places
from aidtrack.places.hierarchy import Unit
from aidtrack.web.access import needs
from aidtrack.web.forms.community import PageForm, WardForm

pages = Blueprint("wards", __name__, url_prefix="/wards")


@pages.get("/")
@needs("requests.see")
def index() -> Any:
    """The wards within reach: those with a page, and a way to the others."""
    form = WardForm(request.args)
    if request.args.get("ward") and form.validate() and form.ward.place_id:
        return redirect(url_for(".show", ward=ward_words.in_address(form.ward.place_id)))
    kept = queries.pages_within(g.actor)
    few = _few_wards() if len(kept) < 40 else []
    known = {page.place_id for page in kept}
    others = [unit for unit in few if unit.key not in known]
    return render_template(
        "community/wards.html", form=form, kept=kept, others=others, in_address=ward_words.in_address
    ), 422 if form.problems else 200


def _few_wards() -> list[Unit]:
    """The wards of today's edition within reach, where they are few enough to be listed."""
    book = places.gazetteer(places.edition_in_force(current_app.config["SETTINGS"].edition))
    reach = g.actor.reach("requests.see")
    found = [unit for unit in book.wards() if any(book.path(unit).startswith(path) for path in reach)]
    return found if len(found) <= 40 else []


@pages.route("/<ward>", methods=["GET", "POST"])
@needs("requests.see")
def show(ward: str) -> Any:
    unit = _unit(ward)
    page = queries.page_of(unit.key)
    form = PageForm(data={"phone": page.phone if page else None})
    if form.submitted():
        with form.acting() as act:
            is_open, reason = request.form.get("do") == "open", form.reason.data or ""
            how: dict[str, Any] = {"is_open": is_open, "by": g.actor, "at": g.clock.now()}
            actions.keep_page(unit.key, phone=form.phone.e164 or "", reason=reason, **how)
            act.leads_to = url_for(".show", ward=ward)
        if act.done:
            flash(_("The page is open.") if is_open else _("The page is closed."), "done")
            return redirect(act.leads_to)
    return render_template(
        "community/ward.html",
        form=form,
        unit=unit,
        page=page,
        ward=ward,
        link=_link(unit),
        dictated=_dictated(unit),
        post=poster.post(places.label_of(unit.key), _link(unit), page.phone if page else None),
    ), form.status


def _unit(ward: str) -> Unit:
    """A ward within reach, by its lasting address."""
    key = ward_words.key_in(ward) or ward
    queries.place_in_reach(key, g.actor, "requests.see")
    return places.get_unit(key)


def _link(unit: Unit) -> str:
    return url_for("community.ask", ward=ward_words.in_address(unit.key), _external=True)


def _dictated(unit: Unit) -> str:
    """The address to be said aloud, without "https://"."""
    short = ward_words.short(unit, places.gazetteer(unit.edition))
    return url_for("community.find", ward=short, _external=True).split("://", 1)[1]


@pages.get("/<ward>/qr.svg")
@needs("requests.see")
def qr_svg(ward: str) -> Any:
    return Response(poster.qr_svg(_link(_unit(ward))), mimetype="image/svg+xml")


@pages.get("/<ward>/qr.png")
@needs("requests.see")
def qr_png(ward: str) -> Any:
    """The code as a picture for the group."""
    named = f'attachment; filename="ma-qr-{ward_words.in_address(_unit(ward).key)}.png"'
    picture = poster.qr_png(_link(_unit(ward)))
    return Response(picture, mimetype="image/png", headers={"Content-Disposition": named})


@pages.get("/<ward>/poster.pdf")
@needs("requests.see")
def poster_pdf(ward: str) -> Any:
    unit = _unit(ward)
    page = queries.page_of(unit.key)
    label, phone = places.label_of(unit.key), page.phone if page else None
    pdf = poster.poster(label, _link(unit), _dictated(unit), phone)
    named = f'inline; filename="to-dan-{ward_words.in_address(unit.key)}.pdf"'
    return Response(pdf, mimetype="application/pdf", headers={"Content-Disposition": named})
