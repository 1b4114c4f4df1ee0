"""The units of one edition as a tree, known by key and by path.

A code alone identifies nothing (most of today's codes meant another place in 2021): the key is
edition and code.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from aidtrack.errors import NotFound
from aidtrack.places.naming import WARD_KINDS, bare_name
from aidtrack.sentences import N_


@dataclass(frozen=True)
class Unit:
    """One unit of one edition; `parent` is the key of the unit above, None for a province.

    Kinds: province, district, ward, commune, township, special. Latitude and longitude of the
    centre in degrees, area in km², where the edition knows them.
    """

    edition: str
    code: str
    name: str
    kind: str
    parent: str | None = None
    lat: float | None = None
    lon: float | None = None
    area_km2: float | None = None

    @property
    def key(self) -> str:
        """Edition and code, "2021:00682": the only identity a unit has."""
        return f"{self.edition}:{self.code}"

    @property
    def bare(self) -> str:
        """The name without its kind."""
        return bare_name(self.name, self.kind)

    @property
    def label(self) -> str:
        """The full name; `Gazetteer.label_in` adds the district where names repeat."""
        return self.name

    @property
    def is_ward(self) -> bool:
        """Whether it is of the lowest level: ward, commune, township or special zone."""
        return self.kind in WARD_KINDS


class Tree:
    """All units of one edition; the base of the gazetteer."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self.units: tuple[Unit, ...] = tuple(units)
        self.has_districts = any(unit.kind == "district" for unit in self.units)
        self._by_key = {unit.key: unit for unit in self.units}
        self._children: dict[str | None, list[Unit]] = {}
        for unit in self.units:
            self._children.setdefault(unit.parent, []).append(unit)
        self._paths = {unit.key: self._make_path(unit) for unit in self.units}

    def __iter__(self) -> Iterator[Unit]:
        return iter(self.units)

    def __len__(self) -> int:
        return len(self.units)

    def __contains__(self, key: object) -> bool:
        return key in self._by_key

    def get(self, key: str) -> Unit:
        """The unit of a key; NotFound if this edition has none."""
        try:
            return self._by_key[key]
        except KeyError:
            raise NotFound(N_("There is no place {key}."), key=key) from None

    def children(self, key: str | None) -> list[Unit]:
        """The units right below a unit, in the order of the table; of None, the provinces."""
        return list(self._children.get(key, ()))

    def wards(self, within: str | None = None) -> list[Unit]:
        """All units of the lowest level, of the whole edition or of one unit (itself included)."""
        return [unit for unit in self.units if unit.is_ward and self.lies_in(unit, within)]

    def path(self, unit: Unit) -> str:
        """Edition and codes from the province down, "2021/01/006/00178/": scope is a prefix of it."""
        return self._paths[unit.key]

    def _make_path(self, unit: Unit) -> str:
        above = self._make_path(self._by_key[unit.parent]) if unit.parent else f"{unit.edition}/"
        return f"{above}{unit.code}/"

    def lies_in(self, unit: Unit, within: str | None) -> bool:
        """Whether a unit is the unit of the key `within` or lies below it; of None, always."""
        return within is None or self._paths[unit.key].startswith(self._paths[self.get(within).key])

    def ancestors(self, unit: Unit) -> list[Unit]:
        """The units above, the nearest first."""
        above = self._by_key[unit.parent] if unit.parent else None
        return [above, *self.ancestors(above)] if above else []

    def district_of(self, unit: Unit) -> Unit | None:
        """The district above a ward; None in the editions since July 2025."""
        return next((above for above in self.ancestors(unit) if above.kind == "district"), None)
