"""The claim slip (phiếu nhận quà): six to an A4 page, with what the household gets and a QR code.

First everything is laid out as texts with their places, in points from the slip's top left corner,
so that a test can see that nothing overflows; then it is drawn. Slips are Vietnamese, as all papers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

import segno
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from aidtrack.deliveries.typefaces import Fitted, face, fit, width
from aidtrack.vietnamese.phone import show_phone

TITLE = "PHIẾU NHẬN QUÀ"
MARK = "AT1"
"""The first part of every QR code: this program, first layout."""

mm: float = 72 / 25.4
PER_PAGE, _ACROSS = 6, 2
_MARGIN, _GAP, PAD = 10 * mm, 6 * mm, 4.5 * mm
_PAGE: tuple[float, float] = A4
WIDTH = (_PAGE[0] - 2 * _MARGIN - _GAP) / 2
HEIGHT = (_PAGE[1] - 2 * _MARGIN - 2 * _GAP) / 3
QR = 31 * mm
QR_LEFT, QR_TOP = WIDTH - 6 * mm - QR, 22 * mm
# The quiet zone around the code is four of its 21 modules: 5.9 mm.
_TEXT_RIGHT = QR_LEFT - 6 * mm
_COLUMN = _TEXT_RIGHT - PAD
_PLATE_TOP, _PLATE_HEIGHT = PAD, 11.5 * mm
_PLATE_INSET, _PLATE_MOST = 3.4 * mm, 46 * mm
_FOOTER_ROOM = WIDTH - 2 * PAD
_BODY_TOP = 19.5 * mm
_LEAST_ROW, _USUAL_ROW = 3.2 * mm, 6.6 * mm
_ENAMEL = HexColor(0x0B4A8F)
_INK, _WHITE, _GREY = Color(0, 0, 0), Color(1, 1, 1), Color(0.55, 0.55, 0.55)


@dataclass(frozen=True)
class SlipGood:
    """One line of the table: the good and the amount as people read it, "16 kg"."""

    name: str
    amount: str


@dataclass(frozen=True)
class Slip:
    """What one household's slip says."""

    name: str
    people: int
    code: str
    """The case's code, "HN-7F3K9QC"."""
    campaign_code: str
    campaign: str
    """"Đợt 14/8/2021"."""
    ward_kind: str
    ward: str
    """The plate: "Xã" and "Liên Ninh"."""
    goods: Sequence[SlipGood]
    address: str = ""


@dataclass(frozen=True)
class Text:
    """A line of text with its left end and its baseline, measured down from the slip's top."""

    left: float
    baseline: float
    words: str
    size: float
    bold: bool = False
    colour: Color = _INK

    @property
    def right(self) -> float:
        """Where the line ends."""
        return self.left + width(self.words, self.size, self.bold)


@dataclass(frozen=True)
class Layout:
    """A slip ready to draw: its texts, the plate's width, and the rules (left, right, from the top)."""

    texts: tuple[Text, ...]
    plate: float
    rules: tuple[tuple[float, float, float], ...]


def qr_text(code: str, campaign_code: str) -> str:
    """What the QR code says: short, so that its modules stay large."""
    return f"{MARK}:{code}:{campaign_code}"


def read_qr_text(text: str) -> tuple[str, str] | None:
    """The case's and the campaign's code of a scanned slip; None if it is no slip of ours."""
    parts = text.strip().split(":")
    return (parts[1], parts[2]) if len(parts) == 3 and parts[0] == MARK and all(parts) else None


def footer_sentence(*, where: str = "Nhận tại nhà", window: str = "", phone: str = "") -> str:
    """The sentence at the foot: where and when, that the gift is free, whom to call (E.164)."""
    first = f"{where}, {window}." if window else f"{where}."
    call = f" Thiếu hàng, mất phiếu: gọi {show_phone(phone)}" if phone else ""
    return f"{first} Quà tặng không thu tiền.{call}"


def slips(items: Sequence[Slip], *, footer: str) -> bytes:
    """The PDF of all slips in the given order, six to an A4 page; the same slips give the same bytes."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=_PAGE, invariant=1)
    canvas.setTitle("Phiếu nhận quà")
    canvas.setAuthor("aidtrack")
    for number, item in enumerate(items):
        place = number % PER_PAGE
        if number and place == 0:
            canvas.showPage()
        down, across = divmod(place, _ACROSS)
        left = _MARGIN + across * (WIDTH + _GAP)
        top = _PAGE[1] - _MARGIN - down * (HEIGHT + _GAP)
        _draw(canvas, lay_out(item, footer), qr_text(item.code, item.campaign_code), left, top)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def lay_out(slip: Slip, footer: str) -> Layout:
    """Where everything stands on a slip, fitted so that it overlaps nothing and leaves the slip nowhere."""
    texts: list[Text] = []
    plate = _lay_plate(texts, slip)
    _lay_title(texts, slip, plate)
    foot = _lay_footer(texts, footer)
    table_top = _lay_person(texts, slip)
    rules = [(PAD, WIDTH - PAD, foot), *_lay_goods(texts, slip.goods, table_top, foot - 1.5 * mm)]
    return Layout(tuple(texts), plate, tuple(rules))


def _put(texts: list[Text], fitted: Fitted, left: float, top: float, *, bold: bool = False) -> float:
    """Set lines from `top` down; where the next thing may begin."""
    for line in fitted.lines:
        texts.append(Text(left, top + 0.95 * fitted.size, line, fitted.size, bold))
        top += 1.25 * fitted.size
    return top


def _lay_plate(texts: list[Text], slip: Slip) -> float:
    room = _PLATE_MOST - 2 * _PLATE_INSET
    kind = fit(slip.ward_kind, room, (8, 7))
    name = fit(slip.ward, room, (12, 11, 10, 9, 8, 7), bold=True)
    left = PAD + _PLATE_INSET
    texts.append(Text(left, _PLATE_TOP + 4.4 * mm, kind.lines[0], kind.size, colour=_WHITE))
    texts.append(Text(left, _PLATE_TOP + 9.2 * mm, name.lines[0], name.size, True, _WHITE))
    return max(text.right for text in texts) - PAD + _PLATE_INSET


def _lay_title(texts: list[Text], slip: Slip, plate: float) -> None:
    left = PAD + plate + 4 * mm
    room = WIDTH - PAD - left
    top = _put(texts, fit(TITLE, room, (10, 9, 8)), left, _PLATE_TOP + 0.6 * mm, bold=True)
    # Two lines only where they end above the QR square: beside a wide plate a long name is cut on one line.
    above = [size for size in (10.0, 9.0, 8.0, 7.0) if top + 2.5 * size <= _BODY_TOP - 3.7 * mm]
    one = fit(slip.campaign, room, (10, 9, 8, 7))
    two = fit(slip.campaign, room, tuple(above), lines=2) if above else one
    _put(texts, one if not one.lines[-1].endswith("…") else two, left, top)


def _lay_footer(texts: list[Text], footer: str) -> float:
    fitted = fit(footer, _FOOTER_ROOM, (8.5, 7.5, 6.5), lines=3)
    # Two lines are usual: the larger size on two lines reads better than a smaller one on one.
    roomy = fit(footer, _FOOTER_ROOM, (8.5,), lines=2)
    fitted = roomy if not roomy.lines[-1].endswith("…") else fitted
    top = HEIGHT - PAD - 1.25 * fitted.size * len(fitted.lines)
    _put(texts, fitted, PAD, top)
    return top - 1.6 * mm


def _lay_person(texts: list[Text], slip: Slip) -> float:
    name = fit(slip.name, _COLUMN, (14, 13, 12, 11, 10, 9, 8), bold=True, lines=3)
    top = _put(texts, name, PAD, _BODY_TOP, bold=True)
    top = _put(texts, fit(f"{slip.people} khẩu · {slip.code}", _COLUMN, (10, 9, 8, 7)), PAD, top + 0.4 * mm)
    if slip.address:
        top = _put(texts, fit(slip.address, _COLUMN, (8, 7.5, 7), lines=3), PAD, top + 0.4 * mm)
    return top + 1 * mm


def _lay_goods(
    texts: list[Text], goods: Sequence[SlipGood], top: float, bottom: float
) -> Iterator[tuple[float, float, float]]:
    """The table from `top` to `bottom`, its rows lower when there are many; yields the rule under each."""
    most = int((bottom - top) // _LEAST_ROW)
    shown = list(goods)
    if len(goods) > most:
        # Better said than left out in silence; the list that people sign has them all.
        shown = [*goods[: most - 1], SlipGood(f"và {len(goods) - most + 1} mặt hàng khác", "xem danh sách")]
    row = min(_USUAL_ROW, (bottom - top) / max(len(shown), 1))
    sizes = tuple(size for size in (10.0, 9.0, 8.0, 7.0, 6.0) if size * 1.25 <= row) or (6.0,)
    for number, good in enumerate(shown, 1):
        line = top + number * row
        baseline = line - 0.3 * row
        amount = fit(good.amount, _COLUMN * 0.55, sizes, bold=True)
        left = _TEXT_RIGHT - width(amount.lines[0], amount.size, True)
        texts.append(Text(left, baseline, amount.lines[0], amount.size, True))
        name = fit(good.name, left - PAD - 2 * mm, sizes)
        texts.append(Text(PAD, baseline, name.lines[0], name.size))
        yield (PAD, _TEXT_RIGHT, line)


def _draw(canvas: Canvas, layout: Layout, code: str, left: float, top: float) -> None:
    canvas.saveState()
    canvas.translate(left, top)
    canvas.setDash(3, 2)
    canvas.setLineWidth(0.7)
    canvas.setStrokeColor(_GREY)
    canvas.roundRect(0, -HEIGHT, WIDTH, HEIGHT, 3 * mm)
    canvas.setDash()
    _draw_plate(canvas, layout.plate)
    for number, (start, end, down) in enumerate(layout.rules):
        canvas.setStrokeColor(_GREY if number else _INK)
        canvas.setLineWidth(0.5 if number else 0.7)
        canvas.line(start, -down, end, -down)
    for text in layout.texts:
        canvas.setFillColor(text.colour)
        canvas.setFont(face(text.words, text.bold), text.size)
        canvas.drawString(text.left, -text.baseline, text.words)
    _draw_qr(canvas, code)
    canvas.restoreState()


def _draw_plate(canvas: Canvas, plate: float) -> None:
    canvas.setFillColor(_ENAMEL)
    canvas.roundRect(PAD, -_PLATE_TOP - _PLATE_HEIGHT, plate, _PLATE_HEIGHT, 1.2 * mm, stroke=0, fill=1)
    canvas.setStrokeColor(_WHITE)
    canvas.setLineWidth(0.9)
    rim = 0.8 * mm
    canvas.roundRect(
        PAD + rim, -_PLATE_TOP - _PLATE_HEIGHT + rim, plate - 2 * rim, _PLATE_HEIGHT - 2 * rim, 0.7 * mm
    )


def _draw_qr(canvas: Canvas, text: str) -> None:
    # make_qr: segno.make might choose a Micro QR, which phones do not read.
    code = segno.make_qr(text, error="m", boost_error=False)
    rows = list(code.matrix)
    module = QR / len(rows)
    path = canvas.beginPath()
    for down, row in enumerate(rows, 1):
        for start, length in _runs(row):
            path.rect(QR_LEFT + start * module, -QR_TOP - down * module, length * module, module)
    canvas.setFillColor(_INK)
    canvas.drawPath(path, stroke=0, fill=1)


def _runs(row: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The dark stretches of a row of modules: (where it starts, how long it is)."""
    start = None
    for place, dark in enumerate([*row, 0]):
        if dark and start is None:
            start = place
        elif not dark and start is not None:
            yield start, place - start
            start = None
