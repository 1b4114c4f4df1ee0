"""How well posts are read, against labels: the figures of the issue and those beside them.

Households are compared with the labelled ones of the same post, each with the one that has the
same telephone, else the same place in the order; a household that was not found counts as missed in
every field. What a label leaves out ("kind" alone, or no "needs") is not counted.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from aidtrack.places.hierarchy import Unit
from aidtrack.places.tables import gazetteer
from aidtrack.posts.reading import Reading, read
from aidtrack.vietnamese.folding import fold

DATA = Path(__file__).parent / "data"
Post = dict[str, Any]
Reader = Callable[[Post], Reading]


def load(name: str) -> list[Post]:
    """The labelled posts of a file, one JSON object a line."""
    return [
        json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines() if line.strip()
    ]


def group_of(post: Post) -> Unit | None:
    """The ward of the group that a post stood in."""
    code = (post.get("group_ward") or {}).get("code")
    return gazetteer("2021").get(f"2021:{code}") if code else None


def read_post(post: Post) -> Reading:
    """The reader as the command calls it."""
    posted = post.get("posted_at")
    return read(
        post["text"],
        posted_at=datetime.fromisoformat(posted) if posted else None,
        group_ward=group_of(post),
        gazetteer=gazetteer("2021"),
    )


@dataclass
class Tally:
    """True and false positives and what was missed, for precision, recall and F1."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, said: Iterable[object], meant: Iterable[object]) -> None:
        """Count one set against another."""
        found, wanted = set(said), set(meant)
        self.right += len(found & wanted)
        self.wrong += len(found - wanted)
        self.missed += len(wanted - found)

    @property
    def precision(self) -> float:
        """The share of what was said that is right."""
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """The share of what is meant that was said."""
        return self.right / max(1, self.right + self.missed)

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return self.right / max(1, self.right + (self.wrong + self.missed) / 2)


@dataclass
class Share:
    """How many of how many."""

    right: int = 0
    of: int = 0

    def add(self, is_right: bool) -> None:
        """Count one."""
        self.right += is_right
        self.of += 1

    @property
    def value(self) -> float:
        """Their share; 1 of none."""
        return self.right / self.of if self.of else 1.0


@dataclass
class Score:
    """All figures over a set of posts."""

    kind: Share = field(default_factory=Share)
    request: Tally = field(default_factory=Tally)
    households: Tally = field(default_factory=Tally)
    phone: Tally = field(default_factory=Tally)
    people: Share = field(default_factory=Share)
    ward: Share = field(default_factory=Share)
    categories: Tally = field(default_factory=Tally)
    needs: Tally = field(default_factory=Tally)
    urgency: Share = field(default_factory=Share)
    name: Share = field(default_factory=Share)
    address: Share = field(default_factory=Share)

    def figures(self) -> dict[str, float]:
        """The figures by name; categories and needs are F1 over all pairs of household and code."""
        return {
            "kind": self.kind.value,
            "request recall": self.request.recall,
            "request precision": self.request.precision,
            "households F1": self.households.f1,
            "phone F1": self.phone.f1,
            "head-count": self.people.value,
            "ward": self.ward.value,
            "categories F1": self.categories.f1,
            "needs F1": self.needs.f1,
            "urgency": self.urgency.value,
            "name": self.name.value,
            "address": self.address.value,
        }


def digits(phone: str | None) -> str | None:
    """A telephone number as its nine last digits, however it is written."""
    return "".join(filter(str.isdigit, phone))[-9:] if phone else None


def score(posts: Sequence[Post], reader: Reader = read_post) -> Score:
    """Read all posts and compare."""
    total = Score()
    for post in posts:
        add(total, post, reader(post))
    return total


def add(total: Score, post: Post, said: Reading) -> None:
    """Compare one post."""
    label = post["expected"]
    total.kind.add(said.kind == label["kind"])
    total.request.add({"request"} & {said.kind}, {"request"} & {label["kind"]})
    if "households" not in label:
        return
    meant = label["households"]
    total.households.right += min(len(meant), len(said.households))
    total.households.wrong += max(0, len(said.households) - len(meant))
    total.households.missed += max(0, len(meant) - len(said.households))
    total.phone.add(
        (digits(one.phone) for one in said.households if one.phone),
        (digits(one["phone"]) for one in meant if one["phone"]),
    )
    for one, wanted in paired(said, meant):
        for field_name in wanted:
            FIELDS.get(field_name, ignore)(total, one.get(field_name), wanted[field_name])


def ignore(total: Score, said: Any, meant: Any) -> None:
    """A field that is counted elsewhere."""


FIELDS: dict[str, Callable[[Score, Any, Any], None]] = {
    "people": lambda total, said, meant: total.people.add(said == meant),
    "ward_code": lambda total, said, meant: total.ward.add(said == meant),
    "categories": lambda total, said, meant: total.categories.add(said or (), meant),
    "needs": lambda total, said, meant: total.needs.add(said or (), meant),
    "urgency": lambda total, said, meant: total.urgency.add(said == meant),
    "name": lambda total, said, meant: total.name.add(fold(said or "") == fold(meant or "")),
    "address": lambda total, said, meant: total.address.add(is_same_address(said, meant)),
}


def paired(said: Reading, meant: Sequence[Post]) -> list[tuple[Post, Post]]:
    """Each labelled household with the one that was read for it; an empty one if there is none."""
    left = [vars(one) for one in said.households]
    pairs = []
    for at, wanted in enumerate(meant):
        same = next(
            (one for one in left if one["phone"] and digits(one["phone"]) == digits(wanted["phone"])), None
        )
        one = same or (left[min(at, len(left) - 1)] if left else {})
        pairs.append((one, wanted))
    return pairs


def is_same_address(said: str | None, meant: str | None) -> bool:
    """Whether the same numbers and at least half of the words stand in both."""
    mine, theirs = ({*fold(text or "").replace(",", " ").split()} for text in (said, meant))
    if not theirs or not mine:
        return mine == theirs
    numbers = {word for word in theirs if any(map(str.isdigit, word))}
    return numbers <= mine and 2 * len(mine & theirs) >= len(theirs)
