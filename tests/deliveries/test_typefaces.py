"""The faces of PDF papers and how text is fitted."""

from __future__ import annotations

from importlib.resources import files
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aidtrack.deliveries.typefaces import _loaded, face, fit, width, wrap

TONES = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
VIETNAMESE = (
    "".join(normalize("NFC", base + tone) for base in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY" for tone in TONES) + "đĐ"
)
HIGHLANDS = "ČčŎŏĬĭÑñŬŭĔĕƀɃ"


def test_every_vietnamese_letter_is_written_in_the_usual_face():
    for bold, name in ((False, "BeVietnamPro-Regular"), (True, "BeVietnamPro-SemiBold")):
        assert face(VIETNAMESE + "0123456789·–—…•“”", bold) == name


@pytest.mark.parametrize("text", ["Y Čŏr Niê", "Ĭ", "Ƀuôn", "H’Bơ\u0306n"])
def test_a_name_of_the_central_highlands_is_set_whole_in_the_other_face(text):
    assert face(text) == "NotoSans-Regular" and face(text, bold=True) == "NotoSans-Bold"
    assert {ord(c) for c in text} <= _loaded("NotoSans-Regular") & _loaded("NotoSans-Bold")


def test_the_other_face_has_all_letters_so_that_no_name_shows_a_box():
    for name in ("NotoSans-Regular", "NotoSans-Bold"):
        assert {ord(c) for c in VIETNAMESE + HIGHLANDS} <= _loaded(name)


def test_the_faces_are_small_and_come_with_their_licences():
    folder = files("aidtrack") / "fonts"
    for entry in folder.iterdir():
        assert len(entry.read_bytes()) <= 400_000
    for family in ("BeVietnamPro", "NotoSans"):
        licence = (folder / f"OFL-{family}.txt").read_text()
        assert licence.startswith("Copyright") and "SIL OPEN FONT LICENSE Version 1.1" in licence


def test_the_largest_size_that_fits_is_taken_and_one_line_is_preferred():
    room = width("Nguyễn Thị Hoa", 12) + 0.1
    assert fit("Nguyễn Thị Hoa", room, (14, 13, 12, 11)).size == 12
    assert fit("Nguyễn Thị Hoa", room, (14, 13, 12, 11), lines=2).lines == ("Nguyễn Thị Hoa",)


def test_what_fits_at_no_size_is_cut_with_an_ellipsis():
    fitted = fit("Nguyễn Thị Hoa " * 9, 60, (10, 8), lines=2)
    assert len(fitted.lines) == 2 and fitted.size == 8 and fitted.lines[-1].endswith("…")


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=150), st.floats(20, 300), st.integers(1, 3), st.booleans())
def test_no_line_is_wider_than_its_room(text, room, lines, bold):
    fitted = fit(text, room, (12, 9, 7), lines=lines, bold=bold)
    assert 1 <= len(fitted.lines) <= lines
    # A single letter may be wider than a very narrow room; twenty points hold any.
    assert all(width(line, fitted.size, bold) <= room + 0.01 for line in fitted.lines)


@settings(max_examples=100, deadline=None)
@given(st.text(st.sampled_from("ab ơW"), max_size=80), st.floats(20, 200))
def test_wrapping_loses_no_letter(text, room):
    assert "".join(wrap(text, room, 10)).replace(" ", "") == text.replace(" ", "")
