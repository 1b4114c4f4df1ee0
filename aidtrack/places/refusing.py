"""Why a written name means no single ward, as a sentence that says how to mend it."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz, process

from aidtrack.places.naming import AREA_KINDS, name_key, readings
from aidtrack.places.tree import Tree, Unit
from aidtrack.sentences import N_, Sentence, say

_SHOWN = 5
_NEAR = 80.0


def several(tree: Tree, found: Sequence[Unit]) -> Sentence:
    """The name is of several units: by kind within one district, or by district."""
    if len({unit.name for unit in found}) > 1:
        same_district = len({unit.parent for unit in found}) == 1
        labels = [unit.label if same_district else f"{unit.label} – {_above(tree, unit)}" for unit in found]
        return say(N_("This may be {units}: write which of them."), units=_some(labels))
    values = {
        "name": found[0].name,
        "areas": _some([_above(tree, unit) for unit in found]),
        "times": len(found),
    }
    if not tree.has_districts:
        return say(N_("{name} stands {times} times ({areas}): write the province."), **values)
    if len(found) == 2:
        return say(N_("{name} stands twice ({areas}): write the district."), **values)
    return say(N_("{name} stands {times} times ({areas}): write the district."), **values)


def no_district(district: str) -> Sentence:
    """The district is none of the edition."""
    return say(N_("{district} lies outside the area."), district=district)


def elsewhere(tree: Tree, name: str, district: str, found: Sequence[Unit]) -> Sentence:
    """There is such a ward, but not in the district that stands beside it."""
    return say(
        N_("{name} does not lie in {district} but in {areas}: mend the one or the other."),
        name=name,
        district=district,
        areas=_some([_above(tree, unit) for unit in found]),
    )


def unknown(name: str, namesakes: Sequence[Unit], wards: Sequence[Unit]) -> Sentence:
    """No ward has this name: another kind has, or a similar name exists, or it lies outside."""
    if not name:
        return say(N_("Write the ward or commune."))
    of_other_kind = [unit.label for unit in namesakes if unit.is_ward]
    if of_other_kind:
        return say(N_("There is no {name} here, but {units}."), name=name, units=_some(of_other_kind))
    areas = [unit.label for unit in namesakes if unit.kind in AREA_KINDS]
    if areas:
        return say(N_("{area} is no ward or commune: write which of its wards."), area=areas[0])
    if similar := _nearest(name, wards):
        return say(N_("{name} lies outside the area; or do you mean {similar}?"), name=name, similar=similar)
    return say(N_("{name} lies outside the area: no ward or commune has this name."), name=name)


def _nearest(name: str, wards: Sequence[Unit]) -> str | None:
    """The label of the ward that is written most alike, if any is."""
    names = {number: name_key(unit.bare) for number, unit in enumerate(wards)}
    found = [
        near
        for way in readings(name)
        if (near := process.extractOne(way.key, names, scorer=fuzz.ratio, score_cutoff=_NEAR))
    ]
    return wards[max(found, key=lambda near: near[1])[2]].label if found else None


def _above(tree: Tree, unit: Unit) -> str:
    return tree.get(unit.parent).label if unit.parent else unit.edition


def _some(labels: Sequence[str]) -> list[str]:
    return [*labels[:_SHOWN], *(["…"] if len(labels) > _SHOWN else [])]
