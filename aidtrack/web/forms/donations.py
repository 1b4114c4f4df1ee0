"""The forms of donations: a pledge, an arrival good by good, withdrawing and taking back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    FieldList,
    FormField,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms import Form as Part
from wtforms.fields.choices import SelectChoice

from aidtrack.cases.categories import BY_CODE, CATEGORIES, NONE
from aidtrack.donations.arrivals import Arrival, check_arrivals
from aidtrack.errors import RuleBroken
from aidtrack.goods.amounts import parse_amount
from aidtrack.goods.units import GoodFacts, in_packs
from aidtrack.sentences import N_
from aidtrack.web import filters
from aidtrack.web.forms.base import Form, Say
from aidtrack.web.forms.fields import DayField, PhoneField, said
from aidtrack.web.languages import language

LINES = 5
"""How many goods a pledge offers room for."""


class GoodPart(Part):
    """Fields of one good among others: an error far from them must say whose they are."""

    def name_fields(self, whose: str) -> None:
        """Say in every label which good is meant; beside the field itself a page shows `short`."""
        for field in self:
            field.short, field.label.text = field.label.text, f"{whose}, {str(field.label.text).lower()}"


class PledgeLine(GoodPart):
    """A good and how much of it, as people type it."""

    good = SelectField(_l("Good"), validate_choice=False)
    amount = StringField(_l("How much"))

    def typed(self, facts: Mapping[str, GoodFacts]) -> tuple[str, int] | None:
        """The good's code and base units; None for an empty line. RuleBroken names the field."""
        text = (self.amount.data or "").strip()
        if not text:
            if self.good.data:
                raise RuleBroken(N_("Write how much of it, or leave the good out."), field="amount")
            return None
        if self.good.data not in facts:
            raise RuleBroken(N_("Choose which good this is."), field="good")
        return self.good.data, parse_amount(text, facts[self.good.data], language=language())


class PledgeForm(Form):
    """A donor's promise."""

    donor = StringField(
        _l("Donor"),
        [Say(N_("Write the donor's name."))],
        description=_l("A person or an organisation. A known name is found again."),
    )
    phone = PhoneField(_l("Donor's phone number"), description=_l("May stay empty."))
    lines = FieldList(FormField(PledgeLine), min_entries=LINES, max_entries=LINES)
    expected_on = DayField(_l("Expected on"), description=_l("Such as 13/8/2021; may stay empty."))
    earmark = SelectMultipleField(
        _l("Meant for"), description=_l("Tick nothing if it may be given to anybody."), validate_choice=False
    )
    note = TextAreaField(_l("Note"))

    promised: list[tuple[str, int]]

    def offer(self, facts: Mapping[str, GoodFacts]) -> None:
        """The goods and categories to choose from."""
        self.facts = facts
        choices = [SelectChoice(code, filters.say(good.title)) for code, good in facts.items()]
        for number, entry in enumerate(self.lines.entries, start=1):
            entry.form.good.choices = [SelectChoice("", _("– choose –")), *choices]
            good = facts.get(entry.form.good.data or "")
            entry.form.name_fields(filters.say(good.title) if good else _("line %(number)s", number=number))
        self.earmark.choices = [
            SelectChoice(one.code, filters.say(one.label)) for one in CATEGORIES if one.code != NONE
        ]

    def validate_earmark(self, field: SelectMultipleField) -> None:
        if any(code not in BY_CODE for code in field.data or []):
            raise ValidationError(_("Choose from the list of categories."))

    def validate(self, extra_validators: Any = None) -> bool:
        """Read every line; each refusal stands beside its field."""
        fits, self.promised = bool(super().validate(extra_validators)), []
        for entry in self.lines.entries:
            try:
                if line := entry.form.typed(self.facts):
                    self.promised.append(line)
            except RuleBroken as error:
                entry.form[error.field or "amount"].errors = [said(error)]
                fits = False
        if fits and not self.promised:
            self.lines.entries[0].form.amount.errors = [_("Write at least one good with its amount.")]
            return False
        return fits


class ArrivalPart(GoodPart):
    """One good of an arrival; without a count it did not come."""

    code = HiddenField()
    on_paper = StringField(_l("On paper"))
    counted = StringField(_l("Counted"))
    pack = SelectField(_l("Packed in"), validate_choice=False)
    expires_on = DayField(_l("Use by"))
    difference_reason = StringField(_l("Why they differ"))

    good: GoodFacts

    def offer(self, good: GoodFacts) -> None:
        """Fit the fields to a good."""
        self.good = good
        packs = [
            SelectChoice(
                f"{pack.unit}:{pack.factor}",
                filters.say(in_packs(pack.factor, good, pack.factor, pack.unit)),
            )
            for pack in good.packs
        ]
        self.pack.choices = [SelectChoice("", _("loose")), *packs]
        self.name_fields(filters.say(good.title))

    def arrival(self, on: date) -> Arrival | None:
        """What arrived of it on a day; None for nothing. RuleBroken names the field."""
        if not (self.counted.data or "").strip():
            return None
        if self.expires_on.errors:
            return None
        packs = {f"{pack.unit}:{pack.factor}": pack for pack in self.good.packs}
        pack = packs.get(self.pack.data or "")
        found = Arrival(
            self.good.code,
            self._typed("on_paper", pack),
            self._typed("counted", pack),
            pack_name=pack.unit if pack else None,
            pack_factor=pack.factor if pack else None,
            expires_on=self.expires_on.data,
            difference_reason=self.difference_reason.data or "",
        )
        check_arrivals([found], on=on)
        return found

    def _typed(self, name: str, pack: Any) -> int:
        text = (self[name].data or "").strip()
        if not text:
            raise RuleBroken(
                N_("Write what stands on the paper that came with it; 0 if there is none."), field=name
            )
        return parse_amount(
            text,
            self.good,
            pack.factor if pack else None,
            pack=pack.unit if pack else None,
            language=language(),
            zero_ok=True,
            field=name,
        )


class ReceiveForm(Form):
    """What arrived, good by good."""

    store = SelectField(_l("Into the store"), coerce=int, validate_choice=False)
    handed_over_by = StringField(_l("Handed over by"), description=_l("Who brought it, such as the driver."))
    goods = FieldList(FormField(ArrivalPart))

    arrivals: list[Arrival]

    @classmethod
    def of(
        cls, goods: Sequence[GoodFacts], on_paper: Mapping[str, str], stores: Sequence[Any]
    ) -> ReceiveForm:
        """The form for these goods, with what is still expected of each as a proposal for the paper."""
        rows = [{"code": good.code, "on_paper": on_paper.get(good.code, "")} for good in goods]
        form, by_code = cls(data={"goods": rows}), {good.code: good for good in goods}
        for entry in list(form.goods.entries):
            if entry.form.code.data not in by_code:
                form.goods.entries.remove(entry)
            else:
                entry.form.offer(by_code[entry.form.code.data])
        form.store.choices = [SelectChoice(store.id, store.name) for store in stores]
        if len(stores) > 1:  # nobody's goods go into the first store because nobody looked
            form.store.choices.insert(0, SelectChoice(0, _("Choose the store that takes the goods in.")))
        return form

    def validate_store(self, field: SelectField) -> None:
        if not field.data or field.data not in [choice.value for choice in field.choices or []]:
            raise ValidationError(_("Choose the store that takes the goods in."))

    def validate(self, extra_validators: Any = None) -> bool:
        """Read every good; each refusal stands beside its field."""
        fits, self.arrivals = bool(super().validate(extra_validators)), []
        for entry in self.goods.entries:
            try:
                if arrival := entry.form.arrival(g.clock.today()):
                    self.arrivals.append(arrival)
            except RuleBroken as error:
                entry.form[error.field or "counted"].errors = [said(error)]
                fits = False
        if fits and not self.arrivals and self.goods.entries:
            entry = self.goods.entries[0]
            entry.form.counted.errors = [_("Write what was counted of at least one good.")]
            return False
        return fits


class ReasonForm(Form):
    """Why a pledge is withdrawn, or an arrival taken back."""

    reason = StringField(_l("Reason"), [Say(N_("Write a reason."))])
