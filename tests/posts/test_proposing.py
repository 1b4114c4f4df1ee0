"""What is proposed of a household: only what can be right, and what was mended in it afterwards."""

from __future__ import annotations

import pytest

from aidtrack.errors import RuleBroken
from aidtrack.posts.proposing import FREE_NEEDS, KIND_LABELS, REASONS, corrections, facts_of, reason_named
from aidtrack.posts.reading import KINDS, NEEDS, Household


def test_every_kind_and_need_of_the_reader_has_its_words() -> None:
    assert set(KIND_LABELS) == set(KINDS)
    assert FREE_NEEDS.keys() < set(NEEDS)
    assert {"request"} == set(KINDS) - REASONS.keys()


def test_a_number_that_is_no_phone_and_a_crowd_that_is_no_household_are_left_out() -> None:
    read = Household(name="LÒ THỊ THẮM", phone="0952 317 40", people=0, categories=("merit", "student", "?"))
    assert facts_of(read) == {
        "name": "Lò Thị Thắm",
        "phone": None,
        "people": None,
        "address": "",
        "categories": ["student", "merit"],
        "needs": [],
    }


def test_corrections_name_the_fields_that_a_person_mended() -> None:
    read = {"name": "Thắm", "phone": "+84952317408", "people": None, "needs": ["rice", "medicine"]}
    same = {"name": "THAM", "phone": "+84952317408", "people": None, "needs": ["thuốc hạ sốt", "rice"]}
    assert corrections(read, same) == []
    assert corrections(read, {**same, "people": 3, "needs": ["noodles"]}) == ["people", "needs"]


def test_a_reason_must_be_one_of_the_list() -> None:
    assert reason_named("served") == "served"
    with pytest.raises(RuleBroken):
        reason_named("request")
