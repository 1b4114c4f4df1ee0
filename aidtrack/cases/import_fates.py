"""What becomes of a list and of its lines: the words for it, and how the lines of a list are counted.

A line's fate is decided when the list is staged, and looked at once more when it is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

READING, STAGED, WRITING, COMMITTED = "reading", "staged", "writing", "committed"
UNDOING, UNDONE, REFUSED = "undoing", "undone", "refused"
UNCLEAR = "unclear"
STATES = (READING, UNCLEAR, STAGED, WRITING, COMMITTED, UNDOING, UNDONE, REFUSED)
"""Of a list: "unclear" waits for somebody to say which column holds the names or the numbers of people."""

AT_WORK = (READING, WRITING, UNDOING)
"""The worker goes on with a list in these states."""

FRESH, THERE, LIKE, TWIN = "fresh", "there", "like", "twin"
DECIDED, PROBLEM, PASSED = "decided", "problem", "passed"
FATES: Mapping[str, str] = {
    FRESH: "a household that is written",
    THERE: "a household that came in before",
    LIKE: "looks like a case that is there, and waits",
    TWIN: "looks like another line of the list, and waits",
    DECIDED: "looks like another line, about which somebody has decided",
    PROBLEM: "nobody can accept it",
    PASSED: "no household: a remark among the lines",
}
"""Of a line, for whoever reads the code."""

WAITS = (LIKE, TWIN)
ALIKE = (LIKE, TWIN, DECIDED)


@dataclass(frozen=True)
class Counts:
    """How many lines of a list have which fate."""

    rows: int = 0
    fresh: int = 0
    fresh_people: int = 0
    there: int = 0
    there_people: int = 0
    like: int = 0
    twins: int = 0
    decided: int = 0
    problems: int = 0
    warned: int = 0

    @property
    def households(self) -> int:
        """The households of the list: neither a duplicate nor a problem."""
        return self.fresh + self.there

    @property
    def people(self) -> int:
        """Their people."""
        return self.fresh_people + self.there_people

    @property
    def waiting(self) -> int:
        """The lines that wait for somebody's decision."""
        return self.like + self.twins

    def to_plain(self) -> dict[str, int]:
        """A JSON-ready form."""
        return asdict(self)

    @classmethod
    def of(cls, tallies: Iterable[tuple[str, int, int]], warned: int) -> Counts:
        """From each fate with its lines and their people."""
        lines: dict[str, tuple[int, int]] = {fate: (count, people) for fate, count, people in tallies}

        def count(fate: str) -> int:
            return lines.get(fate, (0, 0))[0]

        return cls(
            rows=sum(count(fate) for fate in FATES if fate != PASSED),
            fresh=count(FRESH),
            fresh_people=lines.get(FRESH, (0, 0))[1],
            there=count(THERE),
            there_people=lines.get(THERE, (0, 0))[1],
            like=count(LIKE),
            twins=count(TWIN),
            decided=count(DECIDED),
            problems=count(PROBLEM),
            warned=warned,
        )


def counts_of(reading: Mapping[str, Any]) -> Counts:
    """What a list's row kept of its counts; nothing while it is being read."""
    return Counts(**reading.get("counts", {}))
