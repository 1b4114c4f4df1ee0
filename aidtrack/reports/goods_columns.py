"""A good as papers count it: its name, its shown unit, and amounts of base units as exact numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from aidtrack.reports.papers import UNIT_WORDS
from aidtrack.reports.sheet_xml import Cell
from aidtrack.vietnamese.numbers import quantity_in_words, show_number

Amounts = Mapping[str, int]
"""Good's code → whole number of its base unit."""


@dataclass(frozen=True)
class GoodColumn:
    """One good's column. `factor` base units are one shown unit (rice: 1000 g are one kg)."""

    code: str
    name: str
    unit: str
    factor: int = 1

    def shown(self, amount: int) -> int | Decimal:
        """An amount of base units in the shown unit: a whole number where it is one, else exact decimals."""
        whole, rest = divmod(amount, self.factor)
        return whole if rest == 0 else (Decimal(amount) / self.factor).normalize()

    def cell(self, amount: int | None, *, total: bool = False, blank_zero: bool = True) -> Cell:
        """The amount as a number cell, with decimals only where it has some; empty for nothing."""
        prefix = "total_" if total else ""
        if amount is None or (amount == 0 and blank_zero and not total):
            return Cell(None, f"{prefix}count")
        number = self.shown(amount)
        return Cell(number, f"{prefix}{'count' if isinstance(number, int) else 'decimal'}")

    def figure(self, amount: int) -> str:
        """The amount with its unit as a line of text writes it: "4,5 kg"."""
        return f"{show_number(self.shown(amount))} {self.unit}"

    def in_words(self, amount: int) -> str:
        """The amount in words: "một trăm hai mươi tư ki-lô-gam gạo"."""
        unit = UNIT_WORDS.get(self.unit, self.unit)
        # "Gạo" begins small inside a sentence; a name in capitals ("ORS") stays.
        name = self.name if self.name[1:2].isupper() else self.name[:1].lower() + self.name[1:]
        # "gói mì tôm", but never "gói gói quà": some goods are named after their unit.
        thing = name if name.startswith(unit) else f"{unit} {name}"
        return f"{quantity_in_words(Decimal(self.shown(amount)))} {thing}"


def added_up(goods: Sequence[GoodColumn], rows: Sequence[Amounts]) -> dict[str, int]:
    """The total of each good over the rows, in base units."""
    return {good.code: sum(row.get(good.code, 0) for row in rows) for good in goods}


def all_in_words(goods: Sequence[GoodColumn], totals: Amounts) -> str:
    """The line after "Bằng chữ:", beginning with a capital: "Một trăm … gạo; ba mươi mốt … lạc."."""
    said = [good.in_words(totals[good.code]) for good in goods if totals.get(good.code)]
    words = "; ".join(said) or "không"
    return f"{words[:1].upper()}{words[1:]}."
