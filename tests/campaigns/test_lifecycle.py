"""Campaigns, plans and portions move only along their tables."""

from __future__ import annotations

import pytest

from aidtrack.campaigns.lifecycle import (
    CAMPAIGN_LABELS,
    CAMPAIGN_MOVES,
    PLAN_LABELS,
    PLAN_MOVES,
    PORTION_LABELS,
    PORTION_MOVES,
    CampaignState,
    PlanState,
    PortionState,
    after,
    label_of,
    moves_from,
)
from aidtrack.errors import RuleBroken
from aidtrack.languages import say_in


def test_a_plan_is_decided_once() -> None:
    assert after(PlanState.PROPOSED, "approve", PLAN_MOVES) is PlanState.APPROVED
    assert moves_from(PlanState.PROPOSED, PLAN_MOVES) == ["approve", "send_back", "replace"]
    for decided in (PlanState.APPROVED, PlanState.RETURNED, PlanState.OUTDATED):
        assert moves_from(decided, PLAN_MOVES) == []
        with pytest.raises(RuleBroken) as refusal:
            after(decided, "approve", PLAN_MOVES)
        assert say_in("vi", PLAN_LABELS[decided]) in say_in("vi", refusal.value.sentence)


def test_a_portion_is_given_only_when_it_is_out() -> None:
    path = ["reserve", "send_out", "give"]
    state = PortionState.PROPOSED
    for move in path:
        state = after(state, move, PORTION_MOVES)
    assert state is PortionState.GIVEN
    for ended in (PortionState.GIVEN, PortionState.PARTIAL, PortionState.DROPPED, PortionState.RELEASED):
        assert moves_from(ended, PORTION_MOVES) == []


def test_what_was_not_delivered_may_be_held_again_or_let_go() -> None:
    assert moves_from(PortionState.FAILED, PORTION_MOVES) == ["reserve", "release"]


def test_a_closed_campaign_can_be_opened_again() -> None:
    assert after(CampaignState.OPEN, "close", CAMPAIGN_MOVES) is CampaignState.CLOSED
    assert after(CampaignState.CLOSED, "reopen", CAMPAIGN_MOVES) is CampaignState.OPEN


def test_states_of_one_name_keep_their_own_words() -> None:
    assert PlanState.PROPOSED == PortionState.PROPOSED
    assert label_of(PlanState.PROPOSED) != label_of(PortionState.PROPOSED)
    for labels, states in (
        (CAMPAIGN_LABELS, CampaignState),
        (PLAN_LABELS, PlanState),
        (PORTION_LABELS, PortionState),
    ):
        assert set(labels) == set(states)
        assert all(label_of(state) == labels[state] for state in labels)
