"""How papers are named, and which place a paper belongs to."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidtrack.stock import papers
from aidtrack.stock.ledger import DocumentKind

PARTS = st.lists(st.sampled_from(["2021", "01", "006", "020", "00178", "00682"]), max_size=4)
PATHS = PARTS.map(lambda parts: "".join(f"{part}/" for part in parts))


def test_every_kind_of_paper_has_a_prefix_of_its_own() -> None:
    assert set(papers.PREFIXES) == set(DocumentKind)
    assert len(set(papers.PREFIXES.values())) == len(DocumentKind)


def test_numbers_are_padded_and_grow_beyond_their_padding() -> None:
    assert papers.numbered("PNK", 1) == "PNK-0001"
    assert papers.numbered("PNK", 12345) == "PNK-12345"


@pytest.mark.parametrize(
    ("name", "code"), [("Gạo", "GẠO-0813-2"), ("Nước mắm", "NƯỚC-MẮM-0813-2"), (" Mì  tôm ", "MÌ-TÔM-0813-2")]
)
def test_a_lot_is_called_after_its_good_and_its_day(name: str, code: str) -> None:
    assert papers.lot_code(name, date(2021, 8, 13), 2) == code


def test_a_paper_of_two_wards_belongs_to_their_district() -> None:
    assert papers.smallest_place(["2021/01/020/00682/", "2021/01/020/00640/"]) == "2021/01/020/"
    assert papers.smallest_place(["2021/01/020/00682/"]) == "2021/01/020/00682/"
    assert papers.smallest_place(["", "2021/01/"]) == ""
    assert papers.smallest_place([]) == ""


def test_half_a_code_in_common_is_no_place_in_common() -> None:
    assert papers.smallest_place(["2021/01/020/", "2021/01/021/"]) == "2021/01/"


@given(st.lists(PATHS, min_size=1, max_size=5))
def test_the_smallest_place_holds_every_one_and_nothing_smaller_does(paths: list[str]) -> None:
    found = papers.smallest_place(paths)
    assert all(path.startswith(found) for path in paths)
    assert found == "" or found.endswith("/")
    deeper = {path[: path.index("/", len(found)) + 1] for path in paths if len(path) > len(found)}
    assert len(deeper) != 1 or any(path == found for path in paths)
