"""The claim slips: what they say, that nothing overflows, and that a phone can read them."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations
from time import process_time

import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from aidtrack.deliveries import slip as slips_of
from aidtrack.deliveries.slip import (
    HEIGHT,
    PAD,
    QR,
    QR_LEFT,
    QR_TOP,
    WIDTH,
    Layout,
    Slip,
    SlipGood,
    footer_sentence,
    lay_out,
    qr_text,
    read_qr_text,
    slips,
)

MM = 72 / 25.4
FOOTER = footer_sentence(window="08:00 đến 11:00", phone="+84952345678")
GOODS = (
    SlipGood("Gạo", "16 kg"),
    SlipGood("Lạc", "4 kg"),
    SlipGood("Mì tôm", "36 gói"),
    SlipGood("Nước mắm", "–"),
)
ONE = Slip("Lý Thế Tuấn", 4, "HN-7F3K9QC", "0814", "Đợt 14/8/2021", "Xã", "Liên Ninh", GOODS)


def words(layout: Layout) -> list[str]:
    return [text.words for text in layout.texts]


def boxes(layout: Layout) -> list[tuple[float, float, float, float]]:
    """Left, top, right, bottom of each text's letters without their highest marks, of plate and QR."""
    found = [
        (t.left, t.baseline - 0.75 * t.size, t.right, t.baseline + 0.2 * t.size)
        for t in layout.texts
        if t.words
    ]
    quiet = QR / 21 * 4
    return [*found, (QR_LEFT - quiet, QR_TOP - quiet, QR_LEFT + QR + quiet, QR_TOP + QR + quiet)]


def meet(one, other) -> bool:
    slack = 0.6
    across = min(one[2], other[2]) - max(one[0], other[0])
    return across > slack and min(one[3], other[3]) - max(one[1], other[1]) > slack


def assert_nothing_overflows(layout: Layout) -> None:
    found = boxes(layout)
    for left, top, right, bottom in found[:-1]:
        assert PAD - 0.1 <= left and right <= WIDTH - PAD + 0.1
        assert PAD - 0.1 <= top and bottom <= HEIGHT - 2 * MM
    assert not [(one, other) for one, other in combinations(found, 2) if meet(one, other)]
    assert layout.plate <= 46 * MM + 0.1


def test_a_slip_says_who_gets_what_and_where():
    said = words(lay_out(ONE, FOOTER))
    for line in ("Xã", "Liên Ninh", "PHIẾU NHẬN QUÀ", "Đợt 14/8/2021", "Lý Thế Tuấn", "4 khẩu · HN-7F3K9QC"):
        assert line in said
    for good in GOODS:
        assert good.name in said and good.amount in said
    assert " ".join(said[4:6]) == FOOTER


def test_the_sentence_at_the_foot_says_that_the_gift_is_free_and_whom_to_call():
    assert FOOTER == (
        "Nhận tại nhà, 08:00 đến 11:00. Quà tặng không thu tiền. Thiếu hàng, mất phiếu: gọi 0952 345 678"
    )
    assert footer_sentence(where="Nhận tại điểm phát") == "Nhận tại điểm phát. Quà tặng không thu tiền."


def test_a_usual_slip_needs_nothing_small_and_nothing_cut():
    layout = lay_out(ONE, FOOTER)
    assert_nothing_overflows(layout)
    assert min(text.size for text in layout.texts) >= 8
    assert not any("…" in line for line in words(layout))


LONG = Slip(
    "Nguyễn Thị Hoàng Ngọc Phương Anh Thảo Nguyên Công Tằng Tôn Nữ Trần Lê",
    12,
    "HN-7F3K9QC",
    "0814",
    "Đợt trao tặng quà Tết Nguyên đán Nhâm Dần cho công nhân ở lại thành phố",
    "Thị trấn",
    "Quân đội Liên Cơ Bắc Trường Sa Đông Mỹ",
    [SlipGood("Gạo nếp cái hoa vàng đặc sản Hải Hậu hút chân không", "1.234,5 kg")] * 9,
    "Số 123, ngách 45/67, ngõ 89, phố Nguyễn Trãi kéo dài, tổ dân phố số 14, phường Thanh Xuân Trung",
)
MONSTER = Slip(
    "W" * 300,
    99,
    "HN-" + "W" * 40,
    "0814",
    "Đ" * 99,
    "Đặc khu" * 9,
    "W" * 80,
    [SlipGood("G" * 90, "9" * 90)] * 60,
    "A" * 900,
)


@pytest.mark.parametrize("item", [LONG, MONSTER, Slip("", 0, "", "", "", "", "", ())])
def test_long_texts_wrap_or_shrink_and_overflow_nowhere(item):
    assert_nothing_overflows(lay_out(item, FOOTER))
    assert_nothing_overflows(lay_out(item, FOOTER * 5))


def test_a_long_name_is_written_whole():
    layout = lay_out(LONG, FOOTER)
    assert LONG.name in " ".join(words(layout))


NAMES = st.text(st.sampled_from("aáạbcđeêghiknoôơưuyNTWMĐƯ   ŎĬČÑ"), max_size=120)


@settings(max_examples=120, deadline=None)
@given(
    st.builds(
        Slip,
        NAMES,
        st.integers(0, 40),
        st.just("HN-7F3K9QC"),
        st.just("0814"),
        NAMES,
        st.sampled_from(["Phường", "Xã", "Thị trấn", "Đặc khu"]),
        NAMES,
        st.lists(st.builds(SlipGood, NAMES, NAMES), max_size=25),
        NAMES,
    )
)
def test_no_slip_overflows(item):
    assert_nothing_overflows(lay_out(item, FOOTER))


def test_goods_beyond_the_last_line_are_counted_not_dropped():
    said = words(lay_out(replace(ONE, goods=[SlipGood(f"Mặt hàng {n}", "1 hộp") for n in range(40)]), FOOTER))
    shown = sum(line.startswith("Mặt hàng") for line in said)
    assert f"và {40 - shown} mặt hàng khác" in said


def test_the_qr_code_is_short_and_read_back():
    assert qr_text("HN-7F3K9QC", "0814") == "AT1:HN-7F3K9QC:0814"
    assert read_qr_text(" AT1:HN-7F3K9QC:0814\n") == ("HN-7F3K9QC", "0814")


@pytest.mark.parametrize(
    "text", ["", "AT1:HN-7F3K9QC", "AT2:HN-7F3K9QC:0814", "AT1::0814", "https://example.org", "AT1:a:b:c"]
)
def test_another_code_is_no_slip(text):
    assert read_qr_text(text) is None


def test_the_qr_code_is_a_real_one_of_level_m_and_large(monkeypatch):
    made = []
    real = segno.make_qr
    monkeypatch.setattr(slips_of.segno, "make_qr", lambda *a, **k: made.append(real(*a, **k)) or made[-1])
    # A short text could be a Micro QR, or one of a higher level at the same size.
    slips([ONE, replace(ONE, code="HN-7", campaign_code="1")], footer=FOOTER)
    assert [(code.is_micro, code.error, code.version) for code in made] == [(False, "M", 1)] * 2
    assert QR / MM >= 28


def test_the_drawn_modules_are_the_codes_modules(monkeypatch):
    drawn = []
    real = Canvas.beginPath

    def watched(canvas):
        path = real(canvas)
        rect = path.rect
        path.rect = lambda *box: drawn.append(box) or rect(*box)
        return path

    monkeypatch.setattr(Canvas, "beginPath", watched)
    slips([ONE], footer=FOOTER)
    matrix = [
        list(row) for row in segno.make_qr(qr_text(ONE.code, "0814"), error="m", boost_error=False).matrix
    ]
    module = QR / len(matrix)
    seen = [[0] * len(matrix) for _ in matrix]
    # The dashed frame and the plate are drawn otherwise; squares of the code are all within its box.
    for left, bottom, wide, high in drawn:
        row = round((-bottom - QR_TOP) / module) - 1
        start = round((left - QR_LEFT) / module)
        assert high == pytest.approx(module)
        for column in range(start, start + round(wide / module)):
            seen[row][column] = 1
    assert seen == matrix


@pytest.mark.parametrize(("count", "pages"), [(0, 1), (1, 1), (6, 1), (7, 2), (347, 58)])
def test_six_slips_fill_a_page(count, pages):
    content = slips([replace(ONE, code=f"HN-{n:07}") for n in range(count)], footer=FOOTER)
    assert content.startswith(b"%PDF")
    assert re.search(rb"/Count (\d+)", content).group(1) == str(pages).encode()
    assert b"595.2756 841.8898" in content


def test_the_same_slips_are_the_same_file():
    assert slips([ONE, LONG], footer=FOOTER) == slips([ONE, LONG], footer=FOOTER)


def test_the_slips_of_the_demo_take_less_than_two_seconds():
    items = [
        replace(ONE, name=f"Nguyễn Văn {n}", code=f"HN-{n:07}", address=f"{n}, ngõ 1 Minh Khai")
        for n in range(347)
    ]
    took = []
    for _ in range(2):
        start = process_time()
        slips(items, footer=FOOTER)
        took.append(process_time() - start)
    assert min(took) < 2
