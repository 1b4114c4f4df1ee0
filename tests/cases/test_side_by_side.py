"""Two households side by side, with a verdict for each attribute."""

from __future__ import annotations

from dataclasses import replace

from aidtrack.cases.facts import CaseFacts
from aidtrack.cases.side_by_side import ALIKE, DIFFERENT, ONE_SIDED, SAME, VERDICT_LABELS, laid_out

TUAN = CaseFacts(
    name="Lý Thế Tuấn",
    place_id="2021:00682",
    people=4,
    phone="+84953509991",
    citizen_id="002077000084",
    birth_year=1977,
    address="158, ngõ 108 Đê La Thành, tổ 7",
    home_address="Hà Giang",
)


def verdicts(other: CaseFacts) -> dict[str, str]:
    return {row.field: row.verdict for row in laid_out(TUAN, other)}


def test_one_and_the_same_household_agrees_in_all() -> None:
    assert set(verdicts(TUAN).values()) == {SAME}


def test_what_nobody_tells_is_no_row() -> None:
    assert not {"sex", "members", "categories"} & set(verdicts(TUAN))


def test_slips_short_forms_and_gaps_are_told_apart_from_differences() -> None:
    other = replace(
        TUAN,
        name="Ly The Tuan",
        phone="+84953509992",
        citizen_id=None,
        birth_year=1978,
        people=7,
        place_id="2021:00679",
        home_address="tỉnh Hà Giang",
        address="12 Tân Mai",
    )
    assert verdicts(other) == {
        "name": ALIKE,
        "birth_year": ALIKE,
        "citizen_id": ONE_SIDED,
        "phone": ALIKE,
        "place_id": DIFFERENT,
        "address": DIFFERENT,
        "home_address": SAME,
        "people": DIFFERENT,
    }


def test_every_verdict_and_row_has_its_words() -> None:
    for row in laid_out(TUAN, replace(TUAN, people=9)):
        assert row.label and VERDICT_LABELS[row.verdict]
