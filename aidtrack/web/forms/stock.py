"""The forms of stock: one amount for each lot of a store, typed as people type, and what goes with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField

from aidtrack.errors import AidtrackError, Conflict, RuleBroken
from aidtrack.goods.amounts import parse_amount
from aidtrack.goods.queries import facts
from aidtrack.sentences import N_
from aidtrack.stock import queries
from aidtrack.stock.queries import LotOnHand, OpenLine
from aidtrack.web import filters
from aidtrack.web.forms.base import Form, Say
from aidtrack.web.forms.fields import DayField, PlaceField, said
from aidtrack.web.languages import language


class LotsForm(Form):
    """A form with a field for each lot, `lot_17`; made by `for_lots`."""

    lots: Sequence[LotOnHand] = ()
    zero_ok = False
    amounts: list[tuple[int, int]]

    @property
    def shown(self) -> list[LotOnHand]:
        """The lots to fill in. One that is used up has its field still, so that a form sent twice is
        known again; it is shown only where something was typed."""
        return [lot for lot in self.lots if lot.on_hand or self.lot_field(lot).data]

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
                amount = parse_amount(
                    field.data,
                    good,
                    lot.pack_factor,
                    pack=lot.pack_name,
                    language=language(),
                    zero_ok=self.zero_ok,
                )
                self.amounts.append((lot.lot_id, amount))
            except AidtrackError as error:
                field.errors = [said(error)]
                fits = False
        if fits and not self.amounts:
            self.refuse(RuleBroken(N_("Write the amount of at least one lot.")))
            return False
        return fits

    def refuse(self, error: AidtrackError) -> None:
        """Too little of a lot is said beside that lot."""
        if error.field == "amount":
            typed = dict(self.amounts)
            over = [lot.lot_id for lot in self.lots if typed.get(lot.lot_id, 0) > lot.free]
            error.field = f"lot_{over[0]}" if over else None
        super().refuse(error)


def still_open(lines: Sequence[OpenLine]) -> list[LotOnHand]:
    """The lots of a transfer, and how much of each is on its way."""
    transit = queries.virtual("transit")
    left = {line.lot.id: line.open for line in lines}
    lots = [lot for lot in queries.lots_at([transit.id], empty=True) if lot.lot_id in left]
    return [replace(lot, on_hand=left[lot.lot_id], reserved=0) for lot in lots]


def for_lots(kind: type[LotsForm], lots: Sequence[LotOnHand], *formdata: Any) -> Any:
    """A form of a kind with a field for each of the lots, in the goods' order."""
    known = facts()
    order = list(known)
    lots = sorted(lots, key=lambda lot: order.index(lot.good_code))
    fields = {
        f"lot_{lot.lot_id}": StringField(f"{filters.say(known[lot.good_code].title)}, {lot.code}")
        for lot in lots
    }
    made = type(kind.__name__, (kind,), {**fields, "lots": lots})
    return made(*formdata)


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
    again: frozenset[str] = frozenset()

    @property
    def shown(self) -> list[LotOnHand]:
        """Every lot that ever lay here: it may be found again."""
        return list(self.lots)

    def expected(self, lot: LotOnHand) -> int:
        """What the books said when the count began: it travels with the form, so that a move is seen."""
        name = f"expected_{lot.lot_id}"
        sent = None if name in self.again else request.form.get(name, type=int)
        return lot.on_hand if sent is None else sent

    def found(self) -> list[tuple[int, int, int]]:
        """Lot, what the books said, and what was found."""
        books = {lot.lot_id: self.expected(lot) for lot in self.lots}
        return [(lot_id, books[lot_id], amount) for lot_id, amount in self.amounts]

    def refuse(self, error: AidtrackError) -> None:
        """A lot that moved is counted again, against what the books say now."""
        if isinstance(error, Conflict) and error.field:
            self.again |= {error.field.replace("lot_", "expected_")}
        super().refuse(error)


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
