"""The life of a case: what the table promises, move by move."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidtrack.cases.lifecycle import (
    MOVES,
    OPEN_STATES,
    STATE_LABELS,
    Move,
    State,
    after,
    check_reason,
    check_suspicion,
    has_grown_old,
    moves_from,
)
from aidtrack.errors import RuleBroken
from aidtrack.rights import RIGHTS, Role

LEADS = {
    ("reported", "take_up"): "under_review",
    ("reported", "verify"): "verified",
    ("under_review", "verify"): "verified",
    ("reported", "send_back"): "needs_more",
    ("under_review", "send_back"): "needs_more",
    ("needs_more", "resubmit"): "reported",
    ("under_review", "reject"): "rejected",
    ("rejected", "appeal"): "under_review",
    ("rejected", "reopen"): "reported",
    ("withdrawn", "reopen"): "reported",
    ("verified", "hold"): "on_hold",
    ("on_hold", "resume"): "under_review",
    ("verified", "withdraw"): "withdrawn",
    ("reported", "mark_duplicate"): "duplicate",
    ("duplicate", "unmark"): "under_review",
    ("verified", "expire"): "under_review",
    ("verified", "recheck"): "under_review",
}


@pytest.mark.parametrize(("start", "move"), LEADS)
def test_a_move_leads_where_the_table_says(start: str, move: str) -> None:
    assert after(start, move) == LEADS[start, move]


@given(st.sampled_from(State), st.sampled_from(sorted(MOVES)))
def test_a_move_is_open_only_from_the_states_of_its_row(state: State, move: str) -> None:
    row = MOVES[move]
    if state in row.starts:
        assert after(state, move) is row.end
    else:
        with pytest.raises(RuleBroken):
            after(state, move)


@given(st.sampled_from(State))
def test_the_buttons_of_a_state_are_exactly_the_open_moves_of_people(state: State) -> None:
    offered = {move.name for move in moves_from(state)}
    assert offered == {name for name, row in MOVES.items() if state in row.starts and row.right}


@given(st.lists(st.sampled_from(sorted(MOVES)), max_size=30))
def test_no_chain_of_moves_leaves_the_known_states(names: list[str]) -> None:
    state = State.REPORTED
    for name in names:
        if state in MOVES[name].starts:
            state = after(state, name)
    assert state in STATE_LABELS


def test_from_every_state_some_move_leads_on() -> None:
    assert [state for state in State if not moves_from(state)] == []
    assert {move.end for move in MOVES.values()} == set(State)


@pytest.mark.parametrize("move", [move for move in MOVES.values() if move.right], ids=lambda move: move.name)
def test_every_move_of_people_names_a_right_that_exists(move: Move) -> None:
    assert move.right in RIGHTS


def test_a_rejected_case_reopens_only_by_a_coordinator() -> None:
    right = MOVES["reopen"].right
    assert right and Role.VOLUNTEER not in RIGHTS[right] and Role.COORDINATOR in RIGHTS[right]


def test_who_registers_neither_verifies_nor_rejects() -> None:
    assert {name for name, move in MOVES.items() if move.other_person} == {"verify", "reject"}


def test_nobody_verifies_their_own_correction() -> None:
    assert {name for name, move in MOVES.items() if move.fresh_eyes} == {"verify"}
    assert {name for name, move in MOVES.items() if move.at_rest} == {"hold", "withdraw", "recheck"}


def test_some_moves_must_give_a_reason() -> None:
    assert {name for name, move in MOVES.items() if move.reason} == {
        "send_back",
        "reject",
        "appeal",
        "hold",
        "withdraw",
    }
    with pytest.raises(RuleBroken) as refused:
        check_reason("reject", "  ")
    assert refused.value.field == "reason"
    check_reason("reject", "lives elsewhere")
    check_reason("verify", "")


def test_a_suspected_duplicate_blocks_the_verification_and_nothing_else() -> None:
    with pytest.raises(RuleBroken, match="duplicate"):
        check_suspicion("verify", True)
    check_suspicion("verify", False)
    check_suspicion("send_back", True)


def test_an_unknown_move_is_refused_by_name() -> None:
    with pytest.raises(RuleBroken, match="fly"):
        after(State.REPORTED, "fly")


def test_a_verification_grows_old_after_its_days_and_not_on_the_last_of_them() -> None:
    verified = datetime(2021, 8, 10, tzinfo=UTC)
    assert not has_grown_old(verified, now=verified + timedelta(days=90), days=90)
    assert has_grown_old(verified, now=verified + timedelta(days=90, seconds=1), days=90)
    assert not has_grown_old(None, now=verified, days=90)


def test_the_open_states_are_those_in_which_a_household_waits() -> None:
    assert set(State) - OPEN_STATES == {State.REJECTED, State.DUPLICATE, State.WITHDRAWN}
