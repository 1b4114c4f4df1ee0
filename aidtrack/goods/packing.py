"""Which units a good may be counted in, and how its packs are written: "thùng 30", one on a line.

The base unit is fixed once and for all: every amount in the books is a whole number of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from aidtrack.errors import RuleBroken
from aidtrack.goods.amounts import parse_amount
from aidtrack.goods.units import UNITS, GoodFacts, Pack, show_amount
from aidtrack.sentences import N_, Sentence, say
from aidtrack.vietnamese.folding import clean, fold


@dataclass(frozen=True)
class Measure:
    """A base unit with the unit that people read, and how many of the one make the other."""

    base: str
    shown: str
    shown_factor: int = 1

    @property
    def label(self) -> Sentence:
        """How the choice is offered: "kg, counted in g", or "pack"."""
        if self.base == self.shown:
            return say(UNITS[self.base].label)
        return say(
            N_("{shown}, kept in {base}"),
            shown=say(UNITS[self.shown].label),
            base=say(UNITS[self.base].label),
        )


MEASURED: Mapping[str, Measure] = {
    "kg": Measure("g", "kg", 1_000),
    "l": Measure("ml", "l", 1_000),
    **{unit: Measure(unit, unit) for unit in ("pack", "bottle", "egg", "box", "piece", "can", "set", "bag")},
}
"""The ways to measure a new good, by the shown unit."""

PACKED: tuple[str, ...] = ("sack", "bag", "carton", "box", "ten", "tray", "sleeve")
"""The units that a good may be packed in."""

MOST_PACKS = 20
_USUAL = frozenset({"*"})


def parse_packs(text: str, good: GoodFacts) -> tuple[Pack, ...]:
    """The packs in lines such as "thùng 30", "túi 5 kg", "thùng 24 *" (the star: the usual one).

    RuleBroken names the line that cannot be read.
    """
    bare = replace(good, packs=())
    lines = [line for line in (clean(line) for line in text.splitlines()) if line]
    if len(lines) > MOST_PACKS:
        raise RuleBroken(N_("Write at most {most} packs."), field="packs", most=MOST_PACKS)
    found = [_pack(line, bare) for line in lines]
    sizes = {(pack.unit, pack.factor) for pack in found}
    if len(sizes) < len(found):
        raise RuleBroken(N_("A pack stands there twice."), field="packs")
    usual = [pack.unit for pack in found if pack.usual]
    if len(set(usual)) < len(usual):
        raise RuleBroken(N_("Only one size of a pack can be the usual one (*)."), field="packs")
    return tuple(sorted(found, key=lambda pack: (PACKED.index(pack.unit), pack.factor)))


def _pack(line: str, bare: GoodFacts) -> Pack:
    words = line.split()
    usual = words[-1] in _USUAL
    match = re.fullmatch(r"([^\d]+?)\s*(\d.*)", " ".join(words[:-1] if usual else words))
    unit = _packing_unit(match.group(1)) if match else None
    if match is None or unit is None:
        raise RuleBroken(
            N_("“{line}” is no pack; write its unit and size, such as “{example}”. Units: {units}."),
            field="packs",
            line=line[:60],
            example=say(N_("carton 30")) if not bare.weighed else say(N_("bag 5 kg")),
            units=[say(UNITS[code].label) for code in PACKED],
        )
    factor = parse_amount(match.group(2), bare, field="packs")
    return Pack(unit, factor, usual)


def _packing_unit(word: str) -> str | None:
    for code in PACKED:
        known = [code, *UNITS[code].words.split("|")]
        if word.casefold() in known or fold(word) in (fold(other) for other in known):
            return code
    return None


def write_packs(packs: Iterable[Pack], good: GoodFacts) -> list[Sentence]:
    """The lines that `parse_packs` reads again, for the form."""
    return [
        say(
            N_("{unit} {size} *") if pack.usual else N_("{unit} {size}"),
            unit=say(UNITS[pack.unit].label),
            size=show_amount(pack.factor, good),
        )
        for pack in packs
    ]


def check_code(code: str) -> str:
    """A good's code, cleaned: small letters, digits and underlines, beginning with a letter."""
    code = clean(code).casefold().replace("-", "_").replace(" ", "_")
    if not re.fullmatch(r"[a-z][a-z0-9_]{1,30}", code):
        raise RuleBroken(
            N_("A code has 2 to 31 small letters without marks, digits or underlines, such as “{example}”."),
            field="code",
            example="fish_sauce",
        )
    return code


def fitting(packs: Sequence[Pack], good: GoodFacts) -> GoodFacts:
    """The good with these packs."""
    return replace(good, packs=tuple(packs))
