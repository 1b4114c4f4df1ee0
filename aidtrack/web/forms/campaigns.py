"""The forms of campaigns: opening one, its norms good by good, approving and sending back."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    HiddenField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms import Form as Part
from wtforms.fields.choices import SelectChoice

from aidtrack.campaigns.entitlement import ORDER_LABELS, PER_LABELS, Norm, Order, Per
from aidtrack.errors import RuleBroken
from aidtrack.goods.amounts import parse_amount
from aidtrack.goods.units import GoodFacts, in_packs, show_amount
from aidtrack.sentences import N_
from aidtrack.web import filters
from aidtrack.web.forms.base import Form, Say
from aidtrack.web.forms.fields import DayField, PlaceField, said
from aidtrack.web.languages import language


class OpenForm(Form):
    """A new campaign."""

    code = StringField(
        _l("Code"),
        [Say(N_("Write a code."))],
        description=_l("Short and never used before, such as DOT-14-8. It stands on lists and slips."),
    )
    name = StringField(
        _l("Name of the campaign"), [Say(N_("Write the campaign's name, such as “đợt 14/8”."))]
    )
    place = PlaceField(
        _l("Ward, district or province"), areas=True, description=_l("Leave empty only for “Everywhere”.")
    )
    everywhere = BooleanField(_l("Everywhere"))
    store = SelectField(_l("From the store"), coerce=int, validate_choice=False)
    receives_from = DayField(_l("Receives from"), [Say(N_("Write a day, such as 09/8/2021."))])
    receives_to = DayField(_l("Receives until"), [Say(N_("Write a day, such as 09/8/2021."))])
    distributes_from = DayField(_l("Distributes from"), [Say(N_("Write a day, such as 09/8/2021."))])
    distributes_to = DayField(_l("Distributes until"), [Say(N_("Write a day, such as 09/8/2021."))])
    purpose = TextAreaField(_l("What it is for"), description=_l("One or two sentences; may stay empty."))

    def offer(self, stores: Any) -> None:
        """The stores to choose from."""
        self.store.choices = [SelectChoice(store.id, store.name) for store in stores]

    def validate_place(self, field: PlaceField) -> None:
        if not self.everywhere.data and not field.data:
            raise ValidationError(filters.say(N_("Choose a place, or tick “Everywhere”.")))

    def validate_store(self, field: SelectField) -> None:
        if field.data not in [choice.value for choice in field.choices or []]:
            raise ValidationError(_("Choose the store that the goods come from."))


class NormPart(Part):
    """The norm of one good; an empty amount means that the campaign does not give it."""

    code = HiddenField()
    amount = StringField(_l("Norm"))
    per = SelectField(_l("For"), validate_choice=False)
    floor = StringField(_l("At least a household"))
    cap = StringField(_l("At most a household"))
    whole_pack = SelectField(_l("Whole packs"), coerce=int, validate_choice=False)
    order = SelectField(_l("If it does not reach all"), validate_choice=False)
    households = StringField(_l("Number of households"), description=_l("Empty: all."))

    good: GoodFacts

    @property
    def special(self) -> bool:
        """Whether something besides the amount is set or wrong, so that it must be shown open."""
        more = (self.floor, self.cap, self.whole_pack, self.households)
        return self.order.data == Order.LARGEST or any(one.data or one.errors for one in more)

    def offer(self, good: GoodFacts) -> None:
        """Fit the fields to a good."""
        self.good = good
        self.amount.label.text = filters.say(good.title)
        self.per.choices = [SelectChoice(str(per), filters.say(PER_LABELS[per])) for per in Per]
        self.order.choices = [SelectChoice(str(one), filters.say(ORDER_LABELS[one])) for one in Order]
        packs = [
            SelectChoice(pack.factor, filters.say(in_packs(pack.factor, good, pack.factor, pack.unit)))
            for pack in good.packs
        ]
        self.whole_pack.choices = [SelectChoice(0, _("not needed")), *packs]

    def norm(self) -> Norm | None:
        """The norm that was typed; None for none. RuleBroken names the field."""
        if not (self.amount.data or "").strip():
            return None
        return Norm(
            self.good,
            self._typed("amount") or 0,
            per=Per(self.per.data) if self.per.data in list(Per) else Per.PERSON,
            floor=self._typed("floor"),
            cap=self._typed("cap"),
            whole_pack=self.whole_pack.data or None,
            order=Order(self.order.data) if self.order.data in list(Order) else Order.PRIORITY,
            households=self._count(),
        )

    def _typed(self, name: str) -> int | None:
        text = (self[name].data or "").strip()
        return parse_amount(text, self.good, language=language(), field=name) if text else None

    def _count(self) -> int | None:
        text = (self.households.data or "").strip().replace(".", "").replace(",", "")
        if not text:
            return None
        if not text.isdecimal() or len(text) > 6:
            raise RuleBroken(N_("Write the number of households in digits, such as 100."), field="households")
        return int(text)


class NormsForm(Form):
    """The norms of a campaign, one part for each good."""

    goods = FieldList(FormField(NormPart))
    rest_days = StringField(
        _l("Days since the last goods"),
        description=_l(
            "A household that received within so many days before the first day of distribution, or is"
            " about to receive from another campaign, is left out. Empty: nobody is left out."
        ),
    )
    norms: list[Norm]
    days: int
    """What `rest_days` says, 0 for none."""

    @classmethod
    def of(cls, goods: list[GoodFacts], kept: dict[str, Norm], rest_days: int) -> NormsForm:
        """The form filled with the norms that are kept."""
        typed = [_as_typed(good, kept.get(good.code)) for good in goods]
        form = cls(data={"goods": typed, "rest_days": str(rest_days or "")})
        by_code = {good.code: good for good in goods}
        for entry in list(form.goods.entries):
            if entry.form.code.data not in by_code:
                form.goods.entries.remove(entry)
            else:
                entry.form.offer(by_code[entry.form.code.data])
        return form

    def validate(self, extra_validators: Any = None) -> bool:
        """Read every norm; each refusal stands beside its field."""
        fits, self.norms = bool(super().validate(extra_validators)), []
        for entry in self.goods.entries:
            try:
                if norm := entry.form.norm():
                    self.norms.append(norm)
            except RuleBroken as error:
                entry.form[error.field or "amount"].errors = [said(error)]
                fits = False
        text = (self.rest_days.data or "").strip()
        if text and not (text.isdecimal() and len(text) <= 3):
            self.rest_days.errors = [_("Write whole days in digits, such as 14.")]
            fits = False
        else:
            self.days = int(text or 0)
        return fits


def _as_typed(good: GoodFacts, norm: Norm | None) -> dict[str, Any]:
    """A norm as somebody would type it."""

    def typed(amount: int | None) -> str:
        return "" if amount is None else filters.say(show_amount(amount, good))

    if norm is None:
        return {"code": good.code, "per": str(Per.PERSON), "order": str(Order.PRIORITY), "whole_pack": 0}
    return {
        "code": good.code,
        "amount": typed(norm.amount),
        "per": str(norm.per),
        "floor": typed(norm.floor),
        "cap": typed(norm.cap),
        "whole_pack": norm.whole_pack or 0,
        "order": str(norm.order),
        "households": str(norm.households or ""),
    }


class ConfirmForm(Form):
    """One button that acts once."""


class ApproveForm(Form):
    """The second person's word on a plan."""

    no_relatives = BooleanField(_l("I have no relatives in this list"))


class SendBackForm(Form):
    """Why a plan goes back."""

    reason = TextAreaField(_l("Why it is sent back"), [Say(N_("Write why the plan is sent back."))])


class FreeForm(Form):
    """Why a household's share is freed."""

    reason = TextAreaField(_l("Why the share is freed"), [Say(N_("Write why the share is freed."))])
