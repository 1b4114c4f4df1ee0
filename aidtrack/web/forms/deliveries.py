"""The forms of deliveries: planning trips, handing over at a door, why it could not be, a slip's code."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice

from aidtrack.campaigns.models import Campaign
from aidtrack.deliveries.models import Receipt
from aidtrack.deliveries.trips import OUTCOMES, Handing, Outcome
from aidtrack.errors import RuleBroken
from aidtrack.goods.amounts import parse_amount
from aidtrack.goods.models import Good
from aidtrack.goods.queries import facts_of
from aidtrack.goods.units import show_amount
from aidtrack.people.models import Person
from aidtrack.sentences import N_
from aidtrack.web import filters
from aidtrack.web.forms.base import Form, Say
from aidtrack.web.forms.fields import DayField, PlaceField, said
from aidtrack.web.languages import language

HOUSEHOLD, OTHER = "household", "other"
MOST_STOPS = 40


class PlanForm(Form):
    """Trips for what waits at a place: which campaign, where, when, who drives, how many stops."""

    campaign = SelectField(_l("Campaign"), validate_choice=False)
    place = PlaceField(
        _l("Ward or district"), areas=True, validators=[Say(N_("Choose the ward or commune."))]
    )
    on = DayField(_l("Day"), [Say(N_("Write a day, such as 09/8/2021."))])
    driver = SelectField(_l("Driver"), coerce=int, validate_choice=False)
    most_stops = IntegerField(_l("At most so many stops on a trip"), default=MOST_STOPS)

    def offer(self, campaigns: Iterable[Campaign], drivers: Iterable[Person]) -> None:
        """The open campaigns and the people who may drive."""
        self.campaign.choices = [SelectChoice(one.code, one.name) for one in campaigns]
        people = [SelectChoice(one.id, one.name) for one in drivers]
        self.driver.choices = [SelectChoice(0, _("nobody yet")), *people]

    def validate_campaign(self, field: SelectField) -> None:
        if field.data not in [choice.value for choice in field.choices or []]:
            raise ValidationError(_("Choose an open campaign."))

    def validate_most_stops(self, field: IntegerField) -> None:
        if not field.data or not 1 <= field.data <= 500:
            field.errors = []
            raise ValidationError(_("Write a number from 1 to 500."))


class HandOverForm(Form):
    """What was handed over, to whom, and their signature. `for_goods` adds a field for each good."""

    who = RadioField(_l("Who receives?"), default=HOUSEHOLD)
    received_by = StringField(_l("Name of whoever receives it for them"))
    relation = StringField(
        _l("Who that is"), description=_l("A neighbour, the landlord, the head of the group.")
    )
    signature = StringField(_l("Sign with a finger"))  # unseen by `ui.sign`; a HiddenField would go out twice
    on_paper = BooleanField(_l("Signed or thumb-printed on paper"))
    note = StringField(_l("Note"))

    goods: Sequence[tuple[Good, int, int | None]] = ()
    signed_before = False
    """Whether they signed for these very goods already, in a receipt that is corrected now."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        household = SelectChoice(HOUSEHOLD, _("A member of the household"))
        self.who.choices = [household, SelectChoice(OTHER, _("Somebody else, for them"))]

    def amount_fields(self) -> list[Any]:
        """The fields of the goods, where the share is not handed over in full."""
        names = [f"given_{good.code}" for good, _planned, _given in self.goods]
        return [self[name] for name in names if name in self]

    def validate_received_by(self, field: StringField) -> None:
        if self.who.data == OTHER and not field.data:
            raise ValidationError(filters.say(N_("Say who received it for the household.")))

    def validate_on_paper(self, field: BooleanField) -> None:
        if not (field.data or self.signature.data or self.signed_before):
            raise ValidationError(_("Let them sign, or tick that they signed on paper."))

    @property
    def given(self) -> dict[str, int]:
        """What was typed, in base units by good's code; of a field that is not there, the whole share."""
        found = {}
        for good, planned, _given in self.goods:
            field = self._fields.get(f"given_{good.code}")
            found[good.code] = field.amount if field is not None else planned
        return found

    @property
    def outcome(self) -> Outcome:
        """The outcome that amounts and receiver make."""
        if any(self.given[good.code] < planned for good, planned, _given in self.goods):
            return Outcome.PARTIAL
        return Outcome.RECEIVED_FOR if self.who.data == OTHER else Outcome.RECEIVED

    def told(self) -> dict[str, Any]:
        """What it tells of the door, as `deliveries.actions.record` wants it."""
        other = self.who.data == OTHER
        return {
            "outcome": self.outcome,
            "received_by": self.received_by.data if other else "",
            "relation": self.relation.data if other else "",
            "given": self.given,
            "signature": self.signature.data or "",
            "note": self.note.data or "",
        }


class GivenField(StringField):
    """How much of a good was handed over, as people type it; `amount` is in base units."""

    def __init__(self, label: str, *, good: Good, planned: int, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.good, self.planned, self.amount = facts_of(good), planned, planned

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        try:
            typed = parse_amount(self.data or "", self.good, language=language(), zero_ok=True)
        except RuleBroken as refusal:
            raise ValidationError(said(refusal)) from None
        if typed > self.planned:
            raise ValidationError(filters.say(N_("More was handed over than the household's share.")))
        self.amount = typed


def for_goods(
    goods: Sequence[tuple[Good, int, int | None]], *, in_part: bool, before: Receipt | None = None
) -> HandOverForm:
    """The form of a stop; `in_part` asks for the amount of each good, `before` is what it corrects."""
    parts: dict[str, Any] = {"goods": goods}
    filled: dict[str, Any] = {}
    if before is not None:
        whole = not in_part and all(given == planned for _good, planned, given in goods)
        parts |= {"reason": _reason(), "seen": _seen(), "signed_before": whole and bool(before.signature)}
        filled = {"received_by": before.received_by, "relation": before.relation, "note": before.note}
        filled |= {"who": OTHER if before.received_by else HOUSEHOLD, "seen": before.id}
    for good, planned, given in goods if in_part else ():
        partly = before is not None and before.outcome == Outcome.PARTIAL.value
        amount = filters.say(show_amount((given or 0) if partly else planned, facts_of(good)))
        of = filters.say(show_amount(planned, facts_of(good)))
        parts[f"given_{good.code}"] = GivenField(
            filters.good_name(good),
            good=good,
            planned=planned,
            default=amount,
            description=_("of %(amount)s", amount=of),
        )
    return type("HandOverForm", (HandOverForm,), parts)(data=filled)  # type: ignore[no-any-return]


def _seen() -> HiddenField:
    """The receipt that the person looked at, so that nobody corrects one that they did not read."""
    return HiddenField(filters=[lambda told: int(told) if str(told).isdecimal() else None])


def _reason() -> TextAreaField:
    return TextAreaField(
        _l("Why is it corrected?"), [Say(N_("Write why the outcome is corrected."))]
    )


class FailedForm(Form):
    """Why nothing could be handed over."""

    outcome = RadioField(_l("Why?"), default=Outcome.ABSENT.value)
    note = TextAreaField(_l("Note"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        whys = (Outcome.ABSENT, Outcome.DECLINED)
        self.outcome.choices = [SelectChoice(why.value, filters.say(OUTCOMES[why].label)) for why in whys]

    def told(self) -> dict[str, Any]:
        """What it tells of the door, as `deliveries.actions.record` wants it."""
        return {"outcome": Outcome(self.outcome.data), "note": self.note.data}


class CorrectedFailedForm(FailedForm):
    """That nothing could be handed over, where something else was recorded."""

    reason = _reason()
    seen = _seen()


def for_failure(before: Receipt) -> CorrectedFailedForm:
    """The form filled with the receipt that it corrects."""
    failed = OUTCOMES[Outcome(before.outcome)].hands is Handing.NOTHING
    outcome = before.outcome if failed else Outcome.ABSENT.value
    return CorrectedFailedForm(data={"outcome": outcome, "note": before.note, "seen": before.id})


class TripForm(Form):
    """One button of a trip that acts once; sending it out on another day than its own is confirmed."""

    another_day = BooleanField(_l("Send it out today all the same"))


class ScanForm(Form):
    """The code of a slip, typed by hand or read by another reader."""

    class Meta(Form.Meta):
        """A search, asked with GET: nothing is changed."""

        csrf = False

    code = StringField(_l("Code on the slip"), description=_l("Below the QR code, such as HN-7F3K2QA."))
