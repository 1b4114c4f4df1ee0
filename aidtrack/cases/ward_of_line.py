"""Which ward a line means: by its own column, its section's title, its address, or the list's title.

One `WardFinder` knows one edition; a list is read with the edition that resolves most of its lines.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from aidtrack.errors import RuleBroken
from aidtrack.places.hierarchy import Gazetteer
from aidtrack.sentences import N_, Sentence, say
from aidtrack.vietnamese.folding import clean, fold

_BEFORE_KIND = re.compile(
    r"[\s,;–-]+(?=(?:phường|xã|thị trấn|quận|huyện|thị xã|thành phố|tỉnh)\s|(?:p|x|tt|q|h|tx|tp)\s*\.\s*\w)",
    re.IGNORECASE,
)
_WARD_KIND = re.compile(r"(?:phường|xã|thị trấn)\s|(?:p|x|tt)\s*\.", re.IGNORECASE)
_DISTRICT_KIND = re.compile(r"^\s*(?:quận|huyện|q\s*\.|h\s*\.|q\s|h\s)\s*", re.IGNORECASE)
_SPLIT = re.compile(r"\s*[,;(]\s*|\s+[-–]\s+")
_TITLE_WARD = re.compile(r"\b(?:phường|xã|thị trấn)\s+[^,;:()\n]+", re.IGNORECASE)
_TITLE_DISTRICT = re.compile(r"\b(?:quận|huyện|thị xã)\s+[^,;:()\n–-]+", re.IGNORECASE)

MOST_EXPLAINED = 100
"""From so many different unknown names on a list is of another area, and the reason is kept short."""


@dataclass(frozen=True)
class Whereabouts:
    """All that a line and its surroundings say of the place, as written."""

    ward: str = ""
    district: str = ""
    section_ward: str = ""
    section_district: str = ""
    address: str = ""


@dataclass(frozen=True)
class FoundWard:
    """The ward's key, or why there is none; what is left of the address if the ward stood in it.

    `blames` is the field to mend: ward, district or address.
    """

    unit: str | None = None
    refusal: Sentence | None = None
    blames: str = "ward"
    address: str | None = None


class WardFinder:
    """Finds wards of one edition, inside one area if its key is given."""

    def __init__(self, places: Gazetteer, within: str | None = None) -> None:
        self.places, self.within = places, within
        self._known: dict[tuple[str, str], FoundWard] = {}
        self._names: dict[tuple[str, str], bool] = {}
        self._explained = 0
        self._default: str | None = None
        self._unclear: FoundWard | None = None
        self._initials: list[tuple[str, str]] | None = None

    def take_sheet_name(self, name: str) -> None:
        """A sheet that is called by a ward holds for lines that name none, unless the title said another."""
        if self._default is None:
            found = self._resolved(clean(name), "")
            self._default = found.unit
            if found.unit is None and self.is_place(clean(name)):
                self._unclear = found

    def take_cover(self, text: str) -> None:
        """A cover sheet that names one ward and no other speaks for the list behind it."""
        named = {match.group() for match in _TITLE_WARD.finditer(text)} if self._default is None else set()
        district = next((match.group() for match in _TITLE_DISTRICT.finditer(text)), "")
        words = {_SPLIT.split(name)[0].strip() for name in list(named)[:MOST_EXPLAINED]}
        units = {unit for word in words if (unit := self._resolved(word, district).unit)}
        if len(units) == 1:
            self._default = units.pop()

    def take_title(self, title: str) -> None:
        """The ward that a list's title names holds for lines that name none."""
        district = next((m.group() for m in _TITLE_DISTRICT.finditer(title)), "")
        for match in _TITLE_WARD.finditer(title):
            for words in _SPLIT.split(match.group())[:1]:
                found = self._resolved(words.strip(), district)
                if found.unit:
                    self._default = found.unit
                    return

    def is_place(self, text: str) -> bool:
        """Whether a text alone is the name of a ward here."""
        return any(unit.is_ward for unit in self.places.find(text, within=self.within))

    def find(self, said: Whereabouts) -> FoundWard:
        """The ward of a line."""
        if said.ward:
            return self._resolved(said.ward, said.district or said.section_district)
        if said.section_ward:
            return self._resolved(said.section_ward, said.district or said.section_district)
        in_address = self._in_address(said.address, said.district or said.section_district)
        if in_address:
            return in_address
        if self._default:
            return FoundWard(self._default)
        return self._unclear or FoundWard(refusal=say(N_("Write the ward or commune.")))

    def knows(self, said: Whereabouts) -> bool:
        """Whether this edition has one ward of that name: the quick question, without a reason."""
        ward = said.ward or said.section_ward
        if not ward:
            return self.find(said).unit is not None
        key = (ward, self._district(said.district or said.section_district))
        if key not in self._names:
            names = dict.fromkeys((ward, _SPLIT.split(ward)[0]))
            named = any(
                unit.is_ward
                for name in names
                for unit in self.places.find(name, district=key[1] or None, within=self.within)
            )
            self._names[key] = named and self._resolved(*key).unit is not None
        return self._names[key]

    def _resolved(self, ward: str, district: str) -> FoundWard:
        key = (ward, self._district(district))
        if key not in self._known:
            self._known[key] = self._resolve(*key)
        return self._known[key]

    def _district(self, written: str) -> str:
        """The district that initials such as “Q. HBT” stand for, if for one alone; else as written."""
        initials = fold(_DISTRICT_KIND.sub("", written)).replace(".", "").replace(" ", "")
        if not 2 <= len(initials) <= 4 or self.places.areas(written):
            return written
        if self._initials is None:
            units = [unit for unit in self.places.units if unit.kind == "district"]
            words = ((unit.name, fold(unit.bare).split()) for unit in units)
            self._initials = [("".join(word[0] for word in bare), name) for name, bare in words]
        meant = [name for short, name in self._initials if short == initials]
        return meant[0] if len(meant) == 1 else written

    def _resolve(self, ward: str, district: str) -> FoundWard:
        # To say which ward was perhaps meant takes a search through all of them.
        if self._explained >= MOST_EXPLAINED and not self.is_place(_SPLIT.split(ward)[0]):
            return FoundWard(refusal=say(N_("There is no ward or commune of this name in the area.")))
        try:
            return FoundWard(self.places.resolve(ward, district=district or None, within=self.within).key)
        except RuleBroken as refused:
            self._explained += 1
            several = not district and self.places.has_districts
            several = several and len(self.places.find(ward, within=self.within)) > 1
            return FoundWard(refusal=refused.sentence, blames="district" if several else "ward")

    def _in_address(self, address: str, district: str) -> FoundWard | None:
        """The ward named near the end of an address, with its kind or with a district behind it."""
        parts = [part for part in _SPLIT.split(_BEFORE_KIND.sub(", ", clean(address))) if part]
        refused: FoundWard | None = None
        for at in range(len(parts) - 1, max(-1, len(parts) - 5), -1):
            behind = next((part for part in parts[at + 1 :] if self._is_district(part)), "")
            named = _WARD_KIND.match(parts[at]) is not None
            if not named and (not behind or self._is_district(parts[at])):
                continue
            found = self._resolved(parts[at], behind or district)
            if found.unit:
                return FoundWard(found.unit, address=", ".join(parts[:at]))
            if named and refused is None:
                refused = FoundWard(refusal=found.refusal, blames="address")
        return refused

    def _is_district(self, text: str) -> bool:
        return any(unit.kind == "district" for unit in self.places.areas(text))
