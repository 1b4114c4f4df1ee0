"""What is handed out: nothing on the poster overflows, and the words for the group ask for no names."""

from __future__ import annotations

import pytest

from aidtrack.community import poster
from aidtrack.deliveries.typefaces import width
from tests.web.reading import of_pdf

LINK = "https://aid.example/community/2021-00682/request"
LONG = "giup-nhau-mua-dich-hai-ba-trung.hanoi.example/community/phuong-minh-khai-quan-hai-ba-trung"


def test_the_poster_names_the_ward_the_address_and_whom_to_call() -> None:
    pdf = poster.poster("Xã Liên Ninh", LINK, "aid.example/community/xa-lien-ninh", "+842438612345")
    said = of_pdf(pdf)
    for words in ("Xã Liên Ninh", "aid.example/community/xa-lien-ninh", "024 3861 2345", poster.TITLE):
        assert words in said
    assert pdf == poster.poster("Xã Liên Ninh", LINK, "aid.example/community/xa-lien-ninh", "+842438612345")
    assert b"/MediaBox [ 0 0 419.5276 595.2756 ]" in pdf


@pytest.mark.parametrize("phone", [None, "+84952345678"])
def test_a_long_name_and_a_long_address_stay_on_the_paper(phone: str | None) -> None:
    said = of_pdf(poster.poster("Phường Minh Khai, Quận Hai Bà Trưng", LINK, LONG, phone))
    room = poster.WIDTH - 2 * poster.MARGIN
    assert "".join(said.split()).count(LONG.replace(" ", "")) == 1
    assert all(width(line, 8, True) <= room for line in said.splitlines())
    assert ("Không có mạng" in said) == (phone is not None)


def test_the_pictures_are_one_code() -> None:
    svg, png = poster.qr_svg(LINK), poster.qr_png(LINK)
    assert svg.startswith(b"<svg") and png.startswith(b"\x89PNG")
    code = poster._code(LINK)
    assert not code.is_micro and code.error == "M"


def test_the_words_for_the_group_ask_for_nothing_personal_under_them() -> None:
    told = poster.post("Xã Liên Ninh", LINK, "+842438612345")
    assert LINK in told and "024 3861 2345" in told and "Xin đừng ghi tên" in told
