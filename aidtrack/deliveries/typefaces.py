"""Text measured and fitted for PDF papers: Be Vietnam Pro, and Noto Sans for names it cannot write.

Be Vietnam Pro has every Vietnamese letter but not all of the Central Highlands (Ŏ, Ĭ, Ŭ, Ĕ, Ƀ and
letters with a loose breve); a text with one of these is set whole in Noto Sans, never letter by letter.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from aidtrack.vietnamese.folding import clean

# (bold) → the face and the one that stands in for it, as files in aidtrack/fonts.
_FACES = {
    False: ("BeVietnamPro-Regular", "NotoSans-Regular"),
    True: ("BeVietnamPro-SemiBold", "NotoSans-Bold"),
}
_LOOSE_MARKS = range(0x300, 0x370)
ELLIPSIS = "…"


@dataclass(frozen=True)
class Fitted:
    """Lines of one text that fit their box, and the size in points at which they do."""

    lines: tuple[str, ...]
    size: float


@cache
def _loaded(name: str) -> frozenset[int]:
    """Register a face with reportlab; the code points that it can write."""
    font = TTFont(name, str(files("aidtrack") / "fonts" / f"{name}.ttf"))
    pdfmetrics.registerFont(font)
    return frozenset(font.face.charToGlyph)


@lru_cache(maxsize=8192)
def face(text: str, bold: bool = False) -> str:
    """The name of the registered face that can write all of the text."""
    usual, substitute = _FACES[bold]
    known = _loaded(usual)
    if all(ord(c) in known and ord(c) not in _LOOSE_MARKS for c in text):
        return usual
    _loaded(substitute)
    return substitute


def width(text: str, size: float, bold: bool = False) -> float:
    """How wide the text is, in points."""
    return float(pdfmetrics.stringWidth(text, face(text, bold), size))


@lru_cache(maxsize=4096)
def fit(text: str, room: float, sizes: tuple[float, ...], *, bold: bool = False, lines: int = 1) -> Fitted:
    """The text at the largest of `sizes` (falling) at which it fits in so many lines, else cut with "…".

    A size is preferred on fewer lines: (14, 11) with two lines tries 14 and 11 on one line first.
    """
    text = clean(text)
    for most in range(1, lines + 1):
        for size in sizes:
            wrapped = wrap(text, room, size, bold=bold)
            if len(wrapped) <= most:
                return Fitted(tuple(wrapped), size)
    least = sizes[-1]
    wrapped = wrap(text, room, least, bold=bold)
    return Fitted((*wrapped[: lines - 1], _cut(" ".join(wrapped[lines - 1 :]), room, least, bold)), least)


def wrap(text: str, room: float, size: float, *, bold: bool = False) -> list[str]:
    """The text in lines no wider than `room`; a word longer than a line is broken where it must be."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        candidate = f"{line} {word}" if line else word
        if width(candidate, size, bold) <= room:
            line = candidate
            continue
        if line:
            lines.append(line)
        *full, line = _pieces(word, room, size, bold)
        lines += full
    return [*lines, line] if line or not lines else lines


def _pieces(word: str, room: float, size: float, bold: bool) -> list[str]:
    pieces, piece = [], ""
    for char in word:
        if piece and width(piece + char, size, bold) > room:
            pieces.append(piece)
            piece = ""
        piece += char
    return [*pieces, piece]


def _cut(text: str, room: float, size: float, bold: bool) -> str:
    if width(text, size, bold) <= room:
        return text
    # Enough for any line and short enough to try one letter after the other.
    text = text[:400]
    while text and width(text + ELLIPSIS, size, bold) > room:
        text = text[:-1].rstrip()
    return text + ELLIPSIS
