"""One step at a time: what a campaign's page offers."""

from __future__ import annotations

from typing import Any

import pytest

from aidtrack.campaigns.lifecycle import CampaignState, PlanState, PortionState
from aidtrack.campaigns.next_steps import STEPS, Step, next_step

FACTS: dict[str, Any] = {"norms": True, "plan": None, "shares": {}, "waiting": 0}
APPROVED = {"plan": PlanState.APPROVED}


@pytest.mark.parametrize(
    ("facts", "step"),
    [
        ({"norms": False, "waiting": 9}, Step.SET_NORMS),
        ({}, Step.VERIFY),
        ({"waiting": 9}, Step.PROPOSE),
        ({"waiting": 9, "stock": False}, Step.RECEIVE),
        ({"waiting": 9, "plan": PlanState.PROPOSED}, Step.DECIDE),
        ({"waiting": 9, "plan": PlanState.RETURNED}, Step.PROPOSE),
        ({"waiting": 9, "plan": PlanState.OUTDATED}, Step.PROPOSE),
        ({**APPROVED, "shares": {PortionState.RESERVED: 1}, "waiting": 9}, Step.DELIVER),
        ({**APPROVED, "shares": {PortionState.OUT: 1}, "waiting": 9}, Step.PROPOSE),
        ({**APPROVED, "shares": {PortionState.OUT: 1, PortionState.GIVEN: 3}}, Step.FOLLOW),
        ({**APPROVED, "shares": {PortionState.GIVEN: 3, PortionState.FAILED: 1}}, Step.CLOSE),
    ],
)
def test_the_next_step_follows_from_where_the_campaign_stands(facts: dict[str, Any], step: Step) -> None:
    assert next_step(CampaignState.OPEN, **{**FACTS, **facts}) is step
    assert next_step(CampaignState.CLOSED, **{**FACTS, **facts}) is Step.NOTHING


def test_every_step_has_its_words() -> None:
    assert set(STEPS) == set(Step) and all(row.why for row in STEPS.values())
