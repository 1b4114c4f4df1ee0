"""What an edit changes, field by field, and the refusal that a second editor reads and chooses from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from aidtrack.cases.categories import BY_CODE
from aidtrack.cases.facts import RESIDENCES, SEXES, CaseFacts, plain_value, revived_value
from aidtrack.cases.lifecycle import STATE_LABELS, State
from aidtrack.errors import Conflict
from aidtrack.places.tables import gazetteer
from aidtrack.sentences import N_, Sentence, say
from aidtrack.vietnamese.citizen_id import mask_citizen_id
from aidtrack.vietnamese.phone import show_phone

FIELD_LABELS: Mapping[str, str] = {
    "state": N_("State"),
    "name": N_("Head of household"),
    "place_id": N_("Ward"),
    "people": N_("Number of people"),
    "phone": N_("Phone"),
    "citizen_id": N_("ID number"),
    "birth_year": N_("Birth year"),
    "birth_date": N_("Birth date"),
    "sex": N_("Sex"),
    "address": N_("Current address"),
    "residential_group": N_("Residential group"),
    "residence": N_("Residence"),
    "home_address": N_("Permanent residence"),
    "categories": N_("Category"),
    "needs": N_("Needs"),
    "circumstances": N_("Circumstances"),
    "remark": N_("Remark"),
    "consent_by": N_("Consent given by"),
    "asked_by_name": N_("Asked for by"),
    "asked_by_phone": N_("Phone of whoever asked"),
    "asked_by_relation": N_("Who that is to them"),
    "members": N_("Members"),
    "young": N_("Children under 6"),
    "old": N_("Elderly people"),
}
"""What each field is called; the order is the one in which changes are shown."""

WEIGHTY = frozenset(
    {"name", "phone", "citizen_id", "birth_year", "birth_date"}
    | {"place_id", "address", "people", "members", "young", "old", "categories"}
)
"""What a verification vouches for: who they are, where, how many, and what decides their turn."""


@dataclass(frozen=True)
class Change:
    """One field: its value before (`old`) and now (`new`), plain values as in `CaseFacts`.

    In a conflict `typed` is what the second editor wrote.
    """

    field: str
    old: Any
    new: Any
    typed: Any = None

    @property
    def label(self) -> str:
        """The marked name of the field."""
        return FIELD_LABELS[self.field]

    @property
    def clashes(self) -> bool:
        """Whether both changed the field, to different values, so that somebody must choose."""
        return bool(self.typed not in (self.old, self.new))


class ChangedMeanwhile(Conflict):
    """The refusal of an edit that began from an older version.

    `version` is the one to send next time, `by_name` who changed it last, and `changes` what was
    changed since the second editor opened the form (`old` → `new`), with what they `typed`.
    """

    def __init__(self, version: int, by_name: str, changes: Sequence[Change]) -> None:
        super().__init__(
            N_("{name} changed this case while you were editing it: {fields}. Read what changed and choose."),
            name=by_name,
            fields=[say(change.label) for change in changes],
        )
        self.version = version
        self.by_name = by_name
        self.changes = tuple(changes)


def changes_between(old: CaseFacts, new: CaseFacts) -> list[Change]:
    """The fields that differ, in the order of `FIELD_LABELS`."""
    told = [name for name in FIELD_LABELS if name in _TOLD]
    pairs = ((name, getattr(old, name), getattr(new, name)) for name in told)
    return [Change(name, before, now) for name, before, now in pairs if before != now]


def altogether(steps: Iterable[Change], typed: CaseFacts) -> list[Change]:
    """What several steps changed in the end, beside what the second editor typed; a change that was
    taken back is none."""
    first: dict[str, Change] = {}
    for step in steps:
        first[step.field] = replace(first.get(step.field, step), new=step.new)
    changed = (first[name] for name in FIELD_LABELS if name in first and first[name].old != first[name].new)
    return [replace(change, typed=getattr(typed, change.field, change.new)) for change in changed]


def weighty(changes: Iterable[Change]) -> bool:
    """Whether something changed that a verification vouches for."""
    return any(change.field in WEIGHTY for change in changes)


def to_plain(changes: Iterable[Change]) -> list[dict[str, Any]]:
    """A JSON-ready form, kept with the line of the timeline."""
    return [
        {"field": change.field, "old": plain_value(change.old), "new": plain_value(change.new)}
        for change in changes
    ]


def from_plain(kept: Iterable[Mapping[str, Any]]) -> list[Change]:
    """The changes that `to_plain` wrote down."""
    return [
        Change(one["field"], revived_value(one["field"], one["old"]), revived_value(one["field"], one["new"]))
        for one in kept
    ]


def in_words(field: str, value: Any) -> Sentence:
    """A field's value for people: labels for codes, phones with their gaps, ID numbers masked."""
    if value in (None, "", ()):
        return say(N_("not told"))
    if field in _SHOWN:
        return say("{value}", value=_SHOWN[field](value))
    return say("{value}", value=str(value) if field == "birth_year" else value)


_TOLD = frozenset(field.name for field in fields(CaseFacts))
_SHOWN: Mapping[str, Callable[[Any], Any]] = {
    "state": lambda state: say(STATE_LABELS[State(state)]),
    "sex": lambda sex: say(SEXES[sex]),
    "residence": lambda residence: say(RESIDENCES[residence]),
    "place_id": lambda key: gazetteer(key.split(":")[0]).label_in(gazetteer(key.split(":")[0]).get(key)),
    "phone": show_phone,
    "asked_by_phone": show_phone,
    "citizen_id": mask_citizen_id,
    "categories": lambda codes: [say(BY_CODE[code].label) for code in codes],
    "members": lambda members: [member.name for member in members],
}
