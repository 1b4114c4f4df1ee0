"""The table of categories, and how a list's words are understood by it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidtrack.cases.categories import (
    BY_CODE,
    CATEGORIES,
    CODES,
    LAST_CLASS,
    NONE,
    Category,
    in_order,
    names_only_categories,
    recognise,
)
from aidtrack.errors import RuleBroken
from aidtrack.vietnamese.folding import fold


def test_the_classes_are_those_of_the_review_of_august_2021() -> None:
    assert {code: category.klass for code, category in BY_CODE.items()} == {
        "stranded_worker": 1,
        "student": 1,
        "patient": 1,
        "patient_relative": 1,
        "lost_job": 2,
        "elderly_alone": 3,
        "child": 4,
        "disabled": 4,
        "policy": 5,
        "merit": 5,
        NONE: LAST_CLASS,
    }


@pytest.mark.parametrize("category", CATEGORIES, ids=lambda category: category.code)
def test_every_category_understands_all_its_words_with_and_without_marks(category: Category) -> None:
    for phrase in category.words.split("|"):
        for written in (phrase, phrase.upper(), fold(phrase)):
            assert recognise(written).codes == (category.code,), written


def test_no_two_categories_claim_the_same_words() -> None:
    phrases = [fold(phrase) for category in CATEGORIES for phrase in category.words.split("|")]
    claims = {
        phrase: {c.code for c in CATEGORIES if phrase in map(fold, c.words.split("|"))} for phrase in phrases
    }
    assert {phrase: codes for phrase, codes in claims.items() if len(codes) > 1} == {}


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("lao động ngoại tỉnh", ("stranded_worker",)),
        ("LĐ tự do mất việc", ("lost_job",)),
        ("người nhà bệnh nhân", ("patient_relative",)),
        ("Người nhà của bệnh nhân viện K", ("patient_relative",)),
        ("bệnh nhân", ("patient",)),
        ("sinh viên, người khuyết tật", ("student", "disabled")),
        ("NKT; LĐ ngoại tỉnh", ("stranded_worker", "disabled")),
        ("LĐ ngoại tỉnh mất việc", ("stranded_worker", "lost_job")),
        ("Người già neo đơn + bệnh nhân", ("patient", "elderly_alone")),
        ("hộ nghèo", (NONE,)),
        ("hộ nghèo, sinh viên", ("student",)),
        ("", ()),
    ],
)
def test_a_cell_may_name_several_categories(written: str, codes: tuple[str, ...]) -> None:
    assert recognise(written).codes == codes


def test_words_that_nobody_knows_are_handed_back() -> None:
    assert recognise("xe ôm; sinh viên").unknown == ("xe ôm",)


@given(st.text(max_size=40))
def test_any_text_is_understood_or_handed_back_but_never_breaks(written: str) -> None:
    found = recognise(written)
    assert set(found.codes) <= set(CODES)


@given(st.lists(st.sampled_from(CODES)))
def test_codes_are_put_into_the_order_of_the_table_once_each(codes: list[str]) -> None:
    ordered = in_order(codes)
    assert list(ordered) == sorted(set(codes), key=CODES.index)


def test_a_code_that_is_none_is_refused_by_name() -> None:
    with pytest.raises(RuleBroken, match="farmer"):
        in_order(["student", "farmer"])


def test_a_sections_title_of_categories_alone_is_told_from_other_lines() -> None:
    assert names_only_categories("Sinh viên và người khuyết tật")
    assert not names_only_categories("Sinh viên Nguyễn Văn A")
    assert not names_only_categories("và")
