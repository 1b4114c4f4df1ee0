"""Forms about the list of cases: one move of many, a view to keep."""

from __future__ import annotations

import re
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice

from aidtrack.places import queries as places
from aidtrack.web.forms.base import Form
from aidtrack.web.forms.cases import MoveForm


class ManyForm(MoveForm):
    """One move of ticked cases; confirmed once the page that names them was read."""

    confirmed = HiddenField()

    @property
    def versions(self) -> dict[str, int]:
        """The versions that the second page showed, by code."""
        told = (one.rpartition(":") for one in request.form.getlist("seen"))
        return {code: int(version) for code, _colon, version in told if re.fullmatch("[0-9]{1,9}", version)}


class ViewForm(Form):
    """A name for what the list shows, and whom it is offered to."""

    label = StringField(_l("Name of the view"))
    shared = SelectField(_l("Offered to"), default="", validate_choice=False)

    def offer(self, by: Any) -> ViewForm:
        """Nobody but oneself, or one of the places where the person verifies."""
        around = [SelectChoice(f"at:{path}", area_of(path)) for path in by.reach("cases.verify")]
        self.shared.choices = [SelectChoice("", _("Only me")), *around]
        return self

    @property
    def place_path(self) -> str | None:
        """The path of the place that it is shared with."""
        chosen = self.shared.data or ""
        return chosen.removeprefix("at:") if chosen.startswith("at:") else None


def area_of(path: str) -> str:
    """A place by its path: "Quận Hai Bà Trưng"; everywhere for the empty one."""
    edition, *_between, code = path.strip("/").split("/") if path else ("", "")
    return places.label_of(f"{edition}:{code}") if code else str(_("Everybody"))
