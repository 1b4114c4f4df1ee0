"""The small forms of cases: a reason, a note, a decision, a list to bring in, and the list's filters."""

from __future__ import annotations

import re
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from aidtrack.cases.categories import CATEGORIES
from aidtrack.cases.lifecycle import STATE_LABELS, State
from aidtrack.sentences import N_
from aidtrack.web import filters
from aidtrack.web.forms.base import Form
from aidtrack.web.forms.fields import PlaceField


class MoveForm(Form):
    """One move of the lifecycle; the reason where the table asks for one."""

    reason = TextAreaField(_l("Reason"))
    version = HiddenField()

    @property
    def seen(self) -> int | None:
        """The version of the case that the person looked at when they decided."""
        sent = self.version.data or ""
        return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else None


class NoteForm(Form):
    """A note on the timeline."""

    text = TextAreaField(_l("Note"))


class VerifyManyForm(Form):
    """Ticked cases; `confirmed` once the second page was read, with the version of each that it showed."""

    confirmed = HiddenField()

    @property
    def seen(self) -> dict[str, int]:
        """The versions that the second page showed, by code."""
        told = (one.rpartition(":") for one in request.form.getlist("seen"))
        return {code: int(version) for code, _, version in told if re.fullmatch("[0-9]{1,9}", version)}


class DecideForm(Form):
    """One household or two; `keep` is the code of the case that stays."""

    decision = StringField()
    keep = StringField()


class UploadForm(Form):
    """A list from a spreadsheet."""

    file = FileField(_l("Excel file (.xlsx)"))


class FilterForm(Form):
    """What the list shows, as it stands in the address."""

    class Meta:
        """Filters change nothing."""

        csrf = False

    q = StringField(_l("Find a name, code, phone number"), id="search")
    ward = PlaceField(_l("Ward or commune"), areas=True)
    state = SelectField(_l("State"), default="", validate_choice=False)
    category = SelectField(_l("Category"), default="", validate_choice=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = SelectChoice("", filters.say(N_("All")))
        self.state.choices = [
            every,
            *(SelectChoice(state.value, filters.say(STATE_LABELS[state])) for state in State),
        ]
        self.category.choices = [
            every,
            *(SelectChoice(one.code, filters.say(one.label)) for one in CATEGORIES),
        ]
        for field in (self.state, self.category):
            # An address that somebody typed or kept too long: what is no choice filters nothing.
            if field.data not in {choice.value for choice in field.choices}:
                field.data = ""
