"""Every report of the catalogue becomes a workbook for a small campaign, and bears what a paper bears."""

from __future__ import annotations

import re

import pytest
from sqlalchemy.orm import Session

from aidtrack.audit import queries as audit
from aidtrack.errors import NotFound, RuleBroken
from aidtrack.places import queries as places
from aidtrack.reports.catalogue import REPORTS, get_report
from aidtrack.rights import RIGHTS
from tests.factories import LIEN_NINH, allocated
from tests.reports.campaign_days import delivered, exported, two_wards
from tests.reports.samples import cells, opened

ROWS = {
    "distribution-list": 5,
    "ward-totals": 2,
    "goods-received": 2,
    "goods-issued": 2,
    "stock-statement": 2,
}
"""Households, wards, arrivals, loads and goods of the small campaign."""


@pytest.mark.parametrize("name", REPORTS)
def test_every_report_becomes_a_workbook(session: Session, name: str) -> None:
    file = exported(name, delivered(two_wards()))
    assert file.rows == ROWS[name]
    assert re.fullmatch(r"[a-z0-9-]+-dot-14-8\.xlsx", file.file_name)
    assert {cell.data_type for cell in cells(file.data)} <= {"s", "n"}, "nothing calculates"
    for sheet in opened(file.data).worksheets:
        assert file.head in sheet.oddFooter.left.text, "the chain's head stands on every page"
        assert sheet["A1"].value == "BAN TỔ CHỨC CỨU TRỢ"


@pytest.mark.parametrize("name", REPORTS)
def test_every_report_has_a_right_and_says_what_it_is_for(name: str) -> None:
    report = REPORTS[name]
    assert report.right in RIGHTS and report.said.endswith(".") and report.stem.isascii()


@pytest.mark.parametrize("name", [name for name in REPORTS if "ward" not in REPORTS[name].takes])
def test_what_is_made_for_whole_stores_refuses_a_ward(session: Session, name: str) -> None:
    with pytest.raises(RuleBroken, match="whole stores") as refused:
        exported(name, allocated(), place_id=LIEN_NINH)
    assert refused.value.field == "place"


@pytest.mark.parametrize("name", [name for name in REPORTS if "posting" not in REPORTS[name].takes])
def test_only_a_list_of_households_can_be_posted(session: Session, name: str) -> None:
    with pytest.raises(RuleBroken, match="nothing to mask") as refused:
        exported(name, allocated(), posting=True)
    assert refused.value.field == "posting"


def test_a_report_that_nobody_wrote_is_not_found() -> None:
    with pytest.raises(NotFound, match="secret-list"):
        get_report("secret-list")


def test_a_report_of_nothing_is_refused_with_a_sentence(session: Session) -> None:
    world = allocated()
    with pytest.raises(RuleBroken, match="No trip of this campaign"):
        exported("goods-issued", world)
    with pytest.raises(RuleBroken, match="No household has a share"):
        exported("distribution-list", world, place_id="2021:00679")
    assert not [one for one in audit.page(world.who("admin")) if one.action == "reports.export"]


def test_a_ward_of_today_finds_the_households_of_the_old_wards_that_became_it(session: Session) -> None:
    today = places.today_of(LIEN_NINH)
    assert today is not None
    file = exported("distribution-list", allocated((3,)), by="admin", place_id=today.key)
    assert file.rows == 1
