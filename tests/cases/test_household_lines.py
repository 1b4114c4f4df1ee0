"""Households as lines of JSON: what is forgiven, what is refused with its line, and what comes out."""

from __future__ import annotations

import json

import pytest

from aidtrack.cases.household_lines import LONGEST_LINE, FoundPair, HouseholdFile, facts_of

HOA = {"id": "a", "name": "Nguyễn Thị Hoà", "birth_year": 1975, "cccd": "001175000123", "phone": "0912345678",
       "address": "số 5 ngách 12/3 ngõ 44 phố Kim Ngưu", "ward_code": "00283", "members": 4}  # fmt: skip


def lines(*told: object) -> list[bytes]:
    return [one if isinstance(one, bytes) else json.dumps(one).encode() for one in told]


def pairs(*told: object) -> list[FoundPair]:
    return list(HouseholdFile().pairs(lines(*told)))


@pytest.mark.parametrize(
    ("field", "written"),
    [("birth_year", "1975"), ("birth_year", 1975.0), ("birth_year", "12/3/1975"), ("cccd", "001 175 000 123"),
     ("cccd", 1175000123), ("phone", "+84 912.345.678"), ("phone", 912345678), ("ward_code", 283),
     ("ward_code", "283.0"), ("members", "4 khẩu"), ("members", ["Hòa", "Nam", {"name": "An"}, None])],
)  # fmt: skip
def test_a_fact_is_read_in_every_costume(field: str, written: object) -> None:
    plain, other = facts_of(HOA), facts_of({**HOA, field: written})
    assert (plain.birth_year, plain.citizen_id, plain.phone, plain.unit, plain.people) == (
        *(other.birth_year, other.citizen_id, other.phone),
        *(other.unit, other.people),
    )


@pytest.mark.parametrize("odd", [None, "", [], {}, True, -1, 10**400, 1e308, "?", "nghìn chín trăm"])
def test_what_cannot_be_read_is_not_known(odd: object) -> None:
    told = facts_of(
        {"id": 1, **dict.fromkeys(("birth_year", "cccd", "ward_code", "members"), odd), "name": odd}
    )
    assert told.birth_year is None and told.citizen_id is None and told.people in (None, 1)


def test_a_pair_keeps_the_order_and_the_ids_of_the_file() -> None:
    [pair] = pairs({**HOA, "id": 7}, {**HOA, "id": "x", "name": "Hòa", "cccd": None, "members": None})
    assert (pair.a, pair.b, pair.likeness.alert) == (7, "x", True) and 60 <= pair.likeness.score <= 100
    assert pair.likeness.why.render() == "same phone, same given name, same birth year, same address"


def test_a_pair_below_the_alert_is_only_worth_a_look() -> None:
    moved = {"phone": None, "cccd": None, "address": "số 9 Láng", "ward_code": "00001"}
    [pair] = pairs(HOA, {**HOA, "id": "b", **moved})
    assert not pair.likeness.alert and 0 < pair.likeness.score < 60


def test_husband_and_wife_are_one_household_father_and_son_and_tenants_are_not() -> None:
    husband = {**HOA, "id": "b", "name": "Trần Văn Nam", "birth_year": 1972, "cccd": "001072000222"}
    son = {**husband, "birth_year": 1999, "cccd": "001099000333"}
    tenant = {**husband, "members": 1, "address": "phòng 3, số 5 ngách 12/3 ngõ 44 Kim Ngưu"}
    assert [
        bool(pairs(HOA, one)) and pairs(HOA, one)[0].likeness.alert for one in (husband, son, tenant)
    ] == [
        True,
        False,
        False,
    ]


def test_a_phone_that_many_give_makes_no_couple() -> None:
    husband = {**HOA, "id": "b", "name": "Trần Văn Nam", "birth_year": 1972, "cccd": None}
    third = {**HOA, "id": "c", "name": "Lò Thị Mây", "birth_year": 1940, "cccd": None, "members": 1}
    assert not [pair for pair in pairs(HOA, husband, third) if pair.likeness.alert]


def test_a_head_among_the_members_of_the_other_tells_much() -> None:
    husband = {
        "id": "b",
        "name": "Trần Văn Nam",
        "phone": "0912345678",
        "members": ["Nguyễn Thị Hòa", "Trần An"],
    }
    [pair] = pairs({**HOA, "members": None, "address": None}, husband)
    assert pair.likeness.alert and "named among the members" in pair.likeness.why.render()


def test_a_bad_line_is_named_with_its_number_and_the_others_are_compared() -> None:
    read = HouseholdFile()
    bad = [
        b"{",
        b"[1]",
        b"\xff\xfe",
        b'{"name": "x"}',
        b'{"id": true}',
        b'{"id": "a"}',
        b" " * LONGEST_LINE + b"{ ",
    ]
    found = list(read.pairs(lines(b"\xef\xbb\xbf" + json.dumps(HOA).encode(), b"", *bad, {**HOA, "id": "b"})))
    assert [(pair.a, pair.b) for pair in found] == [("a", "b")]
    assert [number for number, _ in read.problems] == [3, 4, 5, 6, 7, 8, 9]
    assert {sentence.render() for _, sentence in read.problems} == {
        "This line is no JSON.",
        "This line is no JSON object with the facts of a household.",
        "This line is not written in UTF-8.",
        "This line has no id.",
        "The id “a” stands in line 1 already.",
        "This line is too long for a household.",
    }


def test_a_deep_line_and_a_long_name_harm_nobody() -> None:
    read = HouseholdFile()
    assert not list(read.pairs(lines(b'{"id":' + b"[" * 90_000, {**HOA, "name": "a " * 40_000})))
    assert len(read.problems) == 1
