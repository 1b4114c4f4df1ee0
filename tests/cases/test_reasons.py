"""Reasons out of a list: each move has its own, "other" needs words, what is missing is named."""

from __future__ import annotations

import pytest

from aidtrack.cases.lifecycle import MOVES
from aidtrack.cases.reasons import OTHER, REASONS, Given, Missing, check_complete, chosen, labelled
from aidtrack.errors import RuleBroken


def test_every_move_with_choices_asks_for_a_reason_and_can_be_told_in_words() -> None:
    for move, table in REASONS.items():
        assert MOVES[move].reason and OTHER in table


def test_words_alone_are_another_reason_and_nothing_alone_is_none() -> None:
    assert chosen("reject", (), "đã về quê") == Given((OTHER,), "đã về quê")
    assert chosen("reject", (), "") == Given((), "")
    assert chosen("verify", (), "đã gặp") == Given((), "đã gặp")


@pytest.mark.parametrize(
    ("move", "codes", "text", "field"),
    [
        ("reject", ["citizen_id"], "", "why"),
        ("take_up", ["made_up"], "", "why"),
        ("reject", ["made_up", "not_there"], "", "why"),
        ("hold", [OTHER], "", "reason"),
    ],
)
def test_a_reason_that_does_not_fit_is_refused(move: str, codes: list[str], text: str, field: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        chosen(move, codes, text)
    assert refused.value.field == field


def test_what_is_missing_stands_in_the_tables_order_whatever_the_order_of_ticking() -> None:
    given = chosen("send_back", ["photo", "citizen_id", "people"], "")
    assert given.codes == ("citizen_id", "people", "photo")
    assert [said.render() for said in given.labels] == [
        "ID number",
        "Number of people",
        "A photo of the visit",
    ]
    assert [said.render() for said in labelled(["people", "gone"])] == ["Number of people"]


def test_what_is_missing_is_brought_or_explained() -> None:
    told = [Missing("citizen_id", False), Missing("phone", True)]
    with pytest.raises(RuleBroken, match="Still missing: ID number") as refused:
        check_complete(told, "")
    assert refused.value.field == "reason"
    check_complete(told, "chưa từng làm căn cước")
    check_complete([Missing("phone", True)], "")
