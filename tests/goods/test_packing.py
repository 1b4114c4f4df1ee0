"""Packs as an administrator writes them, and the units a new good may be counted in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidtrack.errors import RuleBroken
from aidtrack.goods import packing
from aidtrack.goods.catalogue import BY_CODE, SEED
from aidtrack.goods.units import UNITS, GoodFacts, Pack
from aidtrack.languages import say_in

RICE, NOODLES = BY_CODE["rice"], BY_CODE["noodles"]


@pytest.mark.parametrize(
    ("good", "text", "packs"),
    [
        (NOODLES, "thùng 30", [("carton", 30, False)]),
        (NOODLES, "thùng 30 gói *\nthùng 24", [("carton", 24, False), ("carton", 30, True)]),
        (NOODLES, "carton 30\n\n  Thung   24 ", [("carton", 24, False), ("carton", 30, False)]),
        (
            RICE,
            "bao 25\nbao 50 kg\ntúi 500 g",
            [("sack", 25_000, False), ("sack", 50_000, False), ("bag", 500, False)],
        ),
        (RICE, "túi 2,5 kg", [("bag", 2_500, False)]),
        (RICE, "", []),
    ],
)
def test_a_pack_is_a_unit_and_a_size(good: GoodFacts, text: str, packs: list[tuple[str, int, bool]]) -> None:
    assert [(p.unit, p.factor, p.usual) for p in packing.parse_packs(text, good)] == packs


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("thùng", "is no pack"),
        ("30", "is no pack"),
        ("thìa 30", "is no pack"),
        ("*", "is no pack"),
        ("thùng 30\nthùng 30 gói", "twice"),
        ("thùng 30 *\nthùng 24 *", "Only one size"),
        ("thùng 0", "zero"),
        ("thùng ba mươi", "is no pack"),
        ("thùng 2,5", "fraction"),
        ("\n".join(f"thùng {n}" for n in range(1, 22)), "at most 20"),
    ],
)
def test_what_is_no_pack_is_named_with_its_line(text: str, said: str) -> None:
    with pytest.raises(RuleBroken, match=said) as refusal:
        packing.parse_packs(text, NOODLES)
    assert refusal.value.field == "packs"


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("good", SEED, ids=lambda good: good.code)
def test_what_the_form_shows_it_reads_again(good: GoodFacts, language: str) -> None:
    text = "\n".join(say_in(language, line) for line in packing.write_packs(good.packs, good))
    again = packing.parse_packs(text, good)
    assert sorted(again, key=repr) == sorted(good.packs, key=repr)


@given(
    st.sets(st.tuples(st.sampled_from(packing.PACKED), st.integers(1, 100_000)), max_size=8),
    st.sampled_from([RICE, NOODLES]),
)
def test_any_packs_come_back_from_their_lines(sizes: set[tuple[str, int]], good: GoodFacts) -> None:
    packs = [Pack(unit, factor) for unit, factor in sizes]
    text = "\n".join(say_in("vi", line) for line in packing.write_packs(packs, good))
    assert set(packing.parse_packs(text, good)) == set(packs)


def test_every_way_to_measure_is_of_known_units() -> None:
    for shown, measure in packing.MEASURED.items():
        assert measure.shown == shown
        assert {measure.base, measure.shown} <= set(UNITS)
        assert measure.label.render()
    assert set(packing.PACKED) <= set(UNITS)
    assert packing.MEASURED["kg"].label.render() == "kg, kept in g"


@pytest.mark.parametrize(
    ("typed", "code"),
    [("fish_sauce", "fish_sauce"), (" Fish sauce ", "fish_sauce"), ("vitamin-c", "vitamin_c")],
)
def test_codes_are_small_letters(typed: str, code: str) -> None:
    assert packing.check_code(typed) == code


@pytest.mark.parametrize("typed", ["", "a", "gạo", "1kg", "a/b", "x" * 40])
def test_other_codes_are_refused(typed: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        packing.check_code(typed)
    assert refusal.value.field == "code"
