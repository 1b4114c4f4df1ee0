"""Many posts pasted at once, and several households in one post."""

from __future__ import annotations

from aidtrack.places.tables import gazetteer
from aidtrack.posts.reading import Reading, read, split_posts

PLACES = gazetteer("2021")


def reading(text: str) -> Reading:
    return read(text, group_ward=PLACES.get("2021:00283"), gazetteer=PLACES)


def test_lines_of_dashes_and_blank_lines_part_posts() -> None:
    assert split_posts("Em xin gạo\n---\nChợ nào mở ạ?") == ["Em xin gạo", "Chợ nào mở ạ?"]
    assert split_posts("Em xin gạo ạ 0953456789\n\nCho hỏi chợ nào mở ạ?") == [
        "Em xin gạo ạ 0953456789",
        "Cho hỏi chợ nào mở ạ?",
    ]


def test_a_list_and_an_address_stay_with_their_post() -> None:
    one = (
        "Xóm em có 2 hộ cần giúp:\n\n1. Chị Lan 3 người 0953456789\n\n2. Anh Hùng 2 người 0953456788\n\nĐ/c: "
        "ngõ 5"
    )
    assert len(split_posts(one)) == 1
    assert split_posts("") == split_posts("\n---\n") == []


def test_the_frame_of_the_site_is_taken_off() -> None:
    pasted = (
        "Nguyễn Lan · 2 giờ\nEm xin gạo ạ\nThích · Bình luận · Chia sẻ\n---\nHà đã đăng trong Tôi "
        "yêu Vĩnh Tuy\nChợ nào mở ạ?"
    )
    assert split_posts(pasted) == ["Em xin gạo ạ", "Chợ nào mở ạ?"]


def test_items_of_a_list_are_households_that_share_ward_and_needs() -> None:
    found = reading(
        "Xóm em ở p. Bạch Mai có 3 hộ cần gạo:\n1. Bà Tý 80 tuổi, ở một mình\n"
        "2. Anh Hùng, 4 người, 0953 456 789\n- chị Lan, 3 mẹ con, 0953 456 788, cần sữa"
    )
    assert found.kind == "request"
    assert [(one.name, one.phone, one.people) for one in found.households] == [
        ("Tý", None, 1),
        ("Hùng", "+84953456789", 4),
        ("Lan", "+84953456788", 3),
    ]
    assert {one.ward_code for one in found.households} == {"00286"}
    assert [one.needs for one in found.households] == [("rice",), ("rice",), ("milk",)]


def test_the_house_next_door_is_a_household_of_its_own() -> None:
    found = reading(
        "Nhà em 4 người hết gạo xin giúp ạ, sđt 0953456789. Ngoài ra nhà bên cạnh có bà cụ sống "
        "một mình cũng đói, số bà 0953456788"
    )
    assert [(one.phone, one.people) for one in found.households] == [("+84953456789", 4), ("+84953456788", 1)]
