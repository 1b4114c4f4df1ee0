"""Who asks for others is noticed; who asks for the own household is not taken for a neighbour."""

from __future__ import annotations

import pytest

from aidtrack.posts.on_behalf import asks_for_others


@pytest.mark.parametrize(
    "text",
    [
        "E đăng hộ bà cụ đầu ngõ, bà 85 tuổi không có điện thoại",
        "Em xin giùm 2 vợ chồng cô bán xôi phòng bên",
        "minh la hang xom, thay mat chi Thao xin it gao",
        "Nhờ nhóm giúp trường hợp chú Sáu sửa xe",
        "Mình vừa đi qua thấy một bác nằm ở vỉa hè",
        "Cô nhà bên hết gạo mà ngại không dám xin",
    ],
)
def test_somebody_asks_for_others(text: str) -> None:
    assert asks_for_others(text)


@pytest.mark.parametrize(
    "text",
    [
        "Nhà em 4 người hết gạo, xin mọi người giúp đỡ",
        "Cho em xin ít gạo với ạ, em ở trọ cạnh nhà bác tổ trưởng",
        "Em với bạn em đều mất việc, xin giúp",
        "Tôi là thương binh, sống một mình",
        "Mẹ con em xin được hỗ trợ sữa",
        "Xin cho em hỏi, em muốn xin gạo cho nhà em",
    ],
)
def test_somebody_asks_for_the_own_household(text: str) -> None:
    assert not asks_for_others(text)
