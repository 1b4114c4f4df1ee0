"""The forms' own words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from aidtrack.errors import RuleBroken
from aidtrack.reports import papers
from aidtrack.reports.distribution_list import distribution_list
from aidtrack.reports.papers import Issuer, outcome_note
from tests.reports.samples import GOODS, PAPER, YOUTH_UNION, cells, household

MOTTO = "Độc lập - Tự do - Hạnh phúc"
UNION = "ĐOÀN TNCS HỒ CHÍ MINH"


def said(paper):
    return [cell.value for cell in cells(distribution_list(paper, GOODS, [household(2)]))]


def test_a_paper_of_an_authority_bears_the_national_motto():
    words = said(PAPER)
    assert MOTTO in words and "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in words and UNION not in words
    assert {"BAN TỔ CHỨC CỨU TRỢ", "Số: 14-DS/ĐTN", "Hà Nội, ngày 14 tháng 8 năm 2021"} <= set(words)


def test_a_paper_of_the_youth_union_bears_its_own_line_and_three_stars():
    words = said(replace(PAPER, issuer=YOUTH_UNION))
    assert UNION in words and "***" in words and MOTTO not in words


@pytest.mark.parametrize(
    ("lines", "variant"),
    [((MOTTO,), "youth_union"), ((UNION, "BCH ĐOÀN"), "national"), (("đoàn tncs hồ chí minh",), "national")],
)
def test_both_headers_at_once_are_refused(lines, variant):
    with pytest.raises(RuleBroken, match="never both"):
        Issuer(lines, variant)


def test_a_setting_parts_the_issuers_lines_with_bars_or_line_ends():
    assert Issuer.of("UBND QUẬN | BAN CỨU TRỢ\nTỔ 1").lines == ("UBND QUẬN", "BAN CỨU TRỢ", "TỔ 1")
    assert Issuer.of(" ").lines == ("…",)
    assert Issuer.of("BCH ĐOÀN", youth_union=True).right == (UNION,)


def test_a_paper_without_a_number_leaves_room_for_it():
    assert papers.number_line(replace(PAPER, number="")) == "Số: ……………"


@pytest.mark.parametrize(
    ("outcome", "more", "words"),
    [
        ("received", {"on": date(2021, 8, 14)}, "Đã nhận, 14/8/2021"),
        ("received_for", {"by_whom": "Trần Thị Hoa (hàng xóm)"}, "Nhận thay: Trần Thị Hoa (hàng xóm)"),
        ("absent", {}, "Vắng mặt, chưa nhận"),
        ("declined", {}, "Từ chối nhận"),
        ("partial", {"given": "8 kg gạo, 18 gói mì"}, "Nhận một phần: 8 kg gạo, 18 gói mì"),
    ],
)
def test_the_note_says_what_happened(outcome, more, words):
    assert outcome_note(outcome, **more) == words


def test_a_footer_without_a_chain_says_nothing_of_one():
    assert "mã chuỗi" not in papers.footer(replace(PAPER, chain_head=""), "aaaa")
