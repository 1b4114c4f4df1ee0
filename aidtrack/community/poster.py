"""What a ward hands out to make its request page known: words for the group, a QR code, an A5 poster.

Like all papers these are Vietnamese. Everything on the poster is fitted, so that a long name of a ward or
of a server overlaps nothing.
"""

from __future__ import annotations

from io import BytesIO

import segno
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A5
from reportlab.pdfgen.canvas import Canvas

from aidtrack.deliveries.typefaces import Fitted, face, fit, width
from aidtrack.vietnamese.phone import show_phone

mm: float = 72 / 25.4
WIDTH, HEIGHT = A5
MARGIN = 11 * mm
QR = 74 * mm
"""A phone reads it from an arm's length and more."""
_ROOM = WIDTH - 2 * MARGIN
_ENAMEL, _INK, _WHITE, _GREY = HexColor(0x0B4A8F), Color(0, 0, 0), Color(1, 1, 1), Color(0.35, 0.35, 0.35)

TITLE = "Gặp khó khăn? Gửi đề nghị hỗ trợ"
LEAD = "Hết lương thực, mất việc, ốm đau, xa quê chưa về được, già yếu neo đơn. Hỏi hộ hàng xóm cũng được."
STEPS = (
    "Quét mã, hoặc gõ địa chỉ bên trên vào điện thoại.",
    "Điền vài dòng rồi gửi. Không cần tài khoản.",
    "Ghi lại mã theo dõi. Có người của phường, xã gọi lại.",
)
FREE = "Hỗ trợ không thu tiền. Không ai được hỏi mã OTP hay số tài khoản của bà con."


def post(ward: str, link: str, phone: str | None) -> str:
    """The words to paste into the ward's group; nobody is to write a name or a number under them."""
    call = f" Không có mạng thì gọi {show_phone(phone)}." if phone else ""
    return (
        f"{ward}: bà con nào đang gặp khó khăn (hết lương thực, mất việc, ốm đau, xa quê chưa về được, "
        f"già yếu neo đơn…), hoặc biết nhà nào cần giúp, xin gửi đề nghị tại đây:\n{link}\n"
        "Không cần tài khoản, không mất tiền. Gửi xong có mã để theo dõi."
        f"{call}\nXin đừng ghi tên, địa chỉ, số điện thoại của ai dưới bài viết này."
    )


def qr_svg(text: str) -> bytes:
    """The QR code as a picture that can be drawn at any size, black on white in any look of the page."""
    out = BytesIO()
    _code(text).save(out, kind="svg", scale=4, border=4, dark="black", light="white", xmldecl=False)
    return out.getvalue()


def qr_png(text: str) -> bytes:
    """The QR code as a picture for a post."""
    out = BytesIO()
    _code(text).save(out, kind="png", scale=16, border=4, dark="black", light="white")
    return out.getvalue()


def _code(text: str) -> segno.QRCode:
    # make_qr: segno.make might choose a Micro QR, which phones do not read.
    return segno.make_qr(text, error="m", boost_error=False)


def poster(ward: str, link: str, dictated: str, phone: str | None) -> bytes:
    """The poster as an A5 PDF; the same words give the same bytes."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=A5, invariant=1)
    canvas.setTitle(f"Gửi đề nghị hỗ trợ, {ward}")
    canvas.setAuthor("aidtrack")
    top = _plate(canvas, ward, HEIGHT - MARGIN)
    top = _centred(canvas, fit(TITLE, _ROOM, (22, 20, 18), bold=True, lines=2), top - 7 * mm, bold=True)
    top = _centred(canvas, fit(LEAD, _ROOM, (11.5, 11, 10), lines=3), top - 1.5 * mm, _GREY)
    _draw_qr(canvas, link, top - 4 * mm)
    top = _address(canvas, dictated, top - 6 * mm - QR)
    _steps(canvas, top - 3 * mm)
    _foot(canvas, phone)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _address(canvas: Canvas, dictated: str, top: float) -> float:
    """The address to type; a long one is parted behind the server's name, not within a word."""
    server, _slash, rest = dictated.partition("/")
    whole = width(dictated, 11, True) <= _ROOM
    for part in (dictated,) if whole else (f"{server}/", rest):
        top = _centred(canvas, fit(part, _ROOM, (14, 13, 12, 11, 10, 9, 8), bold=True), top, bold=True)
    return top


def _plate(canvas: Canvas, ward: str, top: float) -> float:
    """The blue enamel plate with the ward's name; where the next thing may begin."""
    name = fit(ward, _ROOM - 14 * mm, (24, 22, 20, 18, 16, 14), bold=True, lines=2)
    tall = 8 * mm + 1.2 * name.size * len(name.lines)
    wide = max(width(line, name.size, True) for line in name.lines) + 14 * mm
    left, bottom = (WIDTH - wide) / 2, top - tall
    canvas.setFillColor(_ENAMEL)
    canvas.roundRect(left, bottom, wide, tall, 2.4 * mm, stroke=0, fill=1)
    canvas.setStrokeColor(_WHITE)
    canvas.setLineWidth(1.4)
    canvas.roundRect(left + 1.2 * mm, bottom + 1.2 * mm, wide - 2.4 * mm, tall - 2.4 * mm, 1.6 * mm)
    _centred(canvas, name, top - 4 * mm, _WHITE, bold=True)
    return bottom


def _centred(canvas: Canvas, words: Fitted, top: float, colour: Color = _INK, *, bold: bool = False) -> float:
    """Lines in the middle of the page from `top` down; where the next thing may begin."""
    canvas.setFillColor(colour)
    for line in words.lines:
        canvas.setFont(face(line, bold), words.size)
        canvas.drawCentredString(WIDTH / 2, top - 0.95 * words.size, line)
        top -= 1.25 * words.size
    return top


def _steps(canvas: Canvas, top: float) -> None:
    for number, text in enumerate(STEPS, 1):
        canvas.setFillColor(_ENAMEL)
        canvas.circle(MARGIN + 2.6 * mm, top - 2.6 * mm, 2.6 * mm, stroke=0, fill=1)
        canvas.setFillColor(_WHITE)
        canvas.setFont(face(str(number), True), 9)
        canvas.drawCentredString(MARGIN + 2.6 * mm, top - 3.7 * mm, str(number))
        words = fit(text, _ROOM - 9 * mm, (12, 11, 10), lines=2)
        canvas.setFillColor(_INK)
        for at, line in enumerate(words.lines):
            canvas.setFont(face(line), words.size)
            canvas.drawString(MARGIN + 8 * mm, top - 3.9 * mm - at * 1.25 * words.size, line)
        top -= 4 * mm + 1.25 * words.size * len(words.lines) - 1.2 * mm


def _foot(canvas: Canvas, phone: str | None) -> None:
    """Whom to call, and that nobody pays, above a rule at the foot."""
    free = fit(FREE, _ROOM, (8.5, 8), lines=2)
    rule = MARGIN + 1.25 * free.size * len(free.lines) + 2 * mm
    if phone:
        call = fit(f"Không có mạng: gọi {show_phone(phone)}", _ROOM, (14, 13, 12), bold=True)
        _centred(canvas, call, rule + 7.5 * mm, bold=True)
    canvas.setStrokeColor(_GREY)
    canvas.setLineWidth(0.5)
    canvas.line(MARGIN, rule, WIDTH - MARGIN, rule)
    _centred(canvas, free, rule - 1.5 * mm, _GREY)


def _draw_qr(canvas: Canvas, text: str, top: float) -> None:
    """The code with its quiet zone inside a square of `QR`, in the middle of the page."""
    rows = list(_code(text).matrix_iter(border=4))
    module, left = QR / len(rows), (WIDTH - QR) / 2
    path = canvas.beginPath()
    for down, row in enumerate(rows, 1):
        for across, dark in enumerate(row):
            if dark:
                path.rect(left + across * module, top - down * module, module, module)
    canvas.setFillColor(_INK)
    canvas.drawPath(path, stroke=0, fill=1)
