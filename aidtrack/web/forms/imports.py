"""The forms of bringing in a list: its file, and what its columns hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField

from aidtrack.cases.columns import CHOICES
from aidtrack.cases.listing import ReadSheet
from aidtrack.errors import RuleBroken
from aidtrack.sentences import N_
from aidtrack.web import filters
from aidtrack.web.forms.base import Form


class UploadForm(Form):
    """A list from a spreadsheet."""

    file = FileField(_l("Excel or CSV file (.xlsx, .xls, .csv)"))


class ColumnsForm(Form):
    """For each column of each sheet what it holds: one select, named by the sheet's turn and the letter."""

    def __init__(self, *args: Any, sheets: Sequence[ReadSheet] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheets = sheets

    @property
    def said(self) -> dict[str, dict[str, str | None]]:
        """What was chosen otherwise than it was read, by layout and letter; RuleBroken if nothing was."""
        changed: dict[str, dict[str, str | None]] = {}
        for turn, sheet in enumerate(self.sheets):
            for column in sheet.columns:
                chosen = request.form.get(f"c-{turn}-{column.letter}")
                if chosen is not None and (chosen or None) != column.field:
                    changed.setdefault(sheet.layout, {})[column.letter] = chosen or None
        if not changed:
            raise RuleBroken(N_("Nothing was changed. Choose for a column what it holds, then read again."))
        return changed

    def chosen(self, turn: int, letter: str, field: str | None) -> str:
        """What the select of a column shows: what was sent, else what the list was read as."""
        return request.form.get(f"c-{turn}-{letter}", field or "")


def choices() -> list[tuple[str, str]]:
    """All that a column may be taken for."""
    return [(field, filters.say(label)) for field, label in CHOICES.items()]
