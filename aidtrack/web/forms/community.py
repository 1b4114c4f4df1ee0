"""The forms of requests: what a resident fills in, the code to follow it, and the answers of the ward."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice

from aidtrack.cases.headcount import parse_people
from aidtrack.clock import real_now
from aidtrack.community import keyed
from aidtrack.community.answering import REASONS
from aidtrack.community.asking import SITUATIONS, Asked
from aidtrack.community.limits import TooMany
from aidtrack.errors import AidtrackError
from aidtrack.goods import queries as goods
from aidtrack.sentences import N_
from aidtrack.web import filters
from aidtrack.web.forms.base import Form, Say
from aidtrack.web.forms.fields import PhoneField, PlaceField, said
from aidtrack.web.secrets_of_requests import secret

SELF, NEIGHBOUR = "self", "neighbour"
FIELD_OF = {"circumstances": "words", "place_id": "", "consent_by": "agreed"}


class OftenForm(Form):
    """A form at a door that is counted: too often is a refusal of its own."""

    too_many: TooMany | None = None

    def refuse(self, error: AidtrackError) -> None:
        """Above the form, as all that no field can mend."""
        if isinstance(error, TooMany):
            self.too_many = error
        super().refuse(error)

    @property
    def status(self) -> int:
        return 429 if self.too_many else super().status


class RequestForm(OftenForm):
    """A resident's request: for whom, who, where, what; short, and nothing in it is lost by an error."""

    who = RadioField(_l("Whom is the help for?"), default=SELF)
    name = StringField(_l("Name of who needs help"), [Say(N_("Write a name."))])
    phone = PhoneField(
        _l("Their phone number"), description=_l("If there is none, write the landlord's or a neighbour's.")
    )
    people = StringField(_l("How many people live in the household?"))
    address = StringField(
        _l("Where do they live?"),
        [Say(N_("Write where they live, so that somebody finds the way."))],
        description=_l("House number, lane, group; or the name of the row of rooms and its owner."),
    )
    asker_name = StringField(_l("Your name"))
    asker_phone = PhoneField(_l("Your phone number"))
    urgent = BooleanField(_l("There is nothing to eat today, or somebody is very ill"))
    categories = SelectMultipleField(_l("What is their situation? Tick whatever is so."))
    needs = SelectMultipleField(_l("What is needed most?"))
    words = TextAreaField(_l("Anything else the ward should know"))
    agreed = BooleanField(
        _l("I agree that the ward keeps and uses what I wrote, also of illness, for this help only"),
        [Say(N_("Tick that you agree; without it nothing may be kept."))],
    )
    homepage = StringField(_l("Leave this empty"))
    opened = HiddenField(default=lambda: keyed.sealed(real_now(), secret()))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.count = 0
        self.who.choices = [
            SelectChoice(SELF, filters.say(N_("For my household"))),
            SelectChoice(NEIGHBOUR, filters.say(N_("For a neighbour or somebody I know"))),
        ]
        self.categories.choices = [SelectChoice(code, filters.say(text)) for code, text in SITUATIONS.items()]
        self.needs.choices = [SelectChoice(good.code, filters.good_name(good)) for good in goods.all_goods()]

    def validate_people(self, field: StringField) -> None:
        try:
            self.count = parse_people(field.data)
        except AidtrackError as error:
            raise ValidationError(said(error)) from None

    def refuse(self, error: AidtrackError) -> None:
        error.field = FIELD_OF.get(error.field or "", error.field)
        super().refuse(error)

    def asked(self, place_id: str) -> Asked:
        """What was told, for a ward."""
        return Asked(
            place_id=place_id,
            name=self.name.data or "",
            people=self.count,
            phone=self.phone.e164,
            address=self.address.data or "",
            categories=tuple(self.categories.data or ()),
            needs=tuple(self.needs.data or ()),
            urgent=bool(self.urgent.data),
            words=self.words.data or "",
            for_neighbour=self.who.data == NEIGHBOUR,
            asker_name=self.asker_name.data or "",
            asker_phone=self.asker_phone.e164,
            agreed=bool(self.agreed.data),
        )


class FollowForm(OftenForm):
    """The code of a request."""

    code = StringField(
        _l("Code of your request"),
        [Say(N_("Write the code."))],
        description=_l("Eleven letters and digits, such as %(example)s.", example="K7F3 2QH9 MX4"),
    )


class WithdrawForm(OftenForm):
    """The code again, unseen; the button says yes."""

    code = HiddenField()

    @property
    def confirmed(self) -> bool:
        """Whether the second page's button was pressed."""
        return request.form.get("confirmed") == "1"


class WardForm(Form):
    """The ward whose page somebody looks for."""

    class Meta:
        """Looking changes nothing."""

        csrf = False

    ward = PlaceField(_l("Ward or commune"))


class FindForm(Form):
    """A request by the phone number of whoever lost the code."""

    class Meta:
        """Looking changes nothing."""

        csrf = False

    q = PhoneField(_l("Find by phone number"), id="search")


class DeclineForm(Form):
    """Why a request is not part of this round."""

    reason = RadioField(_l("Reason"), [Say(N_("Choose a reason."))])
    text = TextAreaField(_l("In your words, for the office only"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reason.choices = [SelectChoice(code, filters.say(one.label)) for code, one in REASONS.items()]


class LinkForm(Form):
    """The case that a household has already."""

    code = StringField(_l("Code of the case that is there already"), [Say(N_("Write the case's code."))])


class DiscardForm(Form):
    """Ticked requests; `confirmed` once the second page was read."""

    confirmed = HiddenField()

    @property
    def seen(self) -> dict[int, int]:
        """The versions that the second page showed, by number."""
        told = (one.partition(":") for one in request.form.getlist("seen"))
        return {_number(one): _number(version) for one, _colon, version in told}

    @property
    def ticked(self) -> list[int]:
        """The numbers of the ticked requests, at most 200."""
        return [_number(one) for one in request.form.getlist("request")[:200]]


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


class PageForm(Form):
    """A ward's page: open or closed, and whom residents may call."""

    phone = PhoneField(
        _l("Phone number that residents may call"),
        description=_l("The ward's own, nobody's private one: everybody sees it."),
    )
    reason = StringField(
        _l("Reason"), description=_l("Wanted when the page is closed; only the office sees it.")
    )
