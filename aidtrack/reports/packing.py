"""How a lot is packed, in the words of a goods note: "túi 25 kg, lô GẠO-0813-1, HSD 31/12/2021"."""

from __future__ import annotations

from aidtrack.reports.goods_columns import GoodColumn
from aidtrack.reports.report import unit_word
from aidtrack.stock.models import Lot
from aidtrack.vietnamese.dates import show_date


def packing_of(lot: Lot, good: GoodColumn) -> str:
    """The lot's pack, its code and its expiry, as far as they are known."""
    pack = ""
    if lot.pack_name and lot.pack_factor:
        pack = f"{unit_word(lot.pack_name)} {good.figure(lot.pack_factor)}"
    until = f"HSD {show_date(lot.expires_on)}" if lot.expires_on else ""
    return ", ".join(part for part in (pack, f"lô {lot.code}", until) if part)
