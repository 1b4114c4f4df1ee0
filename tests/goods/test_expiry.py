"""What expires first goes out first, and the day of expiry is the last good one."""

from __future__ import annotations

from datetime import date

from aidtrack.goods.expiry import days_left, expires_soon, turn, usable

DAY = date(2021, 8, 14)


def test_goods_are_usable_through_the_day_of_expiry() -> None:
    assert usable(date(2021, 8, 14), DAY)
    assert not usable(date(2021, 8, 13), DAY)
    assert usable(None, DAY)


def test_days_left_count_from_tomorrow() -> None:
    assert days_left(date(2021, 8, 14), DAY) == 0
    assert days_left(date(2021, 8, 20), DAY) == 6
    assert days_left(date(2021, 8, 12), DAY) == -2
    assert days_left(None, DAY) is None


def test_a_lot_expires_soon_only_while_it_is_usable() -> None:
    assert expires_soon(date(2021, 9, 13), DAY)
    assert not expires_soon(date(2021, 9, 14), DAY)
    assert expires_soon(date(2021, 8, 14), DAY)
    assert not expires_soon(date(2021, 8, 13), DAY)
    assert not expires_soon(None, DAY)
    assert not expires_soon(date(2021, 8, 20), DAY, within=5)


def test_lots_without_expiry_go_last_by_arrival_then_by_number() -> None:
    early, late = date(2021, 8, 1), date(2021, 8, 2)
    turns = [
        turn(DAY, late, 9),
        turn(date(2022, 1, 1), early, 1),
        turn(None, early, 5),
        turn(None, early, 6),
        turn(None, late, 2),
    ]
    assert sorted(turns) == turns
    assert turn(DAY, early, 3) < turn(DAY, late, 1)
