"""What a request must tell, and that nothing is kept without consent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from aidtrack.cases.categories import BY_CODE, NONE
from aidtrack.community.asking import SITUATIONS, Asked, checked
from aidtrack.errors import RuleBroken

TODAY = date(2021, 8, 14)
ASKED = Asked(
    "2021:00682", "lý thị tuân", 3, "0953509991", " 2,  ngõ 214 ", categories=("lost_job",), agreed=True
)


def test_a_request_is_tidied_like_a_case() -> None:
    told = checked(ASKED, today=TODAY)
    assert (told.phone, told.address, told.call_back) == ("+84953509991", "2, ngõ 214", "+84953509991")
    assert told.facts().consent_by == ""


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"agreed": False}, "agreed"),
        ({"name": "?"}, "name"),
        ({"people": 0}, "people"),
        ({"phone": "09535"}, "phone"),
        ({"phone": None}, "phone"),
        ({"address": " "}, "address"),
        ({"words": "x" * 1001}, "words"),
        ({"for_neighbour": True, "asker_phone": "0952000111"}, "asker_name"),
        ({"for_neighbour": True, "asker_name": "An"}, "asker_phone"),
        ({"for_neighbour": True, "asker_name": "An", "asker_phone": "12"}, "asker_phone"),
        ({"categories": ("rich",)}, "categories"),
    ],
)
def test_what_is_missing_is_named_by_its_field(change: dict[str, object], field: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        checked(replace(ASKED, **change), today=TODAY)  # type: ignore[arg-type]
    assert refused.value.field == field


def test_a_neighbour_is_called_back_under_their_own_number() -> None:
    asked = replace(ASKED, for_neighbour=True, phone=None, asker_name="đỗ văn an", asker_phone="0952 000 111")
    told = checked(asked, today=TODAY)
    assert told.call_back == "+84952000111" and told.asker_name == "đỗ văn an"
    own = checked(replace(asked, for_neighbour=False, phone="0953509991"), today=TODAY)
    assert (own.asker_name, own.asker_phone) == ("", None)


def test_every_category_can_be_ticked_in_plain_words() -> None:
    assert list(SITUATIONS) == [code for code in BY_CODE if code != NONE]
