"""The forms of people: signing in, choosing a password, inviting and assigning."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, PasswordField, RadioField, StringField
from wtforms.validators import StopValidation

from aidtrack.errors import RuleBroken
from aidtrack.people import passwords
from aidtrack.rights import ROLE_LABELS, Role
from aidtrack.sentences import N_
from aidtrack.web import filters
from aidtrack.web.forms.base import Form, Say
from aidtrack.web.forms.fields import DayField, PhoneField, PlaceField, said


class GoodPassword:
    """A validator: what a new password must be."""

    def __call__(self, form: Any, field: Any) -> None:
        try:
            passwords.check(field.data)
        except RuleBroken as refusal:
            raise StopValidation(said(refusal)) from None


class SignInForm(Form):
    """Phone and password."""

    phone = PhoneField(_l("Phone number"), [Say(N_("Write your phone number."))])
    password = PasswordField(_l("Password"), [Say(N_("Write your password."))])
    remember = BooleanField(_l("This is my own phone or computer: keep me signed in for 7 days"))


class ChoosePasswordForm(Form):
    """A new password by a one-time link."""

    password = PasswordField(
        _l("New password"),
        [Say(N_("Choose a password.")), GoodPassword()],
        description=_l("At least 10 characters; three words are easy to remember."),
    )


class ChangePasswordForm(Form):
    """The present password and a new one."""

    old = PasswordField(_l("Present password"), [Say(N_("Write your present password."))])
    password = PasswordField(
        _l("New password"),
        [Say(N_("Choose a password.")), GoodPassword()],
        description=_l("At least 10 characters; three words are easy to remember."),
    )


class InviteForm(Form):
    """A new person."""

    name = StringField(_l("Full name"), [Say(N_("Write the person's name."))])
    phone = PhoneField(_l("Phone number"), [Say(N_("Write the person's phone number."))])


class AssignForm(Form):
    """A role at a place, from a day to a day."""

    role = RadioField(_l("Role"), [Say(N_("Choose a role."))])
    everywhere = BooleanField(_l("Everywhere"))
    place = PlaceField(
        _l("Ward, district or province"), areas=True, description=_l("Leave empty only for “Everywhere”.")
    )
    starts_on = DayField(_l("From"), description=_l("Empty: from today."))
    ends_on = DayField(_l("To"), description=_l("Empty: until further notice."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.role.choices = [(role.value, filters.say(ROLE_LABELS[role])) for role in Role]

    def validate(self, extra_validators: Any = None) -> bool:
        fits = bool(super().validate(extra_validators))
        if bool(self.everywhere.data) == bool(self.place.data):
            both = N_("Choose either a place or “Everywhere”, not both.")
            wanted = both if self.everywhere.data else N_("Choose a place, or tick “Everywhere”.")
            self.place.errors = [filters.say(wanted)]
            return False
        return fits


class ConfirmForm(Form):
    """One button that acts once."""
