"""What every form shares: cleaned text, a key that lets it act once, and refusals beside their field."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from flask import request
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, SelectField, StringField
from wtforms.validators import StopValidation

from aidtrack.db import Act, transaction
from aidtrack.errors import AidtrackError, Conflict, RuleBroken
from aidtrack.vietnamese.folding import clean
from aidtrack.web import filters


class Form(FlaskForm):
    """A form of ours. `key` travels hidden with it: the same key acts once."""

    class Meta:
        """Text is cleaned as it comes in: NFC, no zero-width or control characters."""

        def bind_field(self, form: Any, unbound: Any, options: dict[str, Any]) -> Any:
            kind = unbound.field_class
            as_typed = issubclass(kind, (HiddenField, PasswordField)) or not getattr(kind, "is_text", True)
            if issubclass(kind, StringField) and not as_typed:
                lines = kind.__name__ == "TextAreaField"
                options["filters"] = [
                    lambda text: clean(text, lines=lines) if text else "",
                    *options.get("filters", ()),
                ]
            bound = unbound.bind(form=form, **options)
            if isinstance(bound, SelectField):  # the others' words for it are English only
                bound.invalid_choice_message = _("This is none of the choices. Choose one of the list.")
            return bound

    # cut, because an index takes no key of any length
    key = HiddenField(default=lambda: secrets.token_urlsafe(16), filters=[lambda text: text and text[:64]])

    refused: list[str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.refused = []

    def submitted(self) -> bool:
        """Whether it was sent and every field can be read."""
        return request.method == "POST" and self.validate()

    @property
    def status(self) -> int:
        """The status of the page that shows it: 422 when something must be mended."""
        return 422 if request.method == "POST" else 200

    @contextmanager
    def acting(self) -> Iterator[Act]:
        """Act once in a transaction; a refusal is put beside its field and the page is shown again.

        `act.done` says whether it was done.
        """
        try:
            with transaction(once=self.key.data) as act:
                yield act
        except (RuleBroken, Conflict) as error:
            self.refuse(error)

    def refuse(self, error: AidtrackError) -> None:
        """Show a refusal at the field it names, or above the form."""
        text = filters.say(error.sentence)
        target = self._fields.get(error.field or "")
        if target is not None:
            target.errors = [*target.errors, text]
        else:
            self.refused.append(text)

    @property
    def problems(self) -> list[tuple[str | None, str]]:
        """All that is wrong: the field's id (None for the form as a whole) and the sentence."""
        found: list[tuple[str | None, str]] = [(None, text) for text in self.refused]
        for field in self:
            for text in field.errors:
                found.append(
                    (field.id if field.type not in ("CSRFTokenField", "HiddenField") else None, str(text))
                )
        return found


class Say:
    """A validator that requires something and says how to mend it, in the reader's language."""

    field_flags: ClassVar[dict[str, bool]] = {"required": True}

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, form: Any, field: Any) -> None:
        if not field.data or (isinstance(field.data, str) and not field.data.strip()):
            field.errors = []
            raise StopValidation(_(self.message))
