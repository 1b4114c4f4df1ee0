"""Why a household gets what it gets, in sentences that neighbours may read, and how even a plan is.

No reason names a score, an illness, children or a class: whoever asks for those reads the order of
ties that is printed with the plan.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from aidtrack.campaigns.entitlement import Norm, Per
from aidtrack.goods.units import GoodFacts, in_packs, show_amount
from aidtrack.sentences import N_, Sentence, say


def by_norm(norm: Norm, people: int) -> Sentence:
    """The norm's own reason: "4 khẩu × 4 kg", "mỗi hộ 1 chai", with floor, cap or packs where they count."""
    given = norm.entitlement(people)
    each = show_amount(norm.amount, norm.good)
    if norm.per is Per.HOUSEHOLD:
        plain = say(N_("{amount} for each household"), amount=each)
        wanted = norm.amount
    else:
        template = N_("1 person × {amount}") if people == 1 else N_("{people} people × {amount}")
        plain = say(template, people=people, amount=each)
        wanted = norm.amount * people
    if given == wanted:
        return plain
    return say(N_("{rule}, {change}"), rule=plain, change=_change(norm, wanted, given))


def _change(norm: Norm, wanted: int, given: int) -> Sentence:
    """What floor, cap or whole packs made of the norm."""
    if norm.floor is not None and wanted < norm.floor:
        return say(N_("at least {amount} a household"), amount=show_amount(given, norm.good))
    if norm.cap is not None and wanted > norm.cap:
        return say(N_("at most {amount} a household"), amount=show_amount(given, norm.good))
    pack = norm.whole_pack or 1
    unit = next((pack.unit for pack in norm.good.packs if pack.factor == norm.whole_pack), None)
    whole = in_packs(given, norm.good, pack, unit) if unit else show_amount(given, norm.good)
    return say(N_("in whole packs {amount}"), amount=whole)


def one_step_less(norm: Norm, people: int, *, missing: int, households: int) -> Sentence:
    """A small shortage, borne one step each."""
    even = norm.per is Per.PERSON and not norm.floor and not norm.cap
    template = (
        N_("{rule}; {missing} missing in all: the {households} largest households get {step} less")
        if even
        else N_("{rule}; {missing} missing in all: {households} households get {step} less")
    )
    return say(
        template,
        rule=by_norm(norm, people),
        missing=show_amount(missing, norm.good),
        step=show_amount(norm.portion_step, norm.good),
        households=households,
    )


def by_class(norm: Norm, people: int, *, missing: int, amount: int) -> Sentence:
    """A large shortage, borne in the order of priority."""
    if amount == 0:
        return say(
            N_(
                "{missing} missing in all: it did not reach this household in the order printed with the plan"
            ),
            missing=show_amount(missing, norm.good),
        )
    return say(
        N_("{rule}; {missing} missing in all: {amount} by the order printed with the plan"),
        rule=by_norm(norm, people),
        missing=show_amount(missing, norm.good),
        amount=show_amount(amount, norm.good),
    )


def place_in_order(*, place: int, households: int) -> Sentence:
    """Why one of the first households gets a good that is meant for so many."""
    return say(
        N_("number {place} of the first {households} households in the order printed with the plan"),
        place=place,
        households=households,
    )


def beyond_order(*, place: int, households: int) -> Sentence:
    """Why a household behind the first ones gets none."""
    return say(
        N_("number {place} in the order printed with the plan; it is for the first {households} households"),
        place=place,
        households=households,
    )


def place_by_size(*, people: int, place: int, households: int) -> Sentence:
    """Why one of the largest households gets a good: "6 khẩu, hạng 9 trong 100 hộ đông người nhất"."""
    return say(
        N_("{people} people, place {place} of the {households} largest households"),
        people=people,
        place=place,
        households=households,
    )


def tie_by_size(*, people: int, tied: int, left: Sentence, place: int) -> Sentence:
    """Households of one size share what is left: "60 hộ cùng 4 khẩu, còn 44 chai: …thứ 15"."""
    return say(
        N_("{tied} households of {people} for {left}: number {place} in the order printed with the plan"),
        people=people,
        tied=tied,
        left=left,
        place=place,
    )


def beyond_size(*, people: int, households: int, smallest: int) -> Sentence:
    """Why a household that is too small gets none of a good for the largest."""
    return say(
        N_("{people} people; the {households} largest households have {smallest} people and more"),
        people=people,
        households=households,
        smallest=smallest,
    )


def of_good(good: GoodFacts, reason: Sentence) -> Sentence:
    """A reason that says which good it is about: "Nước mắm: 6 khẩu, hạng 9 trong …"."""
    return say(N_("{good}: {reason}"), good=good.title, reason=reason)


@dataclass(frozen=True)
class Figures:
    """How even a good lies over people; all whole numbers, so that they can be kept as JSON.

    Least and most are what one person gets, as an amount and the people who share it. `half` is the
    share of the half of the people who get least, in thousandths; `curve` are points (people, goods) in
    thousandths, those with least first: the nearer to the diagonal, the more even.
    """

    households: int
    people: int
    served: int
    given: int
    least: tuple[int, int]
    most: tuple[int, int]
    half: int
    curve: tuple[tuple[int, int], ...]


def figures(portions: Iterable[tuple[int, int]]) -> Figures:
    """The figures of one good from (people, amount) of every household, also of those without."""
    kinds = Counter(portions)
    rows = sorted(kinds, key=lambda kind: (Fraction(kind[1], kind[0]), kind))
    all_people = sum(people * count for (people, _), count in kinds.items())
    given = sum(amount * count for (_, amount), count in kinds.items())
    points = [(Fraction(0), Fraction(0))]
    for people, amount in rows:
        count = kinds[people, amount]
        far, high = points[-1]
        points.append(
            (far + Fraction(people * count, all_people), high + Fraction(amount * count, given or 1))
        )
    return Figures(
        households=kinds.total(),
        people=all_people,
        served=sum(count for (_, amount), count in kinds.items() if amount),
        given=given,
        least=(rows[0][1], rows[0][0]) if rows else (0, 1),
        most=(rows[-1][1], rows[-1][0]) if rows else (0, 1),
        half=_thousandths(_height_at(Fraction(1, 2), points)),
        curve=tuple((_thousandths(far), _thousandths(high)) for far, high in points),
    )


def _thousandths(part: Fraction) -> int:
    return round(part * 1000)


def _height_at(far: Fraction, points: Sequence[tuple[Fraction, Fraction]]) -> Fraction:
    for (left, low), (right, high) in pairwise(points):
        if left <= far <= right:
            return low + (high - low) * (far - left) / (right - left)
    return Fraction(0)
