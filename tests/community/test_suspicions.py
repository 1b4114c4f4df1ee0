"""Signs of spam and jokes: what is grave keeps a request apart; what people in need write is not grave."""

from __future__ import annotations

from datetime import timedelta

import pytest

from aidtrack.community.suspicions import QUICKEST, Signs, found, keep_apart

SLOW = timedelta(minutes=2)


def codes(**signs: object) -> list[str]:
    return [one.code for one in found(Signs(**{"took": SLOW, **signs}))]  # type: ignore[arg-type]


def test_a_request_like_others_has_no_sign() -> None:
    assert codes(words="Nhà 3 người, nghỉ việc từ tháng 7, hết gạo.") == []


@pytest.mark.parametrize(
    ("signs", "code"),
    [
        ({"honeypot": True}, "honeypot"),
        ({"took": None}, "unsealed"),
        ({"took": QUICKEST - timedelta(seconds=1)}, "quick"),
        ({"took": timedelta(seconds=-5)}, "quick"),
        ({"same_words": 1}, "same_words"),
        ({"words": "Vay nhanh tại https://vaynhanh.example"}, "link"),
        ({"words": "xem ngay tin-hot.xyz"}, "link"),
        ({"words": "haha cho vui thôi"}, "jest"),
        ({"words": "aaaaaaaaaaaaaaaa"}, "jest"),
        ({"from_phone": 3}, "phone"),
    ],
)
def test_a_grave_sign_keeps_it_apart(signs: dict[str, object], code: str) -> None:
    assert codes(**signs) == [code]
    assert keep_apart(found(Signs(**{"took": SLOW, **signs})))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "words",
    [
        "Test nhanh dương tính, cả nhà F0, hết gạo",
        "Dưa cà cũng được, miễn có cái ăn",
        "Con tôi 8 tháng, cần sữa, bỉm size M",
        "ở gần chợ.com rang vẫn còn",
        "đồng chí tổ trưởng biết nhà tôi",
        "0953 509 991 gọi giúp cháu",
        "đói quá!!!!!",
        "het gao.me con toi doi lam",
    ],
)
def test_plain_words_of_need_are_not_taken_for_jokes(words: str) -> None:
    assert not keep_apart(found(Signs(took=SLOW, words=words)))


def test_a_row_of_rented_rooms_may_share_a_phone() -> None:
    for others in (1, 2):
        told = found(Signs(took=SLOW, from_phone=others))
        assert [one.code for one in told] == ["phone"] and not keep_apart(told)


def test_signs_are_kept_with_their_sentences() -> None:
    (kept,) = (one.to_plain() for one in found(Signs(took=timedelta(seconds=2))))
    assert kept == {
        "code": "quick",
        "said": {"say": "Filled in within {num} seconds.", "with": {"num": 2}},
        "grave": True,
    }
