"""The chain's arithmetic: each entry's hash covers the entry and the hash before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

TAG = b"aidtrack-chain-1\x00"
GENESIS = "0" * 64
"""The hash before the first entry."""


@dataclass(frozen=True)
class Link:
    """One entry as the chain sees it: its number, what it covers, and its hash (hex, 64 characters)."""

    seq: int
    covered: Mapping[str, Any]
    hash: str


def canonical(value: Any) -> bytes:
    """JSON with sorted keys, no spaces, UTF-8: equal values give equal bytes."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest(value: Any) -> str:
    """SHA-256 of the canonical form, hex."""
    return hashlib.sha256(canonical(value)).hexdigest()


def digest_of_rows(rows: Iterable[Any]) -> str:
    """One digest over many rows in their order, for a bulk act that is a single entry."""
    whole = hashlib.sha256()
    for row in rows:
        whole.update(canonical(row) + b"\n")
    return whole.hexdigest()


def next_hash(previous: str, covered: Mapping[str, Any]) -> str:
    """The hash of the entry that follows `previous` (hex)."""
    return hashlib.sha256(TAG + bytes.fromhex(previous) + canonical(covered)).hexdigest()


def first_bad(links: Iterable[Link]) -> int | None:
    """The number of the first entry that does not follow from the one before it, or None."""
    previous, expected = GENESIS, 1
    for link in links:
        if link.seq != expected or link.hash != next_hash(previous, link.covered):
            return min(link.seq, expected)
        previous, expected = link.hash, expected + 1
    return None
