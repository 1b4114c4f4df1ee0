"""What became of an old unit: its successors, the default one first.

About a third of Hanoi's units of 2021 were split over two to five of today's: the default is
offered, a person decides.
"""

from __future__ import annotations

from collections.abc import Iterable


class Succession:
    """The table from the units of one edition to those of a later one.

    Rows are (old key, new key, whether it is the default), such as ("2021:00682", "2025:00664", True).
    """

    def __init__(self, rows: Iterable[tuple[str, str, bool]]) -> None:
        self._after: dict[str, list[tuple[str, bool]]] = {}
        self._before: dict[str, list[str]] = {}
        for old, new, is_default in rows:
            self._after.setdefault(old, []).append((new, is_default))
            self._before.setdefault(new, []).append(old)
        for successors in self._after.values():
            successors.sort(key=lambda successor: not successor[1])

    def rows(self) -> list[tuple[str, str, bool]]:
        """All rows: old key, new key, whether it is the default."""
        return [(old, new, default) for old, after in self._after.items() for new, default in after]

    def successors(self, key: str) -> list[tuple[str, bool]]:
        """The units of today that an old one went into, the default first; empty if none is known."""
        return list(self._after.get(key, ()))

    def today(self, key: str) -> str | None:
        """The unit to show for a key: its default successor, or itself if it is one of today's."""
        successors = self._after.get(key)
        if successors:
            return next((new for new, is_default in successors if is_default), None)
        return key if key in self._before else None

    def is_split(self, key: str) -> bool:
        """Whether a person must decide which of several successors an address now lies in."""
        return len(self._after.get(key, ())) > 1

    def predecessors(self, key: str) -> list[str]:
        """The old units of which a unit of today holds a part, in the order of the table."""
        return list(self._before.get(key, ()))
