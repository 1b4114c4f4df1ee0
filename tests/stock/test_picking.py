"""Lots are taken first expired first out, and a refusal says how much there is."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidtrack.errors import RuleBroken
from aidtrack.goods.catalogue import BY_CODE
from aidtrack.goods.expiry import usable
from aidtrack.languages import say_in
from aidtrack.stock.picking import FreeLot, parcel_out, pick

DAY = date(2021, 8, 14)
EARLY, LATE = date(2021, 8, 12), date(2021, 8, 13)

lots = st.lists(
    st.builds(
        FreeLot,
        lot_id=st.integers(1, 99),
        free=st.integers(0, 500),
        expires_on=st.none() | st.dates(date(2021, 8, 10), date(2021, 9, 30)),
        received_on=st.dates(date(2021, 8, 1), date(2021, 8, 14)),
    ),
    max_size=8,
    unique_by=lambda lot: lot.lot_id,
)


def test_what_expires_first_goes_first_and_lots_without_expiry_last() -> None:
    stock = [
        FreeLot(1, 10, None, EARLY),
        FreeLot(2, 10, None, LATE),
        FreeLot(3, 10, date(2021, 9, 1), LATE),
        FreeLot(4, 10, DAY, LATE),
        FreeLot(5, 10, date(2021, 9, 1), EARLY),
        FreeLot(6, 10, date(2021, 8, 13), EARLY),
        FreeLot(7, 0, DAY, EARLY),
    ]
    assert pick(stock, 45, on=DAY) == [(4, 10), (5, 10), (3, 10), (1, 10), (2, 5)]


def test_the_day_of_expiry_is_the_last_good_day() -> None:
    stock = [FreeLot(1, 10, DAY, EARLY)]
    assert pick(stock, 10, on=DAY) == [(1, 10)]
    with pytest.raises(RuleBroken):
        pick(stock, 10, on=date(2021, 8, 15))


def test_a_refusal_names_what_is_free_and_what_has_expired() -> None:
    rice = BY_CODE["rice"]
    stock = [FreeLot(1, 20_000, None, EARLY), FreeLot(2, 5_000, date(2021, 8, 1), EARLY)]
    with pytest.raises(RuleBroken) as refusal:
        pick(stock, 30_000, on=DAY, good=rice, location="Kho Thanh Trì")
    said = say_in("vi", refusal.value.sentence)
    assert said == "Gạo ở Kho Thanh Trì chỉ còn 20 kg khả dụng; cần 30 kg. Ngoài ra 5 kg đã hết hạn sử dụng."
    with pytest.raises(RuleBroken, match="Only 20 kg of Rice is free; 26 kg is wanted"):
        pick(stock, 26_000, on=DAY, good=rice)
    with pytest.raises(RuleBroken, match="Only 0 is free; 1 is wanted"):
        pick([], 1, on=DAY)


def test_nothing_or_less_cannot_be_taken() -> None:
    for amount in (0, -5):
        with pytest.raises(RuleBroken, match="above zero"):
            pick([FreeLot(1, 10, None, EARLY)], amount, on=DAY)


@given(lots, st.integers(1, 2000))
def test_exactly_the_amount_is_taken_from_usable_lots_or_nothing(stock: list[FreeLot], amount: int) -> None:
    by_id = {lot.lot_id: lot for lot in stock if usable(lot.expires_on, DAY)}
    free = sum(lot.free for lot in by_id.values())
    try:
        picked = pick(stock, amount, on=DAY)
    except RuleBroken:
        assert free < amount
        return
    assert sum(taken for _, taken in picked) == amount <= free
    assert all(0 < taken <= by_id[lot_id].free for lot_id, taken in picked)
    assert len({lot_id for lot_id, _ in picked}) == len(picked)
    # Only the last lot may be taken in part, and no lot that was left expires before one that was taken.
    assert all(taken == by_id[lot_id].free for lot_id, taken in picked[:-1])
    taken_ids = {lot_id for lot_id, _ in picked}
    latest = by_id[picked[-1][0]].expires_on or date.max
    left = [lot for lot in by_id.values() if lot.lot_id not in taken_ids and lot.free]
    assert all((lot.expires_on or date.max) >= latest for lot in left)


@given(lots, st.integers(1, 500), st.randoms())
def test_the_order_of_the_lots_does_not_matter(stock: list[FreeLot], amount: int, random: Random) -> None:
    def taken(known: list[FreeLot]) -> object:
        try:
            return pick(known, amount, on=DAY)
        except RuleBroken as refusal:
            return str(refusal)

    assert taken(random.sample(stock, len(stock))) == taken(stock)


def test_portions_are_filled_from_the_lots_in_order() -> None:
    assert parcel_out([("a", 8), ("b", 4), ("c", 3)], [(4, 10), (5, 5)]) == [
        ("a", 4, 8),
        ("b", 4, 2),
        ("b", 5, 2),
        ("c", 5, 3),
    ]
    assert parcel_out([], []) == []
    assert parcel_out([("a", 0)], []) == []


def test_lots_that_do_not_cover_the_portions_are_refused() -> None:
    with pytest.raises(RuleBroken, match="do not cover"):
        parcel_out([("a", 8)], [(4, 7)])


@given(lots, st.lists(st.integers(1, 60), min_size=1, max_size=20))
def test_parcels_give_everybody_the_whole_amount_and_use_the_picked_lots_up(
    stock: list[FreeLot], wants: list[int]
) -> None:
    try:
        picked = pick(stock, sum(wants), on=DAY)
    except RuleBroken:
        return
    parcels = parcel_out(list(enumerate(wants)), picked)
    for number, wanted in enumerate(wants):
        assert sum(amount for who, _, amount in parcels if who == number) == wanted
    for lot_id, amount in picked:
        assert sum(taken for _, lot, taken in parcels if lot == lot_id) == amount
    assert all(amount > 0 for _, _, amount in parcels)
