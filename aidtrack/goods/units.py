"""Goods are counted in whole base units (rice in grams) and read in the units and packs that people use.

Three kinds of words measure a good: measures of fixed size ("tạ", "chục"), its packs, whose size belongs
to the lot ("thùng" of 30 or 24), and its own base and shown units. A new unit is one line in a table here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from aidtrack.sentences import N_, Sentence, say


@dataclass(frozen=True)
class Unit:
    """A unit that a good may be counted, shown or packed in; `words` are what people type for it."""

    label: str
    one: str
    many: str
    words: str


UNITS: Mapping[str, Unit] = {
    "g": Unit(N_("g"), N_("{n} g"), N_("{n} g"), "g|gr|gam|gram|grams"),
    "kg": Unit(
        N_("kg"), N_("{n} kg"), N_("{n} kg"), "kg|kgs|kilo|kilos|ki lô|ký lô|kí lô|ki lô gam|ký|kí|cân"
    ),
    "ml": Unit(N_("ml"), N_("{n} ml"), N_("{n} ml"), "ml|mi li lít"),
    "l": Unit(N_("l"), N_("{n} l"), N_("{n} l"), "l|lít|litre|litres|liter|liters"),
    "pack": Unit(N_("pack"), N_("{n} pack"), N_("{n} packs"), "gói|pack|packs|packet|packets"),
    "bottle": Unit(N_("bottle"), N_("{n} bottle"), N_("{n} bottles"), "chai|bottle|bottles"),
    "egg": Unit(N_("egg"), N_("{n} egg"), N_("{n} eggs"), "quả|trái|egg|eggs"),
    "box": Unit(N_("box"), N_("{n} box"), N_("{n} boxes"), "hộp|box|boxes"),
    "piece": Unit(N_("piece"), N_("{n} piece"), N_("{n} pieces"), "chiếc|cái|piece|pieces"),
    "can": Unit(N_("can"), N_("{n} can"), N_("{n} cans"), "lon|can|cans"),
    "set": Unit(N_("set"), N_("{n} set"), N_("{n} sets"), "bộ|set|sets"),
    "sack": Unit(N_("sack"), N_("{n} sack"), N_("{n} sacks"), "bao|sack|sacks"),
    "bag": Unit(N_("bag"), N_("{n} bag"), N_("{n} bags"), "túi|bịch|bag|bags"),
    "carton": Unit(N_("carton"), N_("{n} carton"), N_("{n} cartons"), "thùng|carton|cartons"),
    "ten": Unit(N_("ten"), N_("{n} ten"), N_("{n} tens"), "chục"),
    "tray": Unit(N_("tray"), N_("{n} tray"), N_("{n} trays"), "vỉ|tray|trays"),
    "sleeve": Unit(N_("sleeve"), N_("{n} sleeve"), N_("{n} sleeves"), "lốc|sleeve|sleeves"),
}
"""All units by code. A word may serve several units; what it means is decided by the good."""

MEASURES: Mapping[str, Mapping[str, int]] = {
    "g": {
        "g": 1,
        "lạng": 100,
        "kg": 1_000,
        "yến": 10_000,
        "tạ": 100_000,
        "tấn|ton|tons|tonne|tonnes": 1_000_000,
    },
    "ml": {"ml": 1, "l": 1_000},
}
"""Measures by the base unit that they are whole numbers of; a code of `UNITS` stands for its words."""

COUNTS: Mapping[str, int] = {"ten": 10, "tá|dozen": 12}
"""Measures of everything that is counted in pieces."""


@dataclass(frozen=True)
class Pack:
    """A pack that a good comes in: `factor` base units. `usual` is understood where no lot says otherwise."""

    unit: str
    factor: int
    usual: bool = False


@dataclass(frozen=True)
class GoodFacts:
    """What must be known of a good to read and show amounts of it; they are whole numbers of `base`."""

    code: str
    name: str
    name_en: str
    base: str
    shown: str
    shown_factor: int = 1
    packs: tuple[Pack, ...] = ()
    perishable: bool = False

    @property
    def title(self) -> Sentence:
        """The good's name in the reader's language, also of goods that no catalogue has heard of."""
        # The Vietnamese translation of this message is "{name_vi}".
        return say(N_("{name_en}"), name_en=self.name_en or self.name, name_vi=self.name)

    @property
    def unit(self) -> Sentence:
        """The name of the shown unit, for a column's head or beside a field."""
        return say(UNITS[self.shown].label)

    @property
    def weighed(self) -> bool:
        """Whether it is measured (in grams, millilitres) and not counted in pieces."""
        return self.base in MEASURES

    def sizes(self, unit: str) -> tuple[int, ...]:
        """The known factors of a pack, in base units, small to large."""
        return tuple(sorted(pack.factor for pack in self.packs if pack.unit == unit))

    def usual_size(self, unit: str) -> int | None:
        """The factor that a pack has where nothing else is said: the usual one, or the only one."""
        usual = [pack.factor for pack in self.packs if pack.unit == unit and pack.usual]
        return usual[0] if usual else self._only(self.sizes(unit))

    @staticmethod
    def _only(sizes: tuple[int, ...]) -> int | None:
        return sizes[0] if len(sizes) == 1 else None


def counted(number: int | Sentence, unit: str) -> Sentence:
    """A number with its unit: "1 carton", "3 cartons", "4,5 kg"."""
    return say(UNITS[unit].one if number == 1 else UNITS[unit].many, n=number)


def show_amount(amount: int, good: GoodFacts) -> Sentence:
    """An amount in the shown unit: "4.000 kg", "4,5 kg", "36 gói".

    At most two decimals: what is finer is said in the base unit ("4 kg 125 g", "125 g"), because
    three digits behind a mark are thousands to one reader and decimals to another.
    """
    if amount < 0:
        return say(N_("−{amount}"), amount=show_amount(-amount, good))
    whole, rest = divmod(amount, good.shown_factor)
    decimals = _decimals(Fraction(rest, good.shown_factor))
    if decimals is not None:
        return counted(_number(whole, decimals), good.shown)
    if whole == 0:
        return counted(rest, good.base)
    return say(N_("{whole} {rest}"), whole=counted(whole, good.shown), rest=counted(rest, good.base))


def show_average(total: int, count: int, good: GoodFacts) -> Sentence:
    """So much for each of `count`, in the shown unit and rounded to one decimal: "11,5 kg", "8,9 gói"."""
    tenths = round(Fraction(10 * total, good.shown_factor * count))
    whole, tenth = divmod(tenths, 10)
    return counted(_number(whole, str(tenth) if tenth else ""), good.shown)


def in_shown(amount: int, good: GoodFacts) -> Decimal:
    """The number for a spreadsheet's cell: the amount in the shown unit, exact."""
    return Decimal(amount) / good.shown_factor


def in_packs(amount: int, good: GoodFacts, factor: int, unit: str) -> Sentence:
    """An amount in packs of `factor` base units: "1 thùng 30 và 6 gói", "3 túi 5 kg và 1 kg", "6 gói"."""
    packs, loose = divmod(amount, factor)
    if packs == 0:
        return show_amount(loose, good)
    size = show_amount(factor, good) if good.weighed else factor
    if loose == 0:
        return say(N_("{packs} of {size}"), packs=counted(packs, unit), size=size)
    return say(
        N_("{packs} of {size} and {loose}"),
        packs=counted(packs, unit),
        size=size,
        loose=show_amount(loose, good),
    )


def _decimals(part: Fraction) -> str | None:
    """The digits behind the mark; None where two do not say it exactly."""
    hundredths = part * 100
    return f"{hundredths.numerator:02}".rstrip("0") if hundredths.denominator == 1 else None


def _number(whole: int, decimals: str) -> int | Sentence:
    return say(N_("{whole}.{decimals}"), whole=whole, decimals=decimals) if decimals else whole
