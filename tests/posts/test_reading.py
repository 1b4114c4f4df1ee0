"""The whole reader: what it says of example posts, where it read it, and that no text upsets it."""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aidtrack.places.tables import gazetteer
from aidtrack.posts.reading import FIELDS, KINDS, NEEDS, Household, Reading, read
from aidtrack.vietnamese.folding import fold
from tests.posts.scoring import Post, digits, load, read_post, score

PLACES = gazetteer("2021")
GROUP = PLACES.get("2021:00283")
EXAMPLES = load("examples.jsonl")
FLOORS = {
    "kind": 0.95,
    "request recall": 0.97,
    "phone F1": 0.96,
    "head-count": 0.85,
    "ward": 0.95,
    "categories F1": 0.85,
    "needs F1": 0.70,
    "households F1": 0.95,
    "name": 0.70,
}
"""Below these something broke; `make bench` prints the figures, and those of the held-back posts."""

PLAIN = (
    "Em chào mn, nhà em 2vc + 2 con nhỏ ở trọ ngõ 122 Vĩnh Tuy, quê Nam Định, mất việc 2 tháng nay,"
    " hết gạo hết sữa r ạ, xin mn giúp đỡ. sđt 0953.456.789 (Hương)"
)


def reading(text: str) -> Reading:
    return read(text, group_ward=GROUP, gazetteer=PLACES)


def test_a_request_is_read_with_all_its_fields() -> None:
    found = reading(PLAIN)
    assert found.kind == "request"
    assert found.households == (
        Household(
            name="Hương",
            phone="+84953456789",
            people=4,
            address="ngõ 122 Vĩnh Tuy",
            ward_code="00283",
            categories=("stranded_worker", "lost_job"),
            needs=("rice", "milk"),
            urgency="high",
        ),
    )


def test_every_field_shows_the_words_it_was_read_from() -> None:
    found = reading(PLAIN)
    shown = {span.field: PLAIN[span.start : span.end] for span in found.spans if span.household == 0}
    assert digits(shown["phone"]) == "953456789" and shown["name"] == "Hương"
    assert shown["people"] == "2vc + 2 con nhỏ" and shown["address"] == "ngõ 122 Vĩnh Tuy"
    assert {span.field for span in found.spans} <= set(FIELDS)


def test_decomposed_text_is_read_alike() -> None:
    for post in EXAMPLES[:25]:
        assert replace(read_post(post), spans=()) == replace(
            read_post({**post, "text": unicodedata.normalize("NFD", post["text"])}), spans=()
        )


def test_without_marks_telephones_and_most_head_counts_stay() -> None:
    bare = [{**post, "text": fold_lines(post["text"])} for post in EXAMPLES[:50]]
    figures = score(bare).figures()
    assert figures["phone F1"] >= 0.9 and figures["request recall"] >= 0.9
    assert figures["head-count"] >= 0.7


def fold_lines(text: str) -> str:
    return "\n".join(map(fold, text.split("\n")))


@pytest.mark.parametrize(("figure", "floor"), FLOORS.items())
def test_the_examples_are_read_above_the_floors(figure: str, floor: float, figures: dict[str, float]) -> None:
    assert figures[figure] >= floor


@pytest.fixture(scope="module")
def readings() -> dict[str, Reading]:
    return {post["id"]: read_post(post) for post in EXAMPLES}


@pytest.fixture(scope="module")
def figures(readings: dict[str, Reading]) -> dict[str, float]:
    return score(EXAMPLES, lambda post: readings[post["id"]]).figures()


def without_a_digit(found: Reading) -> Reading:
    homes = tuple(replace(one, phone=one.phone and one.phone[:-1]) for one in found.households)
    return replace(found, households=homes)


def always_a_request(found: Reading) -> Reading:
    return replace(found, kind="request")


@pytest.mark.parametrize(("fault", "figure"), [(without_a_digit, "phone F1"), (always_a_request, "kind")])
def test_the_floors_catch_planted_faults(
    fault: Callable[[Reading], Reading], figure: str, readings: dict[str, Reading]
) -> None:
    assert score(EXAMPLES, lambda post: fault(readings[post["id"]])).figures()[figure] < FLOORS[figure]


NEGATED = [post for post in EXAMPLES if post["expected"]["kind"] == "served"]


def test_a_reader_deaf_to_negation_is_caught() -> None:
    def deaf(post: Post) -> Reading:
        words = re.sub(r"(?i)không|đừng|đã |rồi|nhận|xong|đủ|dừng", " cần ", post["text"])
        return read_post({**post, "text": words})

    assert score(NEGATED).kind.value >= 0.8
    assert score(NEGATED, deaf).kind.value < 0.8


WORDS = st.sampled_from(
    "em nhà gạo 0953456789 2vc + con phường Vĩnh Tuy ngõ 12/3 hết xin không đã nhận \n . ( ai k 5ae".split(
        " "
    )
)


@given(st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=40).map(" ".join)))
@settings(max_examples=60, deadline=None)
def test_any_text_is_read_and_spans_lie_inside_it(text: str) -> None:
    found = reading(text)
    assert found.kind in KINDS
    for span in found.spans:
        assert 0 <= span.start < span.end <= len(text)
        assert span.household is None or span.household < len(found.households)
        if span.field == "phone":
            phone = found.households[span.household or 0].phone
            assert phone and sum(map(str.isdigit, text[span.start : span.end])) >= 4
    for one in found.households:
        assert set(one.needs) <= set(NEEDS) and one.urgency in ("high", "normal")
        assert one.ward_code is None or f"2021:{one.ward_code}" in PLACES


@pytest.mark.parametrize(
    "piece", ["ai nào cần gọi ", "1/", "- anh An 0953456789 2 người\n", "a\u0301\u0323", "không chín "]
)
def test_a_hostile_post_of_100_kb_takes_less_than_a_second(piece: str) -> None:
    reading(PLAIN)
    began = time.perf_counter()
    reading((piece * 100_000)[:100_000])
    assert time.perf_counter() - began < 2  # measured below 1; twice that on a busy machine
