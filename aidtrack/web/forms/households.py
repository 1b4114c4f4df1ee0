"""The form of a household: its fields, and a new one with its consent."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar, cast

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms import Form as PlainForm
from wtforms.fields.choices import SelectChoice

from aidtrack.cases.categories import CATEGORIES
from aidtrack.cases.facts import RESIDENCES, SEXES, CaseFacts, MemberFacts
from aidtrack.cases.headcount import parse_people
from aidtrack.errors import AidtrackError
from aidtrack.goods import queries as goods
from aidtrack.sentences import N_
from aidtrack.vietnamese.citizen_id import parse_citizen_id
from aidtrack.vietnamese.dates import show_date
from aidtrack.web import filters
from aidtrack.web.forms.base import Form, Say
from aidtrack.web.forms.fields import BirthField, KeptPlaceField, PhoneField, said

MOST_MEMBERS = 20
"""Rows for members in the form; larger households tell the others in their circumstances."""
FIELD_OF = {
    "place_id": "place",
    "birth_year": "birth",
    "birth_date": "birth",
    "needs": "other_needs",
}
"""Facts that stand in the form under another name."""


class MemberForm(PlainForm):
    """Somebody of the household."""

    name = StringField(_l("Full name"))
    birth = BirthField(_l("Birth year"))
    relation = StringField(_l("Relation to the head"))
    care = StringField(_l("What to heed"))


class HouseholdForm(Form):
    """All that is told of a household; only the name, the ward and the number of people must be."""

    name = StringField(
        _l("Full name of the head of household"), [Say(N_("Write the name of the head of household."))]
    )
    birth = BirthField(_l("Birth year"))
    phone = PhoneField(
        _l("Phone number"), description=_l("If there is none, leave it empty, or write the landlord's.")
    )
    people = StringField(_l("How many people live in the household?"))
    place = KeptPlaceField(
        _l("Ward or commune"),
        validators=[Say(N_("Choose the ward or commune."))],
        description=_l("Marks need not be typed."),
    )
    address = StringField(
        _l("Current address"), description=_l("No temporary residence registration is needed.")
    )
    residential_group = StringField(_l("Residential group or hamlet"))
    categories = SelectMultipleField(_l("Which categories does the household belong to?"))
    needs = SelectMultipleField(_l("What does it need?"))
    other_needs = StringField(_l("Other needs"), description=_l("Separate them by commas."))
    circumstances = TextAreaField(_l("Circumstances"))
    citizen_id = StringField(_l("ID number"))
    sex = RadioField(_l("Sex"), default="")
    residence = RadioField(_l("Residence"), default="unknown")
    home_address = StringField(_l("Permanent residence"))
    remark = TextAreaField(_l("Remark"))
    asked_by_name = StringField(_l("Who asks for them?"))
    asked_by_phone = PhoneField(_l("Phone of whoever asks"))
    asked_by_relation = StringField(_l("Who that is to them"), description=_l("A neighbour, the landlord."))
    members = FieldList(FormField(MemberForm), max_entries=MOST_MEMBERS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.count: int | None = None
        self.cid: str | None = None
        self.categories.choices = [SelectChoice(one.code, filters.say(one.label)) for one in CATEGORIES]
        self.needs.choices = [SelectChoice(good.code, filters.good_name(good)) for good in goods.all_goods()]
        self.sex.choices = [
            *(SelectChoice(code, filters.say(label)) for code, label in SEXES.items()),
            SelectChoice("", filters.say(RESIDENCES["unknown"])),
        ]
        self.residence.choices = [
            SelectChoice(code, filters.say(label)) for code, label in RESIDENCES.items()
        ]

    def validate_people(self, field: StringField) -> None:
        self.count = self._read(parse_people, field.data)

    def validate_citizen_id(self, field: StringField) -> None:
        self.cid = (
            self._read(lambda text: parse_citizen_id(text, regain=False), field.data) if field.data else None
        )

    @staticmethod
    def _read(parse: Any, text: Any) -> Any:
        try:
            return parse(text)
        except AidtrackError as error:
            raise ValidationError(said(error)) from None

    def make_room(self) -> None:
        """Rows for the members: as many as people, and at least one more than there are."""
        self.validate()
        wanted = max(self.count or 0, len(self.members.entries) + 1)
        while len(self.members.entries) < min(wanted, MOST_MEMBERS):
            self.members.append_entry()
        for field in self:
            field.errors = []

    def refuse(self, error: AidtrackError) -> None:
        """Beside the field under its own name here; a refusal of members stands above the form."""
        error.field = None if error.field == "members" else FIELD_OF.get(error.field or "", error.field)
        super().refuse(error)

    def facts(self, base: CaseFacts | None = None) -> CaseFacts:
        """What is told, half of it while the form is being filled in; `base` keeps what is not asked."""
        year, day = self.birth.born
        told: dict[str, Any] = {
            "name": self.name.data or "",
            "place_id": self.place.place_id or "",
            "people": cast(int, self.count),
            "phone": self.phone.e164,
            "citizen_id": self.cid,
            "birth_year": year,
            "birth_date": day,
            "sex": self.sex.data or None,
            "categories": tuple(self.categories.data or ()),
            "needs": (*(self.needs.data or ()), *_listed(self.other_needs.data)),
            "members": tuple(_member(row.form) for row in self.members.entries),
        }
        told |= {"asked_by_phone": self.asked_by_phone.e164}
        told |= {name: self[name].data or "" for name in ("asked_by_name", "asked_by_relation")}
        for name in ("address", "residential_group", "residence", "home_address", "circumstances", "remark"):
            told[name] = self[name].data or ""
        told["residence"] = told["residence"] or "unknown"
        return replace(base, **told) if base else CaseFacts(**told)


def _member(form: Any) -> MemberFacts:
    text = {name: form[name].data or "" for name in ("name", "relation", "care")}
    return MemberFacts(birth_year=form.birth.born[0], **text)


def _listed(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (text or "").split(",") if part.strip())


def filled_with(facts: CaseFacts) -> dict[str, Any]:
    """The form's data for a household that is there already; the ID number is not shown again."""
    known = {good.code for good in goods.all_goods()}
    same = (
        "name",
        "phone",
        "address",
        "residential_group",
        "residence",
        "home_address",
        "circumstances",
        "remark",
        "asked_by_name",
        "asked_by_phone",
        "asked_by_relation",
    )
    return {
        **{name: getattr(facts, name) for name in same},
        "consent_by": facts.consent_by,
        "place": facts.place_id,
        "people": str(facts.people),
        "birth": show_date(facts.birth_date) if facts.birth_date else str(facts.birth_year or ""),
        "sex": facts.sex or "",
        "categories": list(facts.categories),
        "needs": [need for need in facts.needs if need in known],
        "other_needs": ", ".join(need for need in facts.needs if need not in known),
        "members": [
            {"name": one.name, "birth": str(one.birth_year or ""), "relation": one.relation, "care": one.care}
            for one in facts.members
        ],
    }


class _OwnWord(Say):
    """Required of the household itself; where somebody else asks for it, it is asked at the visit."""

    field_flags: ClassVar[dict[str, bool]] = {}

    def __call__(self, form: Any, field: Any) -> None:
        if not form.asked_by_name.data:
            super().__call__(form, field)


class NewCaseForm(HouseholdForm):
    """A new household; nothing is kept unless somebody of it agreed."""

    consent = BooleanField(
        _l("They heard it read out and agree that it is kept"),
        [_OwnWord(N_("Ask the people first, then tick."))],
    )
    consent_by = StringField(
        _l("Who agreed?"), [_OwnWord(N_("Write who agreed: the name, or “the head of household”."))]
    )

    def facts(self, base: CaseFacts | None = None) -> CaseFacts:
        """With the consent, where it was ticked."""
        agreed = self.consent_by.data if self.consent.data else ""
        return replace(super().facts(base), consent_by=agreed or "")
