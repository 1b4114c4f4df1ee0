"""Short keys under which look-alikes meet, so that a million households need not be compared with each.

Whoever may be the same household shares at least one. A number typed wrong keeps one of its ends, a short
name its given name, a rewritten address its numbers. Keys hold digests: an index of them names nobody.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from itertools import groupby

from aidtrack.cases.household_facts import Facts, Prepared
from aidtrack.cases.written_addresses import WrittenAddress

VERSION = "2"
"""Of the keys: when they change, the kept ones are made anew (`block_actions.refresh`)."""

LARGEST_BLOCK = 400
"""A key that so many share tells nothing; whoever is alike shares another key as well."""


def blocking_keys(facts: Facts) -> set[str]:
    """The keys of a household."""
    return set(keys_of(facts.prepared))


def keys_of(one: Prepared) -> Iterator[str]:
    """The keys of a household that is prepared already."""
    for kind, parts in _parts(one):
        text = "|".join(map(str, parts))
        yield f"{kind}:{blake2b(text.encode(), digest_size=8, person=kind.encode()).hexdigest()}"


def _parts(one: Prepared) -> Iterator[tuple[str, tuple[object, ...]]]:
    unit, year, given = one.unit, one.birth_year, one.name.given
    if cid := one.citizen_id:
        yield from (("id", (cid,)), ("i1", (cid[: len(cid) // 2], given)), ("i2", (cid[-5:], given)))
    if phone := one.phone:
        yield from (("ph", (phone,)), ("p1", (phone[:7], given)), ("p2", (phone[-4:], given)))
    if one.name.words:
        family, ends = one.name.family, sorted((one.name.family, given))
        yield from (("nu", (*ends, unit)), ("nw", (*sorted(one.name.words), unit)))
        if year:
            yield from (("ny", (*ends, year)), ("nf", (family, year, unit)), ("ng", (given, year, unit)))
    yield from _parts_of_address(one.address, unit)


def _parts_of_address(address: WrittenAddress, unit: str | None) -> Iterator[tuple[str, tuple[object, ...]]]:
    if address.doors:
        yield "ad", (unit, *address.doors)
        if len(address.doors) > 1:
            yield "as", address.doors
    elif address.groups and address.names:
        yield "ah", (unit, address.names[0], *address.groups)


class Blocks:
    """Who shares a key with whom: keys come in line by line, pairs of positions come out.

    One number holds a key and a position, and numbers are sorted in place of lists of lists, so that 100,000
    households take little room.
    """

    def __init__(self) -> None:
        self.count = 0
        self._entries = [array("Q") for _ in range(_PARTS)]

    def add(self, keys: Iterable[str]) -> None:
        """The keys of the next household."""
        for key in keys:
            entry = int(key.partition(":")[2], 16) & ~_POSITION | self.count
            self._entries[entry * _PARTS >> 64].append(entry)
        self.count += 1

    def pairs(self) -> Iterator[tuple[int, int]]:
        """The pairs of positions that share a key which tells something, in order, each once."""
        kept, ends = array("I"), array("I", [0])
        members = [array("Q") for _ in range(_PARTS)]
        for number, block in enumerate(self._blocks()):
            kept.extend(block)
            ends.append(len(kept))
            for position in block:
                members[position * _PARTS // self.count].append(position << _WORD | number)
        for part in members:
            for position, mine in groupby(sorted(part), key=lambda member: member >> _WORD):
                others: set[int] = set()
                for number in (member & _NUMBER for member in mine):
                    others.update(kept[ends[number] : ends[number + 1]])
                yield from ((position, other) for other in sorted(others) if other > position)

    def _blocks(self) -> Iterator[list[int]]:
        for part in self._entries:
            for _, block in groupby(sorted(part), key=lambda entry: entry >> _BITS):
                if 2 <= len(places := [entry & _POSITION for entry in block]) <= LARGEST_BLOCK:
                    yield places


_PARTS = 16
"""Sorted one after the other, because a sorted number takes four times the room of a packed one."""
_WORD = 32
_NUMBER = (1 << _WORD) - 1
_BITS = 24
_POSITION = (1 << _BITS) - 1
"""Sixteen million households; the other 40 bits tell the keys apart well enough to be candidates."""


def candidates(households: Iterable[Prepared]) -> Iterator[tuple[int, int]]:
    """The pairs of positions of households that share a key, in order, each once."""
    blocks = Blocks()
    for one in households:
        blocks.add(keys_of(one))
    return blocks.pairs()
