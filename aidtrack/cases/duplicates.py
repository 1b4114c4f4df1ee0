"""Which cases may be one household: signals, their weights in a table, and a sentence that says why.

Used on import and while registering alike. A shared phone or address is normal in rented rooms, so
no pair is suspected without names that agree, unless both carry the very same identity number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from itertools import combinations
from typing import Protocol

from aidtrack.cases import resemblance
from aidtrack.cases.resemblance import WrittenAddress, WrittenName
from aidtrack.sentences import N_, Sentence, say


class Told(Protocol):
    """A household as a form or a line of a list tells it; attributes as in `Facts`."""

    @property
    def name(self) -> str: ...
    @property
    def birth_year(self) -> int | None: ...
    @property
    def sex(self) -> str | None: ...
    @property
    def citizen_id(self) -> str | None: ...
    @property
    def phone(self) -> str | None: ...
    @property
    def address(self) -> str: ...
    @property
    def people(self) -> int: ...
    @property
    def home_address(self) -> str: ...


@dataclass(frozen=True)
class Facts:
    """What is compared of a household; whatever is not known is None or empty.

    `sex` is "male" or "female", `phone` E.164, `unit` the key of the ward ("2021:00682"),
    `home_address` the place of permanent residence.
    """

    name: str
    birth_year: int | None = None
    sex: str | None = None
    citizen_id: str | None = None
    phone: str | None = None
    address: str = ""
    unit: str | None = None
    people: int | None = None
    home_address: str = ""

    @classmethod
    def of(cls, told: Told, unit: str) -> Facts:
        """What is compared of a household that is told elsewhere, in a ward."""
        return cls(
            name=told.name,
            birth_year=told.birth_year,
            sex=told.sex,
            citizen_id=told.citizen_id,
            phone=told.phone,
            address=told.address,
            unit=unit,
            people=told.people,
            home_address=told.home_address,
        )

    @cached_property
    def written_name(self) -> WrittenName:
        """The name prepared for comparison."""
        return WrittenName.of(self.name)

    @cached_property
    def written_address(self) -> WrittenAddress:
        """The address prepared for comparison."""
        return WrittenAddress.of(self.address)


@dataclass(frozen=True)
class Weight:
    """What one answer of a comparison counts, and how it is said (None: not worth a word)."""

    points: int
    said: str | None = None


WEIGHTS: Mapping[str, Mapping[str, Weight]] = {
    "citizen_id": {
        "same": Weight(14, N_("same ID number")),
        "slip": Weight(6, N_("ID numbers one slip apart")),
        "other": Weight(-7, N_("different ID numbers")),
    },
    "phone": {
        "same": Weight(7, N_("same phone")),
        "slip": Weight(4, N_("phone numbers one slip apart")),
        "other": Weight(-1),
    },
    "name": {
        "same": Weight(6, N_("same name")),
        "unmarked": Weight(5, N_("same name without marks")),
        "spelling": Weight(5, N_("same name in another spelling")),
        "short": Weight(4, N_("one name is a short form of the other")),
        "order": Weight(4, N_("same name in another order")),
        "typo": Weight(3, N_("names one letter apart")),
        "tones": Weight(2, N_("names alike but for the marks")),
        "near": Weight(1, N_("names nearly alike")),
        "given": Weight(0, N_("same given name")),
        "different": Weight(-9, N_("different names")),
    },
    "birth_year": {
        "same": Weight(3, N_("same birth year")),
        "beside": Weight(1, N_("birth years one apart")),
        "slip": Weight(0, N_("birth years one slip apart")),
        "other": Weight(-7, N_("different birth years")),
    },
    "address": {
        "same": Weight(6, N_("same address")),
        "alike": Weight(4, N_("addresses alike")),
        "neighbour": Weight(-2),
        "other": Weight(-2, N_("different address")),
    },
    "unit": {"same": Weight(1), "other": Weight(-1, N_("different ward"))},
    "people": {"same": Weight(1), "beside": Weight(0), "other": Weight(-1, N_("different number of people"))},
    "home_address": {"same": Weight(1), "other": Weight(-2, N_("different permanent residence"))},
    "sex": {"other": Weight(-4, N_("a man and a woman"))},
}
"""The whole judgement: add the points. An answer that is not listed counts nothing."""

ALERT = 12
"""From here on a pair is shown to people as suspected."""

AGREEING_NAMES = frozenset(
    {"same", "unmarked", "spelling", "short", "order", "typo", "tones", "near", "given"}
)


@dataclass(frozen=True)
class Likeness:
    """How alike two households are: the points, whether to ask a person, and the signals in words."""

    score: int
    alert: bool
    why: Sentence
    signals: Mapping[str, str]


def compare(a: Facts, b: Facts) -> Likeness:
    """Weigh two households against each other; the order of the two does not matter."""
    signals = _signals(a, b)
    weights = [WEIGHTS[signal].get(answer) for signal, answer in signals.items()]
    score = sum(weight.points for weight in weights if weight)
    alert = signals["citizen_id"] == "same" or (score >= ALERT and signals["name"] in AGREEING_NAMES)
    said = [say(weight.said) for weight in weights if weight and weight.said]
    return Likeness(score, alert, say(N_("{signals}"), signals=said), signals)


def _signals(a: Facts, b: Facts) -> dict[str, str]:
    return {
        "citizen_id": resemblance.numbers(a.citizen_id, b.citizen_id),
        "phone": resemblance.numbers(a.phone, b.phone),
        "name": resemblance.names(a.written_name, b.written_name),
        "birth_year": resemblance.birth_years(a.birth_year, b.birth_year),
        "address": resemblance.addresses(a.written_address, b.written_address),
        "unit": resemblance.exactly(a.unit, b.unit),
        "people": resemblance.head_counts(a.people, b.people),
        "home_address": resemblance.origins(a.home_address, b.home_address),
        "sex": resemblance.exactly(a.sex, b.sex),
    }


def blocking_keys(facts: Facts) -> set[str]:
    """Short opaque keys: whoever may be the same household shares at least one of them.

    A number typed wrong keeps one of its halves, a short name its first and last word, a rewritten
    address its numbers. The keys hold digests, so an index of them names nobody.
    """
    name, address = facts.written_name, facts.written_address
    found: list[tuple[object, ...]] = []
    if facts.citizen_id:
        cid = facts.citizen_id
        found += [("id", cid), ("id1", cid[: len(cid) // 2], name.given), ("id2", cid[-6:], name.given)]
    if facts.phone:
        found += [
            ("ph", facts.phone),
            ("ph1", facts.phone[:8], name.given),
            ("ph2", facts.phone[-5:], name.given),
        ]
    if name.words:
        found += [("nu", name.family, name.given, facts.unit), ("nw", *sorted(name.words), facts.unit)]
    if name.words and facts.birth_year:
        found += [
            ("ny", name.family, name.given, facts.birth_year),
            ("nz", *sorted(name.words), facts.birth_year),
        ]
    if address.doors:
        found.append(("ad", facts.unit, address.doors))
    return {_digest(key) for key in found}


def _digest(key: tuple[object, ...]) -> str:
    return f"{key[0]}:{blake2b(repr(key).encode(), digest_size=8).hexdigest()}"


@dataclass(frozen=True)
class Pair:
    """Two households of one list, by their positions in it (the smaller first)."""

    first: int
    second: int
    likeness: Likeness


LARGEST_BLOCK = 400
"""A key that so many share tells nothing; whoever is alike shares another key as well."""


def pairs_within(households: Sequence[Facts]) -> list[Pair]:
    """The suspected pairs of a list, in its order."""
    found = []
    for first, second in sorted(_candidates(households)):
        likeness = compare(households[first], households[second])
        if likeness.alert:
            found.append(Pair(first, second, likeness))
    return found


def _candidates(households: Sequence[Facts]) -> set[tuple[int, int]]:
    blocks: dict[str, list[int]] = {}
    for position, facts in enumerate(households):
        for key in blocking_keys(facts):
            blocks.setdefault(key, []).append(position)
    found = {
        pair for block in blocks.values() if len(block) <= LARGEST_BLOCK for pair in combinations(block, 2)
    }
    # A household copied a thousand times shares all its keys with too many.
    earliest: dict[Facts, int] = {}
    copies = ((earliest.setdefault(facts, at), at) for at, facts in enumerate(households))
    return found | {(first, copy) for first, copy in copies if first != copy}


def likest(facts: Facts, others: Iterable[tuple[int, Facts]]) -> list[tuple[int, Likeness]]:
    """Of other households (each with a name to find it by) the suspected ones, the likest first."""
    found = [(name, compare(facts, other)) for name, other in others]
    return sorted(((n, like) for n, like in found if like.alert), key=lambda pair: -pair[1].score)
