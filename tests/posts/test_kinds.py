"""What kind of post it is; and a request in whatever words, because a missed one costs a meal."""

from __future__ import annotations

import pytest

from aidtrack.places.tables import gazetteer
from aidtrack.posts.reading import KINDS, read
from aidtrack.vietnamese.folding import fold
from tests.posts.scoring import load, read_post

PLACES = gazetteer("2021")


def kind(text: str) -> str:
    return read(text, group_ward=PLACES.get("2021:00283"), gazetteer=PLACES).kind


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("nhà em hết gạo rồi, xin mọi người giúp", "request"),
        ("Ai giúp em với, em đang cần gạo gấp, nhắn em nhé", "request"),
        ("Đăng hộ bác bảo vệ già, bác bị nợ lương, ai cho bác ít gạo", "request"),
        ("không cần gạo nữa ạ, nhà em nhận đủ rồi, cảm ơn mọi người", "served"),
        ("Nhà mình có 20 kg gạo muốn tặng", "offer"),
        ("ai cần rau nhắn mình", "offer"),
        ("Bạn nào khó khăn hết gạo thì nhắn mình nhé", "offer"),
        ("Nghe nói mai phong tỏa cả phường đúng không ạ?", "rumour"),
        ("hàng xóm tụ tập không đeo khẩu trang", "violation"),
        ("Cụ bà 80 tuổi đi lạc, ai thấy cụ báo giúp", "missing_person"),
        ("Cảm ơn các anh công an phường đã giúp bà con", "thanks"),
        ("cho hỏi chợ nào mở", "question"),
        ("Thông báo lịch tiêm ngày mai tại trạm y tế", "other"),
        ("Lạc mất con mèo vàng, ai thấy cho em xin lại", "other"),
        ("", "other"),
    ],
)
def test_the_kind_is_told_with_and_without_marks(text: str, meant: str) -> None:
    assert kind(text) == meant
    assert kind(fold(text)) == meant or "phong tỏa" in text


def test_what_was_not_received_is_not_served() -> None:
    assert kind("phòng em chưa nhận được hỗ trợ gì, hết gạo rồi ạ") == "request"
    assert kind("hôm trước đã nhận 5kg gạo nhưng nay lại hết, xin giúp ạ") == "request"


def test_nobody_asks_in_other_kinds_and_the_served_keep_their_household() -> None:
    for post in load("kinds.jsonl")[::6]:
        found = read_post(post)
        assert found.kind in KINDS
        assert bool(found.households) == (found.kind in ("request", "served"))
