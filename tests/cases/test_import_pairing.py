"""A long list's look-alikes are those that are found when all of it is held at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aidtrack.cases import import_pairing
from aidtrack.cases.blocking import keys_of
from aidtrack.cases.duplicates import pairs_within
from aidtrack.cases.household_facts import Facts, Prepared
from aidtrack.cases.import_pairing import Lines
from aidtrack.cases.import_preview import chosen
from aidtrack.cases.intake import paired
from aidtrack.cases.listing import HouseholdRow

TOLD = st.builds(
    Facts,
    name=st.sampled_from(["Lý Thế Tuấn", "Ly The Tuan", "Lý Thế Tuân", "Lò Thị Mây", "Nguyễn Văn Mây"]),
    birth_year=st.sampled_from([None, 1977, 1978]),
    phone=st.sampled_from([None, "+84953509991", "+84953509919"]),
    address=st.sampled_from(["", "158 ngõ 108 Đê La Thành", "158/108 đê la thành"]),
    unit=st.just("2021:00283"),
    people=st.integers(1, 2),
)


def found(households: list[Facts]) -> list[tuple[int, int]]:
    """The pairs as a long list's lines give them."""
    lines = Lines()
    prepared = [Prepared(facts) for facts in households]
    for one in prepared:
        lines.add(one, keys_of(one))

    def fetch(positions: Iterable[int]) -> dict[int, Prepared]:
        return {at: prepared[at] for at in positions}

    return [(pair.first, pair.second) for pair in lines.pairs(fetch)]


def at_once(households: list[Facts]) -> list[tuple[int, int]]:
    return [(pair.first, pair.second) for pair in pairs_within(households)]


@given(st.lists(TOLD, max_size=12))
@settings(max_examples=60)
def test_the_same_pairs_are_found(households: list[Facts]) -> None:
    assert found(households) == at_once(households)


def test_a_household_copied_too_often_for_its_keys_is_still_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_pairing, "LARGEST_BLOCK", 3)
    one = Facts("Lý Thế Tuấn", 1977, phone="+84953509991", unit="2021:00283", people=2)
    assert found([one] * 5) == [(0, 1), (0, 2), (0, 3), (0, 4)]


def test_a_phone_that_three_give_makes_nobody_alike() -> None:
    names = ["Lý Thế Tuấn", "Lò Thị Mây", "Vừ A Páo", "Lý Thế Tuân"]
    households = [Facts(name, phone="+84953509991", unit="2021:00283", people=2) for name in names]
    assert found(households) == at_once(households)


@given(st.lists(TOLD, min_size=1, max_size=8))
@settings(max_examples=40)
def test_the_lines_that_wait_are_those_of_the_reading_at_once(households: list[Facts]) -> None:
    plain = HouseholdRow(1, None, "", "x", "2021:00283", 1)
    rows = [
        replace(
            plain, row=n, key=str(n), name=told.name, people=told.people or 1, phone=told.phone,
            birth_year=told.birth_year, address=told.address,
        )
        for n, told in enumerate(households)
    ]  # fmt: skip
    _, waiting, pairs = paired(rows)
    mine = chosen(pairs_within([row.facts for row in rows]), [row.fullness for row in rows])
    assert {at: of for at, (of, _) in mine.items()} == {pair.row: pair.of for pair in pairs}
    assert len(waiting) == len(mine)
