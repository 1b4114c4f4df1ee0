"""How far help has come, and the badge that shows it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidtrack.cases.lifecycle import State
from aidtrack.cases.progress import OPEN, SQUARES, Portion, Progress, badge, derive

DAY = date(2021, 8, 15)
PORTIONS = st.lists(
    st.builds(Portion, st.sampled_from(Progress), st.dates(date(2021, 1, 1), date(2021, 12, 31))), max_size=6
)


@given(PORTIONS)
def test_a_portion_under_way_is_shown_before_one_that_has_ended(portions: list[Portion]) -> None:
    under_way = [portion.progress for portion in portions if portion.progress in OPEN]
    if under_way:
        assert derive(portions) is min(under_way, key=OPEN.index)


@given(PORTIONS)
def test_the_order_in_which_portions_are_told_does_not_matter(portions: list[Portion]) -> None:
    assert derive(portions) is derive(list(reversed(portions)))


def test_of_ended_portions_the_latest_counts() -> None:
    served = Portion(Progress.SERVED, DAY - timedelta(days=20))
    assert derive([served, Portion(Progress.FAILED, DAY)]) is Progress.FAILED
    assert derive([]) is Progress.NONE


@pytest.mark.parametrize(
    ("facts", "words", "colour", "squares"),
    [
        ({"state": "reported"}, "Waiting for verification", "lua", 1),
        (
            {"state": "reported", "waiting_since": DAY - timedelta(days=4)},
            "Overdue for verification",
            "son",
            1,
        ),
        (
            {"state": "reported", "waiting_since": DAY - timedelta(days=3)},
            "Waiting for verification",
            "lua",
            1,
        ),
        ({"state": "reported", "suspected": True}, "Possible duplicate", "son", 1),
        ({"state": "rejected", "suspected": True}, "Rejected", "mute", 2),
        ({"state": "needs_more"}, "Sent back for more", "lua", 1),
        ({"state": "verified", "verified_at": DAY}, "Verified", "bien", 2),
        ({"state": "verified", "verified_at": DAY - timedelta(days=91)}, "Verify again", "son", 1),
        ({"state": "under_review", "verified_at": DAY - timedelta(days=91)}, "Verify again", "son", 1),
        ({"state": "verified", "progress": "planned"}, "Approved", "bien", 3),
        ({"state": "verified", "progress": "allocated"}, "Allocated", "bien", 4),
        ({"state": "verified", "progress": "out"}, "On its way", "bien", 4),
        ({"state": "verified", "progress": "failed"}, "Not delivered", "lua", 4),
        ({"state": "verified", "progress": "served"}, "Received", "ma", 5),
        ({"state": "withdrawn", "progress": "served"}, "Withdrawn", "mute", 1),
    ],
)
def test_the_badge_says_what_comes_first(
    facts: dict[str, object], words: str, colour: str, squares: int
) -> None:
    shown = badge(**facts, today=DAY)  # type: ignore[arg-type]
    assert (shown.words, shown.colour, shown.squares) == (words, colour, squares)


@given(
    st.sampled_from(State),
    st.booleans(),
    st.sampled_from(Progress),
    st.none() | st.dates(date(2020, 1, 1), DAY),
)
def test_every_case_has_a_badge_in_a_colour_of_the_theme(
    state: State, suspected: bool, progress: Progress, verified: date | None
) -> None:
    shown = badge(state, suspected=suspected, verified_at=verified, progress=progress, today=DAY)
    assert shown.words and shown.colour in {"mute", "lua", "son", "bien", "ma"}
    assert 1 <= shown.squares <= len(SQUARES)
