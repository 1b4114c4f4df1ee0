"""Posts as lines of JSON: good ones are read, bad ones are named with their reason."""

from __future__ import annotations

import json

import pytest

from aidtrack.places.tables import gazetteer
from aidtrack.posts.lines import BadLine, PostLine, national, parse_lines, plain
from aidtrack.posts.reading import Household, Reading

PLACES = gazetteer("2021")


def one(text: str) -> PostLine | BadLine:
    return next(parse_lines(text.encode(), PLACES))


def test_a_line_gives_a_post_with_its_moment_and_its_group() -> None:
    line = {
        "id": "a",
        "text": "Xin gạo",
        "posted_at": "2021-08-14T08:00:00+07:00",
        "group_ward": {"code": "00283"},
    }
    post = one("\ufeff" + json.dumps(line))
    assert isinstance(post, PostLine) and post.group and post.posted_at
    assert (post.id, post.group.name, post.posted_at.hour) == ("a", "Phường Vĩnh Tuy", 8)


def test_a_group_is_known_by_its_name_too() -> None:
    post = one('{"id": 1, "text": "", "group_ward": {"code": null, "name": "Phường Vĩnh Tuy"}}')
    assert isinstance(post, PostLine) and post.group and post.group.code == "00283"


@pytest.mark.parametrize(
    "line",
    [
        "no JSON",
        "[]",
        '{"id": "a"}',
        '{"text": "Xin gạo"}',
        '{"id": true, "text": "x"}',
        '{"id": "a", "text": 5}',
        '{"id": "a", "text": "x", "group_ward": "00283"}',
        '{"id": "a", "text": "x", "group_ward": {"code": "99999"}}',
        '{"id": "a", "text": "x", "group_ward": {"code": "007"}}',
    ],
)
def test_a_bad_line_is_named_with_its_number(line: str) -> None:
    good = '{"id": "b", "text": "x"}'
    found = list(parse_lines(f"\n{good}\n{line}\n".encode(), PLACES))
    assert isinstance(found[0], PostLine)
    assert isinstance(found[1], BadLine) and found[1].number == 3 and found[1].why.render().endswith(".")


def test_broken_encoding_is_named() -> None:
    found = list(parse_lines(b'{"id": "a", "text": "\xff"}', PLACES))
    assert isinstance(found[0], BadLine)


def test_what_is_printed_has_the_fields_of_the_issue() -> None:
    told = plain("a", Reading("request", (Household(phone="+84953456789", needs=("rice",)),)))
    assert told == {
        "id": "a",
        "kind": "request",
        "households": [
            {
                "name": None,
                "phone": "0953456789",
                "people": None,
                "address": None,
                "ward_code": None,
                "categories": [],
                "needs": ["rice"],
                "urgency": "normal",
            }
        ],
    }
    assert national(None) is None
