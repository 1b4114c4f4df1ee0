"""Whole files with as many look-alikes as duplicates: how many are found, how surely, what breaks it."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aidtrack.cases import duplicates
from aidtrack.cases.blocking import blocking_keys
from aidtrack.cases.duplicates import Facts, compare
from aidtrack.cases.household_lines import HouseholdFile, facts_of
from tests.cases.lookalikes_elsewhere import File, file_of
from tests.cases.lookalikes_held_back import file_held_back

FOUND, SURE = 0.95, 0.85
SEED = 14_082_021


@cache
def held_back() -> File:
    """Lines that nobody tuned on."""
    return file_held_back(SEED, households=500, doubled=200, alike=200)


@cache
def told() -> dict[str, Facts]:
    return {line["id"]: facts_of(line) for line in held_back().lines}


def measured(file: File) -> tuple[float, float]:
    lines = (json.dumps(line).encode() for line in file.lines)
    found = {(pair.a, pair.b) for pair in HouseholdFile().pairs(lines) if pair.likeness.alert}
    hits = len(found & file.same.keys())
    return hits / len(file.same), hits / max(1, len(found))


def test_on_lines_that_nobody_tuned_on_the_mark_is_kept() -> None:
    recall, precision = measured(held_back())
    assert recall >= FOUND and precision >= SURE, (recall, precision)


def test_on_lines_of_another_style_too() -> None:
    recall, precision = measured(file_of(SEED, households=400, doubled=150, alike=150))
    assert recall >= FOUND and precision >= SURE, (recall, precision)


@pytest.mark.parametrize("lost", ["phone", "name", "address"])
def test_a_table_that_has_lost_a_signal_misses_the_mark(lost: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("WEIGHTS", "COUPLE"):
        table = getattr(duplicates, name)
        monkeypatch.setattr(
            duplicates, name, {signal: {} if signal == lost else table[signal] for signal in table}
        )
    recall, precision = measured(held_back())
    assert recall < FOUND or precision < SURE, (recall, precision)


def test_the_keys_lose_hardly_a_pair_that_would_alert() -> None:
    facts = told()
    alerting = [pair for pair in held_back().same if compare(facts[pair[0]], facts[pair[1]]).alert]
    lost = [pair for pair in alerting if not blocking_keys(facts[pair[0]]) & blocking_keys(facts[pair[1]])]
    assert len(lost) <= 0.01 * len(alerting)


lines = st.sampled_from([line["id"] for line in held_back().lines])


@settings(max_examples=60)
@given(lines, lines)
def test_both_sides_and_every_time_say_the_same(a: str, b: str) -> None:
    one, other = told()[a], told()[b]
    there, back, again = compare(one, other), compare(other, one), compare(replace(one), replace(other))
    assert (there.points, there.alert, there.signals) == (back.points, back.alert, back.signals)
    assert (there.points, there.signals) == (again.points, again.signals)


_OLD_STYLE = {"òa": "oà", "óa": "oá", "ỏa": "oả", "úy": "uý", "ùy": "uỳ", "ủy": "uỷ", "ụy": "uỵ"}


@settings(max_examples=60)
@given(st.sampled_from(sorted(held_back().same) + sorted(held_back().only_alike)))
def test_neither_unicode_nor_the_style_of_tones_changes_a_score(pair: tuple[str, str]) -> None:
    one, other = (told()[name] for name in pair)
    spread = replace(
        one, name=unicodedata.normalize("NFD", one.name), address=unicodedata.normalize("NFD", one.address)
    )
    old = one.name
    for new, written in _OLD_STYLE.items():
        old = old.replace(new, written)
    points = compare(one, other).points
    assert compare(spread, other).points == points == compare(replace(one, name=old), other).points


@settings(max_examples=60)
@given(lines)
def test_a_copy_always_alerts_and_meets_itself_under_a_key(name: str) -> None:
    one = told()[name]
    copy = replace(one)
    assert compare(one, copy).alert and blocking_keys(one) & blocking_keys(copy)
