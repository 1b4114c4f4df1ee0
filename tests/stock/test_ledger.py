"""The ledger's rules: where goods may move, what a document changes, how it is undone and checked."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidtrack.errors import RuleBroken
from aidtrack.stock.ledger import (
    DOCUMENTS,
    KEEPS_BALANCE,
    LOCATION_LABELS,
    Delta,
    Difference,
    DocumentKind,
    Held,
    Line,
    LocationKind,
    check_balances,
    check_lines,
    check_reversal,
    content_digest,
    deltas,
    reversal_of,
)

KINDS = dict(enumerate(LocationKind, start=1))
AT = {kind: number for number, kind in KINDS.items()}
STORE, VEHICLE, TRANSIT = AT[LocationKind.STORE], AT[LocationKind.VEHICLE], AT[LocationKind.TRANSIT]
DONOR, BENEFICIARY = AT[LocationKind.DONOR], AT[LocationKind.BENEFICIARY]
TRACKED = {STORE, VEHICLE, TRANSIT}

lines = st.lists(
    st.builds(Line, st.integers(1, 4), st.integers(1, 7), st.integers(1, 7), st.integers(1, 10**9)).filter(
        lambda line: line.from_id != line.to_id
    ),
    max_size=12,
)


def test_goods_lie_only_in_stores_on_vehicles_and_in_transit() -> None:
    assert {LocationKind.STORE, LocationKind.VEHICLE, LocationKind.TRANSIT} == KEEPS_BALANCE
    assert set(LOCATION_LABELS) == set(LocationKind)
    assert set(DOCUMENTS) == set(DocumentKind)


@pytest.mark.parametrize(
    ("kind", "source", "target"),
    [
        ("receive", "donor", "store"),
        ("transfer", "store", "transit"),
        ("transfer", "transit", "store"),
        ("issue", "store", "vehicle"),
        ("give", "vehicle", "beneficiary"),
        ("give", "store", "beneficiary"),
        ("return", "vehicle", "store"),
        ("loss", "transit", "loss"),
        ("count", "store", "count"),
        ("count", "count", "store"),
        ("reversal", "beneficiary", "vehicle"),
        ("reversal", "store", "donor"),
    ],
)
def test_a_document_moves_goods_on_its_own_ways(kind: str, source: str, target: str) -> None:
    line = Line(1, AT[LocationKind(source)], AT[LocationKind(target)], 5)
    check_lines(DocumentKind(kind), [line], KINDS)


@pytest.mark.parametrize(
    ("kind", "source", "target"),
    [
        ("receive", "store", "donor"),
        ("receive", "donor", "beneficiary"),
        ("transfer", "store", "store"),
        ("transfer", "store", "vehicle"),
        ("give", "transit", "beneficiary"),
        ("give", "donor", "beneficiary"),
        ("return", "beneficiary", "store"),
        ("loss", "loss", "store"),
        ("count", "store", "loss"),
        ("reversal", "donor", "donor"),
    ],
)
def test_no_document_moves_goods_on_another_way(kind: str, source: str, target: str) -> None:
    with pytest.raises(RuleBroken, match="Line 1"):
        check_lines(
            DocumentKind(kind), [Line(1, AT[LocationKind(source)], AT[LocationKind(target)], 5)], KINDS
        )


def test_a_document_needs_lines_with_amounts_above_zero() -> None:
    with pytest.raises(RuleBroken, match="at least one line"):
        check_lines(DocumentKind.RECEIVE, [], KINDS)
    for amount in (0, -1):
        with pytest.raises(RuleBroken, match=r"Line 2.*above zero"):
            check_lines(
                DocumentKind.RECEIVE, [Line(1, DONOR, STORE, 1), Line(1, DONOR, STORE, amount)], KINDS
            )


def test_every_way_can_be_reversed_and_nothing_else() -> None:
    forward = {
        way for kind, rule in DOCUMENTS.items() if kind is not DocumentKind.REVERSAL for way in rule.ways
    }
    assert {(target, source) for source, target in forward} == DOCUMENTS[DocumentKind.REVERSAL].ways


def test_changes_are_netted_and_sorted_in_the_order_of_locks() -> None:
    moved = [
        Line(2, STORE, VEHICLE, 7),
        Line(1, DONOR, STORE, 10),
        Line(1, STORE, VEHICLE, 4),
        Line(3, STORE, TRANSIT, 5),
        Line(3, TRANSIT, STORE, 5),
    ]
    assert deltas(moved, TRACKED) == [
        Delta(STORE, 1, 6),
        Delta(STORE, 2, -7),
        Delta(VEHICLE, 1, 4),
        Delta(VEHICLE, 2, 7),
    ]


@given(lines)
def test_over_all_locations_every_lot_sums_to_zero(moved: list[Line]) -> None:
    sums: dict[int, int] = {}
    for _, lot_id, change in deltas(moved, KINDS):
        sums[lot_id] = sums.get(lot_id, 0) + change
    assert not any(sums.values())


@given(lines)
def test_a_reversal_undoes_every_change(moved: list[Line]) -> None:
    assert deltas([*moved, *reversal_of(moved)], TRACKED) == []
    assert reversal_of(reversal_of(moved)) == moved


@given(lines, st.randoms())
def test_the_order_of_lines_changes_nothing(moved: list[Line], random: Random) -> None:
    mixed = random.sample(moved, len(moved))
    assert deltas(mixed, TRACKED) == deltas(moved, TRACKED)
    assert content_digest("issue", mixed) == content_digest("issue", moved)


def test_a_document_is_reversed_once_never_a_reversal_never_behind_a_count() -> None:
    check_reversal(DocumentKind.ISSUE, reversed_already=False, counted_since=False)
    for kind, already, counted, words in (
        (DocumentKind.REVERSAL, False, False, "cannot be reversed"),
        (DocumentKind.ISSUE, True, False, "reversed already"),
        (DocumentKind.ISSUE, False, True, "counted after"),
    ):
        with pytest.raises(RuleBroken, match=words):
            check_reversal(kind, reversed_already=already, counted_since=counted)


def test_the_digest_tells_contents_apart() -> None:
    line = Line(1, DONOR, STORE, 10)
    digests = {
        content_digest("receive", [line], donor="A", on=date(2021, 8, 13)),
        content_digest("receive", [line], donor="B", on=date(2021, 8, 13)),
        content_digest("receive", [line], donor="A", on=date(2021, 8, 14)),
        content_digest("receive", [line._replace(amount=11)], donor="A", on=date(2021, 8, 13)),
        content_digest("receive", [line, line], donor="A", on=date(2021, 8, 13)),
        content_digest("issue", [line], donor="A", on=date(2021, 8, 13)),
    }
    assert len(digests) == 6
    assert content_digest("receive", [line], b=1, a=None) == content_digest("receive", [line], a=None, b=1)
    assert content_digest(DocumentKind.RECEIVE, [line]) == content_digest("receive", [line])
    with pytest.raises(TypeError):
        content_digest("receive", [line], donor=object())


HISTORY = [Line(1, DONOR, STORE, 100), Line(1, STORE, VEHICLE, 40), Line(1, VEHICLE, BENEFICIARY, 12)]
TRUE = {(STORE, 1): Held(60, 10), (VEHICLE, 1): Held(28)}
PROMISED = {(STORE, 1): 10}


def test_true_balances_show_no_difference() -> None:
    assert check_balances(HISTORY, TRUE, tracked_location_ids=TRACKED, reserved=PROMISED) == []
    assert check_balances(HISTORY, {**TRUE, (TRANSIT, 1): Held(0)}, tracked_location_ids=TRACKED) == []


@pytest.mark.parametrize(
    ("balances", "promised", "difference"),
    [
        ({**TRUE, (VEHICLE, 1): Held(23)}, PROMISED, Difference("on_hand", VEHICLE, 1, 28, 23)),
        ({(STORE, 1): Held(60, 10)}, PROMISED, Difference("on_hand", VEHICLE, 1, 28, 0)),
        ({**TRUE, (STORE, 9): Held(5)}, PROMISED, Difference("on_hand", STORE, 9, 0, 5)),
        (TRUE, {(STORE, 1): 15}, Difference("reserved", STORE, 1, 15, 10)),
        (TRUE, {}, Difference("reserved", STORE, 1, 0, 10)),
        ({**TRUE, (STORE, 1): Held(60, 61)}, {(STORE, 1): 61}, Difference("covered", STORE, 1, 60, 61)),
        ({**TRUE, (STORE, 1): Held(60, -1)}, {(STORE, 1): -1}, Difference("covered", STORE, 1, 60, -1)),
    ],
)
def test_a_planted_fault_is_named(
    balances: dict[tuple[int, int], Held], promised: dict[tuple[int, int], int], difference: Difference
) -> None:
    assert check_balances(HISTORY, balances, tracked_location_ids=TRACKED, reserved=promised) == [difference]


def test_a_movement_that_was_not_covered_is_named_even_if_it_was_made_good_later() -> None:
    history = [Line(1, STORE, VEHICLE, 5), Line(1, DONOR, STORE, 5), Line(1, VEHICLE, STORE, 5)]
    found = check_balances(history, {(STORE, 1): Held(5)}, tracked_location_ids=TRACKED)
    assert found == [Difference("below_zero", STORE, 1, 0, -5)]
