"""What residents are told: every state of a request and of its case has one stage."""

from __future__ import annotations

from itertools import product

import pytest

from aidtrack.cases.lifecycle import State
from aidtrack.cases.progress import Progress
from aidtrack.community.answering import RequestState
from aidtrack.community.stages import WAY, WORDS, Stage, next_of, stage_of, walked


def test_every_state_has_a_stage() -> None:
    for request_state, case, progress in product(RequestState, State, Progress):
        stage = stage_of(request_state, case, progress)
        assert WORDS[stage].title and WORDS[stage].text
        steps = walked(stage)
        assert steps[0] is Stage.RECEIVED and steps[-1] is stage
        assert next_of(stage) not in steps
        if request_state is not RequestState.TAKEN:
            assert stage is stage_of(request_state), "a case that is not its own tells nothing of a request"


def test_quarantine_reads_like_the_queue_and_spam_like_a_polite_no() -> None:
    assert stage_of("apart") is stage_of("waiting") is Stage.RECEIVED
    assert stage_of("spam") is stage_of("declined") is Stage.NOT_NOW


@pytest.mark.parametrize(
    ("case", "progress", "stage"),
    [
        ("reported", "none", Stage.LOOKED_AT),
        ("under_review", "none", Stage.VISIT),
        ("verified", "none", Stage.ACCEPTED),
        ("verified", "failed", Stage.ACCEPTED),
        ("verified", "planned", Stage.LISTED),
        ("verified", "out", Stage.LISTED),
        ("under_review", "planned", Stage.VISIT),
        ("verified", "served", Stage.GIVEN),
        ("under_review", "partial", Stage.GIVEN),
        ("rejected", "none", Stage.NOT_NOW),
        ("withdrawn", "none", Stage.WITHDRAWN),
    ],
)
def test_the_way_of_a_case_is_told_in_plain_stages(case: str, progress: str, stage: Stage) -> None:
    assert stage_of("taken", case, progress) is stage


def test_the_way_leads_on_to_its_end() -> None:
    assert [next_of(stage) for stage in WAY] == [*WAY[1:], None]
    assert next_of(Stage.NOT_NOW) is None
