"""The example posts: what a careful coordinator reads in them, so that a reader can be measured.

`examples.jsonl` may be tuned on; `held_back.jsonl`, a fair third, may not. The rules of the labels:

* the ward is the one that the text names, else the group's;
* people are counted when the text says how many, in figures, words or by naming them; else null;
* a name stands without its title (“chị Lan” is Lan), an address as the text writes it, without the ward;
* a telephone is the one to call for this household, whoever answers it;
* `lost_job` and `stranded_worker` both, where the text says both; parents who are poor do not make a
  `child`: orphans and children whose parents are in quarantine or serve against the epidemic do;
* `high` where somebody is hungry now, has a meal or a day left, is in danger, or writes that it is urgent;
* needs are what is asked for, not what is missing or has been given.

Everybody in them is invented; telephones begin 095, a network that closed, or are landlines.
"""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from aidtrack.cases.categories import BY_CODE, NONE
from aidtrack.places.tables import gazetteer
from aidtrack.vietnamese.folding import fold

HERE = Path(__file__).parent / "data"
KINDS = {"request", "offer", "missing_person", "rumour", "violation", "thanks", "question", "other", "served"}
NEEDS = set(
    "rice noodles peanuts fish_sauce oil eggs milk masks vegetables meat water medicine diapers gas money"
    " transport food other".split()
)
SPOKEN = {word: str(digit) for digit, word in enumerate("khong mot hai ba bon nam sau bay tam chin".split())}


def posts(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HERE / name).read_text("utf-8").splitlines()]


POSTS = posts("examples.jsonl") + posts("held_back.jsonl")
HOUSEHOLDS = [(post, one) for post in POSTS for one in post["expected"]["households"]]


def digits_of(text: str) -> str:
    """All digits in their order; spoken ones, and the letter o between digits, count as digits."""
    words = [SPOKEN.get(word, word) for word in re.findall(r"\w+", fold(text))]
    return re.sub(r"\D", "", re.sub(r"(?<=\d)o+|o+(?=\d)", lambda o: "0" * len(o[0]), "".join(words)))


def letters_of(text: str) -> str:
    return re.sub(r"[\W_]+", "", fold(text))


def test_there_are_enough_and_a_fair_third_is_held_back() -> None:
    assert len(POSTS) >= 150
    assert len({post["id"] for post in POSTS}) == len(POSTS)
    assert len({letters_of(post["text"]) for post in POSTS}) == len(POSTS)
    assert 0.3 <= len(posts("held_back.jsonl")) / len(POSTS) <= 0.36
    for name in ("examples.jsonl", "held_back.jsonl"):
        assert {post["expected"]["kind"] for post in posts(name)} == KINDS


@pytest.mark.parametrize("post", POSTS, ids=lambda post: post["id"])
def test_a_label_uses_known_words_and_fits_its_text(post: dict[str, Any]) -> None:
    group, expected = post["group_ward"], post["expected"]
    unit = gazetteer("2021").get(f"2021:{group['code']}")
    assert unit is not None and unit.name == group["name"]
    assert datetime.fromisoformat(post["posted_at"]).strftime("%Y-%m %z") == "2021-08 +0700"
    assert expected["kind"] in KINDS
    assert bool(expected["households"]) == (expected["kind"] in {"request", "served"})


@pytest.mark.parametrize(("post", "one"), HOUSEHOLDS, ids=lambda part: part.get("id", ""))
def test_a_household_was_read_from_the_text(post: dict[str, Any], one: dict[str, Any]) -> None:
    text = post["text"]
    assert set(one) == {
        "name", "phone", "people", "address", "ward_code", "categories", "needs", "urgency",
    }  # fmt: skip
    assert set(one["categories"]) <= BY_CODE.keys() - {NONE}
    assert one["categories"] == [code for code in BY_CODE if code in one["categories"]]
    assert set(one["needs"]) <= NEEDS and len(set(one["needs"])) == len(one["needs"])
    assert one["urgency"] in {"high", "normal"}
    assert one["people"] is None or 1 <= one["people"] <= 40
    assert one["ward_code"] is None or gazetteer("2021").get(f"2021:{one['ward_code']}") is not None
    assert one["name"] is None or letters_of(one["name"]) in letters_of(text)
    assert one["address"] is None or letters_of(one["address"]) in letters_of(text)
    if one["phone"] is not None:
        assert re.fullmatch(r"095\d{7}|024\d{8}", one["phone"])
        assert one["phone"][1:] in digits_of(text)
