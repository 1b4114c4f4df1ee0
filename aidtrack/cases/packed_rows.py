"""A long sheet's rows kept small: packed as they came, unpacked a few hundred at a time when somebody looks.

A hundred thousand rows take some ten megabytes instead of two hundred, and never touch the disk.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any, overload

ROWS_TOGETHER = 500
FAST = 1
"""The level of packing: a row is unpacked several times."""

Row = tuple[Any, ...]


class RowPacker:
    """Takes the rows of a sheet as lines of JSON, one after the other."""

    def __init__(self) -> None:
        self.count = 0
        self._packs: list[bytes] = []
        self._begin()

    def take(self, line: bytes) -> None:
        """The next row."""
        self._parts.append(self._press.compress(b"," + line if self.count % ROWS_TOGETHER else line))
        self.count += 1
        if self.count % ROWS_TOGETHER == 0:
            self._end()
            self._begin()

    def _begin(self) -> None:
        self._press = zlib.compressobj(FAST)
        self._parts = [self._press.compress(b"[")]

    def _end(self) -> None:
        self._packs.append(b"".join([*self._parts, self._press.compress(b"]"), self._press.flush()]))

    def rows(self, revive: Callable[[Any], Any]) -> PackedRows:
        """All rows that were taken; `revive` makes a cell of what JSON keeps of it."""
        self._end()
        return PackedRows(_Packs(self._packs, revive), range(self.count))


class _Packs:
    def __init__(self, packs: list[bytes], revive: Callable[[Any], Any]) -> None:
        self._packs, self._revive = packs, revive
        self._last: tuple[int, list[Row]] = (-1, [])

    def row(self, number: int) -> Row:
        """A row by its number, quickly if it stands near the one asked for before."""
        pack, at = divmod(number, ROWS_TOGETHER)
        if self._last[0] != pack:
            self._last = pack, self.unpacked(pack)
        return self._last[1][at]

    def unpacked(self, pack: int) -> list[Row]:
        revive = self._revive
        rows = json.loads(zlib.decompress(self._packs[pack]))
        return [tuple(revive(cell) if cell.__class__ is dict else cell for cell in row) for row in rows]


class PackedRows(Sequence[Row]):
    """Rows that are unpacked when they are asked for; a slice is a view, not a copy."""

    def __init__(self, packs: _Packs, numbers: range) -> None:
        self._packs, self._numbers = packs, numbers

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> PackedRows: ...
    def __getitem__(self, index: int | slice) -> Row | PackedRows:
        if isinstance(index, slice):
            return PackedRows(self._packs, self._numbers[index])
        return self._packs.row(self._numbers[index])

    def __iter__(self) -> Iterator[Row]:
        """Each walk has a pack of its own, so that several may go on side by side."""
        pack, rows = -1, []
        for number in self._numbers:
            wanted, at = divmod(number, ROWS_TOGETHER)
            if wanted != pack:
                pack, rows = wanted, self._packs.unpacked(wanted)
            yield rows[at]

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Sequence)
            and len(self) == len(other)
            and all(mine == its for mine, its in zip(self, other, strict=True))
        )

    def __hash__(self) -> int:
        return hash((len(self), self[0] if self else ()))
