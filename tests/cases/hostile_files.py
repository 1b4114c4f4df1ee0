"""Files that are not safe spreadsheets, made on the spot, each under a name that says what is wrong."""

from __future__ import annotations

import struct
import warnings
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO

from openpyxl import Workbook

from aidtrack.cases.heading import letter_of
from aidtrack.cases.sheet import MOST_ROWS
from tests.cases.lists import fill, saved, sheet_with, today

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def zipped(parts: Mapping[str, bytes | str]) -> bytes:
    """A zip of these parts."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return stream.getvalue()


def parts_of(data: bytes) -> dict[str, bytes | str]:
    """The parts of a zip."""
    with zipfile.ZipFile(BytesIO(data)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def with_parts(changed: Mapping[str, bytes | str]) -> bytes:
    """A good workbook with some parts replaced or added."""
    return zipped({**parts_of(today()), **changed})


def with_sheet(xml: str | bytes) -> bytes:
    """A good workbook whose sheet has this text."""
    return zipped(parts_of(today()) | {"xl/worksheets/sheet1.xml": xml})


def sheet_xml(rows: str) -> str:
    """A sheet's text around its rows."""
    return f'<?xml version="1.0"?><worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def lying_bomb() -> bytes:
    """A sheet of 150 MB whose zip says that it has a few bytes."""
    data = bytearray(with_sheet(sheet_xml("<row r='1'>" + "<c t='str'><v>0</v></c>" * 6_500_000 + "</row>")))
    with zipfile.ZipFile(BytesIO(bytes(data))) as packed:
        real = packed.getinfo("xl/worksheets/sheet1.xml").file_size
    lie, at = struct.pack("<L", 900), 0
    while (at := data.find(struct.pack("<L", real), at)) >= 0:
        data[at : at + 4] = lie
    return bytes(data)


def shared_string_bomb() -> bytes:
    """One long text that a quarter of a million cells share, each by its name, which packs less well."""
    columns = [letter_of(column) for column in range(25)]
    cells = "".join(
        f"<row r='{row}'>" + "".join(f"<c r='{at}{row}' t='s'><v>0</v></c>" for at in columns) + "</row>"
        for row in range(1, 10_001)
    )
    text = f'<sst xmlns="{_MAIN}" count="1" uniqueCount="1"><si><t>{"a" * 32_000}</t></si></sst>'
    return with_parts({"xl/worksheets/sheet1.xml": sheet_xml(cells), "xl/sharedStrings.xml": text})


def billion_laughs() -> bytes:
    """Entities within entities."""
    entities = '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    for inner, outer in zip("bcdefgh", "cdefghi", strict=True):
        entities += f'<!ENTITY {outer} "{("&" + inner + ";") * 10}">'
    rows = "<row r='1'><c t='inlineStr'><is><t>&i;</t></is></c></row>"
    return with_sheet(sheet_xml(rows).replace("<worksheet", f"<!DOCTYPE x [{entities}]><worksheet", 1))


def outer_entity() -> bytes:
    """A sheet that asks for a file of the machine (XXE)."""
    rows = "<row r='1'><c r='A1' t='inlineStr'><is><t>&x;</t></is></c></row>"
    doctype = '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    return with_sheet(sheet_xml(rows).replace("<worksheet", doctype + "<worksheet", 1))


def far_cell() -> bytes:
    """Two cells as far from each other as a sheet allows: a table of seventeen milliards of cells between."""
    return with_sheet(
        sheet_xml(
            "<row r='1'><c r='A1'><v>1</v></c></row><row r='1048576'><c r='XFD1048576'><v>1</v></c></row>"
        )
    )


def many_rows() -> bytes:
    """More rows than a list may have."""
    rows = "".join(f"<row r='{n}'><c r='A{n}'><v>1</v></c></row>" for n in range(1, MOST_ROWS + 2))
    return with_sheet(sheet_xml(rows))


def entities_in_texts() -> bytes:
    """The same in the part of the shared texts."""
    entities = '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    text = f'<!DOCTYPE x [{entities}]><sst xmlns="{_MAIN}" count="1"><si><t>&b;</t></si></sst>'
    rows = sheet_xml("<row r='1'><c r='A1' t='s'><v>0</v></c></row>")
    return with_parts({"xl/sharedStrings.xml": text, "xl/worksheets/sheet1.xml": rows})


def deep_xml() -> bytes:
    """Tags by the hundred thousand, each within the one before."""
    names = [f"n{n % 9973}" for n in range(200_000)]
    return with_sheet(sheet_xml("".join(f"<{name}>" for name in names)))


def with_a_hole() -> bytes:
    """A workbook whose packed sheet has zeros in its middle."""
    data = bytearray(today())
    with zipfile.ZipFile(BytesIO(bytes(data))) as packed:
        part = packed.getinfo("xl/worksheets/sheet1.xml")
    at = part.header_offset + part.compress_size // 2
    data[at : at + 150] = bytes(150)
    return bytes(data)


def overlapping() -> bytes:
    """A zip whose table of contents names the same packed bytes many times."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts_of(today()).items():
            packed.writestr(name, content)
        packed.writestr("xl/media/0.bin", bytes(range(256)) * 1_000)
        first = packed.getinfo("xl/media/0.bin")
        for number in range(1, 50):
            again = zipfile.ZipInfo(f"xl/media/{number}.bin")
            for fact in ("header_offset", "compress_size", "file_size", "CRC", "compress_type"):
                setattr(again, fact, getattr(first, fact))
            packed.filelist.append(again)
            packed.NameToInfo[again.filename] = again
        packed._didModify = True  # type: ignore[attr-defined]
    return stream.getvalue()


def twins() -> bytes:
    """A zip with two parts of one name."""
    stream = BytesIO(today())
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "a") as packed:
        warnings.simplefilter("ignore")
        packed.writestr("xl/workbook.xml", b"<workbook/>")
    return stream.getvalue()


def dozens_of_sheets() -> bytes:
    """Forty sheets without a list in any."""
    workbook = Workbook()
    for number in range(40):
        workbook.create_sheet(f"{number}")["A1"] = "Tiền điện"
    return saved(workbook)


def hidden_alone() -> bytes:
    """A list on a hidden sheet beside an empty one."""
    workbook = Workbook()
    hidden = workbook.create_sheet("Ẩn")
    fill(hidden, [["STT", "Họ tên", "Số khẩu", "Phường"], [1, "Lò Văn An", 2, "Vĩnh Tuy"]])
    hidden.sheet_state = "hidden"
    return saved(workbook)


def plain_bomb() -> bytes:
    """150 MB of zeros in one cell."""
    return with_sheet(sheet_xml(f"<row r='1'><c t='str'><v>{'0' * 150_000_000}</v></c></row>"))


def swollen_contents() -> bytes:
    """A table of contents of some megabytes."""
    return zipped({f"xl/media/{'x' * 400}{n}.png": b"" for n in range(3_000)})


_XLSM = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_TYPES = "[Content_Types].xml"
_SHEET = "xl/worksheets/sheet1.xml"
_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_LETTER = "Kính gửi Ủy ban nhân dân phường, đề nghị hỗ trợ chủ hộ"


def ole(stream: str) -> bytes:
    """The container of old Office files and of encrypted new ones."""
    return OLE + b"\0" * 500 + stream.encode("utf-16-le") + b"\0" * 500


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    # what it is: how it is made, and words of the sentence that must come
    "nothing": (lambda: b"", "is empty"),
    "zeros": (lambda: b"\0" * 4_000, "is empty"),
    "spaces": (lambda: b" \r\n \n", "is empty"),
    "words": (lambda: b"just some words", "not a spreadsheet"),
    "CSV of something else": (lambda: b"month,kWh\n8,120\n", "titles of the columns"),
    "CSV with titles alone": (lambda: "\ufeffSTT;Họ tên;Số khẩu;Phường\n".encode(), "no household"),
    "CSV without a count": (
        lambda: "STT;Họ tên;SĐT;Phường\n1;An An;0955000000;Vĩnh Tuy\n".encode(),
        "Số khẩu",
    ),
    "CSV of separators": (lambda: b",,,,,,\n" * 1_000, "no sheet with anything"),
    "CSV of one endless line": (lambda: b"STT,An" + b"a" * 4_000_000, "too large or too tangled"),
    "CSV of one endless row": (lambda: b"a," * 2_000_000, "too large or too tangled"),
    "CSV with an endless cell in quotes": (lambda: b'STT,An\n1,"' + b"a\n" * 400_000, "rows"),
    "CSV of too many rows": (lambda: b"1,An An,2\n" * (MOST_ROWS + 1), f"more than {MOST_ROWS} rows"),
    "CSV of zeros and ones": (lambda: bytes([0, 1, 2, 44, 7]) * 5_000, "not a spreadsheet"),
    "old font, TCVN3": (
        lambda: (
            "STT;Hä vµ tªn;Sè khÈu;Ph­êng\n1;NguyÔn V¨n ¸nh;2;VÜnh Tuy\n§Þa chØ;®­êng;Sè ®iÖn tho¹i\n".encode()
        ),
        "old font (TCVN3)",
    ),
    "old font, VNI": (
        lambda: sheet_with(
            [["Soá TT", "Hoï vaø teân", "Soá khaåu", "Phöôøng"], [1, "Nguyeãn Vaên", 2, "Vónh Tuy"]]
        ),
        "old font (VNI)",
    ),
    "text that begins like a zip": (lambda: "PK, họ tên".encode(), "titles of the columns"),
    "web page": (lambda: b"<html><table><tr><td>STT</td></tr></table></html>", "a web page"),
    "web page with a doctype": (lambda: b"\n<!DOCTYPE html><p>list</p>", "a web page"),
    "web page saved as .xls": (lambda: b"<table><tr><td>STT</td></tr></table>", "a web page"),
    "workbook of 2003 in XML": (lambda: b'<?xml version="1.0"?><Workbook/>', "an XML file"),
    "Unicode text without a list": (lambda: "STT\tTiền\n1\t2".encode("utf-16"), "titles of the columns"),
    "two-byte text in pieces": (lambda: "a,b\n".encode("utf-32"), "not a spreadsheet"),
    "PDF": (lambda: b"%PDF-1.7\n%\xe2\xe3", "a PDF"),
    "PNG": (lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "a picture"),
    "JPEG": (lambda: b"\xff\xd8\xff\xe0\0\x10JFIF", "a picture"),
    "GIF": (lambda: b"GIF89a\x01\0\x01\0", "a picture"),
    "WebP": (lambda: b"RIFF\x24\0\0\0WEBPVP8 ", "a picture"),
    "RTF": (lambda: b"{\\rtf1 list}", "a text document"),
    "RAR": (lambda: b"Rar!\x1a\x07\x01\0", "a packed archive"),
    "gzip": (lambda: b"\x1f\x8b\x08\0\0\0\0\0", "a packed archive"),
    "noise": (lambda: bytes(range(200, 256)) * 50, "not a spreadsheet"),
    "BMP": (lambda: b"BM6\0\0\0" + b"\0" * 100, "a picture"),
    "TIFF": (lambda: b"II*\0" + b"\0" * 100, "a picture"),
    "mark of an old workbook": (lambda: ole("Workbook"), "damaged"),
    "old workbook without a table": (lambda: OLE + b"\xff" * 4_000, "damaged"),
    "password": (lambda: ole("EncryptedPackage"), "password"),
    "half of a workbook": (lambda: today()[: len(today()) // 2], "damaged"),
    "workbook without its end": (lambda: today()[:-30], "damaged"),
    "tenth of a workbook": (lambda: today()[: len(today()) // 10], "damaged"),
    "workbook without its beginning": (lambda: today()[100:], "not a spreadsheet"),
    "workbook with a hole": (with_a_hole, "damaged"),
    "mark of a zip": (lambda: b"PK\x03\x04", "damaged"),
    "zip of texts": (lambda: zipped({"a.txt": "a", "b.txt": "b"}), "not a spreadsheet"),
    "Word": (lambda: zipped({_TYPES: "<Types/>", "word/document.xml": "<w/>"}), "a Word document"),
    "slides": (lambda: zipped({_TYPES: "<Types/>", "ppt/presentation.xml": "<p/>"}), "not a spreadsheet"),
    "OpenDocument": (lambda: zipped({"mimetype": _ODS, "content.xml": "<x/>"}), "OpenDocument"),
    "binary workbook": (lambda: with_parts({"xl/workbook.bin": b"x"}), ".xlsb"),
    "macros": (lambda: with_parts({"xl/vbaProject.bin": b"macro"}), "macros"),
    "macros by type": (lambda: with_parts({_TYPES: f"<Types><X ContentType='{_XLSM}'/></Types>"}), "macros"),
    "old macros": (lambda: with_parts({"xl/macrosheets/sheet1.xml": b"<x/>"}), "macros"),
    "path upwards": (lambda: with_parts({"../../etc/passwd": b"x"}), "damaged"),
    "path from the root": (lambda: with_parts({"/etc/passwd": b"x"}), "damaged"),
    "path with a drive": (lambda: with_parts({"C:/x": b"x"}), "damaged"),
    "no workbook inside": (lambda: zipped({_TYPES: "<Types/>", _SHEET: "<x/>"}), "damaged"),
    "XML cut off": (lambda: with_sheet("<worksheet><sheetData><row"), "damaged"),
    "no XML": (lambda: with_sheet(b"\xff\xfe\x00garbage"), "damaged"),
    "empty parts": (lambda: zipped(dict.fromkeys(parts_of(today()), b"")), "damaged"),
    "entities in entities": (billion_laughs, "damaged"),
    "entity from outside": (outer_entity, "damaged"),
    "entities in shared text": (entities_in_texts, "damaged"),
    "deep XML": (deep_xml, "no sheet with anything"),
    "parts that share their bytes": (overlapping, "unpacks to far more"),
    "workbook in a workbook": (
        lambda: zipped({"inner.xlsx": today(), "readme.txt": "x"}),
        "not a spreadsheet",
    ),
    "path with a backslash": (lambda: with_parts({"..\\..\\windows\\x": b"x"}), "damaged"),
    "two parts of one name": (twins, "damaged"),
    "sheets by the dozen": (dozens_of_sheets, "titles of the columns"),
    "hidden list alone": (hidden_alone, "no sheet with anything"),
    "cover alone": (
        lambda: sheet_with([["ỦY BAN NHÂN DÂN"], [], ["Kính gửi: Thành đoàn"], [], ["Danh sách kèm theo"]]),
        "titles of the columns",
    ),
    "thousands of parts": (
        lambda: with_parts({f"xl/media/{n}.png": b"x" for n in range(3_000)}),
        "unpacks to far more",
    ),
    "swollen contents": (swollen_contents, "unpacks to far more"),
    "bomb": (plain_bomb, "unpacks to far more"),
    "bomb that lies": (lying_bomb, "damaged"),
    "bomb of shared text": (shared_string_bomb, "too large or too tangled"),
    "cell far away": (far_cell, "too large or too tangled"),
    "too many rows": (many_rows, f"more than {MOST_ROWS} rows"),
    "sheet without rows": (lambda: with_sheet(sheet_xml("")), "no sheet with anything"),
    "empty workbook": (lambda: sheet_with([]), "no sheet with anything"),
    "no titles": (lambda: sheet_with([["Tiền điện", "Tháng"], [1, 2]]), "titles of the columns"),
    "letter": (lambda: sheet_with([[_LETTER]]), "titles of the columns"),
    "titles alone": (lambda: sheet_with([["STT", "Họ tên", "Số khẩu", "Phường"]]), "no household"),
    "no column of people": (
        lambda: sheet_with([["STT", "Họ tên", "SĐT", "Phường"], [1, "An An", "0955000000", "Vĩnh Tuy"]]),
        "Số khẩu",
    ),
}
