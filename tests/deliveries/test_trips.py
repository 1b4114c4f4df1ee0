"""What happened at a door fits one of five outcomes, and a trip's goods come out to the gram."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidtrack.deliveries.trips import (
    OUTCOMES,
    TRIP_LABELS,
    TRIP_MOVES,
    Handing,
    Outcome,
    TripState,
    after,
    check_comes_out,
    check_outcome,
    remaining,
)
from aidtrack.errors import RuleBroken
from aidtrack.goods.catalogue import BY_CODE
from aidtrack.languages import say_in

SHARE = {"rice": 16_000, "noodles": 36}


def test_every_outcome_has_words_a_colour_and_what_it_hands_over() -> None:
    assert set(OUTCOMES) == set(Outcome)
    assert {rule.colour for rule in OUTCOMES.values()} <= {"ma", "lua", "son"}
    words = {say_in("vi", rule.label) for rule in OUTCOMES.values()}
    assert words == {"Đã ký nhận", "Nhận thay", "Trao một phần", "Vắng mặt", "Từ chối nhận"}
    assert [outcome for outcome, rule in OUTCOMES.items() if rule.names_receiver] == [Outcome.RECEIVED_FOR]
    assert [outcome for outcome, rule in OUTCOMES.items() if rule.again] == [Outcome.ABSENT]


def test_a_trip_goes_out_once_and_comes_back_once() -> None:
    assert after(TripState.PLANNED, "load") is TripState.OUT
    assert after(TripState.OUT, "close") is TripState.CLOSED
    assert set(TRIP_LABELS) == set(TripState)
    for state in TripState:
        for move in ("load", "close", "fly"):
            if (state, move) not in TRIP_MOVES:
                with pytest.raises(RuleBroken):
                    after(state, move)


@pytest.mark.parametrize(
    ("outcome", "handed", "receiver"),
    [
        (Outcome.RECEIVED, SHARE, ""),
        (Outcome.RECEIVED_FOR, SHARE, "bà Mùi, chủ trọ"),
        (Outcome.PARTIAL, {"rice": 16_000}, ""),
        (Outcome.PARTIAL, {"rice": 16_000, "noodles": 35}, ""),
        (Outcome.ABSENT, {}, ""),
        (Outcome.DECLINED, {"rice": 0}, ""),
    ],
)
def test_what_was_handed_over_fits_the_outcome(
    outcome: Outcome, handed: dict[str, int], receiver: str
) -> None:
    check_outcome(outcome, SHARE, handed, receiver=receiver)


@pytest.mark.parametrize(
    ("outcome", "handed", "receiver", "field"),
    [
        (Outcome.RECEIVED, {"rice": 16_000}, "", "outcome"),
        (Outcome.RECEIVED, {**SHARE, "rice": 17_000}, "", "rice"),
        (Outcome.RECEIVED, {**SHARE, "milk": 1}, "", "milk"),
        (Outcome.PARTIAL, {"rice": -1, "noodles": 36}, "", "rice"),
        (Outcome.RECEIVED_FOR, SHARE, " \u200b ", "received_by"),
        (Outcome.PARTIAL, SHARE, "", "outcome"),
        (Outcome.PARTIAL, {}, "", "outcome"),
        (Outcome.ABSENT, {"rice": 1}, "", "outcome"),
        (Outcome.DECLINED, SHARE, "", "outcome"),
    ],
)
def test_what_does_not_fit_is_refused_with_the_field(
    outcome: Outcome, handed: dict[str, int], receiver: str, field: str
) -> None:
    with pytest.raises(RuleBroken) as refusal:
        check_outcome(outcome, SHARE, handed, receiver=receiver)
    assert refusal.value.field == field


@given(st.sampled_from(Outcome), st.integers(0, 16_000), st.integers(0, 36))
def test_exactly_one_way_of_handing_over_fits_any_amounts(outcome: Outcome, rice: int, noodles: int) -> None:
    given_out = rice + noodles
    fits = {
        Handing.ALL: given_out == sum(SHARE.values()),
        Handing.SOME: 0 < given_out < sum(SHARE.values()),
        Handing.NOTHING: given_out == 0,
    }
    assert sum(fits.values()) == 1
    try:
        check_outcome(outcome, SHARE, {"rice": rice, "noodles": noodles}, receiver="bà Mùi")
    except RuleBroken:
        assert not fits[OUTCOMES[outcome].hands]
    else:
        assert fits[OUTCOMES[outcome].hands]


def test_what_is_still_on_the_vehicle() -> None:
    load = {"rice": 100_000, "noodles": 225, "fish_sauce": 3}
    handed = [{"rice": 16_000, "noodles": 36}, {}, {"noodles": 9, "fish_sauce": 3}]
    assert remaining(load, handed) == {"rice": 84_000, "noodles": 180, "fish_sauce": 0}
    assert remaining({(1, 7): 5}, [{(1, 7): 2}]) == {(1, 7): 3}


def test_more_than_the_load_cannot_have_been_handed_over() -> None:
    for handed in ([{"rice": 6}, {"rice": 5}], [{"milk": 1}]):
        with pytest.raises(RuleBroken, match="loaded"):
            remaining({"rice": 10}, handed)


def test_what_was_given_and_returned_is_what_was_loaded() -> None:
    loaded = {"rice": 32_000, "noodles": 72}
    check_comes_out(loaded, {"rice": 28_000, "noodles": 63}, {"rice": 4_000, "noodles": 9})
    check_comes_out(loaded, loaded, {})
    with pytest.raises(RuleBroken) as refusal:
        check_comes_out(loaded, {"rice": 28_000, "noodles": 72}, {"rice": 3_000}, BY_CODE)
    said = say_in("vi", refusal.value.sentence)
    assert said == "Gạo: đã xếp 32 kg, nhưng trao 28 kg và nhập lại 3 kg."
    with pytest.raises(RuleBroken, match="milk: 0 loaded"):
        check_comes_out(loaded, loaded, {"milk": 1})


@given(
    st.dictionaries(st.sampled_from(["rice", "noodles", "milk"]), st.integers(0, 500), min_size=1),
    st.lists(st.dictionaries(st.sampled_from(["rice", "noodles"]), st.integers(0, 90)), max_size=6),
)
def test_a_trip_whose_rest_is_returned_comes_out(load: dict[str, int], handed: list[dict[str, int]]) -> None:
    try:
        rest = remaining(load, handed)
    except RuleBroken:
        return
    given_out = {good: load[good] - rest[good] for good in load}
    check_comes_out(load, given_out, rest)
    for good in load:
        with pytest.raises(RuleBroken):
            check_comes_out(load, given_out, {**rest, good: rest[good] + 1})
