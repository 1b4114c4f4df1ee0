"""The columns that the list of cases can show, in one table: its page, its choices and its Excel are drawn
from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from aidtrack.sentences import N_


@dataclass(frozen=True)
class ListColumn:
    """A column: its key in the address and its title. `width` is in characters, for paper.

    `shown`: it stands in the list of somebody who chose nothing. `number`: it is right-aligned.
    """

    key: str
    title: str
    width: float = 14
    shown: bool = False
    number: bool = False


ALWAYS = "name"
"""Without this column nobody knows who a row is, and nothing can be opened."""

_TABLE = (
    ListColumn("code", N_("Code"), 13, shown=True),
    ListColumn(ALWAYS, N_("Head of household"), 26, shown=True),
    ListColumn("born", N_("Born"), 9, shown=True, number=True),
    ListColumn("phone", N_("Phone"), 14),
    ListColumn("citizen_id", N_("ID number"), 16),
    ListColumn("address", N_("Current address"), 40, shown=True),
    ListColumn("group", N_("Residential group"), 16),
    ListColumn("place", N_("Ward or commune"), 24),
    ListColumn("home_address", N_("Permanent residence"), 24),
    ListColumn("people", N_("Number of people"), 9, shown=True, number=True),
    ListColumn("categories", N_("Category"), 24, shown=True),
    ListColumn("needs", N_("Needs"), 24),
    ListColumn("circumstances", N_("Circumstances"), 40),
    ListColumn("state", N_("State"), 22, shown=True),
    ListColumn("waits", N_("Waits"), 10, shown=True, number=True),
    ListColumn("added", N_("Added"), 12, number=True),
    ListColumn("verified", N_("Verified"), 12, number=True),
    ListColumn("added_by", N_("Added by"), 18, shown=True),
)

COLUMNS: Mapping[str, ListColumn] = {column.key: column for column in _TABLE}
SHOWN: tuple[str, ...] = tuple(column.key for column in _TABLE if column.shown)
"""The columns of who chose nothing."""


def chosen(keys: Iterable[str]) -> tuple[ListColumn, ...]:
    """The columns that somebody chose, in the table's order, always with the name; for none the usual ones.

    What is no column is left out.
    """
    known = {key for key in keys if key in COLUMNS}
    wanted = known | {ALWAYS} if known else set(SHOWN)
    return tuple(column for column in _TABLE if column.key in wanted)
