"""The way from a written place name to the one unit that it means.

A name is unique only with its kind and district: in 2021 Minh Khai was two wards and a commune,
and Yên Viên a township and a commune of the same district.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import cached_property

from aidtrack.errors import RuleBroken
from aidtrack.places import picking, refusing
from aidtrack.places.naming import AREA_KINDS, WARD_KINDS, Reading, loose_key, name_key, readings
from aidtrack.places.tree import Tree, Unit
from aidtrack.sentences import Sentence
from aidtrack.vietnamese.folding import clean, sort_key

__all__ = ["Gazetteer", "Unit"]


class Gazetteer(Tree):
    """All units of one edition, looked up by key or by what people write. Build it once."""

    def __init__(self, units: Iterable[Unit]) -> None:
        super().__init__(units)
        self._by_name: dict[str, list[Unit]] = {}
        self._by_loose: dict[str, list[Unit]] = {}
        for unit in self.units:
            key = name_key(unit.bare)
            self._by_name.setdefault(key, []).append(unit)
            self._by_loose.setdefault(loose_key(key), []).append(unit)

    def label_in(self, unit: Unit, within: str | None = None) -> str:
        """The full name, with its district (or province) behind it where the bare name repeats.

        With `within`, the key of a unit above, only the names inside that one count.
        """
        named = self._by_name[name_key(unit.bare)]
        namesakes = [other for other in named if other.is_ward and self.lies_in(other, within)]
        if not unit.is_ward or not unit.parent or len(namesakes) < 2:
            return unit.label
        return f"{unit.label}, {self.get(unit.parent).label}"

    def find(self, text: str, *, district: str | None = None, within: str | None = None) -> list[Unit]:
        """The units that a written name may mean, those with the very same marks first.

        Exact by the folded bare name; a kind that is written, a district (or province) and
        `within` (the key of a unit above) narrow it. Empty if there is none.
        """
        areas = self.areas(district) if district and clean(district) else None
        if areas == [] and within and not self.has_districts:
            areas = None  # The old district that people still write beside a ward of today.
        ways = readings(text)
        for way in ways:
            if found := self._fitting(self._by_name.get(way.key), way, areas, within):
                return _marked_first(text, found)
        for way in ways:
            if found := self._fitting(self._by_loose.get(loose_key(way.key)), way, areas, within):
                return found
        return []

    def _fitting(
        self, named: list[Unit] | None, way: Reading, areas: list[Unit] | None, within: str | None
    ) -> list[Unit]:
        found = [unit for unit in named or () if not way.kinds or unit.kind in way.kinds]
        if areas is not None:
            found = [unit for unit in found if any(self.lies_in(unit, area.key) for area in areas)]
        return [unit for unit in found if self.lies_in(unit, within)] if within else found

    def areas(self, text: str) -> list[Unit]:
        """The district or province that a text such as "Q. Hai Bà Trưng, Hà Nội" names, in a list."""
        for part in (text, _parts(text)[0]):
            for way in readings(part):
                named = self._by_name.get(way.key) or self._by_loose.get(loose_key(way.key)) or ()
                found = [u for u in named if u.kind in AREA_KINDS and (not way.kinds or u.kind in way.kinds)]
                if found:
                    return found
        return []

    def resolve(
        self,
        text: str,
        *,
        district: str | None = None,
        within: str | None = None,
        field: str | None = "ward",
    ) -> Unit:
        """The one ward, commune, township or special zone that is meant.

        RuleBroken, with the way to mend it, if the name is of no unit of the area, of several, or
        only of one in another district.
        """
        found = self._meant(text, district, within)
        if not found and len(parts := _parts(text)) > 1:
            found = self._meant(parts[0], district or parts[1], within)
        if len(found) == 1:
            return found[0]
        why = self._refusal(clean(text)[:80], clean(district or "")[:80], within, found)
        raise RuleBroken(why, field=field)

    def _meant(self, text: str, district: str | None, within: str | None) -> list[Unit]:
        found = [unit for unit in self.find(text, district=district, within=within) if unit.is_ward]
        if len(found) < 2:
            return found
        return [unit for unit in found if _same_marks(text, unit)] or found

    def _refusal(self, name: str, district: str, within: str | None, found: list[Unit]) -> Sentence:
        if found:
            return refusing.several(self, found)
        if district and self.has_districts and not self.areas(district):
            return refusing.no_district(district)
        elsewhere = [unit for unit in self.find(name, within=within) if unit.is_ward] if district else []
        if elsewhere:
            return refusing.elsewhere(self, name, district, elsewhere)
        inside = self.areas(district)[0].key if district and self.areas(district) else within
        named = [unit for way in readings(name)[:1] for unit in self._by_name.get(way.key, ())]
        return refusing.unknown(name, [u for u in named if self.lies_in(u, inside)], self.wards(inside))

    def search(
        self,
        text: str,
        limit: int = 20,
        *,
        within: str | None = None,
        kinds: Collection[str] = WARD_KINDS,
    ) -> list[Unit]:
        """The units to offer while somebody types, the best first (see `picking`)."""
        among = [each for each in self._entries if each.kind in kinds and self.lies_in(each.unit, within)]
        return [each.unit for each in picking.best(among, text)[:limit]]

    @cached_property
    def _entries(self) -> list[picking.Entry[Unit]]:
        return picking.in_order(
            picking.entry(
                unit, unit.kind, unit.bare, [unit.name, *(above.name for above in self.ancestors(unit))]
            )
            for unit in self.units
        )


def _parts(text: str) -> list[str]:
    """The parts of "Minh Khai, Hai Bà Trưng", "Minh Khai (Hai Bà Trưng)", "Minh Khai - Hai Bà Trưng".

    A dash parts only where nothing else does: it belongs to names such as Cam Ly - Đà Lạt.
    """
    text = clean(text).rstrip(" )")
    for separator in (r"\s*[,;(]\s*", r"\s+[-–]\s+"):
        if len(parts := [part for part in re.split(separator, text) if part]) > 1:
            return parts
    return [text]


def _same_marks(text: str, unit: Unit) -> bool:
    return sort_key(text).endswith(sort_key(unit.bare))


def _marked_first(text: str, units: list[Unit]) -> list[Unit]:
    return sorted(units, key=lambda unit: not _same_marks(text, unit)) if len(units) > 1 else units
