"""Files that are odd but honest, and must be read, and files under a name that promises something else."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from aidtrack.cases.heading import letter_of
from tests.cases.hostile_files import parts_of, sheet_xml, with_parts, with_sheet, zipped
from tests.cases.lists import fill, saved, sheet_with, today

DATA = Path(__file__).parents[1] / "data"
Row = list[Any]
N = None
TITLES: Row = ["STT", "Họ tên", "Sinh năm", "Số khẩu", "Phường/xã", "CCCD", "SĐT"]
AN: Row = [1, "Lò Văn An", 1970, 2, "Vĩnh Tuy", "001070000001", "0955000001"]
BA: Row = [2, "Vi Thị Ba", 1980, 3, "Vĩnh Tuy", "001180000002", "0955000002"]


def table(*rows: Row, merged: tuple[str, ...] = ()) -> bytes:
    """A workbook with the titles and these rows."""
    return sheet_with([TITLES, *rows], merged)


def changed(row: Row, **cells: Any) -> Row:
    """A row with some cells replaced, named by their letters."""
    return [cells.get(letter_of(at), cell) for at, cell in enumerate(row)]


def raw(*rows: Row, attributes: str = "", before: str = "", after: str = "") -> bytes:
    """The same with the sheet's text written by hand: numbers as they are, the rest as texts in place."""
    text = "".join(
        f'<row r="{number}"{attributes if number > 1 else ""}>'
        + "".join(_cell(f"{letter_of(at)}{number}", cell) for at, cell in enumerate(row) if cell is not None)
        + "</row>"
        for number, row in enumerate([TITLES, *rows], start=1)
    )
    xml = sheet_xml(text)
    return with_sheet(
        xml.replace("<sheetData>", before + "<sheetData>").replace("</sheetData>", "</sheetData>" + after)
    )


def _cell(place: str, cell: Any) -> str:
    if isinstance(cell, str) and cell.startswith("<"):
        return cell.replace("<c", f'<c r="{place}"', 1)
    if isinstance(cell, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
    return f'<c r="{place}"><v>{cell}</v></c>'


def dates_since_1904() -> bytes:
    """A workbook of an old Mac: its days count from 1904."""
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    fill(book.worksheets[0], [TITLES, changed(AN, C=date(1970, 5, 4)), BA])
    return saved(book)


def hidden_parts() -> bytes:
    """A hidden row, a hidden column and a hidden sheet."""
    book = Workbook()
    sheet = book.worksheets[0]
    fill(sheet, [TITLES, AN, BA])
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["G"].hidden = True
    fill(book.create_sheet("Cũ"), [TITLES, AN])
    book["Cũ"].sheet_state = "veryHidden"
    return saved(book)


def formatted_to_the_end() -> bytes:
    """Bold cells without anything in them down to the last row a sheet has."""
    rows = "".join(f'<row r="{n}"><c r="A{n}" s="1"/></row>' for n in range(4, 1_048_577, 4))
    xml = parts_of(raw(AN, BA))["xl/worksheets/sheet1.xml"]
    assert isinstance(xml, bytes)
    return with_sheet(xml.decode().replace("</sheetData>", rows + "</sheetData>"))


def bold_columns() -> bytes:
    """A table of 16,384 columns, nearly all empty but formatted."""
    book = Workbook()
    sheet = book.worksheets[0]
    fill(sheet, [TITLES, AN, BA])
    for column in range(8, 16_385):
        sheet.cell(2, column).font = Font(bold=True)
    return saved(book)


def many_others(count: int) -> list[Row]:
    """Households that have nothing in common."""
    names = [
        f"{family} {given}"
        for family in "Bế Cầm Đèo Giàng Lò Mùa Quàng Vi Xa Tòng".split()
        for given in "An Bảy Cúc Dần Én Gấm Hai In Khoa Lù Mây Na Oanh Páo Rin Sáng Tư Út Va Xuân Hoa".split()
    ]
    return [
        [n, name, 1930 + n % 60, 3, "Vĩnh Tuy", N, f"09550{n:05}"] for n, name in enumerate(names[:count], 2)
    ]


def merges(count: int) -> str:
    """Merged cells over each other, ever larger."""
    return "".join(f"<mergeCell ref='A{n}:XFD{n * 10}'/>" for n in range(3, count + 3))


def linked_outside() -> bytes:
    """A workbook with a link to another file and a picture from elsewhere."""
    link = '<externalLink xmlns="x"><externalBook r:id="rId1"/></externalLink>'
    target = '<Relationship Id="rId1" Target="http://127.0.0.1:9/x" TargetMode="External"/>'
    outside = f"<Relationships>{target}</Relationships>"
    return with_parts(
        {"xl/externalLinks/externalLink1.xml": link, "xl/externalLinks/_rels/externalLink1.xml.rels": outside}
    )


def text(*rows: Row, separator: str = ",", encoding: str = "utf-8", end: str = "\n") -> bytes:
    """A CSV file."""
    lines = [separator.join("" if cell is None else str(cell) for cell in row) for row in (TITLES, *rows)]
    return (end.join(lines) + end).encode(encoding)


def mixed_encodings() -> bytes:
    """A UTF-8 list to which somebody pasted lines of Windows-1258 and of UTF-8 taken apart."""
    from tests.cases.second_list import windows_1258

    apart = unicodedata.normalize("NFD", "3,Hồ Thị Tư,1990,1,Vĩnh Tuy,,\n").encode()
    return text(AN) + windows_1258("2,Vi Thị Bảy,1980,3,Vĩnh Tuy,,\n") + apart


Made = Callable[[], bytes]
ODD: dict[str, tuple[Made, str, tuple[int, int, int], tuple[str, ...]]] = {
    # what it is: how it is made, its name, (lines, households, people), words of what is told
    "dates since 1904": (dates_since_1904, "a.xlsx", (2, 2, 5), ()),
    "IDs as 3.8E+10": (
        lambda: table(changed(AN, F="3.8E+10"), changed(BA, F=38_000_000_000.0)), "a.xlsx", (2, 2, 5),
        ("shortened this number to 3.8E+10", "shortened this number to 38000000000"),
    ),
    "a phone as 9.55E+08": (lambda: text(changed(AN, G="9.55E+08"), BA), "a.csv", (2, 2, 5), ("9.55E+08",)),
    "numbers as texts, texts as numbers": (
        lambda: table(changed(AN, A="1", C="1970", D="02", F=1070000001, G=955000001), BA), "a.xlsx",
        (2, 2, 5), (),
    ),
    "negative, huge, broken and endless head-counts": (
        lambda: raw(changed(AN, D=-3), changed(BA, D=10**9), changed(AN, D="2.5"), changed(BA, D="9" * 400),
                    changed(AN, D="1e300"), changed(BA, D=0), changed(AN, D="<c t=\"b\"><v>1</v></c>")),
        "a.xlsx", (7, 0, 0),
        ("at least one person", "1000000000 people are too many", "not a number of people"),
    ),
    "cells with errors": (
        lambda: raw(changed(AN, D='<c t="e"><v>#REF!</v></c>'), changed(BA, F='<c t="e"><v>#N/A</v></c>')),
        "a.xlsx", (2, 1, 3), ("2 cells of this sheet hold an error", "number of people is missing"),
    ),
    "formulas without results": (
        lambda: raw(changed(AN, D="<c><f>1+1</f></c>"), changed(BA, D="<c><f>1+2</f><v>3</v></c>")),
        "a.xlsx", (2, 1, 3), ("1 formulas have no result", "number of people is missing"),
    ),
    "control characters, a text that runs backwards, joined emoji": (
        lambda: raw(changed(AN, B="Lò\u202e Văn\u200b\u0085 An\u2066"),
                    changed(BA, B="Vi_x0007_ Thị 👩‍👧 Ba")),
        "a.xlsx", (2, 2, 5), (),
    ),
    "a name of thirty thousand letters, a remark as long": (
        lambda: sheet_with([[*TITLES, "Ghi chú"], [*changed(AN, B="A" * 30_000), N], [*BA, "x " * 15_000]]),
        "a.xlsx", (2, 1, 3), ("is not a name", "the first 2000 are kept"),
    ),
    "hidden row, column and sheet": (
        hidden_parts, "a.xlsx", (2, 2, 5),
        ("1 rows of this sheet are hidden, the first is row 3", "column G is hidden", "“Cũ” is hidden"),
    ),
    "a million formatted empty rows": (formatted_to_the_end, "a.xlsx", (2, 2, 5), ()),
    "sixteen thousand formatted columns": (bold_columns, "a.xlsx", (2, 2, 5), ()),
    "dimensions that lie": (
        lambda: raw(AN, BA, before='<dimension ref="A1:XFD1048576"/>'), "a.xlsx", (2, 2, 5), ()
    ),
    "dimensions that are too small": (
        lambda: raw(AN, BA, before='<dimension ref="A1"/>'), "a.xlsx", (2, 2, 5), ()
    ),
    "thirty thousand merged cells": (
        lambda: raw(AN, BA, after=f"<mergeCells>{merges(30_000)}</mergeCells>"),
        "a.xlsx", (2, 2, 5), (),
    ),
    "links to other files": (linked_outside, "a.xlsx", (3, 3, 9), ()),
    "a zip inside": (lambda: with_parts({"xl/media/a.png": zipped({"a": b"x"})}), "a.xlsx", (3, 3, 9), ()),
    "titles twice, columns twice": (
        lambda: sheet_with([[*TITLES, "Họ tên", "SĐT"]] * 2 + [[*AN, N, N], [*BA, N, N]]),
        "a.xlsx", (2, 2, 5), (),
    ),
    "zeros in a text": (lambda: text(AN, BA).replace(b"An", b"A\0n"), "a.csv", (2, 2, 5), ()),
    "a name for the separator": (lambda: b"sep=;\r\n" + text(AN, BA, separator=";"), "a.csv", (2, 2, 5), ()),
    "old ends of lines": (lambda: text(AN, BA, end="\r"), "a.csv", (2, 2, 5), ()),
    "lines within quotes": (
        lambda: text(changed(AN, B='"Lò Văn\nAn"'), changed(BA, B='"Vi ""Thị"" Ba"')), "a.csv", (2, 2, 5), ()
    ),
    "a quote that never ends": (
        lambda: text(changed(AN, B='"Lò Văn An'), *many_others(220)), "a.csv", (211, 211, 632), ()
    ),
    "several encodings": (mixed_encodings, "a.csv", (3, 3, 6), ()),
    "a million empty lines": (lambda: text(AN, BA) + b",,,,,,\n" * 1_000_000, "a.csv", (2, 2, 5), ()),
    "two-byte text without its mark": (lambda: text(AN, BA, encoding="utf-16-le"), "a.txt", (2, 2, 5), ()),
    "commands in cells": (lambda: text(changed(AN, B="=cmd|' /C calc'!A0"), BA), "a.csv", (2, 2, 5), ()),
    "a name in capitals for its kind": (today, "DS.XLSX", (3, 3, 9), ()),
    "a name that promises nothing": (today, "danh-sach.2021", (3, 3, 9), ()),
}  # fmt: skip

SLOW = {"a million empty lines", "a million formatted empty rows", "sixteen thousand formatted columns"}
"""To be made or read in more than half a second."""

JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF" + b"\0" * 500
OLD = DATA / "wards-2021-08-20.xls"


def old_with_macros() -> bytes:
    """An old workbook with a folder of programs."""
    data = OLD.read_bytes()
    name = "\x05SummaryInformation".encode("utf-16-le")
    at = data.find(name)
    other = "_VBA_PROJECT_CUR".encode("utf-16-le")
    entry = bytearray(data[at : at + 128])
    entry[:64] = other.ljust(64, b"\0")
    entry[64:66] = (len(other) + 2).to_bytes(2, "little")
    return data[:at] + bytes(entry) + data[at + 128 :]


def old_with_password() -> bytes:
    """An old workbook whose second record says that all others are encrypted."""
    data = bytearray(OLD.read_bytes())
    at = data.find(b"\x09\x08\x10\x00\x00\x06")
    following = at + 4 + 16
    data[following : following + 2] = b"\x2f\x00"
    return bytes(data)


def old_in_circles() -> bytes:
    """An old workbook whose directory never ends."""
    data = bytearray(OLD.read_bytes())
    first = int.from_bytes(data[48:52], "little")
    part = 76 + 4 * (first // 128)
    fat = (int.from_bytes(data[part : part + 4], "little") + 1) * 512 + 4 * (first % 128)
    data[fat : fat + 4] = first.to_bytes(4, "little")
    return bytes(data)


RENAMED: dict[str, tuple[Made, str, str]] = {
    # what it is: how it is made, what it is called, words of the sentence that must come
    "a picture": (lambda: JPEG, "DS.xlsx", "a picture"),
    "a new picture": (lambda: b"\0\0\0\x18ftypheic" + b"\0" * 99, "DS.xlsx", "a picture"),
    "a workbook called a text": (today, "DS.csv", "The name ends in .csv, but the file is an Excel workbook"),
    "a workbook called an old one": (today, "DS.xls", "The name ends in .xls"),
    "a workbook called a picture": (today, "DS.jpg", "The name ends in .jpg"),
    "a workbook called a PDF": (today, "DS.pdf", "The name ends in .pdf"),
    "an old workbook called a new one": (OLD.read_bytes, "DS.xlsx", "the file is an old Excel workbook"),
    "a text called a workbook": (lambda: text(AN, BA), "DS.xlsx", "the file is plain text"),
    "a text called an old workbook": (lambda: text(AN, BA, separator="\t"), "DS.xls", "is plain text"),
    "a web page called an old workbook": (
        lambda: b"<html><body><table><tr><td>STT</td></tr></table></body></html>", "DS.xls", "a web page"
    ),
    "a workbook called one with macros": (today, "DS.xlsm", "macros"),
    "a template called one with macros": (today, "DS.XLTM", "macros"),
    "a workbook called a binary one": (today, "DS.xlsb", ".xlsb"),
    "a workbook called OpenDocument": (today, "DS.ods", "OpenDocument"),
    "old macros inside": (old_with_macros, "DS.xls", "macros"),
    "an old password": (old_with_password, "DS.xls", "password"),
    "an old workbook that runs in circles": (old_in_circles, "DS.xls", "damaged"),
    "half of an old workbook": (lambda: OLD.read_bytes()[:50_000], "DS.xls", "damaged"),
    "the head of an old workbook": (lambda: OLD.read_bytes()[:600], "DS.xls", "damaged"),
    "an old workbook without its last bytes": (lambda: OLD.read_bytes()[:-3_000], "DS.xls", "damaged"),
}  # fmt: skip
