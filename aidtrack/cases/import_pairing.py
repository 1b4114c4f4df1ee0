"""Which lines of a long list look alike, without holding the list: numbers are kept, facts are fetched again.

The same pairs come out as `duplicates.pairs_within` finds in all of it at once.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from heapq import merge
from itertools import combinations, groupby, islice

import numpy as np

from aidtrack.cases.blocking import LARGEST_BLOCK
from aidtrack.cases.duplicates import Pair, weighed
from aidtrack.cases.household_facts import Prepared
from aidtrack.cases.weights import ALERT

AT_ONCE = 2_000
"""Pairs whose households are fetched together."""
A_CROWD = 3
"""So many people of different given names give a phone that is nobody's own."""

Fetch = Callable[[Iterable[int]], Mapping[int, Prepared]]


class Lines:
    """The lines of a list as they pass by, each only as the numbers under which it meets others."""

    def __init__(self) -> None:
        self._count = 0
        self._digests, self._positions = array("Q"), array("q")
        self._earliest: dict[int, int] = {}
        self._again: list[tuple[int, int]] = []
        self._givers: dict[int, int | frozenset[int]] = {}
        """By the hash of a phone that of the given name, or those of several."""

    def add(self, one: Prepared, keys: Iterable[str]) -> None:
        """The next line, with the keys of its household."""
        at = self._count
        self._count += 1
        for key in keys:
            self._digests.append(int(key.partition(":")[2], 16))
            self._positions.append(at)
        first = self._earliest.setdefault(hash(one.whole), at)
        if first != at:
            # A household copied a thousand times shares all its keys with too many.
            self._again.append((first, at))
        if one.phone:
            self._give(hash(one.phone), hash(one.name.given))

    def _give(self, phone: int, given: int) -> None:
        known = self._givers.setdefault(phone, given)
        if isinstance(known, frozenset):
            self._givers[phone] = known | {given}
        elif known != given:
            self._givers[phone] = frozenset({known, given})

    def pairs(self, fetch: Fetch) -> list[Pair]:
        """The suspected pairs by their positions; `fetch` gives households back by theirs."""
        found: list[Pair] = []
        candidates = self._candidates()
        while some := list(islice(candidates, AT_ONCE)):
            known = fetch(sorted({at for pair in some for at in pair}))
            crowded = {one.phone for one in known.values() if one.phone and self._crowd(one.phone)}
            for first, second in some:
                likeness = weighed(known[first], known[second], crowded, ALERT)
                if likeness and likeness.alert:
                    found.append(Pair(first, second, likeness))
        return found

    def _crowd(self, phone: str) -> bool:
        given = self._givers.get(hash(phone))
        return isinstance(given, frozenset) and len(given) >= A_CROWD

    def _candidates(self) -> Iterator[tuple[int, int]]:
        both = merge(sorted(self._again), self._sharing())
        return (pair for pair, _ in groupby(both))

    def _sharing(self) -> Iterator[tuple[int, int]]:
        """The pairs of positions that share a key which tells something, in order."""
        digests = np.frombuffer(self._digests, np.uint64)
        order = np.argsort(digests, kind="stable")
        positions = np.frombuffer(self._positions, np.int64)[order]
        edges = np.flatnonzero(np.diff(digests[order])) + 1
        starts, ends = np.concatenate(([0], edges)), np.concatenate((edges, [len(positions)]))
        telling = (ends - starts >= 2) & (ends - starts <= LARGEST_BLOCK)
        del digests, order, edges
        codes = array("q")
        for start, end in zip(starts[telling].tolist(), ends[telling].tolist(), strict=True):
            block = positions[start:end].tolist()
            codes.extend(first * self._count + second for first, second in combinations(block, 2))
        for code in np.unique(np.frombuffer(codes, np.int64)) if codes else ():
            yield divmod(int(code), self._count)
