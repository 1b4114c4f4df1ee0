"""The forms of stock: one amount for each lot of a store, typed as people type, and what goes with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField

from aidtrack.errors import AidtrackError, RuleBroken
from aidtrack.goods.amounts import parse_amount
from aidtrack.goods.queries import facts
from aidtrack.sentences import N_
from aidtrack.stock.queries import LotOnHand
from aidtrack.web import filters
from aidtrack.web.forms.base import Form, Say
from aidtrack.web.forms.fields import DayField, PlaceField, said


class LotsForm(Form):
    """A form with a field for each lot, `lot_17`; made by `for_lots`."""

    lots: Sequence[LotOnHand] = ()
    zero_ok = False
    amounts: list[tuple[int, int]]

    def lot_field(self, lot: LotOnHand) -> Any:
        """The field of a lot."""
        return self[f"lot_{lot.lot_id}"]

    def validate(self, extra_validators: Any = None) -> bool:
        """Read every amount; `amounts` are (lot, base units) of those that were filled in."""
        fits = bool(super().validate(extra_validators))
        self.amounts = []
        known = facts()
        for lot in self.lots:
            field = self.lot_field(lot)
            if not field.data:
                continue
            try:
                good = known[lot.good_code]
                size, pack = lot.pack_factor, lot.pack_name
                amount = parse_amount(field.data, good, size, pack=pack, zero_ok=self.zero_ok)
                self.amounts.append((lot.lot_id, amount))
            except AidtrackError as error:
                field.errors = [said(error)]
                fits = False
        if fits and not self.amounts:
            self.refuse(RuleBroken(N_("Write the amount of at least one lot.")))
            return False
        return fits


def for_lots(kind: type[LotsForm], lots: Sequence[LotOnHand]) -> Any:
    """A form of a kind with a field for each of the lots."""
    known = facts()
    fields = {
        f"lot_{lot.lot_id}": StringField(f"{filters.say(known[lot.good_code].title)}, {lot.code}")
        for lot in lots
    }
    made = type(kind.__name__, (kind,), {**fields, "lots": lots})
    return made()


class TransferForm(LotsForm):
    """Goods out of a store into transit, under the carrier's name."""

    target = SelectField(_l("To the store"), [Say(N_("Choose where the goods go."))])
    carrier = StringField(_l("Carried by"), [Say(N_("Write who carries the goods."))])
    note = StringField(_l("Note"))


class ArriveForm(LotsForm):
    """What was counted of a transfer where it arrived."""

    note = StringField(_l("Note"))


class WriteOffForm(LotsForm):
    """Goods off the books, with the reason."""

    reason = StringField(_l("Reason"), [Say(N_("Write why the goods are written off."))])


class CountForm(LotsForm):
    """A stock-take: what was found of each lot."""

    zero_ok = True
    note = StringField(_l("Note"))


class ReasonForm(Form):
    """Why a paper is taken back, or a transfer given up."""

    reason = StringField(_l("Reason"), [Say(N_("Write the reason."))])


class StoreForm(Form):
    """A new store."""

    name = StringField(_l("Name of the store"), [Say(N_("Write the store's name."))])
    place = PlaceField(
        _l("Serves"), areas=True, description=_l("A ward, district or province; empty: everywhere.")
    )


class PeriodForm(Form):
    """Two days, sent by GET."""

    class Meta(Form.Meta):
        """Nothing is changed, so nothing is protected."""

        csrf = False

    first = DayField(_l("From"))
    last = DayField(_l("To"))
