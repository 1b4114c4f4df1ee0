"""Addresses of wards: the lasting one means one place for ever, the dictated one is found without marks."""

from __future__ import annotations

import re

import pytest

from aidtrack.community import ward_words
from aidtrack.places import tables


@pytest.mark.parametrize(("edition", "only_by_marks"), [("2021", 0), ("2025", 16)])
def test_every_ward_has_two_addresses(edition: str, only_by_marks: int) -> None:
    """In 2025 eight pairs of one province differ by marks alone: there the reader is offered both."""
    book = tables.gazetteer(edition)
    alike = 0
    for unit in book.wards():
        word = ward_words.short(unit, book)
        assert re.fullmatch(r"[a-z0-9-]+", word) and ward_words.key_in(word) is None
        found = ward_words.meant(word, edition)
        assert unit in found and len(found) <= 2
        alike += len(found) - 1
        assert ward_words.key_in(ward_words.in_address(unit.key)) == unit.key
    assert alike == only_by_marks


def test_a_name_that_repeats_leads_to_all_that_have_it() -> None:
    assert [unit.key for unit in ward_words.meant("Xã Liên Ninh", "2021")] == ["2021:00682"]
    assert len(ward_words.meant("phuong-minh-khai", "2021")) == 2
    assert ward_words.meant("phuong-minh-khai-quan-hai-ba-trung", "2021")[0].key
    assert ward_words.meant("phuong-khong-co", "2021") == []


@pytest.mark.parametrize(
    "word", ["2021-0068", "2021:00682", "x2021-00682", "../2021-00682", "", "2021-00682 "]
)
def test_other_words_are_no_key(word: str) -> None:
    assert ward_words.key_in(word) is None
