"""Where things stand on a sheet, and how high rows must be."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidtrack.reports import papers, sheet_layout
from aidtrack.reports.sheet_layout import Page, Part, lines_of


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("Ngô Thị Hòa", 22, 1),
        ("33, ngõ 245 Hồ Tùng Mậu, tổ 22, Phường Minh Khai", 28, 2),
        ("", 5, 1),
        ("a\nb\nc", 20, 3),
        ("KHÔNGDẤUCÁCH" * 10, 22, 8),
    ],
)
def test_the_lines_of_a_wrapped_text_are_estimated(text, width, lines):
    assert lines <= lines_of(text, width) <= lines + 2


@given(st.text(max_size=300), st.floats(4, 80))
def test_a_wider_column_never_asks_for_many_more_lines(text, width):
    assert lines_of(text, width * 2) <= lines_of(text, width) + 1


def test_a_row_with_a_long_text_grows_but_never_beyond_what_excel_allows():
    assert sheet_layout.text_height([("ngắn", 20)], 30) == 30
    assert 30 < sheet_layout.text_height([("dài " * 40, 20)], 30) <= 409
    assert sheet_layout.text_height([("dài " * 9000, 20)], 30, most_lines=9000) <= 409


def test_a_page_wider_than_paper_shrinks_in_whole_per_cents():
    assert Page("x", [50]).scale == 1
    scale = Page("x", [100, 100, 100]).scale
    assert scale == round(scale, 2) < 0.5
    assert Page("x", [300.0]).points(7) == pytest.approx(7 / 25.4 * 72 / scale)


def test_parts_of_a_row_are_merged_where_they_span_columns():
    page = Page("x", [10, 10, 10, 10])
    page.add(Part(1, 2, "trái", "line"), Part(4, 4, "phải", "line"))
    assert page.merges == [(1, 1, 1, 2)]
    assert [cell and cell.value for cell in page.rows[0].cells] == ["trái", None, None, "phải"]


@pytest.mark.parametrize("name", papers.SIGNERS)
@pytest.mark.parametrize("widths", [(5, 30, 10, 8, 12, 12, 13, 15), (5, 90, 5, 5), (50, 5, 5, 5, 5)])
def test_the_blocks_of_signatures_never_overlap(name, widths):
    page = Page("x", widths)
    sheet_layout.signatures(page, papers.SIGNERS[name])
    for row in {merge[0] for merge in page.merges}:
        spans = sorted((left, right) for top, left, _, right in page.merges if top == row)
        assert all(one[1] < other[0] for one, other in pairwise(spans))
    titles = [cell.value for row in page.rows for cell in row.cells if cell and cell.value]
    assert [signer.title for signer in papers.SIGNERS[name]] == titles[: len(papers.SIGNERS[name])]


def test_the_names_of_signers_are_printed_where_they_are_known():
    page = Page("x", [20, 20, 20])
    sheet_layout.signatures(page, [papers.Signer("Thủ kho", name="Trần Văn Bình"), papers.Signer("Kế toán")])
    assert page.rows[-1].cells[0].value == "Trần Văn Bình"
