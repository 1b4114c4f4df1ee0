"""What is asked for, why, and how urgently; what is there already is not asked for."""

from __future__ import annotations

import pytest

from aidtrack.posts.circumstances import find_categories
from aidtrack.posts.needs import find_needs
from aidtrack.posts.urgency import find_urgency
from aidtrack.posts.written import write


def needs(text: str) -> set[str]:
    return {one.code for one in find_needs(write(text))}


def categories(text: str) -> set[str]:
    return {one.code for one in find_categories(write(text))}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("em xin ít gạo, mì tôm và trứng", {"rice", "noodles", "eggs"}),
        ("hết sữa với bỉm cho con", {"milk", "diapers"}),
        ("xin it lac va nuoc mam", {"peanuts", "fish_sauce"}),
        ("thiếu sữa, còn gạo thì có rồi", {"milk"}),
        ("không cần gạo, chỉ xin ít rau thịt", {"vegetables", "meat"}),
        ("em bán rau ngoài chợ, xin ít gạo", {"rice"}),
        ("nhà không còn gì để ăn", {"food"}),
        ("cần xe đưa mẹ đi viện", {"transport"}),
        ("thuộc diện khó khăn, xin gạo", {"rice"}),
        ("thuoc dien kho khan, xin gao", {"rice"}),
    ],
)
def test_needs_are_what_is_asked_for(text: str, codes: set[str]) -> None:
    assert needs(text) == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("em làm phụ hồ quê Nghệ An, công trình dừng", {"stranded_worker", "lost_job"}),
        ("em là sv năm 2 kẹt lại phòng trọ", {"student"}),
        ("em lên chăm bố nằm viện K", {"patient_relative", "patient"}),
        ("em chạy thận 3 buổi một tuần", {"patient"}),
        ("cụ Lành 84 tuổi sống một mình", {"elderly_alone"}),
        ("bố mẹ cháu đều là F0 đi viện", {"child"}),
        ("chồng em khiếm thị", {"disabled"}),
        ("gia đình chính sách", {"policy"}),
        ("ông là thương binh 1/4", {"merit"}),
        ("một mình em nuôi con nhỏ", set()),
        ("em 30 tuổi, nghỉ hưu non", set()),
    ],
)
def test_categories_are_what_the_words_say(text: str, codes: set[str]) -> None:
    assert categories(text) == codes


@pytest.mark.parametrize(
    "text", ["hết gạo từ hôm qua", "bé hết sữa khóc cả đêm", "vợ em sắp sinh", "em chạy thận", "SOS cứu với"]
)
def test_hunger_illness_and_birth_cannot_wait(text: str) -> None:
    assert find_urgency(write(text))


@pytest.mark.parametrize("text", ["xin phường xét hỗ trợ", "chưa gấp lắm ạ", "nhà em mất việc"])
def test_the_rest_can(text: str) -> None:
    assert not find_urgency(write(text))
