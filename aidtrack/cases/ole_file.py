"""The table of contents of an old Office file (.xls, .doc, encrypted .xlsx): names, sizes, the first bytes.

Reads only the directory, with bounds everywhere: a damaged or hostile file gives a ValueError.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
_HEADER = 512
_ENTRY = 128
_NO_SECTOR = 0xFFFFFFFA
"""From here on sector numbers mean something else: the end of a chain, a free sector."""
_MOST_SECTORS = 200_000
_MOST_ENTRIES = 2_000
_FIRST_SECTORS = 4
_STORAGE, _STREAM = 1, 2


@dataclass(frozen=True)
class Entry:
    """One entry of the directory: a storage (a folder) or a stream (a file in it)."""

    name: str
    is_stream: bool
    first_sector: int
    size: int


class OleFile:
    """The directory of an old Office file."""

    def __init__(self, data: bytes) -> None:
        if len(data) < _HEADER or not data.startswith(MAGIC):
            raise ValueError("no such container")
        self._data = data
        (shift,) = struct.unpack_from("<H", data, 30)
        if shift not in (9, 12):
            raise ValueError("sectors of an unknown size")
        self._size = 1 << shift
        (self._directory,) = struct.unpack_from("<L", data, 48)
        self._fat = self._allocation()

    def _sector(self, number: int) -> bytes:
        at = (number + 1) * self._size
        if number >= _NO_SECTOR or at >= len(self._data):
            raise ValueError("a sector outside the file")
        return self._data[at : at + self._size]

    def _allocation(self) -> list[int]:
        """Which sector follows which."""
        numbers = list(struct.unpack_from("<109L", self._data, 76))
        (following, count) = struct.unpack_from("<LL", self._data, 68)
        for _ in range(min(count, _MOST_SECTORS)):
            if following >= _NO_SECTOR:
                break
            words = self._words(following)
            numbers += words[:-1]
            following = words[-1]
        fat: list[int] = []
        for number in numbers[:_MOST_SECTORS]:
            if number < _NO_SECTOR:
                fat += self._words(number)
        return fat

    def _words(self, number: int) -> list[int]:
        sector = self._sector(number)
        return list(struct.unpack(f"<{len(sector) // 4}L", sector[: len(sector) // 4 * 4]))

    def _chain(self, first: int) -> Iterator[bytes]:
        seen: set[int] = set()
        number = first
        while number < _NO_SECTOR:
            if number in seen or number >= len(self._fat):
                raise ValueError("a chain that does not end")
            seen.add(number)
            yield self._sector(number)
            number = self._fat[number]

    def begins(self, entry: Entry) -> bytes:
        """The first bytes of a stream."""
        return b"".join(islice(self._chain(entry.first_sector), _FIRST_SECTORS))

    def entries(self) -> list[Entry]:
        """All storages and streams, in the order of the directory."""
        found: list[Entry] = []
        for sector in self._chain(self._directory):
            for at in range(0, len(sector) - _ENTRY + 1, _ENTRY):
                kind, length = sector[at + 66], struct.unpack_from("<H", sector, at + 64)[0]
                if kind not in (_STORAGE, _STREAM) or not 2 <= length <= 64:
                    continue
                name = sector[at : at + length - 2].decode("utf-16-le", "replace")
                first, size = struct.unpack_from("<LL", sector, at + 116)
                found.append(Entry(name, kind == _STREAM, first, size))
            if len(found) > _MOST_ENTRIES:
                raise ValueError("more entries than any list needs")
        return found
