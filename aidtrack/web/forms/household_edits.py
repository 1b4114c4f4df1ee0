"""The form of a household that is there already, and perhaps was changed by somebody else meanwhile."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, HiddenField, StringField

from aidtrack.cases.changes import Change, ChangedMeanwhile
from aidtrack.cases.facts import CaseFacts
from aidtrack.errors import AidtrackError
from aidtrack.places import queries as places
from aidtrack.web.forms.households import FIELD_OF, HouseholdForm, filled_with


class EditCaseForm(HouseholdForm):
    """A household that is there already: an empty ID number keeps the one that is there."""

    version = HiddenField()
    consent_by = StringField(_l("Who agreed that this is kept?"))
    without_citizen_id = BooleanField(_l("Take the ID number off this case"))

    def __init__(self, sent: MultiDict[str, str] | None = None, *, kept_place: str, **kwargs: Any) -> None:
        super().__init__(sent, **kwargs)
        self.sent = sent or MultiDict()
        self.place.kept = kept_place
        self.conflict: ChangedMeanwhile | None = None

    @property
    def seen(self) -> int:
        """The version that the editor saw; 0 for one that cannot be."""
        text = self.version.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0

    def refuse(self, error: AidtrackError) -> None:
        """A change by somebody else is shown on a page of its own."""
        if isinstance(error, ChangedMeanwhile):
            self.conflict = error
        else:
            super().refuse(error)

    def facts(self, base: CaseFacts | None = None) -> CaseFacts:
        """Over what is known: `base` is the case as it is now."""
        told = replace(super().facts(base), consent_by=self.consent_by.data or "")
        if base and not told.citizen_id and not self.without_citizen_id.data:
            told = replace(told, citizen_id=base.citizen_id)
        return told

    def typed(self) -> list[tuple[str, str]]:
        """Everything as it was sent, to travel on unseen while somebody chooses."""
        return [(name, value) for name, value in self.sent.items(multi=True) if not _own(name)]


def _own(name: str) -> bool:
    return name in ("csrf_token", "key", "version", "do") or name.startswith("choose-")


def as_chosen(sent: Any, theirs: CaseFacts) -> MultiDict[str, str]:
    """The form's data where for each `choose-<field>=theirs` the other person's value stands."""
    merged = MultiDict(sent)
    names = {
        name.removeprefix("choose-")
        for name, value in sent.items()
        if name.startswith("choose-") and value == "theirs"
    }
    known = filled_with(theirs)
    for name in names:
        for field in {"needs": ("needs", "other_needs")}.get(name, (FIELD_OF.get(name, name),)):
            _put(merged, field, known.get(field, ""))
    if "place_id" in names:
        merged.setlist("place", [places.label_of(theirs.place_id)])
        merged.poplist("place-key")
    return merged


def _put(merged: MultiDict[str, str], field: str, value: Any) -> None:
    for name in [
        name for name in merged if name == field or (field == "members" and name.startswith("members-"))
    ]:
        merged.poplist(name)
    if field == "members":
        for at, row in enumerate(value):
            merged.update({f"members-{at}-{part}": text for part, text in row.items()})
    elif isinstance(value, list):
        merged.setlist(field, value)
    elif value is not None:
        merged[field] = str(value)


def untouched(changes: Iterable[Change]) -> list[str]:
    """The changed fields in which nobody has to choose: the second editor left them alone."""
    return [change.field for change in changes if not change.clashes]
