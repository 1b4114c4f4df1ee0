"""How the cells of a paper look: one table of named styles, registered once in each workbook."""

from __future__ import annotations

from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

# Decree 30/2020 asks for Times New Roman on official papers; every office machine has it.
FACE = "Times New Roman"
SIZE = 11
# 42A is Vietnamese: LibreOffice then writes 1.234,5 everywhere; Excel follows the machine's region.
WHOLE = "[$-42A]#,##0"
DECIMAL = "[$-42A]#,##0.0##"
TEXT = "@"


@dataclass(frozen=True)
class Style:
    """A cell's look. `ruled` draws the table's lines, `format` is Excel's number format."""

    size: int = SIZE
    bold: bool = False
    italic: bool = False
    underline: bool = False
    across: str = "center"
    wrap: bool = True
    ruled: bool = False
    format: str = "General"
    fill: str = ""


STYLES: dict[str, Style] = {
    # outside the table
    "line": Style(size=13, wrap=False),
    "line_bold": Style(size=13, bold=True, wrap=False),
    "line_under": Style(size=13, bold=True, underline=True, wrap=False),
    "line_italic": Style(size=13, italic=True, wrap=False),
    "title": Style(size=19, bold=True),
    "subtitle": Style(size=13),
    "left": Style(size=12, across="left"),
    "left_italic": Style(size=12, across="left", italic=True),
    # inside the table
    "head": Style(bold=True, ruled=True),
    "mark": Style(size=9, italic=True, ruled=True, wrap=False),
    "empty": Style(ruled=True),
    "text": Style(across="left", ruled=True, format=TEXT),
    "name": Style(across="left", bold=True, ruled=True, format=TEXT),
    "code": Style(ruled=True, wrap=False, format=TEXT),
    "year": Style(ruled=True, wrap=False, format="0"),
    "count": Style(ruled=True, wrap=False, format=WHOLE),
    "decimal": Style(ruled=True, wrap=False, format=DECIMAL),
    "total_text": Style(across="left", bold=True, ruled=True, format=TEXT),
    "total_code": Style(bold=True, ruled=True, wrap=False, format=TEXT),
    "total_count": Style(bold=True, ruled=True, wrap=False, format=WHOLE),
    "total_decimal": Style(bold=True, ruled=True, wrap=False, format=DECIMAL),
    # a form to fill in: bordered where it asks, and text so that zeros stay
    "entry": Style(across="left", ruled=True, wrap=False, format=TEXT),
    # what is to be mended
    "fault": Style(across="left", ruled=True, wrap=False, format=TEXT, fill="FFFFD9D0"),
    "remedy": Style(across="left", ruled=True, format=TEXT, fill="FFFFF3D6"),
}

_RULE = Side(style="thin", color="FF000000")
_RULED = Border(left=_RULE, right=_RULE, top=_RULE, bottom=_RULE)


def register(book: Workbook) -> dict[tuple[str, bool], int]:
    """Make all styles known to a workbook: (name, quoted) → the number that a cell's `s` names.

    A quoted style carries Excel's quote prefix: text that begins like a formula stays text even
    when somebody edits the cell.
    """
    sheet = book.worksheets[0]
    found: dict[tuple[str, bool], int] = {}
    for name, style in STYLES.items():
        for quoted in (False, True):
            cell = SheetCell(sheet, row=1, column=1)
            cell.font = Font(
                name=FACE,
                size=style.size,
                bold=style.bold,
                italic=style.italic,
                underline="single" if style.underline else None,
            )
            cell.alignment = Alignment(
                horizontal=style.across,
                vertical="center",
                wrap_text=style.wrap,
                indent=1 if style.ruled and style.across == "left" else 0,
            )
            cell.number_format = TEXT if quoted else style.format
            if style.fill:
                cell.fill = PatternFill("solid", fgColor=style.fill)
            if style.ruled:
                cell.border = _RULED
            cell.quotePrefix = quoted
            found[name, quoted] = cell.style_id
    return found
