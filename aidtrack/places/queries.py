"""What may be asked of places: a unit by its key, today's unit, and how far an assignment reaches.

The tables of the editions travel with the program and never change; the rows in the database hold
the same units so that others can refer to them.
"""

from __future__ import annotations

from functools import cache

from aidtrack.db import kept_fact
from aidtrack.errors import NotFound
from aidtrack.places import tables
from aidtrack.places.hierarchy import Gazetteer, Unit
from aidtrack.rights import EVERYWHERE, outermost
from aidtrack.sentences import N_

EDITIONS = ("2021", "2025")


def edition_in_force(chosen: str) -> str:
    """The edition of the deployment: the chosen one (AIDTRACK_EDITION), else the demo's, else the newest."""
    return chosen or kept_fact("edition") or EDITIONS[-1]


def gazetteer(edition: str) -> Gazetteer:
    """All units of an edition."""
    return tables.gazetteer(edition)


def get_unit(key: str) -> Unit:
    """A unit by its key "2021:00682"; NotFound if no edition has it."""
    edition = key.split(":", 1)[0]
    if edition not in EDITIONS:
        raise NotFound(N_("There is no place {key}."), key=key)
    return gazetteer(edition).get(key)


def path_of(key: str) -> str:
    """The path of a unit, "2021/01/006/00178/"."""
    unit = get_unit(key)
    return gazetteer(unit.edition).path(unit)


def label_of(key: str) -> str:
    """The name of a unit, with its district where names repeat."""
    unit = get_unit(key)
    return gazetteer(unit.edition).label_in(unit)


@cache
def reach(place_id: str | None) -> tuple[str, ...]:
    """The paths that an assignment at a place reaches; everywhere without a place.

    An assignment at a unit of today reaches also the old units that became it by default, so that
    rows which keep the unit they were written with stay in sight.
    """
    if place_id is None:
        return (EVERYWHERE,)
    unit = get_unit(place_id)
    succession = tables.succession()
    found = [path_of(place_id)]
    for key in {unit.key, *(ward.key for ward in gazetteer(unit.edition).wards(unit.key))}:
        found += [path_of(old) for old in succession.predecessors(key) if succession.today(old) == key]
    return outermost(found)


def today_of(key: str) -> Unit | None:
    """Today's unit of the unit that a row was written with; None where that is today's itself."""
    newer = tables.succession().today(key)
    return get_unit(newer) if newer and newer != key else None
