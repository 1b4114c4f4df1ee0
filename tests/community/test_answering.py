"""The table of answers: nothing is answered twice, and only an open request can be withdrawn."""

from __future__ import annotations

import pytest

from aidtrack.community.answering import (
    ANSWERS,
    OPEN,
    REASONS,
    STATE_LABELS,
    STATE_TONES,
    RequestState,
    after,
    check_reason,
)
from aidtrack.errors import RuleBroken
from aidtrack.rights import RIGHTS


@pytest.mark.parametrize("state", RequestState)
@pytest.mark.parametrize("answer", ANSWERS)
def test_an_answer_is_open_from_its_states_only(state: RequestState, answer: str) -> None:
    if state in ANSWERS[answer].starts:
        assert after(state, answer) is ANSWERS[answer].end is not state
    else:
        with pytest.raises(RuleBroken, match="answered already"):
            after(state, answer)


def test_every_open_request_can_be_answered_and_what_was_taken_up_is_over() -> None:
    for name in ("take_up", "link", "decline", "discard", "withdraw"):
        assert ANSWERS[name].starts == OPEN
    assert not any(RequestState.TAKEN in row.starts for row in ANSWERS.values())


def test_every_state_is_named_and_every_answer_has_a_right() -> None:
    assert set(STATE_LABELS) == set(STATE_TONES) == set(RequestState)
    assert {row.right for row in ANSWERS.values()} - {None} <= set(RIGHTS)
    assert [name for name, row in ANSWERS.items() if row.right is None] == ["withdraw"]


def test_a_refusal_has_a_reason_of_the_list() -> None:
    for code, reason in REASONS.items():
        check_reason(code, "vì thế" if reason.text else "")
    for code, text in (("", "x"), ("because", "x"), ("other", "  ")):
        with pytest.raises(RuleBroken):
            check_reason(code, text)
