"""What is told of a household is cleaned and checked in one place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from aidtrack.cases.facts import MOST_LINE, MOST_NEEDS, MOST_TEXT, CaseFacts, MemberFacts, tidied
from aidtrack.cases.listing import HouseholdRow
from aidtrack.errors import RuleBroken

TODAY = date(2021, 8, 14)
TUAN = CaseFacts(name="Lý Thế Tuấn", place_id="2021:00682", people=4, consent_by="ông Tuấn")


def test_everything_typed_comes_out_in_its_one_form() -> None:
    facts = tidied(
        replace(
            TUAN,
            name=" LÝ  THẾ\u200b TUẤN ",
            phone="0953.509.991",
            citizen_id="002 077 000 084",
            birth_date=date(1977, 3, 2),
            categories=("child", "lost_job", "child"),
            needs=("rice", " sữa  bột ", "rice", ""),
            circumstances="Quán đóng cửa\n\nHai con nhỏ",
            members=(MemberFacts(" vàng thu phượng", 1981, "vợ"), MemberFacts("  ")),
        ),
        today=TODAY,
    )
    assert facts.name == "Lý Thế Tuấn"
    assert facts.phone == "+84953509991"
    assert facts.citizen_id == "002077000084"
    assert (facts.birth_year, facts.birth_date) == (1977, date(1977, 3, 2))
    assert facts.categories == ("lost_job", "child")
    assert facts.needs == ("rice", "sữa bột")
    assert facts.circumstances == "Quán đóng cửa\n\nHai con nhỏ"
    assert facts.members == (MemberFacts("vàng thu phượng", 1981, "vợ"),)


@pytest.mark.parametrize("residence", ["permanent", "temporary", "none", "unknown"])
def test_nobody_is_refused_for_not_being_registered(residence: str) -> None:
    assert tidied(replace(TUAN, residence=residence), today=TODAY).residence == residence


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("name", {"name": " "}),
        ("name", {"name": "A"}),
        ("people", {"people": 0}),
        ("people", {"people": 100}),
        ("name", {"name": "Lý Thế Tuấn 0953509991"}),
        ("people", {"people": 1, "members": (MemberFacts("A B"), MemberFacts("C D"))}),
        ("phone", {"phone": "0912 345"}),
        ("citizen_id", {"citizen_id": "12345"}),
        ("birth_year", {"birth_year": 1899}),
        ("birth_year", {"birth_year": 2022}),
        ("birth_year", {"birth_date": date(2021, 8, 15)}),
        ("birth_year", {"birth_year": 1976, "birth_date": date(1977, 1, 1)}),
        ("sex", {"sex": "x"}),
        ("residence", {"residence": "somewhere"}),
        ("categories", {"categories": ("king",)}),
        ("address", {"address": "x" * (MOST_LINE + 1)}),
        ("circumstances", {"circumstances": "x" * (MOST_TEXT + 1)}),
        ("needs", {"needs": tuple(f"need {n}" for n in range(MOST_NEEDS + 1))}),
        ("members", {"members": (MemberFacts("A B", 1800),)}),
        ("young", {"young": 5}),
        ("old", {"old": -1}),
        ("consent_by", {"consent_by": "  "}),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(field: str, told: dict[str, object]) -> None:
    with pytest.raises(RuleBroken) as refused:
        tidied(replace(TUAN, **told), today=TODAY)  # type: ignore[arg-type]
    assert refused.value.field == field


def test_a_list_comes_without_consent() -> None:
    assert tidied(replace(TUAN, consent_by=""), today=TODAY, consent=False).consent_by == ""


def test_facts_come_back_from_their_plain_form() -> None:
    facts = tidied(
        replace(TUAN, birth_date=date(1977, 3, 2), members=(MemberFacts("A B", 1981),), needs=("rice",)),
        today=TODAY,
    )
    assert CaseFacts.from_plain(facts.to_plain()) == facts


def test_a_line_of_a_list_tells_the_same_facts() -> None:
    row = HouseholdRow(
        row=9, stt=1, key="k", name="x" * 400, unit="2021:00682", people=2, sex="female", young=3, old=1
    )
    facts = CaseFacts.of_row(row)
    assert (facts.sex, facts.people, facts.young, facts.old) == ("f", 2, None, 1)
    assert len(facts.name) == MOST_LINE
    assert facts.compared.unit == "2021:00682"
