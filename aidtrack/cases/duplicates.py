"""Which cases may be one household: signals, weighed by a table, and a sentence that says why.

Used on import and while registering alike. A shared phone or address is normal in rented rooms, so no pair
is suspected without names that agree, unless both carry the very same identity number, or all speaks for a
household that the husband told once and the wife another time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property, lru_cache

from aidtrack.cases import resemblance
from aidtrack.cases.blocking import LARGEST_BLOCK, blocking_keys, candidates
from aidtrack.cases.household_facts import Facts, Prepared, Told
from aidtrack.cases.rarity import rarity
from aidtrack.cases.weights import ALERT, COUPLE, WEIGHTS, Weight, score_of
from aidtrack.cases.written_names import AGREEING
from aidtrack.sentences import N_, Sentence, say

__all__ = [
    "AGREEING_NAMES",
    "ALERT",
    "COUPLE",
    "LARGEST_BLOCK",
    "WEIGHTS",
    "Facts",
    "Likeness",
    "Pair",
    "Told",
    "Weight",
    "blocking_keys",
    "compare",
    "likest",
    "pairs_within",
]

AGREEING_NAMES = AGREEING | {"middle"}
"""Without one of these answers two people are compared, never one."""

WORTH_A_LOOK = ALERT - 3
"""Points from which a batch prints a pair although nobody is alerted."""


@dataclass(frozen=True)
class Likeness:
    """How alike two households are: the points, whether to ask a person, and the signals in words."""

    points: int
    alert: bool
    signals: Mapping[str, str]

    @property
    def score(self) -> int:
        """0 to 100; a pair with `alert` has 60 or more."""
        return max(score_of(self.points), score_of(ALERT)) if self.alert else min(score_of(self.points), 59)

    @cached_property
    def why(self) -> Sentence:
        """The signals that say something, in the order of the table."""
        table = COUPLE if "couple" in self.signals else WEIGHTS
        weights = [table[signal].get(answer) for signal, answer in self.signals.items()]
        said = [say(weight.said) for weight in weights if weight and weight.said]
        return say(N_("{signals}"), signals=said)


def compare(a: Facts, b: Facts, *, crowded: Set[str] = frozenset()) -> Likeness:
    """Weigh two households against each other; the order of the two does not matter.

    `crowded` are the phones that three and more different people give: a landlord's, a foreman's.
    """
    return weighed(a.prepared, b.prepared, crowded) or Likeness(0, False, {})


def weighed(
    a: Prepared, b: Prepared, crowded: Set[str] = frozenset(), least: int | None = None
) -> Likeness | None:
    """The same of prepared facts; None if there are less than the `least` points, found out quickly."""
    person = _person(a, b, crowded, least)
    if person is not None and (person.alert or person.signals["name"] in AGREEING_NAMES):
        return person
    couple = _couple(a, b, crowded)
    if couple is None or (least is not None and couple.points < least):
        return person
    return couple if couple.alert or person is None else person


_QUICK = ("citizen_id", "phone", "name")


def _person(a: Prepared, b: Prepared, crowded: Set[str], least: int | None) -> Likeness | None:
    """One person told twice."""
    signals = {
        "citizen_id": resemblance.numbers(a.citizen_id, b.citizen_id),
        "phone": _phones(a, b, crowded),
        "name": _names(a, b),
    }
    agree = signals["name"] in AGREEING_NAMES
    if least is not None and not agree and signals["citizen_id"] != "same":
        return None
    signals |= {
        "rarity": rarity(a.name, b.name) if agree else resemblance.UNKNOWN,
        "birth_year": resemblance.birth_years(a.birth_year, b.birth_year),
        "unit": resemblance.exactly(a.unit, b.unit),
    }
    if least is not None and _points(WEIGHTS, signals) + _MOST_LEFT < least:
        return None
    signals |= _further(a, b)
    signals |= {"sex": resemblance.exactly(a.sex, b.sex), "copy": _copies(a, b, signals["name"])}
    signals["against"] = resemblance.UNKNOWN if _contradicted(WEIGHTS, signals) else "nothing"
    points = _points(WEIGHTS, signals)
    if least is not None and points < least and signals["citizen_id"] != "same":
        return None
    alert = signals["citizen_id"] == "same" or (points >= ALERT and agree)
    return Likeness(points, alert, {signal: signals[signal] for signal in WEIGHTS})


_MOST_LEFT = sum(
    max(weight.points for weight in WEIGHTS[signal].values())
    for signal in ("address", "people", "members", "home_address", "against", "copy")
)


def _couple(a: Prepared, b: Prepared, crowded: Set[str]) -> Likeness | None:
    """A household told once by the husband and once by the wife; None if it cannot be."""
    # Nguyễn is a third of people: it makes nobody kin.
    kin = a.name.family == b.name.family != "nguyen"
    couple = resemblance.couples((a.probable_sex, b.probable_sex), (a.birth_year, b.birth_year), kin)
    phone = _phones(a, b, crowded)
    if couple == "none" or (phone not in ("same", "slip") and not (a.members or b.members)):
        return None
    signals = {"couple": couple, "phone": phone} | _further(a, b)
    signals["unit"] = resemblance.exactly(a.unit, b.unit)
    points = _points(COUPLE, signals)
    return Likeness(points, points >= ALERT, {signal: signals[signal] for signal in COUPLE})


def _further(a: Prepared, b: Prepared) -> dict[str, str]:
    return {
        "address": resemblance.addresses(a.address, b.address),
        "people": resemblance.head_counts(a.people, b.people),
        "members": _members(a, b),
        "home_address": resemblance.same_place(a.home, b.home),
    }


def _members(a: Prepared, b: Prepared) -> str:
    if not a.members and not b.members:
        return resemblance.UNKNOWN
    return resemblance.members(a.members, b.members, a.name.folded, b.name.folded)


def _points(table: Mapping[str, Mapping[str, Weight]], signals: Mapping[str, str]) -> int:
    weights = (table[signal].get(answer) for signal, answer in signals.items())
    return sum(weight.points for weight in weights if weight)


def _contradicted(table: Mapping[str, Mapping[str, Weight]], signals: Mapping[str, str]) -> bool:
    weights = (table[signal].get(answer) for signal, answer in signals.items())
    return any(weight.points < 0 for weight in weights if weight)


def _phones(a: Prepared, b: Prepared, crowded: Set[str]) -> str:
    answer = resemblance.numbers(a.phone, b.phone)
    return "crowd" if answer == "same" and a.phone in crowded else answer


def _names(a: Prepared, b: Prepared) -> str:
    return _kept_names(a.name, b.name)


_kept_names = lru_cache(maxsize=50_000)(resemblance.names)


def _copies(a: Prepared, b: Prepared, name: str) -> str:
    """whole if everything that is told is the same, and enough is told."""
    told = [(one.birth_year, one.citizen_id, one.phone, one.unit, one.people) for one in (a, b)]
    if name != "same" or told[0] != told[1] or a.address != b.address or a.members != b.members:
        return resemblance.UNKNOWN
    enough = sum(fact is not None for fact in told[0]) + bool(a.address.doors or a.address.names)
    return "whole" if enough >= _ENOUGH_TOLD else resemblance.UNKNOWN


_ENOUGH_TOLD = 2


@dataclass(frozen=True)
class Pair:
    """Two households of one list, by their positions in it (the smaller first)."""

    first: int
    second: int
    likeness: Likeness


def pairs_within(households: Iterable[Facts], *, least: int | None = None) -> list[Pair]:
    """The suspected pairs of a list, in its order; with `least` also those below with so many points."""
    return pairs_among([Prepared(facts) for facts in households], least=least)


def pairs_among(prepared: Sequence[Prepared], *, least: int | None = None) -> list[Pair]:
    """The same of households that are prepared already."""
    crowded = crowded_phones(prepared)
    floor = ALERT if least is None else min(ALERT, least)
    found = []
    for first, second in _candidates(prepared):
        likeness = weighed(prepared[first], prepared[second], crowded, floor)
        if likeness and (likeness.alert or least is not None):
            found.append(Pair(first, second, likeness))
    return found


def _candidates(households: Sequence[Prepared]) -> Iterable[tuple[int, int]]:
    # A household copied a thousand times shares all its keys with too many.
    earliest: dict[int, int] = {}
    copies = [(earliest.setdefault(hash(one.whole), at), at) for at, one in enumerate(households)]
    again = {(first, copy) for first, copy in copies if first != copy}
    if not again:
        return candidates(households)
    return sorted(again.union(candidates(households)))


_A_CROWD = 3


def crowded_phones(households: Iterable[Prepared]) -> Set[str]:
    """The phones that three and more people of different given names give."""
    givers: defaultdict[str, set[str]] = defaultdict(set)
    for one in households:
        if one.phone:
            givers[one.phone].add(one.name.given)
    return {phone for phone, given in givers.items() if len(given) >= _A_CROWD}


def likest(facts: Facts, others: Iterable[tuple[int, Facts]]) -> list[tuple[int, Likeness]]:
    """Of other households (each with a name to find it by) the suspected ones, the likest first."""
    known = [(name, other.prepared) for name, other in others]
    crowded = crowded_phones([facts.prepared, *(other for _, other in known)])
    found = [(name, weighed(facts.prepared, other, crowded, ALERT)) for name, other in known]
    return sorted(((n, like) for n, like in found if like and like.alert), key=lambda one: -one[1].points)
