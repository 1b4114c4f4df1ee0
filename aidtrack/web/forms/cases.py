"""The small forms of cases: a reason, a note, a decision, a list to bring in, and the list's filters."""

from __future__ import annotations

import re
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from aidtrack.cases.categories import CATEGORIES
from aidtrack.cases.lifecycle import STATE_LABELS, State
from aidtrack.cases.reasons import REASONS
from aidtrack.goods import queries as goods
from aidtrack.sentences import N_
from aidtrack.web import filters
from aidtrack.web.forms.base import Form
from aidtrack.web.forms.fields import DayField, PlaceField


class MoveForm(Form):
    """One move of the lifecycle; the reason where the table asks for one, chosen and in words."""

    why = SelectMultipleField(_l("Why?"), validate_choice=False)
    reason = TextAreaField(_l("Reason"))
    version = HiddenField()

    def offer(self, move: str) -> None:
        """The reasons of a move, if it has a list of them."""
        table = REASONS.get(move, {})
        self.why.choices = [SelectChoice(code, filters.say(label)) for code, label in table.items()]

    @property
    def seen(self) -> int | None:
        """The version of the case that the person looked at when they decided."""
        sent = self.version.data or ""
        return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else None


class PriorityForm(Form):
    """By how many points a score is raised or lowered by hand, and why."""

    points = StringField(_l("Points by hand"))
    reason = TextAreaField(_l("Reason"))

    @property
    def by_hand(self) -> int:
        """The points; 0 for what is no number, which the action refuses."""
        found = re.fullmatch(r"([+-]?)([0-9]{1,2})", (self.points.data or "").replace("−", "-").strip())
        return int(f"{found[1]}{found[2]}") if found else 0


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
    """One household or two; `keep` is the code of the case that stays, `queue` leads on to the next pair."""

    decision = StringField()
    keep = StringField()
    queue = StringField()
    note = TextAreaField(_l("What the other coordinator should know"))


class FilterForm(Form):
    """What the list shows, as it stands in the address."""

    class Meta:
        """Filters change nothing."""

        csrf = False

    q = StringField(_l("Find a name, code, phone number"), id="search")
    ward = PlaceField(_l("Ward or commune"), areas=True)
    state = SelectField(_l("State"), default="", validate_choice=False)
    category = SelectField(_l("Category"), default="", validate_choice=False)
    need = SelectField(_l("Needs"), default="", validate_choice=False)
    added_by = SelectField(_l("Added by"), default="", validate_choice=False)
    since = DayField(_l("Added from"))
    until = DayField(_l("Added until"))

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
        needed = (SelectChoice(good.code, filters.good_name(good)) for good in goods.all_goods())
        self.need.choices = [every, *needed]
        whose = (SelectChoice("me", _("Me")), SelectChoice("others", _("Others")))
        self.added_by.choices = [every, *whose]
        for field in (self.state, self.category, self.need, self.added_by):
            # An address that somebody typed or kept too long: what is no choice filters nothing.
            if field.data not in {choice.value for choice in field.choices}:
                field.data = ""
