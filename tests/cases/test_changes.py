"""What an edit changes, and what a second editor reads."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from aidtrack.cases.changes import (
    FIELD_LABELS,
    Change,
    ChangedMeanwhile,
    altogether,
    changes_between,
    from_plain,
    in_words,
    to_plain,
)
from aidtrack.cases.facts import CaseFacts, MemberFacts

TUAN = CaseFacts(name="Lý Thế Tuấn", place_id="2021:00682", people=4)


def test_every_fact_has_a_label() -> None:
    assert set(CaseFacts.__dataclass_fields__) <= set(FIELD_LABELS)


def test_only_what_differs_is_a_change_in_the_order_of_the_labels() -> None:
    after = replace(TUAN, categories=("student",), people=5, name="Lý Thế Tuân")
    assert changes_between(TUAN, after) == [
        Change("name", "Lý Thế Tuấn", "Lý Thế Tuân"),
        Change("people", 4, 5),
        Change("categories", (), ("student",)),
    ]
    assert changes_between(TUAN, TUAN) == []


def test_several_steps_are_told_as_one_and_a_change_taken_back_is_none() -> None:
    steps = [
        Change("people", 4, 5),
        Change("phone", None, "+84953"),
        Change("people", 5, 6),
        Change("phone", "+84953", None),
    ]
    assert altogether(steps, replace(TUAN, people=3)) == [Change("people", 4, 6, typed=3)]


def test_who_typed_the_same_or_nothing_new_need_not_choose() -> None:
    assert Change("people", 4, 6, typed=3).clashes
    assert not Change("people", 4, 6, typed=6).clashes
    assert not Change("people", 4, 6, typed=4).clashes
    assert not altogether([Change("state", "verified", "under_review")], TUAN)[0].clashes


def test_changes_come_back_from_their_plain_form() -> None:
    told = [
        Change("birth_date", None, date(1977, 3, 2)),
        Change("members", (), (MemberFacts("A B", 1981, "vợ", "cần sữa"),)),
        Change("categories", ("student",), ("child", "merit")),
    ]
    assert from_plain(to_plain(told)) == told


def test_values_are_said_for_people_and_id_numbers_masked() -> None:
    said = {
        "state": ("verified", "Verified"),
        "place_id": ("2021:00682", "Xã Liên Ninh"),
        "phone": ("+84953509991", "0953 509 991"),
        "citizen_id": ("002077000084", "002077••••84"),
        "birth_year": (1977, "1977"),
        "sex": ("m", "Male"),
        "residence": ("none", "Not registered here"),
        "categories": (("student", "child"), "Student, Child in special circumstances"),
        "members": ((MemberFacts("A B"), MemberFacts("C D")), "A B, C D"),
        "needs": (("rice", "sữa"), "rice, sữa"),
        "remark": ("", "not told"),
        "people": (4, "4"),
    }
    for field, (value, words) in said.items():
        assert in_words(field, value).render() == words


def test_the_refusal_names_who_changed_what() -> None:
    refused = ChangedMeanwhile(
        3, "Vũ Minh Quân", [Change("people", 4, 6, typed=3), Change("phone", None, "+84953")]
    )
    assert "Vũ Minh Quân" in str(refused) and "Number of people, Phone" in str(refused)
    assert (refused.version, len(refused.changes)) == (3, 2)
