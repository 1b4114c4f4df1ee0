"""The forms of visits: what was found, who vouched, the photos; and what a call to a household brought."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms import Form as PlainForm
from wtforms.fields.choices import SelectChoice

from aidtrack.cases import photos
from aidtrack.cases.headcount import parse_people
from aidtrack.cases.photos import Photo
from aidtrack.cases.visits import (
    ENOUGH_WITNESSES,
    MET,
    MOST_PHOTOS,
    MOST_WITNESSES,
    RESULTS,
    ROLES,
    VisitFacts,
    Witness,
)
from aidtrack.errors import AidtrackError, RuleBroken
from aidtrack.sentences import N_
from aidtrack.web import filters
from aidtrack.web.forms.base import Form, Say
from aidtrack.web.forms.fields import DayField, PhoneField, PlaceField, said


class WitnessForm(PlainForm):
    """Somebody who vouches; a row without a name is nobody."""

    role = SelectField(_l("Role"), default="", validate_choice=False)
    name = StringField(_l("Full name"))
    phone = PhoneField(_l("Phone number"))
    address = StringField(_l("Address or office"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.role.choices = [
            SelectChoice("", _("Choose")),
            *(SelectChoice(code, filters.say(label)) for code, label in ROLES.items()),
        ]

    @property
    def told(self) -> Witness | None:
        """The witness, or None for an empty row."""
        if not (self.name.data or self.phone.data or self.address.data):
            return None
        return Witness(self.role.data or "", self.name.data or "", self.phone.e164, self.address.data or "")


class VisitForm(Form):
    """One visit to a household."""

    version = HiddenField()
    visited_on = DayField(_l("Day of the visit"), [Say(N_("Write a day, such as 09/8/2021."))])
    result = RadioField(_l("What did the visit find?"), [Say(N_("Say what the visit found."))])
    people_found = StringField(
        _l("How many people live there?"), description=_l("Count them there, do not copy the number.")
    )
    without_papers = StringField(_l("How many of them have no papers?"), default="0")
    findings = TextAreaField(_l("What you saw and heard"))
    consent = BooleanField(_l("The household heard it read out and agrees that it is kept"))
    consent_by = StringField(_l("Who of the household agreed?"))
    witnesses = FieldList(FormField(WitnessForm), min_entries=ENOUGH_WITNESSES, max_entries=MOST_WITNESSES)
    photos = MultipleFileField(_l("Photos"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.result.choices = [SelectChoice(code, filters.say(label)) for code, label in RESULTS.items()]
        self.counted: dict[str, int | None] = {}
        self.prepared: list[Photo] = []

    @property
    def seen(self) -> int | None:
        """The version of the case that the visitor looked at."""
        sent = self.version.data or ""
        return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else None

    def validate_people_found(self, field: StringField) -> None:
        if self.result.data in MET:
            self.counted["people_found"] = self._read(field.data)

    def validate_without_papers(self, field: StringField) -> None:
        none = (field.data or "0").strip("0 ") == ""
        self.counted["without_papers"] = 0 if none or self.result.data not in MET else self._read(field.data)

    @staticmethod
    def _read(text: str | None) -> int:
        try:
            return parse_people(text)
        except RuleBroken as refusal:
            raise ValidationError(said(refusal)) from None

    def validate_consent_by(self, field: StringField) -> None:
        if self.consent.data and not field.data:
            raise ValidationError(filters.say(N_("Write who of the household agreed.")))

    def validate_photos(self, field: MultipleFileField) -> None:
        """The photos are made anew here, outside the transaction, because that takes its time."""
        sent = [file for file in field.data or () if getattr(file, "filename", "")]
        if len(sent) > MOST_PHOTOS:
            raise ValidationError(
                _("At most %(most)s photos of a visit are kept. Choose again.", most=MOST_PHOTOS)
            )
        for file in sent:
            try:
                self.prepared.append(photos.prepared(file.read(photos.MOST_BYTES + 1)))
            except RuleBroken as refusal:
                raise ValidationError(f"{file.filename[:60]}: {said(refusal)}") from None

    def refuse(self, error: AidtrackError) -> None:
        """A refusal of the witnesses stands above the form: they are rows."""
        if error.field == "witnesses":
            error.field = None
        super().refuse(error)

    @property
    def must_choose_again(self) -> bool:
        """Whether photos were sent that a browser will not send a second time by itself."""
        return bool(self.problems) and any(file.filename for file in request.files.getlist("photos"))

    def facts(self) -> VisitFacts:
        """What was told."""
        agreed = self.consent_by.data if self.consent.data else ""
        told = (row.form.told for row in self.witnesses.entries)
        return VisitFacts(
            visited_on=cast(date, self.visited_on.data),
            result=self.result.data or "",
            people_found=self.counted.get("people_found"),
            without_papers=self.counted.get("without_papers") or 0,
            findings=self.findings.data or "",
            consent_by=agreed or "",
            witnesses=tuple(one for one in told if one is not None),
        )

    def make_room(self) -> None:
        """One more row for a witness."""
        if len(self.witnesses.entries) < MOST_WITNESSES:
            self.witnesses.append_entry()


class CallForm(Form):
    """What a call brought."""

    answer = StringField()
    note = StringField(_l("What is not so"))


class NewListForm(Form):
    """A whole place whose waiting cases are to be verified together."""

    place = PlaceField(
        _l("Ward or district"), areas=True, validators=[Say(N_("Choose the ward or commune."))]
    )
