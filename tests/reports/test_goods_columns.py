"""Amounts as papers count them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidtrack.reports.goods_columns import GoodColumn, added_up, all_in_words
from tests.reports.samples import FISH_SAUCE, NOODLES, RICE


@pytest.mark.parametrize(
    ("good", "amount", "words"),
    [
        (RICE, 124_000, "một trăm hai mươi tư ki-lô-gam gạo"),
        (RICE, 4_500, "bốn phẩy năm ki-lô-gam gạo"),
        (NOODLES, 279, "hai trăm bảy mươi chín gói mì tôm"),
        (GoodColumn("eggs", "Trứng", "quả"), 10, "mười quả trứng"),
        (GoodColumn("ors", "ORS", "gói"), 2, "hai gói ORS"),
        (GoodColumn("bag", "Túi quà", "túi"), 3, "ba túi quà"),
    ],
)
def test_an_amount_is_said_with_its_unit(good, amount, words):
    assert good.in_words(amount) == words


def test_nothing_given_is_said_too():
    assert all_in_words((RICE, FISH_SAUCE), {"rice": 0, "fish-sauce": 0}) == "Không."


def test_goods_of_which_nothing_was_given_are_not_said():
    assert all_in_words((RICE, FISH_SAUCE), {"rice": 0, "fish-sauce": 2}) == "Hai chai nước mắm."


@given(st.integers(-(10**12), 10**12))
def test_the_shown_number_is_the_amount_exactly(amount):
    shown = RICE.shown(amount)
    assert Decimal(shown) * 1000 == amount
    assert isinstance(shown, int) == (amount % 1000 == 0)


def test_totals_count_missing_goods_as_nothing():
    assert added_up((RICE, NOODLES), [{"rice": 1}, {"noodles": 9, "rice": 2}, {}]) == {
        "rice": 3,
        "noodles": 9,
    }


def test_nothing_is_an_empty_cell_in_a_list_and_a_zero_in_a_total():
    assert RICE.cell(0).value is None and RICE.cell(None).value is None
    assert RICE.cell(0, total=True).value == 0 and RICE.cell(0, blank_zero=False).value == 0
