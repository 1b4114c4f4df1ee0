"""Reasons say rule and numbers and nothing that neighbours should not read; figures tell how even."""

from __future__ import annotations

import json
import re
from dataclasses import asdict

from hypothesis import given
from hypothesis import strategies as st

from aidtrack.campaigns import explanation
from aidtrack.campaigns.entitlement import Norm, Per
from aidtrack.campaigns.explanation import by_norm, figures, of_good
from aidtrack.campaigns.fairness import share
from aidtrack.goods.catalogue import BY_CODE
from aidtrack.goods.units import show_average
from aidtrack.languages import say_in
from tests.campaigns.the_list_of_august import HOUSEHOLDS, NORMS, SUPPLIES

RICE, NOODLES, MILK = BY_CODE["rice"], BY_CODE["noodles"], BY_CODE["milk"]
SIZES = [household.people for household in HOUSEHOLDS]


def test_the_norm_is_said_with_its_numbers() -> None:
    assert say_in("vi", by_norm(Norm(RICE, 4_000), 4)) == "4 khẩu × 4 kg"
    assert say_in("en", by_norm(Norm(RICE, 4_000), 4)) == "4 people × 4 kg"
    assert say_in("en", by_norm(Norm(RICE, 4_000), 1)) == "1 person × 4 kg"
    assert say_in("vi", by_norm(Norm(MILK, 2, Per.HOUSEHOLD), 4)) == "mỗi hộ 2 hộp"


def test_floor_cap_and_packs_are_said_only_where_they_count() -> None:
    bounded = Norm(RICE, 4_000, floor=8_000, cap=20_000)
    assert say_in("vi", by_norm(bounded, 1)) == "1 khẩu × 4 kg, ít nhất 8 kg một hộ"
    assert say_in("vi", by_norm(bounded, 3)) == "3 khẩu × 4 kg"
    assert say_in("vi", by_norm(bounded, 8)) == "8 khẩu × 4 kg, nhiều nhất 20 kg một hộ"
    packed = Norm(RICE, 4_000, whole_pack=5_000)
    assert say_in("vi", by_norm(packed, 3)) == "3 khẩu × 4 kg, tính chẵn bao gói là 2 túi 5 kg"
    assert say_in("vi", by_norm(packed, 5)) == "5 khẩu × 4 kg"
    unusual = Norm(NOODLES, 9, whole_pack=40)
    assert say_in("vi", by_norm(unusual, 3)) == "3 khẩu × 9 gói, tính chẵn bao gói là 40 gói"


def test_a_reason_may_say_which_good_it_is_about() -> None:
    place = explanation.place_by_size(people=6, place=9, households=100)
    fish_sauce = BY_CODE["fish_sauce"]
    assert say_in("vi", of_good(fish_sauce, place)) == "Nước mắm: 6 khẩu, hạng 9 trong 100 hộ đông người nhất"


def test_no_reason_names_a_score_an_illness_children_or_a_class() -> None:
    private = re.compile(
        r"score|ill|sick|child|class|elder|disab|poor|điểm|bệnh|ốm|trẻ|con nhỏ|mức|già|khuyết tật|nghèo",
        re.IGNORECASE,
    )
    reasons = set()
    for noodles in (9_000, 8_940, 4_000, 0):
        for norms in (NORMS, [Norm(NOODLES, 9, households=50, floor=9, cap=40)]):
            proposal = share(HOUSEHOLDS, {**SUPPLIES, "noodles": noodles}, norms)
            for portion in (*proposal.portions, *proposal.without):
                reasons |= {say_in("vi", portion.reason), say_in("en", portion.reason)}
    assert len(reasons) > 300
    assert [reason for reason in reasons if private.search(reason)] == []


def test_a_share_for_each_person_alike_is_perfectly_even() -> None:
    even = figures((people, 4_000 * people) for people in SIZES)
    assert (even.households, even.people, even.served, even.given) == (347, 1000, 347, 4_000_000)
    assert even.half == 500
    assert all(far == high for far, high in even.curve)
    assert (
        say_in("vi", show_average(*even.least, RICE))
        == say_in("vi", show_average(*even.most, RICE))
        == "4 kg"
    )


def test_a_share_for_each_household_alike_favours_small_ones() -> None:
    uneven = figures((people, 11_500) for people in SIZES)
    assert say_in("vi", show_average(*uneven.least, RICE)) == "1,4 kg"
    assert say_in("vi", show_average(*uneven.most, RICE)) == "11,5 kg"
    assert uneven.half == 300
    assert uneven.curve[0] == (0, 0) and uneven.curve[-1] == (1000, 1000)


def test_households_without_a_share_count_among_the_people() -> None:
    half_served = figures([(2, 10), (2, 0)])
    assert half_served.served == 1 and half_served.half == 0 and half_served.least == (0, 2)
    nothing = figures([(2, 0)])
    assert nothing.given == 0 and nothing.half == 0
    nobody = figures([])
    assert nobody.people == 0 and nobody.least == (0, 1)


@given(st.lists(st.tuples(st.integers(1, 12), st.integers(0, 10**6)), min_size=1, max_size=30))
def test_the_curve_rises_below_the_diagonal_and_can_be_kept(portions: list[tuple[int, int]]) -> None:
    found = figures(portions)
    assert found.half <= 500
    assert all(left <= right for left, right in zip(found.curve, found.curve[1:], strict=False))
    assert all(high <= far + 1 for far, high in found.curve)
    assert found.least[0] * found.most[1] <= found.most[0] * found.least[1]
    kept = json.loads(json.dumps(asdict(found)))
    assert kept["half"] == found.half and kept["curve"][0] == [0, 0]
    assert figures(portions[::-1]) == found
