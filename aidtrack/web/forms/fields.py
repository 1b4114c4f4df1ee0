"""Fields that speak the field's own formats: a ward by name, a day as people write it, a phone number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import current_app
from wtforms import StringField, TelField, ValidationError

from aidtrack.errors import AidtrackError
from aidtrack.places import queries as places
from aidtrack.vietnamese.dates import parse_birth, parse_date, show_date
from aidtrack.vietnamese.phone import parse_phone, show_phone
from aidtrack.web import filters


def said(error: AidtrackError) -> str:
    """A refusal in the reader's language, for a field."""
    return filters.say(error.sentence)


class PlaceField(StringField):
    """A unit of the deployment's edition, typed by name or chosen; `place_id` is its key, or None.

    The picker sends the key beside the text, as `<name>-key`; it counts only while it fits the text.
    `kinds="any"` takes districts and provinces too (assignments, stores).
    """

    def __init__(self, label: str, *, areas: bool = False, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.areas = areas
        self.place_id: str | None = None
        self.chosen: str | None = None

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        if formdata is not None and f"{self.name}-key" in formdata:
            self.chosen = formdata.get(f"{self.name}-key")
        if isinstance(data, str) and ":" in data:
            self.place_id, data = data, places.label_of(data)
        super().process(formdata, data, extra_filters)

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        self.place_id = None
        if validation_stopped or not self.data:
            return
        try:
            self.place_id = self._found()
        except AidtrackError as error:
            raise ValidationError(said(error)) from None

    def _found(self) -> str:
        book = places.gazetteer(places.edition_in_force(current_app.config["SETTINGS"].edition))
        if (
            self.chosen
            and self.chosen in book
            and self.data in (book.label_in(book.get(self.chosen)), book.get(self.chosen).name)
        ):
            return self.chosen
        if self.areas and (areas := book.areas(self.data)):
            return areas[0].key
        return book.resolve(self.data).key


class KeptPlaceField(PlaceField):
    """A ward of the deployment's edition, or the unit of another edition that a case was written with."""

    kept: str | None = None

    def _found(self) -> str:
        if self.kept and self.data == places.label_of(self.kept):
            return self.kept
        return super()._found()


class DayField(StringField):
    """A day as people write it, 09/8/2021; `data` is a date, or None."""

    is_text = False  # its data is a date, so the base form does not clean it

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        self.typed = valuelist[0].strip() if valuelist else ""
        self.data: date | None = None
        if self.typed:
            try:
                self.data = parse_date(self.typed)
            except AidtrackError as error:
                raise ValueError(said(error)) from None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return show_date(self.data) if self.data else ""


class BirthField(StringField):
    """A birth year, or a day where it is known; `born` is both."""

    born: tuple[int | None, date | None] = (None, None)

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        self.born = (None, None)
        if self.data and not validation_stopped:
            try:
                self.born = parse_birth(self.data)
            except AidtrackError as error:
                raise ValidationError(said(error)) from None


class PhoneField(TelField):
    """A phone number in any form; `e164` is what is kept, or None."""

    e164: str | None = None

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        self.e164 = None
        if validation_stopped or not self.data:
            return
        try:
            self.e164 = parse_phone(self.data)
        except AidtrackError as error:
            raise ValidationError(said(error)) from None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return show_phone(self.data) if self.data and str(self.data).startswith("+") else str(self.data or "")
