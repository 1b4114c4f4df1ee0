"""Amounts as people type them: "2 tạ", "4,5 kg", "3 thùng lẻ 5 gói", "2 bao 25 kg", "12" or "2 cartons".

Read exactly or refused with a remedy: whatever could mean two amounts is asked back, not guessed. Marks
may be left out altogether ("3 thung le 5 goi"), but a word with the wrong marks is an unknown word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from aidtrack.errors import RuleBroken
from aidtrack.goods.numerals import in_digits, read_number
from aidtrack.goods.units import UNITS, GoodFacts, counted, in_packs, show_amount
from aidtrack.goods.words import Meaning, first_words, lexicon
from aidtrack.sentences import N_, Sentence, say
from aidtrack.vietnamese.folding import clean, fold

MOST = 10**12
"""The largest amount that the books take, in base units: a million tonnes of rice."""

_TOKEN = re.compile(r"(?P<number>[0-9](?:[0-9.,]*[0-9])?)|(?P<word>[^\W\d_]+|[+,×])|(?P<odd>\S)")
_SPACED = re.compile(r"(?<![0-9.,])[1-9][0-9]{0,2}(?: [0-9]{3})+(?![0-9.,])")
_BELOW_ZERO = re.compile(r"[-−–]\s*[0-9]")
_AND = frozenset({"lẻ", "le", "và", "va", "and", "+", ","})
_OF_SIZE = frozenset({"loại", "loai", "of", "x", "×"})
_AND_A_HALF = frozenset({"rưỡi", "ruoi"})
_LONGEST_UNIT = 3
_WIDE = {code + 0xFEE0: code for code in range(0x21, 0x7F)}
"""The wide forms of letters and digits that some keyboards and copied tables bring."""


@dataclass(frozen=True)
class _Part:
    """A number with its unit; `loose` if "lẻ" or "và" precedes it, `sized` if "loại" follows it."""

    number: Fraction
    unit: Meaning | None
    loose: bool
    sized: bool


def parse_amount(
    text: str,
    good: GoodFacts,
    pack_factor: int | None = None,
    *,
    pack: str | None = None,
    language: str = "vi",
    zero_ok: bool = False,
    field: str = "amount",
) -> int:
    """What was typed, in base units, or RuleBroken with the remedy; a plain number is in the shown unit.

    `pack_factor` is the size of the lot's pack, `pack` that pack's unit; without `pack` the factor
    goes for every pack that is named. Without a lot the usual size counts, if there is one.
    """
    typed = clean(text.translate(_WIDE))
    try:
        total = _Reader(typed, good, pack_factor, pack, language).total()
        return _whole(total, typed, good, zero_ok)
    except RuleBroken as refusal:
        refusal.field = field
        raise


def _whole(total: Fraction, typed: str, good: GoodFacts, zero_ok: bool) -> int:
    if total.denominator != 1:
        raise RuleBroken(
            N_("{good}: “{typed}” leaves a fraction; the smallest part is {least}."),
            typed=_short(typed),
            good=good.title,
            least=counted(1, good.base),
        )
    if total > MOST:
        raise RuleBroken(
            N_("“{typed}” is more than the books can hold; count the zeros."), typed=_short(typed)
        )
    if total == 0 and not zero_ok:
        raise RuleBroken(
            N_("The amount is zero; write how much it is, such as {example}."), example=_example(good)
        )
    return int(total)


@dataclass(frozen=True)
class _Reader:
    typed: str
    good: GoodFacts
    lot_factor: int | None
    lot_pack: str | None
    language: str

    def total(self) -> Fraction:
        """The sum of all parts, each checked against the one before it."""
        parts = list(self._parts())
        if len(parts) == 1 and parts[0].unit is None:
            return parts[0].number * self.good.shown_factor
        total, before, at = Fraction(0), Meaning(), 0
        while at < len(parts):
            part, following = parts[at], parts[at + 1] if at + 1 < len(parts) else None
            if part.unit is None and part.loose and before.pack:  # "3 thùng lẻ 5"
                part = replace(part, unit=Meaning(self.good.shown_factor))
            factor, used = self._factor(part, following)
            self._check_order(part, factor, before)
            total += part.number * factor
            before, at = Meaning(factor, part.unit.pack if part.unit else None), at + used
        return total

    def _factor(self, part: _Part, following: _Part | None) -> tuple[int, int]:
        """The base units of one of this unit, and how many parts have said so."""
        if part.unit is None or (part.sized and (part.unit.pack is None or following is None)):
            raise RuleBroken(
                N_("Say the unit of each number in “{typed}”, such as {example}."),
                typed=_short(self.typed),
                example=_example(self.good),
            )
        if part.unit.pack is None:
            return part.unit.factor, 1
        if following is not None and self._says_size(part, following):
            return self._known_size(part.unit.pack, following), 2
        return self._silent_size(part.unit.pack), 1

    def _says_size(self, part: _Part, following: _Part) -> bool:
        """Whether the next number is the pack's size: "2 bao 25 kg", "1 thùng 30", "2 thùng loại 24 gói"."""
        if part.sized:
            return True
        measured = self.good.weighed and following.unit is not None and following.unit.pack is None
        return not following.loose and (following.unit is None or measured)

    def _known_size(self, pack: str, following: _Part) -> int:
        per = self.good.shown_factor if following.unit is None else following.unit.factor
        size = following.number * per
        lot = self._lot_size(pack)
        if size != lot and (lot is not None or size not in self.good.sizes(pack)):
            raise self._which_size(pack, (lot,) if lot else self.good.sizes(pack))
        return int(size)

    def _silent_size(self, pack: str) -> int:
        size = self._lot_size(pack) or self.good.usual_size(pack)
        if size is None:
            raise self._which_size(pack, self.good.sizes(pack))
        return size

    def _lot_size(self, pack: str) -> int | None:
        return self.lot_factor if self.lot_pack in (None, pack) else None

    def _which_size(self, pack: str, sizes: Sequence[int]) -> RuleBroken:
        return RuleBroken(
            N_("{good}, “{typed}”: the known sizes of a {pack} are {sizes}; write it like {example}."),
            typed=_short(self.typed),
            pack=say(UNITS[pack].label),
            good=self.good.title,
            sizes=[show_amount(size, self.good) for size in sizes],
            example=in_packs(2 * sizes[0], self.good, sizes[0], pack),
        )

    def _check_order(self, part: _Part, factor: int, before: Meaning) -> None:
        """Large units first, each once; a remainder that fills the larger unit is asked back."""
        if not before.factor:
            return
        # What is loose beside packs is measured by its amount: a bag of 500 g may stand before 0,2 kg.
        beside_packs = before.pack and part.unit and not part.unit.pack
        if factor >= before.factor and not beside_packs:
            raise RuleBroken(
                N_("Write the larger unit first and each unit once in “{typed}”."), typed=_short(self.typed)
            )
        # "3 thùng 24 gói" of a good that also comes in cartons of 24 may mean those.
        room = min(before.factor, *self.good.sizes(before.pack)) if before.pack else before.factor
        if not part.loose and part.number * factor >= room:
            raise RuleBroken(
                N_("“{typed}” can be read in two ways: put “of” before a size, “and” before the rest."),
                typed=_short(self.typed),
            )

    def _parts(self) -> Iterator[_Part]:
        loose, number = False, ""
        words: list[str] = []
        for is_number, token in self._tokens():
            if not is_number:
                words.append(token)
                continue
            if number:
                yield self._part(number, words, loose)
                loose = bool(words) and words[-1] in _AND
            elif words:
                raise self._nonsense()
            number, words = token, []
        if not number or (words and words[-1] in _AND):
            raise self._nonsense()
        yield self._part(number, words, loose)

    def _tokens(self) -> Iterator[tuple[bool, str]]:
        if not self.typed:
            raise RuleBroken(N_("Write an amount, such as {example}."), example=_example(self.good))
        if _BELOW_ZERO.match(self.typed):
            raise RuleBroken(N_("An amount cannot be below zero; write it without the minus sign."))
        plain = re.sub(r"(?<=[^\W\d_])-(?=[^\W\d_])", " ", self.typed.casefold()).removesuffix(".")
        plain = in_digits(plain)
        plain = _SPACED.sub(lambda spaced: spaced.group().replace(" ", ""), plain)
        for match in _TOKEN.finditer(plain):
            if match["odd"]:
                raise self._nonsense()
            yield match["number"] is not None, match.group()

    def _part(self, typed_number: str, words: Sequence[str], loose: bool) -> _Part:
        number = read_number(typed_number, self.language)
        if number is None:
            raise self._nonsense()
        rest = list(words[:-1]) if words and words[-1] in _AND else list(words)
        sized = bool(rest) and rest[-1] in _OF_SIZE
        rest = rest[:-1] if sized else rest
        unit, rest = self._unit(rest)
        if rest and rest[0] in _AND_A_HALF and unit:
            number, rest = number + Fraction(1, 2), rest[1:]
        if rest and not self._is_name(rest):
            raise self._unknown(" ".join(rest))
        return _Part(number, unit, loose, sized)

    def _unit(self, words: list[str]) -> tuple[Meaning | None, list[str]]:
        known = lexicon(self.good)
        for length in range(min(_LONGEST_UNIT, len(words)), 0, -1):
            unit = known.get(" ".join(words[:length]))
            if unit:
                rest = words[length:]
                # "2 chục quả": the base unit may follow a count.
                doubled = rest and unit.factor > 1 and not self.good.weighed and rest[0] in known
                return unit, rest[1:] if doubled and known[rest[0]] == Meaning(1) else rest
        if words:
            raise self._unknown(" ".join(words))
        return None, words

    def _is_name(self, words: Sequence[str]) -> bool:
        """Whether the words begin the good's name: "2 tạ gạo", "3 thùng mì"."""
        typed = " ".join(words)
        names = (self.good.name.casefold(), fold(self.good.name), self.good.name_en.casefold())
        return any(f"{name} ".startswith(f"{typed} ") for name in names)

    def _unknown(self, word: str) -> RuleBroken:
        return RuleBroken(
            N_("{good} is not measured in “{word}”; write one of: {units}."),
            good=self.good.title,
            word=_short(word),
            units=list(first_words(self.good)),
        )

    def _nonsense(self) -> RuleBroken:
        return RuleBroken(
            N_("“{typed}” is not an amount; write it like {example}."),
            typed=_short(self.typed),
            example=_example(self.good),
        )


def _example(good: GoodFacts) -> Sentence:
    """An amount of the good as one might type it: "4,5 kg", "12 gói"."""
    return show_amount(9 * good.shown_factor // 2 if good.weighed else 12 * good.shown_factor, good)


def _short(typed: str) -> str:
    return typed if len(typed) <= 60 else f"{typed[:59]}…"
