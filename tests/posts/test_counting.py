"""Head-counts as people write them: totals, sums, people alone; ages and doors are no people."""

from __future__ import annotations

import pytest

from aidtrack.posts.counting import count_people
from aidtrack.posts.written import write
from aidtrack.vietnamese.folding import fold

COUNTS = {
    "2vc + 2 con nhỏ": 4,
    "gia đình 3 người": 3,
    "phòng trọ 5 ae": 5,
    "3 mẹ con": 3,
    "hai ông bà": 2,
    "mẹ đơn thân 2 con": 3,
    "xóm trọ 12 người, 4 phòng": 12,
    "vợ chồng e và cháu 2 tuổi": 3,
    "bà cụ sống một mình": 1,
    "bố mẹ và 2 đứa": 4,
    "ở đây có mình em thôi": 1,
    "em ở với 2 con nhỏ": 3,
    "nhà em 4 khẩu": 4,
    "2 người lớn 2 trẻ em": 4,
    "vợ chồng em, 2 con (bé lớn 5 tuổi, bé nhỏ 8 tháng)": 4,
    "hai chị em em": 2,
    "chị Lan một mình nuôi 3 con nhỏ": 4,
    "số khẩu: 5": 5,
    "nhà có 2 phòng, mỗi phòng 3 người": 6,
    "dãy trọ 5 phòng x 2 người": 10,
    "nhà em 6 người gồm bố mẹ, vợ chồng em và 2 con": 6,
    "em, chồng và 2 con": 4,
    "chồng em bị kẹt ở Bắc Ninh, em nuôi 2 con": 3,
    "chồng em và em mất việc, nuôi 2 con": 4,
    "cụ Tý 82 tuổi neo đơn": 1,
    "nhà em có ông bà, 2 vc và 3 đứa nhỏ": 7,
    "vợ chồng Hà Văn Chung + 1 cháu 8 tháng": 3,
    "tất cả là sáu": 6,
    "em với mẹ già": 2,
}


@pytest.mark.parametrize(("text", "people"), COUNTS.items())
def test_people_are_counted(text: str, people: int) -> None:
    found = count_people(write(text))
    assert found and found.people == people


UNSURE = {"vợ chồng Hà Văn Chung + 1 cháu 8 tháng"}
"""Names can be told from other words only by their capitals."""


@pytest.mark.parametrize("text", sorted(COUNTS.keys() - UNSURE))
def test_marks_do_not_change_the_count(text: str) -> None:
    found = count_people(write(fold(text)))
    assert found and found.people == COUNTS[text]


@pytest.mark.parametrize(
    "text",
    [
        "em xin 3 thùng mì",
        "ngõ 5 tổ 12",
        "cháu được 5 tuổi rồi",
        "cho em xin ít gạo ạ",
        "phường mất 3 người vì dịch",
    ],
)
def test_other_numbers_are_no_people(text: str) -> None:
    assert count_people(write(text)) is None
