"""Which households of a list are called back before it is verified as a whole, and what the answers allow.

The sample is drawn by digest of a kept seed and each code, so that anybody can draw it again: nobody
chooses, and the order of the list plays no part. If all of 60 are found right, fewer than one in twenty
of any list is wrong, with 95 % certainty; so no list asks for more calls.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from aidtrack.errors import RuleBroken
from aidtrack.sentences import N_

PERCENT = 5
LEAST, MOST = 3, 60
UNSAMPLED = 20
"""Up to so many cases are verified together without a call, where no setting says otherwise."""
WRONG_IN = 10
"""One wrong answer in so many is borne: that case stays behind, the others go on. More refuse the list."""

CONFIRMED, WRONG, NOT_REACHED = "confirmed", "wrong", "not_reached"
ANSWERS: Mapping[str, str] = {
    CONFIRMED: N_("It is so"),
    WRONG: N_("It is not so"),
    NOT_REACHED: N_("Not reached"),
}
"""What a call may bring."""


def size_for(count: int) -> int:
    """How many of so many cases are called: 5 %, at least 3, at most 60, never more than there are.

    >>> [size_for(count) for count in (2, 21, 347, 100_000)]
    [2, 3, 18, 60]
    """
    return min(count, MOST, max(LEAST, -(-count * PERCENT // 100)))


def drawn(codes: Iterable[str], seed: str) -> list[str]:
    """The codes to call, in the order of their lots."""
    lots = sorted((sha256(f"{seed}:{code}".encode()).hexdigest(), code) for code in set(codes))
    return [code for _lot, code in lots[: size_for(len(lots))]]


@dataclass(frozen=True)
class Count:
    """How the calls of a list stand."""

    size: int
    confirmed: int
    wrong: int
    not_reached: int

    @classmethod
    def of(cls, answers: Sequence[str | None]) -> Count:
        """The answers of a sample; None for whom nobody has called yet."""
        found = Counter(answers)
        return cls(len(answers), found[CONFIRMED], found[WRONG], found[NOT_REACHED])

    @property
    def open(self) -> int:
        """Whom nobody has called yet."""
        return self.size - self.confirmed - self.wrong - self.not_reached

    @property
    def refused(self) -> bool:
        """Whether so many are wrong that no further call can mend it."""
        return self.wrong * WRONG_IN > self.size - self.not_reached


def check(count: Count) -> None:
    """RuleBroken unless the answers let the list be verified."""
    reached = count.confirmed + count.wrong
    if count.refused:
        raise RuleBroken(
            N_(
                "{wrong} of {size} households that were called are not as written: more than one in {most}."
                " The list is not verified as a whole; visit these households one by one."
            ),
            wrong=count.wrong,
            size=count.size,
            most=WRONG_IN,
        )
    if count.open:
        raise RuleBroken(
            N_("{open} of {size} households are still to be called before the list can be verified."),
            open=count.open,
            size=count.size,
        )
    if reached * 2 < count.size or not reached:
        raise RuleBroken(
            N_(
                "Only {reached} of {size} households were reached, at least half must be. Call again,"
                " or visit."
            ),
            reached=reached,
            size=count.size,
        )
